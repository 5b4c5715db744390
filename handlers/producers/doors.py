"""/lienket: one person, several apps. A code from one is typed into the other."""

from __future__ import annotations

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich, join
from models.accounts import Account, AccountState, Role
from models.dialogue import Dialogue
from models.doors import CODE_LIFE, DIGITS, TRIES_FOR, Knock, doors_of, knock, make_code, part, tries_left
from models.doors import join as join_accounts
from models.mail import Choice, EventKind

router = Router()

#: Minutes, as the words tell them.
_LIFE, _WAIT = (int(time.total_seconds() // 60) for time in (CODE_LIFE, TRIES_FOR))


@router.command("lienket", "link")
async def link(turn: Turn, payload: str = "") -> None:
    """What is joined, and a new code; with a code behind it, join. Not in a group: others would read it."""
    if turn.event.group:
        turn.say(turn.t("doors-private"))
    elif payload:
        await _knock(turn, payload)
    else:
        await show(turn)


async def show(turn: Turn) -> None:
    """The person's apps, each with a way to part; and a code for one more."""
    others = (await doors_of(turn.session, turn.account))[1:]
    code = await make_code(turn.session, turn.account, turn.now)
    turn.record("doors.code", turn.account.id)
    parts = [turn.t("doors-code", code=code, minutes=_LIFE, staff=_staff(turn))]
    if others:
        lines = [turn.t("doors-line", app=app(turn, each), name=each.name or "none") for each in others]
        parts.insert(0, join([turn.t("doors-joined-list", here=app(turn, turn.account)), *lines]))
    turn.expect("doors.code")
    choices = [_part_choice(turn, each, turn.t("doors-part", app=app(turn, each))) for each in others]
    turn.say(join(parts, "\n\n"), choices=[*choices, _leave_choice(turn)])


@router.answer("doors.code")
async def typed(turn: Turn) -> None:
    """The digits of a code; anything else is about something else."""
    if turn.event.kind is EventKind.TEXT and _digits(turn.event.text):
        await _knock(turn, turn.event.text)
        return
    turn.expect_nothing()
    route = turn.router.events.get(turn.event.kind) or turn.router.events.get(EventKind.OTHER)
    if route is not None:
        await route.handler(turn)


@router.hook("lone_digits")
async def digits_alone(turn: Turn, text: str) -> bool:
    """Six digits that nothing has asked for: a code from the other app, typed as one would; it counts as a try."""
    if len(_digits(text)) != DIGITS:
        return False
    if turn.event.group:
        turn.say(turn.t("doors-private"))
    else:
        await _knock(turn, text, wrong="wrong-unasked")
    return True


@router.choice("doors.again")
async def again(turn: Turn) -> None:
    """A new code."""
    await link(turn)


@router.choice("doors.part")
async def take_out(turn: Turn, account_id: int) -> None:
    """Part from one of the person's other accounts; at once, for it may be somebody else's."""
    if account_id not in turn.account.ids or account_id == turn.account.id:
        turn.refuse("choice", "doors.part", key="doors-parted-already")
        return
    other = await turn.session.get_one(Account, account_id)
    before = {each: each.role for each in await doors_of(turn.session, turn.account)}
    await part(turn.session, other, turn.now)
    turn.record("doors.parted", other.id, by=turn.account.id)
    _show_commands(turn, before)
    turn.expect_nothing()
    turn.say(turn.t("doors-parted", app=app(turn, other)))
    if other.state is AccountState.ACTIVE:
        t = turn.words_of(other)
        turn.notify(other, t("doors-parted-told", app=t("doors-app", channel=turn.account.channel)))


# joining


async def _knock(turn: Turn, text: str, *, wrong: str = "wrong") -> None:
    code = _digits(text)
    if len(code) != DIGITS:
        turn.expect("doors.code")
        turn.say(turn.t("doors-not-a-code"), choices=[_leave_choice(turn)])
        return
    came_to, owner = await knock(turn.session, turn.account, code, turn.now)
    if came_to is Knock.RIGHT and owner is not None:
        await _join(turn, owner)
        return
    turn.record(f"refused.doors.{came_to.value}", owner.id if owner is not None else None)
    left = await tries_left(turn.session, turn.account, turn.now)
    if came_to is Knock.WRONG and not left:
        came_to = Knock.TOO_MANY
    values = {"left": left, "minutes": _WAIT, "office": turn.house.office(turn.language)}
    if came_to in (Knock.WRONG, Knock.EXPIRED, Knock.OWN):
        turn.expect("doors.code")
    else:
        turn.expect_nothing()
    said = wrong if came_to is Knock.WRONG else came_to.value.replace("_", "-")
    turn.say(turn.t(f"doors-{said}", **values), choices=_next(turn, came_to))


async def _join(turn: Turn, first: Account) -> None:
    """Both are the same person's from now on; both are told, and either can undo it."""
    everyone = [*await doors_of(turn.session, first), *await doors_of(turn.session, turn.account)]
    before = {each: each.role for each in everyone}
    await join_accounts(turn.session, first, turn.account, turn.now)
    turn.record("doors.joined", first.id, role=turn.account.role.value, accounts=sorted(turn.account.ids))
    _show_commands(turn, before)
    turn.expect_nothing()
    there = await turn.session.get(Dialogue, (first.id, first.address))
    if there is not None and there.expecting is not None and there.expecting["key"] == "doors.code":
        there.expecting = None
    text = turn.t("doors-joined", app=app(turn, first), here=app(turn, turn.account), staff=_staff(turn))
    turn.say(text, choices=[_part_choice(turn, first, turn.t("doors-not-me", app=app(turn, first)))])
    t = turn.words_of(first)
    here = t("doors-app", channel=turn.account.channel)
    name = turn.event.data.get("name") or turn.account.name or "none"
    turn.notify(
        first,
        t("doors-joined-told", app=here, name=name, at=turn.house.minute(turn.now)),
        choices=[_part_choice(turn, turn.account, t("doors-not-me-out"))],
        hint=t("doors-joined-hint"),
    )


def _show_commands(turn: Turn, before: dict[Account, Role]) -> None:
    """Show the commands of their role to those whose role has changed."""
    for account, role in before.items():
        if account.role is not role:
            turn.refresh_commands(account)


# inside


def app(turn: Turn, account: Account) -> Rich:
    """What the app is called in which an account is."""
    return turn.t("doors-app", channel=account.channel)


def _digits(text: str) -> str:
    """The digits of a text that holds nothing else but what is written between them; empty: it is no code."""
    digits = "".join(letter for letter in text if letter.isdecimal())
    return digits if digits and not any(letter.isalpha() for letter in text) else ""


def _next(turn: Turn, came_to: Knock) -> list[Choice]:
    again = turn.choice(turn.t("doors-again"), "doors.again", numbered=False)
    return [again] if came_to in (Knock.OWN, Knock.STAFF) else [_leave_choice(turn)] if came_to is Knock.WRONG else []


def _staff(turn: Turn) -> str:
    return "no" if turn.account.role is Role.PRODUCER else "yes"


def _part_choice(turn: Turn, account: Account, label: str) -> Choice:
    return turn.choice(label, "doors.part", account.id)


def _leave_choice(turn: Turn) -> Choice:
    return turn.choice(turn.t("cancel"), "start.go", "huy", numbered=False)
