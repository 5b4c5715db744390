"""Groups of officers: linked by an admin, told about requests, forgotten when the bot is removed. And who has left."""

from __future__ import annotations

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from models.accounts import AccountState, Desk, Role, desk_at, staff
from models.mail import Choice, EventKind, Reason, give_up
from models.moving import move_chat
from models.requests import RequestKind

router = Router(role=Role.ADMIN)


@router.command("lienketnhom", "linkgroup")
async def link(turn: Turn) -> None:
    """Let this group be told about requests; which kinds is chosen next."""
    if not turn.event.group:
        turn.say(turn.t("group-where"))
        return
    desk = await _here(turn)
    if desk is None:
        desk = Desk(
            channel=turn.event.channel,
            address=turn.event.chat,
            title=str(turn.event.data.get("title") or ""),
            language=turn.account.language,
            areas=[],
            linked_by_id=turn.account.id,
            linked_at=turn.now,
        )
        turn.session.add(desk)
        turn.record("group.linked", turn.event.chat)
    turn.say(turn.t("group-kinds"), choices=_kinds(turn, desk))


@router.choice("group.kind")
async def toggle(turn: Turn, kind: RequestKind) -> None:
    """Add a kind, or take it away."""
    if desk := await _linked(turn):
        desk.areas = sorted({*desk.areas} ^ {kind.value})
        _chosen(turn, desk)


@router.choice("group.all")
async def choose_all(turn: Turn) -> None:
    """Every kind."""
    if desk := await _linked(turn):
        desk.areas = sorted(kind.value for kind in RequestKind)
        _chosen(turn, desk)


@router.choice("group.finish")
async def finish(turn: Turn) -> None:
    """Say what the group gets from now on."""
    if desk := await _linked(turn):
        turn.edit(turn.t("group-linked", kinds=_named(turn, desk)) if desk.areas else turn.t("group-none"))


@router.command("bonhom", "unlinkgroup")
async def unlink(turn: Turn) -> None:
    """Tell this group nothing any more."""
    if desk := await _linked(turn):
        await turn.session.delete(desk)
        turn.record("group.unlinked", desk.address)
        turn.say(turn.t("group-unlinked"))


@router.on(EventKind.MEMBER)
async def member_changed(turn: Turn) -> None:
    """The bot has joined or left a group, or a person has blocked or unblocked it."""
    present = bool(turn.event.data.get("present"))
    if turn.event.group:
        if not present:
            await lost(turn, turn.event.channel, turn.event.chat)
    elif present and turn.account.state is AccountState.STOPPED:
        turn.account.state = AccountState.ACTIVE
    elif not present and turn.account.state is AccountState.ACTIVE:
        turn.account.state = AccountState.STOPPED
        await give_up(
            turn.session, channel=turn.event.channel, chats=[turn.event.chat], reason=Reason.BLOCKED, now=turn.now
        )


@router.on(EventKind.MOVED)
async def moved(turn: Turn) -> None:
    """The group has become another one, with the same people."""
    await move_chat(turn.session, turn.event.channel, turn.event.chat, turn.event.data["to"])
    turn.wake_delivery()


async def discreet(turn: Turn) -> bool:
    """Whether requests may be shown in this chat: in private, or among officers in a linked group; said where not."""
    if not turn.event.group or await _here(turn) is not None:
        return True
    turn.say(turn.t("case-private"))
    return False


@router.outcome("group.lost")
async def lost(turn: Turn, channel: str, chat: str) -> None:
    """The group's link ends with the bot's stay; the admins should know that nobody is told there any more."""
    desk = await desk_at(turn.session, channel, chat)
    await give_up(turn.session, channel=channel, chats=[chat], reason=Reason.GONE, now=turn.now)
    if desk is None:
        return
    await turn.session.delete(desk)
    turn.record("group.lost", desk.address)
    for admin in await staff(turn.session, turn.house.channels, least=Role.ADMIN):
        t = turn.words_of(admin)
        kinds = ", ".join(t("case-kind", kind=kind) for kind in desk.areas)
        turn.notify(admin, t("group-lost", title=desk.title or desk.address, kinds=kinds))


async def _here(turn: Turn) -> Desk | None:
    return await desk_at(turn.session, turn.event.channel, turn.event.chat)


async def _linked(turn: Turn) -> Desk | None:
    """This group's link; said where there is none."""
    desk = await _here(turn) if turn.event.group else None
    if desk is None:
        turn.say(turn.t("group-not-linked" if turn.event.group else "group-where"))
    return desk


def _chosen(turn: Turn, desk: Desk) -> None:
    turn.record("group.areas", desk.address, areas=desk.areas)
    turn.edit(turn.t("group-kinds"), choices=_kinds(turn, desk))


def _kinds(turn: Turn, desk: Desk) -> list[Choice]:
    choices = []
    for kind in RequestKind:
        label = turn.t("case-kind", kind=kind)
        if kind in desk.areas:
            label = turn.t("group-kind-on", kind=label)
        choices.append(turn.choice(label, "group.kind", kind))
    choices.append(turn.choice(turn.t("group-all"), "group.all"))
    choices.append(turn.choice(turn.t("group-finish"), "group.finish"))
    return choices


def _named(turn: Turn, desk: Desk) -> str:
    return ", ".join(turn.t("case-kind", kind=kind) for kind in desk.areas)
