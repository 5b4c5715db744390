"""Barcodes that people show: a photo of one, or its number typed; and the picture of one to be printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from handlers.kit.exports import send_made
from handlers.kit.files import SEEN, SEEN_WITH_WORDS, take_file
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich, join
from handlers.papers.barcodes import Code, ean13_png
from models.identifiers import Gtin, Invalid, clean, parse_gtin, parse_tax_code
from models.mail import Choice
from models.requests import RequestKind

router = Router()

#: Pictures that can be read.
READABLE = frozenset({"jpg", "jpeg", "png", "webp"})
#: Characters told of what a code says.
LONGEST = 300

_NUMBER = re.compile(r"\d(?:[\s.\-–]?\d){7,13}")


# a photo


def look_at(turn: Turn) -> bool:
    """Have the picture of this event fetched and read; it is deleted at once. False: it can't be read."""
    try:
        field = SEEN_WITH_WORDS if turn.event.text.strip() else SEEN
        take_file(turn, request_id=None, field=field, suffixes=READABLE)
    except Invalid:
        return False
    return True


@router.hook("looked_at")
async def looked_at(turn: Turn, codes: list[list[str]], with_words: bool) -> None:
    """Tell what was read. Nothing: say so, unless the words beside the picture were answered."""
    if not codes:
        if not with_words:
            turn.say(turn.t("ask-picture"), choices=support(turn))
        return
    parts: list[Rich] = []
    choices: list[Choice] = []
    read = [Code(name, text) for name, text in codes]
    for code in read:
        gtin = code.gtin
        if gtin is not None:
            right = _right(gtin)
            parts.append(turn.t(right.key, **right.values))
            choices += _print_choices(turn, gtin)
        else:
            text = code.text if len(code.text) <= LONGEST else code.text[: LONGEST - 1] + "…"
            parts.append(turn.t("barcode-content", name=code.name, text=text))
    if any(code.gtin is None for code in read):
        parts.append(turn.t("barcode-not-opened"))
    _tell(turn, join(parts, "\n\n"), choices)


# a number


@dataclass(frozen=True)
class Checked:
    """What is said to a product's number that was typed.

    :ivar key: of the words, with their ``values``.
    :ivar gtin: what may be printed; None: the number is wrong.
    """

    key: str
    values: dict[str, Any]
    gtin: Gtin | None = None


def check_number(text: str) -> Checked | None:
    """Check a text that is a product's number and nothing else. None: it is none, or rather another number.

    Of other numbers of as many digits (a personal id, a day without marks) few pass for a product's, so a wrong one
    counts as such only where it looks like one: Vietnam's 893 before it, or thirteen or fourteen digits.
    """
    typed = clean(text)
    if not _NUMBER.fullmatch(typed):
        return None
    try:
        gtin = parse_gtin(typed)
    except Invalid as error:
        digits = "".join(letter for letter in typed if letter.isdecimal())
        if error.reason == "gtin.length" or not (digits.startswith("893") or len(digits) > 12) or _is_tax_code(typed):
            return None
        suggestion = error.values.get("suggestion")
        if suggestion is not None:
            whole = Gtin(str(suggestion))
            return Checked("barcode-no-check-digit", {"digits": digits, "whole": whole.digits}, whole)
        return Checked("barcode-wrong", {"digits": digits, "expected": str(error.values["expected"])})
    return _right(gtin)


async def tell_number(turn: Turn, text: str) -> bool:
    """Tell what :func:`check_number` finds. False: the text is something else."""
    checked = check_number(text)
    if checked is None:
        return False
    choices = _print_choices(turn, checked.gtin) if checked.gtin else []
    _tell(turn, turn.t(checked.key, **checked.values), choices)
    return True


def _is_tax_code(text: str) -> bool:
    try:
        parse_tax_code(text)
    except Invalid:
        return False
    return True


# a picture to print


@router.choice("barcode.print")
async def send_picture(turn: Turn, digits: str) -> None:
    """The EAN-13 as a file: sent as a photo it would be made smaller."""
    try:
        await send_made(
            turn,
            turn.t("barcode-picture", digits=digits),
            f"EAN13-{digits}.png",
            "image/png",
            lambda path: ean13_png(digits, path),
            not_sent="barcode-not-sent",
        )
    except Invalid:
        turn.refuse("choice", "barcode.print", key="refused-stale")


# inside


def _right(gtin: Gtin) -> Checked:
    return Checked("barcode-right", {"digits": gtin.digits, "length": len(gtin.digits), "issued": gtin.issued}, gtin)


def _tell(turn: Turn, text: Rich, choices: list[Choice]) -> None:
    """Say it; in the middle of something else without choices, so that those of that thing still count."""
    if turn.dialogue.expecting is not None:
        turn.notify(turn.account, text)
        return
    if "request.kind" in turn.router.choices:
        choices = [*choices, turn.choice(turn.t("ask-do-barcode"), "request.kind", RequestKind.BARCODE.value)]
    turn.say(text, choices=choices)


def _print_choices(turn: Turn, gtin: Gtin) -> list[Choice]:
    """Print it, where it is one that EAN-13 can carry; twelve digits are thirteen with a 0 before them."""
    if len(gtin.digits) not in (12, 13):
        return []
    digits = gtin.digits.zfill(13)
    return [turn.choice(turn.t("barcode-print", digits=digits), "barcode.print", digits)]


def support(turn: Turn) -> list[Choice]:
    """Ask for support, where nothing else is being answered."""
    if "hotro" not in turn.router.commands or turn.dialogue.expecting is not None:
        return []
    return [turn.choice(turn.t("menu-support"), "start.go", "hotro")]
