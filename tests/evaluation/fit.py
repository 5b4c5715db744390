"""Fits the weights of the signals: `python -m tests.evaluation.fit`; its figures go into
models/knowledge/ranking.py.

Every question makes one choice among its nearest entries and "none of them" (evidence 0), and the weights
are those that make the right choices likeliest (multinomial logit, Adam steps; minutes of plain Python).
Asked are:

- the tuning part, the hard questions and those about details in every form, judged by what the entries' texts say;
- the questions out of scope, without the words file's samples: so the threshold doesn't lean on them;
- example questions of the entries, and of the samples of what is outside, each taken out of its entry first,
  so that the weights fit the knowledge at large and not only the questions of this folder. Here only the own
  entry counts as right, hence half the weight.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import mul
from pathlib import Path

from models.knowledge import Entry, Library
from models.knowledge.index import CRITERIA, OUTSIDE
from models.knowledge.ranking import Signals
from tests.evaluation.forms import forms
from tests.evaluation.run import Item, detail_items, hard_items, is_held_out, items
from tests.evaluation.score import judge

NAMES = ("central", "anywhere", "about", "asks", "letters", "again", "pairs", "product", "belongs")
NEAREST = 10
EXAMPLES = 4  # of each entry, taken out one after the other
STEPS, RATE, DECAY = 250, 0.15, 0.0002


@dataclass(frozen=True)
class Choice:
    """One question: the signals of each nearest entry, which of them are right, and whether "none" is."""

    signals: Sequence[Sequence[float]]
    right: Sequence[bool]
    none: bool
    weight: float


def choices(library: Library) -> Iterator[Choice]:
    for item in (*items(), *hard_items(), *detail_items()):
        if not is_held_out(item):
            for question in forms(item["q"]).values():
                yield from _of_item(library, item, question)
    rng = random.Random(1)
    for entry in list(library.index.entries()):
        if entry.topic == CRITERIA:
            continue
        outside = entry.topic == OUTSIDE
        right = _is_outside if outside else _is(entry)
        ways = (*entry.questions, *entry.examples)
        for example in rng.sample(ways, min(EXAMPLES, len(ways))):
            others = tuple(question for question in ways if question != example)
            library.index.add(replace(entry, questions=others, examples=()))
            asked = forms(example)
            for form in ("written", "typo2", "chat"):
                yield from _choice(library, asked[form], None, right, none=outside, weight=0.5)
        library.replace(entry)


def _of_item(library: Library, item: Item, question: str) -> Iterator[Choice]:
    context, expect = item.get("context"), item.get("expect")
    if expect == "refuse":
        yield from _choice(library, question, context, lambda entry: False, none=True, samples=False, weight=1.5)
        yield from _choice(library, question, context, _is_outside, none=True, weight=0.5)
    else:
        yield from _choice(library, question, context, _answers(item), none=expect is not None)


def _is(own: Entry) -> Callable[[Entry], bool]:
    return lambda entry: entry.id == own.id


def _is_outside(entry: Entry) -> bool:
    return entry.topic == OUTSIDE


def _answers(item: Item) -> Callable[[Entry], bool]:
    return lambda entry: entry.topic != OUTSIDE and judge(item, "answer", entry.text) in ("right", "refused_right")


def _choice(
    library: Library,
    question: str,
    context: str | None,
    right: Callable[[Entry], bool],
    *,
    none: bool = False,
    samples: bool = True,
    weight: float = 1.0,
) -> Iterator[Choice]:
    nearest = [(row, library.index.get(row.entry_id)) for row in library.rank(question, context)[0]]
    nearest = [(row, entry) for row, entry in nearest if samples or entry.topic != OUTSIDE][:NEAREST]
    marks = [right(entry) for _, entry in nearest]
    if none or any(marks):
        yield Choice([_values(row) for row, _ in nearest], marks, none, weight)


def _values(row: Signals) -> tuple[float, ...]:
    return (1.0, *(getattr(row, name) for name in NAMES))


def fit(asked: Sequence[Choice]) -> list[float]:
    """The weights, the bias first."""
    weights = [-8.0, *([3.0] * len(NAMES))]
    first, second = [0.0] * len(weights), [0.0] * len(weights)
    total = sum(choice.weight for choice in asked)
    for step in range(1, STEPS + 1):
        slope = [0.0] * len(weights)
        for choice in asked:
            _add_slope(choice, weights, slope)
        for at in range(len(weights)):
            pull = slope[at] / total + (DECAY * weights[at] if at else 0.0)
            first[at] = 0.9 * first[at] + 0.1 * pull
            second[at] = 0.99 * second[at] + 0.01 * pull * pull
            speed = (first[at] / (1 - 0.9**step)) / (math.sqrt(second[at] / (1 - 0.99**step)) + 1e-8)
            weights[at] -= RATE * speed
    return weights


def _add_slope(choice: Choice, weights: Sequence[float], slope: list[float]) -> None:
    worth = [math.exp(sum(map(mul, weights, values))) for values in choice.signals]
    everything = sum(worth) + 1.0
    good = sum(part for part, right in zip(worth, choice.right, strict=True) if right) + choice.none + 1e-9
    for values, part, right in zip(choice.signals, worth, choice.right, strict=True):
        push = choice.weight * (part / everything - (part / good if right else 0.0))
        for at, value in enumerate(values):
            slope[at] += push * value


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.evaluation.fit")
    options.add_argument("--folder", type=Path, help="entries from this folder instead of the packaged ones")
    asked = list(choices(Library.load("vi", options.parse_args().folder)))
    for name, weight in zip(("bias", *NAMES), fit(asked), strict=True):
        print(f"{name:10} {weight:6.2f}")


if __name__ == "__main__":
    main()
