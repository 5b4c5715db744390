"""The score card: an assessment's result as a picture that can be read on a phone.

It is laid out first (every text and shape with its place, so that a test can see whether all of it fits) and painted
afterwards. All words come from the caller; numbers and names are only wrapped here.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageFont


#: Be Vietnam Pro, drawn for Vietnamese and its stacked marks; a package brings it, so no system font is relied on.
FONTS = files("fontpkg_be_vietnam_pro") / "files"
#: Pixels. Phones show a picture about 360 points wide, so three pixels here are one there.
WIDTH, MARGIN = 1080, 64
#: Colours that a card is kept in: its own few, and what lies between them at the letters' edges.
_COLOURS = 128
#: The longest lists that a phone's screen still takes in.
MOST_LINES = 8

_PAPER, _GREEN, _INK, _GREY, _TRACK, _GOLD, _RED = (
    "#fffdf6",
    "#14532d",
    "#1c1917",
    "#57534e",
    "#e7e5e4",
    "#f5a40b",
    "#b42318",
)


@dataclass(frozen=True)
class ScoreCard:
    """What stands on the card, in the reader's language.

    :ivar stars: 0 to 5, drawn; ``outcome`` says the same in words, ``remark`` what it depends on.
    :ivar parts: label, points, most points.
    :ivar short: how many points are missing beside the conditions; empty: enough.
    :ivar missing: number and name of each condition that isn't met.
    :ivar more: what is said of so many conditions beyond ``MOST_LINES``.
    """

    title: str
    product: str
    set_name: str
    stars: int
    outcome: str
    remark: str
    parts: Sequence[tuple[str, int, int]]
    missing_title: str
    short: str
    missing: Sequence[tuple[str, str]]
    more: Callable[[int], str]
    footer: str


@dataclass(frozen=True)
class Text:
    """One line of text; ``box`` is what its letters cover: left, top, right, bottom."""

    text: str
    x: float
    y: float
    font: ImageFont.FreeTypeFont
    colour: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Where it is seen."""
        left, top, right, bottom = self.font.getbbox(self.text)
        return self.x + left, self.y + top, self.x + right, self.y + bottom


@dataclass(frozen=True)
class Block:
    """A rectangle with round corners."""

    box: tuple[float, float, float, float]
    colour: str
    radius: int = 0


@dataclass(frozen=True)
class Star:
    """A star of five points."""

    x: float
    y: float
    radius: float
    colour: str

    @property
    def points(self) -> list[tuple[float, float]]:
        """Its corners, from the top, outer and inner by turns."""
        return [
            (
                self.x + (self.radius if turn % 2 == 0 else self.radius * 0.45) * math.sin(turn * math.pi / 5),
                self.y - (self.radius if turn % 2 == 0 else self.radius * 0.45) * math.cos(turn * math.pi / 5),
            )
            for turn in range(10)
        ]


@dataclass
class Layout:
    """A card with everything in its place."""

    texts: list[Text] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    stars: list[Star] = field(default_factory=list)
    height: int = 0


def lay_out(card: ScoreCard) -> Layout:
    """Find the place of everything on the card; its height follows from what there is to say."""
    page = _Page()
    page.down(48)
    page.paragraph(card.title, "SemiBold", 36, "#bbf7d0")
    page.down(6)
    page.paragraph(card.product, "Bold", 68, "#ffffff", most=3)
    page.down(6)
    page.paragraph(card.set_name, "Medium", 36, "#dcfce7")
    page.down(40)
    page.layout.blocks.append(Block((0, 0, WIDTH, page.y), _GREEN))

    page.down(48)
    radius, step = 84, (WIDTH - 2 * MARGIN - 168) / 4
    for number in range(5):
        colour = _GOLD if number < card.stars else _TRACK
        page.layout.stars.append(Star(MARGIN + radius + number * step, page.y + radius, radius, colour))
    page.down(2 * radius + 24)
    page.paragraph(card.outcome, "ExtraBold", 72, _INK)
    if card.remark:
        page.down(8)
        page.paragraph(card.remark, "Regular", 36, _GREY)
    page.down(44)

    for label, points, most in card.parts:
        page.bar(label, points, most)
    page.down(12)

    page.paragraph(card.missing_title, "Bold", 46, _RED if card.missing else _GREEN)
    page.down(16)
    if card.short:
        page.paragraph(card.short, "Bold", 38, _INK)
        page.down(6)
    if card.missing:
        for code, name in card.missing[:MOST_LINES]:
            page.item(code, name)
        if len(card.missing) > MOST_LINES:
            page.paragraph(card.more(len(card.missing) - MOST_LINES), "Medium", 36, _GREY)
    page.down(28)

    page.layout.blocks.append(Block((MARGIN, page.y, WIDTH - MARGIN, page.y + 3), _TRACK))
    page.down(24)
    page.paragraph(card.footer, "Regular", 32, _GREY)
    page.down(44)
    page.layout.height = math.ceil(page.y)
    return page.layout


