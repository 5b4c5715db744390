"""How well an entry answers a question: a few signals between 0 and 1, and their weighted mean."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from models.knowledge.index import Index, Pattern, Term, Text, Weights

SYNONYM_SHARE = 0.75  # a word met by another of the same meaning, against the word itself
OTHER_SPELLING_SHARE = 0.3  # a word met by one that only looks the same without diacritics
CANDIDATES = 32  # entries compared closely: those that share most words


@dataclass(frozen=True)
class Query:
    """A question ready for ranking: its words and how much each tells."""

    text: Text
    weights: Weights

    @cached_property
    def parts(self) -> list[tuple[Term, float, float]]:
        """Each word, and what meeting the word itself or only its meaning is worth."""
        return [
            (term, weight * term.word.trust, weight * SYNONYM_SHARE)
            for term, weight in zip(self.text.terms, self.weights.each, strict=True)
        ]

    @cached_property
    def pair_weights(self) -> dict[tuple[str, str], float]:
        return dict(zip(pairwise(self.text.words), map(sum, pairwise(self.weights.each)), strict=True))


@dataclass(frozen=True)
class Signals:
    """Why an entry ranked as it did; each from 0 to 1.

    - subject: share of what the question is about that is in the nearest title or example question (`pattern`)
    - about: share of what that pattern is about that is in the question
    - said: share of all the question's words that are in the pattern
    - asks: whether both ask the same of their subject (its fee, its deadline); one half where nothing is asked
    - pairs: share of the question's word pairs that are in the pattern
    - letters: letter triples in common
    - anywhere: share of the question's words that are anywhere in the entry, its text counting half
    """

    entry_id: str
    pattern: str
    subject: float
    about: float
    said: float
    asks: float
    pairs: float
    letters: float
    anywhere: float

    @cached_property
    def score(self) -> float:
        """How sure it is that the entry answers the question, from 0 to 1 (logistic regression)."""
        sure = (
            BIAS
            + SUBJECT * self.subject
            + ABOUT * self.about
            + SAID * self.said
            + ASKS * self.asks
            + PAIRS * self.pairs
            + LETTERS * self.letters
            + ANYWHERE * self.anywhere
        )
        return 1 / (1 + math.exp(-sure))


# Fitted with `python -m tests.evaluation.fit`.
BIAS, SUBJECT, ABOUT, SAID, ASKS, PAIRS, LETTERS, ANYWHERE = -4.3, -1.57, 1.18, 0.47, 0.63, 0.30, 1.72, 4.13


def rank(index: Index, query: Query) -> list[Signals]:
    """The entries that share most with a question, best first."""
    shared = _shared(index, query)
    nearest = sorted(shared, key=lambda entry_id: -shared[entry_id])[:CANDIDATES]
    rows = []
    for entry_id in nearest:
        anywhere = shared[entry_id] / query.weights.total
        compared = (compare(index, query, pattern, entry_id, anywhere) for pattern in index.patterns(entry_id))
        rows.append(max(compared, key=lambda row: row.score))
    return sorted(rows, key=lambda row: -row.score)


def _shared(index: Index, query: Query) -> dict[str, float]:
    """Entry id → the weight of the question's words that it has anywhere."""
    found: defaultdict[str, float] = defaultdict(float)
    for term, by_word, by_meaning in query.parts:
        best: dict[str, float] = {}
        if term.meaning is not None:
            best = {entry_id: by_meaning * share for entry_id, share in index.postings(term.meaning).items()}
        for entry_id, share in index.postings(term.word.text).items():
            met = by_word * share
            if met > best.get(entry_id, 0.0):
                best[entry_id] = met
        for entry_id, met in best.items():
            found[entry_id] += met
    return found


def compare(index: Index, query: Query, pattern: Pattern, entry_id: str, anywhere: float) -> Signals:
    """The signals between a question and one way to ask for an entry."""
    theirs = pattern.text
    said = subject = 0.0
    for term, by_word, by_meaning in query.parts:
        if term.word.text in theirs.vocabulary:
            mark, marks = term.word.mark, theirs.spellings.get(term.word.text)
            met = by_word if not mark or not marks or mark in marks else by_word * OTHER_SPELLING_SHARE
        elif term.meaning in theirs.meanings:
            met = by_meaning
        else:
            continue
        said += met
        if not term.asking:
            subject += met
    about = 0.0
    weights = index.weights_of(pattern)
    for term, weight in zip(theirs.terms, weights.each, strict=True):
        if term.asking:
            continue
        if term.word.text in query.text.vocabulary:
            about += weight
        elif term.meaning in query.text.meanings:
            about += weight * SYNONYM_SHARE
    pairs = query.pair_weights
    return Signals(
        entry_id=entry_id,
        pattern=pattern.raw,
        subject=subject / (query.weights.subject or 1.0),
        about=about / (weights.subject or 1.0),
        said=said / query.weights.total,
        asks=_same_asked(query.text.asks, theirs.asks),
        pairs=sum(pairs[pair] for pair in pairs.keys() & theirs.pairs) / (sum(pairs.values()) or 1.0),
        letters=_dice(query.text.letters, theirs.letters),
        anywhere=anywhere,
    )


def _same_asked(ours: frozenset[str], theirs: frozenset[str]) -> float:
    if not ours or not theirs:
        return 0.5
    return len(ours & theirs) / min(len(ours), len(theirs))


def _dice(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return 2 * len(ours & theirs) / (len(ours) + len(theirs) or 1)
