"""What is no question gets its own kind, so that it can be met with a sensible reply."""

from __future__ import annotations

import pytest

from models.knowledge import Library


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("xin chào", "greeting"),
        ("Chào em ạ!", "greeting"),
        ("cảm ơn bạn nhiều nhé", "thanks"),
        ("tks ad", "thanks"),
        ("tạm biệt", "goodbye"),
        ("ok", "agree"),
        ("không ạ", "agree"),
        ("chua co", "agree"),
        ("cho em gặp cán bộ", "officer"),
        ("xin số điện thoại cán bộ với", "officer"),
        ("bạn là ai vậy", "who_are_you"),
        ("đồ ngu", "swearing"),
        ("bot rác", "swearing"),
        ("0912 345 678", "phone"),
        ("sdt của em +84912345678 nhé", "phone"),
        ("👍", "empty"),
        ("  ", "empty"),
        ("đăng ký mã vạch " * 50, "long_text"),
    ],
)
def test_is_named(library: Library, message: str, kind: str) -> None:
    found = library.find(message)
    assert (found.decision, found.kind) == ("refuse", kind)


@pytest.mark.parametrize(
    "message",
    [
        "chào ad, cho em hỏi đăng ký mã vạch như thế nào ạ",
        "cảm ơn, thế phí đăng ký mã vạch là bao nhiêu",
        "đăng ký mã vạch như thế nào, gọi em 0912345678 nhé anh ơi",
    ],
)
def test_a_question_wrapped_in_it_is_answered(library: Library, message: str) -> None:
    assert library.find(message).decision == "answer"


@pytest.mark.parametrize("message", ["Có hội chợ không?", "co hoi cho khong", "bao giờ có hội chợ"])
def test_a_question_made_of_little_words_is_no_bare_answer(library: Library, message: str) -> None:
    assert library.find(message).kind != "agree"


def test_a_letter_shows_the_nearest_topics(library: Library) -> None:
    assert "barcode.register" in [choice.id for choice in library.find("đăng ký mã vạch " * 50).choices]


def test_words_with_diacritics_are_no_abuse_by_chance(library: Library) -> None:
    assert library.find("bột ngũ cốc").kind != "swearing"
    assert library.find("bot ngu").kind == "swearing"
