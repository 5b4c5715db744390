"""Asks every question in every form, as the bot would be asked, and counts how it answered."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    asked: list[Item] = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    outside = yaml.safe_load((HERE / "outside.yaml").read_text(encoding="utf-8"))
    for part, questions in outside.items():
        for number, question in enumerate(questions, start=1):
            name = f"{part}-{number}"
            asked.append({"id": name, "q": question, "kind": "out_of_scope", "expect": "refuse", "part": part})
    return asked


def own_items(late: bool = False) -> list[Item]:
    """Questions that no weight is fitted to, each with the entries that answer it; and more out of scope.
    `late`: only those written last."""
    own = yaml.safe_load((HERE / "own.yaml").read_text(encoding="utf-8"))
    name = "late_" if late else ""
    asked: list[Item] = [
        {"id": f"{name}own-{number}", "q": question, "entries": entries}
        for number, (question, entries) in enumerate(own[f"{name}questions"].items(), start=1)
    ]
    for number, question in enumerate(own[f"{name}outside"], start=1):
        asked.append({"id": f"{name}out-{number}", "q": question, "kind": "out_of_scope", "expect": "refuse"})
    return asked


def blind_items() -> list[Item]:
    """Questions by somebody who never saw the entries; nothing is fitted to them."""
    asked: list[Item] = yaml.safe_load((HERE / "blind.yaml").read_text(encoding="utf-8"))
    return asked


def hard_items() -> list[Item]:
    """The same kind, written to be hard; the weights are fitted to them, and the thresholds chosen by them."""
    asked: list[Item] = yaml.safe_load((HERE / "hard.yaml").read_text(encoding="utf-8"))
    return asked


def detail_items() -> list[Item]:
    """Questions about one detail each; the weights are fitted to them."""
    asked: list[Item] = yaml.safe_load((HERE / "details.yaml").read_text(encoding="utf-8"))
    return asked


def is_held_out(item: Item) -> bool:
    """Kept aside from the fitting of the weights: a third, and the questions out of scope that say so."""
    if "part" in item:
        return bool(item["part"] == "held_out")
    return zlib.crc32(item["id"].encode()) % 3 == 0


def ask_all(ask: Ask, asked: Sequence[Item], seed: int = 0) -> Iterator[Row]:
    for item in asked:
        for form, question in forms(item["q"], seed).items():
            found = ask(question, item.get("context"))
            yield Row(item, form, question, found, verdict(item, found))


def verdict(item: Item, found: Found) -> str:
    """Judged by the facts in the text, or by the entries that are named as right."""
    if "entries" in item:
        told = [found.entry] if found.entry else [*found.choices] if found.decision == "choices" else []
        if not told:
            return "dont_know"
        meets = any(entry.id in item["entries"] for entry in told)
        return "wrong" if not meets else "right" if found.decision == "answer" else "among_choices"
    text = found.entry.text if found.entry else ""
    return judge(item, found.decision, text, [choice.text for choice in found.choices])


def baseline(library: Library) -> Ask:
    bm25 = Bm25(library.entries())

    def ask(question: str, context: str | None) -> Found:
        entry, score = bm25.best(f"{context} {question}" if context else question)
        return Found("answer", entry, score) if entry else Found("refuse", None, score, (), "unknown")

    return ask


@dataclass(frozen=True)
class Shares:
    """How often each label came out, for one form of the questions, or for all those out of scope."""

    counts: Counter[str]

    def of(self, *labels: str) -> float:
        """In percent."""
        return 100 * sum(self.counts[label] for label in labels) / (self.counts.total() or 1)

    @property
    def good(self) -> float:
        """Answered right at first, or rightly not answered."""
        return self.of("right", "refused_right")

    @property
    def wrong(self) -> float:
        return self.of("wrong")


def shares(rows: Iterable[Row]) -> dict[str, Shares]:
    """By form; questions out of scope under a name of their own, "outside"."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found["outside" if row.item.get("expect") == "refuse" else row.form][row.label] += 1
    return {name: Shares(found[name]) for name in (*FORMS, "outside")}


def together(reached: Mapping[str, Shares], forms: Sequence[str]) -> Shares:
    """Several forms as one."""
    return Shares(sum((reached[form].counts for form in forms), Counter()))


def table(title: str, rows: Sequence[Row]) -> str:
    """The figures, one line per form, in percent; "good" is right plus refused_right."""
    lines = [f"{title:16} {'asked':>6} {'good':>7} " + " ".join(f"{label:>14}" for label in LABELS)]
    for name, share in shares(rows).items():
        figures = " ".join(f"{share.of(label):13.1f}%" for label in LABELS)
        lines.append(f"{name:16} {share.counts.total():6} {share.good:6.1f}% {figures}")
    return "\n".join(lines)
