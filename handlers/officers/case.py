"""One request in an officer's hands: take it, ask, write, finish, decline, give back, take over."""

from __future__ import annotations

from handlers.kit.router import Router
from handlers.kit.steps import add_event, move, set_deadlines
from handlers.kit.turn import Turn
from handlers.kit.typed import says_nothing
from handlers.kit.words import Rich
from handlers.officers.groups import discreet
from handlers.officers.holding import (
    asked_again,
    choices_of,
    content_of,
    due_of,
    keep_choice,
    mine,
    named_step,
    offer_over,
    say_closed,
    seen,
    send,
    still_open,
    stop_writing,
    tell,
)
from handlers.officers.notices import (
    announce,
    card,
    media,
    officer_name,
    refresh,
    state_line,
    tell_producer,
)
from models.accounts import Role
from models.dialogue import YIELDING
from models.knowledge import fold
from models.mail import Choice, Outbox
from models.requests import (
    Attachment,
    Request,
    RequestEventKind,
    RequestState,
    attachments_of,
    by_code,
    history,
)

router = Router(role=Role.OFFICER)

#: How many lines of its history a case shows, the newest.
HISTORY_SHOWN = 12

# opening


async def code_and_text(turn: Turn, code: str, text: str) -> None:
    """An officer has typed a request's code: open it, do what the word after it says, or send what follows on."""
    if not await discreet(turn):
        return
    request = await by_code(turn.session, code)
    if request is None or not request.open_to(turn.account):
        turn.refuse("case", code, key="refused-case")
    elif not text:
        await open_case(turn, request)
    elif (step := await named_step(turn, request, text)) is not None:
        await turn.router.choose(turn, step)
    elif words := _after_label(text, turn.t("case-decline")):
        await _decline(turn, request.id, words)
    elif words := _after_label(text, turn.t("case-ask")):
        await _ask(turn, request.id, words)
    else:
        await reply_to_producer(turn, request, text)


def _after_label(text: str, label: str) -> str:
    """What follows a choice's label: "từ chối vì trùng", "hỏi lại: còn mẫu không"."""
    count = len(label.split())
    words = text.split(maxsplit=count)
    begun = fold(" ".join(words[:count])).rstrip(":,")
    return words[count] if len(words) > count and begun == fold(label) else ""


@router.hook("words_before_code")
async def word_and_code(turn: Turn, words: str, code: str) -> bool:
    """An officer has typed a word and then a request's code ("nhận MV-26-0001"); anything else is a question."""
    request = await by_code(turn.session, code)
    if request is None or not request.open_to(turn.account):
        return False
    step = await named_step(turn, request, words)
    if step is not None:
        await turn.router.choose(turn, step)
    return step is not None


@router.choice("case.show")
async def show(turn: Turn, request_id: int) -> None:
    """Open the case."""
    request = await seen(turn, request_id)
    if request is not None:
        await open_case(turn, request)


async def open_case(turn: Turn, request: Request) -> None:
    """Show everything about the request and all that can be done."""
    lines: list[str] = [await card(turn, request, turn.account, whole=True), turn.t("case-history")]
    for event in (await history(turn.session, request))[-HISTORY_SHOWN:]:
        who = await officer_name(turn, event.actor_id, turn.t)
        what = turn.t("case-event", kind=event.kind, who=who)
        if event.attachment_id is not None:
            what = turn.t("case-event-file", what=what)
        at = turn.house.minute(event.at)
        lines.append(
            turn.t("case-line-text", at=at, what=what, text=event.text)
            if event.text
            else turn.t("case-line", at=at, what=what)
        )
    stop_writing(turn)
    turn.say(Rich("\n".join(lines)), choices=await choices_of(turn, request), topic=request.topic)


@router.choice("case.files")
async def send_files(turn: Turn, request_id: int) -> None:
    """Send the request's files again."""
    request = await seen(turn, request_id)
    if request is None:
        return
    files = await attachments_of(turn.session, request)
    if not files:
        turn.say(turn.t("case-no-files", code=request.code))
    for file in files:
        text = turn.t("case-file", code=request.code, name=file.name)
        turn.say(text, topic=request.topic, **media(file))


# taking


@router.choice("case.take")
async def take(turn: Turn, request_id: int) -> None:
    """The first who presses has it; whoever comes later is told who was faster."""
    request = await seen(turn, request_id)
    if request is None:
        return
    if request.state is not RequestState.SUBMITTED:
        state = await state_line(turn, request, turn.t)
        text = turn.t("case-taken-already", code=request.code, state=state)
        turn.say(text, choices=await choices_of(turn, request), topic=request.topic)
        return
    request.assignee_id = turn.account.id
    await move(turn, request, RequestState.ACCEPTED)
    await _taken(turn, request, "request.accepted", "case-taken", "told-accepted", was_free=True)


