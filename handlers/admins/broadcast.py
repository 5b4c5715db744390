"""/thongbao: write to everybody; see it as they will, confirm, follow it, stop it."""

from __future__ import annotations

from datetime import timedelta

from handlers.admins.broadcast_draft import SHARE, ask, own_draft, preview, what_next
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich
from models.accounts import Role
from models.broadcasts import (
    Broadcast,
    BroadcastState,
    Tally,
    channels_of,
    count_in_doubt,
    count_recipients,
    draft_of,
    freeze_recipients,
    newest,
    photo_of,
    send_again,
    stop,
    tally,
    under_way,
)
from models.mail import Choice, Outbox
from models.schedule import call_off

router = Router(role=Role.ADMIN)

#: Seconds between two looks at the progress; more for a long broadcast, so that there are about twenty in all: where
#: messages can't be changed in place, each is a new one.
INTERVAL = 3.0
LOOKS = 20


# writing


@router.command("thongbao", "broadcast")
async def compose(turn: Turn) -> None:
    """Ask for the text; while one is going out, or a draft is kept, show that one instead.

    The last one may be sent again to some.
    """
    running = await under_way(turn.session)
    if running is not None:
        counts = await tally(turn.session, running)
        turn.say(turn.t("broadcast-one-at-a-time"))
        turn.say(_progress(turn, running, counts), choices=[_stop_choice(turn, running)])
        return
    draft = await draft_of(turn.session, turn.account)
    if draft is not None:
        turn.say(turn.t("broadcast-draft-kept"))
        await preview(turn, draft)
        return
    last = await newest(turn.session)
    ask(turn, "broadcast-ask", 0, *(await _again_choices(turn, last) if last else ()))


# sending


@router.choice("broadcast.send")
async def confirm(turn: Turn, broadcast_id: int) -> None:
    """Freeze the recipients and let it go out."""
    draft = await own_draft(turn, broadcast_id)
    if draft is None:
        return
    obstacle = await _obstacle(turn, draft)
    if obstacle is not None:
        people = await count_recipients(turn.session, turn.account, turn.house.channels)
        turn.say(turn.t(obstacle), choices=what_next(turn, draft, people))
        return
    turn.expect_nothing()
    draft.confirm(turn.now)
    people = await freeze_recipients(turn.session, draft, turn.account, turn.house.channels, turn.now)
    if not people:
        draft.finish(turn.now)
        turn.edit(turn.t("broadcast-nobody"))
        return
    turn.record("broadcast.confirmed", draft.id, recipients=people)
    await _set_off(turn, draft)


@router.choice("broadcast.again")
async def repeat(turn: Turn, broadcast_id: int) -> None:
    """Any admin may have it sent again to those of whom nobody knows whether they got it."""
    broadcast = await turn.session.get(Broadcast, broadcast_id, with_for_update=True)
    if broadcast is None or broadcast.confirmed_at is None:
        turn.refuse("broadcast", broadcast_id, key="refused-stale")
    elif await under_way(turn.session) is not None:
        turn.say(turn.t("broadcast-one-at-a-time"))
    elif people := await send_again(turn.session, broadcast, turn.house.channels):
        if turn.dialogue.expecting is not None and turn.dialogue.expecting["key"] == "broadcast.text":
            turn.expect_nothing()
        turn.record("broadcast.again", broadcast.id, recipients=people)
        await _set_off(turn, broadcast)
    else:
        turn.say(turn.t("broadcast-again-nobody", number=broadcast.id))


@router.due("broadcast.progress")
async def follow(turn: Turn, broadcast_id: int, shown: list[int]) -> None:
    """Show how far it has come, where that has changed; at the end, give the report."""
    broadcast = await turn.session.get(Broadcast, broadcast_id)
    if broadcast is None or not broadcast.under_way:
        return
    if broadcast.state is BroadcastState.STOPPED:
        await stop(turn.session, broadcast)  # what a failed attempt, or a restart, has put back into the queue
    counts = await tally(turn.session, broadcast)
    if not counts["waiting"]:
        broadcast.finish(turn.now)
        report = turn.t("broadcast-report", **_values(turn, broadcast, counts))
        await _show(turn, broadcast, report, await _again_choices(turn, broadcast), "broadcast-again-hint")
        if turn.dialogue.notes.get("broadcast") == broadcast.id:
            turn.note(broadcast=None)
        return
    if list(counts.values()) != shown:
        progress, choices = _progress(turn, broadcast, counts), [_stop_choice(turn, broadcast)]
        await _show(turn, broadcast, progress, choices, "broadcast-stop-hint", otherwise="")
    _look_again(turn, broadcast, counts)


