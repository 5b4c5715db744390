"""Questions that officers answer."""

from __future__ import annotations

from sqlalchemy import select

from bot.channels.base import Envelope, Outcome, Verdict
from models.mail import Reason
from models.questions import Question, QuestionState
from tests.conversations.people import consents, make_desk, make_officer
from tests.talk import Talk

ODD = "zxqv blorptak wuzzle"


async def _asked(chat: Talk) -> None:
    await chat.producer.says(ODD)
    await chat.producer.presses("Hỏi cán bộ")
    assert "đã chuyển" in chat.producer.sees()


async def _question(chat: Talk) -> Question:
    async with chat.look() as session:
        return (await session.scalars(select(Question))).one()


async def test_an_officer_answers_by_replying(chat: Talk) -> None:
    await make_officer(chat.officer)
    await make_officer(chat.colleague)
    await consents(chat.producer)
    await _asked(chat)
    assert ODD in chat.officer.sees()
    assert "Hoàng Thị Lan" in chat.officer.sees()
    assert ODD not in chat.admin.sees()

    await chat.officer.replies("CH-1", "Được ạ, mang hồ sơ ra xã.")
    assert f"Anh/chị đã hỏi: {ODD}" in chat.producer.sees()
    assert "Cán bộ Nông Thị Hạnh trả lời:" in chat.producer.sees()
    assert "mang hồ sơ ra xã" in chat.producer.sees()
    assert "đã đến người hỏi" in chat.officer.sees()
    if chat.channel.capabilities.edit:
        assert "Đã trả lời bởi Nông Thị Hạnh" in chat.colleague.sees_all()
    else:
        assert chat.colleague.last().text == "CH-1: Nông Thị Hạnh đã trả lời."
        assert "CH-1: " not in chat.officer.last().text, "who answered knows"
    question = await _question(chat)
    assert question.state is QuestionState.REPLIED
    assert question.answer == "Được ạ, mang hồ sơ ra xã."


async def test_a_question_of_several_messages_stays_whole_when_it_is_answered(chat: Talk) -> None:
    await make_officer(chat.officer)
    await make_officer(chat.colleague)
    await chat.producer.says("gặp cán bộ")
    await chat.producer.says("Câu hỏi dài. " * 310)
    asked = chat.colleague.sees_all()
    assert asked.count("Câu hỏi dài.") == 310
    await chat.officer.says("CH-1 Được ạ.")
    assert chat.colleague.sees_all() == f"{asked}\n---\nCH-1: Nông Thị Hạnh đã trả lời."


async def test_an_officer_answers_by_the_button(chat: Talk) -> None:
    await make_officer(chat.officer)
    await _asked(chat)
    assert "Một người chưa cho biết tên" in chat.officer.sees()
    await chat.officer.presses("Trả lời", on="CH-1")
    await chat.officer.sends_photo()
    assert "bằng chữ" in chat.officer.sees()
    for nothing in ("\u200b", " \u2060\ufeff\u200d", "\u3164", "\u0301", "\u2800 \u00ad"):
        await chat.officer.says(nothing)
        assert "bằng chữ" in chat.officer.sees()
    await chat.officer.says("CH-1 \u200b")
    assert (await _question(chat)).answer is None
    await chat.officer.presses("Trả lời", on="CH-1")
    await chat.officer.says("Chưa có quy định.")
    assert "Chưa có quy định." in chat.producer.sees()
    assert "đã đến người hỏi" in chat.officer.sees()
    await chat.officer.says("xin chào")
    assert "Chào anh/chị!" in chat.officer.sees()


async def test_an_answer_can_be_left(chat: Talk) -> None:
    await make_officer(chat.officer)
    await _asked(chat)
    await chat.officer.presses("Trả lời", on="CH-1")
    await chat.officer.says("hủy")
    assert "dừng" in chat.officer.sees()
    assert (await _question(chat)).state is QuestionState.WITH_OFFICERS


async def test_a_question_opened_by_its_number_is_answered_with_the_next_words(chat: Talk) -> None:
    await make_officer(chat.officer)
    await _asked(chat)
    await chat.officer.says("CH-1")
    await chat.officer.says("Được ạ, mang hồ sơ ra xã.")
    assert "Được ạ, mang hồ sơ ra xã." in chat.producer.sees()


