"""The office's register of products from Excel: template, dry run, every bad row, confirmation."""

from __future__ import annotations

import asyncio
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from handlers.admins import register
from models.accounts import Account
from models.audit import Audit
from models.producers import Producer
from models.products import Product, Source
from models.requests import Attachment
from tests.conversations.people import consents, make_officer
from tests.conversations.test_products import joined, products
from tests.talk import MORNING, Talk

HEAD = ("Tên chủ thể", "Tên sản phẩm", "Bộ tiêu chí", "Số sao", "Số giấy chứng nhận", "Ngày cấp")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ISSUED = datetime(2024, 6, 15)  # noqa: DTZ001 - a cell has no time zone


def table(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD, above: int = 0) -> bytes:
    """A workbook with these rows, its headings beneath so many lines of title."""
    book = Workbook()
    for _ in range(above):
        book.active.append(["SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"])
    book.active.append(head)
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


async def sends(chat: Talk, content: bytes, name: str = "danh-sach.xlsx") -> None:
    """The admin opens the import and sends a file into it."""
    await chat.admin.says("/sanpham")
    await chat.admin.presses("Nhập danh sách từ Excel")
    await chat.admin.sends_document(content, name=name, mime=EXCEL)


async def test_the_template_can_be_filled_in_and_taken_over(chat):
    kept: list[bytes] = []

    def decide(envelope):
        if envelope.message is not None and envelope.message.document is not None:
            kept.append(Path(chat.house.data_dir / envelope.message.document.path).read_bytes())

    chat.channel.decide = decide
    await chat.admin.says("/start")
    await chat.admin.says("/sanpham")
    await chat.admin.presses("Nhập danh sách từ Excel")
    assert "xem trước rồi mới ghi" in chat.admin.sees()
    copy = chat.house.data_dir / "template.xlsx"
    await asyncio.to_thread(copy.write_bytes, kept[0])
    book = load_workbook(copy)
    assert tuple(cell.value for cell in book.worksheets[0][1]) == HEAD
    assert book.worksheets[1].max_row == 26
    book.worksheets[0].append(["HTX Yến Dương", "Mật ong rừng", None, 4, "512/QĐ-UBND", ISSUED])
    await asyncio.to_thread(book.save, copy)
    await chat.admin.sends_document(await asyncio.to_thread(copy.read_bytes), name="danh-sach.xlsx", mime=EXCEL)
    assert "mới: 1" in chat.admin.sees()
    assert await products(chat) == [], "a dry run writes nothing"
    await chat.admin.presses("Ghi 1 sản phẩm")
    assert "1 sản phẩm mới, 0 thay đổi" in chat.admin.sees()
    (product,) = await products(chat)
    assert (product.name, product.set_number, product.stars) == ("Mật ong rừng", 4, 4)
    assert (product.expires, product.source, product.producer_id) == (date(2027, 6, 15), Source.REGISTER, None)


async def test_every_bad_row_is_named_with_its_reason(chat):
    await chat.admin.says("/start")
    good = ("HTX Yến Dương", "Mật ong rừng", 4, 3, None, ISSUED)
    await sends(
        chat,
        table(
            good,
            (None, "Chè", 12, 3, None, ISSUED),
            ("HTX Côn Minh", "Miến dong", None, 3, None, ISSUED),
            ("HTX Bản Chiêu", "Đồ lạ", None, 3, None, ISSUED),
            ("HTX Phượng Minh", "Chuối sấy", 99, 3, None, ISSUED),
            ("HTX Phượng Minh", "Chuối sấy", 7, 2, None, ISSUED),
            ("HTX Phượng Minh", "Chuối dẻo", 7, 3, None, "hôm nọ"),
            ("HTX Phượng Minh", "Chuối lát", 7, 3, None, datetime(2027, 1, 1)),  # noqa: DTZ001
            (None, None, None, None, None, None),
            ("Hợp tác xã Yến Dương", "mật ong RỪNG", 4, 3, None, ISSUED),
            above=2,
        ),
    )
    seen = chat.admin.sees()
    for line in (
        "8 dòng chưa dùng được",
        "Dòng 5: thiếu «Tên chủ thể»",
        "Dòng 6: sản phẩm này có thể thuộc các bộ 6, 7; ghi rõ số của một bộ",
        "Dòng 7: chưa rõ thuộc bộ tiêu chí nào; ghi số của bộ, từ 1 đến 26",
        "Dòng 8: không có bộ tiêu chí số 99; chỉ có từ 1 đến 26",
        "Dòng 9: số sao là «2»; chỉ ghi 3, 4 hoặc 5",
        "Dòng 10: ngày cấp «hôm nọ» chưa đúng",
        "Dòng 11: ngày cấp 01/01/2027 không hợp lý; phải từ 07/05/2018 đến 23/11/2026",
        "Dòng 13: trùng với dòng 4",
        "mới: 1",
        "chưa dùng được: 8",
    ):
        assert line in seen, line
    await chat.admin.presses("Ghi 1 sản phẩm")
    assert [product.name for product in await products(chat)] == ["Mật ong rừng"]


