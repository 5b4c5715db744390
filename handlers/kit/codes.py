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
