"""Writing a notice to everybody: the draft, its preview, and what is typed or sent after it."""

from __future__ import annotations

from math import ceil
from typing import Any

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.typed import says, says_nothing, typed_choice, typed_command
from handlers.kit.words import Rich, rich, shorten
from models.accounts import Role
from models.broadcasts import Broadcast, BroadcastState, count_recipients, photo_of
from models.knowledge import fold
from models.mail import Choice, EventKind, File, Message
from models.requests import Attachment

router = Router(role=Role.ADMIN)

#: Characters; a little under what Telegram takes in one message (4,096), and exactly what it takes under a photo.
LONGEST = 4000
LONGEST_CAPTION = 1024
#: Characters of a new wording that is asked about.
LONGEST_SHOWN = 300
#: Of the send rate, what a broadcast may use (bot/limits.py keeps the rest for everybody else).
SHARE = 0.8


@router.choice("broadcast.edit")
async def write_anew(turn: Turn, broadcast_id: int) -> None:
    """Ask for another text; the draft stays until that has come."""
    draft = await own_draft(turn, broadcast_id)
    if draft is not None:
        ask(turn, "broadcast-ask-again", draft.id)


@router.answer("broadcast.text")
async def read(turn: Turn, draft_id: int) -> None:
    """Read the text or photo, and show it as everybody will see it."""
    problem = _problem(turn)
    if problem is not None:
        turn.say(problem, choices=[_cancel_choice(turn, draft_id)])
        return
    if turn.event.kind is EventKind.TEXT and says_nothing(turn.event.text, turn.t):
        ask(turn, "broadcast-ask-again" if draft_id else "broadcast-ask", draft_id)
        return
    await _drop(turn, draft_id)
    await preview(turn, await _draft(turn, rich(turn.event.text.strip()), turn.event.data.get("file")))


@router.answer("broadcast.draft")
async def after_preview(turn: Turn, draft_id: int, text: str | None = None) -> None:
    """Something was typed or sent while the preview stands: words for its choices, or a corrected draft.

    :param text: what was typed before, and asked about: whether it is to stand in the draft.
    """
    event = turn.event
    if not _on_screen(turn) or typed_command(turn, loose=True) is not None:
        turn.expect_nothing()
        await turn.router.answer_event(turn)
        return
    draft = await own_draft(turn, draft_id)
    key = _said_choice(turn, draft_id, asked=text is not None) if event.kind is EventKind.TEXT else None
    if draft is None:
        turn.expect_nothing()
        return
    if key is not None:
        await turn.router.choose(turn, key)
        return
    problem = _problem(turn)
    if problem is None and event.kind is EventKind.TEXT and _no_wording(turn, event.text):
        problem = turn.t("sure-choose")
        turn.expect("broadcast.draft", draft_id=draft.id)
    if problem is not None:
        people = await count_recipients(turn.session, turn.account, turn.house.channels)
        turn.say(problem, choices=what_next(turn, draft, people))
    elif event.kind is EventKind.PHOTO:
        text = event.text.strip()
        had = Rich(Message.from_payload(draft.payload).text)
        # A photo without words belongs to the words that stand there, if they fit under it.
        await _drop(turn, draft.id)
        words = rich(text) if text or len(had) > LONGEST_CAPTION else had
        await preview(turn, await _draft(turn, words, event.data["file"]))
    else:
        turn.expect("broadcast.draft", draft_id=draft.id, text=event.text.strip())
        yes, no = turn.t("broadcast-replace-yes"), turn.t("broadcast-replace-no")
        choices = [turn.choice(yes, "broadcast.replace", draft.id), turn.choice(no, "broadcast.show", draft.id)]
        turn.say(turn.t("broadcast-replace", text=shorten(event.text.strip(), LONGEST_SHOWN)), choices=choices)


def _no_wording(turn: Turn, text: str) -> bool:
    """Whether it is nothing that everybody should read: "?", "khoan", "ok"."""
    words = f"{turn.t('words-yes')}|{turn.t('words-manners')}"
    return says_nothing(text, turn.t) or says(text, words, turn.t)


@router.choice("broadcast.replace")
async def replace(turn: Turn, broadcast_id: int) -> None:
    """What was typed after the preview takes the place of the draft's words; its photo stays, if they fit under it."""
    draft = await own_draft(turn, broadcast_id)
    if draft is None:
        return
    expecting = turn.dialogue.expecting or {}
    text = expecting.get("args", {}).get("text") if expecting.get("key") == "broadcast.draft" else None
    if text is None:
        await preview(turn, draft)
        return
    await _drop(turn, draft.id)
    new = await _draft(turn, rich(text), None)
    photo = await photo_of(turn.session, draft, turn.account)
    if photo is not None and len(rich(text)) <= LONGEST_CAPTION:
        photo.field = new.topic
        parts = {name: draft.payload[name] for name in ("picture", "instead") if name in draft.payload}
        new.payload = new.payload | parts
    await preview(turn, new)


@router.choice("broadcast.show")
async def show_draft(turn: Turn, broadcast_id: int) -> None:
    """The draft as it stands."""
    draft = await own_draft(turn, broadcast_id)
    if draft is not None:
        await preview(turn, draft)


@router.choice("broadcast.cancel")
async def cancel(turn: Turn, broadcast_id: int) -> None:
    """Leave it; nothing was sent."""
    if broadcast_id and await own_draft(turn, broadcast_id) is None:
        return
    await _drop(turn, broadcast_id)
    turn.expect_nothing()
    turn.edit(turn.t("broadcast-cancelled"))


