"""A person's own requests: the list, one of them, adding to it, withdrawing and reopening it."""

from __future__ import annotations

from handlers.kit.files import SEEN, SEEN_WITH_WORDS, take_file
from handlers.kit.form_answers import lose_file, wrong
from handlers.kit.form_screens import resume_choice
from handlers.kit.forms import describe, unfinished
from handlers.kit.hooks import call_hook
from handlers.kit.pages import page_of
from handlers.kit.router import Router
from handlers.kit.steps import add_event, move
from handlers.kit.sure import sure_choices
from handlers.kit.turn import Turn
from handlers.kit.typed import typed_choice, typed_command
from handlers.kit.words import Rich, join
from handlers.officers.case import code_and_text, reply_from_officer
from handlers.officers.notices import announce, officer_name, pass_on, refresh
from handlers.producers.request_forms import form_for
from models.accounts import Role
from models.identifiers import Invalid
from models.knowledge import fold
from models.knowledge.folding import is_marked
from models.mail import Choice, EventKind, Outbox
from models.requests import (
    LARGEST_FILE,
    REOPEN_WITHIN,
    Attachment,
    AttachmentState,
    Request,
    RequestEventKind,
    RequestState,
    attachments_of,
    by_code,
    history,
    locked,
    of_producer,
    read_code,
)

router = Router()

#: How many lines of its history a request shows.
LINES_SHOWN = 12
#: Of what the knowledge makes of a text: that it is none of its own. Words that agree and say more ("em gửi rồi đó").
_FOR_OFFICER = frozenset({"unknown", "outside", "agree", "long_text"})
_SAYS_SOMETHING = 3
#: Characters of a message as the history shows it.
EXCERPT = 120

# the list, and one request


@router.command("yeucau", "requests")
async def list_requests(turn: Turn) -> None:
    """The person's requests with their states, newest first."""
    await page_of_requests(turn)


@router.choice("request.list")
async def page_of_requests(turn: Turn, page: int = 0) -> None:
    """A page of the list."""
    if turn.event.group:
        turn.say(turn.t("request-private"))
        return
    requests = [request for request in await of_producer(turn.session, turn.account) if request.code]
    shown = page_of(requests, page)
    title = unfinished(turn)
    choices = [resume_choice(turn, title)] if title else []
    choices += [turn.choice(_item(turn, request), "request.show", request.id) for request in shown.items]
    choices += shown.turning(turn, "request.list")
    turn.say(turn.t("request-list" if requests else "request-none"), choices=choices)


@router.hook("code")
async def open_code(turn: Turn, code: str) -> None:
    """Somebody has typed nothing but a request's code: the producer's own, or a case of an officer's."""
    request = await by_code(turn.session, code)
    if request is not None and request.belongs_to(turn.account) and not turn.event.group:
        await _show(turn, request)
    elif turn.account.role.covers(Role.OFFICER):
        await code_and_text(turn, code, "")
    else:
        turn.refuse("code", code, key="refused-not-yours")


@router.hook("code_and_text")
async def write_by_code(turn: Turn, code: str, text: str) -> None:
    """Somebody has typed a request's code and then words: they go to the other side."""
    request = await by_code(turn.session, code)
    if request is not None and request.belongs_to(turn.account) and not turn.event.group:
        await _add(turn, request, text)
    elif turn.account.role.covers(Role.OFFICER):
        await code_and_text(turn, code, text)
    else:
        turn.refuse("code", code, key="refused-not-yours")


@router.hook("file")
async def file_for_request(turn: Turn) -> bool:
    """A file that plainly belongs to one request: named beside it, on the screen, or the only one that waits for it."""
    request = await _meant_by_file(turn)
    if request is None or not request.open or not request.belongs_to(turn.account):
        return False
    await _add(turn, request)
    return True


async def _meant_by_file(turn: Turn) -> Request | None:
    code = read_code(turn.event.text)
    if code is not None:
        return await by_code(turn.session, code)
    shown = {int(key.partition(":")[2]) for _, key, _ in turn.dialogue.choices if key.startswith("request.write:")}
    if len(shown) == 1:
        return await locked(turn.session, shown.pop())
    waiting = [each for each in await of_producer(turn.session, turn.account) if each.state is RequestState.WAITING]
    return waiting[0] if len(waiting) == 1 else None


