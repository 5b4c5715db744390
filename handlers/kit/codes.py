"""Codes that people type instead of opening a notice: MV-26-0001 a request, CH-3 a question, CD-3 an assessment."""

from __future__ import annotations

import re

from models.accounts import Role
from models.requests import leading_code, read_code

#: What stands before the number of a question that officers answer, and of an assessment that was shared with them.
QUESTION, ASSESSMENT = "CH", "CD"

_SHORT = re.compile(
    rf"\W*({QUESTION}|{ASSESSMENT})[\s.-]*(\d{{1,9}})(?![\d/])[\s:.,–-]*(.*)", re.IGNORECASE | re.DOTALL
)


def short_code(text: str) -> tuple[str, int, str] | None:
    """What a text begins with, its number, and what follows: "ch 3: mai nhé" → ``("CH", 3, "mai nhé")``."""
    found = _SHORT.fullmatch(text.strip())
    return (found[1].upper(), int(found[2]), found[3].strip()) if found else None


def words_before_code(text: str) -> tuple[str, str] | None:
    """A word or a few, and the request's code that ends the text: "nhận mv 26 42" → ``("nhận", "MV-26-0042")``."""
    words = text.split()
    # The code itself may be typed in up to three pieces.
    for at in range(1, min(len(words), 7)):
        code = " ".join(words[at:])
        if is_request_code(code):
            return " ".join(words[:at]), str(read_code(code))
    return None


def is_request_code(text: str) -> bool:
    """Whether a text is a request's code and nothing else."""
    return read_code(text) is not None and re.fullmatch(r"[A-Za-z]{2}\d{3,8}", re.sub(r"[\s.\-]", "", text)) is not None


def begins_with_code(text: str, role: Role) -> bool:
    """Whether words follow such a code: they are for whoever the code names, whatever was being written."""
    begun, short = leading_code(text), short_code(text) if role.covers(Role.OFFICER) else None
    return bool((begun and begun[1]) or (short and short[2]))


def is_code(text: str, role: Role) -> bool:
    """Whether a text is nothing but a code that somebody of that role may open."""
    short = short_code(text) if role.covers(Role.OFFICER) else None
    return is_request_code(text) or (short is not None and not short[2])
