"""What is no question about the office's work: greetings, thanks, a lone phone number, a long letter, abuse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from models.knowledge.folding import words
from models.knowledge.index import Text
from models.knowledge.vocabulary import Words

_PHONE = re.compile(r"(?:\+?84|0)(?:[ .\-]?\d){8,10}")
_FEW_WORDS = 4  # that may stand beside a phone number ("sdt cua em 09..."), and it still is only the number
_LONGEST = 600  # characters


@dataclass(frozen=True)
class Talk:
    """Small talk found in a message. `alone`: the message says nothing else."""

    kind: Any
    alone: bool


def sort_of(message: str) -> Any:
    """ "empty", "phone" or "long_text", which show before any word is read; None for an ordinary message."""
    if len(message) > _LONGEST:
        return "long_text"
    if not words(message):
        return "empty"
    without = _PHONE.sub(" ", message)
    if without != message and len(words(without)) <= _FEW_WORDS:
        return "phone"
    return None


def kind_of(text: Text, vocabulary: Words) -> Talk | None:
    """The small talk in a message that has been read, the longest phrase first."""
    said = text.words
    best: tuple[int, str, int] | None = None
    for kind, phrases in vocabulary.small_talk.items():
        for phrase in phrases:
            for at in range(len(said) - len(phrase) + 1):
                if said[at : at + len(phrase)] == phrase and (best is None or len(phrase) > best[0]):
                    best = (len(phrase), kind, at)
    if best is None:
        return None
    length, kind, at = best
    rest = [word for word in said[:at] + said[at + length :] if word not in vocabulary.stop_words]
    rest = [word for word in rest if word not in {w for p in vocabulary.small_talk.get(kind, ()) for w in p}]
    return Talk(kind, not rest)
