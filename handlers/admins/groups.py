"""Linking a group of officers: /canbo, typed in the group, lets notices of the chosen areas go there."""

from __future__ import annotations

from handlers.admins.areas import mask_of, named, read_areas, toggles
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from models.accounts import Desk, Role, desk_at

router = Router(role=Role.ADMIN)


async def show_here(turn: Turn) -> None:
    """The group that this was typed in: its areas, to be changed."""
    desk = await desk_at(turn.session, turn.event.channel, turn.event.chat)
    await choose_areas(turn, mask_of(desk.areas) if desk else 0)


@router.choice("group.areas")
async def choose_areas(turn: Turn, mask: int) -> None:
    """Choose what this group handles."""
    if not turn.event.group:
        turn.refuse("choice", "group.areas", key="refused-stale")
        return
    desk = await desk_at(turn.session, turn.event.channel, turn.event.chat)
    choices = toggles(turn, mask, "group.areas")
    if read_areas(mask):
        choices.append(turn.choice(turn.t("staff-save"), "group.save", mask))
    if desk is not None:
        choices.append(turn.choice(turn.t("staff-unlink"), "group.unlink", desk.id))
    turn.edit(turn.t("staff-group-areas", areas=named(read_areas(mask), turn.t)), choices=choices)


@router.choice("group.save")
async def save(turn: Turn, mask: int) -> None:
    """Link this group, or change its areas."""
    areas = read_areas(mask)
    if not turn.event.group or not areas:
        turn.refuse("choice", "group.save", key="refused-stale")
        return
    desk = await desk_at(turn.session, turn.event.channel, turn.event.chat)
    if desk is None:
        desk = Desk(channel=turn.event.channel, address=turn.event.chat, title="")
        turn.session.add(desk)
    desk.title = (turn.event.data.get("title") or desk.title or turn.event.chat)[:200]
    desk.language, desk.areas = turn.language, areas
    desk.linked_by_id, desk.linked_at = turn.account.id, turn.now
    await turn.session.flush()
    turn.record("staff.linked", f"desk:{desk.id}", areas=areas)
    turn.edit(turn.t("staff-linked", areas=named(areas, turn.t)))


@router.choice("group.show")
async def show(turn: Turn, desk_id: int) -> None:
    """One linked group, from the list in the admin's own chat."""
    desk = await turn.session.get(Desk, desk_id)
    if desk is None:
        turn.say(turn.t("staff-group-gone"))
        return
    turn.edit(
        turn.t("staff-group-card", title=desk.title, areas=named(desk.areas, turn.t)),
        choices=[turn.choice(turn.t("staff-unlink"), "group.unlink", desk.id)],
    )


@router.choice("group.unlink")
async def unlink(turn: Turn, desk_id: int) -> None:
    """Notices don't go there any more; pressed in another group it would be somebody else's button."""
    desk = await turn.session.get(Desk, desk_id)
    if desk is None or (turn.event.group and desk.address != turn.event.chat):
        turn.say(turn.t("staff-group-gone"))
        return
    await turn.session.delete(desk)
    turn.record("staff.unlinked", f"desk:{desk.id}")
    turn.edit(turn.t("staff-unlinked", title=desk.title))
