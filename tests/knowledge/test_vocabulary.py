"""The words file and an admin's additions to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.knowledge import Words


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_packaged_file_is_readable(language: str) -> None:
    words = Words.load(language)
    assert words.abbreviations
    assert words.outside
    assert {"greeting", "thanks", "officer", "swearing"} <= words.small_talk.keys()


def test_an_abbreviation_has_its_likeliest_meaning_first() -> None:
    assert Words.load("vi").abbreviations["dk"][0] == ("dang", "ky")


def test_an_admin_adds_words(tmp_path: Path) -> None:
    extra = tmp_path / "words.yaml"
    extra.write_text(
        "abbreviations: {htxnn: hợp tác xã nông nghiệp, dk: đa khoa}\nsynonyms: {barcode: [mã sọc]}\n"
        "stop_words: [nhẩy]\nrewrites: {sao vàng: 5 sao}\n",
        encoding="utf-8",
    )
    words = Words.load("vi", extra)
    assert words.abbreviations["htxnn"] == (("hop", "tac", "xa", "nong", "nghiep"),)
    assert words.abbreviations["dk"][-1] == ("da", "khoa"), "what was there stays"
    assert words.synonyms["ma", "soc"] == words.synonyms["ma", "vach"]
    assert "nhay" in words.stop_words
    assert words.rewrites["sao", "vang"] == ("5", "sao")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("shortcuts: {a: b}", "shortcuts: unknown part"),
        ("stop_words: {a: b}", "stop_words: a list"),
        ("abbreviations: [a]", "abbreviations: a table"),
        ("abbreviations: {no: không}", "abbreviations: put False in quotes"),
        ("- a", "named parts"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    extra = tmp_path / "mine.yaml"
    extra.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"mine.yaml: .*{named}|mine.yaml: {named}"):
        Words.load("vi", extra)


def test_syllables_are_told_from_slips() -> None:
    words = Words.load("vi")
    assert all(map(words.is_syllable, ("nghiem", "quyet", "gi", "uong", "thoi")))
    assert not any(map(words.is_syllable, ("ngheim", "kys", "wordpress", "bitcoin", "dkj")))
