"""Coming in: welcome, consent, menu, language, help, stopping."""

from __future__ import annotations

from sqlalchemy import select

from handlers.front import COMMANDS, front_door
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from models.accounts import CONSENT_VERSION, Account, Role
from tests.talk import MORNING, Talk


async def _account(chat: Talk, address: str = "101") -> Account:
    async with chat.look() as session:
        found = await session.scalar(select(Account).where(Account.address == address))
        assert found is not None
        return found


async def test_nothing_personal_is_kept_before_the_agreement(chat: Talk) -> None:
    await chat.producer.says("/start")
    assert "trợ lý OCOP" in chat.producer.sees()
    assert "91/2025/QH15" in chat.producer.sees()
    assert chat.producer.choices() == ["Đồng ý", "Chỉ hỏi đáp, chưa đồng ý", "English"]
    account = await _account(chat)
    assert (account.name, account.consent_at) == (None, None)

    await chat.producer.presses("Đồng ý", on="91/2025")
    account = await _account(chat)
    assert (account.name, account.consent_at, account.consent_version) == ("Hoàng Thị Lan", MORNING, CONSENT_VERSION)
    assert "23/11/2026" in chat.producer.sees()
    assert 1 <= len(chat.producer.choices()) <= 6


async def test_consent_is_not_forced(chat: Talk) -> None:
    await chat.producer.says("/start")
    await chat.producer.presses("Chỉ hỏi đáp")
    assert "không giữ tên" in chat.producer.sees()
    assert any("Hỏi đáp" in label for label in chat.producer.choices())
    account = await _account(chat)
    assert (account.name, account.consent_at) == (None, None)


async def test_who_has_agreed_is_not_asked_again(chat: Talk) -> None:
    await chat.producer.says("/start")
    await chat.producer.presses("Đồng ý", on="91/2025")
    await chat.producer.says("/start")
    assert "91/2025" not in chat.producer.sees()
    assert "Anh/chị muốn làm gì?" in chat.producer.sees()


async def test_english_from_the_welcome_on(chat: Talk) -> None:
    await chat.producer.says("/start")
    await chat.producer.presses("English")
    assert "I am the OCOP assistant" in chat.producer.sees()
    assert "May I keep your details?" in chat.producer.sees()
    await chat.producer.presses("I agree")
    assert "consent is recorded" in chat.producer.sees()
    assert (await _account(chat)).language == "en"
    assert ("ask", "Ask about criteria, dossier, procedures") in chat.channel.commands["101"]


async def test_language_can_be_changed_back(chat: Talk) -> None:
    await chat.producer.says("/language")
    await chat.producer.presses("English")
    assert "I speak English" in chat.producer.sees()
    await chat.producer.says("/ngonngu")
    await chat.producer.presses("Tiếng Việt")
    assert "em nói tiếng Việt" in chat.producer.sees()
    assert ("hoi", "Hỏi về tiêu chí, hồ sơ, thủ tục") in chat.channel.commands["101"]


async def test_help_shows_the_commands_of_ones_role(chat: Talk) -> None:
    await chat.producer.says("/trogiup")
    assert "/tieuchi: " in chat.producer.sees()
    assert "/thongbao" not in chat.producer.sees()
    assert "0209 387 0000" in chat.producer.sees()
    await chat.admin.says("/help")
    assert "/thongbao: " in chat.admin.sees()


def test_every_command_is_listed_to_whoever_may_use_it() -> None:
    listed = {name: command.role for command in COMMANDS for name in command.names.values()}
    declared = {name: route.role for name, route in front_door().commands.items()}
    assert declared == listed | {"start": Role.PRODUCER}, "what the platform sends by itself is not listed"


async def test_unknown_commands_say_so(chat: Talk) -> None:
    await chat.producer.says("/abc")
    assert "không biết lệnh này" in chat.producer.sees()


async def test_a_forged_language_is_refused(chat: Talk) -> None:
    await chat.producer.forges("start.language:xx")
    assert "Mục này đã cũ" in chat.producer.sees()


async def test_staff_are_not_asked_for_consent(chat: Talk) -> None:
    await chat.admin.says("/start")
    assert "91/2025" not in chat.admin.sees()
    assert (await _account(chat, "301")).role is Role.ADMIN


async def test_stopping_when_nothing_is_going_on(chat: Talk) -> None:
    await chat.producer.says("/huy")
    assert "Không có việc nào đang dở" in chat.producer.sees()


