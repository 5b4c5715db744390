"""The office's register of products, taken over from Excel: template, dry run with every bad row, confirmation."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from functools import lru_cache
from html import unescape
from pathlib import Path

from handlers.kit.exports import EXCEL, send_made
from handlers.kit.files import take_file
from handlers.kit.form_answers import wrong
from handlers.kit.house import House
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import LANGUAGES, Rich, Words, join
from handlers.papers.register import NotARegister, read_register, write_template
from models.accounts import Role
from models.criteria import load_criteria
from models.identifiers import Invalid
from models.mail import Choice
from models.register import COLUMNS, BadRow, Plan, Table, plan, read_rows, take_over
from models.requests import Attachment, AttachmentState

router = Router(role=Role.ADMIN)

#: What the files of this conversation are marked with.
FIELD = "register"
#: Bytes; thousands of rows fit in a tenth of it.
LARGEST = 5 * 1024 * 1024
#: Bad rows named in the chat; more are listed in a file besides.
SHOWN = 20


@router.choice("register.offer")
async def offer(turn: Turn) -> None:
    """Send the template, and wait for the filled one."""
    if turn.event.group:
        turn.say(turn.t("product-private"))
        return
    headings = {column: _plain(turn.t(f"register-column-{column}")) for column in COLUMNS}
    notes = {column: _plain(turn.t(f"register-note-{column}")) for column in COLUMNS}
    sheets = (_plain(turn.t("register-sheet")), _plain(turn.t("register-sheet-sets")))
    turn.expect("register.file")
    await send_made(
        turn,
        turn.t("register-template"),
        "mau-danh-sach-san-pham.xlsx",
        EXCEL,
        lambda path: write_template(path, headings, notes, sheets, turn.house.criteria),
        choices=[_cancel(turn)],
    )


@router.answer("register.file")
async def take(turn: Turn) -> None:
    """The filled table is fetched; what it would do is told once it is here."""
    try:
        take_file(turn, request_id=None, field=FIELD, suffixes=frozenset({"xlsx"}), largest=LARGEST)
    except Invalid as error:
        turn.say(wrong(turn, error), choices=[_cancel(turn)])
        return
    turn.expect_nothing()
    turn.say(turn.t("register-reading"))


def read_ahead(house: House, path: Path, now: datetime) -> None:
    """Read a table as soon as it is here: in a transaction everybody would wait for it.

    :raises NotARegister: it can't be read.
    """
    _read(path, house.words, house.local(now).date())


@router.hook(f"file.{FIELD}")
async def arrived(turn: Turn, attachment: Attachment) -> None:
    """Tell what taking the table over would do; nothing is written yet."""
    if not turn.account.role.covers(Role.ADMIN) or attachment.state is AttachmentState.ERASED:
        return
    if attachment.state is not AttachmentState.STORED:
        turn.expect("register.file")
        turn.say(turn.t("register-lost"), choices=[_cancel(turn)])
        return
    found = await _plan(turn, attachment)
    if found is None:
        _forget(turn, attachment)
        turn.expect("register.file")
        return
    await _tell_bad(turn, found.bad)
    choices = [turn.choice(turn.t("register-drop"), "register.drop", attachment.id)]
    if found.good:
        label = turn.t("register-take", count=found.good)
        choices.insert(0, turn.choice(label, "register.take", attachment.id))
    text = turn.t("register-plan", new=len(found.new), changed=len(found.changed), same=found.same, bad=len(found.bad))
    turn.say(text, choices=choices)


@router.choice("register.take")
async def take_table(turn: Turn, attachment_id: int) -> None:
    """Write the good rows, as they are found now. The table itself isn't kept."""
    attachment = await _table(turn, attachment_id)
    found = await _plan(turn, attachment) if attachment is not None else None
    if attachment is None or found is None:
        return
    await take_over(turn.session, found, turn.now, turn.house.zone)
    counts = {"new": len(found.new), "changed": len(found.changed), "bad": len(found.bad)}
    turn.record("register.taken", attachment.id, **counts)
    _forget(turn, attachment)
    turn.say(turn.t("register-taken", new=counts["new"], changed=counts["changed"]))


@router.choice("register.drop")
async def drop(turn: Turn, attachment_id: int) -> None:
    """Nothing is written, and the table isn't kept."""
    attachment = await _table(turn, attachment_id)
    if attachment is not None:
        _forget(turn, attachment)
        turn.say(turn.t("register-dropped"))


# inside


async def _plan(turn: Turn, attachment: Attachment) -> Plan | None:
    """What the table would do; None, and said why, when it can't be read."""
    path, today = turn.house.data_dir / str(attachment.path), turn.house.local(turn.now).date()
    try:
        table = await asyncio.to_thread(_read, path, turn.house.words, today)
    except NotARegister as error:
        values = dict(error.values)
        if "missing" in values:
            values["missing"] = ", ".join(turn.t(f"register-column-{column}") for column in values["missing"])
        turn.say(turn.t(f"register-not-{error.reason}", **values), choices=[_cancel(turn)])
        return None
    return await plan(turn.session, table)


@lru_cache(maxsize=2)
def _read(path: Path, words: Words, today: date) -> Table:
    """What a table says; remembered, for it takes long and is asked for until it is taken over.

    :raises NotARegister: it can't be read.
    """
    headings = {
        column: {_plain(words.text(language, f"register-column-{column}")) for language in LANGUAGES}
        for column in COLUMNS
    }
    return read_rows(read_register(path, headings), load_criteria(), today)


async def _tell_bad(turn: Turn, bad: list[BadRow]) -> None:
    """Name every row that can't be taken over, with its reason; very many go into a file."""
    if not bad:
        return
    lines = [_bad(turn, row) for row in bad]
    text = turn.t("register-bad", count=len(bad), lines=join(lines[:SHOWN]))
    if len(bad) <= SHOWN:
        turn.say(text)
        return
    await send_made(
        turn,
        join([text, turn.t("register-bad-more")]),
        "dong-chua-dung.txt",
        "text/plain",
        lambda path: path.write_text("\n".join(map(_plain, lines)), "utf-8"),
    )


def _bad(turn: Turn, row: BadRow) -> Rich:
    values = dict(row.error.values)
    if "column" in values:
        values["column"] = turn.t(f"register-column-{values['column']}")
    shown = {name: f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else value for name, value in values.items()}
    why = turn.t(f"register-bad-{row.error.reason.replace('_', '-')}", **shown)
    return turn.t("register-bad-row", line=row.line, why=why)


async def _table(turn: Turn, attachment_id: int) -> Attachment | None:
    """The table that this admin has sent and that still waits; anything else is an old button."""
    attachment = await turn.session.get(Attachment, attachment_id)
    if (
        attachment is None
        or attachment.field != FIELD
        or attachment.account_id not in turn.account.ids
        or attachment.state is not AttachmentState.STORED
    ):
        turn.refuse("choice", "register", key="refused-stale")
        return None
    return attachment


def _forget(turn: Turn, attachment: Attachment) -> None:
    """Have the file deleted after the commit."""
    attachment.state = AttachmentState.ERASED
    _read.cache_clear()
    turn.session.info["files"] = True


def _cancel(turn: Turn) -> Choice:
    return turn.choice(turn.t("cancel"), "start.go", "huy", numbered=False)


def _plain(text: str) -> str:
    return unescape(str(text))
