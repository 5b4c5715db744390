"""The two Word forms of a product's dossier, as they come in the chat."""

from __future__ import annotations

import asyncio
from pathlib import Path

from docx import Document
from sqlalchemy import select

from models.accounts import Account
from models.assessments import Assessment
from models.producers import Producer
from tests.conversations.people import consents
from tests.conversations.test_products import adds, products
from tests.talk import MORNING, Talk


async def test_both_papers_come_as_word_files_and_no_copy_stays(chat):
    kept = keeps_documents(chat)
    await consents(chat.producer)
    await adds(chat.producer)
    async with chat.database.write() as session:
        producer = (await session.scalars(select(Producer))).one()
        producer.phone = "+84912345678"
        producer.profile = producer.profile | {
            "producer_type": "cooperative",
            "legal_rep": "Nguyễn Văn A - Giám đốc",
            "address_detail": "thôn Chợ B",
            "business_reg_no": "0100109106",
        }
        producer.commune = "xã Côn Minh"
    await chat.producer.presses("Phiếu đăng ký và báo cáo")
    assert "để làm gì" in chat.producer.sees()
    await chat.producer.presses("Đánh giá lại")
    assert "Phiếu đăng ký" in chat.producer.sees()
    assert list(kept) == ["mau-01-phieu-dang-ky.docx", "mau-02-bao-cao-tu-danh-gia.docx"]
    form = await opened(chat, kept["mau-01-phieu-dang-ky.docx"])
    assert "- Tên đơn vị: HTX Miến dong Côn Minh" in form
    assert "- Họ tên người đại diện pháp lý: Nguyễn Văn A" in form
    assert "- Chức vụ: Giám đốc" in form
    assert "- Địa chỉ liên hệ: thôn Chợ B, xã Côn Minh, tỉnh Thái Nguyên" in form
    assert "Đánh giá lại ☒" in form
    assert "Email: ……" in form
    report = await opened(chat, kept["mau-02-bao-cao-tu-danh-gia.docx"])
    assert "2. Loại hình tổ chức: Hợp tác xã" in report
    assert "0100109106" in report
    assert list((chat.house.data_dir / "exports").iterdir()) == []


async def test_the_report_is_filled_in_from_the_assessment(chat):
    kept = keeps_documents(chat)
    await consents(chat.producer)
    await adds(chat.producer)
    (product,) = await products(chat)
    of = chat.house.criteria.set(product.set_number)
    async with chat.database.write() as session:
        account = await session.scalar(select(Account).where(Account.address == chat.producer.address))
        assert account is not None
        session.add(
            Assessment(
                account_id=account.id,
                product="che shan tuyet",
                set_number=of.number,
                full=True,
                answers={each.code: each.max_points for each in of.criteria},
                unsure=[],
                started_at=MORNING,
                updated_at=MORNING,
            )
        )
    await chat.producer.presses("Phiếu đăng ký và báo cáo")
    await chat.producer.presses("Nâng hạng")
    assert "Tự đánh giá: 100 điểm, 5 sao." in await opened(chat, kept["mau-02-bao-cao-tu-danh-gia.docx"])


async def test_a_first_dossier_is_not_asked_what_it_is_for(chat):
    kept = keeps_documents(chat)
    await consents(chat.producer)
    await adds(chat.producer, stars="Chưa có")
    await chat.producer.presses("Phiếu đăng ký và báo cáo")
    assert "Lần đầu ☒" in await opened(chat, kept["mau-01-phieu-dang-ky.docx"])


def keeps_documents(chat: Talk) -> dict[str, bytes]:
    """What is sent as a file, by its name, kept before its copy on disk goes."""
    kept: dict[str, bytes] = {}

    def decide(envelope):
        document = envelope.message.document if envelope.message else None
        if document is not None:
            kept[document.name] = Path(chat.house.data_dir / document.path).read_bytes()

    chat.channel.decide = decide
    return kept


async def opened(chat: Talk, content: bytes) -> str:
    """The text of a Word file."""
    copy = chat.house.data_dir / "copy.docx"
    await asyncio.to_thread(copy.write_bytes, content)
    return "\n".join(paragraph.text for paragraph in Document(str(copy)).paragraphs)
