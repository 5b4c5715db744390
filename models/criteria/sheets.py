"""Answer sheets as JSON: one sheet a line, `{"set": 6, "answers": {"1.1": 2, …}}`, and what comes of each."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from models.criteria.grading import grade
from models.criteria.loader import CriteriaSets, load_criteria
from models.criteria.sets import CERTIFIED_STARS
from models.criteria.ways import cheapest_way


class SheetError(ValueError):
    """A sheet that can't be graded; its text names the line and, where that helps, what is allowed."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def grade_lines(lines: Iterable[str], criteria: CriteriaSets | None = None) -> Iterator[dict[str, Any] | SheetError]:
    """Grades JSON Lines: for each line that isn't blank the result, or the error that refuses it.

    Errors are yielded, not raised, so that one bad sheet doesn't hide the others. Lines count from 1.
    """
    criteria = criteria or load_criteria()
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix("\ufeff").strip()  # Windows editors begin a file with this mark
        if not text:
            continue
        try:
            yield grade_sheet(json.loads(text, object_pairs_hook=_no_key_twice), criteria)
        except json.JSONDecodeError as error:
            yield SheetError(number, f"no JSON: {error.msg} (column {error.colno})")
        except (ValueError, RecursionError) as error:
            yield SheetError(number, str(error))


def grade_sheet(sheet: Any, criteria: CriteriaSets | None = None) -> dict[str, Any]:
    """What one decoded sheet `{set, answers}` gets, ready to be written as JSON.

    {set, parts: {A, B, C}, points, stars, missing: {"3": [numbers], "4": …, "5": …},
    ways: {"3": {changes: n, raise: {number: points}}, "4": …, "5": …}}; see `grading.Grade` and `ways.Way`.
    Raises ValueError, naming what is allowed, for anything the set doesn't have.
    """
    if not isinstance(sheet, dict) or "set" not in sheet or not isinstance(sheet.get("answers"), dict):
        raise ValueError('a sheet is {"set": number, "answers": {criterion number: points}}')
    criteria_set = (criteria or load_criteria()).set(sheet["set"])
    result = grade(criteria_set, sheet["answers"])
    ways = {star: cheapest_way(result, star) for star in CERTIFIED_STARS}
    return {
        "set": criteria_set.number,
        "parts": dict(result.parts),
        "points": result.points,
        "stars": result.stars,
        "missing": {str(star): list(codes) for star, codes in result.missing.items()},
        "ways": {str(star): {"changes": way.changes, "raise": dict(way.raises)} for star, way in ways.items()},
    }


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"{twice!r} is answered twice")
    return found
