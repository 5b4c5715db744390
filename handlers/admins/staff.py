"""/canbo: who works here, with which areas; inviting, changing, leaving."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.admins.areas import kinds, mask_of, named, read_areas, toggles
from handlers.kit.fields import several
from handlers.kit.pages import page_of
from handlers.kit.router import Router
from handlers.kit.sure import sure_choices
from handlers.kit.turn import Turn
from handlers.kit.typed import typed_choice
from handlers.kit.words import Rich
from handlers.officers import desk
from models.accounts import Account, AccountState, Invitation, Role, desks, invitation_for, staff
from models.audit import Audit
from models.doors import dismiss, doors_of, own_role, set_role
from models.identifiers import Invalid
from models.knowledge import fold
from models.mail import EventKind
from models.queue import open_by_officer
from models.schedule import Due

log = structlog.get_logger(__name__)

router = Router(role=Role.ADMIN)

#: An invitation is opened by somebody who isn't an officer yet.
_door = Router(role=Role.PRODUCER)

#: What is waited for when somebody was dismissed by the settings.
DISMISSED = "staff.dismissed"
#: What the start payload of an invitation begins with.
PREFIX = "i-"


@router.command("canbo", "staff")
async def show_staff(turn: Turn) -> None:
    """List the officers and the linked groups."""
    await page_of_staff(turn)


@router.choice("staff.list")
async def page_of_staff(turn: Turn, page: int = 0) -> None:
    """A page of the list. Not in a group: an invitation there would be everybody's."""
    if turn.event.group:
        turn.say(turn.t("staff-private"))
        return
    # Admins from the settings came without an invitation; they too are known by their name.
    turn.account.name = turn.account.name or turn.event.data.get("name")
    people = page_of(await staff(turn.session, None), page)
    linked = await desks(turn.session, None)
    cases = await open_by_officer(turn.session)
    lines = [turn.t("staff-people", count=people.total)]
    lines += [_line(turn, person, _held(person, cases)) for person in people.items]
    lines += [Rich(""), turn.t("staff-groups", count=len(linked))]
    lines += [turn.t("staff-group-line", title=each.title, areas=named(each.areas, turn.t)) for each in linked]
    choices = [turn.choice(turn.t("staff-invite"), "staff.invite", 0)]
    choices += [turn.choice(_name(turn, person), "staff.person", person.id) for person in people.items]
    choices += people.turning(turn, "staff.list")
    turn.say(Rich("\n".join(lines)), choices=choices)


@router.choice("staff.person")
async def show_person(turn: Turn, person_id: int) -> None:
    """One officer, and what can be done."""
    person = await _member(turn, person_id)
    if person is None:
        return
    cases = await open_by_officer(turn.session)
    choices = [turn.choice(turn.t("staff-change-areas"), "staff.areas", person.id, mask_of(person.areas))]
    if not await _obstacle(turn, person):
        choices.append(turn.choice(turn.t("staff-remove"), "staff.remove", person.id))
    turn.edit(_line(turn, person, _held(person, cases)), choices=choices)


# inviting


@router.choice("staff.invite")
async def choose_areas(turn: Turn, mask: int) -> None:
    """Choose what the invited officer will handle."""
    choices = toggles(turn, mask, "staff.invite")
    if read_areas(mask):
        choices.append(turn.choice(turn.t("staff-invite-make"), "staff.invited", mask))
    turn.edit(turn.t("staff-invite-areas", areas=named(read_areas(mask), turn.t)), choices=choices)
    turn.expect("staff.areas", mask=mask)


@router.answer("staff.areas")
async def read_several(turn: Turn, mask: int, person_id: int | None = None) -> None:
    """Several areas may be typed at once ("1,3"), and that it is all ("xong").

    :param person_id: whose areas they are; None: those of an invitation.
    """
    turn.expect_nothing()
    key = _meant(turn, mask, person_id)
    if key is not None:
        await turn.router.choose(turn, key)
    else:
        await turn.router.answer_event(turn)


@router.choice("staff.invited")
async def make_invitation(turn: Turn, mask: int) -> None:
    """Make the invitation: one message for the admin, one to be forwarded."""
    turn.expect_nothing()
    areas = read_areas(mask)
    if turn.event.group or not areas:
        turn.refuse("choice", "staff.invited", key="refused-stale")
        return
    invitation, word = Invitation.make(Role.OFFICER, areas, now=turn.now, invited_by=turn.account)
    turn.session.add(invitation)
    await turn.session.flush()
    turn.record("staff.invited", invitation.id, areas=areas)
    turn.edit(turn.t("staff-invite-ready", areas=named(areas, turn.t)))
    word = PREFIX + word
    links = [link for write in turn.house.links.values() if (link := write(word))]
    lines = [turn.t("staff-invitation", office=turn.house.office(turn.language), links=len(links)), *map(Rich, links)]
    lines += [
        turn.t("staff-invitation-text", word=word),
        turn.t("staff-invitation-until", until=_until(turn, invitation)),
    ]
    turn.say(Rich("\n".join(lines)))


