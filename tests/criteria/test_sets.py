"""The 26 sets say what the decision says: every point, every minimum, every number in a wording."""

import re
from datetime import date
from pathlib import Path

import pytest

from models.criteria import CERTIFIED_STARS, EFFORT, CriteriaSet, Kind, cheapest_way, grade, load_criteria
from models.criteria import loader as loader_module
from tests.criteria.reference import printed_criteria, printed_minimums

CRITERIA = load_criteria()
each_set = pytest.mark.parametrize("criteria_set", CRITERIA.sets, ids=lambda found: f"set {found.number}")


def test_there_are_six_sectors_and_26_sets() -> None:
    assert [sector.code for sector in CRITERIA.sectors] == ["I", "II", "III", "IV", "V", "VI"]
    assert [criteria_set.number for criteria_set in CRITERIA.sets] == list(range(1, 27))
    assert [len(CRITERIA.of_sector(sector.code)) for sector in CRITERIA.sectors] == [13, 4, 3, 2, 3, 1]


@each_set
def test_points_add_up(criteria_set: CriteriaSet) -> None:
    best = {
        part.code: sum(
            max(option.points for option in criterion.options) for criterion in criteria_set.of_part(part.code)
        )
        for part in criteria_set.parts
    }
    assert best == {"A": 40, "B": 25, "C": 35}
    assert best == {part.code: part.max_points for part in criteria_set.parts}
    assert sum(criterion.max_points for criterion in criteria_set.criteria) == 100


@each_set
def test_options_are_those_of_the_decision(criteria_set: CriteriaSet) -> None:
    printed = {code: p for (number, code), p in printed_criteria().items() if number == criteria_set.number}
    assert {criterion.code for criterion in criteria_set.criteria} == set(printed)
    for criterion in criteria_set.criteria:
        options = list(criterion.options)
        if not any(points == 0 for points, _ in printed[criterion.code].options):
            unprinted = options.pop(0)
            assert (unprinted.text, unprinted.points) == ("Chưa đạt mức nào", 0)
        told = [(option.points, sorted(re.findall(r"\d+", option.text), key=int)) for option in options]
        assert told == printed[criterion.code].options, criterion.code
        assert criterion.max_points == printed[criterion.code].max_points, criterion.code


@each_set
def test_minimums_are_those_of_the_decision(criteria_set: CriteriaSet) -> None:
    printed = printed_minimums()
    for star in CERTIFIED_STARS:
        minimums = {
            criterion.code: criterion.minimums[star]
            for criterion in criteria_set.criteria
            if star in criterion.minimums
        }
        assert minimums == printed[criteria_set.number, star]


@each_set
def test_every_criterion_offers_nothing_reached(criteria_set: CriteriaSet) -> None:
    for criterion in criteria_set.criteria:
        assert sum(option.points == 0 for option in criterion.options) == 1, criterion.code
        assert criterion.levels[0] == 0
        assert criterion.levels[-1] == criterion.max_points


@each_set
def test_every_star_can_be_reached_from_nothing(criteria_set: CriteriaSet) -> None:
    for star in CERTIFIED_STARS:
        way = cheapest_way(grade(criteria_set, {}), star)
        assert grade(criteria_set, way.raises).stars >= star


@each_set
def test_wordings_fit_a_phone(criteria_set: CriteriaSet) -> None:
    assert len(criteria_set.short) <= 45
    for criterion in criteria_set.criteria:
        assert len(criterion.name) <= 60, criterion.name
        texts = [option.text for option in criterion.options]
        assert len(set(texts)) == len(texts), criterion.code
        for text in texts:
            assert text == text.strip()
            assert len(text) <= 160, text


def test_a_minimum_for_four_stars_counts_for_five() -> None:
    contracts = CRITERIA.set(6).criterion("1.5")
    assert [contracts.needed(star) for star in CERTIFIED_STARS] == [0, 2, 3]
    story = CRITERIA.set(6).criterion("5.1")
    assert [story.needed(star) for star in CERTIFIED_STARS] == [0, 5, 5]


