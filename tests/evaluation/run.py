"""Asks every question in every form, as the bot would be asked, and counts how it answered."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from models.knowledge import Found, Library
from tests.evaluation.bm25 import Bm25
from tests.evaluation.forms import FORMS, forms
from tests.evaluation.score import LABELS, judge

HERE = Path(__file__).parent
Item = Mapping[str, Any]
Ask = Callable[[str, str | None], Found]


@dataclass(frozen=True)
class Row:
    """One question in one form, and what became of it."""

    item: Item
    form: str
    question: str
    found: Found
    label: str


def items() -> list[Item]:
    """The questions of the office's business, then those of our own that are none of it."""
    asked = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    outside = yaml.safe_load((HERE / "outside.yaml").read_text(encoding="utf-8"))
    for part, questions in outside.items():
        for number, question in enumerate(questions, start=1):
            name = f"{part}-{number}"
            asked.append({"id": name, "q": question, "kind": "out_of_scope", "expect": "refuse", "part": part})
    return asked


def is_held_out(item: Item) -> bool:
    """Kept aside while tuning: a third, and the questions out of scope that say so."""
    if "part" in item:
        return bool(item["part"] == "held_out")
    return zlib.crc32(item["id"].encode()) % 3 == 0


def ask_all(ask: Ask, asked: Sequence[Item], seed: int = 0) -> Iterator[Row]:
    for item in asked:
        for form, question in forms(item["q"], seed).items():
            found = ask(question, item.get("context"))
            yield Row(item, form, question, found, verdict(item, found))


def verdict(item: Item, found: Found) -> str:
    text = found.entry.text if found.entry else ""
    return judge(item, found.decision, text, [choice.text for choice in found.choices])


def baseline(library: Library) -> Ask:
    bm25 = Bm25(library.entries())

    def ask(question: str, context: str | None) -> Found:
        entry, score = bm25.best(f"{context} {question}" if context else question)
        return Found("answer", entry, score) if entry else Found("refuse", None, score, (), "unknown")

    return ask


def shares(rows: Sequence[Row]) -> dict[str, Counter[str]]:
    """Form → how often each label; questions out of scope under their own name "outside"."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found["outside" if row.item.get("expect") == "refuse" else row.form][row.label] += 1
    return found


def table(title: str, rows: Sequence[Row]) -> str:
    """The figures, one line per form, in percent."""
    lines = [f"{title:16} {'asked':>6} " + " ".join(f"{label:>14}" for label in LABELS)]
    counted = shares(rows)
    for form in (*FORMS, "outside"):
        counts = counted[form]
        total = counts.total() or 1
        figures = " ".join(f"{100 * counts[label] / total:13.1f}%" for label in LABELS)
        lines.append(f"{form:16} {counts.total():6} {figures}")
    return "\n".join(lines)
