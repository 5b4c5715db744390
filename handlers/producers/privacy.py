"""What is held on a person: seen, corrected, withdrawn, erased."""

from __future__ import annotations

from enum import StrEnum

from handlers.kit.router import Router
from handlers.kit.steps import move
from handlers.kit.sure import sure_choices
from handlers.kit.turn import Turn
from handlers.kit.words import Rich, join
from handlers.officers import assessments, notices, questions
from handlers.producers.assessment_result import forget_cards
from models.accounts import Role
from models.doors import doors_of
from models.identifiers import Invalid, parse_phone, show_phone
from models.mail import Reason, give_up
from models.privacy import (
    Holdings,
    empty_request,
    forget_messages,
    forget_person,
    holdings,
    own_assessments,
    questions_of,
    requests_of,
    take_back_consent,
)
from models.producers import Producer
from models.questions import QuestionState
from models.requests import Request, RequestState
from models.values import parse_person

router = Router()

#: What of the profile has a line of its own.
_NAMED = ("producer_name", "contact_phone", "commune")


class Part(StrEnum):
    """What can be corrected here; the rest is corrected in a request's review."""

    NAME = "name"
    PHONE = "phone"


# seeing


@router.command("riengtu", "privacy")
async def overview(turn: Turn) -> None:
    """Everything that is held, and what can be done about it. Not in a group: others would read it."""
    if turn.event.group:
        turn.say(turn.t("privacy-in-private"))
        return
    held = await holdings(turn.session, turn.account)
    choices = []
    if turn.account.agreed:
        choices = [
            turn.choice(turn.t("privacy-correct"), "privacy.correct"),
            turn.choice(turn.t("privacy-withdraw"), "privacy.withdraw"),
        ]
    if turn.account.role is Role.PRODUCER:
        choices.append(turn.choice(turn.t("privacy-erase"), "privacy.erase"))
    turn.say(_shown(turn, held), choices=choices)


def _shown(turn: Turn, held: Holdings) -> Rich:
    account, house = turn.account, turn.house
    lines = [turn.t("privacy-title")]
    if account.consent_at is not None:
        lines.append(
            turn.t("privacy-consent", at=house.minute(account.consent_at), version=account.consent_version or "")
        )
    else:
        lines.append(turn.t("privacy-no-consent"))
    if account.name:
        lines.append(turn.t("privacy-name", name=account.name))
    if held.producer is not None:
        lines += _business(turn, held.producer)
    lines.append(
        turn.t(
            "privacy-counts",
            requests=held.requests,
            files=held.files,
            questions=held.questions,
            assessments=held.assessments,
        )
    )
    if held.products:
        lines.append(turn.t("privacy-products", count=held.products))
    if account.others:
        lines.append(turn.t("privacy-doors", count=len(account.others)))
    lines.append(turn.t("privacy-account", since=house.day(account.created_at), speaks=turn.t("privacy-language")))
    rights = turn.t("privacy-rights" if account.role is Role.PRODUCER else "privacy-staff", office=_office(turn))
    return join([join(lines), rights], "\n\n")


def _business(turn: Turn, producer: Producer) -> list[Rich]:
    lines = []
    if producer.name:
        lines.append(turn.t("privacy-business", name=producer.name))
    if producer.phone:
        lines.append(turn.t("privacy-phone", phone=_phone(producer.phone)))
    if producer.commune:
        lines.append(turn.t("privacy-commune", commune=producer.commune))
    more = sum(name not in _NAMED for name in producer.profile)
    if more:
        lines.append(turn.t("privacy-more", count=more))
    return lines


def _phone(phone: str) -> str:
    return show_phone(phone) if phone.isdecimal() else phone


def _office(turn: Turn) -> str:
    return turn.house.office(turn.language)


# correcting


@router.choice("privacy.correct", consent=True)
async def correct(turn: Turn) -> None:
    """What is to be corrected?"""
    choices = [turn.choice(turn.t("privacy-correct-name"), "privacy.part", Part.NAME.value)]
    held = await holdings(turn.session, turn.account)
    if held.producer is not None and held.producer.phone:
        choices.append(turn.choice(turn.t("privacy-correct-phone"), "privacy.part", Part.PHONE.value))
    choices.append(turn.choice(turn.t("menu-language"), "start.go", "ngonngu"))
    turn.say(turn.t("privacy-which"), choices=choices)


@router.choice("privacy.part", consent=True)
async def correct_part(turn: Turn, part: Part) -> None:
    """Ask for the new value."""
    _ask(turn, part, f"privacy-new-{part.value}")


@router.answer("privacy.value", consent=True)
async def new_value(turn: Turn, part: Part) -> None:
    """Keep the new value, or say what is wrong with it."""
    try:
        await _correct(turn, Part(part))
    except Invalid:
        _ask(turn, Part(part), f"privacy-wrong-{part}")
        return
    turn.expect_nothing()
    turn.say(turn.t("privacy-corrected"))
    await overview(turn)


