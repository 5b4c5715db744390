"""Barcodes that people photograph or type."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from bot.channels.base import Envelope, NotFetched, Outcome, Verdict
from handlers.papers.barcodes import ean13_png, read_codes
from models.mail import EventKind, Reason
from models.questions import Question
from models.requests import Attachment, AttachmentState
from tests.conversations.people import consents
from tests.talk import Talk

GTIN = "8934602001078"


@pytest.fixture
def photo(tmp_path: Path) -> bytes:
    ean13_png(GTIN, tmp_path / "drawn.png")
    return (tmp_path / "drawn.png").read_bytes()


def qr(tmp_path: Path, text: str) -> bytes:
    grey = memoryview(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, zxingcpp.QRCode), scale=4))
    Image.frombytes("L", (grey.shape[1], grey.shape[0]), grey.tobytes()).save(tmp_path / "qr.png")
    return (tmp_path / "qr.png").read_bytes()


async def test_a_photo_of_a_barcode_is_read_and_not_kept(chat: Talk, photo: bytes) -> None:
    await chat.producer.sends_photo(photo)
    assert GTIN in chat.producer.sees()
    assert "số kiểm tra đúng" in chat.producer.sees()
    assert "GS1 Việt Nam cấp" in chat.producer.sees()
    async with chat.look() as session:
        (file,) = (await session.scalars(select(Attachment))).all()
    assert (file.state, file.path, file.name, file.file_id) == (AttachmentState.ERASED, None, "", "")
    assert not [path for path in (chat.house.data_dir / "attachments").rglob("*") if path.is_file()]


async def test_a_qr_code_is_shown_as_text_with_a_warning(chat: Talk, tmp_path: Path) -> None:
    await chat.producer.sends_photo(qr(tmp_path, "https://example.vn/<b>?a=1&b=2"))
    assert "https://example.vn/<b>?a=1&b=2" in chat.producer.sees()
    assert "không mở đường dẫn" in chat.producer.sees()


async def test_a_document_that_is_a_picture_is_read_too(chat: Talk, photo: bytes) -> None:
    await chat.producer.sends_document(photo, name="ma.png", mime="image/png")
    assert GTIN in chat.producer.sees()


async def test_a_photo_with_nothing_to_read(chat: Talk) -> None:
    await chat.producer.sends_photo()
    assert "không đọc được bên trong" in chat.producer.sees()
    await chat.producer.sends_document()
    assert "không đọc được bên trong" in chat.producer.sees()


async def test_a_photo_that_cannot_be_fetched(chat: Talk, photo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fetch(file_id: str, target: Path) -> int:
        raise NotFetched("gone", final=True)

    monkeypatch.setattr(chat.channel, "fetch", fetch)
    await chat.producer.sends_photo(photo)
    assert "không đọc được bên trong" in chat.producer.sees()


async def test_a_photo_with_a_question_beside_it(chat: Talk, photo: bytes) -> None:
    await chat.producer.sends_photo(photo, caption="đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees()
    assert GTIN in chat.producer.sees()
    await chat.producer.sends_photo(caption="đăng ký mã vạch như thế nào")
    assert "Nguồn: " in chat.producer.sees()
    assert "không đọc được" not in chat.producer.sees()


async def test_a_photo_in_a_form_belongs_to_the_form(chat: Talk, photo: bytes) -> None:
    await consents(chat.producer)
    await chat.producer.says("/hotro")
    await chat.producer.presses("Mã số mã vạch")
    await chat.producer.sends_photo(photo)
    assert GTIN not in chat.producer.sees()


@pytest.mark.parametrize("typed", [GTIN, "893 4602 001078", "893-4602-00107-8", "893.4602.001078"])
async def test_a_typed_number_is_checked(chat: Talk, typed: str) -> None:
    await chat.producer.says(typed)
    assert "số kiểm tra đúng" in chat.producer.sees()
    async with chat.look() as session:
        assert (await session.scalars(select(Question))).all() == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("8934602001079", "phải là 8"),
        ("893460200107", "8934602001078"),  # twelve digits: the check digit is missing
        ("4006381333931", "Không phải đầu 893"),
        ("036000291452", "Không phải đầu 893"),
        ("9783161484100", "sách, báo"),
        ("2000000000008", "nội bộ"),
        ("18934602001075", "GTIN-14"),
    ],
)
async def test_what_a_number_means(chat: Talk, typed: str, told: str) -> None:
    await chat.producer.says(typed)
    assert told in chat.producer.sees()


@pytest.mark.parametrize("typed", ["0912345678", "84912345678", "20112026", "0100109106-001", "019204001234", "893"])
async def test_other_numbers_are_no_barcodes(chat: Talk, typed: str) -> None:
    await chat.producer.says(typed)
    assert "số kiểm tra" not in chat.producer.sees()
    assert "GTIN" not in chat.producer.sees()


async def test_the_picture_to_print(chat: Talk, tmp_path: Path) -> None:
    await chat.producer.says(GTIN)
    await chat.producer.presses("Gửi ảnh mã EAN-13 để in")
    assert "37,29 mm" in chat.producer.sees()
    sent = chat.producer.last().document
    assert sent is not None
    assert sent.name == f"EAN13-{GTIN}.png"
    # Sent: nothing is left on the disk.
    assert not list((chat.house.data_dir / "exports").iterdir())


async def test_pictures_asked_for_in_one_breath_are_two(chat: Talk) -> None:
    asked, sent = [GTIN, "8935001234562"], {}

    def look(envelope: Envelope) -> None:
        if (document := envelope.message.document) is not None:
            sent[document.name] = [code.text for code in read_codes(chat.house.data_dir / str(document.path))]

    chat.channel.decide = look
    await chat.deliver(*(chat.producer.event(EventKind.CHOICE, f"barcode.print:{digits}", None) for digits in asked))
    assert sent == {f"EAN13-{digits}.png": [digits] for digits in asked}
    assert not list((chat.house.data_dir / "exports").iterdir())


async def test_a_picture_that_cant_be_sent_is_told_and_not_kept(chat: Talk) -> None:
    chat.channel.decide = lambda envelope: (
        Outcome(Verdict.FAILED, reason=Reason.REJECTED) if envelope.message.document else None
    )
    await chat.producer.forges(f"barcode.print:{GTIN}")
    assert "chưa gửi được ảnh mã vạch" in chat.producer.sees()
    assert not list((chat.house.data_dir / "exports").iterdir())


async def test_a_number_without_its_check_digit_is_printed_whole(chat: Talk) -> None:
    await chat.producer.says("893460200107")
    await chat.producer.presses("Gửi ảnh mã EAN-13")
    sent = chat.producer.last().document
    assert sent is not None
    assert GTIN in sent.name


@pytest.mark.parametrize("digits", ["8934602001079", "12345670", "../../etc", "x"])
async def test_a_forged_picture_is_refused(chat: Talk, digits: str) -> None:
    await chat.producer.forges(f"barcode.print:{digits}")
    assert "Mục này đã cũ" in chat.producer.sees()


async def test_in_english(chat: Talk, photo: bytes) -> None:
    await chat.producer.says("/language")
    await chat.producer.presses("English")
    await chat.producer.sends_photo(photo)
    assert "the check digit is right" in chat.producer.sees()
    await chat.producer.presses("Send the EAN-13 to print")
    assert "37.29 mm" in chat.producer.sees()


def test_reading_back(photo: bytes, tmp_path: Path) -> None:
    (tmp_path / "again.png").write_bytes(photo)
    assert [code.text for code in read_codes(tmp_path / "again.png")] == [GTIN]
