"""Points make stars, but only where every minimum is met."""

import pytest
from hypothesis import given, settings

from models.criteria import STAR_POINTS, CriteriaSet, grade, load_criteria
from tests.criteria.reference import printed_minimums
from tests.criteria.sheets import Sheet, sheets

NOODLES = load_criteria().set(6)


def best(criteria_set: CriteriaSet = NOODLES, **lowered: int) -> dict[str, int]:
    """Every best option, but for some: `best(c3_5=0)` lowers criterion 3.5."""
    answers = {criterion.code: criterion.max_points for criterion in criteria_set.criteria}
    return answers | {code.removeprefix("c").replace("_", "."): points for code, points in lowered.items()}


def test_nothing_answered_is_nothing_reached() -> None:
    result = grade(NOODLES, {})
    assert (result.points, result.stars) == (0, 0)
    assert dict(result.parts) == {"A": 0, "B": 0, "C": 0}
    assert result.missing[3] == ("1.1", "2.2", "2.3", "3.5", "4.1", "5.3", "8", "9")
    assert result.next_star == 3
    assert result.points_short(3) == 50


def test_zero_is_the_same_as_no_answer() -> None:
    nothing = {criterion.code: 0 for criterion in NOODLES.criteria}
    assert grade(NOODLES, nothing) == grade(NOODLES, {})


def test_the_best_options_make_five_stars() -> None:
    result = grade(NOODLES, best())
    assert (result.points, result.stars, result.next_star) == (100, 5, None)
    assert dict(result.parts) == {"A": 40, "B": 25, "C": 35}
    assert dict(result.missing) == {3: (), 4: (), 5: ()}


def test_points_alone_certify_nothing() -> None:
    result = grade(NOODLES, best(c3_5=0))
    assert (result.points, result.stars) == (97, 0)
    assert dict(result.missing) == {3: ("3.5",), 4: ("3.5",), 5: ("3.5",)}
    assert result.points_short(5) == 0


def test_a_minimum_for_four_stars_leaves_three() -> None:
    result = grade(NOODLES, best(c3_5=1))
    assert (result.points, result.stars) == (98, 3)
    assert dict(result.missing) == {3: (), 4: ("3.5",), 5: ("3.5",)}
    assert result.next_star == 4


def test_a_minimum_for_five_stars_leaves_four() -> None:
    assert grade(NOODLES, best(c4_1=3)).stars == 4


def test_an_option_above_the_starred_one_meets_the_minimum() -> None:
    assert NOODLES.criterion("1.1").minimums == {3: 2}
    assert grade(NOODLES, best(c1_1=3)).missing[3] == ()
    assert grade(NOODLES, best(c1_1=1)).missing[3] == ("1.1",)


@pytest.mark.parametrize(("points", "stars"), [(90, 5), (89, 4), (70, 4), (69, 3), (50, 3), (49, 0), (30, 0)])
def test_stars_begin_at_their_points(points: int, stars: int) -> None:
    # Tourism has only three minimums, so that any sum can be had with all of them met.
    tourism = load_criteria().set(26)
    answers = best(tourism)
    for criterion in tourism.criteria:
        if criterion.code in {"3.4", "3.5"}:
            continue
        while (surplus := sum(answers.values()) - points) > 0:
            lower = [level for level in criterion.levels if level < answers[criterion.code]]
            fitting = [level for level in lower if answers[criterion.code] - level <= surplus]
            if not fitting:
                break
            answers[criterion.code] = fitting[0]
    result = grade(tourism, answers)
    assert (result.points, result.stars) == (points, stars)


@given(sheets())
@settings(deadline=None)
def test_missing_is_what_the_decision_marks(sheet: Sheet) -> None:
    criteria_set, answers = sheet
    result = grade(criteria_set, answers)
    printed = printed_minimums()
    unmet: set[str] = set()
    for star in (3, 4, 5):
        minimums = printed[criteria_set.number, star]
        unmet |= {code for code, least in minimums.items() if answers.get(code, 0) < least}
        assert set(result.missing[star]) == unmet
        assert len(result.missing[star]) == len(unmet)
        reaches = result.points >= STAR_POINTS[star] and not unmet
        assert reaches == (result.stars >= star)


@given(sheets())
@settings(deadline=None)
def test_parts_add_up_to_the_points(sheet: Sheet) -> None:
    criteria_set, answers = sheet
    result = grade(criteria_set, answers)
    assert sum(result.parts.values()) == result.points == sum(answers.values())


@pytest.mark.parametrize("points", [1, 3, 6, -2, "2", 2.0, True, None, [2]])
def test_points_that_are_no_option_are_refused(points: object) -> None:
    with pytest.raises(ValueError, match=r"set 23, criterion 9: .* is not one of its points, 0, 2, 4"):
        grade(load_criteria().set(23), {"9": points})  # type: ignore[dict-item]


def test_a_criterion_of_another_set_is_refused() -> None:
    with pytest.raises(ValueError, match=r"set 6 has no criterion '17'; it has 1\.1, "):
        grade(NOODLES, {"17": 1})
