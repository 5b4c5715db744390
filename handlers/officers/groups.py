"""Chats that come and go: the bot is removed from a group of officers; a person blocks or unblocks it."""

from __future__ import annotations

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from models.accounts import AccountState, Role, desk_at, staff
from models.mail import EventKind, Reason, give_up

router = Router(role=Role.ADMIN)


@router.command("lienketnhom", "linkgroup", "bonhom", "unlinkgroup")
async def link(turn: Turn) -> None:
    """Link this group, or unlink it: what /canbo does in a group."""
    await turn.go("canbo")


@router.on(EventKind.MEMBER)
async def member_changed(turn: Turn) -> None:
    """The bot has joined or left a group, or a person has blocked or unblocked it."""
    present = bool(turn.event.data.get("present"))
    if turn.event.group:
        if not present:
            await _removed(turn)
    elif present and turn.account.state is AccountState.STOPPED:
        turn.account.state = AccountState.ACTIVE
    elif not present and turn.account.state is AccountState.ACTIVE:
        turn.account.state = AccountState.STOPPED
        await _forget_queued(turn, Reason.BLOCKED)


async def _removed(turn: Turn) -> None:
    """The group's link ends with the bot's stay; the admins should know that nobody is told there any more."""
    desk = await desk_at(turn.session, turn.event.channel, turn.event.chat)
    await _forget_queued(turn, Reason.GONE)
    if desk is None:
        return
    await turn.session.delete(desk)
    turn.record("group.lost", desk.address)
    for admin in await staff(turn.session, least=Role.ADMIN):
        t = turn.words_of(admin)
        kinds = ", ".join(t("case-kind", kind=kind) for kind in desk.areas)
        turn.notify(admin, t("group-lost", title=desk.title or desk.address, kinds=kinds))


async def _forget_queued(turn: Turn, reason: Reason) -> None:
    await give_up(turn.session, channel=turn.event.channel, chats=[turn.event.chat], reason=reason)