def draw(card: ScoreCard, file: Path) -> None:
    """Write the card as a PNG, whole or not at all: somebody may be sending the one that was there before."""
    from PIL import Image, ImageDraw  # loaded with the first picture: most of what people ask needs none

    layout = lay_out(card)
    image = Image.new("RGB", (WIDTH, layout.height), _PAPER)
    painter = ImageDraw.Draw(image)
    for block in layout.blocks:
        painter.rounded_rectangle(block.box, block.radius, fill=block.colour)
    for star in layout.stars:
        _paint_star(image, star)
    for text in layout.texts:
        painter.text((text.x, text.y), text.text, font=text.font, fill=text.colour)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    # Few colours make a file that a slow network carries in a third of the time.
    image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(part, "PNG")
    part.replace(file)


def _paint_star(image: Image.Image, star: Star) -> None:
    """Pillow draws polygons with jagged edges: this one is drawn large and made small."""
    from PIL import Image, ImageDraw

    scale, side = 4, math.ceil(2 * star.radius)
    left, top = round(star.x - star.radius), round(star.y - star.radius)
    mask = Image.new("L", (side * scale, side * scale))
    corners = [((x - left) * scale, (y - top) * scale) for x, y in star.points]
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    image.paste(star.colour, (left, top), mask.resize((side, side), Image.Resampling.LANCZOS))


class _Page:
    """Puts one thing below the other."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.y = 0.0

    def down(self, pixels: float) -> None:
        self.y += pixels

    def paragraph(
        self, text: str, weight: str, size: int, colour: str, *, left: float = MARGIN, most: int | None = None
    ) -> None:
        """A text over as many lines as it takes; ``most``: cut after so many."""
        letters = _font(weight, size)
        lines = list(_wrapped(_printable(text), letters, WIDTH - MARGIN - left))
        if most is not None and len(lines) > most:
            lines = [*lines[: most - 1], _shortened(lines[most - 1], letters, WIDTH - MARGIN - left)]
        for line in lines:
            self.layout.texts.append(Text(line, left, self.y, letters, colour))
            # Vietnamese capitals carry two marks above and one below: a line needs more room than in English.
            self.down(size * 1.36)

    def bar(self, label: str, points: int, most: int) -> None:
        """A part: its name, its points, and how much of it is reached."""
        letters = _font("Bold", 42)
        score = f"{points}/{most}"
        right = WIDTH - MARGIN - letters.getlength(score)
        top = self.y
        names = _font("Medium", 36)
        for line in _wrapped(_printable(label), names, right - MARGIN - 32):
            self.layout.texts.append(Text(line, MARGIN, self.y + 4, names, _INK))
            self.down(50)
        self.layout.texts.append(Text(score, right, top - 1, letters, _INK))
        self.down(10)
        width, height = WIDTH - 2 * MARGIN, 30
        self.layout.blocks.append(Block((MARGIN, self.y, MARGIN + width, self.y + height), _TRACK, 15))
        if points:
            reached = max(height, width * points / most)
            self.layout.blocks.append(Block((MARGIN, self.y, MARGIN + reached, self.y + height), _GREEN, 15))
        self.down(height + 28)

    def item(self, code: str, name: str) -> None:
        """A criterion: its number, and its name beside it."""
        self.layout.texts.append(Text(code, MARGIN, self.y, _font("Bold", 38), _RED))
        self.paragraph(name, "Medium", 38, _INK, left=MARGIN + 128)
        self.down(6)


def _wrapped(text: str, letters: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """The text in lines that fit; a word too long for a line is cut."""
    line = ""
    for word in text.split():
        if line and letters.getlength(f"{line} {word}") <= width:
            line = f"{line} {word}"
            continue
        if line:
            yield line
        line = word
        while letters.getlength(line) > width:
            fits = next(end for end in range(len(line) - 1, 0, -1) if letters.getlength(line[:end]) <= width)
            yield line[:fits]
            line = line[fits:]
    if line:
        yield line


def _shortened(line: str, letters: ImageFont.FreeTypeFont, width: float) -> str:
    while letters.getlength(f"{line}…") > width:
        line = line[:-1].rstrip()
    return f"{line}…"


def _printable(text: str) -> str:
    """With marks joined to their letters, and without pictures, which the font doesn't have."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if unicodedata.category(letter) not in ("So", "Cn", "Co", "Cs"))


@lru_cache(maxsize=32)
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(FONTS / f"BeVietnamPro-{weight}.ttf"), size)
