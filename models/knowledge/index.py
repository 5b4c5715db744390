"""The index: which entries use which words, and what each of their texts looks like to the ranking."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from models.knowledge.entries import Entry
from models.knowledge.folding import fold, tokens, words
from models.knowledge.reading import Reader, Word, rewrite
from models.knowledge.vocabulary import Phrase, Words

BODY_SHARE = 0.5  # a word of the answer's text against one of its title or example questions

# How much a word of each sort tells, against a rare word of the knowledge (1.0).
STOP_WEIGHT = 0.06
QUESTION_WEIGHT = 0.15
LIGHT_SHARE = 0.5
MEANING_WEIGHT = 0.45


@dataclass(frozen=True)
class Text:
    """A text as the ranking sees it: its words, and for each of them the meanings (synonym groups) it is part of,
    with the length of the phrase that carried the meaning."""

    words: tuple[Word, ...]
    meanings: tuple[tuple[str, int] | None, ...]
    light: frozenset[int]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(a.text, b.text) for a, b in zip(self.words, self.words[1:], strict=False)]


@dataclass(frozen=True)
class Pattern:
    """One way to ask for an entry: its title or an example question, ready to be compared with."""

    raw: str
    text: Text
    words: frozenset[str]
    meanings: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    trigrams: frozenset[str]


@dataclass
class Indexed:
    """An entry in the index."""

    entry: Entry
    patterns: list[Pattern]
    words: dict[str, float] = field(default_factory=dict)  # word or "#meaning" → BODY_SHARE or 1


class Index:
    """The entries by their words; entries come and go at any time."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.reader = Reader(words)
        self._entries: dict[str, Indexed] = {}
        self._postings: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._phrases = _by_first_word([*words.synonyms, *words.light_words])

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self._entries

    def entries(self) -> Iterable[Entry]:
        return (indexed.entry for indexed in self._entries.values())

    def get(self, entry_id: str) -> Indexed:
        return self._entries[entry_id]

    def add(self, entry: Entry) -> None:
        """Puts an entry in, instead of the one with its id if there is one."""
        self.remove(entry.id)
        indexed = Indexed(
            entry, [self._pattern(raw) for raw in dict.fromkeys((entry.title, *entry.questions))]
        )
        body = words(entry.text)
        for word in body:
            indexed.words[word] = BODY_SHARE
        for pattern in indexed.patterns:
            for term in (*pattern.words, *pattern.meanings):
                indexed.words[term] = 1.0
        for term, weight in indexed.words.items():
            self._postings[term][entry.id] = weight
        self._entries[entry.id] = indexed
        self._learn(indexed, body, 1)

    def remove(self, entry_id: str) -> None:
        """Takes an entry out; nothing happens if there is none with this id."""
        indexed = self._entries.pop(entry_id, None)
        if indexed is None:
            return
        for term in indexed.words:
            self._postings[term].pop(entry_id, None)
            if not self._postings[term]:
                del self._postings[term]
        self._learn(indexed, words(indexed.entry.text), -1)

    def _learn(self, indexed: Indexed, body: Sequence[str], times: int) -> None:
        for pattern in indexed.patterns:
            self.reader.learn([word.text for word in pattern.text.words], times)
        self.reader.learn(body, times)
        self.reader.forget_neighbours()

    def postings(self, term: str) -> dict[str, float]:
        """Entry id → weight, for a word or a "#meaning"."""
        return self._postings.get(term, {})

    def rarity(self, term: str) -> float:
        """0–1: how much an entry is told apart by a word; 1 for one that no entry has."""
        count = len(self._postings.get(term, ()))
        size = len(self._entries) + 1
        return math.log(1 + size / (count + 0.5)) / math.log(1 + size / 0.5)

    def weights(self, text: Text) -> list[float]:
        """How much each word of a text tells."""
        found = []
        for place, (word, meaning) in enumerate(zip(text.words, text.meanings, strict=True)):
            if word.text in self.words.question_words:
                weight = QUESTION_WEIGHT
            elif word.text in self.words.stop_words:
                weight = STOP_WEIGHT
            else:
                weight = self.rarity(word.text)
            if meaning is not None:
                weight = max(weight, MEANING_WEIGHT * self.rarity("#" + meaning[0]) / meaning[1] ** 0.5)
            if place in text.light:
                weight *= LIGHT_SHARE
            found.append(weight)
        return found

    def analyse(self, read: Sequence[Word]) -> Text:
        """Words with their meanings: the longest phrases of the words file, left to right."""
        said = rewrite(read, self.words)
        meanings: list[tuple[str, int] | None] = [None] * len(said)
        light: set[int] = set()
        place = 0
        while place < len(said):
            phrase = self._phrase_at(said, place)
            if phrase is None:
                place += 1
                continue
            span = range(place, place + len(phrase))
            if phrase in self.words.synonyms:
                for at in span:
                    meanings[at] = (self.words.synonyms[phrase], len(phrase))
            if phrase in self.words.light_words:
                light.update(span)
            place += len(phrase)
        return Text(tuple(said), tuple(meanings), frozenset(light))

    def _phrase_at(self, said: Sequence[Word], place: int) -> Phrase | None:
        for phrase in self._phrases.get(said[place].text, ()):
            if tuple(word.text for word in said[place : place + len(phrase)]) == phrase:
                return phrase
        return None

    def _pattern(self, raw: str) -> Pattern:
        text = self.analyse(self._plain(raw))
        return Pattern(
            raw=raw,
            text=text,
            words=frozenset(word.text for word in text.words),
            meanings=frozenset("#" + meaning[0] for meaning in text.meanings if meaning),
            pairs=frozenset(text.pairs),
            trigrams=trigrams(" ".join(word.text for word in text.words)),
        )

    def _plain(self, raw: str) -> list[Word]:
        """A text of the knowledge needs no mending; only abbreviations with one meaning are opened."""
        found = []
        for token in tokens(raw):
            word = fold(token)
            meanings = self.words.abbreviations.get(word, ())
            if len(meanings) == 1 and token == word:
                found += [Word(part) for part in meanings[0]]
            else:
                found.append(Word(word, token))
        return found


def trigrams(folded: str) -> frozenset[str]:
    """The letter triples of a text without its spaces: what survives slips and missing spaces."""
    squeezed = folded.replace(" ", "")
    return frozenset(squeezed[i : i + 3] for i in range(len(squeezed) - 2))


def _by_first_word(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    found: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in dict.fromkeys(phrases):
        if phrase:
            found[phrase[0]].append(phrase)
    return {first: sorted(group, key=len, reverse=True) for first, group in found.items()}
