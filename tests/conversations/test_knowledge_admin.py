"""/kienthuc: the loop from a question without an answer to an entry that answers it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.knowledge_export import write_files
from handlers.admins.digest import DIGEST, ensure_digest, next_monday
from models.accounts import Account
from models.corrections import Correction, corrections, keep
from models.knowledge import load_entries
from models.mail import EventKind
from models.questions import Question, QuestionState
from models.schedule import Due
from tests.conversations.people import make_officer
from tests.talk import MORNING, Person, Talk, talking

STRANGE = "quy trình zuzu của xưởng tráng mận khô"


async def write_entry(admin: Person, *answers: str) -> None:
    """Answer the form's questions and save."""
    for answer in answers:
        await admin.says(answer)
    assert "Kiểm tra" in admin.sees() or "Mục kiến thức" in admin.sees(), admin.sees()
    await admin.presses("Lưu")


async def asks_twice(chat: Talk) -> None:
    """Two people ask what nobody has written yet."""
    for person in (chat.producer, chat.neighbour):
        await person.says(STRANGE if person is chat.producer else STRANGE.upper())


async def question_rows(chat: Talk) -> list[Question]:
    async with chat.look() as session:
        return list(await session.scalars(select(Question).order_by(Question.id)))


@pytest.mark.parametrize("person", ["producer", "officer"])
async def test_only_admins_come_in(chat: Talk, person: str) -> None:
    await make_officer(chat.officer)
    someone = getattr(chat, person)
    await someone.says("/kienthuc")
    assert "không dành cho" in someone.sees()
    await someone.forges("know.drop:vi:barcode.register")
    assert "không dành cho" in someone.sees()


async def test_a_question_becomes_an_entry_that_answers_it(chat: Talk) -> None:
    await asks_twice(chat)
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Câu chưa trả lời được (1)")
    await chat.admin.presses("2× ")
    assert "Hỏi 2 lần" in chat.admin.sees()
    await chat.admin.presses("Giữ thành mục")
    await write_entry(
        chat.admin,
        "Quy trình zuzu là gì",
        "Bước một: rửa.\nBước hai: phơi ba nắng.",
        "Văn phòng OCOP tỉnh, ngày 23/11/2026",
    )
    assert "có hiệu lực ngay" in chat.admin.sees()
    await chat.neighbour.says(STRANGE)
    assert "Bước hai: phơi ba nắng." in chat.neighbour.sees()
    assert "Nguồn: Văn phòng OCOP tỉnh" in chat.neighbour.sees()
    await chat.admin.says("/kienthuc")
    assert "Câu chưa trả lời được (0)" in " ".join(chat.admin.choices())


async def test_an_answer_goes_to_everybody_who_asked_and_can_be_kept(chat: Talk) -> None:
    await asks_twice(chat)
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Câu chưa trả lời được")
    await chat.admin.presses("2× ")
    await chat.admin.presses("Trả lời người hỏi")
    await chat.admin.says("Phơi ba nắng rồi sấy nhẹ.")
    assert "2 người" in chat.admin.sees()
    for person in (chat.producer, chat.neighbour):
        assert "Phơi ba nắng rồi sấy nhẹ." in person.sees()
    assert {row.state for row in await question_rows(chat)} == {QuestionState.REPLIED}
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Câu cán bộ đã trả lời (1)")
    await chat.admin.presses("2× ")
    await chat.admin.presses("Giữ thành mục")
    await write_entry(chat.admin, "Quy trình zuzu là gì", "Phòng OCOP, cuộc họp tháng 11")
    await chat.neighbour.says(STRANGE)
    assert "Phơi ba nắng rồi sấy nhẹ." in chat.neighbour.sees()


async def test_a_question_is_taught_to_an_entry(chat: Talk) -> None:
    await chat.producer.says(STRANGE)
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Câu chưa trả lời được (1)")
    await chat.admin.presses("1× ")
    await chat.admin.presses("Là câu mẫu của: ")
    assert "thêm câu mẫu" in chat.admin.sees()
    async with chat.look() as session:
        (row,) = (await session.scalars(select(Correction))).all()
    assert row.questions[-1] == STRANGE
    (question,) = await question_rows(chat)
    assert question.settled_at == MORNING


async def test_an_answer_that_did_not_help_is_listed_and_explained(chat: Talk) -> None:
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.producer.presses("Chưa đúng")
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Câu chưa trả lời được (1)")
    await chat.admin.presses("1× ")
    assert "Em đã đưa mục: Đăng ký mã số mã vạch" in chat.admin.sees()
    await chat.admin.presses("Vì sao em trả lời vậy")
    assert "trả lời bằng mục «Đăng ký mã số mã vạch»" in chat.admin.sees()
    await chat.admin.presses("Đăng ký mã số mã vạch")
    assert "Câu mẫu (5/" in chat.admin.sees()


