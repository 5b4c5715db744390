"""A text as the ranking sees it: its words with what is known of them, and what it asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from models.knowledge.folding import fold, tokens
from models.knowledge.vocabulary import Phrase, Words

LETTER_BITS = 2039  # a prime; a long question has about a hundred triples


class Word(NamedTuple):
    """One folded word.

    As it was read: `mark` is its spelling with diacritics, where it was typed with them; `trust` (0–1) falls
    with every mended slip; `typed` is the word with its diacritics as far as they are known.

    As it is understood: `meaning` is the group of synonyms ("#barcode") of the phrase it stands in, `length`
    that phrase's length in words; `asking` is set for a word that only asks, `light` for one that only names
    a product or a place.
    """

    text: str
    mark: str | None = None
    trust: float = 1.0
    typed: str = ""
    meaning: str | None = None
    length: int = 1
    asking: bool = False
    light: bool = False


@dataclass(frozen=True)
class Text:
    """Words in order, and what the text asks about them ("?fee", "?duration")."""

    terms: tuple[Word, ...]
    asks: frozenset[str]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple([term.text for term in self.terms])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def meanings(self) -> frozenset[str]:
        return frozenset([term.meaning for term in self.terms if term.meaning is not None])

    @cached_property
    def letters(self) -> int:
        """The letter triples without the spaces, what survives slips and missing spaces, as bits of one number: a
        hundredth of a set's memory, and compared by counting the bits in common."""
        squeezed = "".join(self.words).encode()
        bits = 0
        for at in range(len(squeezed) - 2):
            bits |= 1 << crc32(squeezed[at : at + 3]) % LETTER_BITS
        return bits


class Analyser:
    """Understands words by the phrases of the words file."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._synonyms = _by_first_word([*words.synonyms, *words.light_words])
        self._asks = _by_first_word(words.asks)
        self._rewrites = _by_first_word(words.rewrites)
        self._plain: dict[str, Word] = {}
        self._shared: dict[Word, Word] = {}

    def analyse(self, read: Sequence[Word]) -> Text:
        """The words with what is known of them, by the longest phrases, left to right."""
        terms = self._rewritten(read)
        said = tuple([word.text for word in terms])
        if not self._words.question_words.isdisjoint(said):
            asking = self._words.question_words
            terms = [_asking(term) if term.text in asking else term for term in terms]
        asks = set()
        for place, phrase in _phrases(said, self._asks):
            asks.add(self._words.asks[phrase])
            for at in range(place, place + len(phrase)):
                terms[at] = _asking(terms[at])
        for place, phrase in _phrases(said, self._synonyms):
            meaning, light = self._words.synonyms.get(phrase), phrase in self._words.light_words
            for at in range(place, place + len(phrase)):
                terms[at] = Word(*terms[at][:4], meaning, len(phrase), False, light)
        return Text(tuple(terms), frozenset(asks))

    def analyse_plain(self, raw: str) -> Text:
        """The same for a text of the knowledge, which needs no mending: only abbreviations with one meaning
        are opened. Equal words are shared, as thousands of them are kept."""
        read: list[Word] = []
        for token in tokens(raw):
            word = fold(token)
            meanings = self._words.abbreviations.get(word, ())
            opened = meanings[0] if len(meanings) == 1 and token == word else (word,)
            read += [self._plain.get(part) or self._plain.setdefault(part, Word(part)) for part in opened]
        text = self.analyse(read)
        return Text(tuple([self._shared.setdefault(term, term) for term in text.terms]), text.asks)

    def _rewritten(self, read: Sequence[Word]) -> list[Word]:
        """Phrases said in several ways put into the one way of the knowledge ("ba sao" → "3 sao")."""
        found: list[Word] = []
        done = 0
        for place, phrase in _phrases(tuple([word.text for word in read]), self._rewrites):
            found += read[done:place]
            found += [Word(word, typed=word) for word in self._words.rewrites[phrase]]
            done = place + len(phrase)
        return [*found, *read[done:]]


def _asking(word: Word) -> Word:
    return Word(word.text, word.mark, word.trust, word.typed, asking=True)


def _by_first_word(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    found: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in dict.fromkeys(phrases):
        found[phrase[0]].append(phrase)
    return {first: sorted(group, key=len, reverse=True) for first, group in found.items()}


def _phrases(said: tuple[str, ...], known: Mapping[str, Sequence[Phrase]]) -> Iterator[tuple[int, Phrase]]:
    """The known phrases in a text with their places: the longest at each place, none overlapping."""
    if known.keys().isdisjoint(said):
        return
    free = 0
    for place, word in enumerate(said):
        if place < free or word not in known:
            continue
        for phrase in known[word]:
            if said[place : place + len(phrase)] == phrase:
                yield place, phrase
                free = place + len(phrase)
                break
