"""The index: which entries use which words, and what each of their texts looks like to the ranking."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from models.knowledge.entries import Entry
from models.knowledge.folding import fold, spelling, tokens, words
from models.knowledge.reading import Reader, Word
from models.knowledge.vocabulary import Phrase, Words

OUTSIDE = "?"  # the topic of the sample questions that are none of the office's business

# How often a word is in an entry's title and example questions; its text counts little, as it speaks of
# much more.
TITLE_COUNT, QUESTION_COUNT, BODY_COUNT = 1.5, 1.0, 0.4
HALF = 0.7  # the count at which a word counts half of what it can

# How much a word tells, against a rare word of the knowledge (1.0).
STOP_WEIGHT = 0.06
ASKING_WEIGHT = 0.15  # "how", "how much": tells what is asked about a thing, not about which thing
NUMBER_WEIGHT = 0.3  # a number that no entry has: "58" of "58 điểm thì mấy sao"
LIGHT_SHARE = 0.5  # of a word that only names a product or a place
MEANING_SHARE = 0.6  # of the rarity of its meaning, for a word of a phrase with synonyms


class Term(NamedTuple):
    """One word of a text with what is known of it.

    `meaning` is the group of synonyms ("#fee") of the phrase it stands in, `length` that phrase's length in
    words; `asking` is set for a word that only asks, `light` for one that only names a product or a place.
    """

    word: Word
    meaning: str | None = None
    length: int = 1
    asking: bool = False
    light: bool = False


@dataclass(frozen=True)
class Text:
    """A text as the ranking sees it: its words, and what it asks about them ("?fee", "?duration")."""

    terms: tuple[Term, ...]
    asks: frozenset[str]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(term.word.text for term in self.terms)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def meanings(self) -> frozenset[str]:
        return frozenset(term.meaning for term in self.terms if term.meaning is not None)

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letter triples without the spaces: what survives slips and missing spaces."""
        squeezed = "".join(self.words)
        return frozenset(squeezed[at : at + 3] for at in range(len(squeezed) - 2))


@dataclass(frozen=True)
class Pattern:
    """One way to ask for an entry: its title or an example question."""

    raw: str
    text: Text


class Weights(NamedTuple):
    """How much each word of a text tells, and all its words together: those of the subject, and all."""

    each: Sequence[float]
    subject: float
    total: float


@dataclass
class _Indexed:
    entry: Entry
    patterns: list[Pattern]
    spellings: frozenset[str]  # of all its words, with diacritics
    shares: dict[str, float] = field(default_factory=dict)  # word or meaning → how much the entry is about it, 0–1


