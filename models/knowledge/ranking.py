"""How well an entry answers a question: a few signals between 0 and 1, and how sure they make it together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nlargest
from itertools import pairwise

from models.knowledge.index import OUTSIDE, Compared, Index, Weights
from models.knowledge.text import Text, Word

SYNONYM_SHARE = 0.75  # a word met by another of the same meaning, against the word itself
OTHER_SPELLING_SHARE = 0.3  # a word met by one that only looks the same without diacritics
CANDIDATES = 32  # entries looked at: those that share most words
COMPARED = 12  # of these, pattern by pattern: the likeliest at a glance
BRIEF = 0.4  # what a pattern leaves unsaid: one of a word or two is met by chance
COMMON = 0.25  # a word in more than this share of the entries is too common to look for candidates by

# Logistic regression on the signals, fitted as `python -m tests.evaluation.fit` does it: never on what is held out.
BIAS, CENTRAL, ANYWHERE, ABOUT, ASKS = -15.0, 3.9, 3.9, 6.9, 2.1
LETTERS, AGAIN, PAIRS, PRODUCT, BELONGS = 2.8, 4.3, 2.4, 1.3, 7.6


@dataclass(frozen=True)
class Signals:
    """Why an entry ranked as it did; each from 0 to 1.

    - central: share of the question's words that the entry's title and example questions use often
    - anywhere: share of the question's words that are anywhere in the entry, its text included
    - about: share of what the nearest title or example question (`pattern`) is about that is in the question
    - asks: whether the entry is asked for the same of its subject (its fee, its deadline); one half where the
      question asks nothing
    - letters: letter triples in common with the pattern
    - again: the same with the two next nearest patterns: several that come near are worth more than one
    - pairs: share of the question's word pairs that the entry's patterns have, by the lesser word of each
    - product: how much the entry is about the product or place that the question names; 0 where it names none
    - belongs: how much the question sounds like the office's business at all (an entry), or like something
      else (a sample of what is outside)
    """

    entry_id: str
    central: float
    anywhere: float
    asks: float
    pairs: float
    product: float
    belongs: float
    pattern: str = ""
    about: float = 0.0
    letters: float = 0.0
    again: float = 0.0

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
            + AGAIN * self.again
            + PAIRS * self.pairs
            + PRODUCT * self.product
            + BELONGS * self.belongs
        )


@dataclass(frozen=True)
class Query:
    """A question ready for ranking: its words and how much each tells."""

    text: Text
    weights: Weights

    @cached_property
    def pairs(self) -> list[tuple[tuple[str, str], float]]:
        """Each word pair, and its share of what all pairs tell."""
        worth = [min(pair) for pair in pairwise(self.weights.each)]
        total = sum(worth) or 1.0
        return [(pair, each / total) for pair, each in zip(pairwise(self.text.words), worth, strict=True)]

    @cached_property
    def parts(self) -> list[tuple[Word, float, float]]:
        """Each word, and what share of the question it is worth to meet the word itself or only its
        meaning."""
        total = self.weights.total
        return [
            (term, weight * term.trust / total, weight * SYNONYM_SHARE / total)
            for term, weight in zip(self.text.terms, self.weights.each, strict=True)
        ]


def rank(index: Index, query: Query, *, without: Container[str] = ()) -> list[Signals]:
    """The entries that share most with a question, best first; `without` some that it can't be about."""
    belongs = index.domain.belongs(query.text.words)
    glances = [_glance(index, query, entry_id, belongs) for entry_id in _nearest(index, query, without)]
    likeliest = nlargest(COMPARED, glances, key=_evidence)
    own = index.written_for(query.text)
    if own is not None and own not in without and all(row.entry_id != own for row in likeliest):
        # A short one of common words shows nothing at a glance.
        likeliest.append(_glance(index, query, own, belongs))
    rows = [_closer(index, query, row) for row in likeliest]
    return sorted(rows, key=_evidence, reverse=True)


def _evidence(row: Signals) -> float:
    return row.evidence


def _nearest(index: Index, query: Query, without: Container[str]) -> list[str]:
    """The entries that use most of the question's telling words; words that very many entries use are only
    looked at when there are no others."""
    common = len(index) * COMMON
    found: defaultdict[str, float] = defaultdict(float)
    lists = [
        (index.postings(key), worth)
        for term, by_word, by_meaning in query.parts
        for key, worth in ((term.text, by_word), (term.meaning, by_meaning))
        if key is not None
    ]
    for postings, worth in [each for each in lists if len(each[0]) < common] or lists:
        for entry_id, share in postings.items():
            found[entry_id] += worth * share
    return nlargest(CANDIDATES, (each for each in found if each not in without), key=found.__getitem__)


def _glance(index: Index, query: Query, entry_id: str, belongs: float) -> Signals:
    """The signals of an entry, but for what its single patterns tell."""
    central, anywhere = _shared(index, query, entry_id)
    known = index.pairs(entry_id)
    return Signals(
        entry_id,
        central=central,
        anywhere=anywhere,
        asks=_asks(index, query, entry_id),
        pairs=sum(worth for pair, worth in query.pairs if pair in known),
        product=_product(index, query, entry_id),
        belongs=1 - belongs if index.get(entry_id).topic == OUTSIDE else belongs,
    )


def _closer(index: Index, query: Query, row: Signals) -> Signals:
    """The same with the patterns compared, and what the nearest of them tells."""
    nearest, alike = (-1.0, 0.0, 0.0, ""), [0.0, 0.0]
    ours = query.text.letters
    for pattern in index.patterns(row.entry_id):
        known = index.compared(pattern)
        about, letters = _about(query, known), _dice(ours, known.letters)
        nearest = max(nearest, (ABOUT * about + LETTERS * letters, about, letters, pattern))
        alike.append(letters)
    _, about, letters, raw = nearest
    return replace(row, pattern=raw, about=about, letters=letters, again=sum(nlargest(3, alike)[1:]) / 2)


def _shared(index: Index, query: Query, entry_id: str) -> tuple[float, float]:
    """What an entry has of a question's words: by how often its questions use them, and at all."""
    central = anywhere = 0.0
    shares = index.shares(entry_id)
    for term, by_word, by_meaning in query.parts:
        word, mark = term.text, term.mark
        share, meant = shares.get(word, 0.0), shares.get(term.meaning, 0.0) if term.meaning else 0.0
        worth = by_word if share else 0.0
        if worth and mark is not None and not index.spells(entry_id, word, mark):
            worth *= OTHER_SPELLING_SHARE
        central += max(worth * share, by_meaning * meant)
        anywhere += max(worth, by_meaning if meant else 0.0)
    return central, anywhere


def _about(query: Query, pattern: Compared) -> float:
    """Share of what a pattern is about that is in the question."""
    words, meanings = query.text.vocabulary, query.text.meanings
    met = 0.0
    for word, meaning, weight in pattern.subject:
        if word in words:
            met += weight
        elif meaning in meanings:
            met += weight * SYNONYM_SHARE
    return met / (pattern.total + BRIEF)


def _asks(index: Index, query: Query, entry_id: str) -> float:
    asks, shares = query.text.asks, index.shares(entry_id)
    return sum(shares.get(ask, 0.0) for ask in asks) / len(asks) if asks else 0.5


def _product(index: Index, query: Query, entry_id: str) -> float:
    named, shares = query.text.light, index.shares(entry_id)
    return sum(shares.get(word, 0.0) for word in named) / len(named) if named else 0.0


def _dice(ours: int, theirs: int) -> float:
    return 2 * (ours & theirs).bit_count() / (ours.bit_count() + theirs.bit_count() or 1)
