"""What officers and producers are told about a request when they haven't asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import date
from typing import Any

from handlers.kit.steps import set_deadlines
from handlers.kit.turn import Turn
from handlers.kit.words import Rich, shorten
from handlers.producers.request_forms import URGENT, remarks, told_to_officers
from models.accounts import Account, Desk, desk_at, handlers_of
from models.mail import Choice, Lane, Outbox, OutboxState, sent_about
from models.requests import (
    Attachment,
    Request,
    RequestEventKind,
    RequestState,
    attachments_of,
    history,
)

#: Characters of one answer in a notice, tried from the longest until all answers fit into ``ROOM``: a notice stays one
#: message on every channel that can change it (Telegram's hold 4,096).
ANSWER_LENGTHS = (600, 300, 150, 80)
ROOM = 3000

#: What in the history has led to a state: the newest of these tells since when.
_SINCE = {
    RequestState.SUBMITTED: {
        RequestEventKind.SUBMITTED,
        RequestEventKind.REOPENED,
        RequestEventKind.RELEASED,
    },
    RequestState.ACCEPTED: {RequestEventKind.ACCEPTED, RequestEventKind.REOPENED},
    RequestState.WAITING: {RequestEventKind.ASKED},
    RequestState.DONE: {RequestEventKind.DONE},
    RequestState.DECLINED: {RequestEventKind.DECLINED},
    RequestState.WITHDRAWN: {RequestEventKind.WITHDRAWN},
}

Reader = Account | Desk
#: ``turn.t`` in a reader's language.
Words = Callable[..., Rich]
#: Finds the words for a reader.
Say = Callable[[Words], Awaitable[Rich]]


async def announce(turn: Turn, request: Request) -> None:
    """Tell every officer and linked group that handles the kind: all answers, then each file in the same thread."""
    people, desks = await handlers_of(turn.session, turn.house.channels, request.kind)
    files = await attachments_of(turn.session, request)
    everyone: list[Reader] = [*people, *desks]
    for reader in everyone:
        t = turn.words_of(reader)
        notice = turn.notify(
            reader,
            await card(turn, request, reader),
            choices=notice_choices(turn, request, reader),
            hint=_hint(request, reader, t),
            topic=request.topic,
        )
        for file in files:
            turn.notify(
                reader,
                t("case-file", code=request.code, name=file.name),
                topic=request.topic,
                answers=notice,
                **media(file),
            )


async def refresh(turn: Turn, request: Request, *, was_free: bool = False) -> None:
    """Show the present state in everyone's notice. A withdrawal is said aloud: its officer may be at work on it.

    :param was_free: everybody might have taken it until now. Where a notice can't be changed they are told in a line
        that it is over; of the steps after that nothing is said there to those who don't have it.
    """
    if not request.open:
        await _forget_held(turn, request)
    async for reader, notice in _notices(turn, request):
        t = turn.words_of(reader)
        told = was_free and not _knows(turn, reader)
        changed = turn.change(
            notice,
            await card(turn, request, reader),
            choices=notice_choices(turn, request, reader),
            hint=_hint(request, reader, t),
            otherwise=t(
                "case-not-free",
                code=request.code,
                state=request.state,
                who=await officer_name(turn, request.assignee_id, t),
            )
            if told
            else "",
        )
        # Where a channel can't edit this is a new message, and an answer to it concerns the request too.
        changed.topic = request.topic
    if request.state is RequestState.WITHDRAWN and request.assignee_id is not None:

        async def words(t: Words) -> Rich:
            return t("case-withdrawn", code=request.code, producer=producer_name(request) or t("case-producer"))

        await tell_officers(turn, request, words)


async def pass_on(turn: Turn, request: Request, text: str, attachment: Attachment | None = None) -> None:
    """Hand the producer's word or file to its officer, in the notice's thread; to all who may take it while none has.

    If the officer was waiting for it, the request goes on and the officer's time runs anew.
    """
    if request.state is RequestState.WAITING:
        request.step(RequestState.ACCEPTED, turn.now)
        await set_deadlines(turn, request)
        await refresh(turn, request)
    for reader, notice in await _readers(turn, request):
        t = turn.words_of(reader)
        sender = producer_name(request) or t("case-producer")
        told = t("case-word", code=request.code, producer=sender, text=text)
        if not text:
            told = t("case-word-file", code=request.code, producer=sender)
        turn.notify(
            reader,
            told,
            choices=[
                turn.choice(t("case-write"), "case.write", request.id),
                turn.choice(t("case-more"), "case.show", request.id),
            ],
            hint=t("case-hint-answer", code=request.code),
            topic=request.topic,
            answers=notice,
            **(media(attachment) if attachment else {}),
        )


async def tell_officers(turn: Turn, request: Request, say: Say) -> None:
    """Tell the officer who has it (or all who may take it, while none has) something, in the notice's thread."""
    for reader, notice in await _readers(turn, request):
        await _tell_officer(turn, request, reader, notice, say)


