"""The house's knowledge: an admin's words file, and corrections over the files."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from handlers.kit.house import House
from tests.talk import WORDS


def house(folder: Path) -> House:
    return House(words=WORDS, office_name="", office_phone="", zone=ZoneInfo("Asia/Ho_Chi_Minh"), data_dir=folder)


def test_an_admins_words_are_understood(tmp_path: Path) -> None:
    plain = house(tmp_path).library("vi").find("zuzuqq thế nào")
    assert plain.decision == "refuse"
    (tmp_path / "words.vi.yaml").write_text('abbreviations:\n  "zuzuqq": [đăng ký mã vạch]\n', encoding="utf-8")
    found = house(tmp_path).library("vi").find("zuzuqq thế nào")
    assert found.entry is not None
    assert found.entry.id == "barcode.register"


@pytest.mark.parametrize(
    "content",
    [
        b"abbreviations: [",
        b"- a list",
        b"abbreviations: {1: [x]}",
        b"abbreviations: {a: 5}",
        b'abbreviations: {"..": [x]}',
        b'synonyms: {x: ["", "!"]}',
        b"nonsense: {a: b}",
        b"stop_words: {a: b}",
        b"\xff\xfe\x00",
    ],
)
def test_a_bad_words_file_is_told_and_ignored(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "words.vi.yaml").write_bytes(content)
    with capture_logs() as logs:
        found = house(tmp_path).library("vi").find("đăng ký mã vạch thế nào")
    assert found.decision == "answer"
    assert [line["event"] for line in logs] == ["knowledge.words_file_ignored"]
    assert logs[0]["file"].endswith("words.vi.yaml")
    assert logs[0]["reason"]
