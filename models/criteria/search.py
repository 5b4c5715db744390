"""Which criteria set a product belongs to, by the name its producer gives it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from models.criteria.sets import CriteriaSet

_WORD = re.compile(r"\w+")

# A word as it is written, and without its marks.
_Word: TypeAlias = tuple[str, str]


class Index:
    """Finds sets by their examples and search words.

    A word typed without marks stands for any word that has them ("ca" for "cá" and "cà"), a word typed with
    marks only for itself. The longest phrase that stands whole in the product's name wins, so "rượu mơ" comes
    before "rượu"; without one, the phrases that the name is a part of count ("giảo cổ").
    """

    def __init__(self, sets: Iterable[CriteriaSet]) -> None:
        self._sets = {criteria_set.number: criteria_set for criteria_set in sets}
        self._phrases = [
            (_words(phrase), number)
            for number, criteria_set in self._sets.items()
            for phrase in (*criteria_set.examples, *criteria_set.words)
        ]

    def search(self, product: str) -> tuple[CriteriaSet, ...]:
        """The best-matching sets, in order of their numbers; several when they match equally well."""
        return tuple(self._sets[number] for number in sorted(self._best(product)[0]))

    def rest(self, product: str) -> str | None:
        """The words beside those that say which set it is (a question has many); None where no set is found."""
        return self._best(product)[1]

    def _best(self, product: str) -> tuple[set[int], str | None]:
        name = [word for word, _ in _words(product)]
        if not name:
            return set(), None
        placed = ((_place(name, phrase), len(phrase), number) for phrase, number in self._phrases)
        whole = [(start, length, number) for start, length, number in placed if start is not None]
        if whole:
            start, longest, _ = max(whole, key=lambda found: found[1])
            best = {number for _, length, number in whole if length == longest}
            return best, " ".join(name[:start] + name[start + longest :])
        parts = {number for phrase, number in self._phrases if _is_part(name, phrase)}
        return parts, "" if parts else None


def _place(name: Sequence[str], phrase: Sequence[_Word]) -> int | None:
    """Where the whole phrase stands in the name."""
    starts = range(len(name) - len(phrase) + 1)
    return next((start for start in starts if _same(name[start : start + len(phrase)], phrase)), None)


def _is_part(name: Sequence[str], phrase: Sequence[_Word]) -> bool:
    """Whether the whole name stands in the phrase."""
    starts = range(len(phrase) - len(name) + 1)
    return any(_same(name, phrase[start : start + len(name)]) for start in starts)


def _same(typed: Sequence[str], words: Sequence[_Word]) -> bool:
    return all(word in forms for word, forms in zip(typed, words, strict=True))


def _words(text: str) -> list[_Word]:
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return [(word, _fold(word)) for word in words]


def _fold(word: str) -> str:
    """Without tone and letter marks; đ is a letter of its own, which no normal form takes apart."""
    plain = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
