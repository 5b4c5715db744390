"""The questions of an assessment: one criterion a message, its options as choices."""

from __future__ import annotations

from handlers.kit.codes import is_request_code
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.typed import chosen, says
from handlers.kit.words import Rich, join
from handlers.producers.ask import answer_question
from handlers.producers.assessment_result import mine, show_result
from handlers.producers.criteria import sets_of
from models.assessments import Assessment
from models.criteria import CriteriaSet, Criterion
from models.identifiers import Invalid
from models.knowledge import fold
from models.mail import Choice, EventKind

router = Router()


async def ask_next(turn: Turn, assessment: Assessment, before: str = "") -> None:
    """The first question without an answer; the result when there is none left."""
    criteria_set = sets_of(turn).set(assessment.set_number)
    criterion = assessment.next(criteria_set)
    if criterion is not None:
        _ask(turn, assessment, criteria_set, criterion, before)
        return
    turn.expect_nothing()
    assessment.finish(criteria_set, turn.now)
    if before:
        turn.say(before)
    await show_result(turn, assessment)


def _ask(turn: Turn, assessment: Assessment, criteria_set: CriteriaSet, criterion: Criterion, before: str = "") -> None:
    turn.expect("assessment", assessment_id=assessment.id, code=criterion.code)
    asked = assessment.asked(criteria_set)
    lines = [
        turn.t(
            "assessment-question",
            number=asked.index(criterion) + 1,
            total=len(asked),
            code=criterion.code,
            name=criterion.name,
        )
    ]
    if criterion.group != criterion.name:
        lines.insert(0, turn.t("assessment-group", name=criterion.group))
    lines += [turn.t("criteria-note", text=note) for note in criterion.notes]
    if criterion.jury:
        lines.append(turn.t("assessment-jury"))
    options = options_text(turn, criterion)
    paragraphs = [join(lines), options]
    if criterion.code in assessment.unsure:
        paragraphs.append(turn.t("assessment-so-far", level=turn.t("assessment-unsure")))
    elif assessment.answers.get(criterion.code) in criterion.levels:
        paragraphs.append(
            turn.t("assessment-so-far", level=_level(turn, criterion, assessment.answers[criterion.code]))
        )
    turn.say(
        join([before, *paragraphs] if before else paragraphs, "\n\n"),
        choices=[
            *option_choices(turn, "assess.pick", assessment.id, criterion),
            *_frame(turn, assessment, asked, criterion),
        ],
    )


def options_text(turn: Turn, criterion: Criterion) -> Rich:
    """Every option in full, numbered as its choice is."""
    return join(
        turn.t("assessment-option", number=number, text=option.text, points=option.points, stars=option.stars)
        for number, option in enumerate(criterion.options, 1)
    )


def option_choices(turn: Turn, name: str, assessment_id: int, criterion: Criterion) -> list[Choice]:
    """A choice for every option. Its key names the assessment and the criterion, so it can answer no other one."""
    return [
        turn.choice(label, name, assessment_id, criterion.code, option.points, told=True)
        for label, option in zip(_labels(turn, criterion), criterion.options, strict=True)
    ]


def _labels(turn: Turn, criterion: Criterion) -> list[Rich]:
    return [
        turn.t("assessment-level", number=number, points=option.points, stars=option.stars)
        for number, option in enumerate(criterion.options, 1)
    ]


def _level(turn: Turn, criterion: Criterion, points: int) -> Rich:
    labels = zip(_labels(turn, criterion), criterion.options, strict=True)
    return next(label for label, option in labels if option.points == points)


def _frame(turn: Turn, assessment: Assessment, asked: tuple[Criterion, ...], criterion: Criterion) -> list[Choice]:
    unsure = turn.choice(turn.t("assessment-unsure"), "assess.unsure", assessment.id, criterion.code, numbered=False)
    later = turn.choice(turn.t("assessment-later"), "assess.later", assessment.id, numbered=False)
    if criterion is asked[0]:
        return [unsure, later]
    return [unsure, turn.choice(turn.t("back"), "assess.back", assessment.id, criterion.code, numbered=False), later]


# answering


@router.choice("assess.go")
async def go_on(turn: Turn, assessment_id: int) -> None:
    """Go on where it was left, on whichever channel; a finished one shows its result."""
    assessment = await mine(turn, assessment_id)
    if assessment is None:
        return
    if assessment.finished:
        await show_result(turn, assessment)
    else:
        await ask_next(turn, assessment)


@router.choice("assess.pick")
async def pick(turn: Turn, assessment_id: int, code: str, points: int) -> None:
    """An option. A button of an earlier question changes the answer to that one, and nothing else."""
    await _answer(turn, assessment_id, code, points)


@router.choice("assess.unsure")
async def not_sure(turn: Turn, assessment_id: int, code: str) -> None:
    """It counts 0, and is listed at the end."""
    await _answer(turn, assessment_id, code, None)


