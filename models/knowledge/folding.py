"""Vietnamese text as people type it on a phone: folding, cutting into words, and Telex keys that slipped
through.

Folding makes "Đăng ký mã vạch" and "dang ky ma vach" the same. It is done before anything is indexed or
compared, because half of the questions arrive without diacritics.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
# A word is letters, or a number with its inner marks: "3.5", "26/2026", "22000", "2,5".
_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+")

# Telex: the key pairs that make a letter, and the keys that set a tone. People see them raw when the
# keyboard did not compose: "ddawng kys" for "đăng ký".
_TELEX_LETTERS = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("aw", "a"), ("ow", "o"), ("uw", "u"))
_TELEX_TONES = "sfrxj"

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook, dot below


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Lower case without diacritics: NFC first, đ→d, marks stripped, spaces collapsed."""
    lowered = unicodedata.normalize("NFC", text).lower().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if unicodedata.category(c) != "Mn")
    return _SPACES.sub(" ", unicodedata.normalize("NFC", bare)).strip()


def tokens(text: str) -> list[str]:
    """The words and numbers of a text in order, lower case, diacritics kept; glued ones are cut apart
    ("4sao", "chấm58")."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).lower())


def words(text: str) -> list[str]:
    """The folded words and numbers of a text, in order."""
    return [fold(token) for token in tokens(text)]


def is_marked(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark (a diacritic, or đ)."""
    return unicodedata.normalize("NFC", text).lower() != fold(text)


def untelex(word: str) -> list[str]:
    """What a folded word may be when its Telex keys were not composed, nearest first: "ddawngs" → "dang".

    Empty when no key is left over.
    """
    composed = word
    for keys, letter in _TELEX_LETTERS:
        composed = composed.replace(keys, letter)
    readings = [composed]
    if len(composed) > 2 and composed[-1] in _TELEX_TONES:
        readings.append(composed[:-1])
    if len(word) > 2 and word[-1] in _TELEX_TONES:
        readings.append(word[:-1])
    return [reading for reading in dict.fromkeys(readings) if reading != word]


@lru_cache(maxsize=8_192)
def spelling(token: str) -> str:
    """A word's spelling with its tone put last, so that "hoà" and "hòa" are the same."""
    tone, letters = "", ""
    for letter in unicodedata.normalize("NFC", token):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((part for part in parts if part in _TONES), tone)
        letters += unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return letters + tone
