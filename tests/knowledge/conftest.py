"""A small knowledge of six entries, with the real words file."""

from __future__ import annotations

from datetime import date

import pytest

from models.knowledge import Entry, Library, Words

CHECKED = date(2026, 11, 23)


def entry(entry_id: str, title: str, text: str, *questions: str) -> Entry:
    return Entry(
        id=entry_id,
        topic=entry_id.split(".")[0],
        title=title,
        text=text,
        source="QĐ 26/2026/QĐ-TTg",
        checked=CHECKED,
        review=CHECKED,
        questions=questions,
    )


ENTRIES = (
    entry(
        "barcode.register",
        "Đăng ký mã số mã vạch",
        "1. Nộp hồ sơ trên cổng của GS1 Việt Nam.\n2. Đóng phí.",
        "đăng ký mã vạch như thế nào",
        "xin mã vạch ở đâu",
        "làm mã vạch cần giấy tờ gì",
    ),
    entry(
        "barcode.fee",
        "Phí mã số mã vạch",
        "Phí cấp lần đầu là 1.000.000 đồng.",
        "đăng ký mã vạch hết bao nhiêu tiền",
        "lệ phí mã vạch",
    ),
    entry(
        "trademark.fee",
        "Phí đăng ký nhãn hiệu",
        "Lệ phí nộp đơn tính theo nhóm hàng.",
        "làm nhãn hiệu tốn bao nhiêu",
        "phí bảo hộ thương hiệu",
    ),
    entry(
        "trademark.register",
        "Đăng ký nhãn hiệu",
        "Nộp đơn ở Cục Sở hữu trí tuệ.",
        "đăng ký nhãn hiệu thế nào",
        "bảo hộ thương hiệu ở đâu",
    ),
    entry(
        "stars.four",
        "Muốn lên 4 sao cần gì",
        "Từ 70 điểm và đủ các mức bắt buộc.",
        "điều kiện 4 sao",
        "nâng lên bốn sao thì phải có gì",
    ),
    entry(
        "lab.cost",
        "Phí kiểm nghiệm",
        "Hỏi báo giá nơi nhận mẫu.",
        "kiểm nghiệm hết bao nhiêu tiền",
        "thử mẫu mật ong giá bao nhiêu",
    ),
)


@pytest.fixture(scope="session")
def words() -> Words:
    return Words.load("vi")


@pytest.fixture
def library(words: Words) -> Library:
    return Library(ENTRIES, words)