@router.choice("case.over")
async def offer_to_take_over(turn: Turn, request_id: int) -> None:
    """Ask whether a colleague's case shall change hands."""
    request = await still_open(turn, request_id)
    if request is not None:
        await offer_over(turn, request)


@router.choice("case.over.yes")
async def take_over(turn: Turn, request_id: int) -> None:
    """The case changes hands; the officer who had it and the producer are told."""
    request = await still_open(turn, request_id)
    if request is None or request.assignee_id in turn.account.ids:
        return
    if request.assignee_id is None:
        await take(turn, request_id)
        return
    before = await turn.reach(request.assignee_id)
    request.assignee_id = turn.account.id
    add_event(turn, request, RequestEventKind.ACCEPTED)
    turn.record("request.taken_over", request.code, before=before.id)
    await refresh(turn, request)
    text = turn.t("case-over-done", code=request.code)
    turn.say(text, choices=await choices_of(turn, request), topic=request.topic)
    t = turn.words_of(before)
    turn.notify(before, t("case-over-told", code=request.code, who=await officer_name(turn, turn.account.id, t)))
    await tell(turn, request, "told-taken-over")


@router.choice("case.reopen")
async def reopen(turn: Turn, request_id: int) -> None:
    """Go on with a request that was done, within 14 days."""
    request = await seen(turn, request_id)
    if request is None:
        return
    if request.state is not RequestState.DONE or not request.may(RequestState.ACCEPTED, turn.now):
        await say_closed(turn, request)
        return
    request.assignee_id = turn.account.id
    await move(turn, request, RequestState.ACCEPTED, RequestEventKind.REOPENED)
    await _taken(turn, request, "request.reopened", "case-reopened", "told-reopened")


@router.choice("case.release")
async def release(turn: Turn, request_id: int) -> None:
    """Give it back: everybody is asked anew."""
    request = await mine(turn, request_id)
    if request is None:
        return
    await put_back(turn, request)
    turn.say(turn.t("case-released", code=request.code))


async def put_back(turn: Turn, request: Request) -> None:
    """Let the request wait for another officer, and tell everybody."""
    await move(turn, request, RequestState.SUBMITTED, RequestEventKind.RELEASED)
    turn.record("request.released", request.code)
    await announce(turn, request)
    await tell_producer(turn, request, "told-released", due=due_of(turn, request))


# asking, writing, finishing: what is written next goes to the producer


@router.choice("case.ask")
async def ask(turn: Turn, request_id: int) -> None:
    """Let the officer write a question."""
    if request := await mine(turn, request_id):
        _prompt(turn, request, "case.ask", "case-ask-what")


@router.choice("case.write")
async def write(turn: Turn, request_id: int) -> None:
    """Let the officer write a message."""
    if request := await seen(turn, request_id):
        _prompt(turn, request, "case.write", "case-write-what")


@router.choice("case.done")
async def finish(turn: Turn, request_id: int) -> None:
    """Let the officer write a closing word, or close at once."""
    if request := await mine(turn, request_id):
        close = turn.choice(turn.t("case-close"), "case.close", request.id)
        _prompt(turn, request, "case.done", "case-done-what", close)


@router.choice("case.decline")
async def decline(turn: Turn, request_id: int) -> None:
    """Let the officer write the reason."""
    if request := await mine(turn, request_id, waiting_too=True):
        _prompt(turn, request, "case.decline", "case-decline-why")


@router.choice("case.keep")
async def keep(turn: Turn, request_id: int) -> None:
    """Nothing is written after all."""
    stop_writing(turn)
    if request := await seen(turn, request_id):
        turn.say(turn.t("case-kept", code=request.code), topic=request.topic)


@router.answer("case.ask")
async def asked(turn: Turn, request_id: int) -> None:
    """The question goes out, and the producer has the word."""
    await _ask(turn, request_id, turn.event.text)


async def _ask(turn: Turn, request_id: int, words: str) -> None:
    request = await mine(turn, request_id)
    if request is None or not (content := content_of(turn, request, words)):
        return
    text, attachment = content
    if request.state is RequestState.WAITING:
        add_event(turn, request, RequestEventKind.ASKED, text, attachment)
    else:
        await move(turn, request, RequestState.WAITING, text=text, attachment=attachment)
    stop_writing(turn)
    turn.record("request.asked", request.code)
    await refresh(turn, request)
    await send(turn, request, "told-asked", text, attachment)
    # Who is asked simply answers: most people on a phone never reply to a particular message.
    producer = await turn.reach(request.account_id)
    await turn.expect_from(producer, "request.message", over=YIELDING, topic=request.topic, request_id=request.id)


