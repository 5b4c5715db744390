"""Barcodes and QR codes: read from a picture, and an EAN-13 drawn to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.identifiers import Gtin, Invalid, parse_gtin

#: Pictures with more dots than that aren't opened, and those wider or higher are made smaller before reading.
MOST_DOTS = 60_000_000
LARGEST_SIDE = 3000
#: Kinds of pictures that are opened, whatever their names say: Pillow knows many more, some of them badly kept.
KINDS = ("JPEG", "PNG", "WEBP")
#: Codes told of one picture.
MOST_CODES = 5

# EAN-13 (GS1 General Specifications 5.2.3): 95 modules between quiet zones of 11 and 7; at 100 % a module is
# 0.33 mm wide, bars are 22.85 mm high, and the guard bars go down 5 modules further between the digits.
MODULE_MM = 0.33
LEFT, SYMBOL, RIGHT = 11, 95, 7
BAR_HEIGHT, GUARD_MORE, DIGITS = 69, 5, 10  # modules
GUARDS = (range(3), range(45, 50), range(92, 95))
#: Dots of one module: whole, so that every bar is exactly as wide as it should be.
DOTS = 8
#: Dots per inch at which the picture is printed at 100 %.
DPI = DOTS / MODULE_MM * 25.4


@dataclass(frozen=True)
class Code:
    """One code in a picture.

    :ivar name: what kind it is, as readers call it: "EAN-13", "QR Code".
    """

    name: str
    text: str

    @property
    def gtin(self) -> Gtin | None:
        """The product number of a code from a shop; None for any other."""
        if not self.name.startswith(("EAN", "UPC-A", "ITF")):
            return None
        try:
            return parse_gtin(self.text)
        except Invalid:
            return None


def read_codes(path: Path) -> list[Code]:
    """The codes in a picture, each once; [] where there is none, or it can't be opened. Takes up to a second."""
    import zxingcpp  # with Pillow 30 ms to import; most runs never see a picture
    from PIL import Image

    try:
        with Image.open(path, formats=KINDS) as picture:
            if picture.width * picture.height > MOST_DOTS:
                return []
            picture.draft("L", (LARGEST_SIDE, LARGEST_SIDE))
            grey = picture.convert("L")
        grey.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        read = zxingcpp.read_barcodes(grey)
    except Exception:  # what a damaged picture can raise has no end
        return []
    found = [Code(str(each.format), each.text) for each in read if each.valid and each.text]
    return list(dict.fromkeys(found))[:MOST_CODES]


def ean13_png(digits: str, path: Path) -> None:
    """Draw thirteen digits as an EAN-13, print-ready at 100 %: 37.29 mm wide with its quiet zones.

    :raises Invalid: they are no GTIN-13.
    """
    import zxingcpp
    from PIL import Image, ImageDraw, ImageFont

    if len(parse_gtin(digits).digits) != 13:
        raise Invalid("gtin.length", digits=len(digits))
    symbol = zxingcpp.create_barcode(digits, zxingcpp.EAN13)
    # One dot a module, one row: which modules are dark.
    image: Any = zxingcpp.write_barcode_to_image(symbol, scale=1, add_quiet_zones=False)
    row = memoryview(image)
    dark = [at for at in range(SYMBOL) if row[0, at] < 128]
    picture = Image.new("L", ((LEFT + SYMBOL + RIGHT) * DOTS, (BAR_HEIGHT + DIGITS) * DOTS), 255)
    pen = ImageDraw.Draw(picture)
    for at in dark:
        height = BAR_HEIGHT + (GUARD_MORE if any(at in guard for guard in GUARDS) else 0)
        left = (LEFT + at) * DOTS
        pen.rectangle((left, 0, left + DOTS - 1, height * DOTS - 1), fill=0)
    font = ImageFont.load_default(size=9 * DOTS)
    for place, digit in enumerate(digits):
        # The first stands in the quiet zone; the others beneath their seven modules, in two halves.
        centre = 4.5 if place == 0 else LEFT + 3 + 7 * (place - 1) + 3.5 + (5 if place > 6 else 0)
        pen.text((centre * DOTS, (BAR_HEIGHT + DIGITS - 0.5) * DOTS), digit, fill=0, font=font, anchor="ms")
    picture.save(path, "PNG", dpi=(DPI, DPI))
