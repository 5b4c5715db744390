"""What goes into `ocop-bot assess` and what comes out, to the letter."""

import json

import pytest

from models.criteria import SheetError, grade_lines, grade_sheet, load_criteria


def only(line: str) -> object:
    """What one line gives: its result, or why it is refused."""
    (outcome,) = grade_lines([line])
    return str(outcome) if isinstance(outcome, SheetError) else outcome


def test_a_sheet_gives_everything_that_is_promised() -> None:
    flower = load_criteria().set(23)
    answers = {criterion.code: criterion.max_points for criterion in flower.criteria}
    answers |= {"2.2": 3, "7": 6, "8": 2}
    result = grade_sheet({"set": 23, "answers": answers})
    assert result == {
        "set": 23,
        "parts": {"A": 39, "B": 25, "C": 31},
        "points": 95,
        "stars": 0,
        "missing": {"3": ["8"], "4": ["2.2", "8"], "5": ["2.2", "7", "8"]},
        "ways": {
            "3": {"changes": 1, "raise": {"8": 4}},
            "4": {"changes": 2, "raise": {"2.2": 4, "8": 4}},
            "5": {"changes": 3, "raise": {"2.2": 4, "7": 8, "8": 4}},
        },
    }
    assert json.loads(json.dumps(result)) == result


def test_a_star_that_is_reached_has_an_empty_way() -> None:
    flower = load_criteria().set(23)
    result = grade_sheet({"set": 23, "answers": {c.code: c.max_points for c in flower.criteria}})
    assert result["stars"] == 5
    assert result["missing"] == {"3": [], "4": [], "5": []}
    assert result["ways"] == {star: {"changes": 0, "raise": {}} for star in "345"}


def test_empty_answers_are_graded() -> None:
    result = grade_sheet({"set": 26, "answers": {}})
    assert (result["points"], result["stars"]) == (0, 0)
    assert result["missing"] == {"3": ["3.5"], "4": ["3.4", "3.5"], "5": ["3.4", "3.5"]}


def test_other_fields_of_a_sheet_are_left_alone() -> None:
    assert grade_sheet({"set": 26, "answers": {}, "name": "x"}) == grade_sheet({"set": 26, "answers": {}})


def test_a_bad_line_is_refused_and_the_others_are_graded() -> None:
    lines = [
        '\ufeff{"set": 6, "answers": {"1.1": 2}}\n',
        "\n",
        '{"set": 6, "answers": {"1.1": 5}}\n',
        '{"set": 6, "answers": {}}',
    ]
    good, bad, last = grade_lines(lines)
    assert isinstance(good, dict)
    assert good["points"] == 2
    assert isinstance(bad, SheetError)
    assert bad.line == 3
    assert str(bad) == "line 3: set 6, criterion 1.1: 5 is not one of its points, 0, 1, 2, 3"
    assert isinstance(last, dict)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"set": 27, "answers": {}}', "there is no set 27; the sets are 1, 2, 3"),
        ('{"set": "6", "answers": {}}', "there is no set '6'; the sets are 1, 2, 3"),
        ('{"set": 6, "answers": {"99": 1}}', "set 6 has no criterion '99'; it has 1.1, 1.2"),
        ('{"set": 6, "answers": {"1.1": 1.5}}', "1.5 is not one of its points, 0, 1, 2, 3"),
        ('{"set": 6, "answers": {"1.1": null}}', "None is not one of its points, 0, 1, 2, 3"),
        ('{"set": 6, "answers": {"1.1": NaN}}', "nan is not one of its points, 0, 1, 2, 3"),
        ('{"set": 6, "answers": {"1.1": 1, "1.1": 3}}', "'1.1' is answered twice"),
        ('{"set": 6}', 'a sheet is {"set": number, "answers": '),
        ('{"answers": {}}', 'a sheet is {"set": number, "answers": '),
        ('{"set": 6, "answers": [1]}', 'a sheet is {"set": number, "answers": '),
        ("[6]", 'a sheet is {"set": number, "answers": '),
        ("{", "no JSON: "),
        ("[" * 100_000, "recursion"),
        ('{"set": ' + "9" * 5_000 + "}", "Exceeds the limit"),
    ],
)
def test_a_line_that_is_no_sheet_is_refused_with_what_is_allowed(line: str, reason: str) -> None:
    refused = only(line)
    assert isinstance(refused, str)
    assert refused.startswith("line 1: ")
    assert reason in refused