@router.answer("case.write")
async def written(turn: Turn, request_id: int) -> None:
    """The message goes out."""
    if request := await seen(turn, request_id):
        await reply_to_producer(turn, request, turn.event.text)


@router.answer("case.done")
async def finished(turn: Turn, request_id: int) -> None:
    """Done, with a closing word or file."""
    request = await mine(turn, request_id)
    if request is not None and (content := content_of(turn, request)):
        await _close(turn, request, *content)


@router.choice("case.close")
async def close(turn: Turn, request_id: int) -> None:
    """Done, with nothing to add."""
    if request := await mine(turn, request_id):
        await _close(turn, request, "", None)


@router.answer("case.decline")
async def declined(turn: Turn, request_id: int) -> None:
    """Declined; the reason is told."""
    await _decline(turn, request_id, turn.event.text)


async def _decline(turn: Turn, request_id: int, words: str) -> None:
    request = await mine(turn, request_id, waiting_too=True)
    if request is None:
        return
    reason = words.strip()
    if says_nothing(reason, turn.t):
        turn.say(turn.t("case-need-reason"), choices=asked_again(turn, request))
        return
    was_free = request.state is RequestState.SUBMITTED
    request.assignee_id = turn.account.id
    await move(turn, request, RequestState.DECLINED, text=reason)
    stop_writing(turn)
    turn.record("request.declined", request.code)
    await refresh(turn, request, was_free=was_free)
    turn.say(turn.t("case-declined", code=request.code), topic=request.topic)
    await send(turn, request, "told-declined", reason, None)


async def reply_from_officer(turn: Turn, request: Request, notice: Outbox) -> None:
    """An officer has answered a message about the request: what was asked for last, else a word to the producer.

    :param notice: the message that was answered.
    """
    if not request.open_to(turn.account):
        turn.refuse("case", request.code, key="refused-case")
        return
    expecting = turn.dialogue.expecting or {"key": "", "args": {}}
    route = router.answers.get(expecting["key"])
    if route is not None and expecting["args"].get("request_id") == request.id:
        await route.handler(turn, request_id=request.id)
    elif (step := await named_step(turn, request, turn.event.text)) is not None:
        await turn.router.choose(turn, step)
    else:
        await reply_to_producer(turn, request, turn.event.text)


async def reply_to_producer(turn: Turn, request: Request, text: str) -> None:
    """Send the text, and the file where one came with it. Each word of its officer starts the deadline anew."""
    if not (content := content_of(turn, request, text)):
        return
    text, attachment = content
    stop_writing(turn)
    add_event(turn, request, RequestEventKind.ANSWERED, text, attachment)
    if request.state is RequestState.ACCEPTED and request.assignee_id in turn.account.ids:
        await set_deadlines(turn, request)
    turn.record("request.answered", request.code)
    await send(turn, request, "told-message", text, attachment)


@router.outcome("case.delivered")
async def delivered(turn: Turn, state: str, reason: str, code: str, topic: str) -> None:
    """Tell the officer what became of the message."""
    if state == "sent":
        turn.say(turn.t("case-delivered", code=code), topic=topic)
    else:
        turn.say(turn.t("case-undelivered", code=code, reason=reason), topic=topic)


async def _taken(turn: Turn, request: Request, action: str, key: str, told: str, *, was_free: bool = False) -> None:
    turn.record(action, request.code)
    await refresh(turn, request, was_free=was_free)
    text = turn.t(key, code=request.code, due=due_of(turn, request))
    turn.say(text, choices=await choices_of(turn, request), topic=request.topic)
    await tell(turn, request, told, due=due_of(turn, request))


async def _close(turn: Turn, request: Request, text: str, attachment: Attachment | None) -> None:
    await move(turn, request, RequestState.DONE, text=text or None, attachment=attachment)
    stop_writing(turn)
    turn.record("request.done", request.code)
    await refresh(turn, request)
    turn.say(turn.t("case-closed", code=request.code), topic=request.topic)
    await send(turn, request, "told-done-text" if text or attachment else "told-done", text, attachment)


def _prompt(turn: Turn, request: Request, key: str, words: str, *more: Choice) -> None:
    # No topic: an answer to this very message is the answer to its question.
    turn.expect(key, request_id=request.id)
    turn.say(turn.t(words, code=request.code), choices=[*more, keep_choice(turn, request)])
