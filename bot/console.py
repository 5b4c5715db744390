"""What the command line does besides running: export, invitations, grading, answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.migrate import migrate, newest, present
from bot.settings import Settings
from models.accounts import Invitation, Role
from models.audit import Audit
from models.base import Database
from models.requests import RequestKind

if TYPE_CHECKING:
    from handlers.kit.house import House
    from models.knowledge import Entry


async def export_workbook(settings: Settings, file: Path) -> str:
    """Write the Excel workbook of everything; returns what to tell."""
    from handlers.kit.words import LANGUAGES, Words
    from handlers.papers.workbook import write_workbook

    await migrate(settings)
    database = Database(settings.database)
    try:
        async with database.read() as session:
            await write_workbook(session, file, words=Words(), language=LANGUAGES[0], zone=settings.zone)
    finally:
        await database.close()
    return f"written: {file}"


async def make_invitation(settings: Settings, role: str, areas: str) -> str:
    """Make a one-time invitation; returns how it is used.

    :raises ValueError: no such role or kind.
    """
    if role not in (Role.OFFICER, Role.ADMIN):
        raise ValueError(f"{role!r}: say officer or admin (example: ocop-bot invite officer --areas barcode,ip)")
    known = [kind.value for kind in RequestKind]
    chosen = [area.strip() for area in areas.split(",") if area.strip()] or known
    if wrong := [area for area in chosen if area not in known]:
        raise ValueError(f"--areas: no such kind: {', '.join(wrong)} (there are: {', '.join(known)})")
    await migrate(settings)
    database = Database(settings.database)
    now = datetime.now(UTC)
    try:
        async with database.write() as session:
            invitation, word = Invitation.make(Role(role), chosen if role == Role.OFFICER else [], now=now)
            session.add(invitation)
            session.add(Audit(at=now, account_id=None, action="staff.invited", target=role, details={"areas": chosen}))
    finally:
        await database.close()
    return f"Send this to the {role}, to be written to the bot within 72 hours, once:\n\n    /start i-{word}\n"


async def open_house(settings: Settings) -> House:
    """The office, its words and its knowledge, what the admins have corrected included; with its doors shut.

    The database is only read: where there is none, none is made.

    :raises ValueError: it is of another version.
    """
    from handlers.kit.house import House
    from handlers.kit.words import Words

    house = House(
        words=Words(),
        office_name=settings.office_name,
        office_phone=settings.office_phone,
        zone=settings.zone,
        data_dir=settings.data_dir,
    )
    file = settings.database_file
    if file is not None and not await asyncio.to_thread(file.exists):
        return house
    database = Database(settings.database)
    try:
        there, needed = await present(database), newest()
        if there == needed:
            async with database.read() as session:
                await house.load_corrections(session)
        elif there is not None:
            raise ValueError(f"the database is at {there}, not at {needed}: run `ocop-bot migrate`")
    finally:
        await database.close()
    return house


def answer(house: House, question: str, *, language: str, context: str | None, as_json: bool) -> str:
    """What the bot says to a question and offers beneath, decided by the code that the bot decides with.

    :param context: the question asked before.
    :returns: lines to read, or ``{question, decision, entry, title, text, source, score, choices}`` as one line of
        JSON. What the bot says to a refused question, or to a product's number, is its text; the entry is null then.
    """
    from bot.channels.render import plain
    from handlers.producers.ask import look_up, offered, words_for
    from handlers.producers.barcode import check_number

    entry: Entry | None = None
    choices: Sequence[Entry] = ()
    if checked := check_number(question):
        decision, score = "answer", 1.0
        text = plain(house.words.text(language, checked.key, **checked.values))
    else:
        _, found = look_up(house, question, language, context)
        decision, score, choices = found.decision, found.score, offered(found)
        entry = found.entry if decision == "answer" else None
        said = house.words.text(language, words_for(found), office=house.office(language))
        text = entry.text if entry else plain(said)
    if as_json:
        told = {
            "question": question,
            "decision": decision,
            "entry": entry.id if entry else None,
            "title": entry.title if entry else None,
            "text": text,
            "source": entry.source if entry else None,
            "score": round(score, 4),
            "choices": [{"entry": each.id, "title": each.title, "text": each.text} for each in choices],
        }
        return json.dumps(told, ensure_ascii=False)
    lines = [f"> {question}", *([entry.title] if entry else []), text, *(f"- {each.title}" for each in choices)]
    return "\n".join([*lines, *([f"({entry.source})"] if entry else []), ""])


def check_knowledge() -> Iterator[str]:
    """One line for each thing that is wrong with the knowledge entries of any language."""
    from handlers.kit.words import LANGUAGES
    from models.knowledge import load_entries
    from models.knowledge.check import load_facts, problems

    facts, today = load_facts(), datetime.now(UTC).date()
    for language in LANGUAGES:
        try:
            yield from problems(load_entries(language), facts, today)
        except ValueError as error:
            yield f"{language} {error}"


def grade_file(lines: Iterable[str], *, as_json: bool) -> int:
    """Grade answer sheets, one a line; wrong ones go to standard error. Returns the exit code."""
    from models.criteria import SheetError, grade_lines

    code = 0
    for graded in grade_lines(lines):
        if isinstance(graded, SheetError):
            typer.echo(f"ocop-bot: {graded}", err=True)
            code = 1
        elif as_json:
            typer.echo(json.dumps(graded, ensure_ascii=False))
        else:
            typer.echo(_in_words(graded))
    return code


def _in_words(graded: dict[str, object]) -> str:
    missing, ways = graded["missing"], graded["ways"]
    if not isinstance(missing, dict) or not isinstance(ways, dict):
        raise TypeError("a graded sheet holds what is missing and the ways")
    lines = [f"set {graded['set']}: {graded['points']} points, {graded['stars']} stars, parts {graded['parts']}"]
    for star in missing:
        raises = ", ".join(f"{code} to {points}" for code, points in ways[star]["raise"].items())
        lacks = ", ".join(missing[star])
        if raises or lacks:
            lines.append(f"  {star} stars: minimums missing {lacks or 'none'}; way: {raises}")
    return "\n".join(lines)
