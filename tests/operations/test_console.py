"""The commands that are typed on the server: invite, export, assess, ask, knowledge check."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli import app
from bot.demo.platform import Platform
from bot.migrate import migrate
from bot.settings import load_settings
from models.accounts import Account
from models.audit import Audit
from models.base import Database
from models.corrections import keep
from models.knowledge import load_entries
from models.requests import RequestKind
from tests.operations.process import command, running
from tests.talk import MORNING, Talk


def stored(folder: Path, *kinds: type) -> list[list[object]]:
    """All rows of these tables."""

    async def look() -> list[list[object]]:
        database = Database(load_settings(_env_file=None, data_dir=folder / "data").database)
        async with database.read() as session:
            found = [list((await session.scalars(select(kind).order_by(kind.id))).all()) for kind in kinds]
        await database.close()
        return found

    return asyncio.run(look())


# invite


async def test_an_invitation_works_once(tmp_path: Path, platform: Platform):
    hanh, son = platform.person("Hạnh", language_code="vi"), platform.person("Sơn")
    async with running(tmp_path, platform):
        code, out, errors = await command(tmp_path, "invite", "officer", "--areas", "barcode,ip", log_format="json")
        assert (code, errors) == (0, "")
        (word,) = re.findall(r"/start (\S+)", out)
        await hanh.starts(word)
        await hanh.until(lambda message: message.from_bot)
        await platform.settled()
        await son.starts(word)
        await son.until(lambda message: message.from_bot)
        await platform.settled()
    accounts, audit = await asyncio.to_thread(stored, tmp_path, Account, Audit)
    assert [(each.name, each.role, each.areas) for each in accounts] == [
        ("Hạnh", "officer", ["barcode", "ip"]),
        (None, "producer", []),
    ]
    assert audit[0].action == "staff.invited"
    assert audit[0].account_id is None, "made on the console"


def test_an_officer_handles_every_kind_unless_told(console: CliRunner, tmp_path: Path):
    assert console.invoke(app, ["invite", "officer"]).exit_code == 0
    assert console.invoke(app, ["invite", "admin"]).exit_code == 0
    (audit,) = stored(tmp_path, Audit)
    assert audit[0].details["areas"] == [kind.value for kind in RequestKind]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["boss"], "'boss': say officer or admin (example: ocop-bot invite officer --areas barcode,ip)"),
        (["officer", "--areas", "barcode, tea"], "--areas: no such kind: tea (there are: barcode, lab_test, ip, "),
    ],
)
def test_an_invitation_to_nothing_is_refused(console: CliRunner, tmp_path: Path, args: list[str], told: str):
    result = console.invoke(app, ["invite", *args])
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert not (tmp_path / "data").exists()


# export


def test_the_workbook_can_be_opened(console: CliRunner, tmp_path: Path):
    result = console.invoke(app, ["export", "all.xlsx"])
    assert (result.exit_code, result.stdout) == (0, "written: all.xlsx\n")
    book = load_workbook(tmp_path / "all.xlsx")
    assert len(book.sheetnames) >= 4
    assert all(sheet.max_row >= 1 and sheet["A1"].value for sheet in book)


def test_another_kind_of_file_is_refused(console: CliRunner, tmp_path: Path):
    result = console.invoke(app, ["export", "all.csv"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "ocop-bot: all.csv: the name has to end in .xlsx (example: ocop-2026-11.xlsx)\n"
    assert console.invoke(app, ["export", "nowhere/all.xlsx"]).exit_code == 2


# assess


def test_sheets_are_graded_line_by_line(console: CliRunner, tmp_path: Path):
    sheets = [
        {"set": 6, "answers": {"1.1": 2}},
        {"set": 6, "answers": {"1.1": 99}},
        {"set": 26, "answers": {}},
    ]
    file = tmp_path / "sheets.jsonl"
    file.write_text("\n".join(map(json.dumps, sheets)) + "\n\nno sheet\n")
    result = console.invoke(app, ["assess", "--json", str(file)])
    assert result.exit_code == 1, "some were wrong"
    graded = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["set"] for each in graded] == [6, 26]
    assert set(graded[0]) == {"set", "parts", "points", "stars", "missing", "ways"}
    wrong = result.stderr.splitlines()
    assert len(wrong) == 2
    assert wrong[0].startswith("ocop-bot: line 2: set 6, criterion 1.1: 99 is not one of its points")
    assert wrong[1].startswith("ocop-bot: line 5: no JSON")


def test_sheets_come_from_standard_input_too(console: CliRunner):
    result = console.invoke(app, ["assess", "-"], input='{"set": 23, "answers": {}}\n')
    assert (result.exit_code, result.stderr) == (0, "")
    first, *ways = result.stdout.splitlines()
    assert first == "set 23: 0 points, 0 stars, parts {'A': 0, 'B': 0, 'C': 0}"
    assert [line.strip()[0] for line in ways] == ["3", "4", "5"]


def test_a_file_that_is_not_there(console: CliRunner):
    result = console.invoke(app, ["assess", "nowhere.jsonl"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("ocop-bot: nowhere.jsonl: ")


# ask

QUESTIONS = (
    "dang ky ma vach ntn",
    "rượu trắng muốn 4 sao bắt buộc gì",
    "mã vạch",
    "thời tiết mai thế nào",
    "gặp cán bộ",
    "cảm ơn em nhé",
    "0912 345 678",
    "abc xyz qwe",
    "?!",
    "a " * 400,
    "893 4567 890007",
    "8934567890000",
    "893456789000",
    "8938505974",
)


def asked(console: CliRunner, *args: str, text: str | None = None) -> list[dict[str, object]]:
    result = console.invoke(app, ["ask", "--json", *args], input=text)
    assert (result.exit_code, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


async def test_it_says_what_the_bot_says(chat: Talk, console: CliRunner):
    """In one question after the other, with nothing asked before."""
    told = await asyncio.to_thread(asked, console, text="\n".join((*QUESTIONS, "", " ")))
    assert [each["question"] for each in told] == [question.strip() for question in QUESTIONS]
    assert {each["decision"] for each in told} >= {"answer", "refuse"}
    for number, answer in enumerate(told):
        somebody = chat.person(str(900 + number), "Somebody")
        await somebody.says(str(answer["question"]))
        office = "Văn phòng OCOP tỉnh"
        shown = re.sub(r"</?[bi]>", "", somebody.sees()).replace(f"{office} (0209 387 0000)", office)
        # Above numbered choices steps have no numbers of their own.
        text, shown = (re.sub(r"(?m)^\d+\. ", "• ", each) for each in (str(answer["text"]), shown))
        assert text[:200] in shown
        assert str(answer["source"] or "") in shown
        offered = [choice["title"] for choice in answer["choices"]]
        assert [label for label in somebody.choices() if label in offered] == offered


def test_a_product_number_is_checked(console: CliRunner):
    (told,) = asked(console, "8934567890007")
    assert "số kiểm tra đúng" in str(told.pop("text"))
    assert told == {
        "question": "8934567890007",
        "decision": "answer",
        "entry": None,
        "title": None,
        "source": None,
        "score": 1.0,
        "choices": [],
    }


def test_what_admins_have_written_counts(console: CliRunner, tmp_path: Path):
    question = "đường dây nóng zebra là số nào"
    assert asked(console, question)[0]["entry"] != "own.1"
    assert not (tmp_path / "data").exists(), "asking makes no database"

    async def write() -> None:
        settings = load_settings(_env_file=None, data_dir=tmp_path / "data")
        await migrate(settings)
        database = Database(settings.database)
        async with database.write() as session:
            entry = replace(load_entries("vi")[0], id="own.1", title="Đường dây nóng zebra", questions=(question,))
            await keep(session, entry, author_id=None, now=MORNING)
        await database.close()

    asyncio.run(write())
    assert asked(console, question)[0]["entry"] == "own.1"


def test_a_database_of_another_version_is_not_asked(console: CliRunner, tmp_path: Path):
    (tmp_path / "data").mkdir()
    with closing(sqlite3.connect(tmp_path / "data" / "ocop.db")) as database:
        database.executescript(
            "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('0');"
        )
    result = console.invoke(app, ["ask", "x"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("ocop-bot: the database is at 0, not at ")


def test_what_is_promised_is_there(console: CliRunner):
    (told,) = asked(console, "đăng ký mã vạch thế nào")
    entry = next(entry for entry in load_entries("vi") if entry.id == "barcode.register")
    assert told == {
        "question": "đăng ký mã vạch thế nào",
        "decision": "answer",
        "entry": entry.id,
        "title": entry.title,
        "text": entry.text,
        "source": entry.source,
        "score": told["score"],
        "choices": [],
    }
    assert 0.6 <= told["score"] <= 1


def test_the_question_before_counts(console: CliRunner):
    (alone,) = asked(console, "thế còn phí?")
    (told,) = asked(console, "thế còn phí?", "--context", "đăng ký mã vạch thế nào")
    assert told["entry"] == "barcode.fee"
    assert alone["entry"] != "barcode.fee"


def test_in_english_and_as_plain_lines(console: CliRunner):
    (told,) = asked(console, "--language", "en", "how do I register a barcode")
    entry = next(entry for entry in load_entries("en") if entry.id == told["entry"])
    result = console.invoke(app, ["ask", "--language", "en", "how do I register a barcode"])
    assert result.stdout == f"> how do I register a barcode\n{entry.title}\n{entry.text}\n({entry.source})\n\n"
    assert console.invoke(app, ["ask", "--language", "fr", "x"]).exit_code == 2


# knowledge check


def test_our_own_knowledge_is_in_order(console: CliRunner):
    result = console.invoke(app, ["knowledge", "check"])
    assert result.stderr == ""
    assert (result.exit_code, result.stdout) == (0, "the knowledge is in order\n")


def test_what_is_wrong_is_listed(console: CliRunner, monkeypatch: pytest.MonkeyPatch):
    def load(language: str) -> list[object]:
        raise ValueError("barcode.yaml: barcode.what: source: a text is expected")

    monkeypatch.setattr("models.knowledge.load_entries", load)
    result = console.invoke(app, ["knowledge", "check"])
    assert (result.exit_code, result.stdout) == (1, "2 to mend\n")
    assert result.stderr.splitlines()[0] == "vi barcode.yaml: barcode.what: source: a text is expected"