async def test_a_second_table_tells_what_has_changed(chat):
    await chat.admin.says("/start")
    rows = [("HTX A", "Chè xanh", 12, 3, "1", ISSUED), ("HTX B", "Mật ong", 4, 3, "2", ISSUED)]
    await sends(chat, table(*rows))
    await chat.admin.presses("Ghi 2")
    await sends(chat, table(rows[0], ("HTX B", "Mật ong", 4, 4, "2", ISSUED), ("HTX C", "Cốm", 6, 3, "3", ISSUED)))
    seen = chat.admin.sees()
    assert "mới: 1" in seen
    assert "thay đổi: 1" in seen
    assert "như cũ: 1" in seen
    await chat.admin.presses("Ghi 2")
    assert [product.stars for product in await products(chat)] == [3, 4, 3]
    await sends(chat, table(rows[0]))
    assert not any(label.startswith("Ghi") for label in chat.admin.choices()), "nothing to write"


async def test_more_bad_rows_than_a_phone_shows_come_in_a_file(chat):
    kept: list[str] = []

    def decide(envelope):
        document = envelope.message.document if envelope.message else None
        if document is not None and document.name.endswith(".txt"):
            kept.append(Path(chat.house.data_dir / document.path).read_text("utf-8"))

    chat.channel.decide = decide
    await chat.admin.says("/start")
    await sends(chat, table(*[("HTX A", f"Chè {n}", 12, 1, None, ISSUED) for n in range(30)]))
    assert "30 dòng chưa dùng được" in chat.admin.sees()
    assert len(kept[0].splitlines()) == 30
    assert "Dòng 31: số sao là «1»" in kept[0]
    assert list((chat.house.data_dir / "exports").iterdir()) == []


async def test_the_table_is_gone_and_an_old_button_answers_politely(chat):
    await chat.admin.says("/start")
    await sends(chat, table(("HTX A", "Chè xanh", 12, 3, None, ISSUED)))
    async with chat.look() as session:
        attachment = (await session.scalars(select(Attachment))).one()
    await chat.admin.presses("Thôi, không ghi")
    assert "không ghi gì" in chat.admin.sees()
    assert not (chat.house.data_dir / str(attachment.path)).exists()
    for step in ("take", "drop"):
        await chat.admin.forges(f"register.{step}:{attachment.id}")
        assert "Mục này đã cũ" in chat.admin.sees()
    assert await products(chat) == []


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"no workbook at all", "danh-sach.xlsx", "không đọc được tệp này"),
        (b"x", "danh-sach.pdf", "Nhận được: xlsx"),
        (table(head=("Tên chủ thể", "Gì đó")), "a.xlsx", "thiếu cột: Tên sản phẩm, Số sao, Ngày cấp"),
        (table(), "a.xlsx", "chưa có dòng nào"),
    ],
)
async def test_a_file_that_is_no_register_is_told_and_asked_for_again(chat, content, name, told):
    await chat.admin.says("/start")
    await sends(chat, content, name)
    assert told in chat.admin.sees()
    await chat.admin.sends_document(table(("HTX A", "Chè xanh", 12, 3, None, ISSUED)), name="b.xlsx", mime=EXCEL)
    assert "mới: 1" in chat.admin.sees()


