"""Questions that the knowledge could not answer: officers answer them by replying."""

from __future__ import annotations

from collections.abc import AsyncIterator

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.typed import word_for
from handlers.kit.words import Rich, join
from models.accounts import Account, AccountState, Desk, Role, desk_at, desks, staff
from models.mail import Choice, Lane, Outbox, OutboxState, sent_about
from models.questions import Question, QuestionState, locked, with_those_before

router = Router(role=Role.OFFICER)


# telling officers


async def announce(turn: Turn, question: Question) -> None:
    """Show a question to every officer and every linked group; to the admins where there is neither."""
    for reader in await everybody(turn):
        t = turn.words_of(reader)
        turn.notify(
            reader,
            await _shown(turn, question, reader),
            choices=[_answer_choice(turn, reader, question)],
            hint=t("question-hint", number=question.id),
            topic=question.topic,
        )


async def everybody(turn: Turn) -> list[Account | Desk]:
    """Every officer and every linked group; the admins where there is neither."""
    groups = await desks(turn.session, turn.house.channels)
    people = await staff(turn.session, turn.house.channels)
    officers = [account for account in people if account.role is Role.OFFICER]
    return [*(officers if officers or groups else people), *groups]


async def refresh(turn: Turn, question: Question) -> None:
    """Let every notice about it say where it stands now."""
    async for notice, reader in _notices(turn, question):
        text = await _shown(turn, question, reader)
        choices = _choices(turn, reader, question)
        key = "question-hint" if question.state is QuestionState.WITH_OFFICERS else "question-hint-keep"
        t = turn.words_of(reader)
        own = isinstance(reader, Account) and turn.account.id in reader.ids
        replied = question.state is QuestionState.REPLIED and (choices or not own)
        who = await _answerer(turn, question, t("question-an-officer"))
        line: Rich | str | None = t("question-replied", number=question.id, officer=who) if replied else ""
        if question.account_id is None:
            # The whole text is a line: nobody need answer it any more. Who has answered it need not know.
            line = "" if question.state is QuestionState.REPLIED else None
        turn.change(
            notice,
            text,
            choices=choices,
            hint=t(key, number=question.id) if choices else "",
            otherwise=line,
        )


async def _notices(turn: Turn, question: Question) -> AsyncIterator[tuple[Outbox, Account | Desk]]:
    for notice in await sent_about(turn.session, question.topic):
        # What an officer was shown in answer to "CH-12" is a reply, and stays as it is.
        if notice.lane is not Lane.NOTICE or notice.state is OutboxState.FAILED:
            continue
        reader: Account | Desk | None
        if notice.account_id is not None:
            reader = await turn.session.get(Account, notice.account_id)
        else:
            reader = await desk_at(turn.session, notice.channel, notice.chat)
        if reader is not None:
            yield notice, reader


async def _shown(turn: Turn, question: Question, reader: Account | Desk) -> Rich:
    """The question as officers read it, with what has become of it."""
    t = turn.words_of(reader)
    if question.account_id is None:
        return t("question-gone", number=question.id, state=question.state.value)
    asker = await turn.session.get_one(Account, question.account_id)
    who = asker.name if asker.agreed and asker.name else t("question-somebody")
    *before, _ = await with_those_before(turn.session, question)
    values = {
        "number": question.id,
        "who": who,
        "asked": turn.house.minute(question.asked_at),
        "text": join([*(t("question-before", text=each.text) for each in before), question.text]),
    }
    if question.state is not QuestionState.REPLIED:
        return t("question-notice", **values)
    return t("question-notice-replied", **values, officer=await _answerer(turn, question, t("question-an-officer")))


async def _answerer(turn: Turn, question: Question, otherwise: str) -> str:
    officer = await turn.session.get(Account, question.answered_by_id) if question.answered_by_id else None
    return officer.name if officer is not None and officer.name else otherwise


def _choices(turn: Turn, reader: Account | Desk, question: Question) -> list[Choice]:
    """Answer it while it waits; afterwards an admin may keep the answer for everybody."""
    if question.state is QuestionState.WITH_OFFICERS:
        return [_answer_choice(turn, reader, question)]
    admin = isinstance(reader, Account) and reader.role is Role.ADMIN
    if not admin or question.answer is None or question.settled_at is not None:
        return []
    return [turn.choice(turn.words_of(reader)("knowledge-keep"), "know.keep", question.id)]


def _answer_choice(turn: Turn, reader: Account | Desk, question: Question) -> Choice:
    return turn.choice(turn.words_of(reader)("question-answer"), "question.answer", question.id)


# answering


