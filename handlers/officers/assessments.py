"""Assessments that producers have shared: told to the officers, and talked about by replying."""

from __future__ import annotations

from handlers.kit.codes import ASSESSMENT
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
        join([t("assessment-notice", who=name, phone=Rich(shown), code=_code(assessment)), summary], "\n\n"),
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
    """A word about it, as an answer to a message about it."""
    await _pass_on(turn, id, turn.event.text.strip())


@router.hook("assessment_word")
async def word_by_code(turn: Turn, assessment_id: int, text: str) -> None:
    """The same, typed after its code ("CD-3 làm nhãn hiệu trước nhé"); the code alone asks for the words."""
    assessment = await turn.session.get(Assessment, assessment_id)
    if assessment is None or assessment.shared_at is None:
        turn.say(turn.t("assessment-gone"))
    elif text:
        await _pass_on(turn, assessment_id, text)
    elif assessment.belongs_to(turn.account) or turn.account.role.covers(Role.OFFICER):
        turn.expect("assessment.word", assessment_id=assessment_id)
        cancel = turn.choice(turn.t("cancel"), "start.go", "huy", numbered=False)
        turn.say(turn.t("assessment-word-what", product=assessment.product), choices=[cancel])
    else:
        turn.refuse("assessment", assessment_id, key="assessment-gone")


@router.answer("assessment.word")
async def word(turn: Turn, assessment_id: int) -> None:
    """What was asked for after the code."""
    turn.expect_nothing()
    await _pass_on(turn, assessment_id, turn.event.text.strip())


async def _pass_on(turn: Turn, assessment_id: int, text: str) -> None:
    """An officer's word goes to the producer, the producer's to the officers."""
    assessment = await turn.session.get(Assessment, assessment_id)
    if assessment is None or assessment.shared_at is None:
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
        turn.refuse("assessment", assessment_id)


def _write(turn: Turn, reader: Account | Desk, assessment: Assessment, text: str, key: str) -> None:
    t = turn.words_of(reader)
    who = turn.account.name or t("question-an-officer" if key == "assessment-officer-word" else "question-somebody")
    told = t(key, who=who, product=assessment.product, text=text, code=_code(assessment))
    turn.notify(reader, told, topic=assessment.topic)


def _code(assessment: Assessment) -> str:
    return f"{ASSESSMENT}-{assessment.id}"
