"""What is wrong with the entries, as far as a program can tell; a person reads the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from models.knowledge.entries import LOCALES, Entry
from models.knowledge.folding import words

LONGEST = 600  # characters; more is not read on a phone
FEWEST_EXAMPLES = 3  # questions; fewer don't show how people ask

# The steps of a list are counted, not claimed.
_LIST_NUMBER = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# What these tell is the assistant's own doing, not the reference's.
_OWN_TOPICS = frozenset({"bot", "privacy"})


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text, written one way: "1.000.000" and "1,000,000" are the same, so are "07" and "7".

    A date or a document's number counts as its parts.
    """
    found = set()
    for number in _NUMBER.findall(_LIST_NUMBER.sub("", text)):
        plain = re.sub("[.,]", "", number) if _THOUSANDS.fullmatch(number) else number.replace(",", ".")
        found.add(plain.lstrip("0") or "0")
    return frozenset(found)


def load_facts() -> dict[str, frozenset[str]]:
    """The numbers that each fact of the reference holds, by its id (``locales/facts.tsv``)."""
    table = (LOCALES / "facts.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[0]: frozenset(row[1].split()) for row in rows}


def problems(entries: Iterable[Entry], facts: Mapping[str, frozenset[str]], today: date) -> Iterator[str]:
    """One line for each thing that is wrong, beginning with the entry's language and id."""
    seen: dict[tuple[str, ...], str] = {}
    for entry in entries:
        for problem in (*_of_itself(entry, today), *_numbers(entry, facts), *_repeated(entry, seen)):
            yield f"{entry.language} {entry.id}: {problem}"


def _of_itself(entry: Entry, today: date) -> Iterator[str]:
    if not entry.source.strip():
        yield "has no source"
    if len(entry.text) > LONGEST:
        yield f"{len(entry.text)} characters long, at most {LONGEST} are read on a phone"
    if len(entry.questions) < FEWEST_EXAMPLES:
        yield f"{len(entry.questions)} example questions, at least {FEWEST_EXAMPLES} are needed"
    if entry.review < today:
        yield f"was to be reviewed by {entry.review}"
    if entry.checked > today:
        yield f"checked on {entry.checked}, which is still to come"


def _numbers(entry: Entry, facts: Mapping[str, frozenset[str]]) -> Iterator[str]:
    if unknown := [fact for fact in entry.facts if fact not in facts]:
        yield f"no such fact in the reference: {', '.join(unknown)}"
    if entry.topic in _OWN_TOPICS and not entry.facts:
        return
    known = numbers_in(entry.source).union(*(facts.get(fact, frozenset()) for fact in entry.facts))
    if strange := sorted(numbers_in(entry.text) - known):
        yield f"numbers that are neither in its facts nor in its source: {', '.join(strange)}"


def _repeated(entry: Entry, seen: dict[tuple[str, ...], str]) -> Iterator[str]:
    """A title, text or example that another entry of the language has already; told with its diacritics folded."""
    own = dict.fromkeys(
        (entry.language, *words(text)) for text in (entry.title, entry.text, *entry.questions, *entry.examples)
    )
    for said in own:
        if (other := seen.setdefault(said, entry.id)) != entry.id:
            yield f"says the same as {other}: {' '.join(said[1:])[:60]!r}"
