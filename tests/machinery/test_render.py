"""Long texts in pieces: never inside a word, a tag or an entity, and nothing lost."""

from __future__ import annotations

import re
from html import escape
from unicodedata import normalize

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import TELEGRAM, ZALO, ZALO_OA, Capabilities
from bot.channels.render import pieces, plain, render, written_choices
from models.mail import Choice, Message

WORDS = st.text(st.sampled_from("abđệ&<>\"' "), min_size=1, max_size=9).map(lambda word: escape(word.strip() or "o"))
TAGGED = st.tuples(st.sampled_from(["b", "i", "code", ""]), st.lists(WORDS, min_size=1, max_size=12)).map(
    lambda run: f"<{run[0]}>{' '.join(run[1])}</{run[0]}>" if run[0] else " ".join(run[1])
)
TEXTS = st.lists(TAGGED, min_size=1, max_size=30).flatmap(
    lambda runs: st.lists(st.sampled_from([" ", "\n", "\n\n", ". "]), min_size=len(runs), max_size=len(runs)).map(
        lambda marks: "".join(run + mark for run, mark in zip(runs, marks, strict=True)).strip()
    )
)
NESTED = re.compile(r"<(/?)(b|i|code)>")


def balanced(piece: str) -> bool:
    """Every tag is closed, in its order."""
    tags: list[str] = []
    for closing, tag in NESTED.findall(piece):
        if not closing:
            tags.append(tag)
        elif not tags or tags.pop() != tag:
            return False
    return not tags


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.integers(200, 400))
def test_pieces_hold_every_word_whole_and_every_tag_closed(text: str, longest: int) -> None:
    found = pieces(text, longest)
    assert all(len(piece) <= longest for piece in found)
    assert all(balanced(piece) for piece in found)
    assert " ".join(plain(piece) for piece in found).split() == plain(text).split()
    for piece in found:
        assert not re.search(r"&(?!(amp|lt|gt|quot|#x27);)", piece), "an entity is cut"
        assert "<" not in NESTED.sub("", piece), "a tag is cut"


@settings(deadline=None)
@given(st.text(st.sampled_from("xđ&<"), min_size=1, max_size=600).map(escape), st.integers(40, 100))
def test_a_word_longer_than_a_message_is_cut_but_no_entity_is(word: str, longest: int) -> None:
    found = pieces(word, longest)
    assert all(0 < len(piece) <= longest for piece in found)
    assert "".join(plain(piece) for piece in found) == plain(word)


