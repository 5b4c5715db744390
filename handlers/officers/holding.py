"""What every step on a case shares: who may take it, what can be chosen next, what goes to the producer."""

from __future__ import annotations

from handlers.kit.files import take_file
from handlers.kit.turn import Turn
from handlers.kit.typed import named, says_nothing, word_for
from handlers.officers.groups import discreet
from handlers.officers.notices import officer_name, state_line, tell_producer, write_to_producer
from models.accounts import AccountState
from models.dialogue import YIELDING
from models.identifiers import Invalid
from models.mail import Choice
from models.requests import (
    REOPEN_WITHIN,
    Attachment,
    Request,
    RequestState,
    attachments_of,
    locked,
)


async def seen(turn: Turn, request_id: int) -> Request | None:
    """The request, held until the commit, if this officer may see it; else the attempt is refused and audited."""
    if not await discreet(turn):
        return None
    request = await locked(turn.session, request_id)
    if request is None or request.state is RequestState.DRAFT or not request.open_to(turn.account):
        turn.refuse("case", request.code if request else request_id, key="refused-case")
        return None
    return request


async def still_open(turn: Turn, request_id: int) -> Request | None:
    """The same, if something can still be done with it."""
    request = await seen(turn, request_id)
    if request is not None and not request.open:
        stop_writing(turn)
        await say_closed(turn, request)
        return None
    return request


async def mine(turn: Turn, request_id: int, *, waiting_too: bool = False) -> Request | None:
    """The same, if it is this officer's; else it can be taken, or taken over.

    :param waiting_too: one that nobody has taken will do.
    """
    request = await still_open(turn, request_id)
    if request is None or request.assignee_id in turn.account.ids:
        return request
    if request.assignee_id is None and waiting_too:
        return request
    stop_writing(turn)
    if request.assignee_id is None:
        text = turn.t("case-take-first", code=request.code)
        turn.say(text, choices=await choices_of(turn, request), topic=request.topic)
    else:
        await offer_over(turn, request)
    return None


async def offer_over(turn: Turn, request: Request) -> None:
    """Say whose it is, and offer to take it over."""
    who = await officer_name(turn, request.assignee_id, turn.t)
    turn.say(
        turn.t("case-others", code=request.code, who=who),
        choices=[turn.choice(turn.t("case-over"), "case.over.yes", request.id), keep_choice(turn, request)],
        topic=request.topic,
    )


async def say_closed(turn: Turn, request: Request) -> None:
    """Say that nothing can be done with it any more, but what can."""
    state = await state_line(turn, request, turn.t)
    text = turn.t("case-not-open", code=request.code, state=state)
    turn.say(text, choices=await choices_of(turn, request), topic=request.topic)


async def tell(turn: Turn, request: Request, key: str, **values: str) -> None:
    """Tell the producer what this officer has done; the message gets ``$officer`` too."""
    producer = await turn.reach(request.account_id)
    officer = await officer_name(turn, turn.account.id, turn.words_of(producer))
    await tell_producer(turn, request, key, officer=officer, **values)


async def send(turn: Turn, request: Request, key: str, text: str, attachment: Attachment | None) -> None:
    """Send it to the producer, and let the officer know what becomes of it."""
    producer = await turn.reach(request.account_id)
    if producer.state is AccountState.ERASED:
        turn.say(turn.t("case-undelivered", code=request.code, reason="erased"))
        return
    t = turn.words_of(producer)
    told = t(
        key,
        code=request.code,
        text=text or t("told-file"),
        officer=await officer_name(turn, turn.account.id, t),
        office=turn.house.office(producer.language),
        until=turn.house.day(turn.now + REOPEN_WITHIN),
    )
    report = ("case.delivered", {"code": request.code, "topic": request.topic})
    write_to_producer(turn, request, producer, told, attachment, report=report)
    if key in _ANSWERED:
        await turn.expect_from(producer, "request.after", over=YIELDING, topic=request.topic, request_id=request.id)


#: What of an officer's words people answer without a code: "bao giờ xong", "chưa ổn, mở lại đi".
_ANSWERED = frozenset({"told-message", "told-done", "told-done-text"})


def stop_writing(turn: Turn) -> None:
    """Wait for no words about a case any more; a form that is being filled in goes on."""
    if turn.dialogue.expecting is not None and turn.dialogue.expecting["key"].startswith("case."):
        turn.expect_nothing()


def keep_choice(turn: Turn, request: Request) -> Choice:
    """The choice to leave everything as it is; a typed number never means it."""
    return turn.choice(turn.t("cancel"), "case.keep", request.id, numbered=False)


def asked_again(turn: Turn, request: Request) -> list[Choice]:
    """The choices of what the officer was asked: a number that means one must not become a word to a producer."""
    keep = keep_choice(turn, request)
    return turn.shown if any(choice.key == keep.key for choice in turn.shown) else [keep]


def content_of(turn: Turn, request: Request, text: str | None = None) -> tuple[str, Attachment | None] | None:
    """What the officer has sent, its file to be fetched; None (and said why) where there is nothing to pass on."""
    text = (turn.event.text if text is None else text).strip()
    if turn.event.data.get("file") is None:
        if not says_nothing(text, turn.t):
            return text, None
        turn.say(turn.t("case-need-words"), choices=asked_again(turn, request))
        return None
    try:
        return text, take_file(turn, request_id=request.id)
    except Invalid as refused:
        reason = "invalid-" + refused.reason.replace(".", "-")
        turn.say(turn.t(reason, **refused.values), choices=[keep_choice(turn, request)])
        return None


def due_of(turn: Turn, request: Request) -> str:
    """The deadline, on the office's clock."""
    return turn.house.minute(request.due_at) if request.due_at else ""


async def choices_of(turn: Turn, request: Request) -> list[Choice]:
    """All that this officer can do with the request now."""
    names: list[str] = []
    if request.state is RequestState.SUBMITTED:
        names = ["take", "decline", "write"]
    elif request.open and request.assignee_id in turn.account.ids:
        names = ["ask", "done", "decline", "write", "release"]
    elif request.open:
        names = ["over", "write"]
    elif request.may(RequestState.ACCEPTED, turn.now):
        names = ["reopen"]
    if await attachments_of(turn.session, request):
        names.append("files")
    return [_choice(turn, request, name) for name in names]


async def named_step(turn: Turn, request: Request, text: str) -> str | None:
    """The key of the choice that an officer's words about a case mean and nothing else ("nhận", "xong nhé").

    One that can't be chosen now is meant too: it says why, and isn't a word to the producer.
    """
    if turn.event.data.get("file") is not None:
        return None
    step = word_for(text, await choices_of(turn, request), turn.t)
    if step is not None:
        return step
    name = named(text, turn.t("words-case"), turn.t)
    if name is None:
        ever = [turn.choice(turn.t(label), _OTHERWISE.get(each, each)) for each, label in _LABELS.items()]
        name = word_for(text, ever, turn.t)
    return turn.choice("", f"case.{name}", request.id).key if name is not None else None


#: What can be done with a case: the choice ``case.<name>``, and the message with its label.
_LABELS = {
    "take": "case-take",
    "ask": "case-ask",
    "done": "case-done",
    "decline": "case-decline",
    "write": "case-write",
    "release": "case-release",
    "over": "case-over",
    "reopen": "case-reopen",
    "files": "case-send-files",
}
#: What is done for those of them that don't say themselves why they can't be chosen.
_OTHERWISE = {"over": "show", "reopen": "show"}


def _choice(turn: Turn, request: Request, name: str) -> Choice:
    return turn.choice(turn.t(_LABELS[name]), f"case.{name}", request.id)