async def tell_admins(turn: Turn, request: Request, admins: Iterable[Account], say: Say) -> None:
    """Tell admins who aren't its officers something about it."""
    told = {reader.person for reader, _ in await _readers(turn, request) if isinstance(reader, Account)}
    for admin in admins:
        if admin.person not in told:
            await _tell_officer(turn, request, admin, None, say)


async def tell_producer(turn: Turn, request: Request, key: str, **values: Any) -> Outbox:
    """Tell the producer, in their language, what has happened; the message ``key`` gets ``$code`` and the values."""
    producer = await turn.reach(request.account_id)
    return write_to_producer(turn, request, producer, turn.words_of(producer)(key, code=request.code, **values))


def write_to_producer(
    turn: Turn,
    request: Request,
    producer: Account,
    text: str,
    attachment: Attachment | None = None,
    *,
    report: tuple[str, dict[str, Any]] | None = None,
) -> Outbox:
    """A message to the producer about the request, which can be answered."""
    t = turn.words_of(producer)
    return turn.notify(
        producer,
        text,
        choices=[turn.choice(t("told-open", code=request.code), "request.show", request.id)],
        hint=t("told-hint", code=request.code),
        topic=request.topic,
        report=report,
        **(media(attachment) if attachment else {}),
    )


# what a notice shows


async def card(turn: Turn, request: Request, reader: Reader, *, whole: bool = False) -> Rich:
    """The request as an officer sees it; made from nothing but the request, so that it can be made again.

    :param whole: with answers of any length.
    """
    t = turn.words_of(reader)
    files = len(await attachments_of(turn.session, request))
    lines: list[str] = [
        t(
            "case-head",
            code=request.code,
            kind=t("case-kind", kind=request.kind),
            urgent=t("case-urgent", urgent=is_urgent(turn, request, t)),
        ),
        await state_line(turn, request, t),
    ]
    if request.due_at is not None:
        late = request.overdue(turn.now)
        lines.append(t("case-due", at=turn.house.minute(request.due_at), late=late))
    answers = told_to_officers(request.kind, request.fields, _day(turn, request), t)
    lines += ["", *(_lines(answers, t) if whole else _fitting(answers, t))]
    if files:
        lines += ["", t("case-files", count=files)]
    return Rich("\n".join(lines))


async def state_line(turn: Turn, request: Request, t: Words) -> Rich:
    """ "Đã nhận: Nông Thị Hạnh, 15:30 23/11/2026"."""
    since = [line.at for line in await history(turn.session, request) if line.kind in _SINCE.get(request.state, ())]
    return t(
        "case-state",
        state=request.state,
        who=await officer_name(turn, request.assignee_id, t),
        at=turn.house.minute(since[-1] if since else request.created_at),
    )


async def officer_name(turn: Turn, account_id: int | None, t: Words) -> str:
    """What an officer is called."""
    officer = await turn.session.get(Account, account_id) if account_id is not None else None
    return officer.name if officer is not None and officer.name else t("case-officer")


def producer_name(request: Request) -> str:
    """What the producer calls itself in this request; empty where it didn't say."""
    return str(request.fields.get("producer_name") or "")


def is_urgent(turn: Turn, request: Request, t: Words) -> bool:
    """Whether it can't wait."""
    return not URGENT.isdisjoint(remarks(request.kind, request.fields, _day(turn, request), t))


def _day(turn: Turn, request: Request) -> date:
    return turn.house.local(request.submitted_at or request.created_at).date()


