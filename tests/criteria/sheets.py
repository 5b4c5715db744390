"""Answer sheets for property tests."""

from typing import Any

from hypothesis import strategies as st

from models.criteria import CriteriaSet, Criterion, Kind, Option, Part, Sector, load_criteria

Sheet = tuple[CriteriaSet, dict[str, int]]


@st.composite
def sheets(draw: Any) -> Sheet:
    """A sheet of one of the 26 sets: nothing or the best with some answers changed, or anything."""
    criteria_set = draw(st.sampled_from(load_criteria().sets))
    kind = draw(st.sampled_from(["nothing", "best", "anything"]))
    if kind == "anything":
        return criteria_set, {c.code: draw(st.sampled_from(c.levels)) for c in criteria_set.criteria}
    answers = {c.code: c.max_points for c in criteria_set.criteria} if kind == "best" else {}
    for criterion in draw(st.lists(st.sampled_from(criteria_set.criteria), max_size=12, unique_by=id)):
        answers[criterion.code] = draw(st.sampled_from(criterion.levels))
    return criteria_set, answers


@st.composite
def small_sheets(draw: Any) -> Sheet:
    """A sheet of a made-up set so small that all its possible improvements can be tried."""
    criteria = tuple(_criterion(draw, str(number)) for number in range(1, draw(st.integers(2, 6)) + 1))
    criteria_set = CriteriaSet(
        number=99,
        name="small",
        short="small",
        sector=Sector("I", "small"),
        group="small",
        parts=(Part("A", "all", 100),),
        criteria=criteria,
    )
    return criteria_set, {c.code: draw(st.sampled_from(c.levels)) for c in criteria}


def _criterion(draw: Any, code: str) -> Criterion:
    points = sorted(draw(st.sets(st.integers(1, 40), min_size=1, max_size=4)))
    stars = sorted(draw(st.sets(st.sampled_from([3, 4, 5]), max_size=len(points))))
    starred = dict(zip(sorted(draw(st.permutations(points))[: len(stars)]), stars, strict=True))
    return Criterion(
        code=code,
        name=code,
        group=code,
        part="A",
        kind=draw(st.sampled_from(list(Kind))),
        options=tuple(Option(str(worth), worth, starred.get(worth, 0)) for worth in (0, *points)),
    )
