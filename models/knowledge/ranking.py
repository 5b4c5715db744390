"""How well an entry answers a question: a few signals between 0 and 1, and their weighted mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.knowledge.index import Index, Indexed, Pattern, Text, trigrams

SYNONYM_SHARE = 0.75  # a word met by another of the same meaning, against the word itself
CANDIDATES = 32  # entries compared closely, the best by shared words

# What each signal is worth. Found with `python -m tests.evaluation --tune`.
ASKED, TOLD, PAIRS, LETTERS, ANYWHERE = 0.34, 0.16, 0.16, 0.14, 0.20


@dataclass(frozen=True)
class Signals:
    """Why an entry ranked as it did. All from 0 to 1.

    asked: share of the question found in the nearest title or example question, by how much its words tell;
    told: share of that example found in the question; pairs: word pairs in common; letters: letter triples in
    common; anywhere: share of the question found anywhere in the entry, its text counting half.
    """

    entry_id: str
    pattern: str
    asked: float
    told: float
    pairs: float
    letters: float
    anywhere: float

    @property
    def score(self) -> float:
        return (
            ASKED * self.asked
            + TOLD * self.told
            + PAIRS * self.pairs
            + LETTERS * self.letters
            + ANYWHERE * self.anywhere
        )


@dataclass(frozen=True)
class Query:
    """A question ready for ranking: its words, how much each tells, and its letters as typed and as read."""

    text: Text
    weights: Sequence[float]
    letters: frozenset[str]

    @property
    def weight(self) -> float:
        return sum(self.weights)


def rank(index: Index, query: Query) -> list[Signals]:
    """The entries that share most with a question, best first."""
    shared = _shared(index, query)
    nearest = sorted(shared, key=lambda entry_id: -shared[entry_id])[:CANDIDATES]
    total = query.weight or 1.0
    rows = [_compare(index, query, index.get(entry_id), shared[entry_id] / total) for entry_id in nearest]
    return sorted(rows, key=lambda row: -row.score)


def _shared(index: Index, query: Query) -> dict[str, float]:
    """Entry id → the weight of the question's words that it has anywhere."""
    found: defaultdict[str, float] = defaultdict(float)
    for word, meaning, weight in zip(query.text.words, query.text.meanings, query.weights, strict=True):
        best: dict[str, float] = {}
        if meaning is not None:
            best = {
                entry_id: SYNONYM_SHARE * share
                for entry_id, share in index.postings("#" + meaning[0]).items()
            }
        for entry_id, share in index.postings(word.text).items():
            met = share * word.trust
            if met > best.get(entry_id, 0.0):
                best[entry_id] = met
        for entry_id, met in best.items():
            found[entry_id] += weight * met
    return found


def _compare(index: Index, query: Query, indexed: Indexed, anywhere: float) -> Signals:
    return max(
        (_signals(index, query, pattern, indexed.entry.id, anywhere) for pattern in indexed.patterns),
        key=lambda row: row.score,
    )


def _signals(index: Index, query: Query, pattern: Pattern, entry_id: str, anywhere: float) -> Signals:
    met = 0.0
    for word, meaning, weight in zip(query.text.words, query.text.meanings, query.weights, strict=True):
        if word.text in pattern.words:
            met += weight * word.trust
        elif meaning is not None and "#" + meaning[0] in pattern.meanings:
            met += weight * SYNONYM_SHARE
    asked_words = {word.text for word in query.text.words}
    asked_meanings = {meaning[0] for meaning in query.text.meanings if meaning}
    told = 0.0
    weights = index.weights(pattern.text)
    for word, meaning, weight in zip(pattern.text.words, pattern.text.meanings, weights, strict=True):
        if word.text in asked_words:
            told += weight
        elif meaning is not None and meaning[0] in asked_meanings:
            told += weight * SYNONYM_SHARE
    pairs = query.text.pairs
    return Signals(
        entry_id=entry_id,
        pattern=pattern.raw,
        asked=met / (query.weight or 1.0),
        told=told / (sum(weights) or 1.0),
        pairs=2 * sum(pair in pattern.pairs for pair in pairs) / (len(pairs) + len(pattern.pairs) or 1),
        letters=2 * len(query.letters & pattern.trigrams) / (len(query.letters) + len(pattern.trigrams) or 1),
        anywhere=anywhere,
    )


def query_letters(query_text: Text) -> frozenset[str]:
    return trigrams(" ".join(word.text for word in query_text.words))
