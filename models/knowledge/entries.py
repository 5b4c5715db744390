"""A knowledge entry: one question of producers with its answer, source and date of checking."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

Status = Literal["seen", "conflict", "recalled"]

# An entry is looked at again half a year after it was checked, unless it says otherwise.
REVIEW_AFTER = timedelta(days=180)

_FIELDS = {"id", "title", "text", "source", "checked", "review", "status", "facts", "questions", "actions"}


#: Where the words are: beside this package, in a checkout and when installed.
LOCALES = Path(__file__).parents[2] / "locales"


@dataclass(frozen=True)
class Entry:
    """One answer, as it is shown.

    `status`: "seen" (read in the source), "conflict" (sources differ or the rule is changing; the text says
    so) or "recalled" (common practice, told with a caution). `facts` are ids in the reference, `questions`
    show in people's words what it is asked for, `examples` are many other ways to ask, which nobody has to read;
    `actions` are the keys of what can be done next ("request.barcode", "assess").
    """

    id: str
    topic: str
    title: str
    text: str
    source: str
    checked: date
    review: date
    status: Status = "seen"
    facts: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    language: str = "vi"


def load_entries(language: str, folder: Path | Traversable | None = None) -> list[Entry]:
    """All entries of a language, from `locales/<language>/knowledge/*.yaml` or from another folder.

    The file's stem is the topic. Beside an entry stand the few questions that show whoever reads it what it is asked
    for; the many other ways in which people put them are in `examples/<topic>.yaml` in the same folder, by entry.
    Raises ValueError naming the file, the entry and the field that is wrong.
    """
    place = folder if folder is not None else LOCALES / language / "knowledge"
    if not place.is_dir():
        return []
    entries: list[Entry] = []
    seen: dict[str, str] = {}
    for file in sorted(place.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".yaml"):
            continue
        for entry in _read_file(file, language):
            if entry.id in seen:
                raise ValueError(f"{file.name}: {entry.id}: id: already used in {seen[entry.id]}")
            seen[entry.id] = file.name
            entries.append(entry)
    examples = _read_examples(place / "examples", seen)
    return [replace(entry, examples=examples[entry.id]) if entry.id in examples else entry for entry in entries]


def _read_examples(place: Path | Traversable, known: Container[str]) -> dict[str, tuple[str, ...]]:
    """More example questions, by the entry that answers them."""
    found: dict[str, tuple[str, ...]] = {}
    for file in place.iterdir() if place.is_dir() else ():
        if not file.name.endswith(".yaml"):
            continue
        rows = read_yaml(file)
        if not isinstance(rows, Mapping):
            raise ValueError(f"examples/{file.name}: lists of questions are expected, by the id of their entry")
        for entry_id in rows:
            if entry_id not in known:
                raise ValueError(f"examples/{file.name}: {entry_id}: there is no such entry")
            try:
                found[entry_id] = found.get(entry_id, ()) + _texts(rows, entry_id)
            except ValueError as error:
                raise ValueError(f"examples/{file.name}: {error}") from error
    return found


def read_yaml(file: Path | Traversable) -> Any:
    """What a file holds. Raises ValueError naming the file when it isn't YAML."""
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_loader())  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        raise ValueError(f"{file.name}: not readable as YAML: {error}") from error


def _read_file(file: Path | Traversable, language: str) -> Iterator[Entry]:
    rows = read_yaml(file)
    if not isinstance(rows, list):
        raise ValueError(f"{file.name}: a list of entries is expected")
    topic = file.name.removesuffix(".yaml")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            raise ValueError(f"{file.name}: entry {number}: fields are expected")
        name = str(row.get("id") or f"entry {number}")
        try:
            yield entry_from(row, topic=topic, language=language)
        except ValueError as error:
            raise ValueError(f"{file.name}: {name}: {error}") from error


def entry_from(row: Mapping[str, Any], *, topic: str, language: str) -> Entry:
    """An entry from the fields of a file. Raises ValueError naming the field that is missing or wrong."""
    for field in row.keys() - _FIELDS:
        raise ValueError(f"{field}: unknown field")
    status = row.get("status", "seen")
    if status not in get_args(Status):
        raise ValueError(f"status: {status!r} is none of {', '.join(get_args(Status))}")
    checked = _day(row, "checked")
    return Entry(
        id=_text(row, "id"),
        topic=topic,
        title=_text(row, "title"),
        text=_text(row, "text"),
        source=_text(row, "source"),
        checked=checked,
        review=_day(row, "review") if "review" in row else checked + REVIEW_AFTER,
        status=status,
        facts=_texts(row, "facts"),
        questions=_texts(row, "questions"),
        actions=_texts(row, "actions"),
        language=language,
    )


def _text(row: Mapping[str, Any], field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{field}: a text is expected")
    return value.strip()


def _texts(row: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = row.get(field) or []
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ValueError(f"{field}: a list of texts is expected")
    return tuple(item.strip() for item in value)


def _day(row: Mapping[str, Any], field: str) -> date:
    value = row.get(field)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date):
        raise ValueError(f"{field}: a day such as 2026-11-23 is expected")
    return value


def _loader() -> Any:
    """The C loader where PyYAML has it: the index must be ready within a second of the start."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