async def test_a_table_is_read_once_and_nobody_waits_for_it(chat, monkeypatch):
    waits, read = [], register.read_register

    def watched(path, headings):
        waits.append(chat.database._turnstile.locked())
        return read(path, headings)

    monkeypatch.setattr(register, "read_register", watched)
    await chat.admin.says("/start")
    await sends(chat, table(("HTX A", "Chè xanh", 12, 3, None, ISSUED)))
    await chat.admin.presses("Ghi 1")
    assert [product.name for product in await products(chat)] == ["Chè xanh"]
    assert waits == [False], "the house could write meanwhile"


async def test_english_headings_do_as_well(chat):
    await chat.admin.says("/language")
    await chat.admin.presses("English")
    await chat.admin.says("/products")
    await chat.admin.presses("Import a list from Excel")
    head = ("Producer", "Product", "Stars", "Issued on")
    content = table(("HTX A", "Mật ong", 3, ISSUED), ("HTX A", "Chè", "ten", ISSUED), head=head)
    await chat.admin.sends_document(content, name="list.xlsx", mime=EXCEL)
    assert "new: 1" in chat.admin.sees()
    assert "Row 3: the stars are “ten”; give 3, 4 or 5" in chat.admin.sees()
    await chat.admin.presses("Write 1")
    assert "1 new products, 0 changed" in chat.admin.sees()


async def test_the_producer_of_that_name_gets_the_product_and_its_reminders(chat):
    identifier = await joined(chat, chat.producer, name="Mật ong", set_number=4, stars=0, issued=None)
    await chat.admin.says("/start")
    rows = [("Hợp tác xã Hoàng Thị Lan", "mật ong", 4, 3, "7", ISSUED), ("HTX Hoàng Thị Lan", "Cốm", 6, 3, "8", ISSUED)]
    await sends(chat, table(*rows))
    await chat.admin.presses("Ghi 2")
    taken = await products(chat)
    assert taken[0].id == identifier
    assert {product.source for product in taken} == {Source.REGISTER}
    assert len({product.producer_id for product in taken}) == 1
    await chat.passes(days=25)
    assert chat.producer.sees_all().count("còn 180 ngày") == 2
    await chat.producer.says("/sanpham")
    await chat.producer.presses("Cốm")
    assert "Theo danh sách của" in chat.producer.sees()
    await chat.producer.presses("Sửa, thêm giấy tờ")
    assert "Ngày cấp" not in chat.producer.sees(), "what the register says is the office's to correct"


async def test_a_product_in_the_register_can_be_claimed_and_given_back(chat):
    await chat.admin.says("/start")
    await sends(chat, table(("HTX Hoàng Thị Lan", "Mật ong", 4, 3, "7", ISSUED)))
    await chat.admin.presses("Ghi 1")
    await consents(chat.producer)
    async with chat.database.write() as session:
        account = await session.scalar(select(Account).where(Account.address == chat.producer.address))
        producer = Producer(name="htx hoang thi lan", profile={}, created_at=MORNING)
        session.add(producer)
        await session.flush()
        account.producer_id = producer.id
    await chat.producer.says("/sanpham")
    assert "Danh sách của phòng có 1 sản phẩm" in chat.producer.sees()
    await chat.producer.presses("Nhận 1 sản phẩm")
    assert "Mật ong · 3 sao, đến 15/06/2027" in chat.producer.choices()
    await chat.passes(days=25)
    assert "còn 180 ngày" in chat.producer.sees()
    await chat.producer.says("/sanpham")
    await chat.producer.presses("Mật ong")
    await chat.producer.presses("Bỏ khỏi danh sách")
    assert "Danh sách của phòng vẫn còn" in chat.producer.sees()
    await chat.producer.presses("Bỏ", on="Danh sách của phòng vẫn còn")
    (product,) = await products(chat)
    assert product.producer_id is None
    await chat.passes(days=60)
    assert "còn 150 ngày" not in chat.producer.sees()


async def test_only_admins_take_a_register_over(chat):
    await make_officer(chat.officer)
    await chat.officer.says("/sanpham")
    assert "Nhập danh sách" not in "".join(chat.officer.choices())
    for key in ("register.offer", "register.take:1", "register.drop:1"):
        await chat.officer.forges(key)
        assert "không dành cho" in chat.officer.sees()
    async with chat.look() as session:
        actions = (await session.scalars(select(Audit.action).where(Audit.target.like("register.%")))).all()
        assert (await session.scalars(select(Product))).all() == []
    assert actions == ["refused.choice"] * 3
