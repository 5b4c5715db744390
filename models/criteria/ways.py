"""The cheapest way to a star: the fewest criteria to raise, and among those ways the least effort.

One change raises one criterion to a better option, however far. The criteria below a minimum have to be
raised in any case, and may be raised further at no further change; others are added only for points still
missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from models.criteria.grading import STAR_POINTS, Grade
from models.criteria.sets import CriteriaSet, Kind

EFFORT: Mapping[Kind, int] = {
    # 1-2: weeks, done by oneself at a desk or with a printer.
    Kind.STORY: 1,
    Kind.LABEL: 2,
    Kind.PROMOTION: 2,
    Kind.MANAGEMENT: 2,
    # 3-4: an application or a laboratory, usually with the office's support.
    Kind.PAPER: 3,
    Kind.TEST: 3,
    Kind.TRADEMARK: 4,
    Kind.SALES: 4,
    # 5-6: money, machines, skill, an auditor.
    Kind.PRODUCTION: 5,
    Kind.SENSES: 5,
    Kind.CERTIFICATE: 6,
    Kind.FACILITY: 6,
    # 7-8: people, years, foreign markets.
    Kind.ORGANISATION: 7,
    Kind.TIME: 8,
    Kind.EXPORT: 8,
    # Hardly in the producer's hands: proposed only when there is no other way with as few changes.
    Kind.GIVEN: 20,
}
"""How hard one step up is, from one option to the next better one. Our estimate, not the decision's."""


@dataclass(frozen=True, slots=True)
class Way:
    """What to raise for `star`: {criterion number: points of the option to reach}, in the set's order."""

    star: int
    raises: Mapping[str, int]
    effort: int

    @property
    def changes(self) -> int:
        return len(self.raises)


@dataclass(frozen=True, slots=True)
class _Step:
    """One option to raise a criterion to: the points it adds, and what it costs."""

    code: str
    points: int
    gain: int
    cost: int


_ONE_CHANGE = 1_000_000
"""Costs more than any effort, so that a cost compares the number of changes first and the effort second."""

# The steps chosen so far, newest first. Chains share their tails, so adding a step copies nothing.
_Chain: TypeAlias = "tuple[_Step, _Chain] | None"


def cheapest_way(grade: Grade, star: int) -> Way:
    """The way from this grade to `star` (3, 4 or 5) with the fewest changes, then the least effort.

    It is exact, the same every time, and empty when the star is reached already. Raises ValueError if not
    even the best options bring the star; a check of the sets proves that none is like that.
    """
    criteria, levels, reached = grade.criteria_set.criteria, grade.criteria_set.levels, grade.reached
    forced = {index: least for index, _, least in grade.criteria_set.conditions[star] if reached[index] < least}
    base = [forced.get(index, points) for index, points in enumerate(reached)]
    raises = {criteria[index].code: least for index, least in forced.items()}
    effort = sum(_effort(criteria[index].kind, levels[index], reached[index], base[index]) for index in forced)

    short = STAR_POINTS[star] - sum(base)
    if short > 0:
        for step in _steps_to(short, grade.criteria_set, base, frozenset(forced)):
            raises[step.code] = step.points
            effort += step.cost % _ONE_CHANGE
    in_order = {criterion.code: raises[criterion.code] for criterion in criteria if criterion.code in raises}
    return Way(star, in_order, effort)


def _steps_to(short: int, criteria_set: CriteriaSet, base: Sequence[int], forced: frozenset[int]) -> Iterator[_Step]:
    """The cheapest steps that bring at least `short` points more than `base`.

    Raising one of the `forced` criteria further is no further change. With k changes beyond those, the most
    that can be won is all the room of the forced ones and the k largest rooms of the others. What this is
    above `short` is the slack: no chosen step may fall behind the best one in its place by more, which leaves
    few to choose from. The rest is a knapsack, solved exactly: the cheapest steps for each sum of points.
    """
    rooms = [levels[-1] - points for levels, points in zip(criteria_set.levels, base, strict=True)]
    won = sum(rooms[index] for index in forced)
    smallest = 0
    for smallest in _extra_rooms(short - won, rooms, forced):
        won += smallest
    slack = won - short

    best: dict[int, tuple[int, _Chain]] = {0: (0, None)}
    for index, room in enumerate(rooms):
        must = index in forced
        least = max(1, (room if must else smallest) - slack)
        if room < least or not (must or smallest):
            continue
        criterion, levels = criteria_set.criteria[index], criteria_set.levels[index]
        steps = [
            _Step(
                criterion.code,
                points,
                points - base[index],
                (0 if must else _ONE_CHANGE) + _effort(criterion.kind, levels, base[index], points),
            )
            for points in levels
            if points - base[index] >= least
        ]
        longer = dict(best)
        for gain, (cost, chain) in best.items():
            for step in steps:
                total = min(short, gain + step.gain)
                if total not in longer or cost + step.cost < longer[total][0]:
                    longer[total] = (cost + step.cost, (step, chain))
        best = longer

    chain = best[short][1]
    while chain:
        step, chain = chain
        yield step


def _extra_rooms(short: int, rooms: Sequence[int], forced: frozenset[int]) -> Iterator[int]:
    """The largest rooms outside `forced`, as few as bring `short` points."""
    largest = sorted((room for index, room in enumerate(rooms) if index not in forced), reverse=True)
    for room in largest:
        if short <= 0:
            return
        yield room
        short -= room
    if short > 0:
        raise ValueError(f"even the best options stay {short} points short")


def _effort(kind: Kind, levels: Sequence[int], start: int, end: int) -> int:
    return EFFORT[kind] * (levels.index(end) - levels.index(start))
