"""Fits the weights of the signals: `python -m tests.evaluation.fit`; put what it prints into models/knowledge/ranking.py.

Logistic regression (plain gradient steps) over the tuning part: every question in every form, beside each of the
nearest entries, which answer it or do not. The entries' own example questions are asked too, each one with itself
left out, so that the weights fit the knowledge at large and not only the questions of this folder.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator
from pathlib import Path

from models.knowledge import Library
from models.knowledge.index import Index
from models.knowledge.library import OUTSIDE
from models.knowledge.ranking import Signals, compare, rank
from tests.evaluation.forms import forms
from tests.evaluation.run import is_held_out, items
from tests.evaluation.score import judge

NAMES = ("subject", "about", "said", "asks", "pairs", "letters", "anywhere")
NEAREST = 6
Example = tuple[tuple[float, ...], float, float]  # signals, answers (1) or not (0), weight


def examples(library: Library) -> Iterator[Example]:
    index = library.index
    for item in items():
        if is_held_out(item):
            continue
        for form, question in forms(item["q"]).items():
            for row in library.rank(question, item.get("context"), ())[0][:NEAREST]:
                entry = index.get(row.entry_id)
                if item.get("expect") == "refuse":
                    right = entry.topic == OUTSIDE
                else:
                    right = entry.topic != OUTSIDE and judge(item, "answer", entry.text) == "right"
                yield signals(row), float(right), 1.0
    rng = random.Random(1)
    for entry in library.entries():
        for question in entry.questions:
            form = rng.choice(("written", "no_diacritics", "typo1", "typo2", "chat"))
            yield from left_out(index, library, entry.id, question, forms(question)[form])


def left_out(index: Index, library: Library, own: str, example: str, question: str) -> Iterator[Example]:
    """An example question beside its own entry's other examples, and beside the entries of other topics."""
    query = library.query(question)
    rows = rank(index, query)[:NEAREST]
    others = [pattern for pattern in index.patterns(own) if pattern.raw != example]
    for row in rows:
        if row.entry_id == own:
            if others:
                best = max(
                    (compare(index, query, p, own, row.anywhere) for p in others),
                    key=lambda other: other.score,
                )
                yield signals(best), 1.0, 0.5
        elif index.get(row.entry_id).topic != index.get(own).topic:
            yield signals(row), 0.0, 0.3


def signals(row: Signals) -> tuple[float, ...]:
    return (1.0, *(getattr(row, name) for name in NAMES))


def fit(rows: list[Example], steps: int = 400, rate: float = 2.0) -> list[float]:
    weights = [-5.0, *([1.0] * len(NAMES))]
    total = sum(weight for _, _, weight in rows)
    speed = [0.0] * len(weights)
    for _ in range(steps):
        slope = [0.0] * len(weights)
        for values, answers, weight in rows:
            sure = 1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, values, strict=True))))
            push = weight * (answers - sure)
            for at, value in enumerate(values):
                slope[at] += push * value
        for at in range(len(weights)):
            speed[at] = 0.9 * speed[at] + slope[at] / total - 0.0005 * weights[at] * (at > 0)
            weights[at] += rate * speed[at]
    return weights


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.evaluation.fit")
    options.add_argument("--folder", type=Path, help="entries from this folder instead of the packaged ones")
    rows = list(examples(Library.load("vi", options.parse_args().folder)))
    for name, weight in zip(("bias", *NAMES), fit(rows), strict=True):
        print(f"{name:10} {weight:6.2f}")


if __name__ == "__main__":
    main()
