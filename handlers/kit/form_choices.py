"""What happens to a form when somebody presses something, or types the words of a choice.

Every choice carries the number of its form and the name of its field, so that an old button never answers
another question.
"""

from __future__ import annotations

from handlers.kit.fields import SeveralOf
from handlers.kit.form_answers import read_text, take
from handlers.kit.form_screens import (
    Step,
    ask_to_leave,
    choose_correction,
    resume_choice,
    show,
    show_ticks,
    words_for,
)
from handlers.kit.forms import Filling, Purpose, Stage, forget, unfinished
from handlers.kit.router import Router
from handlers.kit.turn import Turn

router = Router()


@router.choice("form.pick")
async def pick(turn: Turn, number: int, field: str, option: str) -> None:
    """An option of the field that is asked."""
    filling = _present(turn, number, field)
    if filling is None:
        return
    asked = filling.form.field(field)
    try:
        value = asked.pick(option)
    except LookupError:
        turn.refuse("choice", "form.pick", key="refused-stale")
        return
    if isinstance(asked, SeveralOf):
        filling.ticked = [each for each in asked.among if (each in filling.ticked) != (each == option)]
        show_ticks(turn, filling)
    else:
        await take(turn, filling, value)


@router.choice("form.take")
async def take_suggestion(turn: Turn, number: int, field: str) -> None:
    """The mended text instead of the one that was refused."""
    filling = _present(turn, number, field)
    if filling is not None and filling.suggestion:
        await read_text(turn, filling, filling.suggestion)


@router.choice("form.enough")
async def enough(turn: Turn, number: int, field: str) -> None:
    """The ticks are set, the files sent, or the earlier answer stays."""
    filling = _present(turn, number, field)
    if filling is None:
        return
    value = filling.ticked or filling.answers.get(field)
    if value is None or value == []:
        show(turn, filling, turn.t("invalid-choice-none"))
    else:
        await take(turn, filling, value)


@router.choice("form.none")
async def lacks(turn: Turn, number: int, field: str) -> None:
    """What is asked for isn't there (yet); whoever gets the form reads that."""
    filling = _present(turn, number, field)
    if filling is not None and filling.form.field(field).may_lack:
        await take(turn, filling, None)


@router.choice("form.skip")
async def skip(turn: Turn, number: int, field: str) -> None:
    """An optional field stays empty."""
    filling = _present(turn, number, field)
    if filling is not None:
        if filling.stage is Stage.OPTIONAL:
            filling.skipped.append(field)
            filling.trail.append(field)
            filling.advance()
        show(turn, filling)


@router.choice("form.back")
async def back(turn: Turn, number: int, field: str) -> None:
    """The question before; what was answered there stays until it is changed."""
    filling = _present(turn, number, field)
    if filling is None:
        return
    form = filling.form
    while filling.stage is not Stage.CORRECTING and filling.trail:
        earlier = filling.trail.pop()
        if any(each.name == earlier for each in form.asked(filling.answers)):
            filling.skipped = [name for name in filling.skipped if name != earlier]
            filling.point(earlier)
            show(turn, filling)
            return
    if not form.missing(filling.answers):
        filling.stage = Stage.REVIEW
        filling.point(None)
    show(turn, filling)


@router.choice("form.answers")
async def answers_to_correct(turn: Turn, number: int, page: int) -> None:
    """A page of the answers that can be changed."""
    filling = _present(turn, number)
    if filling is None:
        return
    if filling.stage is Stage.REVIEW:
        choose_correction(turn, filling, page)
    else:
        show(turn, filling)


@router.choice("form.correct")
async def correct(turn: Turn, number: int, field: str) -> None:
    """One answer is to be changed, in the review."""
    filling = _present(turn, number)
    if filling is None:
        return
    if filling.stage is Stage.REVIEW and any(each.name == field for each in filling.form.asked(filling.answers)):
        filling.stage = Stage.CORRECTING
        filling.point(field)
    show(turn, filling)


@router.choice("form.do")
async def do(turn: Turn, number: int, step: Step) -> None:
    """The frame's own choices."""
    filling = _present(turn, number)
    if filling is None:
        return
    if step is Step.LEAVE:
        await _leave(turn, filling)
    elif step is Step.LATER:
        turn.expect_nothing()
        turn.say(turn.t(words_for(turn, filling, "later")))
    elif step is Step.DROP:
        await _drop(turn, filling)
    elif step is Step.EDIT and filling.stage is Stage.REVIEW:
        choose_correction(turn, filling)
    elif step is Step.SEND and filling.stage is Stage.REVIEW and not filling.form.missing(filling.answers):
        turn.dialogue.form = None
        turn.expect_nothing()
        await Purpose.known[filling.purpose].hand_in(turn, filling)
    else:
        _move(filling, step)
        show(turn, filling)


@router.choice("forms.resume")
async def resume(turn: Turn) -> None:
    """Go on with the form that was left half done."""
    filling = Filling.of(turn)
    if filling is None:
        turn.say(turn.t("form-over"))
    else:
        show(turn, filling)


@router.hook("resume")
async def offer_to_resume(turn: Turn) -> None:
    """The menu was opened while a form is half done."""
    title = unfinished(turn)
    if title is not None:
        turn.say(turn.t("form-unfinished", title=title), choices=[resume_choice(turn, title)])


@router.hook("cancel_form")
async def cancel(turn: Turn) -> None:
    """/huy: ask whether the form under way is to be dropped or kept."""
    filling = Filling.of(turn)
    if filling is None:
        forget(turn)
        turn.say(turn.t("form-over"))
    else:
        await _leave(turn, filling)


# inside


def _present(turn: Turn, number: int, field: str | None = None) -> Filling | None:
    """The form that a choice belongs to; a choice of an earlier form or question is answered politely."""
    filling = Filling.of(turn)
    if filling is None or filling.number != number:
        turn.say(turn.t("form-over"))
        return None
    if field is not None and filling.field != field:
        show(turn, filling, turn.t("form-answered"))
        return None
    return filling


def _move(filling: Filling, step: Step) -> None:
    """Where a step leads; one that makes no sense here leads nowhere, and the form is shown as it stands."""
    if filling.stage is Stage.REUSE and step in (Step.REUSE, Step.ANEW):
        if step is Step.REUSE:
            filling.answers |= filling.known
            filling.reused = list(filling.known)
        filling.advance()
    elif step is Step.MORE and filling.stage is Stage.REVIEW:
        filling.stage, filling.skipped, filling.trail = Stage.OPTIONAL, [], []
        filling.advance()
    elif step is Step.ATTACH and filling.stage is Stage.REVIEW:
        filling.stage = Stage.ATTACHING
    elif step in (Step.REVIEW, Step.SEND) and filling.stage is not Stage.REUSE:
        # "Send" comes here only when a file that was required couldn't be had: it is asked for again.
        filling.stage = Stage.REVIEW
        filling.advance()


async def _leave(turn: Turn, filling: Filling) -> None:
    """Where nothing was filled in, there is nothing to ask about."""
    if filling.begun:
        ask_to_leave(turn, filling)
    else:
        await _drop(turn, filling)


async def _drop(turn: Turn, filling: Filling) -> None:
    dropped = words_for(turn, filling, "dropped")
    turn.dialogue.form = None
    turn.expect_nothing()
    await Purpose.known[filling.purpose].drop(turn, filling)
    turn.say(turn.t(dropped))
