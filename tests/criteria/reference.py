"""What the decision prints, as numbers only: the yardstick for the sets in `locales/`."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"


class Printed(NamedTuple):
    """One criterion of one set: its most points, and for each printed option (points, numbers it names)."""

    max_points: int
    options: list[tuple[int, list[str]]]


def printed_criteria() -> dict[tuple[int, str], Printed]:
    """By set and number."""
    return {
        (int(number), code): Printed(int(most), [_option(text) for text in options.split()])
        for code, sets, most, options in _rows("options.tsv")
        for number in sets.split()
    }


def printed_minimums() -> dict[tuple[int, int], dict[str, int]]:
    """By set and star: the points of the options that carry just as many stars."""
    return {
        (int(number), int(star)): {code: int(points) for code, points in (item.split("=") for item in minimums.split())}
        for number, star, minimums in _rows("minimums.tsv")
    }


def _option(text: str) -> tuple[int, list[str]]:
    points, _, numbers = text.partition(":")
    return int(points), numbers.split(",") if numbers else []


def _rows(name: str) -> Iterator[list[str]]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")
