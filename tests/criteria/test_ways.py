"""The cheapest way is held against solvers that share nothing with it but the rules."""

from itertools import product

import pytest
from hypothesis import given, settings

from models.criteria import (
    CERTIFIED_STARS,
    EFFORT,
    STAR_POINTS,
    CriteriaSet,
    cheapest_way,
    grade,
    load_criteria,
)
from tests.criteria.sheets import Sheet, sheets, small_sheets

NOODLES = load_criteria().set(6)


def effort_of(criteria_set: CriteriaSet, answers: dict[str, int], raised: dict[str, int]) -> int:
    effort = 0
    for code, points in raised.items():
        criterion = criteria_set.criterion(code)
        steps = [level for level in criterion.levels if answers.get(code, 0) < level <= points]
        effort += EFFORT[criterion.kind] * len(steps)
    return effort


def try_everything(criteria_set: CriteriaSet, answers: dict[str, int], star: int) -> tuple[int, int] | None:
    """(changes, effort) of the cheapest of all combinations of better options."""
    better = [
        [level for level in criterion.levels if level >= answers.get(criterion.code, 0)]
        for criterion in criteria_set.criteria
    ]
    costs = []
    for points in product(*better):
        if sum(points) < STAR_POINTS[star]:
            continue
        if any(
            got < least
            for got, criterion in zip(points, criteria_set.criteria, strict=True)
            for n, least in criterion.minimums.items()
            if n <= star
        ):
            continue
        raised = {
            criterion.code: got
            for got, criterion in zip(points, criteria_set.criteria, strict=True)
            if got > answers.get(criterion.code, 0)
        }
        costs.append((len(raised), effort_of(criteria_set, answers, raised)))
    return min(costs, default=None)


def try_every_sum(criteria_set: CriteriaSet, answers: dict[str, int], star: int) -> tuple[int, int]:
    """(changes, effort) from the cheapest cost of every sum of points; leaves nothing out, and is slow."""
    cheapest = {0: (0, 0)}
    for criterion in criteria_set.criteria:
        present = answers.get(criterion.code, 0)
        least = max([present, *(points for n, points in criterion.minimums.items() if n <= star)])
        grown: dict[int, tuple[int, int]] = {}
        for total, (changes, effort) in cheapest.items():
            for level in criterion.levels:
                if level < least:
                    continue
                more = effort_of(criteria_set, answers, {criterion.code: level})
                cost = (changes + (level > present), effort + more)
                if cost < grown.get(total + level, (999, 0)):
                    grown[total + level] = cost
        cheapest = grown
    return min(cost for total, cost in cheapest.items() if total >= STAR_POINTS[star])


@given(sheets())
@settings(deadline=None)
def test_a_way_reaches_its_star_with_options_that_are_there(sheet: Sheet) -> None:
    criteria_set, answers = sheet
    for star in CERTIFIED_STARS:
        way = cheapest_way(grade(criteria_set, answers), star)
        assert grade(criteria_set, {**answers, **way.raises}).stars >= star
        assert all(points > answers.get(code, 0) for code, points in way.raises.items())


@given(sheets())
@settings(deadline=None)
def test_no_change_can_be_dropped_or_made_smaller(sheet: Sheet) -> None:
    criteria_set, answers = sheet
    for star in CERTIFIED_STARS:
        way = cheapest_way(grade(criteria_set, answers), star)
        for code, points in way.raises.items():
            for lower in criteria_set.criterion(code).levels:
                if lower < points:
                    raised = {**answers, **way.raises, code: max(lower, answers.get(code, 0))}
                    assert grade(criteria_set, raised).stars < star


@given(sheets())
@settings(deadline=None)
def test_a_star_that_is_reached_needs_nothing(sheet: Sheet) -> None:
    criteria_set, answers = sheet
    result = grade(criteria_set, answers)
    for star in CERTIFIED_STARS:
        way = cheapest_way(result, star)
        assert (way.changes == 0) == (result.stars >= star)


@given(sheets())
@settings(max_examples=25, deadline=None)
def test_no_way_is_cheaper(sheet: Sheet) -> None:
    criteria_set, answers = sheet
    for star in CERTIFIED_STARS:
        way = cheapest_way(grade(criteria_set, answers), star)
        assert way.effort == effort_of(criteria_set, answers, dict(way.raises))
        assert (way.changes, way.effort) == try_every_sum(criteria_set, answers, star)


@given(small_sheets())
@settings(max_examples=200, deadline=None)
def test_no_combination_is_cheaper(sheet: Sheet) -> None:
    criteria_set, answers = sheet
    for star in CERTIFIED_STARS:
        expected = try_everything(criteria_set, answers, star)
        if expected is None:
            with pytest.raises(ValueError, match="points short"):
                cheapest_way(grade(criteria_set, answers), star)
            continue
        way = cheapest_way(grade(criteria_set, answers), star)
        assert (way.changes, way.effort) == expected
        assert way.effort == effort_of(criteria_set, answers, dict(way.raises))


def test_what_is_forced_is_raised_no_further_than_needed() -> None:
    answers = {criterion.code: criterion.max_points for criterion in NOODLES.criteria} | {"3.5": 0, "9": 0}
    way = cheapest_way(grade(NOODLES, answers), 4)
    assert way.raises == {"3.5": 2, "9": 3}
    assert way.effort == 2 * EFFORT[NOODLES.criterion("3.5").kind] + 2 * EFFORT[NOODLES.criterion("9").kind]


def test_a_forced_change_is_used_for_the_missing_points_first() -> None:
    # 48 points once 3.5 is raised to its minimum: two more are had there, at no second change.
    answers = {**cheapest_way(grade(NOODLES, {}), 3).raises, "3.5": 0}
    short = 50 - grade(NOODLES, answers).points
    assert short > 0
    way = cheapest_way(grade(NOODLES, answers), 3)
    assert way.changes == 1
    assert set(way.raises) == {"3.5"}


def test_among_as_few_changes_the_easiest_is_chosen() -> None:
    tourism = load_criteria().set(26)
    answers = {criterion.code: criterion.max_points for criterion in tourism.criteria}
    answers |= {"5.1": 2, "13": 1, "14": 2, "16": 1, "12": 1, "7": 1}
    assert grade(tourism, answers).points == 87
    # One change can't bring three points but 13 (four options, facilities).
    assert cheapest_way(grade(tourism, answers), 5).raises == {"13": 4}
    answers["13"] = 3
    assert grade(tourism, answers).points == 89
    # Any would do now: the story is the easiest of them.
    assert cheapest_way(grade(tourism, answers), 5).raises == {"5.1": 4}


def test_the_order_of_answers_changes_nothing() -> None:
    answers = {criterion.code: criterion.levels[1] for criterion in NOODLES.criteria}
    backwards = dict(reversed(answers.items()))
    for star in CERTIFIED_STARS:
        way = cheapest_way(grade(NOODLES, answers), star)
        assert way == cheapest_way(grade(NOODLES, backwards), star)
        assert list(way.raises) == [c.code for c in NOODLES.criteria if c.code in way.raises]
