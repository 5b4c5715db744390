"""Asking: an answer with its source, a choice, or an honest refusal."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.producers.ask import answer_question
from models.audit import Audit
from models.mail import EventKind
from models.questions import Question, QuestionState
from tests.conversations.people import consents, make_officer
from tests.talk import Talk


async def _questions(chat: Talk) -> Sequence[Question]:
    async with chat.look() as session:
        return (await session.scalars(select(Question).order_by(Question.id))).all()


async def test_a_question_is_answered_with_its_source(chat: Talk) -> None:
    await chat.producer.says("dang ky ma vach ntn")
    assert "Nguồn: " in chat.producer.sees()
    assert "kiểm tra ngày " in chat.producer.sees()
    labels = chat.producer.choices()
    assert labels[-3:] == ["👍 Đúng ý", "👎 Chưa đúng", "👤 Hỏi cán bộ"]
    (question,) = await _questions(chat)
    assert (question.state, question.helped) == (QuestionState.ANSWERED, None)
    assert question.entry is not None
    assert question.entry.startswith("barcode.")


async def test_the_command_asks_too(chat: Talk) -> None:
    await chat.producer.says("/hoi đăng ký mã vạch thế nào")
    assert "Nguồn: " in chat.producer.sees()
    await chat.producer.says("/ask")
    assert "cứ nhắn câu hỏi" in chat.producer.sees()


async def test_english_questions_get_english_answers(chat: Talk) -> None:
    await chat.producer.says("/language")
    await chat.producer.presses("English")
    await chat.producer.says("how do I register a barcode")
    assert "Source: " in chat.producer.sees()
    assert chat.producer.choices()[-1] == "👤 Ask an officer"
    await chat.producer.says("đăng ký mã vạch như thế nào")
    assert "GS1" in chat.producer.sees()


async def test_rating_an_answer(chat: Talk) -> None:
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.producer.presses("Đúng ý")
    assert "cảm ơn" in chat.producer.sees()
    assert (await _questions(chat))[0].helped is True
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.producer.presses("Chưa đúng")
    assert "xin lỗi" in chat.producer.sees()
    assert chat.producer.choices()[-1] == "👤 Hỏi cán bộ"
    assert (await _questions(chat))[1].helped is False


async def test_one_of_several_can_be_chosen(chat: Talk) -> None:
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.producer.presses("Chưa đúng")
    title = chat.producer.choices()[0]
    await chat.producer.presses(title)
    assert title in chat.producer.sees()
    assert "Nguồn: " in chat.producer.sees()


async def test_what_nobody_knows_is_not_claimed(chat: Talk) -> None:
    await chat.producer.says("zxqv blorptak wuzzle")
    assert "không dám nói" in chat.producer.sees()
    assert "👤 Hỏi cán bộ" in chat.producer.choices()
    assert (await _questions(chat))[0].state is QuestionState.UNANSWERED


async def test_what_is_none_of_the_offices_business(chat: Talk) -> None:
    await chat.producer.says("thời tiết hôm nay thế nào")
    assert "ngoài phạm vi" in chat.producer.sees()


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("xin chào", "Chào anh/chị!"),
        ("cảm ơn em nhé", "không có gì"),
        ("đồ ngu", "xin lỗi nếu đã làm anh/chị bực"),
        ("0912345678", "chưa ghi lại số này"),
        ("bạn là ai", "trợ lý tự động"),
        ("???", "chưa hiểu tin này"),
    ],
)
async def test_small_talk_is_answered_and_not_kept(chat: Talk, said: str, heard: str) -> None:
    await chat.producer.says(said)
    assert heard in chat.producer.sees()
    assert not await _questions(chat)


async def test_a_letter_can_be_passed_on(chat: Talk) -> None:
    await chat.producer.says("tôi kể đầu đuôi cho anh chị nghe chuyện xưởng miến nhà tôi " * 15)
    assert "nhắn gọn" in chat.producer.sees()
    await chat.producer.presses("Hỏi cán bộ")
    assert "đã chuyển" in chat.producer.sees()


async def test_what_can_not_be_read_is_said_so(chat: Talk) -> None:
    await chat.producer.sends(EventKind.VOICE)
    assert "chưa nghe được tin thoại" in chat.producer.sees()
    await chat.producer.sends_photo()
    assert "không đọc được bên trong" in chat.producer.sees()
    await chat.producer.sends(EventKind.OTHER)
    assert "🙂" in chat.producer.sees()
    await chat.producer.sends(EventKind.TEXT, "Mã vạch là gì?\nhttps://x.vn/a", link=True)
    assert "chưa mở được liên kết" in chat.producer.sees()
    await chat.producer.sends(EventKind.OTHER, unsupported=True)
    assert "chụp ảnh rồi gửi ảnh" in chat.producer.sees()
    await chat.producer.sends(EventKind.LOCATION)
    assert "vị trí" in chat.producer.sees()
    await chat.producer.shares_phone("0912345678")
    assert "chưa ghi lại danh bạ" in chat.producer.sees()
    await chat.producer.sends_photo(caption="đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees()


async def test_without_consent_a_question_is_kept_without_numbers_of_people(chat: Talk) -> None:
    await chat.producer.says("đăng ký mã vạch như thế nào gọi tôi 0912345678 với")
    assert "0912345678" not in (await _questions(chat))[0].text
    await consents(chat.producer)
    await chat.producer.says("đăng ký mã vạch như thế nào gọi tôi 0912345678 với")
    assert "0912345678" in (await _questions(chat))[1].text


async def test_the_question_before_is_the_context(chat: Talk) -> None:
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.producer.says("thế còn phí?")
    entry = (await _questions(chat))[1].entry
    assert entry is not None
    assert entry.startswith("barcode.")


async def test_an_answer_ends_with_what_can_be_done(chat: Talk) -> None:
    chat.engine._router.choices.pop("request.kind", None)
    await chat.producer.says("đăng ký mã vạch như thế nào")
    assert not any("Đăng ký hỗ trợ" in label for label in chat.producer.choices())
    router = Router()

    @router.choice("request.kind")
    async def kind(turn: Turn, kind: str) -> None:
        turn.say(f"form for {kind}")

    chat.engine._router.include(router)
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.producer.presses("Đăng ký hỗ trợ mã vạch")
    assert chat.producer.sees() == "form for barcode"


async def test_a_request_code_opens_the_request(chat: Talk) -> None:
    chat.engine._router.hooks.pop("code", None)
    router = Router()

    @router.hook("code")
    async def code(turn: Turn, code: str) -> None:
        turn.say(f"request {code}")

    chat.engine._router.include(router)
    await chat.producer.says("mv 26 1")
    assert chat.producer.sees() == "request MV-26-0001"


async def test_in_the_middle_of_something_numbers_do_not_choose(chat: Talk) -> None:
    router = Router()

    @router.command("number")
    async def number(turn: Turn) -> None:
        turn.expect("number")
        turn.say("how many?")

    @router.answer("number")
    async def given(turn: Turn) -> None:
        if turn.event.text.isdecimal():
            turn.say(f"{turn.event.text} it is")
        else:
            assert await answer_question(turn, turn.event.text)
            turn.say("and how many?")

    chat.engine._router.include(router)
    await chat.producer.says("/number")
    await chat.producer.says("đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees()
    assert "and how many?" in chat.producer.sees()
    await chat.producer.says("1")
    assert chat.producer.sees() == "1 it is"


async def test_somebody_elses_question_is_refused(chat: Talk) -> None:
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.neighbour.forges("ask.right:1")
    assert "Mục này đã cũ" in chat.neighbour.sees()
    assert (await _questions(chat))[0].helped is None
    async with chat.look() as session:
        assert (await session.scalars(select(Audit.action))).all() == ["refused.question"]


async def test_a_forged_entry_is_refused(chat: Talk) -> None:
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.producer.forges("ask.entry:1:nothing.like_this")
    assert "Mục này đã cũ" in chat.producer.sees()


async def test_who_wants_a_person_is_asked_what_about(chat: Talk) -> None:
    await make_officer(chat.officer)
    await chat.producer.says("cho tôi gặp cán bộ")
    assert "0209 387 0000" in chat.producer.sees()
    await chat.producer.says("xưởng nhà tôi có được hỗ trợ máy sấy không")
    assert "đã chuyển" in chat.producer.sees()
    assert "hỗ trợ máy sấy" in chat.officer.sees()
    await chat.producer.says("gặp cán bộ")
    await chat.producer.says("hủy")
    await chat.producer.says("đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees()


async def test_asking_the_bot_after_all(chat: Talk) -> None:
    await chat.producer.says("gặp cán bộ")
    await chat.producer.says("/hoi đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees()
    await chat.producer.says("gặp cán bộ")
    await chat.producer.says("/menu")
    await chat.producer.says("đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees()


async def test_a_form_goes_on_after_a_question(chat: Talk) -> None:
    await consents(chat.producer)
    await chat.producer.says("/hotro")
    await chat.producer.presses("mã vạch")
    asked = chat.producer.last().text
    await chat.producer.says("/hoi đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees()
    assert chat.producer.last().text == asked
    await chat.producer.says("/hoi")
    assert "Anh/chị gõ /hoi rồi viết câu hỏi" in chat.producer.sees()


@pytest.mark.parametrize("said", ["so dien thoai van phong la gi", "hotline", "cho em xin sđt cán bộ"])
async def test_who_asks_for_the_number_gets_it(chat: Talk, said: str) -> None:
    for before in ((), ("gặp cán bộ",)):
        for text in (*before, said):
            await chat.producer.says(text)
        assert "gọi Văn phòng OCOP tỉnh (0209 387 0000)" in chat.producer.sees()
        assert "viết điều muốn hỏi" not in chat.producer.sees()
        assert not await _questions(chat)


async def test_thanks_is_not_passed_on_to_officers(chat: Talk) -> None:
    await make_officer(chat.officer)
    await chat.producer.says("gặp cán bộ")
    await chat.producer.says("chào em")
    await chat.producer.says("ok cam on em")
    assert "không có gì" in chat.producer.sees()
    assert not await _questions(chat)
    await chat.producer.says("đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees(), "nothing is awaited any more"


@pytest.mark.parametrize("said", ["thoi", "thôi khỏi", "không hỏi nữa", "để sau nhé"])
async def test_never_mind_is_not_passed_on_to_officers(chat: Talk, said: str) -> None:
    await chat.producer.says("gap can bo")
    await chat.producer.says(said)
    assert not await _questions(chat)
    await chat.producer.says("đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees()


async def test_beneath_an_answer_in_a_form_nothing_is_numbered_that_cannot_be_chosen(chat: Talk) -> None:
    await consents(chat.producer)
    await chat.producer.says("/hotro")
    await chat.producer.presses("mã vạch")
    asked = chat.producer.last().text
    await chat.producer.says("mã vạch đăng ký ở đâu?")
    assert "Nguồn: " in chat.producer.sees()
    if not chat.channel.capabilities.buttons:
        assert "1. 👍" not in chat.producer.sees()
    await chat.producer.says("đúng ý")
    assert (await _questions(chat))[0].helped is True
    assert chat.producer.last().text == asked, "the form goes on"
    await chat.producer.says("HTX Miến dong Côn Minh")
    assert chat.producer.last().text != asked
