"""Reading a question as it was meant: abbreviations opened, typing slips mended, glued words cut apart.

Each typed word may be read in several ways, and each way has a price. The cheapest path through them is
taken, where following a word pair that the knowledge itself uses is cheap: "tn" is "Thái Nguyên" after
"tỉnh", but "thế nào" after "hồ sơ". This is the noisy-channel model of spelling, with the knowledge as its
language.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from models.knowledge.folding import fold, spelling, tokens, untelex
from models.knowledge.text import Word
from models.knowledge.vocabulary import Phrase, Words

# Prices in nats: how much likelier, at least, a reading must be for the words around it to be preferred.
PRICE_ABBREVIATION = 0.5  # per place in its list of meanings
PRICE_TELEX = 1.0
PRICE_SPLIT = 2.5  # per space that was left out
PRICE_SLIP = 3.0  # per letter, in what is no word of the language
PRICE_SLIP_IN_WORD = 8.0  # per letter, in what is a word, only unknown to the knowledge
PRICE_SLIP_IN_KNOWN = 7.0  # per letter, in a word that the knowledge uses
PRICE_UNKNOWN = 3.0  # leaving a word as it is that the knowledge does not know
PRICE_STRANGE = 2.0  # per letter, leaving what is no word of the language either

# Bounds on how a glued word is cut apart.
MOST_PARTS = 4
LONGEST_WORD = 9  # letters: the longest Vietnamese word has 7, Telex keys may add to it
MOST_MENDED = 2  # parts of one glued word
WAYS = 4

_PAIR_SHARE = 0.75  # how far a pair is trusted against the single word, where it was seen


class _Reading(NamedTuple):
    words: Phrase
    price: float
    trust: float = 1.0


Counted = TypeVar("Counted")


def _count(counter: Counter[Counted], things: Sequence[Counted], times: int) -> None:
    if times > 0:
        counter.update(things)
        return
    for thing in things:
        counter[thing] += times
        if counter[thing] <= 0:
            del counter[thing]


class Reader:
    """Knows the words and word pairs of the knowledge, and reads questions by them."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._count: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._total = 0
        self._choices: list[str] = []
        self._near = lru_cache(maxsize=4096)(self._find_near)
        opened = chain.from_iterable(words.abbreviations.values())
        self._learn([*words.synonyms, *words.asks, *words.light_words, *words.rewrites.values(), *opened])
        self.count([phrase[0] for phrase in words.rewrites if len(phrase) == 1])  # "barcode"
        self.count([*chain.from_iterable(chain(*words.small_talk.values())), *words.stop_words])

    def _learn(self, texts: Iterable[Phrase]) -> None:
        """Counts the words of texts, and their word pairs."""
        for text in texts:
            self.count(text)
            self.count_pairs([*pairwise(text)])

    def count(self, words: Sequence[str], times: int = 1) -> None:
        """Counts words of the knowledge; `times` -1 takes them back."""
        _count(self._count, words, times)
        self._total += times * len(words)
        self._choices.clear()
        self._near.cache_clear()

    def count_pairs(self, pairs: Sequence[tuple[str, str]], times: int = 1) -> None:
        """Counts word pairs of the knowledge; `times` -1 takes them back."""
        _count(self._pairs, pairs, times)

    def read(self, text: str) -> list[Word]:
        """The words of a text, mended, in order."""
        typed = tokens(text)
        found: list[Word] = []
        for token, reading in zip(typed, self._path(typed), strict=True):
            if reading.words == (fold(token),):
                mark = spelling(token) if token != fold(token) else None
                found.append(Word(fold(token), mark, reading.trust, token))
            else:
                found.extend(Word(word, None, reading.trust, word) for word in reading.words)
        return found

    def _path(self, typed: Sequence[str]) -> list[_Reading]:
        """Viterbi: for every reading of a word the cheapest way to arrive at it; then the way back."""
        ways: list[tuple[float, list[_Reading], str]] = [(0.0, [], "")]
        for token in typed:
            arrived: list[tuple[float, list[_Reading], str]] = []
            word = fold(token)
            # "hong" may stand for "không", but "hồng" is written out; "đk" has no more than its first letter.
            for reading in self._readings(word, short=token.replace("đ", "d") == word):
                best = min(
                    ((price + self._price(before, reading), before_path) for price, before_path, before in ways),
                    key=lambda way: way[0],
                )
                arrived.append((best[0], [*best[1], reading], reading.words[-1]))
            ways = arrived
        return min(ways, key=lambda way: way[0])[1]

    def _price(self, before: str, reading: _Reading) -> float:
        price = reading.price
        for word in reading.words:
            price += self._surprise(before, word)
            before = word
        return price

    def _surprise(self, before: str, word: str) -> float:
        """-log P(word | the word before), from pairs where they were seen, from the word alone otherwise."""
        alone = (self._count.get(word, 0) + 0.1) / (self._total + 1)
        pair = self._pairs.get((before, word), 0)
        chance = (1 - _PAIR_SHARE) * alone
        if pair:
            chance += _PAIR_SHARE * pair / (self._count[before] + 2)
        return -math.log(chance)

    def _readings(self, word: str, *, short: bool) -> list[_Reading]:
        """How a word may be meant; `short`: it may be an abbreviation."""
        known = word in self._count
        meanings = self._words.abbreviations.get(word, ()) if short else ()
        if len(meanings) == 1:  # opened in the knowledge as well
            return [_Reading(meanings[0], PRICE_ABBREVIATION)]
        readings = [_Reading(meaning, PRICE_ABBREVIATION * (place + 1)) for place, meaning in enumerate(meanings)]
        if len(word) < 2 or word[0].isdigit():
            return readings or [_Reading((word,), 0.0)]
        is_word = known or self._words.is_syllable(word)
        stays = 0.0 if known else PRICE_UNKNOWN if is_word else PRICE_STRANGE * len(word)
        readings.append(_Reading((word,), stays))
        telex = PRICE_TELEX + (PRICE_SLIP if is_word else 0.0)
        readings += [_Reading((other,), telex, 0.95) for other in untelex(word) if other in self._count]
        if meanings:
            return readings
        slip = PRICE_SLIP_IN_KNOWN if known else PRICE_SLIP_IN_WORD if is_word else PRICE_SLIP
        for other, slips in self._near(word):
            readings.append(_Reading((other,), slip * slips, 1 - 0.1 * slips))
        if not known and len(word) > 3:
            readings += self._cut(word)
        return readings

    def _find_near(self, word: str) -> tuple[tuple[str, int], ...]:
        """The known words within one slip (two from six letters on): changed, dropped, doubled or swapped."""
        if len(word) < 3:
            return ()
        if not self._choices:
            self._choices = [w for w in self._count if w.isalpha()]
        slips = 2 if len(word) >= 7 else 1
        near = process.extract(word, self._choices, scorer=OSA.distance, score_cutoff=slips, limit=12)
        return tuple((other, int(distance)) for other, distance, _ in near if other != word)

    def _cut(self, word: str) -> Iterable[_Reading]:
        """The word as two to four known words written together, at most two of them with a slip; the
        cheapest few. Word pairs are weighed as everywhere."""
        # By place in the word: (price, parts mended, words) of the cheapest ways to get there.
        ways: list[list[tuple[float, int, Phrase]]] = [[] for _ in range(len(word) + 1)]
        ways[0] = [(0.0, 0, ())]
        for start in range(len(word)):
            for price, mended, cut in sorted(ways[start])[:WAYS]:
                for end in range(start + 1, min(start + LONGEST_WORD, len(word)) + 1):
                    for part, more in self._part(word[start:end]):
                        if len(cut) == MOST_PARTS or (more and mended == MOST_MENDED):
                            continue
                        before = cut[-1] if cut else ""
                        total = price + more + PRICE_SPLIT + self._surprise(before, part[0])
                        ways[end].append((total, mended + (more > 0), cut + part))
        for _, mended, cut in sorted(ways[-1])[:WAYS]:
            if len(cut) > 1:
                price = PRICE_SPLIT * (len(cut) - 1) + PRICE_SLIP * mended
                yield _Reading(cut, price, 0.9 - 0.1 * mended)

    def _part(self, part: str) -> list[tuple[Phrase, float]]:
        if part in self._count:
            return [((part,), 0.0)] if len(part) > 1 else []
        if len(part) < 2:
            return []
        composed = [((other,), PRICE_TELEX) for other in untelex(part) if other in self._count]
        meanings = [(meaning, PRICE_ABBREVIATION) for meaning in self._words.abbreviations.get(part, ())[:1]]
        near = [((other,), PRICE_SLIP * slips) for other, slips in self._near(part)[:4] if slips == 1]
        return [*composed, *meanings, *near]
