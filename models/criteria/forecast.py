"""What an answer sheet that isn't the jury's can promise: an estimate, and how far it may be off.

Two things are open in a producer's own sheet. A jury tastes, smells and looks for itself: of each criterion that
only its senses can judge, it may think one level less or one level more than the producer does. And a criterion that
wasn't asked (the short form) may still bring anything from nothing to its best option.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.criteria.grading import STAR_POINTS, Grade, grade
from models.criteria.sets import CERTIFIED_STARS, CriteriaSet, Criterion


@dataclass(frozen=True, slots=True)
class Forecast:
    """The grade of the sheet as it stands, and the lowest and the highest that it may turn out to be.

    `open_points` are those that criteria not asked can still bring; 0 when all were.
    """

    grade: Grade
    low: Grade
    high: Grade
    open_points: int

    @property
    def stars(self) -> int:
        """The stars (3 to 5, or 0) that its conditions allow, if what wasn't asked brings the points.

        With nothing left to ask, these are the stars of the grade.
        """
        points, missing = self.grade.points + self.open_points, self.grade.missing
        return max((n for n in CERTIFIED_STARS if points >= STAR_POINTS[n] and not missing[n]), default=0)

    @property
    def next_star(self) -> int | None:
        """The next star that can be certified; None with 5."""
        return next((star for star in CERTIFIED_STARS if star > self.stars), None)


def forecast(criteria_set: CriteriaSet, answers: Mapping[str, int], asked: Collection[str] | None = None) -> Forecast:
    """What {criterion number: points} promise; `asked`: the numbers of the criteria that were asked, if not all.

    One that was asked and isn't answered counts 0. Raises ValueError as `grade` does.
    """
    criteria = criteria_set.criteria
    unasked = [] if asked is None else [criterion for criterion in criteria if criterion.code not in asked]
    left_out = {criterion.code for criterion in unasked}
    judged = [criterion for criterion in criteria if criterion.jury and criterion.code not in left_out]

    def moved(steps: int) -> dict[str, int]:
        return {criterion.code: _moved(criterion, answers.get(criterion.code, 0), steps) for criterion in judged}

    best = {criterion.code: criterion.max_points for criterion in unasked}
    return Forecast(
        grade=grade(criteria_set, answers),
        low=grade(criteria_set, {**answers, **moved(-1)}),
        high=grade(criteria_set, {**answers, **moved(+1), **best}),
        open_points=sum(best.values()),
    )


def _moved(criterion: Criterion, points: int, steps: int) -> int:
    levels = criterion.levels
    return levels[min(max(levels.index(points) + steps, 0), len(levels) - 1)]