# stopping


@router.choice("broadcast.stop")
async def press_stop(turn: Turn, broadcast_id: int) -> None:
    """Any admin may stop it."""
    broadcast = await turn.session.get(Broadcast, broadcast_id, with_for_update=True)
    if broadcast is None or not broadcast.under_way:
        turn.say(turn.t("broadcast-over"))
        return
    if broadcast.state is BroadcastState.SENDING:
        await stop(turn.session, broadcast)
        turn.record("broadcast.stopped", broadcast.id)
    turn.say(turn.t("broadcast-stopping", number=broadcast.id))
    await call_off(turn.session, broadcast.topic)
    await follow(turn, broadcast.id, shown=[])


@router.hook("stop_broadcast")
async def stop_noted(turn: Turn) -> None:
    """Stop the broadcast that this conversation has confirmed (``/huy``)."""
    broadcast_id = turn.dialogue.notes.get("broadcast")
    if broadcast_id is not None:
        turn.note(broadcast=None)
        await press_stop(turn, broadcast_id)


# inside


def _stop_choice(turn: Turn, broadcast: Broadcast) -> Choice:
    return turn.choice(turn.t("broadcast-stop"), "broadcast.stop", broadcast.id, numbered=False)


async def _again_choices(turn: Turn, broadcast: Broadcast) -> list[Choice]:
    people = await count_in_doubt(turn.session, broadcast, turn.house.channels)
    label = turn.t("broadcast-again", number=broadcast.id, people=people)
    return [turn.choice(label, "broadcast.again", broadcast.id, numbered=False)] if people else []


async def _set_off(turn: Turn, broadcast: Broadcast) -> None:
    """Let what is queued go out, and show from now on how far it has come."""
    turn.wake_delivery()
    counts = await tally(turn.session, broadcast)
    progress = turn.edit(_progress(turn, broadcast, counts), choices=[_stop_choice(turn, broadcast)])
    await turn.session.flush()
    broadcast.progress_id = progress.id
    turn.note(broadcast=broadcast.id)
    _look_again(turn, broadcast, counts)


async def _obstacle(turn: Turn, draft: Broadcast) -> str | None:
    """Why it can't go out just now."""
    if await under_way(turn.session) is not None:
        return "broadcast-one-at-a-time"
    if "picture" not in draft.payload:
        return None
    picture = draft.payload["picture"]
    photo = await photo_of(turn.session, draft, turn.account)
    if photo is not None and photo.path is not None:
        draft.payload = draft.payload | {"picture": picture | {"path": photo.path}}
        return None
    # Its own channel has the photo; the others need the copy on our disk.
    reached = await channels_of(turn.session, turn.account, turn.house.channels)
    return None if reached <= {picture["channel"]} else "broadcast-photo-on-its-way"


def _look_again(turn: Turn, broadcast: Broadcast, counts: Tally) -> None:
    seconds = max(INTERVAL, counts.total / (turn.house.send_rate * SHARE) / LOOKS)
    turn.wait_for(
        "broadcast.progress",
        turn.now + timedelta(seconds=seconds),
        topic=broadcast.topic,
        broadcast_id=broadcast.id,
        shown=list(counts.values()),
    )


async def _show(
    turn: Turn, broadcast: Broadcast, text: Rich, choices: list[Choice], hint: str, *, otherwise: str | None = None
) -> None:
    """Change the author's message; ``hint`` names the words for those who can't press."""
    progress = await turn.session.get(Outbox, broadcast.progress_id)
    if progress is not None:
        turn.change(progress, text, choices=choices, hint=turn.t(hint) if choices else "", otherwise=otherwise)


def _progress(turn: Turn, broadcast: Broadcast, counts: Tally) -> Rich:
    key = "broadcast-progress" if broadcast.state is BroadcastState.SENDING else "broadcast-progress-stopping"
    return turn.t(key, **_values(turn, broadcast, counts))


def _values(turn: Turn, broadcast: Broadcast, counts: Tally) -> dict[str, object]:
    settled = counts.total - counts["waiting"] - counts["held"]
    return {
        **counts,
        "number": broadcast.id,
        "total": counts.total,
        "settled": settled,
        "percent": settled * 100 // max(counts.total, 1),
        "state": broadcast.state.value,
        "at": turn.house.minute(turn.now),
    }