async def test_letting_a_question_be(chat: Talk) -> None:
    await asks_twice(chat)
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Câu chưa trả lời được")
    await chat.admin.presses("2× ")
    await chat.admin.presses("Bỏ qua")
    assert "Không còn câu nào" in chat.admin.sees()


async def test_the_list_is_paged_with_the_most_asked_first(chat: Talk) -> None:
    for number in range(8):
        await chat.producer.says(f"zuzu mận khô loại {'abcdefgh'[number]}{'xyz'[number % 3]} qqq")
    await asks_twice(chat)
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Câu chưa trả lời được (9)")
    assert "1–8 trong 9" in chat.admin.sees()
    assert chat.admin.choices()[0].startswith("2× ")
    await chat.admin.presses("Xem thêm")
    assert "9–9 trong 9" in chat.admin.sees()
    await chat.admin.presses("Quay lại trang trước")
    assert "1–8 trong 9" in chat.admin.sees()


async def test_an_entry_is_corrected_and_the_correction_taken_back(chat: Talk) -> None:
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Tìm và sửa")
    await chat.admin.says("barcode.register")
    await chat.admin.presses("Đăng ký mã số mã vạch")
    assert "Mẫu số 12" in chat.admin.sees()
    await chat.admin.presses("Sửa mục này")
    await chat.admin.presses("Sửa")
    await chat.admin.presses("Trả lời")
    await chat.admin.says("Nộp ở cửa số 5.")
    await chat.admin.presses("Lưu")
    assert "có hiệu lực ngay" in chat.admin.sees()
    await chat.producer.says("đăng ký mã vạch như thế nào")
    assert "Nộp ở cửa số 5." in chat.producer.sees()
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Mục đã viết, đã sửa (1)")
    await chat.admin.presses("Đăng ký mã số mã vạch")
    assert "viết hoặc sửa lúc 09:00 23/11/2026" in chat.admin.sees()
    await chat.admin.presses("Bỏ bản tôi đã sửa")
    await chat.admin.presses("Bỏ", on="mất hẳn")
    assert "có sẵn trong phần mềm được dùng lại" in chat.admin.sees()
    await chat.neighbour.says("đăng ký mã vạch như thế nào")
    assert "Mẫu số 12" in chat.neighbour.sees()


async def test_nobody_takes_back_another_admins_entry(chat: Talk) -> None:
    await chat.admin.says("/start")
    async with chat.database.write() as session:
        officer = Account(channel=chat.channel.name, address="999", role="admin", areas=[], created_at=MORNING)
        session.add(officer)
        await session.flush()
        entry = next(entry for entry in load_entries("vi") if entry.id == "barcode.register")
        await keep(session, entry, author_id=officer.id, now=MORNING)
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Mục đã viết")
    await chat.admin.presses("Đăng ký mã số mã vạch")
    assert not any("Bỏ bản" in label for label in chat.admin.choices())
    await chat.admin.forges("know.dropped:vi:barcode.register")
    assert "không bỏ thay được" in chat.admin.sees()


async def test_a_source_is_required_and_an_example_is_no_question_to_the_bot(chat: Talk) -> None:
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Viết mục mới")
    await chat.admin.says("Quy trình zuzu là gì")
    await chat.admin.says("Rửa rồi phơi ba nắng.")
    await chat.admin.says("?")
    assert "Nguồn nào" in chat.admin.sees()
    await chat.admin.says("Phòng OCOP, ngày 23/11/2026")
    await chat.admin.says("đăng ký mã vạch thế nào")
    assert "Nguồn: NĐ" not in chat.admin.sees()
    await chat.admin.presses("Lưu")
    # Another entry knows that very question.
    assert "chưa ra mục ấy" in chat.admin.sees()


async def test_trying_a_question_tells_why(chat: Talk) -> None:
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Thử một câu hỏi")
    await chat.admin.says("dang ky ma vach ntn")
    assert "dang ky ma vach nhu the nao" in chat.admin.sees()
    assert "trả lời bằng mục «Đăng ký mã số mã vạch»" in chat.admin.sees()
    assert "gần câu «" in chat.admin.sees()
    await chat.admin.says("giá vàng hôm nay")
    assert "ngoài việc của văn phòng" in chat.admin.sees()
    assert await question_rows(chat) == []


async def test_the_admin_who_answered_an_officers_question_may_keep_it(chat: Talk) -> None:
    await chat.admin.says("/start")
    await chat.producer.says(STRANGE)
    await chat.producer.presses("Hỏi cán bộ")
    await chat.admin.says("CH-1")
    await chat.admin.presses("Trả lời")
    await chat.admin.says("Phơi ba nắng.")
    await chat.admin.says("CH-1")
    await chat.admin.presses("Giữ thành mục")
    await write_entry(chat.admin, "Quy trình zuzu là gì", "Phòng OCOP, ngày 23/11/2026")
    await chat.neighbour.says(STRANGE)
    assert "Phơi ba nắng." in chat.neighbour.sees()


