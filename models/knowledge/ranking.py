"""How well an entry answers a question: a few signals between 0 and 1, and how sure they make it together."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from models.knowledge.index import Index, Pattern, Term, Text, Weights

SYNONYM_SHARE = 0.75  # a word met by another of the same meaning, against the word itself
OTHER_SPELLING_SHARE = 0.3  # a word met by one that only looks the same without diacritics
CANDIDATES = 24  # entries compared closely: those that share most words

# Logistic regression on the signals. Fitted with `python -m tests.evaluation.fit`.
BIAS, CENTRAL, ANYWHERE, ABOUT, ASKS, LETTERS, FAMILIAR = -13.6, 5.0, 4.1, 4.3, 2.6, 5.9, 3.2


@dataclass(frozen=True)
class Signals:
    """Why an entry ranked as it did; each from 0 to 1.

    - central: share of the question's words that the entry's title and example questions use often
    - anywhere: share of the question's words that are anywhere in the entry, its text included
    - about: share of what the nearest title or example question (`pattern`) is about that is in the question
    - asks: whether the entry is asked for the same of its subject (its fee, its deadline); one half where the
      question asks nothing
    - letters: letter triples in common with the pattern
    - familiar: share of the question's word pairs that some entry uses
    """

    entry_id: str
    pattern: str
    central: float
    anywhere: float
    about: float
    asks: float
    letters: float
    familiar: float

    @property
    def score(self) -> float:
        """How sure it is that the entry answers the question, from 0 to 1."""
        return 1 / (1 + math.exp(-self.evidence))

    @cached_property
    def evidence(self) -> float:
        return (
            BIAS
            + CENTRAL * self.central
            + ANYWHERE * self.anywhere
            + ABOUT * self.about
            + ASKS * self.asks
            + LETTERS * self.letters
            + FAMILIAR * self.familiar
        )


@dataclass(frozen=True)
class Query:
    """A question ready for ranking: its words and how much each tells."""

    text: Text
    weights: Weights

    @cached_property
    def parts(self) -> list[tuple[Term, float, float]]:
        """Each word, and what share of the question it is worth to meet the word itself or only its meaning."""
        total = self.weights.total
        return [
            (term, weight * term.word.trust / total, weight * SYNONYM_SHARE / total)
            for term, weight in zip(self.text.terms, self.weights.each, strict=True)
        ]


@dataclass
class _Shared:
    """What an entry has of a question's words: by how often its questions use them, and at all."""

    central: float = 0.0
    anywhere: float = 0.0


def rank(index: Index, query: Query) -> list[Signals]:
    """The entries that share most with a question, best first."""
    shared = _shared(index, query)
    familiar = index.familiar(query.text, query.weights.each)
    nearest = sorted(shared, key=lambda entry_id: -shared[entry_id].central)[:CANDIDATES]
    rows = []
    for entry_id in nearest:
        found, asks = shared[entry_id], _asks(index, query, entry_id)
        patterns = index.patterns(entry_id)
        rows.append(
            max(
                (
                    Signals(
                        entry_id,
                        pattern.raw,
                        found.central,
                        found.anywhere,
                        about(index, query, pattern),
                        asks,
                        _dice(query.text.letters, pattern.text.letters),
                        familiar,
                    )
                    for pattern in patterns
                ),
                key=lambda row: ABOUT * row.about + LETTERS * row.letters,
            )
        )
    return sorted(rows, key=lambda row: -row.evidence)


def _shared(index: Index, query: Query) -> dict[str, _Shared]:
    found: defaultdict[str, _Shared] = defaultdict(_Shared)
    for term, by_word, by_meaning in query.parts:
        best: dict[str, tuple[float, float]] = {}
        if term.meaning is not None:
            for entry_id, share in index.postings(term.meaning).items():
                best[entry_id] = (by_meaning * share, by_meaning)
        mark = term.word.mark
        for entry_id, share in index.postings(term.word.text).items():
            worth = by_word
            if mark is not None and not index.spells(entry_id, term.word.text, mark):
                worth *= OTHER_SPELLING_SHARE
            other = best.get(entry_id, (0.0, 0.0))
            best[entry_id] = (max(worth * share, other[0]), max(worth, other[1]))
        for entry_id, (central, anywhere) in best.items():
            row = found[entry_id]
            row.central += central
            row.anywhere += anywhere
    return found


def about(index: Index, query: Query, pattern: Pattern) -> float:
    """Share of what a pattern is about that is in the question."""
    weights = index.weights_of(pattern)
    words, meanings = query.text.vocabulary, query.text.meanings
    met = 0.0
    for term, weight in zip(pattern.text.terms, weights.each, strict=True):
        if term.asking:
            continue
        if term.word.text in words:
            met += weight
        elif term.meaning in meanings:
            met += weight * SYNONYM_SHARE
    return met / (weights.subject or 1.0)


def _asks(index: Index, query: Query, entry_id: str) -> float:
    asks = query.text.asks
    return sum(index.postings(ask).get(entry_id, 0.0) for ask in asks) / len(asks) if asks else 0.5


def _dice(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return 2 * len(ours & theirs) / (len(ours) + len(theirs) or 1)
