"""Answering an assessment as a producer would, and putting one into the database."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.accounts import Account
from models.assessments import Assessment, AssessmentState
from models.criteria import load_criteria
from tests.talk import MORNING, Person, Talk

#: The beginning of an option's label, by language.
LEVEL = {"vi": "Mức", "en": "Level"}


async def answers_all(person: Person, levels: dict[str, int] | None = None, *, language: str = "vi") -> int:
    """Choose the level for each question until there is none left: by the criterion's number, otherwise the second.

    Returns how many questions there were.
    """
    word, asked = LEVEL[language], 0
    while any(label.startswith(f"{word} 1 ") for label in person.choices()):
        asked += 1
        assert asked < 40, "the questions don't end"
        code = next(line for line in person.last().text.splitlines() if " · " in line and "/" in line)
        number = code.partition(" · ")[2].partition(". ")[0]
        await person.presses(f"{word} {(levels or {}).get(number, 2)} ")
    return asked


async def assessed(
    person: Person,
    set_number: int,
    answers: dict[str, int],
    *,
    product: str = "Mật ong Na Rì",
    full: bool = True,
    finished: bool = True,
    days_ago: int = 0,
) -> int:
    """An assessment as it would be after these answers; the rest of the criteria isn't sure. Returns its number."""
    criteria_set = load_criteria().set(set_number)
    moment = MORNING - timedelta(days=days_ago)
    async with person.talk.database.write() as session:
        account = await session.scalar(select(Account).where(Account.address == person.address))
        assert account is not None, "let the person write first"
        assessment = Assessment(
            account_id=account.id,
            product=product,
            set_number=set_number,
            full=full,
            state=AssessmentState.OPEN,
            answers=answers,
            unsure=[],
            started_at=moment,
            updated_at=moment,
        )
        if finished:
            asked = assessment.asked(criteria_set)
            assessment.unsure = [each.code for each in asked if each.code not in answers]
            assessment.finish(criteria_set, moment)
        session.add(assessment)
        await session.flush()
        return assessment.id


def levels(set_number: int, level: int) -> dict[str, int]:
    """Every criterion of the set at that level, counted from 0, or at its best."""
    criteria = load_criteria().set(set_number).criteria
    return {each.code: each.levels[min(level, len(each.levels) - 1)] for each in criteria}


async def stored(chat: Talk) -> list[Assessment]:
    """Every assessment, oldest first."""
    async with chat.look() as session:
        return list((await session.scalars(select(Assessment).order_by(Assessment.id))).all())
