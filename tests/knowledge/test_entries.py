"""Reading knowledge files: what is right becomes an entry, what is wrong is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models.knowledge import load_entries

GOOD = """
- id: barcode.register
  title: Đăng ký mã số mã vạch
  text: |
    1. Nộp hồ sơ.
    2. Đóng phí.
  source: "NĐ 74/2018/NĐ-CP, Điều 19b khoản 1"
  checked: 2026-11-23
  status: seen
  facts: [S015, S016]
  questions: ["mã vạch đăng ký thế nào"]
  actions: [request.barcode]
"""


def test_a_file_becomes_entries_of_its_topic(tmp_path: Path) -> None:
    (tmp_path / "barcode.yaml").write_text(GOOD, encoding="utf-8")
    (entry,) = load_entries("vi", tmp_path)
    assert (entry.id, entry.topic, entry.language) == ("barcode.register", "barcode", "vi")
    assert entry.text == "1. Nộp hồ sơ.\n2. Đóng phí."
    assert entry.facts == ("S015", "S016")
    assert entry.review == date(2027, 5, 22), "180 days after it was checked"


def test_its_own_day_of_review_counts(tmp_path: Path) -> None:
    (tmp_path / "barcode.yaml").write_text(GOOD + "  review: 2026-12-01\n", encoding="utf-8")
    assert load_entries("vi", tmp_path)[0].review == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("  title: Đăng ký mã số mã vạch\n", "", "barcode.yaml: barcode.register: title"),
        ('  source: "NĐ 74/2018/NĐ-CP, Điều 19b khoản 1"', "  source: ' '", "barcode.register: source"),
        ("checked: 2026-11-23", "checked: soon", "barcode.register: checked"),
        ("status: seen", "status: sure", "barcode.register: status"),
        ("facts: [S015, S016]", "facts: S015", "barcode.register: facts"),
        ("  status: seen", "  satus: seen", "barcode.register: satus"),
        ("- id: barcode.register\n ", "-", "barcode.yaml: entry 1: id"),
        ("- id: barcode.register", "- - id", "barcode.yaml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, right: str, wrong: str, named: str) -> None:
    assert right in GOOD
    (tmp_path / "barcode.yaml").write_text(GOOD.replace(right, wrong), encoding="utf-8")
    with pytest.raises(ValueError, match=named):
        load_entries("vi", tmp_path)


def test_an_id_is_used_once(tmp_path: Path) -> None:
    (tmp_path / "barcode.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "code.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ValueError, match=r"code.yaml: barcode.register: id: already used in barcode.yaml"):
        load_entries("vi", tmp_path)


def test_a_language_without_entries_has_none(tmp_path: Path) -> None:
    assert load_entries("vi", tmp_path / "nowhere") == []


def test_more_examples_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "barcode.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "examples").mkdir()
    file = tmp_path / "examples" / "barcode.yaml"
    file.write_text('barcode.register: ["muốn có cái sọc để máy quét thì xin ai"]', encoding="utf-8")
    (entry,) = load_entries("vi", tmp_path)
    assert entry.questions == ("mã vạch đăng ký thế nào",)
    assert entry.examples == ("muốn có cái sọc để máy quét thì xin ai",)
    for wrong, told in (
        ("barcode.regster: [a]", "examples/barcode.yaml: barcode.regster: there is no such entry"),
        ("barcode.register: mã vạch", "examples/barcode.yaml: barcode.register: a list of texts is expected"),
        ("- mã vạch", "examples/barcode.yaml: lists of questions are expected"),
    ):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(ValueError, match=told):
            load_entries("vi", tmp_path)