async def test_the_second_to_answer_is_told(chat: Talk) -> None:
    await make_officer(chat.officer)
    await make_officer(chat.colleague)
    await _asked(chat)
    await chat.colleague.presses("Trả lời", on="CH-1")
    await chat.officer.replies("CH-1", "Có.")
    await chat.colleague.says("Không.")
    assert "đã được Nông Thị Hạnh trả lời lúc 09:00 23/11/2026" in chat.colleague.sees()
    assert "Không." not in chat.producer.sees()
    await chat.colleague.says("CH-1")
    assert "Đã trả lời bởi Nông Thị Hạnh" in chat.colleague.sees()


async def test_the_answer_that_can_not_be_delivered(chat: Talk) -> None:
    await make_officer(chat.officer)
    await _asked(chat)

    def blocked(envelope: Envelope) -> Outcome | None:
        return Outcome(Verdict.FAILED, reason=Reason.BLOCKED) if envelope.chat == "101" else None

    chat.channel.decide = blocked
    await chat.officer.replies("CH-1", "Có.")
    assert "người hỏi đã chặn trợ lý" in chat.officer.sees()


async def test_a_group_gets_the_question_and_answers_it(chat: Talk) -> None:
    await make_officer(chat.officer)
    await make_desk(chat, "-500")
    await _asked(chat)
    group = chat.officer.at("-500")
    assert "CH-1" in group.sees()
    await group.replies("CH-1", "Có.")
    assert "Có." in chat.producer.sees()
    assert "đã đến người hỏi" in group.sees()


async def test_without_officers_the_admins_are_asked(chat: Talk) -> None:
    await chat.admin.says("/start")
    await _asked(chat)
    assert ODD in chat.admin.sees()


async def test_asking_twice_passes_it_on_once(chat: Talk) -> None:
    await make_officer(chat.officer)
    await _asked(chat)
    await chat.producer.forges("ask.officer:1")
    assert "đang ở chỗ cán bộ" in chat.producer.sees()
    assert chat.officer.sees_all().count("Câu hỏi CH-1") == 1


async def test_replying_to_the_answer_is_a_new_question(chat: Talk) -> None:
    await make_officer(chat.officer)
    await _asked(chat)
    await chat.officer.replies("CH-1", "Có.")
    await chat.producer.replies("Cán bộ", "đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees()


async def test_a_producer_can_not_answer(chat: Talk) -> None:
    await make_officer(chat.officer)
    await _asked(chat)
    await chat.neighbour.forges("question.answer:1")
    assert "không dành cho tài khoản" in chat.neighbour.sees()
    await chat.neighbour.says("CH-1")
    assert ODD not in chat.neighbour.sees()


async def test_what_was_not_passed_on_is_not_shown(chat: Talk) -> None:
    await make_officer(chat.officer)
    await chat.producer.says(ODD)
    await chat.officer.says("CH-1")
    assert "Không có câu hỏi CH-1" in chat.officer.sees()


async def test_in_english(chat: Talk) -> None:
    await make_officer(chat.officer)
    await chat.officer.says("/language")
    await chat.officer.presses("English")
    await chat.producer.says("/language")
    await chat.producer.presses("English")
    await chat.producer.says(ODD)
    await chat.producer.presses("Ask an officer")
    assert "Somebody who gave no name asked" in chat.officer.sees()
    await chat.officer.replies("CH-1", "Yes.")
    assert "The officer Nông Thị Hạnh answers:" in chat.producer.sees()


async def test_never_mind_is_not_published_as_the_answer(chat: Talk) -> None:
    await make_officer(chat.officer)
    await _asked(chat)
    for word in ("thoi", "hủy", "dừng"):
        await chat.officer.says("CH-1")
        await chat.officer.says(word)
    assert (await _question(chat)).state is QuestionState.WITH_OFFICERS
    await chat.officer.says("CH-1 trả lời")
    assert "viết câu trả lời cho CH-1" in chat.officer.sees()
    await chat.officer.says("Đúng")
    assert "trả lời:\nĐúng" in chat.producer.sees_all()


async def test_what_is_passed_on_has_what_it_goes_on_from(chat: Talk) -> None:
    await make_officer(chat.officer)
    for text in ("đăng ký mã vạch như thế nào", f"{ODD} có được không ạ", "go go"):
        await chat.producer.says(text)
    await chat.producer.presses("Hỏi cán bộ")
    assert f"«đăng ký mã vạch như thế nào › {ODD} có được không ạ › go go»" in chat.producer.sees()
    assert f"(câu trước) {ODD} có được không ạ\ngo go" in chat.officer.sees()


async def test_what_was_asked_long_before_is_left_out(chat: Talk) -> None:
    await make_officer(chat.officer)
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.passes(hours=1)
    await _asked(chat)
    assert "câu trước" not in chat.officer.sees()