@router.choice("request.show")
async def show(turn: Turn, request_id: int) -> None:
    """One request: its state and history, and what can be done."""
    request = await _mine(turn, request_id)
    if request is not None:
        await _show(turn, request)


@router.choice("request.fields")
async def show_fields(turn: Turn, request_id: int) -> None:
    """What was handed in."""
    request = await _mine(turn, request_id)
    if request is None:
        return
    lines = [
        turn.t("form-line", label=label, value=value)
        for label, value in describe(form_for(request.kind), request.fields, turn.t)
    ]
    files = len(await attachments_of(turn.session, request))
    text = turn.t("request-fields", code=request.code, lines=join(lines), files=files)
    turn.say(text, choices=_choices(turn, request, seen=True), topic=request.topic)


async def _show(turn: Turn, request: Request) -> None:
    turn.note(about=request.fields.get("product_name"))
    events = (await history(turn.session, request))[-LINES_SHOWN:]
    lines = [
        turn.t(
            "request-history-line",
            at=turn.house.minute(event.at),
            what=_what(turn, event.kind, event.text, event.attachment_id),
        )
        for event in events
    ]
    officer = await officer_name(turn, request.assignee_id, turn.t) if request.assignee_id else "none"
    text = turn.t(
        "request-one",
        code=request.code,
        kind=turn.t(f"form-{request.kind}"),
        state=turn.t(f"request-state-{request.state}"),
        officer=officer,
        due=turn.house.minute(request.due_at) if request.open and request.due_at else "none",
        history=join(lines),
    )
    turn.say(text, choices=_choices(turn, request), topic=request.topic)


def _item(turn: Turn, request: Request) -> str:
    kind, state = turn.t(f"form-{request.kind}"), turn.t(f"request-state-{request.state}")
    return turn.t("request-list-item", code=request.code, kind=kind, state=state)


def _what(turn: Turn, kind: RequestEventKind, text: str | None, attachment_id: int | None) -> Rich:
    what = turn.t(f"request-event-{kind}")
    if attachment_id is not None:
        what = turn.t("request-event-file", what=what)
    if text:
        return turn.t("request-event-with", what=what, text=text if len(text) <= EXCERPT else text[:EXCERPT] + "…")
    return what


def _choices(turn: Turn, request: Request, *, seen: bool = False) -> list[Choice]:
    possible = [
        ("fields", not seen),
        ("write", request.open),
        ("withdraw", request.may(RequestState.WITHDRAWN, turn.now)),
        ("reopen", _may_reopen(turn, request)),
    ]
    choices = [turn.choice(turn.t(f"request-do-{what}"), f"request.{what}", request.id) for what, ok in possible if ok]
    return [*choices, turn.choice(turn.t("request-do-list"), "start.go", "yeucau", numbered=False)]


# adding to it


@router.choice("request.write")
async def write(turn: Turn, request_id: int) -> None:
    """Let the person write or send something."""
    request = await _mine(turn, request_id)
    if request is None or not _still_open(turn, request):
        return
    turn.expect("request.message", request_id=request.id)
    back = turn.choice(turn.t("back"), "request.show", request.id, numbered=False)
    turn.say(turn.t("request-write", code=request.code), choices=[back])


@router.answer("request.message")
async def add_message(turn: Turn, request_id: int) -> None:
    """What was written or sent goes to the officer."""
    request = await _mine(turn, request_id)
    if request is not None:
        await _add(turn, request)


@router.answer("request.more")
async def add_more(turn: Turn, request_id: int) -> None:
    """Further photos of the same album still belong to the request; a text is about something else."""
    request = await _mine(turn, request_id)
    if request is not None and turn.event.data.get("file"):
        await _add(turn, request)
        return
    turn.expect_nothing()
    route = turn.router.events.get(turn.event.kind) or turn.router.events.get(EventKind.OTHER)
    if route is not None:
        await route.handler(turn)