class Index:
    """The entries by their words; entries come and go at any time."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.reader = Reader(words)
        self._entries: dict[str, _Indexed] = {}
        self._postings: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._synonyms = _by_first_word([*words.synonyms, *words.light_words])
        self._asks = _by_first_word(words.asks)
        self._rewrites = _by_first_word(words.rewrites)
        self._pairs: Counter[tuple[str, str]] = Counter()
        # By id() of a pattern; emptied with every change.
        self._subjects: dict[int, tuple[list[tuple[str, str | None, float]], float]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self._entries

    def entries(self) -> Iterable[Entry]:
        return (indexed.entry for indexed in self._entries.values())

    def get(self, entry_id: str) -> Entry:
        return self._entries[entry_id].entry

    def patterns(self, entry_id: str) -> Sequence[Pattern]:
        return self._entries[entry_id].patterns

    def add(self, entry: Entry) -> None:
        """Puts an entry in, instead of the one with its id if there is one."""
        self.remove(entry.id)
        asked = dict.fromkeys((entry.title, *entry.questions))
        written = frozenset(map(spelling, tokens(" ".join((*asked, entry.text)))))
        indexed = _Indexed(entry, [Pattern(raw, self.analyse(self._plain(raw))) for raw in asked], written)
        body = words(entry.text)
        indexed.shares = _shares(indexed.patterns, body)
        for term, share in indexed.shares.items():
            self._postings[term][entry.id] = share
        self._entries[entry.id] = indexed
        self._learn(indexed, body, 1)

    def remove(self, entry_id: str) -> None:
        """Takes an entry out; nothing happens if there is none with this id."""
        indexed = self._entries.pop(entry_id, None)
        if indexed is None:
            return
        for term in indexed.shares:
            self._postings[term].pop(entry_id)
            if not self._postings[term]:
                del self._postings[term]
        self._learn(indexed, words(indexed.entry.text), -1)

    def _learn(self, indexed: _Indexed, body: Sequence[str], times: int) -> None:
        for pattern in indexed.patterns:
            self.reader.learn(pattern.text.words, times)
        self.reader.learn(body, times)
        if indexed.entry.topic != OUTSIDE:
            for said in (body, *(pattern.text.words for pattern in indexed.patterns)):
                for pair in pairwise(said):
                    self._pairs[pair] += times
        self._subjects.clear()

    def shares(self, entry_id: str) -> Mapping[str, float]:
        """Word, meaning or ask → how much the entry is about it, 0–1."""
        return self._entries[entry_id].shares

    def spells(self, entry_id: str, word: str, mark: str) -> bool:
        """Whether an entry that has a folded word writes it with these diacritics (or with none)."""
        spellings = self._entries[entry_id].spellings
        return mark in spellings or word in spellings

    def postings(self, term: str) -> dict[str, float]:
        """Entry id → share, for a word or a meaning."""
        return self._postings.get(term, {})

    def familiar(self, text: Text, weights: Sequence[float]) -> float:
        """Share of a text's word pairs that some entry uses, by the lesser word of each: a question that
        strings known words together in unknown ways is about something else."""
        known = total = 0.0
        for pair, worth in zip(pairwise(text.words), map(min, pairwise(weights)), strict=True):
            total += worth
            if self._pairs.get(pair, 0) > 0:
                known += worth
        return known / total if total else 0.5

    def rarity(self, term: str) -> float:
        """0–1: how well a word tells entries apart; 1 for a word that no entry has."""
        size = len(self._entries) + 1
        return math.log(1 + size / (len(self._postings.get(term, ())) + 0.5)) / math.log(1 + size / 0.5)

    def weights(self, text: Text) -> Weights:
        """How much each word of a text tells."""
        each = [self._weight(term) for term in text.terms]
        subject = sum(weight for term, weight in zip(text.terms, each, strict=True) if not term.asking)
        return Weights(each, subject, sum(each) or 1.0)

    def _weight(self, term: Term) -> float:
        word = term.word.text
        if term.asking:
            return STOP_WEIGHT if word in self.words.stop_words else ASKING_WEIGHT
        weight = STOP_WEIGHT if word in self.words.stop_words else self.rarity(word)
        if word[0].isdigit() and word not in self._postings:
            weight = NUMBER_WEIGHT
        if term.meaning is not None:
            weight = max(weight, MEANING_SHARE * self.rarity(term.meaning) / math.sqrt(term.length))
        return weight * LIGHT_SHARE if term.light else weight

    def subject_of(self, pattern: Pattern) -> tuple[list[tuple[str, str | None, float]], float]:
        """What a pattern is about: each word with its meaning and how much it tells, and the sum. Remembered
        until an entry changes."""
        known = self._subjects.get(id(pattern))
        if known is None:
            weights = self.weights(pattern.text)
            each = zip(pattern.text.terms, weights.each, strict=True)
            words = [(term.word.text, term.meaning, weight) for term, weight in each if not term.asking]
            known = self._subjects[id(pattern)] = (words, weights.subject or 1.0)
        return known

    def analyse(self, read: Sequence[Word]) -> Text:
        """The words with what is known of them, by the longest phrases of the words file, left to right."""
        said = self._rewritten(read)
        terms = [Term(word, asking=word.text in self.words.question_words) for word in said]
        asks = set()
        for place, phrase in _phrases(said, self._asks):
            asks.add(self.words.asks[phrase])
            for at in range(place, place + len(phrase)):
                terms[at] = Term(said[at], asking=True)
        for place, phrase in _phrases(said, self._synonyms):
            meaning, light = self.words.synonyms.get(phrase), phrase in self.words.light_words
            for at in range(place, place + len(phrase)):
                terms[at] = Term(said[at], meaning, len(phrase), asking=False, light=light)
        return Text(tuple(terms), frozenset(asks))

    def _rewritten(self, read: Sequence[Word]) -> list[Word]:
        """Phrases said in several ways put into the one way of the knowledge ("ba sao" → "3 sao")."""
        said: list[Word] = []
        done = 0
        for place, phrase in _phrases(read, self._rewrites):
            said += read[done:place]
            said += [Word(word, typed=word) for word in self.words.rewrites[phrase]]
            done = place + len(phrase)
        return [*said, *read[done:]]

    def _plain(self, raw: str) -> list[Word]:
        """A text of the knowledge needs no mending; only abbreviations with one meaning are opened."""
        found: list[Word] = []
        for token in tokens(raw):
            word = fold(token)
            meanings = self.words.abbreviations.get(word, ())
            opened = len(meanings) == 1 and token == word
            found.extend(Word(part) for part in meanings[0]) if opened else found.append(Word(word))
        return found


def _shares(patterns: Sequence[Pattern], body: Sequence[str]) -> dict[str, float]:
    counts = dict.fromkeys(body, BODY_COUNT)
    for place, pattern in enumerate(patterns):
        for term in pattern.text.vocabulary | pattern.text.meanings | pattern.text.asks:
            counts[term] = counts.get(term, 0.0) + (QUESTION_COUNT if place else TITLE_COUNT)
    return {term: count / (count + HALF) for term, count in counts.items()}


def _by_first_word(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    found: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in dict.fromkeys(phrases):
        found[phrase[0]].append(phrase)
    return {first: sorted(group, key=len, reverse=True) for first, group in found.items()}


def _phrases(said: Sequence[Word], known: Mapping[str, Sequence[Phrase]]) -> Iterator[tuple[int, Phrase]]:
    """The known phrases in a text with their places: the longest at each place, none overlapping."""
    words = tuple(word.text for word in said)
    free = 0
    for place, word in enumerate(words):
        if place < free or word not in known:
            continue
        for phrase in known[word]:
            if words[place : place + len(phrase)] == phrase:
                yield place, phrase
                free = place + len(phrase)
                break
