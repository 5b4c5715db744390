"""The check of the entries finds what a program can find."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from models.knowledge import Entry
from models.knowledge.check import numbers_in, problems

TODAY = date(2026, 11, 23)
FACTS = {"S1": frozenset({"1000000", "36"}), "S2": frozenset({"5"})}
ENTRY = Entry(
    id="barcode.fee",
    topic="barcode",
    title="Phí mã vạch",
    text="1. Nộp 1.000.000 đồng.\n2. Chờ 5 ngày.",
    source="TT 232/2016/TT-BTC",
    checked=TODAY,
    review=TODAY,
    facts=("S1", "S2"),
    questions=("phí mã vạch", "mã vạch giá nào", "mã vạch hết mấy tiền"),
)


def found(*entries: Entry) -> list[str]:
    return list(problems(entries, FACTS, TODAY))


def test_nothing_is_wrong():
    assert found(ENTRY) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"source": " "}, "has no source"),
        ({"text": "a" * 601}, "601 characters long, at most 600 are read on a phone"),
        ({"questions": ("phí mã vạch",)}, "1 example questions, at least 3 are needed"),
        ({"review": date(2026, 11, 22)}, "was to be reviewed by 2026-11-22"),
        ({"checked": date(2026, 11, 24)}, "checked on 2026-11-24, which is still to come"),
        ({"facts": ("S1", "S2", "S9")}, "no such fact in the reference: S9"),
        ({"facts": ("S1",)}, "numbers that are neither in its facts nor in its source: 5"),
        ({"text": "Nộp 1.500.000 đồng."}, "numbers that are neither in its facts nor in its source: 1500000"),
    ],
)
def test_what_is_wrong_is_told(wrong: dict[str, object], told: str):
    assert found(replace(ENTRY, **wrong)) == [f"vi barcode.fee: {told}"]


def test_a_number_may_stand_in_the_source():
    assert found(replace(ENTRY, text="Theo TT 232/2016.")) == []


def test_what_the_assistant_does_itself_needs_no_fact():
    own = replace(ENTRY, id="bot.files", topic="bot", text="Tệp đến 20 MB.", facts=())
    assert found(own) == []
    assert len(found(replace(own, topic="label"))) == 1


def test_the_same_is_said_once():
    other = replace(ENTRY, id="barcode.cost", title="Giá mã vạch", text="Hỏi cán bộ.")
    other = replace(other, questions=("ma vach gia nao", "mã vạch đắt không", "giá mã"))
    assert found(ENTRY, other) == ["vi barcode.cost: says the same as barcode.fee: 'ma vach gia nao'"]
    assert found(ENTRY, replace(other, language="en")) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. Một\n2) hai", set()),
        ("1.000.000 đồng, 1,000,000 dong", {"1000000"}),
        ("3,5 điểm, tiêu chí 3.5", {"3.5"}),
        ("ngày 07/5/2018", {"7", "5", "2018"}),
        ("QĐ 26/2026/QĐ-TTg, 0 đồng", {"26", "2026", "0"}),
    ],
)
def test_numbers_are_written_one_way(text: str, numbers: set[str]):
    assert numbers_in(text) == numbers
