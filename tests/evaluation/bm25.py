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
        self._mean = sum(map(Counter.total, self._bags)) / max(1, len(self._bags))
        self._spread = Counter(word for bag in self._bags for word in bag)

    def best(self, question: str) -> tuple[Entry | None, float]:
        """The first entry and its score; None below the threshold."""
        scores = [self._score(_words(question), bag) for bag in self._bags]
        if not scores:
            return None, 0.0
        at = max(range(len(scores)), key=scores.__getitem__)
        return (self._entries[at] if scores[at] >= ANSWER else None), scores[at]

    def _score(self, asked: Sequence[str], bag: Counter[str]) -> float:
        length = K1 * (1 - B + B * bag.total() / self._mean)
        return sum(self._rarity(word) * bag[word] * (K1 + 1) / (bag[word] + length) for word in asked if word in bag)

    def _rarity(self, word: str) -> float:
        spread = self._spread[word]
        return math.log(1 + (len(self._bags) - spread + 0.5) / (spread + 0.5))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