def notice_choices(turn: Turn, request: Request, reader: Reader) -> list[Choice]:
    """What can be done with the request from its notice, by this reader, in its present state."""
    t = turn.words_of(reader)
    choices = []
    if request.state is RequestState.SUBMITTED:
        choices = [("case-take", "case.take"), ("case-decline", "case.decline")]
    elif request.open and (isinstance(reader, Desk) or request.assignee_id in reader.ids):
        choices = [("case-ask", "case.ask"), ("case-done", "case.done"), ("case-decline", "case.decline")]
    choices.append(("case-more", "case.show"))
    return [turn.choice(t(label), name, request.id) for label, name in choices]


def _knows(turn: Turn, reader: Reader) -> bool:
    """Whether it was this reader who did it, or the group in which it was done: that is answered there anyhow."""
    if isinstance(reader, Account):
        return turn.account.id in reader.ids
    return (reader.channel, reader.address) == (turn.event.channel, turn.event.chat)


def _hint(request: Request, reader: Reader, t: Words) -> Rich:
    # What people say to each other in a group isn't read; a command is.
    return t("case-hint-group" if isinstance(reader, Desk) else "case-hint", code=request.code)


def media(attachment: Attachment) -> dict[str, Any]:
    """The part of a message that shows the file."""
    return {"picture" if attachment.is_picture else "document": attachment.as_file()}


def _lines(answers: Sequence[tuple[str, str]], t: Words) -> list[Rich]:
    return [t("case-answer", label=label, value=value) for label, value in answers]


def _fitting(answers: Sequence[tuple[str, str]], t: Words) -> list[Rich]:
    """The answers as lines, long ones cut so that all fit; the case shows them whole."""
    lines: list[Rich] = []
    for length in ANSWER_LENGTHS:
        lines = _lines([(label, shorten(value, length)) for label, value in answers], t)
        if sum(map(len, lines)) <= ROOM:
            break
    return lines


# who is told, and where


async def _tell_officer(turn: Turn, request: Request, reader: Reader, notice: Outbox | None, say: Say) -> None:
    t = turn.words_of(reader)
    turn.notify(
        reader,
        await say(t),
        choices=[turn.choice(t("case-more"), "case.show", request.id)],
        hint=_hint(request, reader, t),
        topic=request.topic,
        answers=notice,
    )


async def _readers(turn: Turn, request: Request) -> list[tuple[Reader, Outbox | None]]:
    """Who is to be told of what happens to the request, each with the notice to answer.

    Its officer in private, or in the groups when the notice went only there; everybody of its kind while it has none.
    """
    notices = {(reader.channel, reader.address): (reader, row) async for reader, row in _notices(turn, request)}
    if request.assignee_id is not None:
        officer = await turn.reach(request.assignee_id)
        # A notice on another of the officer's apps tells that they are told in private.
        private = any(row.account_id in officer.ids for _, row in notices.values())
        groups = [(reader, row) for reader, row in notices.values() if isinstance(reader, Desk)]
        _, thread = notices.get((officer.channel, officer.address), (officer, None))
        return [(officer, thread)] if private or not groups else [*groups]
    people, desks = await handlers_of(turn.session, turn.house.channels, request.kind)
    everyone: list[Reader] = [*people, *desks]
    return [notices.get((reader.channel, reader.address), (reader, None)) for reader in everyone]


async def _notices(turn: Turn, request: Request) -> AsyncIterator[tuple[Reader, Outbox]]:
    """The newest notice of every person and in every group, with its reader.

    Those who may not see the request any more are left out.
    """
    newest: dict[object, tuple[Reader, Outbox]] = {}
    for row in await sent_about(turn.session, request.topic):
        if not _begins(row):
            continue
        if row.account_id is None:
            desk = await desk_at(turn.session, row.channel, row.chat)
            if desk is not None:
                newest[desk] = desk, row
            continue
        officer = await turn.session.get_one(Account, row.account_id)
        if request.open_to(officer):
            newest[officer.person] = officer, row
    for reader, row in newest.values():
        yield reader, row


async def _forget_held(turn: Turn, request: Request) -> None:
    """What an officer was to be told of a case that is over now, and couldn't yet: the case itself shows it."""
    for row in await sent_about(turn.session, request.topic):
        # Only officers are told in a thread.
        if row.state is OutboxState.WAITING and row.target_id is not None:
            row.state = OutboxState.STOPPED


def _begins(row: Outbox) -> bool:
    """Whether this message is a notice: for an officer, and the first of its thread."""
    keys = [choice["key"] for choice in (row.payload or {}).get("choices", ())]
    return row.lane is Lane.NOTICE and row.target_id is None and any(key.startswith("case.") for key in keys)
