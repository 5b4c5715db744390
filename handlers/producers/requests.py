"""Asking for support: the kind, the form, and handing the request in."""

from __future__ import annotations

from typing import Any

from handlers.kit.fields import Answers
from handlers.kit.form_screens import begin, resume_choice
from handlers.kit.forms import Purpose, unfinished
from handlers.kit.router import Router
from handlers.kit.steps import move
from handlers.kit.turn import Turn
from handlers.kit.typed import asks, named, words_after
from handlers.kit.words import join
from handlers.officers.notices import announce
from handlers.producers.request_forms import advice, form_for
from models.producers import Producer
from models.requests import Request, RequestKind, RequestState, give_code, locked

router = Router()

request_form = Purpose("request", lambda args: form_for(RequestKind(args["kind"])))


@router.command("hotro", "support", consent=True)
async def choose_kind(turn: Turn) -> None:
    """Offer the six kinds, and to go on with a form that is half done."""
    if turn.event.group:
        turn.say(turn.t("request-private"))
        return
    choices = [turn.choice(turn.t(f"form-{kind}"), "request.kind", kind) for kind in RequestKind]
    title = unfinished(turn)
    if title is None:
        turn.say(turn.t("request-kinds"), choices=choices)
    else:
        turn.say(turn.t("request-kinds-unfinished", title=title), choices=[resume_choice(turn, title), *choices])


@router.choice("request.kind", consent=True)
async def open_form(turn: Turn, kind: RequestKind) -> None:
    """Start the form, unless another one would be lost by it."""
    title = unfinished(turn)
    if turn.event.group:
        turn.say(turn.t("request-private"))
    elif title is None:
        await _start(turn, kind)
    else:
        replace = turn.choice(turn.t("request-replace-yes"), "request.replace", kind)
        turn.say(turn.t("request-replace", title=title), choices=[resume_choice(turn, title), replace])


@router.hook("support")
async def in_words(turn: Turn, text: str) -> bool:
    """Support asked for by its name ("xin hỗ trợ mã vạch", "mv" in the list of kinds): its form.

    A question is none; and for who hasn't agreed to a form yet, the knowledge has something.
    """
    if not turn.account.consented:
        return False
    listed = any(choice.key.startswith("request.kind:") for choice in turn.shown)
    what = words_after(text, "words-support", turn.t) or (text if listed else "")
    kind = named(what, turn.t("words-kinds"), turn.t) if what and not asks(text, turn.t) else None
    if kind is None:
        return False
    await turn.router.choose(turn, f"request.kind:{kind}")
    return True


@router.choice("request.replace", consent=True)
async def replace_form(turn: Turn, kind: RequestKind) -> None:
    """Drop the form under way for a new one."""
    if turn.event.group:
        turn.say(turn.t("request-private"))
        return
    form = turn.dialogue.form or {}
    if form.get("purpose") == request_form.name:
        await drop_draft(turn, **form["args"])
    turn.dialogue.form = None
    await _start(turn, kind)


async def _start(turn: Turn, kind: RequestKind) -> None:
    producer = await producer_of(turn)
    draft = Request(kind=kind, producer_id=producer.id, account_id=turn.account.id, created_at=turn.now, fields={})
    draft.state = RequestState.DRAFT
    turn.session.add(draft)
    await turn.session.flush()  # the files sent into the form belong to it
    await begin(turn, request_form, {"request_id": draft.id, "kind": kind.value}, known=producer.profile)


async def producer_of(turn: Turn) -> Producer:
    """Whom the person writes for; a new one at the first request."""
    if turn.account.producer_id is not None:
        return await turn.session.get_one(Producer, turn.account.producer_id)
    producer = Producer(profile={}, created_at=turn.now)
    turn.session.add(producer)
    await turn.session.flush()
    turn.account.producer_id = producer.id
    return producer


@request_form.filled
async def hand_in(turn: Turn, answers: Answers, request_id: int, kind: str) -> None:
    """The draft becomes a request with a code, and the officers hear of it. Pressed twice, it is handed in once."""
    request = await locked(turn.session, request_id)
    if request is None or not request.belongs_to(turn.account):
        turn.say(turn.t("request-gone"))
        return
    if request.state is not RequestState.DRAFT:
        turn.say(turn.t("request-already", code=request.code or ""))
        return
    request.fields = answers
    request.submitted_at = turn.now
    await give_code(turn.session, request, turn.house.local(turn.now).year)
    await move(turn, request, RequestState.SUBMITTED)
    (await turn.session.get_one(Producer, request.producer_id)).remember(form_for(request.kind).remembered(answers))
    said = [
        turn.t("request-submitted", code=request.code, day=turn.house.day(request.due_at or turn.now)),
        *advice(request.kind, answers, turn.house.local(turn.now).date(), turn.t),
    ]
    turn.say(
        join(said, "\n\n"), choices=[turn.choice(turn.t("request-open", code=request.code), "request.show", request.id)]
    )
    await announce(turn, request)


@request_form.dropped
async def drop_draft(turn: Turn, request_id: int, **_: Any) -> None:
    """What was typed is forgotten; the files already sent stay with the withdrawn draft until data are erased."""
    request = await locked(turn.session, request_id)
    if request is not None and request.state is RequestState.DRAFT:
        request.fields = {}
        request.step(RequestState.WITHDRAWN, turn.now)