@router.answer("request.after")
async def word_after(turn: Turn, request_id: int) -> None:
    """Its officer has just written: what is no question to the knowledge answers that; "chưa ổn" opens it again."""
    turn.expect_nothing()
    request = await locked(turn.session, request_id)
    if request is None or not request.belongs_to(turn.account) or typed_command(turn, loose=True) is not None:
        await turn.router.answer_event(turn)
    elif turn.event.data.get("file") and request.open:
        await _add(turn, request)
    elif _may_reopen(turn, request) and _says(turn, "words-reopen"):
        await reopen(turn, request.id)
    elif _may_reopen(turn, request) and _says(turn, "words-not-done"):
        turn.say(turn.t("request-reopen", code=request.code), choices=_choices(turn, request), topic=request.topic)
    elif request.open and typed_choice(turn, loose=True) is None and _for_officer(turn):
        await _add(turn, request)
    else:
        await turn.router.answer_event(turn)


def _says(turn: Turn, key: str) -> bool:
    said = f" {fold(turn.event.text)} "
    return any(f" {fold(words)} " in said for words in turn.t(key).split("|"))


def _for_officer(turn: Turn) -> bool:
    """Whether a text says something that the knowledge has no word about; "vâng" and "cảm ơn" say nothing."""
    if turn.event.kind is not EventKind.TEXT:
        return False
    text = turn.event.text.strip()
    kind = turn.house.library("vi" if is_marked(text) else turn.language).find(text).kind
    return kind in _FOR_OFFICER and (kind != "agree" or len(text.split()) >= _SAYS_SOMETHING)


@router.reply("request")
async def replied(turn: Turn, id: int, notice: Outbox) -> None:
    """An answer to a message about a request, by its producer or by an officer."""
    request = await locked(turn.session, id)
    if request is not None and request.belongs_to(turn.account) and not turn.event.group:
        await _add(turn, request)
    elif request is not None and (turn.event.group or turn.account.role.covers(Role.OFFICER)):
        await reply_from_officer(turn, request, notice)
    else:
        turn.refuse("request", id, key="refused-not-yours")


async def _add(turn: Turn, request: Request, text: str | None = None) -> None:
    """Keep a word or file in the request's history and hand it to its officer."""
    if not _still_open(turn, request):
        return
    attachment, text = None, (turn.event.text if text is None else text).strip()
    if turn.event.data.get("file"):
        try:
            already = len(await attachments_of(turn.session, request))
            attachment = take_file(turn, request_id=request.id, already=already)
        except Invalid as error:
            turn.say(wrong(turn, error))
            return
    elif turn.event.kind is not EventKind.TEXT or not text:
        turn.say(turn.t("request-write-nothing"))
        return
    add_event(turn, request, RequestEventKind.MESSAGE, text or None, attachment)
    await pass_on(turn, request, text, attachment)
    title = unfinished(turn)
    turn.expect("request.more", request_id=request.id)
    turn.say(
        turn.t("request-sent", code=request.code, taken="yes" if request.assignee_id else "no"),
        choices=[resume_choice(turn, title)] if title else [],
        topic=request.topic,
    )


def _still_open(turn: Turn, request: Request) -> bool:
    """Whether something can be added; if not, it is said, with what can be done instead."""
    if request.open:
        return True
    turn.expect_nothing()
    key = "request-closed-reopen" if _may_reopen(turn, request) else "request-closed"
    until = turn.house.day((request.closed_at or turn.now) + REOPEN_WITHIN)
    text = turn.t(key, code=request.code, state=turn.t(f"request-state-{request.state}"), until=until)
    turn.say(text, choices=_choices(turn, request))
    return False


# withdrawing, reopening


@router.choice("request.withdraw")
async def withdraw(turn: Turn, request_id: int) -> None:
    """Ask whether it is meant."""
    request = await _mine(turn, request_id)
    if request is None:
        return
    if not request.may(RequestState.WITHDRAWN, turn.now):
        _cannot(turn, request)
        return
    turn.say(
        turn.t("request-withdraw", code=request.code),
        choices=sure_choices(
            turn,
            turn.choice(turn.t("request-withdraw-no"), "request.show", request.id),
            turn.choice(turn.t("request-withdraw-yes", code=request.code), "request.withdraw_now", request.id),
        ),
    )