@_door.hook("invitation")
async def use_invitation(turn: Turn, payload: str) -> None:
    """Somebody has opened the bot with an invitation (``/start i-…``)."""
    invitation = await invitation_for(turn.session, payload.removeprefix(PREFIX))
    if invitation is None:
        turn.refuse("invitation", key="staff-invitation-unknown")
    elif invitation.used_by_id in turn.account.ids:
        turn.say(turn.t("staff-invitation-yours"))
    elif invitation.used_at is not None:
        turn.refuse("invitation", invitation.id, key="staff-invitation-used")
    elif not invitation.usable(turn.now):
        turn.refuse("invitation", invitation.id, key="staff-invitation-expired")
    else:
        await _join(turn, invitation)


async def _join(turn: Turn, invitation: Invitation) -> None:
    person = turn.account
    invitation.use(person, turn.now)
    await own_role(turn.session, person)
    # Producers and colleagues are told who answers them, so staff have names.
    person.name = turn.event.data.get("name") or person.name
    for each in await doors_of(turn.session, person):
        turn.refresh_commands(each)
    turn.record("staff.joined", person.id, invitation=invitation.id, role=invitation.role.value, areas=invitation.areas)
    key = "staff-welcome-admin" if invitation.role is Role.ADMIN else "staff-welcome"
    turn.say(turn.t(key, areas=named(person.areas, turn.t)))
    inviter = await turn.reach(invitation.invited_by_id) if invitation.invited_by_id else None
    # One that was made on the server's console has no inviter: every admin hears who has come.
    told = [inviter] if inviter else await staff(turn.session, turn.house.channels, least=Role.ADMIN)
    for admin in told:
        if admin.person != person.person:
            t = turn.words_of(admin)
            turn.notify(admin, t("staff-has-joined", name=_name(turn, person), areas=named(person.areas, t)))


# changing


@router.choice("staff.areas")
async def change_areas(turn: Turn, person_id: int, mask: int) -> None:
    """Choose what an officer handles."""
    person = await _member(turn, person_id)
    if person is None:
        return
    choices = toggles(turn, mask, "staff.areas", person.id)
    choices.append(turn.choice(turn.t("staff-save"), "staff.save", person.id, mask))
    turn.edit(
        turn.t("staff-areas-of", name=_name(turn, person), areas=named(read_areas(mask), turn.t)), choices=choices
    )
    turn.expect("staff.areas", mask=mask, person_id=person.id)


@router.choice("staff.save")
async def save_areas(turn: Turn, person_id: int, mask: int) -> None:
    """Keep the areas, and tell the officer."""
    turn.expect_nothing()
    person = await _member(turn, person_id)
    if person is None:
        return
    await set_role(turn.session, person, person.role, read_areas(mask))
    turn.record("staff.areas", person.id, areas=person.areas)
    turn.edit(turn.t("staff-saved", name=_name(turn, person), areas=named(person.areas, turn.t)))
    if person.person != turn.account.person:
        person = await turn.reach(person.id)
        t = turn.words_of(person)
        turn.notify(person, t("staff-your-areas", areas=named(person.areas, t)))


@router.choice("staff.remove")
async def ask_remove(turn: Turn, person_id: int) -> None:
    """Ask once more before somebody is removed."""
    person = await _member(turn, person_id)
    if person is None or await _refused(turn, person):
        return
    cases = await open_by_officer(turn.session)
    turn.edit(
        turn.t("staff-remove-sure", name=_name(turn, person), cases=_held(person, cases)),
        choices=sure_choices(
            turn,
            turn.choice(turn.t("back"), "staff.person", person.id),
            turn.choice(turn.t("staff-remove-yes"), "staff.removed", person.id),
        ),
    )


@router.choice("staff.removed")
async def remove(turn: Turn, person_id: int) -> None:
    """Make an officer a producer again; their open cases wait for colleagues."""
    person = await _member(turn, person_id)
    if person is None or await _refused(turn, person):
        return
    name, held = _name(turn, person), await open_by_officer(turn.session)
    released = _held(person, held)
    await set_role(turn.session, person, Role.PRODUCER, [])
    turn.record("staff.removed", person.id, released=released)
    await _say_goodbye(turn, person)
    turn.edit(turn.t("staff-removed", name=name, cases=released))


