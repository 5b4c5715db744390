"""Which criteria set a product belongs to, by the name its producer gives it."""

import re
import unicodedata
from collections.abc import Iterable

from models.criteria.sets import CriteriaSet

_WORD = re.compile(r"\w+")


class Index:
    """Finds sets by their examples and search words.

    A phrase counts when all of it stands in the product's name; the longest phrase wins ("rượu mơ" before
    "rượu"). A name with diacritics is first taken as it is written, so that "cá" isn't "cà", then without.
    """

    def __init__(self, sets: Iterable[CriteriaSet]) -> None:
        self._exact: list[tuple[str, CriteriaSet]] = []
        self._folded: list[tuple[str, CriteriaSet]] = []
        for criteria_set in sets:
            for phrase in (*criteria_set.examples, *criteria_set.words):
                self._exact.append((_words(phrase), criteria_set))
                self._folded.append((_words(_fold(phrase)), criteria_set))

    def search(self, product: str) -> tuple[CriteriaSet, ...]:
        """The best-matching sets, in order of their numbers; several when they match equally well."""
        return _best(_words(product), self._exact) or _best(_words(_fold(product)), self._folded)


def _best(product: str, phrases: list[tuple[str, CriteriaSet]]) -> tuple[CriteriaSet, ...]:
    if not product.strip():
        return ()
    scores: dict[int, tuple[int, CriteriaSet]] = {}
    for phrase, criteria_set in phrases:
        # Spaces at both ends keep matches to whole words. A name shorter than the phrase ("giảo cổ")
        # counts by its own length.
        shared = phrase if phrase in product else product if product in phrase else ""
        score = len(shared.split())
        if score > scores.get(criteria_set.number, (0, None))[0]:
            scores[criteria_set.number] = (score, criteria_set)
    best = max((score for score, _ in scores.values()), default=0)
    return tuple(criteria_set for _, (score, criteria_set) in sorted(scores.items()) if score == best)


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(unicodedata.normalize('NFC', text).lower()))} "


def _fold(text: str) -> str:
    """Without tone and letter marks; đ is a letter of its own, which no normal form takes apart."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