#: What is seen as one character: letters with marks, emoji joined or coloured, flags.
SEEN_AS_ONE = [
    "a",
    "ệ",
    "x\u0323\u0301",
    "❤\ufe0f",
    "👍🏽",
    "👩🏽\u200d🌾",
    "👨\u200d👩\u200d👧\u200d👦",
    "🇻🇳",
    "1\ufe0f\u20e3",
]
SEEN_AS_ONE += ["🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(SEEN_AS_ONE), min_size=1, max_size=200), st.integers(40, 100))
def test_what_is_seen_as_one_character_is_not_cut(characters: list[str], longest: int) -> None:
    found = pieces("".join(characters), longest)
    assert all(0 < len(piece) <= longest for piece in found)
    left = list(characters)
    for piece in found:
        whole = ""
        while left and whole != piece:
            whole += left.pop(0)
        assert whole == piece
    assert left == []


def test_marks_without_end_are_cut_all_the_same() -> None:
    found = pieces("a" + "\u0323\u0347" * 500, 200)
    assert all(0 < len(piece) <= 200 for piece in found)


def test_letters_with_their_marks_apart_become_those_that_have_them() -> None:
    apart = normalize("NFD", "Mật ong bạc hà")
    assert len(apart) > len("Mật ong bạc hà")
    texts, _ = render(Message(apart, [Choice(apart, "a")]), ZALO)
    assert texts == ["Mật ong bạc hà\n\n1. Mật ong bạc hà"]


def test_a_short_text_is_one_piece() -> None:
    assert pieces("<b>ngắn</b>", 4096) == ["<b>ngắn</b>"]


def test_a_long_text_is_cut_between_paragraphs_first() -> None:
    first, second = "một " * 40, "hai " * 30
    assert pieces(f"{first.strip()}\n\n{second.strip()}", 250) == [first.strip(), second.strip()]


def test_bold_goes_on_in_the_next_piece() -> None:
    found = pieces("<b>" + "chữ đậm " * 40 + "</b>", 200)
    assert len(found) > 1
    assert all(piece.startswith("<b>") and piece.endswith("</b>") for piece in found)


def test_a_plain_channel_shows_choices_as_lines_and_no_markup() -> None:
    choices = [Choice("Có", "a"), Choice("Không", "b"), Choice("Bỏ qua", "c", numbered=False), Choice("Mở", url="u")]
    texts, buttons = render(Message("<b>Tiếp &amp; hết?</b>", choices), ZALO)
    assert buttons == []
    assert texts == ["Tiếp & hết?\n\n1. Có\n2. Không\nMở: u\n→ «Bỏ qua»"]


def test_a_notice_on_a_plain_channel_shows_its_hint_instead() -> None:
    texts, _ = render(Message("Tin", [Choice("Nhận", "a")], hint="Gõ <b>MV</b>"), ZALO)
    assert texts == ["Tin\n\nGõ MV"]


def test_choices_stand_whole_under_the_last_piece_of_a_long_text() -> None:
    choices = [Choice(f"Mật ong số {number}", "a") for number in range(1, 10)]
    long = "\n\n".join(["Một đoạn văn. " * 40] * 6)
    texts, _ = render(Message(long, choices), ZALO)
    assert all(len(text) <= 2000 for text in texts)
    assert texts[-1].endswith(written_choices(choices))
    assert not any("1. Mật ong" in text for text in texts[:-1])


def test_a_list_that_does_not_fit_under_the_text_is_a_message_of_its_own() -> None:
    choices = [Choice(f"{number} " + "dài " * 24, "a") for number in range(1, 10)]
    texts, _ = render(Message("Đoạn văn. " * 120, choices), ZALO)
    assert texts[1] == written_choices(choices)


def test_more_choices_than_buttons_become_lines_and_a_link_among_them_too() -> None:
    choices = [*(Choice(f"Mục {number}", "a") for number in range(1, 6)), Choice("Văn bản", url="https://a.vn/b")]
    texts, buttons = render(Message("<b>Chọn &lt;một&gt;</b>", choices), ZALO_OA)
    assert buttons == []
    assert texts[0].startswith("Chọn <một>\n\n1. Mục 1\n")
    assert texts[0].endswith("5. Mục 5\nVăn bản: https://a.vn/b")
    assert render(Message("Chọn", choices[1:]), ZALO_OA) == (["Chọn"], choices[1:])


def test_a_label_is_no_markup() -> None:
    texts, _ = render(Message("Chọn", [Choice("A & <b>", "a")]), Capabilities(buttons=0))
    assert texts == ["Chọn\n\n1. A &amp; &lt;b&gt;"]


def test_a_channel_with_buttons_gets_the_choices_as_they_are() -> None:
    choices = [Choice("Có", "a")]
    assert render(Message("<b>Tiếp?</b>", choices), Capabilities()) == (["<b>Tiếp?</b>"], choices)
    assert written_choices([]) == ""


def test_what_the_text_tells_already_is_no_line_again() -> None:
    choices = [Choice("Mức 1", "a", told=True), Choice("Mức 2", "b", told=True), Choice("Thôi", "c", numbered=False)]
    texts, _ = render(Message("Mức 1: ít\nMức 2: nhiều", choices, lead="Có thể gõ:"), ZALO)
    assert texts == ["Mức 1: ít\nMức 2: nhiều\n\n1 · 2\nCó thể gõ: «Thôi»"]


def test_steps_have_no_numbers_where_the_choices_below_have() -> None:
    message = Message(
        "<b>Nộp hồ sơ</b>\n1. Nộp ở xã.\n2) Chờ 15 ngày. 3.5 điểm\n<b>3. Nhận</b>", [Choice("Đúng ý", "a")]
    )
    (text,), _ = render(message, ZALO)
    assert text == "Nộp hồ sơ\n• Nộp ở xã.\n• Chờ 15 ngày. 3.5 điểm\n• Nhận\n\n1. Đúng ý"
    told = Message("1. Có (2 điểm)\n2. Không", [Choice("1. 2 điểm", "a", told=True), Choice("2", "b", told=True)])
    assert render(told, ZALO)[0][0].startswith("1. Có")
    words = Message("1. Nộp ở xã.", [Choice("Hủy", "a", numbered=False)])
    assert render(words, ZALO)[0][0].startswith("1. Nộp")
    assert "1. Nộp" in render(message, TELEGRAM)[0][0]
