"""The result of an assessment: shown with its card, and shared with the officers."""

from __future__ import annotations

import asyncio
from pathlib import Path

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import join
from handlers.officers.assessments import announce
from handlers.officers.questions import everybody
from handlers.papers.score_card import draw
from handlers.producers.assessment_words import Result, details, headline, requests_for, score_card
from handlers.producers.criteria import sets_of, source
from models.accounts import Account, Desk
from models.assessments import Assessment, last_time
from models.mail import Choice, File

router = Router()

#: In the data folder. Cards are drawn anew whenever a result is shown; nothing is lost with them.
CARDS = Path("cards")


async def mine(turn: Turn, assessment_id: int) -> Assessment | None:
    """The assessment, if it is this person's; anybody else is refused."""
    assessment = await turn.session.get(Assessment, assessment_id)
    if assessment is None or turn.event.group or not assessment.belongs_to(turn.account):
        turn.refuse("assessment", assessment_id, key="refused-stale")
        return None
    # Begun before the person wrote for a producer, it is that producer's from now on, on every channel.
    assessment.producer_id = assessment.producer_id or turn.account.producer_id
    return assessment


async def finished(turn: Turn, assessment_id: int) -> Assessment | None:
    """The same, with a result; one that is still open is gone on with."""
    assessment = await mine(turn, assessment_id)
    if assessment is not None and not assessment.finished:
        await turn.router.choose(turn, f"assess.go:{assessment_id}")
        return None
    return assessment


@router.choice("assess.show")
async def show(turn: Turn, assessment_id: int) -> None:
    """The result once more."""
    assessment = await finished(turn, assessment_id)
    if assessment is not None:
        await show_result(turn, assessment)


async def show_result(turn: Turn, assessment: Assessment) -> None:
    """The card, then the details with what can be done about it."""
    result = await result_for(turn, assessment, turn.account)
    turn.say(headline(result, turn.t), picture=await card(turn, result, turn.account))
    turn.say(join([details(result, turn.t), source(turn)]), choices=_choices(turn, result))


async def result_for(turn: Turn, assessment: Assessment, reader: Account | Desk) -> Result:
    """The result, in the reader's language."""
    criteria_set = sets_of(turn, reader.language).set(assessment.set_number)
    return Result(
        assessment=assessment,
        criteria_set=criteria_set,
        promised=assessment.forecast(criteria_set),
        before=await last_time(turn.session, turn.account, assessment),
        house=turn.house,
    )


async def card(turn: Turn, result: Result, reader: Account | Desk) -> File:
    """The score card, drawn in the reader's language."""
    name = f"{result.assessment.id}-{reader.language}.png"
    words = score_card(result, turn.words_of(reader))
    await asyncio.to_thread(draw, words, turn.house.data_dir / CARDS / name)
    return File(name="ocop.png", mime="image/png", path=str(CARDS / name))


async def forget_cards(turn: Turn, assessments: list[int]) -> None:
    """Delete the pictures of these assessments."""

    def delete() -> None:
        for number in assessments:
            for file in (turn.house.data_dir / CARDS).glob(f"{number}-*.png"):
                file.unlink(missing_ok=True)

    await asyncio.to_thread(delete)


def _choices(turn: Turn, result: Result) -> list[Choice]:
    number = result.assessment.id
    choices = [
        turn.choice(turn.t(f"ask-do-{kind.value}"), "request.kind", kind.value)
        for kind in requests_for(result, turn.t)
        if "request.kind" in turn.router.choices
    ]
    if not result.assessment.full:
        choices.insert(0, turn.choice(turn.t("assessment-widen"), "assess.widen", number))
    return [
        *choices,
        turn.choice(turn.t("assessment-try"), "assess.what_if", number),
        turn.choice(turn.t("assessment-share"), "assess.share", number),
        turn.choice(turn.t("assessment-again"), "assess.again", number),
    ]


@router.choice("assess.share", consent=True)
async def share(turn: Turn, assessment_id: int) -> None:
    """Let the officers see it. Pressed twice, they are told once."""
    assessment = await finished(turn, assessment_id)
    if assessment is None:
        return
    if assessment.shared_at is not None:
        turn.say(turn.t("assessment-shared-already", at=turn.house.minute(assessment.shared_at)))
        return
    cards: dict[str, File] = {}
    for reader in await everybody(turn):
        result, t = await result_for(turn, assessment, reader), turn.words_of(reader)
        if reader.language not in cards:
            cards[reader.language] = await card(turn, result, reader)
        await announce(turn, assessment, reader, headline(result, t), details(result, t), cards[reader.language])
    assessment.shared_at = turn.now
    turn.record("assessment.shared", assessment.topic)
    turn.say(turn.t("assessment-shared"))
