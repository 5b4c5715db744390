"""A question is read as it was meant."""

from __future__ import annotations

import pytest

from models.knowledge import Library
from tests.knowledge.conftest import entry


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dk mã vạch ntn", "dang ky ma vach nhu the nao"),
        ("ddawng kys maf vachj", "dang ky ma vach"),
        ("dangky mavach het baonhieu tien", "dang ky ma vach het bao nhieu tien"),
        ("dang ky nahn hieu", "dang ky nhan hieu"),
        ("kieemr nghiemej het bao tien", "kiem nghiem het bao tien"),
        ("bitcoin giá bao nhiêu", "bitcoin gia bao nhieu"),
        ("barcode la gi", "barcode la gi"),
        ("TCCS là gì", "tieu chuan co so la gi"),
        ("", ""),
    ],
)
def test_reads(library: Library, typed: str, meant: str) -> None:
    assert " ".join(word.text for word in library.index.reader.read(typed)) == meant


def test_an_abbreviation_is_opened_as_its_neighbours_ask(library: Library) -> None:
    def read(typed: str) -> str:
        return " ".join(word.text for word in library.index.reader.read(typed))

    assert read("tinh tn") == "tinh the nao"
    library.replace(entry("tea.money", "Tỉnh Thái Nguyên hỗ trợ chè", "Theo nghị quyết của tỉnh Thái Nguyên."))
    assert read("tinh tn") == "tinh thai nguyen"
    assert read("ho so tn") == "ho so the nao"


def test_a_mended_word_is_trusted_less(library: Library) -> None:
    mended = library.index.reader.read("nahn hieu")[0]
    assert (mended.text, mended.mark) == ("nhan", None)
    assert mended.trust < 1


def test_a_word_typed_with_diacritics_keeps_them(library: Library) -> None:
    word = library.index.reader.read("nhãn hiệu")[0]
    assert (word.text, word.typed, word.trust) == ("nhan", "nhãn", 1.0)


def test_numbers_are_put_one_way(library: Library) -> None:
    assert library.query("lên bốn sao").text.words == ("len", "4", "sao")
