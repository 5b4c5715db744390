"""Plain BM25 over the same entries: the baseline that the ranking has to beat."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from models.knowledge import Entry, fold

K1, B = 1.2, 0.75
ANSWER = 12.0  # higher declines more of what it knows, lower answers more of what it doesn't


class Bm25:
    """Entries by BM25 of their folded title, example questions and text."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = list(entries)
        self._bags = [
            Counter(_words(f"{e.title} {' '.join((*e.questions, *e.examples))} {e.text}")) for e in self._entries
        ]
        mean = sum(map(Counter.total, self._bags)) / max(1, len(self._bags))
        self._lengths = [K1 * (1 - B + B * bag.total() / mean) for bag in self._bags]
        spread = Counter(word for bag in self._bags for word in bag)
        self._rarity = {
            word: math.log(1 + (len(self._bags) - entries + 0.5) / (entries + 0.5)) for word, entries in spread.items()
        }

    def best(self, question: str) -> tuple[Entry | None, float]:
        """The first entry and its score; None below the threshold."""
        asked = [(word, self._rarity[word]) for word in _words(question) if word in self._rarity]
        scores = [self._score(asked, bag, length) for bag, length in zip(self._bags, self._lengths, strict=True)]
        if not scores:
            return None, 0.0
        at = max(range(len(scores)), key=scores.__getitem__)
        return (self._entries[at] if scores[at] >= ANSWER else None), scores[at]

    @staticmethod
    def _score(asked: Sequence[tuple[str, float]], bag: Counter[str], length: float) -> float:
        return sum(rarity * bag[word] * (K1 + 1) / (bag[word] + length) for word, rarity in asked if word in bag)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
