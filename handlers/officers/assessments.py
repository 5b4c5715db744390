"""Assessments that producers have shared: told to the officers, and talked about by replying."""

from __future__ import annotations

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich, join
from handlers.officers.questions import everybody
from models.accounts import Account, AccountState, Desk, Role, desk_at
from models.assessments import Assessment
from models.identifiers import show_phone
from models.mail import File, Lane, Outbox, sent_about
from models.producers import Producer

router = Router()


async def announce(
    turn: Turn,
    assessment: Assessment,
    reader: Account | Desk,
    summary: Rich,
    details: Rich,
    picture: File,
) -> None:
    """Show it to one reader: the card and who it is from, then the details in the same thread."""
    t = turn.words_of(reader)
    producer = (
        await turn.session.get(Producer, turn.account.producer_id) if turn.account.producer_id is not None else None
    )
    name = (producer.name if producer is not None else None) or turn.account.name or t("question-somebody")
    phone = producer.phone if producer is not None else None
    shown = t("assessment-notice-phone", phone=show_phone(phone)) if phone and phone.isdecimal() else ""
    notice = turn.notify(
        reader,
        join([t("assessment-notice", who=name, phone=Rich(shown)), summary], "\n\n"),
        picture=picture,
        topic=assessment.topic,
    )
    turn.notify(reader, details, topic=assessment.topic, answers=notice)


async def take_back(turn: Turn, assessment: Assessment) -> None:
    """Let what officers were shown say that it isn't shared any more."""
    for row in await sent_about(turn.session, assessment.topic):
        if row.lane is Lane.NOTICE and row.account_id not in turn.account.ids:
            reader = (
                await turn.session.get(Account, row.account_id)
                if row.account_id is not None
                else await desk_at(turn.session, row.channel, row.chat)
            )
            if reader is not None:
                turn.change(row, turn.words_of(reader)("assessment-taken-back"))


@router.reply("assessment")
async def replied(turn: Turn, id: int, notice: Outbox) -> None:
    """A word about it: an officer's goes to the producer, the producer's to the officers."""
    assessment = await turn.session.get(Assessment, id)
    text = turn.event.text.strip()
    if assessment is None:
        turn.say(turn.t("assessment-gone"))
    elif not text:
        turn.say(turn.t("assessment-only-text"))
    elif assessment.belongs_to(turn.account):
        for reader in await everybody(turn):
            _write(turn, reader, assessment, text, "assessment-word")
        turn.say(turn.t("assessment-word-passed"))
    elif turn.account.role.covers(Role.OFFICER):
        producer = await turn.reach(assessment.account_id)
        if producer.state is AccountState.ERASED:
            turn.say(turn.t("assessment-gone"))
            return
        _write(turn, producer, assessment, text, "assessment-officer-word")
        turn.record("assessment.answered", assessment.topic)
        turn.say(turn.t("assessment-word-passed"))
    else:
        turn.refuse("assessment", id)


def _write(turn: Turn, reader: Account | Desk, assessment: Assessment, text: str, key: str) -> None:
    t = turn.words_of(reader)
    who = turn.account.name or t("question-an-officer" if key == "assessment-officer-word" else "question-somebody")
    turn.notify(reader, t(key, who=who, product=assessment.product, text=text), topic=assessment.topic)