@router.choice("request.withdraw_now")
async def withdraw_now(turn: Turn, request_id: int) -> None:
    """The producer doesn't need it any more; its officers see that."""
    request = await _mine(turn, request_id)
    if request is None:
        return
    if not request.may(RequestState.WITHDRAWN, turn.now):
        _cannot(turn, request)
        return
    was_free = request.state is RequestState.SUBMITTED
    await move(turn, request, RequestState.WITHDRAWN)
    await refresh(turn, request, was_free=was_free)
    turn.expect_nothing()
    turn.say(turn.t("request-withdrawn", code=request.code), topic=request.topic)


@router.choice("request.reopen")
async def reopen(turn: Turn, request_id: int) -> None:
    """Something is still missing: the request waits for an officer again."""
    request = await _mine(turn, request_id)
    if request is None:
        return
    if not _may_reopen(turn, request):
        _cannot(turn, request)
        return
    await move(turn, request, RequestState.SUBMITTED, RequestEventKind.REOPENED)
    await refresh(turn, request)
    await announce(turn, request)
    text = turn.t("request-reopened", code=request.code, day=turn.house.day(request.due_at or turn.now))
    turn.say(text, choices=_choices(turn, request), topic=request.topic)


def _may_reopen(turn: Turn, request: Request) -> bool:
    return request.state is RequestState.DONE and request.may(RequestState.SUBMITTED, turn.now)


def _cannot(turn: Turn, request: Request) -> None:
    state = turn.t(f"request-state-{request.state}")
    turn.say(turn.t("request-cannot", code=request.code, state=state), choices=_choices(turn, request))


# files on their way


@router.fetched
async def file_arrived(turn: Turn, attachment_id: int, codes: list[list[str]] | None = None) -> None:
    """A file has come, or can't be had: then the one who sent it is told, and no answer counts on it any more.

    :param codes: what was read in a picture that was only looked at.
    """
    attachment = await turn.session.get(Attachment, int(attachment_id))
    if attachment is not None and attachment.field in (SEEN, SEEN_WITH_WORDS):
        await call_hook(turn, "looked_at", codes=codes or [], with_words=attachment.field == SEEN_WITH_WORDS)
        return
    if attachment is not None and await call_hook(turn, f"file.{attachment.field}", attachment=attachment):
        return  # it was sent into another conversation, which waits for it
    if attachment is None or attachment.state in (AttachmentState.STORED, AttachmentState.WAITING):
        return
    request = await turn.session.get(Request, attachment.request_id) if attachment.request_id else None
    in_form = lose_file(turn, attachment.id)
    if attachment.state is AttachmentState.REFUSED:
        text = turn.t("request-file-too-big", name=attachment.name, largest=LARGEST_FILE // (1024 * 1024))
    elif request is not None and request.code and not in_form:
        text = turn.t("request-file-lost-sent", name=attachment.name, code=request.code)
    else:
        text = turn.t("request-file-lost", name=attachment.name)
    if request is not None and not in_form:
        field = attachment.field or ""
        if field in request.fields:
            left = [each for each in request.fields[field] if each != attachment.id]
            request.fields = request.fields | {field: left}
        if request.open:
            await refresh(turn, request)
    # Not said as an answer: the choices that are open in this chat stay what they are.
    if attachment.chat == turn.account.address:
        turn.notify(turn.account, text, topic=request.topic if request is not None and request.code else None)
    else:
        turn.say(text)


# whose it is


async def _mine(turn: Turn, request_id: int) -> Request | None:
    """The person's own request, held until the commit; anybody else's is refused and audited."""
    request = await locked(turn.session, request_id)
    if request is None or request.code is None or not request.belongs_to(turn.account):
        turn.refuse("request", request_id, key="refused-not-yours")
        return None
    return request
