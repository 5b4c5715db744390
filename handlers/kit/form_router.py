"""What happens to a form when somebody types, presses or sends something.

Every choice carries the number of its form and the name of its field, so that an old button never answers
another question.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from handlers.kit.fields import Files, Phone, SeveralOf, Unsure
from handlers.kit.files import take_file
from handlers.kit.forms import Filling, Purpose, Stage, context, show, show_ticks, step_choice
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich
from models.identifiers import Invalid
from models.knowledge import fold
from models.mail import EventKind
from models.requests import read_code

router = Router()


class Step(StrEnum):
    """What the frame of a form offers beside its fields."""

    REUSE = "reuse"
    ANEW = "anew"
    SEND = "send"
    EDIT = "edit"
    MORE = "more"
    ATTACH = "attach"
    REVIEW = "review"
    LEAVE = "leave"
    LATER = "later"
    DROP = "drop"
    GO_ON = "go_on"


# what is typed or sent


@router.answer("form")
async def read_answer(turn: Turn) -> None:
    """Read what was typed or sent as the answer to the field that is asked."""
    filling = Filling.of(turn)
    if filling is None or not _on_screen(turn):
        await _as_usual(turn)
        return
    event = turn.event
    text = event.text.strip()
    if event.kind in (EventKind.PHOTO, EventKind.DOCUMENT):
        await _receive_file(turn, filling)
    elif event.kind is EventKind.CONTACT:
        asked = filling.form.field(filling.field) if filling.field else None
        if isinstance(asked, Phone):
            await _read(turn, filling, str(event.data.get("phone", "")))
        else:
            show(turn, filling, turn.t("form-unreadable"))
    elif event.kind is not EventKind.TEXT or not text:
        show(turn, filling, turn.t("form-unreadable"))
    elif _is_code(text) and "code" in turn.router.hooks:
        await turn.router.hooks["code"].handler(turn, read_code(text))
    elif filling.field is None:
        if not await _asked_something(turn, text):
            show(turn, filling, turn.t("form-choose"))
        else:
            show(turn, filling)
    else:
        await _read(turn, filling, text)


async def _read(turn: Turn, filling: Filling, text: str) -> None:
    """Keep the answer, or say what is wrong with it; a question is answered, and the form goes on."""
    assert filling.field is not None  # noqa: S101 - the caller has looked
    asked = filling.form.field(filling.field)
    if _looks_like_question(turn, text) and await _asked_something(turn, text):
        show(turn, filling)
        return
    if len(filling.offered) == 1 and fold(text) in _listed(turn, "words-yes"):
        await _take(turn, filling, asked.pick(filling.offered[0][0]))
        return
    try:
        await _take(turn, filling, asked.read(text, context(turn, filling)))
    except Unsure as unsure:
        filling.offered = [list(option) for option in unsure.options]
        show(turn, filling, turn.t(unsure.key, **unsure.values))
    except Invalid as error:
        if await _asked_something(turn, text):
            show(turn, filling)
            return
        filling.offered, filling.suggestion = [], error.values.get("suggestion")  # type: ignore[assignment]
        show(turn, filling, _wrong(turn, error))


async def _receive_file(turn: Turn, filling: Filling) -> None:
    """A file answers a file field; anywhere else it is kept beside the form."""
    form, name = filling.form, filling.field
    asked = form.field(name) if name else None
    if asked is not None and asked.or_file:
        asked = form.field(asked.or_file)
    if "request_id" not in filling.args:
        show(turn, filling, turn.t("form-unreadable"))
        return
    limits: dict[str, Any] = {}
    if isinstance(asked, Files):
        limits = {"field": asked.name, "suffixes": asked.suffixes, "largest": asked.largest}
    try:
        attachment = take_file(turn, request_id=filling.args["request_id"], already=filling.files, **limits)
    except Invalid as error:
        show(turn, filling, _wrong(turn, error))
        return
    await turn.session.flush()  # its id is the answer
    if not isinstance(asked, Files):
        filling.beside.append(attachment.id)
        show(turn, filling, turn.t("form-file-beside"))
        return
    had = filling.answers.get(asked.name, [])
    received = [*had, attachment.id] if asked.most > 1 else [attachment.id]
    if asked.name != name:  # a logo in place of words
        filling.answers[asked.name] = received
        filling.advance()
    elif len(received) < asked.most:
        filling.answers[asked.name] = received
        show(turn, filling, turn.t("form-file-received"))
        return
    else:
        filling.answer(received)
    show(turn, filling, turn.t("form-file-received"))


# what is pressed


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
        await _take(turn, filling, value)


@router.choice("form.take")
async def take_suggestion(turn: Turn, number: int, field: str) -> None:
    """The mended text instead of the one that was refused."""
    filling = _present(turn, number, field)
    if filling is not None and filling.suggestion:
        await _read(turn, filling, filling.suggestion)


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
        await _take(turn, filling, value)


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
        _ask_to_leave(turn, filling)
    elif step is Step.LATER:
        turn.expect_nothing()
        turn.say(turn.t("form-later"))
    elif step is Step.DROP:
        await _drop(turn, filling)
    elif step is Step.EDIT and filling.stage is Stage.REVIEW:
        _choose_correction(turn, filling)
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


async def leave(turn: Turn) -> bool:
    """/huy: ask whether the form under way is to be dropped or kept. False: there is none."""
    filling = Filling.of(turn)
    if filling is None:
        return False
    _ask_to_leave(turn, filling)
    return True


@router.answer("form.leave")
async def answer_to_leaving(turn: Turn) -> None:
    """Something else than one of the choices was typed: the question comes again."""
    filling = Filling.of(turn)
    if filling is None or not _on_screen(turn):
        await _as_usual(turn)
    elif await _asked_something(turn, turn.event.text):
        show(turn, filling)
    else:
        _ask_to_leave(turn, filling)


def lose_file(turn: Turn, attachment_id: int) -> bool:
    """Take a file that can't be had out of the form under way. False: it isn't one of its files."""
    filling = Filling.of(turn)
    if filling is None:
        return False
    mine = attachment_id in filling.beside
    filling.beside = [each for each in filling.beside if each != attachment_id]
    for each in filling.form.fields:
        ids = filling.answers.get(each.name)
        if isinstance(each, Files) and ids and attachment_id in ids:
            mine = True
            filling.answers[each.name] = [id_ for id_ in ids if id_ != attachment_id]
            if not filling.answers[each.name]:
                del filling.answers[each.name]
    expecting = turn.dialogue.expecting
    filling.keep(turn)
    turn.dialogue.expecting = expecting
    return mine


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
    elif step is Step.REVIEW and filling.stage in (Stage.OPTIONAL, Stage.ATTACHING):
        filling.stage = Stage.REVIEW
        filling.advance()


async def _take(turn: Turn, filling: Filling, value: Any) -> None:
    filling.answer(value)
    show(turn, filling)


def _choose_correction(turn: Turn, filling: Filling) -> None:
    choices = [
        turn.choice(turn.t(f"{each.key}.label"), "form.correct", filling.number, each.name)
        for each in filling.form.fields
        if each.name in filling.answers and each.when(filling.answers)
    ]
    filling.keep(turn)
    turn.say(
        turn.t("form-which"), choices=[*choices, step_choice(turn, filling, Step.REVIEW, numbered=False)]
    )


def _ask_to_leave(turn: Turn, filling: Filling) -> None:
    filling.keep(turn)
    turn.expect("form.leave")
    title = turn.t(f"form-{filling.form.name}")
    steps = (Step.LATER, Step.DROP, Step.GO_ON)
    turn.say(turn.t("form-leave", title=title), choices=[step_choice(turn, filling, step) for step in steps])


async def _drop(turn: Turn, filling: Filling) -> None:
    turn.dialogue.form = None
    turn.expect_nothing()
    await Purpose.known[filling.purpose].drop(turn, filling)
    turn.say(turn.t("form-dropped"))


def _wrong(turn: Turn, error: Invalid) -> Rich:
    """The sentence for a reason: what is wrong, and an example."""
    values = {name: _shown(value) for name, value in error.values.items()}
    return turn.t("invalid-" + error.reason.replace(".", "-"), **values)


def _shown(value: object) -> Any:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value) if isinstance(value, Decimal) else value


async def _asked_something(turn: Turn, text: str) -> bool:
    """Have a question that came instead of an answer answered. False: it is none, or nobody knows the answer."""
    hook = turn.router.hooks.get("question")
    if hook is None or turn.event.kind is not EventKind.TEXT or not text.strip():
        return False
    answered: Any = await hook.handler(turn, text)  # type: ignore[func-returns-value]
    return bool(answered)


def _looks_like_question(turn: Turn, text: str) -> bool:
    folded = f" {fold(text)} "
    return text.rstrip().endswith("?") or any(f" {word} " in folded for word in _listed(turn, "words-question"))


def _listed(turn: Turn, key: str) -> set[str]:
    return {fold(word) for word in turn.t(key).split("|")}


def _on_screen(turn: Turn) -> bool:
    """Whether the form was the last thing shown: otherwise a text is about that other thing."""
    return any(key.startswith("form.") for _, key, _ in turn.dialogue.choices)


async def _as_usual(turn: Turn) -> None:
    """Answer as if no form were under way."""
    route = turn.router.events.get(turn.event.kind) or turn.router.events.get(EventKind.OTHER)
    if route is not None:
        await route.handler(turn)


def _is_code(text: str) -> bool:
    """Whether a text is a request's code and nothing else."""
    return read_code(text) is not None and re.fullmatch(r"[A-Za-z]{2}\d{3,8}", re.sub(r"[\s.\-]", "", text)) is not None
