"""The index: which entries use which words, and what each of their texts looks like to the ranking."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from models.knowledge.domain import Domain
from models.knowledge.entries import Entry
from models.knowledge.folding import fold, is_marked, spelling, tokens, words
from models.knowledge.reading import Reader
from models.knowledge.text import Analyser, Skimmed, Text, Word
from models.knowledge.vocabulary import Words

Pair = tuple[str, str]

OUTSIDE = "?"  # the topic of the sample questions that are none of the office's business
CRITERIA = "criteria"  # the topic of what is made from the criteria data

# How often a word is in an entry's title and example questions; its text counts little, as it speaks of
# much more.
TITLE_COUNT, QUESTION_COUNT, BODY_COUNT = 1.5, 1.0, 0.4
# The count at which a word counts half of what it can, as a share of the questions: an entry that is asked for in forty
# ways isn't about everything that is said in one of them.
HALF = 0.15

# How much a word tells, against a rare word of the knowledge (1.0).
STOP_WEIGHT = 0.06
ASKING_WEIGHT = 0.15  # "how", "how much": tells what is asked about a thing, not about which thing
NUMBER_WEIGHT = 0.3  # a number that no entry has: "58" of "58 điểm thì mấy sao"
LIGHT_SHARE = 0.5  # of a word that only names a product or a place
MEANING_SHARE = 0.6  # of the rarity of its meaning, for a word of a phrase with synonyms


Told = tuple[str, str | None, float]  # a word, its meaning, and how much it tells


class Compared(NamedTuple):
    """What a pattern (a title or an example question) is compared by: the words of its subject, what they tell
    together, and its letter triples (:attr:`Text.letters`)."""

    subject: tuple[Told, ...]
    total: float
    letters: int


class Weights(NamedTuple):
    """How much each word of a text tells, and all its words together: those of the subject, and all."""

    each: Sequence[float]
    subject: float
    total: float


@dataclass
class _Indexed:
    entry: Entry
    patterns: list[str]
    pairs: frozenset[Pair]
    shares: dict[str, float]  # see Index.shares

    spellings: frozenset[str] | None = None  # of its words with diacritics; None: nobody has asked yet


class Index:
    """The entries by their words; entries come and go at any time."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.reader = Reader(words)
        self.analyser = Analyser(words)
        self.domain = Domain()
        self._entries: dict[str, _Indexed] = {}
        self._postings: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._pairs: dict[Pair, Pair] = {}
        # What is asked word for word → the entry it was written for.
        self._verbatim: dict[str, str] = {}
        self._spellings: defaultdict[str, set[str]] = defaultdict(set)
        # Emptied with every change. Equal words are shared, as tens of thousands of them are kept.
        self._compared: dict[str, Compared] = {}
        self._told: dict[Told, Told] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self._entries

    def entries(self) -> Iterable[Entry]:
        return (indexed.entry for indexed in self._entries.values())

    def get(self, entry_id: str) -> Entry:
        return self._entries[entry_id].entry

    def patterns(self, entry_id: str) -> Sequence[str]:
        return self._entries[entry_id].patterns

    def add(self, entry: Entry) -> None:
        """Puts an entry in, instead of the one with its id if there is one."""
        self.remove(entry.id)
        patterns = list(dict.fromkeys((entry.title, *entry.questions, *entry.examples)))
        asked = [self.analyser.skim(pattern) for pattern in patterns]
        body = words(entry.text)
        # Equal pairs are shared, as tens of thousands of them are kept.
        shared = self._pairs.setdefault
        pairs = [shared(pair, pair) for each in asked for pair in pairwise(each.words)]
        indexed = _Indexed(entry, patterns, frozenset(pairs), _shares(asked, body))
        for term, share in indexed.shares.items():
            self._postings[term][entry.id] = share
        self._entries[entry.id] = indexed
        for each in asked:
            self._verbatim.setdefault(" ".join(each.words), entry.id)
        self._learn(entry, asked, pairs, body, 1)

    def remove(self, entry_id: str) -> None:
        """Takes an entry out; nothing happens if there is none with this id."""
        indexed = self._entries.pop(entry_id, None)
        if indexed is None:
            return
        for term in indexed.shares:
            self._postings[term].pop(entry_id)
            if not self._postings[term]:
                del self._postings[term]
        asked = [self.analyser.skim(pattern) for pattern in indexed.patterns]
        for each in asked:
            if self._verbatim.get(said := " ".join(each.words)) == entry_id:
                del self._verbatim[said]
        pairs = [pair for each in asked for pair in pairwise(each.words)]
        self._learn(indexed.entry, asked, pairs, words(indexed.entry.text), -1)

    def _learn(
        self, entry: Entry, asked: Sequence[Skimmed], pairs: Sequence[Pair], body: Sequence[str], times: int
    ) -> None:
        said = [word for each in asked for word in each.words]
        self.reader.count([*said, *body], times)
        if entry.topic not in (OUTSIDE, CRITERIA):
            self.reader.count_pairs([*pairs, *pairwise(body)], times)
        if entry.topic != CRITERIA:  # the levels of a criterion are no questions
            self.domain.learn([*said, *pairs], times, outside=entry.topic == OUTSIDE)
        self._compared.clear()
        self._told.clear()

    def written_for(self, text: Text) -> str | None:
        """The entry that has these very words among its patterns."""
        return self._verbatim.get(" ".join(text.words))

    def shares(self, entry_id: str) -> Mapping[str, float]:
        """Word, meaning or ask → how much the entry is about it, 0–1."""
        return self._entries[entry_id].shares

    def spells(self, entry_id: str, word: str, mark: str) -> bool:
        """Whether an entry that has a folded word writes it with these diacritics (or nowhere with any)."""
        indexed = self._entries[entry_id]
        spellings = self._spell(indexed) if indexed.spellings is None else indexed.spellings
        return mark in spellings or spellings.isdisjoint(self._spellings.get(word, ()))

    def _spell(self, indexed: _Indexed) -> frozenset[str]:
        marked = [token for token in set(tokens(" ".join([*indexed.patterns, indexed.entry.text]))) if is_marked(token)]
        for token in marked:
            self._spellings[fold(token)].add(spelling(token))
        indexed.spellings = found = frozenset(map(spelling, marked))
        return found

    def postings(self, term: str) -> dict[str, float]:
        """Entry id → share, for a word or a meaning."""
        return self._postings.get(term, {})

    def pairs(self, entry_id: str) -> frozenset[Pair]:
        """The word pairs of the title and the example questions."""
        return self._entries[entry_id].pairs

    def rarity(self, term: str) -> float:
        """0–1: how well a word tells entries apart; 1 for a word that no entry has."""
        size = len(self._entries) + 1
        return math.log(1 + size / (len(self._postings.get(term, ())) + 0.5)) / math.log(1 + size / 0.5)

    def weights(self, text: Text) -> Weights:
        """How much each word of a text tells."""
        each = [self._weight(term) for term in text.terms]
        subject = sum(weight for term, weight in zip(text.terms, each, strict=True) if not term.asking)
        return Weights(each, subject, sum(each) or 1.0)

    def _weight(self, term: Word) -> float:
        word = term.text
        if term.asking:
            return STOP_WEIGHT if word in self.words.stop_words else ASKING_WEIGHT
        weight = STOP_WEIGHT if word in self.words.stop_words else self.rarity(word)
        if word[0].isdigit() and word not in self._postings:
            weight = NUMBER_WEIGHT
        if term.meaning is not None:
            weight = max(weight, MEANING_SHARE * self.rarity(term.meaning) / math.sqrt(term.length))
        return weight * LIGHT_SHARE if term.light else weight

    def compared(self, pattern: str) -> Compared:
        """What a pattern is compared by: worked out when first asked for, and remembered until an entry changes."""
        return self._compared.get(pattern) or self._compare(pattern)

    def _compare(self, pattern: str) -> Compared:
        text = self.analyser.analyse_plain(pattern)
        weights = self.weights(text)
        each = zip(text.terms, weights.each, strict=True)
        told = [(term.text, term.meaning, weight) for term, weight in each if not term.asking]
        subject = tuple([self._told.setdefault(word, word) for word in told])
        self._compared[pattern] = found = Compared(subject, weights.subject or 1.0, text.letters)
        return found


def _shares(asked: Sequence[Skimmed], body: Sequence[str]) -> dict[str, float]:
    counts = dict.fromkeys(body, BODY_COUNT)
    for place, each in enumerate(asked):
        for term in {*each.words, *each.meanings, *each.asks}:
            counts[term] = counts.get(term, 0.0) + (QUESTION_COUNT if place else TITLE_COUNT)
    half = HALF * len(asked)
    return {term: count / (count + half) for term, count in counts.items()}
