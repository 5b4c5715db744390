"""What the command line does besides running: export, invitations, grading, answers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.migrate import migrate
from bot.settings import Settings
from models.accounts import Invitation, Role
from models.audit import Audit
from models.base import Database
from models.requests import RequestKind


async def export_workbook(settings: Settings, file: Path) -> str:
    """Write the Excel workbook of everything; returns what to tell."""
    from handlers.papers.workbook import write_workbook

    from handlers.kit.words import LANGUAGES, Words

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