async def test_in_english(chat: Talk) -> None:
    await chat.admin.says("/language")
    await chat.admin.presses("English")
    await chat.admin.says("/knowledge")
    await chat.admin.presses("Write a new entry")
    await chat.admin.says("The zuzu drying process")
    await chat.admin.says("Dry it for three days.")
    await chat.admin.says("The office, 23 November 2026")
    await chat.admin.says("what is the zuzu drying process\nhow to zuzu plums")
    await chat.admin.presses("Save")
    assert "counts at once" in chat.admin.sees()
    await chat.admin.says("what is the zuzu drying process")
    assert "Dry it for three days." in chat.admin.sees()


async def test_a_correction_outlives_the_program_and_is_exported(chat: Talk, tmp_path: Path) -> None:
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Tìm và sửa")
    await chat.admin.says("barcode.register")
    await chat.admin.presses("Đăng ký mã số mã vạch")
    await chat.admin.presses("Sửa mục này")
    await chat.admin.presses("Sửa")
    await chat.admin.presses("Trả lời")
    await chat.admin.says("Nộp ở cửa số 5.\nNhớ mang căn cước.")
    await chat.admin.presses("Lưu")
    async with talking(tmp_path, capabilities=chat.channel.capabilities, database=chat.database) as again:
        again.number = 1000
        await again.producer.says("đăng ký mã vạch như thế nào")
        assert "Nộp ở cửa số 5." in again.producer.sees()
        export = tmp_path / "out"
        async with again.look() as session:
            assert write_files([row.as_entry() for row in await corrections(session)], export) == 1
    entries = load_entries("vi", export / "vi" / "knowledge")
    # The other ways to ask stay in their own files.
    packaged = [replace(entry, examples=()) for entry in load_entries("vi") if entry.topic == "barcode"]
    assert [entry.id for entry in entries] == [entry.id for entry in packaged]
    (changed,) = [entry for entry in entries if entry not in packaged]
    assert changed.text == "Nộp ở cửa số 5.\nNhớ mang căn cước."
    assert changed.questions == next(e for e in packaged if e.id == "barcode.register").questions


async def test_what_another_process_writes_is_seen(chat: Talk) -> None:
    await chat.producer.says("đăng ký mã vạch như thế nào")
    entry = next(entry for entry in load_entries("vi") if entry.id == "barcode.register")
    changed = type(entry)(**{**vars(entry), "text": "Nộp ở cửa số 7."})
    async with chat.database.write() as session:
        await keep(session, changed, author_id=None, now=MORNING)
    await chat.passes(seconds=11)
    await chat.producer.says("đăng ký mã vạch như thế nào")
    assert "Nộp ở cửa số 7." in chat.producer.sees()


async def test_the_digest_comes_every_monday(chat: Talk) -> None:
    await chat.admin.says("/start")
    for _ in range(2):  # a second start adds nothing
        async with chat.database.write() as session:
            await ensure_digest(session, chat.now(), chat.house.zone)
    await asks_twice(chat)
    await chat.producer.says("đăng ký mã vạch như thế nào")
    await chat.passes(days=6, hours=22, minutes=59)
    assert "Tuần qua" not in chat.admin.sees_all()
    await chat.passes(minutes=2)
    assert "3 câu hỏi, 2 câu chưa trả lời được" in chat.admin.sees()
    assert "2 lần: " in chat.admin.sees()
    if chat.admin.last().buttons:
        await chat.admin.presses("Mở danh sách")
    else:
        assert "Gõ /kienthuc" in chat.admin.sees()
        await chat.admin.says("/kienthuc")
        await chat.admin.presses("Câu chưa trả lời được")
    assert "1–1 trong 1" in chat.admin.sees()
    async with chat.look() as session:
        dues = (await session.scalars(select(Due).where(Due.key == DIGEST, Due.fired_at.is_(None)))).all()
    assert [due.due_at for due in dues] == [next_monday(chat.now(), chat.house.zone)]
    before = chat.admin.sees_all()
    await chat.passes(days=7)  # nothing was asked
    assert chat.admin.sees_all() == before


async def test_a_voice_message_tried_is_asked_for_in_words(chat: Talk) -> None:
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("Thử một câu hỏi")
    await chat.admin.sends(EventKind.VOICE)
    assert "viết bằng chữ" in chat.admin.sees().lower()


@pytest.mark.parametrize("way_out", ["ve kien thuc", "về /kienthuc", "kienthuc", "kiến thức"])
async def test_the_way_out_is_not_sent_as_the_answer(chat: Talk, way_out: str) -> None:
    await chat.producer.says(STRANGE)
    await chat.admin.says("/kienthuc")
    await chat.admin.presses("chưa trả lời được")
    await chat.admin.presses("zuzu")
    await chat.admin.presses("Trả lời người hỏi")
    await chat.admin.says(way_out)
    assert "Kiến thức" in chat.admin.sees()
    assert (await question_rows(chat))[0].answer is None