@router.hook("drop_draft")
async def drop_noted(turn: Turn, draft_id: int, **_: Any) -> None:
    """/huy while the draft stands."""
    await cancel(turn, draft_id)


# for the rest of it


def ask(turn: Turn, key: str, draft_id: int, *choices: Choice) -> None:
    turn.expect("broadcast.text", draft_id=draft_id)
    turn.say(turn.t(key, longest=LONGEST), choices=[*choices, _cancel_choice(turn, draft_id)])


async def preview(turn: Turn, draft: Broadcast) -> None:
    """Show it as everybody will see it, and what can be done with it."""
    turn.expect("broadcast.draft", draft_id=draft.id)
    message = Message.from_payload(draft.payload)
    turn.say(Rich(message.text), picture=message.picture)
    people = await count_recipients(turn.session, turn.account, turn.house.channels)
    if people:
        control = turn.t("broadcast-preview", people=people, time=_time(turn, people))
    else:
        control = turn.t("broadcast-nobody")
    turn.say(control, choices=what_next(turn, draft, people))


def what_next(turn: Turn, draft: Broadcast, people: int) -> list[Choice]:
    send = turn.choice(turn.t("broadcast-send", people=people), "broadcast.send", draft.id)
    edit = turn.choice(turn.t("broadcast-edit"), "broadcast.edit", draft.id)
    return [*([send] if people else []), edit, _cancel_choice(turn, draft.id)]


async def own_draft(turn: Turn, broadcast_id: int) -> Broadcast | None:
    """The draft that may still be sent; says why there is none."""
    draft = await turn.session.get(Broadcast, broadcast_id, with_for_update=True)
    if draft is None:
        turn.refuse("broadcast", broadcast_id, key="refused-stale")
    elif draft.author_id not in turn.account.ids:
        turn.refuse("broadcast", broadcast_id, key="broadcast-not-yours")
    elif draft.state is BroadcastState.DROPPED:
        turn.say(turn.t("broadcast-dropped"))
    elif draft.state is not BroadcastState.DRAFT:
        turn.say(turn.t("broadcast-sent-already"))
    else:
        return draft
    return None


# inside


def _cancel_choice(turn: Turn, draft_id: int) -> Choice:
    return turn.choice(turn.t("cancel"), "broadcast.cancel", draft_id, numbered=False)


async def _draft(turn: Turn, text: Rich, file: dict[str, Any] | None) -> Broadcast:
    """A new row for every version: the button under an older preview never sends this one."""
    event = turn.event
    picture = File(file["name"], file["mime"], channel=event.channel, id=file["id"]) if file else None
    instead = turn.t("not-shown-picture", office=turn.house.office(turn.language)) if picture else ""
    message = Message(text, picture=picture, instead=instead)
    draft = Broadcast(
        author_id=turn.account.id, payload=message.payload(), state=BroadcastState.DRAFT, created_at=turn.now
    )
    turn.session.add(draft)
    await turn.session.flush()
    if file:
        # Its own channel has the photo already; recipients on another one get it from our disk.
        turn.attach(
            Attachment(
                account_id=turn.account.id,
                field=draft.topic,
                chat=event.chat,
                channel=event.channel,
                file_id=file["id"],
                name=file["name"],
                mime=file["mime"],
                size=file.get("size"),
                created_at=turn.now,
            )
        )
    return draft


def _on_screen(turn: Turn) -> bool:
    """Whether the draft was the last thing shown: otherwise a text is about that other thing."""
    return any(key.startswith("broadcast.") for _, key, _ in turn.dialogue.choices)


def _said_choice(turn: Turn, draft_id: int, *, asked: bool) -> str | None:
    """The choice that is meant by the words typed, as people say it: "gửi luôn", "sửa", "hủy"; or "có", if asked."""
    key = typed_choice(turn, loose=True)
    said = fold(turn.event.text.strip()).rstrip(".! ")

    def among(words: str) -> bool:
        return said in {fold(word) for word in turn.t(words).split("|")}

    if key is None and asked and (among("words-yes") or among("words-no")):
        return f"broadcast.{'replace' if among('words-yes') else 'show'}:{draft_id}"
    if key is None and not asked and among("broadcast-send-words"):
        return f"broadcast.send:{draft_id}"
    return key


def _problem(turn: Turn) -> Rich | None:
    """Why this can't be sent to everybody."""
    event = turn.event
    if event.kind not in (EventKind.TEXT, EventKind.PHOTO):
        return turn.t("broadcast-bad-kind")
    text = event.text.strip()
    if event.kind is EventKind.TEXT and not text:
        return turn.t("broadcast-empty")
    longest = LONGEST if event.kind is EventKind.TEXT else LONGEST_CAPTION
    # The text is counted as it is sent, with "&" as "&amp;": what is longer would be cut in two.
    if len(rich(text)) > longest:
        return turn.t("broadcast-too-long", longest=longest, length=len(rich(text)))
    return None


async def _drop(turn: Turn, draft_id: int) -> None:
    draft = await turn.session.get(Broadcast, draft_id) if draft_id else None
    if draft is not None and draft.state is BroadcastState.DRAFT:
        draft.state = BroadcastState.DROPPED


def _time(turn: Turn, people: int) -> Rich:
    """How long it will take, in words."""
    seconds = ceil(people / (turn.house.send_rate * SHARE))
    if seconds < 90:
        return turn.t("broadcast-seconds", seconds=seconds)
    return turn.t("broadcast-minutes", minutes=ceil(seconds / 60))