async def _correct(turn: Turn, part: Part) -> None:
    text = str(turn.event.data.get("phone") or turn.event.text)
    if part is Part.NAME:
        for each in await doors_of(turn.session, turn.account):
            each.name = parse_person(text)
        return
    phone = parse_phone(text)
    held = await holdings(turn.session, turn.account)
    if held.producer is not None:
        held.producer.remember({"contact_phone": phone})


def _ask(turn: Turn, part: Part, key: str) -> None:
    turn.expect("privacy.value", part=part.value)
    turn.say(turn.t(key), choices=[turn.choice(turn.t("cancel"), "start.go", "huy", numbered=False)])


# withdrawing and erasing


@router.choice("privacy.withdraw")
async def ask_withdraw(turn: Turn) -> None:
    """Say what taking the consent back means, and ask. Nobody has to agree to a newer text first."""
    if not turn.account.agreed:
        await overview(turn)
        return
    turn.say(
        turn.t("privacy-withdraw-sure", open=await _open(turn)),
        choices=sure_choices(
            turn,
            turn.choice(turn.t("privacy-keep"), "privacy.keep"),
            turn.choice(turn.t("privacy-withdraw-yes"), "privacy.withdrawn"),
        ),
    )


@router.choice("privacy.erase")
async def ask_erase(turn: Turn) -> None:
    """Say what erasing means, and ask. Staff leave their office first."""
    if turn.account.role is not Role.PRODUCER:
        turn.say(turn.t("privacy-staff", office=_office(turn)))
        return
    turn.say(
        turn.t("privacy-erase-sure", open=await _open(turn)),
        choices=sure_choices(
            turn,
            turn.choice(turn.t("privacy-keep"), "privacy.keep"),
            turn.choice(turn.t("privacy-erase-yes"), "privacy.erased"),
        ),
    )


@router.choice("privacy.keep")
async def keep(turn: Turn) -> None:
    """Nothing is changed."""
    turn.expect_nothing()
    turn.say(turn.t("privacy-kept"))


@router.choice("privacy.withdrawn")
async def withdraw(turn: Turn) -> None:
    """Take the consent back: everything that was kept on its ground goes, from now on."""
    if not turn.account.agreed:
        await overview(turn)
        return
    staff_names = {
        each: each.name for each in await doors_of(turn.session, turn.account) if each.role is not Role.PRODUCER
    }
    await _forget_requests(turn)
    await _take_back_assessments(turn)
    await take_back_consent(turn.session, turn.account)
    for each, name in staff_names.items():
        each.name = name
    turn.record("privacy.withdrawn", turn.account.id)
    turn.say(turn.t("privacy-withdrawn", at=turn.house.minute(turn.now), office=_office(turn)))


@router.choice("privacy.erased")
async def erase(turn: Turn) -> None:
    """Erase all but the address of the chat, and the office's codes and dates."""
    if turn.account.role is not Role.PRODUCER:
        turn.say(turn.t("privacy-staff", office=_office(turn)))
        return
    for each in await doors_of(turn.session, turn.account):
        await give_up(turn.session, channel=each.channel, chats=[each.address], reason=Reason.ERASED, now=turn.now)
    await _forget_requests(turn)
    await forget_cards(turn, await _take_back_assessments(turn))
    asked = [
        question
        for question in await questions_of(turn.session, turn.account)
        if question.state in (QuestionState.WITH_OFFICERS, QuestionState.REPLIED)
    ]
    await take_back_consent(turn.session, turn.account)
    await forget_person(turn.session, turn.account)
    for question in asked:
        await questions.refresh(turn, question)
        await forget_messages(turn.session, question.topic)
    turn.record("privacy.erased", turn.account.id)
    turn.say(turn.t("privacy-erased", at=turn.house.minute(turn.now), office=_office(turn)))


async def _open(turn: Turn) -> int:
    """How many requests an officer still has to do something about."""
    return sum(request.open for request in await requests_of(turn.session, turn.account))


async def _forget_requests(turn: Turn) -> None:
    """Withdraw what is open and empty every request; officers are told, and their notices show nothing any more."""
    for request in await requests_of(turn.session, turn.account):
        told = request.open
        if request.may(RequestState.WITHDRAWN, turn.now):
            await move(turn, request, RequestState.WITHDRAWN)
        await empty_request(turn.session, request)
        if request.code is None:
            continue
        if told:
            await _tell_officers(turn, request)
        await notices.refresh(turn, request)
        await forget_messages(turn.session, request.topic)


async def _take_back_assessments(turn: Turn) -> list[int]:
    """Officers' notices show nothing of them any more. Without consent they stay the person's own, unless erased."""
    mine = await own_assessments(turn.session, turn.account)
    for assessment in mine:
        await assessments.take_back(turn, assessment)
        await forget_messages(turn.session, assessment.topic)
    return [assessment.id for assessment in mine]


async def _tell_officers(turn: Turn, request: Request) -> None:
    async def say(t: notices.Words) -> Rich:
        return t("privacy-request-withdrawn", code=request.code)

    await notices.tell_officers(turn, request, say)
