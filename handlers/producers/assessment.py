"""How many stars a product would get: choosing the product, its set and the length, and what was begun before."""

from __future__ import annotations

from enum import StrEnum

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.typed import asks
from handlers.kit.words import join, shorten
from handlers.producers.ask import answer_question, is_only_polite
from handlers.producers.assessment_questions import ask_next
from handlers.producers.assessment_result import mine
from handlers.producers.criteria import choose_set, find_set, say_sectors, set_named, sets_of
from models.assessments import Assessment, AssessmentState, assessments_of, with_minimums
from models.criteria import CriteriaSet
from models.criteria.loader import GRADED_IN
from models.identifiers import Invalid
from models.mail import Choice
from models.values import parse_text

router = Router()

#: The purpose that a set is chosen for here, and the beginning of the choices' names.
PURPOSE = "assess"
#: Assessments shown to go on with or to look at.
RECENT = 4
#: Characters of a product's name: as it stands on the card, and on choices.
LONGEST, NAME = 80, 50
#: With fewer conditions than this (tourism has two), a short form forecasts nothing.
LEAST_CONDITIONS = 5


class Length(StrEnum):
    """How much is asked."""

    SHORT = "short"  # the criteria that a star has a minimum for, about 15
    FULL = "full"  # all of them, about 30


@router.command("chamdiem", "assess")
async def assess(turn: Turn, payload: str = "") -> None:
    """What was begun or finished before, and a new one; or, with a product's name, that one."""
    if turn.event.group:
        turn.say(turn.t("assessment-private"))
        return
    if payload:
        await _product(turn, payload)
        return
    recent = await assessments_of(turn.session, turn.account, limit=RECENT)
    if not recent:
        _ask_product(turn)
        return
    choices = [_recent(turn, assessment) for assessment in recent]
    turn.say(turn.t("assessment-list"), choices=[*choices, turn.choice(turn.t("assessment-new"), "assess.new")])


def _recent(turn: Turn, assessment: Assessment) -> Choice:
    if assessment.finished:
        label = turn.t(
            "assessment-list-finished",
            product=shorten(assessment.product, NAME),
            points=assessment.points or 0,
            stars=assessment.stars or 0,
            full=assessment.full,
        )
        return turn.choice(label, "assess.show", assessment.id)
    criteria_set = sets_of(turn).set(assessment.set_number)
    asked = assessment.asked(criteria_set)
    done = sum(each.code in assessment.answers or each.code in assessment.unsure for each in asked)
    label = turn.t("assessment-list-open", product=shorten(assessment.product, NAME), done=done, total=len(asked))
    return turn.choice(label, "assess.go", assessment.id)


# the product and its set


@router.choice("assess.new")
async def new(turn: Turn) -> None:
    """Another product."""
    _ask_product(turn)


def _ask_product(turn: Turn, before: str = "") -> None:
    turn.expect("assessment.product")
    question = turn.t("assessment-which-product")
    turn.say(
        join([before, question], "\n\n") if before else question,
        choices=[turn.choice(turn.t("cancel"), "start.go", "huy", numbered=False)],
    )


@router.answer("assessment.product")
async def product_typed(turn: Turn) -> None:
    """The product's name; a question is answered, as is what says nothing, and the name asked for again."""
    text = turn.event.text.strip()
    if asks(text, turn.t) or is_only_polite(turn, text):
        await answer_question(turn, text)
        _ask_product(turn)
    else:
        await _product(turn, text)


async def _product(turn: Turn, text: str) -> None:
    try:
        product = parse_text(text, 2, LONGEST)
    except Invalid:
        _ask_product(turn, turn.t("assessment-product-wrong", most=LONGEST))
        return
    turn.expect_nothing()
    turn.note(assess=product)
    criteria_set = find_set(turn, product, PURPOSE)
    if criteria_set is not None:
        _offer(turn, criteria_set, product)


@router.choice("assess.sectors")
async def sectors(turn: Turn) -> None:
    """The six sectors: the name said nothing, or the wrong thing."""
    say_sectors(turn, PURPOSE)


@router.choice("assess.sector")
async def sets_of_sector(turn: Turn, code: str, page: int = 0) -> None:
    """The sets of a sector."""
    only = choose_set(turn, code, page, PURPOSE)
    if only is not None:
        _offer_noted(turn, only)