def test_only_what_a_jury_judges_is_an_estimate() -> None:
    assert CRITERIA.set(6).criterion("6.5").jury
    assert not CRITERIA.set(6).criterion("3.5").jury


def test_misprints_are_told_with_their_set() -> None:
    noted = [
        (criteria_set.number, correction.code)
        for criteria_set in CRITERIA.sets
        for correction in criteria_set.corrections
        if correction.code not in {"2.3", "2.4"}
    ]
    assert noted == [
        (3, "5.1"),
        *[(4, "1.2"), (4, "7")],
        *[(7, "1.2"), (7, "3.1")],
        *[(10, "1.2"), (10, "3.5")],
        *[(11, "1.2"), (11, "6.1.1")],
        *[(23, "9"), (23, "6.2")],
        (26, "A"),
    ]


def test_the_source_is_named_with_the_day_it_was_checked() -> None:
    assert "26/2026/QĐ-TTg" in CRITERIA.source
    assert CRITERIA.checked >= date(2026, 11, 23)


def test_forged_papers_disqualify_goods() -> None:
    for criteria_set in CRITERIA.sets:
        forged = "Hồ sơ giả mạo." in criteria_set.disqualifiers
        assert forged == (criteria_set.number != 26)
    assert any("Điều 8" in note for note in CRITERIA.set(26).notes)


def test_english_has_every_name_and_the_same_criteria() -> None:
    english = load_criteria("en")
    assert english.set(23).name == "Flowers"
    for ours, theirs in zip(CRITERIA.sets, english.sets, strict=True):
        assert ours.name != theirs.name
        assert ours.sector.name != theirs.sector.name
        assert [c.code for c in ours.criteria] == [c.code for c in theirs.criteria]
    assert all(
        ours.name != theirs.name for ours, theirs in zip(CRITERIA.sets[0].parts, english.sets[0].parts, strict=True)
    )
    assert english.set(6).criterion("1.1").options[0].text == "No level reached"


def test_every_kind_has_an_effort() -> None:
    assert set(EFFORT) == set(Kind)
    used = {criterion.kind for criteria_set in CRITERIA.sets for criterion in criteria_set.criteria}
    assert used == set(Kind)


@pytest.mark.parametrize("number", [0, 27, -1, "6", 6.0, True, None, [6]])
def test_an_unknown_set_is_refused_with_those_there_are(number: object) -> None:
    with pytest.raises(ValueError, match=r"there is no set .*; the sets are 1, 2, .* 26$"):
        CRITERIA.set(number)  # type: ignore[arg-type]


def test_an_unknown_criterion_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"set 6 has no criterion '6\.9'; it has 1\.1, 1\.2, .* 11$"):
        CRITERIA.set(6).criterion("6.9")


@pytest.mark.parametrize(
    ("scores", "complaint"),
    [
        ("- 6.9 | 6 | 0 1 2", r"broken\.yaml, Tried: zip\(\)"),
        ("- 6.9 | 6 | 0 many", r"broken\.yaml, Tried: 'many' is no score"),
        ("- 1.1 | 6 | 0 1", r"broken\.yaml, Tried: set 6 already has a criterion 1\.1"),
        ("- 6.9 | six | 0 1", r"broken\.yaml, Tried: invalid literal"),
    ],
)
def test_a_slip_in_a_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scores: str, complaint: str
) -> None:
    folder = tmp_path / "vi" / "criteria"
    folder.mkdir(parents=True)
    for path in (loader_module.LOCALES / "vi" / "criteria").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    broken = f"criteria:\n- name: Tried\n  kind: label\n  levels: [none, some]\n  scores:\n  {scores}\n"
    (folder / "broken.yaml").write_text(broken, encoding="utf-8")
    monkeypatch.setattr(loader_module, "LOCALES", tmp_path)
    with pytest.raises(ValueError, match=complaint):
        load_criteria.__wrapped__()
