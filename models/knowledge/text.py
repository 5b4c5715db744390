"""A text as the ranking sees it: its words with what is known of them, and what it asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar
from zlib import crc32

from models.knowledge.folding import fold, tokens
from models.knowledge.vocabulary import Phrase, Words

LETTER_BITS = 2039  # a prime; a long question has about a hundred triples

Said = TypeVar("Said")


@lru_cache(maxsize=32_768)
def _bit(letters: str) -> int:
    return 1 << crc32(letters.encode()) % LETTER_BITS


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
    def light(self) -> frozenset[str]:
        """The words that name a product or a place."""
        return frozenset([term.text for term in self.terms if term.light])

    @cached_property
    def letters(self) -> int:
        """The letter triples without the spaces, what survives slips and missing spaces, as bits of one number: a
        hundredth of a set's memory, and compared by counting the bits in common."""
        squeezed = "".join(self.words)
        bits = 0
        for at in range(len(squeezed) - 2):
            bits |= _bit(squeezed[at : at + 3])
        return bits


class Skimmed(NamedTuple):
    """A text's words, the names of the meanings in it, and what it asks."""

    words: tuple[str, ...]
    meanings: frozenset[str]
    asks: frozenset[str]


class Analyser:
    """Understands words by the phrases of the words file."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._synonyms = Phrases([*words.synonyms, *words.light_words])
        self._asks = Phrases(words.asks)
        self._rewrites = Phrases(words.rewrites)
        self._plain: dict[str, Phrase] = {}

    def analyse(self, read: Sequence[Word]) -> Text:
        """The words with what is known of them, by the longest phrases, left to right."""
        terms = self._rewritten(read, tuple([word.text for word in read]), _as_rewritten)
        said = tuple([word.text for word in terms])
        if not self._words.question_words.isdisjoint(said):
            asking = self._words.question_words
            terms = [_asking(term) if term.text in asking else term for term in terms]
        asks = set()
        for place, phrase in self._asks.found(said):
            asks.add(self._words.asks[phrase])
            for at in range(place, place + len(phrase)):
                terms[at] = _asking(terms[at])
        for place, phrase in self._synonyms.found(said):
            meaning, light = self._words.synonyms.get(phrase), phrase in self._words.light_words
            for at in range(place, place + len(phrase)):
                terms[at] = Word(*terms[at][:4], meaning, len(phrase), False, light)
        return Text(tuple(terms), frozenset(asks))

    def analyse_plain(self, raw: str) -> Text:
        """The same for a text of the knowledge, which needs no mending: only abbreviations with one meaning
        are opened."""
        return self.analyse([Word(word) for word in self._opened(raw)])

    def skim(self, raw: str) -> Skimmed:
        """What the index needs of such a text, in half the time."""
        opened = tuple(self._opened(raw))
        said = tuple(self._rewritten(opened, opened, str))
        meanings = {self._words.synonyms.get(phrase) for _, phrase in self._synonyms.found(said)}
        asks = [self._words.asks[phrase] for _, phrase in self._asks.found(said)]
        return Skimmed(said, frozenset([meaning for meaning in meanings if meaning is not None]), frozenset(asks))

    def _opened(self, raw: str) -> list[str]:
        opened: list[str] = []
        for token in tokens(raw):
            opened += self._plain.get(token) or self._open(token)
        return opened

    def _open(self, token: str) -> Phrase:
        word = fold(token)
        meanings = self._words.abbreviations.get(word, ())
        self._plain[token] = opened = meanings[0] if len(meanings) == 1 and token == word else (word,)
        return opened

    def _rewritten(self, read: Sequence[Said], said: tuple[str, ...], make: Callable[[str], Said]) -> list[Said]:
        """Phrases said in several ways put into the one way of the knowledge ("ba sao" → "3 sao")."""
        phrases = self._rewrites.found(said)
        if not phrases:
            return list(read)
        found: list[Said] = []
        done = 0
        for place, phrase in phrases:
            found += read[done:place]
            found += [make(word) for word in self._words.rewrites[phrase]]
            done = place + len(phrase)
        return [*found, *read[done:]]


def _as_rewritten(word: str) -> Word:
    return Word(word, typed=word)


def _asking(word: Word) -> Word:
    return Word(word.text, word.mark, word.trust, word.typed, asking=True)


class Phrases:
    """Phrases that are looked for in texts."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = frozenset(phrases)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for phrase in self._phrases:
            lengths[phrase[0]].add(len(phrase))
        self._lengths = {first: sorted(group, reverse=True) for first, group in lengths.items()}

    def found(self, said: tuple[str, ...]) -> list[tuple[int, Phrase]]:
        """Those in a text with their places: the longest at each place, none overlapping."""
        lengths = self._lengths
        if lengths.keys().isdisjoint(said):
            return []
        starts = [place for place, word in enumerate(said) if word in lengths]
        found: list[tuple[int, Phrase]] = []
        free = 0
        for place in starts:
            if place < free:
                continue
            for length in lengths[said[place]]:
                phrase = said[place : place + length]
                if phrase in self._phrases:
                    found.append((place, phrase))
                    free = place + length
                    break
        return found