async def _answer(turn: Turn, assessment_id: int, code: str, points: int | None, *, told: bool = False) -> None:
    """Keep it; ``told``: say as what, since it was said in other words than the choice's."""
    assessment = await mine(turn, assessment_id)
    if assessment is None:
        return
    criteria_set = sets_of(turn).set(assessment.set_number)
    criterion = next((each for each in assessment.asked(criteria_set) if each.code == code), None)
    if criterion is None or (points is not None and points not in criterion.levels):
        turn.refuse("choice", "assess.pick", key="refused-stale")
        return
    if assessment.finished:
        turn.say(
            turn.t("assessment-finished", product=assessment.product),
            choices=[
                turn.choice(turn.t("assessment-see"), "assess.show", assessment.id),
                turn.choice(turn.t("assessment-try"), "assess.what_if", assessment.id),
            ],
        )
        return
    same = code in assessment.unsure if points is None else assessment.answers.get(code) == points
    if same:  # pressed twice: nothing is changed, and the question that waits is shown again
        await ask_next(turn, assessment)
        return
    said = ""
    changed = code in assessment.answers or code in assessment.unsure
    if changed or told:
        level = turn.t("assessment-unsure") if points is None else _level(turn, criterion, points)
        key = "assessment-changed" if changed else "assessment-noted"
        said = turn.t(key, code=code, name=criterion.name, level=level)
    assessment.choose(code, points, turn.now)
    await ask_next(turn, assessment, said)


@router.choice("assess.back")
async def back(turn: Turn, assessment_id: int, code: str) -> None:
    """The question before that one, with its answer."""
    assessment = await mine(turn, assessment_id)
    if assessment is None:
        return
    criteria_set = sets_of(turn).set(assessment.set_number)
    asked = assessment.asked(criteria_set)
    place = next((index for index, each in enumerate(asked) if each.code == code), 0)
    if assessment.finished or place == 0:
        await go_on(turn, assessment_id)
    else:
        _ask(turn, assessment, criteria_set, asked[place - 1])


@router.choice("assess.later")
async def later(turn: Turn, assessment_id: int) -> None:
    """Leave it; it is kept."""
    assessment = await mine(turn, assessment_id)
    if assessment is not None:
        turn.expect("assessment", assessment_id=assessment.id, code="")
        await turn.go("huy")


@router.hook("leave_assessment")
async def leave(turn: Turn, assessment_id: int, code: str) -> None:
    """Stopped in the middle: every answer is kept, for weeks if need be."""
    assessment = await turn.session.get(Assessment, assessment_id)
    turn.expect_nothing()
    if assessment is None:
        turn.say(turn.t("cancel-done"))
        return
    turn.say(
        turn.t("assessment-left", product=assessment.product),
        choices=[turn.choice(turn.t("assessment-go-on", product=assessment.product), "assess.go", assessment.id)],
    )


@router.answer("assessment")
async def typed(turn: Turn, assessment_id: int, code: str) -> None:
    """What is typed while a question waits: an option's words, that one doesn't know or has nothing of it, or a
    question of the person's own."""
    assessment = await turn.session.get(Assessment, assessment_id)
    if assessment is None or assessment.finished:
        turn.expect_nothing()
        await _meanwhile(turn)
        return
    criteria_set = sets_of(turn).set(assessment.set_number)
    criterion = next((each for each in assessment.asked(criteria_set) if each.code == code), None)
    if criterion is None:
        await ask_next(turn, assessment)
        return
    text = turn.event.text.strip()
    if turn.event.kind is not EventKind.TEXT:
        _ask(turn, assessment, criteria_set, criterion, turn.t("assessment-choose", count=len(criterion.options)))
        return
    options = [
        (str(option.points), str(label))
        for label, option in zip(_labels(turn, criterion), criterion.options, strict=True)
    ]
    try:
        await _answer(turn, assessment_id, code, int(chosen(text, options, turn.t)))
    except Invalid:
        if is_request_code(text):  # from a notice: what it opens stays on the screen, this question waits
            await answer_question(turn, text)
            return
        if says(text, turn.t("words-dont-know"), turn.t):
            await _answer(turn, assessment_id, code, None, told=True)
            return
        if may_lack(criterion) and says(text, turn.t("words-lacking"), turn.t):
            await _answer(turn, assessment_id, code, 0, told=True)
            return
        wrong = ""
        if text.rstrip(".)").isdecimal():
            wrong = turn.t("assessment-choose", count=len(options))
        else:
            await answer_question(turn, text)
        _ask(turn, assessment, criteria_set, criterion, wrong)


def may_lack(criterion: Criterion) -> bool:
    """Whether "không" and "chưa" can only mean its option worth 0: "Chưa đạt mức nào", but not "Có tạp chất"."""
    nothing = next(option for option in criterion.options if option.points == 0)
    return not criterion.jury and fold(nothing.text).startswith(("khong ", "chua "))


async def _meanwhile(turn: Turn) -> None:
    if turn.event.text:
        await answer_question(turn, turn.event.text)
