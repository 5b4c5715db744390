"""What a producer's own sheet promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.criteria import CriteriaSet, forecast, grade, load_criteria

_SETS = load_criteria().sets


@st.composite
def sheets(draw: Any) -> tuple[CriteriaSet, Mapping[str, int], list[str]]:
    """A set, answers, and the criteria that were asked, which hold all that were answered."""
    criteria_set = draw(st.sampled_from(_SETS))
    answers = {each.code: draw(st.sampled_from(each.levels)) for each in criteria_set.criteria if draw(st.booleans())}
    asked = [each.code for each in criteria_set.criteria if each.code in answers or draw(st.booleans())]
    return criteria_set, answers, asked


@given(sheets())
def test_the_grade_lies_between_the_lowest_and_the_highest(
    sheet: tuple[CriteriaSet, Mapping[str, int], list[str]],
) -> None:
    criteria_set, answers, asked = sheet
    promised = forecast(criteria_set, answers, asked)
    assert promised.grade == grade(criteria_set, answers)
    assert promised.low.points <= promised.grade.points <= promised.high.points
    assert promised.low.stars <= promised.grade.stars <= promised.stars
    assert promised.grade.points + promised.open_points <= promised.high.points
    for star, missing in promised.grade.missing.items():
        assert set(promised.high.missing[star]) <= set(missing) <= set(promised.low.missing[star])


@given(sheets())
def test_with_everything_asked_the_stars_are_those_of_the_grade(
    sheet: tuple[CriteriaSet, Mapping[str, int], list[str]],
) -> None:
    criteria_set, answers, _ = sheet
    promised = forecast(criteria_set, answers)
    assert promised.open_points == 0
    assert promised.stars == promised.grade.stars
    assert promised.next_star == promised.grade.next_star


def test_only_what_a_jury_judges_moves() -> None:
    criteria_set = load_criteria().set(4)
    middle = {each.code: each.levels[1] for each in criteria_set.criteria}
    promised = forecast(criteria_set, middle)
    for criterion, low, now, high in zip(
        criteria_set.criteria, promised.low.reached, promised.grade.reached, promised.high.reached, strict=True
    ):
        if criterion.jury:
            assert (low, now, high) == criterion.levels[:3]
        else:
            assert low == now == high


def test_the_short_form_leaves_room() -> None:
    criteria_set = load_criteria().set(4)
    asked = [each.code for each in criteria_set.criteria if each.minimums]
    met = {code: criteria_set.criterion(code).needed(4) for code in asked}
    promised = forecast(criteria_set, met, asked)
    assert promised.grade.stars == 0, "too few points yet"
    assert promised.stars == 4, "the conditions of 4 stars, and points enough to come"
