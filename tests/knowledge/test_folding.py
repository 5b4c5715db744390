"""Folding Vietnamese text, and keys that slipped through."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.knowledge.folding import fold, is_marked, spelling, tokens, untelex, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đăng ký MÃ VẠCH", "dang ky ma vach"),
        (unicodedata.normalize("NFD", "Đường về Chợ Đồn"), "duong ve cho don"),
        ("  nhiều \n khoảng\ttrống ", "nhieu khoang trong"),
        ("", ""),
    ],
)
def test_folds(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_numbers_keep_their_inner_marks_and_leave_the_letters() -> None:
    assert words("Tiêu chí 3.5, NĐ 74/2018, lên 4sao (GS1)!") == [
        "tieu", "chi", "3.5", "nd", "74/2018", "len", "4", "sao", "gs", "1",
    ]  # fmt: skip


def test_tokens_keep_diacritics() -> None:
    assert tokens("Mã VẠCH?") == ["mã", "vạch"]


def test_marks_are_seen() -> None:
    assert is_marked("đi")
    assert not is_marked("Di 3.5")


def test_tone_may_stand_on_either_vowel() -> None:
    assert spelling("hoà") == spelling("hòa") != spelling("hóa")


@pytest.mark.parametrize(("typed", "meant"), [("kys", "ky"), ("ddawng", "dang"), ("hoof", "ho"), ("ddang", "dang")])
def test_telex_keys_are_composed(typed: str, meant: str) -> None:
    assert meant in untelex(typed)


def test_no_telex_keys_no_other_reading() -> None:
    assert untelex("mang") == []