@router.choice("question.show")
async def show(turn: Turn, id: int) -> None:
    """One question, by its number."""
    question = await _found(turn, id)
    if question is None:
        return
    turn.say(
        await _shown(turn, question, turn.account),
        choices=_choices(turn, turn.account, question),
        topic=question.topic,
    )
    # Whoever has opened it by its number where there are no buttons goes on to write.
    if question.state is QuestionState.WITH_OFFICERS and turn.dialogue.expecting is None and not turn.event.group:
        turn.expect("question.answer", id=id)


@router.choice("question.answer")
async def write(turn: Turn, id: int) -> None:
    """The next thing that this officer writes here is the answer."""
    question = await _found(turn, id)
    if question is None or await _too_late(turn, question):
        return
    turn.expect("question.answer", id=id)
    turn.say(
        turn.t("question-write", number=id, text=question.text),
        choices=[turn.choice(turn.t("cancel"), "start.go", "huy", numbered=False)],
        topic=question.topic,
    )


@router.answer("question.answer")
async def written(turn: Turn, id: int) -> None:
    """The answer, after the button."""
    question = await _found(turn, id)
    if question is None or await _pass_on(turn, question):
        turn.expect_nothing()


@router.reply("question")
async def replied(turn: Turn, id: int, notice: Outbox) -> None:
    """The answer, as a reply to the notice."""
    question = await _found(turn, id)
    if question is not None and await _pass_on(turn, question):
        waiting = turn.dialogue.expecting
        if waiting is not None and waiting["key"] == "question.answer" and waiting["args"] == {"id": id}:
            turn.expect_nothing()


async def answer_by_number(turn: Turn, id: int, text: str) -> None:
    """The answer, typed after the question's number: "CH-12 mang hồ sơ ra xã". "CH-12 trả lời" asks for it."""
    question = await _found(turn, id)
    if question is None:
        return
    if (step := word_for(text, _choices(turn, turn.account, question), turn.t)) is not None:
        await turn.router.choose(turn, step)
    else:
        await _pass_on(turn, question, text)


@router.outcome("question.delivered.waits")
async def waits(turn: Turn, id: int, reason: str) -> None:
    """Tell the officer that the answer waits until whoever asked writes again."""
    turn.say(turn.t("question-waits", number=id, reason=reason))


@router.outcome("question.delivered")
async def delivered(turn: Turn, id: int, state: str, reason: str | None) -> None:
    """Tell the officer whether the answer has arrived."""
    if state == OutboxState.SENT:
        turn.say(turn.t("question-delivered", number=id))
    else:
        turn.say(turn.t("question-not-delivered", number=id, reason=reason or "other"))


async def _found(turn: Turn, id: int) -> Question | None:
    """A question that is, or was, the officers'; anything else is refused."""
    question = await locked(turn.session, id)
    if question is None or question.state not in (QuestionState.WITH_OFFICERS, QuestionState.REPLIED):
        turn.say(turn.t("question-none", number=id))
        return None
    return question


async def _too_late(turn: Turn, question: Question) -> bool:
    """Whether somebody has answered before; the officer is told who, when and what."""
    if question.state is not QuestionState.REPLIED or question.answered_at is None:
        return False
    turn.say(
        turn.t(
            "question-too-late",
            number=question.id,
            officer=await _answerer(turn, question, turn.t("question-an-officer")),
            at=turn.house.minute(question.answered_at),
            answer=question.answer or "",
        )
    )
    return True


async def _pass_on(turn: Turn, question: Question, text: str | None = None) -> bool:
    """Send what the officer wrote to whoever asked. False: nothing was written, the question stays open here."""
    if await _too_late(turn, question):
        return True
    text = (turn.event.text if text is None else text).strip()
    if not text:
        turn.say(turn.t("question-only-text"))
        return False
    asker = await turn.reach(question.account_id) if question.account_id is not None else None
    if asker is None or asker.state is AccountState.ERASED:
        turn.say(turn.t("question-gone", number=question.id))
        return True
    send_answer(turn, question, asker, text)
    await refresh(turn, question)
    return True


def send_answer(turn: Turn, question: Question, asker: Account, text: str) -> None:
    """Keep the answer, and send it to whoever asked; what becomes of it is told here."""
    close(turn, question, text)
    t = turn.words_of(asker)
    turn.notify(
        asker,
        t(
            "question-reply",
            question=question.text,
            officer=turn.account.name or t("question-an-officer"),
            answer=text,
        ),
        topic=f"answer:{question.id}",
        report=("question.delivered", {"id": question.id}),
    )


def close(turn: Turn, question: Question, text: str) -> None:
    """Keep the answer that it has got."""
    question.state, question.answer = QuestionState.REPLIED, text
    question.answered_by_id, question.answered_at = turn.account.id, turn.now
    turn.record("question.answered", f"CH-{question.id}")
