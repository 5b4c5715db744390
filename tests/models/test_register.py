"""Rows of the office's register: what is read in them, and what is wrong with the others."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from models.criteria import load_criteria
from models.register import BadCell, read_row

TODAY = date(2026, 11, 23)
GOOD: dict[str, Any] = {
    "producer": "HTX Yến Dương",
    "product": "Mật ong rừng Ba Bể",
    "set": None,
    "stars": 3,
    "certificate": "512/QĐ-UBND",
    "issued": datetime(2025, 5, 20),  # noqa: DTZ001 - a cell has no time zone
}


def test_a_row_as_a_spreadsheet_gives_it():
    entry = read_row(2, GOOD, load_criteria(), TODAY)
    assert (entry.set_number, entry.stars, entry.certificate) == (4, 3, "512/QĐ-UBND")
    assert entry.issued == date(2025, 5, 20)


@pytest.mark.parametrize(
    ("column", "cell", "field", "meaning"),
    [
        ("set", 4.0, "set_number", 4),
        ("set", "16", "set_number", 16),
        ("set", "Đồ ăn nhanh", "set_number", 5),
        ("set", "do an nhanh", "set_number", 5),
        ("stars", "4 sao", "stars", 4),
        ("stars", "****", "stars", 4),
        ("stars", 5.0, "stars", 5),
        ("certificate", 512.0, "certificate", "512"),
        ("certificate", None, "certificate", None),
        ("issued", "20/5/2025", "issued", date(2025, 5, 20)),
        ("issued", date(2026, 11, 23), "issued", TODAY),
    ],
)
def test_many_ways_to_write_it(column: str, cell: Any, field: str, meaning: Any):
    assert getattr(read_row(2, GOOD | {column: cell}, load_criteria(), TODAY), field) == meaning


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("producer", None, "empty"),
        ("producer", "123", "name"),
        ("product", "  ", "empty"),
        ("product", "x" * 151, "name"),
        ("set", 27, "set_number"),
        ("set", 0, "set_number"),
        ("set", "thứ lạ", "set_unknown"),
        ("set", "miến dong", "set_several"),
        ("stars", None, "empty"),
        ("stars", 2, "stars"),
        ("stars", "45", "stars"),
        ("stars", "bốn", "stars"),
        ("issued", None, "empty"),
        ("issued", "tháng năm", "day"),
        ("issued", 45797, "day"),
        ("issued", date(2026, 11, 24), "day_range"),
        ("issued", "20/5/1925", "day_range"),
    ],
)
def test_what_is_wrong_is_named(column: str, cell: Any, reason: str):
    with pytest.raises(BadCell) as caught:
        read_row(7, GOOD | {column: cell}, load_criteria(), TODAY)
    assert caught.value.reason == reason
