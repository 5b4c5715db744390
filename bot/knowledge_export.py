"""What the admins have written, as files of the knowledge: to be read, checked, and taken into the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from bot.migrate import migrate
from bot.settings import Settings
from models.base import Database
from models.corrections import corrections
from models.knowledge import Entry, load_entries
from models.knowledge.entries import REVIEW_AFTER


async def export_knowledge(settings: Settings, folder: Path) -> str:
    """Write what admins have written, from the office's database; returns what to tell."""
    await migrate(settings)
    database = Database(settings.database)
    try:
        async with database.read() as session:
            written = [row.as_entry() for row in reversed(await corrections(session))]
    finally:
        await database.close()
    return f"{len(written)} entries by admins, in {write_files(written, folder)} files below {folder}"


def write_files(written: list[Entry], folder: Path) -> int:
    """Write ``<folder>/<language>/knowledge/<topic>.yaml`` for every topic that admins have changed; returns how many.

    Each file is whole, the entries of the program with the admins' in their places, so it can take the place of the
    program's.
    """
    files = 0
    for language in sorted({entry.language for entry in written}):
        for topic, entries in sorted(_topics(language, written).items()):
            file = folder / language / "knowledge" / f"{topic}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(as_yaml(entries), encoding="utf-8")
            files += 1
    return files


def _topics(language: str, written: list[Entry]) -> dict[str, list[Entry]]:
    """The topics that were changed, each with all its entries in their order, new ones last."""
    mine = {entry.id: entry for entry in written if entry.language == language}
    topics: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in load_entries(language):
        topics[entry.topic].append(mine.pop(entry.id, entry))
    changed = {entry.topic for entry in written if entry.language == language}
    for entry in mine.values():
        topics[entry.topic].append(entry)
    return {topic: entries for topic, entries in topics.items() if topic in changed}


def as_yaml(entries: Iterable[Entry]) -> str:
    """Entries as the files of the knowledge have them."""
    return yaml.dump(
        [_row(entry) for entry in entries], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )


def _row(entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": entry.id,
        "title": entry.title,
        "text": entry.text + "\n" if "\n" in entry.text else entry.text,
        "source": entry.source,
        "checked": entry.checked,
        "status": entry.status,
    }
    # Nothing is said of the review where it follows from the day of checking.
    if entry.review - entry.checked != REVIEW_AFTER:
        row["review"] = entry.review
    lists = {"facts": entry.facts, "questions": entry.questions, "actions": entry.actions}
    return row | {name: list(values) for name, values in lists.items() if values}


class _Dumper(yaml.SafeDumper):
    """Texts of several lines are written as lines."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)
