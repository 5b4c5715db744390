"""What if: change one answer, see the new forecast beside the old one, and keep it or not.

A trial is nothing but its choice: the key names the assessment, the criterion and the points.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.kit.pages import page_of
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import join
from handlers.producers.assessment_questions import option_choices, options_text
from handlers.producers.assessment_result import finished, result_for, show_result
from handlers.producers.assessment_words import told
from handlers.producers.criteria import sets_of
from models.assessments import Assessment
from models.criteria import CriteriaSet, Criterion, Forecast
from models.mail import Choice

router = Router()

#: Criteria offered first: those that bring the next star.
NEAREST = 6


@router.choice("assess.what_if")
async def what_if(turn: Turn, assessment_id: int) -> None:
    """Which criterion? Those that bring the next star first, then the parts with all of them."""
    assessment = await finished(turn, assessment_id)
    if assessment is None:
        return
    result = await result_for(turn, assessment, turn.account)
    nearest = [result.criteria_set.criterion(code) for code in list(result.raises)[:NEAREST]]
    asked = assessment.asked(result.criteria_set)
    parts = [part for part in result.criteria_set.parts if any(each.part == part.code for each in asked)]
    turn.say(
        turn.t("assessment-try-which"),
        choices=[
            *_criterion_choices(turn, assessment, nearest),
            *(
                turn.choice(
                    turn.t("assessment-try-part", part=part.code, name=part.name),
                    "assess.part",
                    assessment.id,
                    part.code,
                )
                for part in parts
            ),
        ],
    )


@router.choice("assess.part")
async def criteria_of_part(turn: Turn, assessment_id: int, code: str, page: int = 0) -> None:
    """The criteria of a part, a page at a time."""
    assessment = await finished(turn, assessment_id)
    if assessment is None:
        return
    criteria_set = sets_of(turn).set(assessment.set_number)
    asked = [each for each in assessment.asked(criteria_set) if each.part == code]
    if not asked:
        turn.refuse("choice", "assess.part", key="refused-stale")
        return
    shown = page_of(asked, page)
    choices = _criterion_choices(turn, assessment, shown.items) + shown.turning(
        turn, "assess.part", assessment.id, code
    )
    choices.append(turn.choice(turn.t("back"), "assess.what_if", assessment.id, numbered=False))
    turn.say(turn.t("assessment-try-which"), choices=choices)


def _criterion_choices(turn: Turn, assessment: Assessment, criteria: Sequence[Criterion]) -> list[Choice]:
    return [
        turn.choice(
            turn.t("assessment-try-criterion", code=each.code, name=each.name),
            "assess.change",
            assessment.id,
            each.code,
        )
        for each in criteria
    ]


@router.choice("assess.change")
async def change(turn: Turn, assessment_id: int, code: str) -> None:
    """Which option?"""
    found = await _found(turn, assessment_id, code)
    if found is None:
        return
    assessment, _, criterion = found
    turn.say(
        join(
            [
                turn.t("assessment-try-option", code=code, name=criterion.name, points=assessment.answers.get(code, 0)),
                options_text(turn, criterion),
            ],
            "\n\n",
        ),
        choices=[
            *option_choices(turn, "assess.try", assessment.id, criterion),
            turn.choice(turn.t("back"), "assess.what_if", assessment.id, numbered=False),
        ],
    )


@router.choice("assess.try")
async def try_out(turn: Turn, assessment_id: int, code: str, points: int) -> None:
    """The new forecast beside the old one."""
    found = await _found(turn, assessment_id, code, points)
    if found is None:
        return
    assessment, criteria_set, criterion = found
    now, then = assessment.forecast(criteria_set), assessment.forecast(criteria_set, {code: points})
    lines = [
        turn.t("assessment-try-result", code=code, name=criterion.name, points=points),
        turn.t("assessment-try-now", outcome=_outcome(turn, assessment, now)),
        turn.t("assessment-try-then", outcome=_outcome(turn, assessment, then)),
    ]
    star = now.next_star
    if star is not None:
        before, after = len(now.grade.missing[star]), len(then.grade.missing[star])
        lines.append(turn.t("assessment-try-missing", star=star, now=before, then=after))
    turn.say(
        join(lines),
        choices=[
            turn.choice(turn.t("assessment-try-keep"), "assess.keep", assessment.id, code, points),
            turn.choice(turn.t("assessment-try-drop"), "assess.drop", assessment.id),
            turn.choice(turn.t("assessment-try-other"), "assess.what_if", assessment.id),
        ],
    )


def _outcome(turn: Turn, assessment: Assessment, promised: Forecast) -> str:
    points = turn.t("assessment-points", points=promised.grade.points)
    outcome = told(promised, assessment.full, turn.t)
    return outcome if assessment.full else join([points, outcome], "; ")


@router.choice("assess.keep")
async def keep(turn: Turn, assessment_id: int, code: str, points: int) -> None:
    """It is so by now: the answer is changed, and the result with it."""
    found = await _found(turn, assessment_id, code, points)
    if found is None:
        return
    assessment, criteria_set, _ = found
    if assessment.answers.get(code) != points:
        assessment.choose(code, points, turn.now)
        assessment.finish(criteria_set, turn.now)
    await show_result(turn, assessment)


@router.choice("assess.drop")
async def drop(turn: Turn, assessment_id: int) -> None:
    """Nothing is changed."""
    assessment = await finished(turn, assessment_id)
    if assessment is not None:
        turn.say(
            turn.t("assessment-try-dropped"),
            choices=[
                turn.choice(turn.t("assessment-try-other"), "assess.what_if", assessment.id),
                turn.choice(turn.t("assessment-see"), "assess.show", assessment.id),
            ],
        )


async def _found(
    turn: Turn, assessment_id: int, code: str, points: int | None = None
) -> tuple[Assessment, CriteriaSet, Criterion] | None:
    """The assessment and the criterion, if they are this person's and the option exists."""
    assessment = await finished(turn, assessment_id)
    if assessment is None:
        return None
    criteria_set = sets_of(turn).set(assessment.set_number)
    criterion = next((each for each in assessment.asked(criteria_set) if each.code == code), None)
    if criterion is None or (points is not None and points not in criterion.levels):
        turn.refuse("choice", "assess.change", key="refused-stale")
        return None
    return assessment, criteria_set, criterion
