"""What is no question about the office's work: greetings, thanks, abuse, a lone phone number, a long
letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.knowledge.folding import words
from models.knowledge.text import Text
from models.knowledge.vocabulary import Phrase, Words

LONGEST = 600  # characters; beyond that it is a letter, not a question

_PHONE = re.compile(r"(?:\+?84|0)(?:[ .\-]?\d){8,10}(?!\d)")
_FEW_WORDS = 4  # that may stand beside a phone number ("sdt cua em 09..."), and it still is only the number

# These are met beside other words too; the others only count when nothing else is said.
_ANYWHERE = ("officer", "swearing")

# A bare answer ("có", "không"): also the words of questions, so it has to be most of the message.
BARE = "bare"

Shape = Literal["empty", "phone", "long_text"]


@dataclass(frozen=True)
class Talk:
    """Small talk in a message, by its name in the words file. `alone`: the message says nothing else."""

    kind: str
    alone: bool

    @property
    def counts(self) -> bool:
        """Whether it is what the message is about, when no entry answers it."""
        return self.alone or self.kind in _ANYWHERE


def shape_of(message: str) -> Shape | None:
    """What shows before any word is understood; None for an ordinary message."""
    if len(message) > LONGEST:
        return "long_text"
    if not words(message):
        return "empty"
    without = _PHONE.sub(" ", message)
    if without != message and len(words(without)) <= _FEW_WORDS:
        return "phone"
    return None


def kind_of(text: Text, vocabulary: Words) -> Talk | None:
    """The small talk in a message that has been read, by the longest phrase found."""
    said = text.words
    best: tuple[int, str] = (0, "")
    covered: set[int] = set()
    for kind, phrases in vocabulary.small_talk.items():
        for phrase in phrases:
            for at in _places(text, phrase, vocabulary.spellings[phrase]):
                covered.update(range(at, at + len(phrase)))
                best = max(best, (len(phrase), kind), key=lambda found: found[0])
    if not covered:
        return None
    if best[1] == BARE:
        return Talk("agree", alone=2 * len(covered) > len(said) or len(said) == 2)
    rest = [word for at, word in enumerate(said) if at not in covered and word not in vocabulary.stop_words]
    return Talk(best[1], alone=not rest)


def _places(text: Text, phrase: Phrase, spellings: Sequence[Phrase]) -> list[int]:
    """Where a phrase stands. Words typed with diacritics have to be those of the phrase: "bột ngũ cốc" is no abuse."""
    said, terms = text.words, text.terms
    return [
        at
        for at in range(len(said) - len(phrase) + 1)
        if said[at : at + len(phrase)] == phrase
        and any(
            all(term.mark is None or term.mark == mark for term, mark in zip(terms[at:], spelled, strict=False))
            for spelled in spellings
        )
    ]
