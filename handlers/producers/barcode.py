"""Barcodes that people show: a photo of one, or its number typed; and the picture of one to be printed."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from handlers.kit.files import SEEN, SEEN_WITH_WORDS, take_file
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich, join
from handlers.papers.barcodes import Code, ean13_png
from models.identifiers import Gtin, Invalid, clean, parse_gtin, parse_tax_code
from models.mail import Choice, File, Reason
from models.requests import RequestKind

router = Router()

#: Pictures that can be read.
READABLE = frozenset({"jpg", "jpeg", "png", "webp"})
#: Where pictures lie until they are sent; below the data folder.
EXPORTS = Path("exports")
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
            parts.append(_told(turn, gtin))
            choices += _print_choices(turn, gtin)
        else:
            text = code.text if len(code.text) <= LONGEST else code.text[: LONGEST - 1] + "…"
            parts.append(turn.t("barcode-content", name=code.name, text=text))
    if any(code.gtin is None for code in read):
        parts.append(turn.t("barcode-not-opened"))
    _tell(turn, join(parts, "\n\n"), choices)


# a number


async def tell_number(turn: Turn, text: str) -> bool:
    """Check a text that is a product's number and nothing else. False: it is none, or rather another number.

    Of other numbers of as many digits (a personal id, a day without marks) few pass for a product's, so a wrong one
    counts as such only where it looks like one: Vietnam's 893 before it, or thirteen or fourteen digits.
    """
    typed = clean(text)
    if not _NUMBER.fullmatch(typed):
        return False
    try:
        gtin = parse_gtin(typed)
    except Invalid as error:
        digits = "".join(letter for letter in typed if letter.isdecimal())
        if error.reason == "gtin.length" or not (digits.startswith("893") or len(digits) > 12) or _is_tax_code(typed):
            return False
        suggestion = error.values.get("suggestion")
        if suggestion is not None:
            whole = Gtin(str(suggestion))
            _tell(
                turn, turn.t("barcode-no-check-digit", digits=digits, whole=whole.digits), _print_choices(turn, whole)
            )
        else:
            _tell(turn, turn.t("barcode-wrong", digits=digits, expected=str(error.values["expected"])), [])
        return True
    _tell(turn, _told(turn, gtin), _print_choices(turn, gtin))
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
    path = EXPORTS / f"ean13-{turn.account.id}-{turn.now:%Y%m%d-%H%M%S}.png"
    try:
        await asyncio.to_thread(ean13_png, digits, turn.house.data_dir / path)
    except Invalid:
        turn.refuse("choice", "barcode.print", key="refused-stale")
        return
    turn.say(
        turn.t("barcode-picture", digits=digits),
        document=File(f"EAN13-{digits}.png", "image/png", path=str(path)),
        report=("barcode.sent", {"path": str(path)}),
    )


@router.outcome("barcode.sent")
async def picture_sent(turn: Turn, path: str, state: str, reason: str | None) -> None:
    """The copy on disk has served."""
    await asyncio.to_thread((turn.house.data_dir / path).unlink, missing_ok=True)
    if state != "sent" and reason != Reason.ERASED:
        turn.say(turn.t("barcode-not-sent"))


# inside


def _told(turn: Turn, gtin: Gtin) -> Rich:
    return turn.t("barcode-right", digits=gtin.digits, length=len(gtin.digits), issued=gtin.issued)


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