async def dismiss_unnamed(session: AsyncSession, named: Collection[str], now: datetime) -> None:
    """At the start: whoever was an admin because the settings named them, and isn't named any more, is none.

    :param named: ``channel:address`` of those who are.
    """
    for person in await dismiss(session, named):
        log.warning("staff.dismissed", account=person.id)
        session.add(Audit(at=now, action="staff.removed", target=str(person.id), details={"by": "settings"}))
        session.add(Due(key=DISMISSED, args={"person_id": person.id}, due_at=now))


@router.due(DISMISSED)
async def dismissed(turn: Turn, person_id: int) -> None:
    """What is left to be done about somebody who isn't named in the settings any more."""
    person = await turn.session.get_one(Account, person_id)
    if person.role is Role.PRODUCER:
        await _say_goodbye(turn, person)


# inside


async def _say_goodbye(turn: Turn, person: Account) -> None:
    """Somebody isn't staff any more: their cases are announced again, to everybody but them."""
    await desk.release_cases_of(turn, person)
    for each in await doors_of(turn.session, person):
        turn.refresh_commands(each)
        if not each.agreed:
            each.name = None  # it was kept because they were staff
    person = await turn.reach(person.id)
    turn.notify(person, turn.words_of(person)("staff-you-left"))


def _meant(turn: Turn, mask: int, person_id: int | None) -> str | None:
    """The choice that typed words mean while areas are ticked; None: they are about something else."""
    on_screen = any(key.startswith(("staff.invite", "staff.areas")) for _, key, _ in turn.dialogue.choices)
    if turn.event.kind is not EventKind.TEXT or not on_screen:
        return None
    tick, finish = ("staff.invite", "staff.invited") if person_id is None else ("staff.areas", "staff.save")
    owner = "" if person_id is None else f":{person_id}"
    if key := typed_choice(turn, loose=True):
        return key
    if fold(turn.event.text).rstrip(".! ") in {fold(word) for word in turn.t("words-send").split("|")}:
        return f"{finish}{owner}:{mask}" if mask or person_id is not None else f"{tick}:0"
    try:
        typed = several(turn.event.text, kinds(turn.t), turn.t)
    except Invalid:
        return None
    return f"{tick}{owner}:{mask | mask_of(typed)}"


async def _member(turn: Turn, person_id: int) -> Account | None:
    """The officer or admin with that id; says so where there is none."""
    person = await turn.session.get(Account, person_id)
    if person is None or not person.role.covers(Role.OFFICER):
        turn.say(turn.t("staff-gone"))
        return None
    return person


async def _obstacle(turn: Turn, person: Account) -> str | None:
    """Why this person can't be removed by this admin."""
    if person.person == turn.account.person:
        return "staff-not-yourself"
    accounts = await doors_of(turn.session, person)
    return "staff-in-settings" if any(_named_in_settings(turn, each) for each in accounts) else None


async def _refused(turn: Turn, person: Account) -> bool:
    obstacle = await _obstacle(turn, person)
    if obstacle:
        turn.refuse("staff.removed", person.id, key=obstacle)
    return obstacle is not None


def _held(person: Account, cases: dict[int, int]) -> int:
    """How many open cases the person has in hand."""
    return sum(cases.get(account_id, 0) for account_id in person.ids)


def _named_in_settings(turn: Turn, person: Account) -> bool:
    return f"{person.channel}:{person.address}" in turn.house.admins


def _name(turn: Turn, person: Account) -> str:
    return person.name or str(turn.t("staff-nameless", number=person.id))


def _line(turn: Turn, person: Account, cases: int) -> Rich:
    marks = []
    if person.role is Role.ADMIN:
        marks.append(turn.t("staff-mark-settings" if _named_in_settings(turn, person) else "staff-mark-admin"))
    if person.state is not AccountState.ACTIVE or person.channel not in turn.house.channels:
        marks.append(turn.t("staff-mark-unreachable"))
    return turn.t(
        "staff-line",
        name=_name(turn, person),
        marks=Rich("".join(marks)),
        areas=named(person.areas, turn.t),
        channel=turn.t("doors-app", channel=person.channel),
        cases=cases,
    )


def _until(turn: Turn, invitation: Invitation) -> str:
    return turn.house.minute(invitation.expires_at)


router.include(_door)