async def test_what_was_wanted_goes_on_after_the_agreement(chat: Talk) -> None:
    _declare(chat, _personal_matters())
    await chat.producer.says("/personal")
    assert "91/2025" in chat.producer.sees()
    await chat.producer.presses("Đồng ý", on="91/2025")
    assert "first, thing" in chat.producer.sees()


async def test_a_choice_that_needs_consent_goes_on_however_it_was_made(chat: Talk) -> None:
    _declare(chat, _personal_matters())
    await chat.producer.says("/offer")
    await chat.producer.presses("Take it")
    await chat.producer.presses("Đồng ý", on="91/2025")
    assert "taken 7" in chat.producer.sees()


async def test_without_consent_what_was_wanted_is_dropped(chat: Talk) -> None:
    _declare(chat, _personal_matters())
    await chat.producer.says("/personal")
    await chat.producer.presses("Chỉ hỏi đáp")
    assert "0209 387 0000" in chat.producer.sees()
    await chat.producer.says("/start")
    await chat.producer.presses("Đồng ý", on="91/2025")
    assert "first, thing" not in chat.producer.sees()


async def test_an_invitation_is_opened_by_whoever_owns_them(chat: Talk) -> None:
    _declare(chat, _hooks())
    await chat.producer.says("/start i-abc")
    assert chat.producer.sees() == "invited by i-abc"
    await chat.producer.says("/start leaflet")
    assert "91/2025" in chat.producer.sees()


async def test_the_menu_offers_to_go_on_with_a_form(chat: Talk) -> None:
    await chat.producer.says("/hotro")
    await chat.producer.presses("Đồng ý", on="91/2025")
    await chat.producer.presses("mã vạch")
    asked = chat.producer.last().text
    await chat.producer.says("/menu")
    assert "Điền tiếp" in chat.producer.choices()[0]
    assert len(chat.producer.choices()) == 6
    await chat.producer.presses("Điền tiếp")
    assert chat.producer.last().text == asked
    await chat.producer.says("HTX Côn Minh")
    await chat.producer.says("/huy")
    assert "Bỏ hẳn" in chat.producer.choices()
    await chat.producer.presses("Bỏ hẳn")
    assert "đã bỏ phần đang điền" in chat.producer.sees()
    await chat.producer.says("/huy")
    assert "Không có việc nào đang dở" in chat.producer.sees()


async def test_an_admin_stops_a_broadcast(chat: Talk) -> None:
    _declare(chat, _hooks())
    await chat.admin.says("/sending")
    await chat.admin.says("/huy")
    assert chat.admin.sees() == "broadcast stopped"


def _declare(chat: Talk, router: Router) -> None:
    """Add conversations to the front door, in place of those who own the hooks."""
    front = chat.engine._router
    for hook in router.hooks:
        front.hooks.pop(hook, None)
    front.include(router)


def _personal_matters() -> Router:
    router = Router()

    @router.command("personal", consent=True)
    async def personal(turn: Turn) -> None:
        turn.say("first, thing")

    @router.command("offer")
    async def offer(turn: Turn) -> None:
        turn.say("an offer", choices=[turn.choice("Take it", "take", 7)])

    @router.choice("take", consent=True)
    async def take(turn: Turn, number: int) -> None:
        turn.say(f"taken {number}")

    return router


def _hooks() -> Router:
    router = Router()

    @router.hook("invitation")
    async def invitation(turn: Turn, payload: str) -> None:
        turn.say(f"invited by {payload}")

    @router.command("sending")
    async def sending(turn: Turn) -> None:
        turn.note(broadcast=1)

    @router.hook("stop_broadcast")
    async def stop(turn: Turn) -> None:
        turn.note(broadcast=None)
        turn.say("broadcast stopped")

    return router


async def test_the_consent_is_given_and_refused_as_people_say_it(chat: Talk) -> None:
    await chat.producer.says("/start")
    for vague in ("ok", "dạ được ạ", "nhất trí"):
        await chat.producer.says(vague)
        assert "Em chưa làm gì cả" in chat.producer.sees()
        assert not (await _account(chat)).consented
    await chat.producer.says("ko đồng ý")
    assert "không giữ tên hay số điện thoại" in chat.producer.sees()
    assert not (await _account(chat)).consented
    await chat.producer.says("/start")
    await chat.producer.says("tôi đồng ý nhé")
    assert (await _account(chat)).consented


async def test_a_question_at_the_consent_is_answered_as_ever(chat: Talk) -> None:
    await chat.producer.says("/start")
    await chat.producer.says("/hoi mã vạch là gì")
    assert "Nguồn:" in chat.producer.sees()
    await chat.producer.presses("Đúng ý")
    assert "Em chưa rõ số" not in chat.producer.sees()