@router.choice("assess.set")
async def one_set(turn: Turn, number: int) -> None:
    """The set is chosen."""
    criteria_set = set_named(turn, number, PURPOSE)
    if criteria_set is not None:
        _offer_noted(turn, criteria_set)


def _offer_noted(turn: Turn, criteria_set: CriteriaSet) -> None:
    """Offer it for the product named before; an old button, pressed after another assessment, has none any more."""
    product = turn.dialogue.notes.get("assess")
    if product is None:
        _ask_product(turn)
    else:
        _offer(turn, criteria_set, product)


def _offer(turn: Turn, criteria_set: CriteriaSet, product: str) -> None:
    """Say which set it is and what rules a product out; let the length be chosen."""
    lines = [
        turn.t("assessment-result", product=product),
        turn.t("assessment-set", number=criteria_set.number, name=criteria_set.name),
    ]
    if criteria_set.disqualifiers:
        lines.append(turn.t("criteria-disqualified"))
        lines += [turn.t("criteria-note", text=text) for text in criteria_set.disqualifiers]
    if turn.language != GRADED_IN:
        lines.append(turn.t("criteria-in-vietnamese"))
    counts = {Length.SHORT: len(with_minimums(criteria_set)), Length.FULL: len(criteria_set.criteria)}
    lengths = [Length.FULL] if counts[Length.SHORT] < LEAST_CONDITIONS else list(Length)
    asked = turn.t("assessment-which-length" if len(lengths) > 1 else "assessment-one-length")
    turn.say(
        join([join(lines), asked], "\n\n"),
        choices=[
            *(
                turn.choice(
                    turn.t(f"assessment-length-{each.value}", count=counts[each]),
                    "assess.begin",
                    criteria_set.number,
                    each.value,
                )
                for each in lengths
            ),
            turn.choice(turn.t("criteria-other"), "assess.sectors"),
        ],
    )


# beginning


@router.choice("assess.begin")
async def begin(turn: Turn, number: int, length: Length) -> None:
    """The first question."""
    criteria_set = set_named(turn, number, PURPOSE)
    product: str | None = turn.dialogue.notes.get("assess")
    if turn.event.group:
        turn.say(turn.t("assessment-private"))
    elif product is None:
        _ask_product(turn)
    elif criteria_set is not None:
        turn.note(assess=None)
        await _begin(turn, product, criteria_set, full=length is Length.FULL)


@router.choice("assess.again")
async def again(turn: Turn, assessment_id: int) -> None:
    """The same product once more, from the beginning, to see what has changed."""
    assessment = await mine(turn, assessment_id)
    if assessment is not None:
        criteria_set = sets_of(turn).set(assessment.set_number)
        await _begin(turn, assessment.product, criteria_set, full=assessment.full)


@router.choice("assess.widen")
async def widen(turn: Turn, assessment_id: int) -> None:
    """From the short form to the full one; what was answered is kept."""
    assessment = await mine(turn, assessment_id)
    if assessment is None:
        return
    if not assessment.full:
        assessment.widen(turn.now)
    await turn.router.choose(turn, f"assess.go:{assessment_id}")


async def _begin(turn: Turn, product: str, criteria_set: CriteriaSet, *, full: bool) -> None:
    """A new assessment; the same one begun a moment ago and not answered yet is taken instead."""
    newest = next(iter(await assessments_of(turn.session, turn.account, limit=1)), None)
    begun = newest is not None and not (newest.finished or newest.answers or newest.unsure)
    if newest is not None and begun and newest.product == product and newest.set_number == criteria_set.number:
        newest.full = full
        await ask_next(turn, newest)
        return
    assessment = Assessment(
        account_id=turn.account.id,
        producer_id=turn.account.producer_id,
        product=product,
        set_number=criteria_set.number,
        full=full,
        answers={},
        unsure=[],
        started_at=turn.now,
        updated_at=turn.now,
    )
    assessment.state = AssessmentState.OPEN
    turn.session.add(assessment)
    await turn.session.flush()
    await ask_next(turn, assessment, turn.t("assessment-begin"))
