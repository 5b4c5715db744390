"""How many stars a product gets, and what keeps it from more.

Quyết định 26/2026/QĐ-TTg, Điều 3 khoản 3: 90 points make 5 stars, 70 make 4, 50 make 3, 30 make 2. Nothing
below 3 stars is certified. Phụ lục II marks options with stars: the least a criterion must reach for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.criteria.sets import CERTIFIED_STARS, CriteriaSet

STAR_POINTS: Mapping[int, int] = {5: 90, 4: 70, 3: 50, 2: 30, 1: 0}
"""The least points for each star, best first."""


@dataclass(frozen=True, slots=True)
class Grade:
    """The outcome of one answer sheet.

    `reached` holds the points of every criterion, in the order of the set. `stars` is what would be
    certified: 3, 4 or 5, or 0 for nothing. `missing[n]` lists the criteria whose minimum for any of the
    stars 3 to n isn't met.
    """

    criteria_set: CriteriaSet
    reached: tuple[int, ...]
    parts: Mapping[str, int]
    points: int
    stars: int
    missing: Mapping[int, tuple[str, ...]]

    @property
    def next_star(self) -> int | None:
        """The next star that can be certified; None with 5."""
        return next((star for star in CERTIFIED_STARS if star > self.stars), None)

    def points_short(self, star: int) -> int:
        """How many points are missing for `star`; 0 when there are enough."""
        return max(0, STAR_POINTS[star] - self.points)


def grade(criteria_set: CriteriaSet, answers: Mapping[str, int]) -> Grade:
    """Grades a product from {criterion number: points of the chosen option}.

    A criterion that is left out, like one with 0 points, has reached no level. Raises ValueError, naming what
    is allowed, for a number or points that the set doesn't have.
    """
    reached = read_answers(criteria_set, answers)
    parts = dict.fromkeys((part.code for part in criteria_set.parts), 0)
    for criterion, points in zip(criteria_set.criteria, reached, strict=True):
        parts[criterion.part] += points
    total = sum(reached)
    missing = {
        star: tuple(code for index, code, least in conditions if reached[index] < least)
        for star, conditions in criteria_set.conditions.items()
    }
    stars = 0
    for star in CERTIFIED_STARS:
        if total >= STAR_POINTS[star] and not missing[star]:
            stars = star
    return Grade(criteria_set, tuple(reached), parts, total, stars, missing)


def read_answers(criteria_set: CriteriaSet, answers: Mapping[str, int]) -> list[int]:
    """The points of every criterion in the order of the set, 0 where nothing is answered.

    Raises ValueError as `grade` does.
    """
    position, levels = criteria_set.position, criteria_set.levels
    reached = [0] * len(levels)
    for code, points in answers.items():
        index = position.get(code)
        if index is None:
            criteria_set.criterion(code)  # says which there are
            continue
        # bool and float are refused even where they equal a number: an answer is a count of points.
        if type(points) is not int or points not in levels[index]:
            choices = ", ".join(map(str, levels[index]))
            raise ValueError(
                f"set {criteria_set.number}, criterion {code}: {points!r} is not one of its points, {choices}"
            )
        reached[index] = points
    return reached
