"""What the page and other programs see of the world, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.demo.world import Chat, File, Message

if TYPE_CHECKING:
    from bot.demo.platform import Platform

Json = dict[str, Any]
QUOTE = 120
"""Characters of a replied message that are shown over the reply."""


def message(of: Message, app: str) -> Json:
    view: Json = {
        "id": of.id,
        "from": of.sender.id if of.sender else None,
        "name": of.sender.name if of.sender else None,
        "at": of.at,
        "kind": of.kind,
        "text": of.text,
        "spans": list(of.spans),
        "buttons": [[{"label": b.label, "url": b.url} for b in row] for row in of.buttons],
        "edited": bool(of.edited_at),
    }
    if of.file is not None:
        view["file"] = file(of.file, app)
    if of.kind == "service":
        extra = of.extra or {}
        view["extra"] = {"what": extra["what"], "names": [person.name for person in extra.get("people", ())]}
    elif of.extra is not None:
        view["extra"] = of.extra
    if of.reply_to is not None:
        who = of.reply_to.sender
        text = of.reply_to.text[:QUOTE]
        if not text and of.reply_to.kind == "document" and of.reply_to.file:
            text = of.reply_to.file.name
        view["reply"] = {
            "id": of.reply_to.id,
            "name": who.name if who else None,
            "kind": of.reply_to.kind,
            "text": text,
        }
    return view


def file(of: File, app: str) -> Json:
    return {
        "url": f"/demo/files/{app}/{of.path}",
        "name": of.name,
        "mime": of.mime,
        "size": len(of.data),
        "width": of.width,
        "height": of.height,
        "duration": of.duration,
    }


def chat(of: Chat) -> Json:
    """A chat without its messages."""
    return {
        "id": of.id,
        "kind": of.kind,
        "title": of.title,
        "people": list(of.people),
        "standing": "gone" if of.gone else of.bot,
        "keyboard": [[key._asdict() for key in row] for row in of.keyboard],
        "wants_reply_to": of.wants_reply_to,
    }


def state(platform: Platform) -> Json:
    """Everything that the page shows: the apps, the people with the chats of each app, and what is in the chats."""
    people = {number: phone for door in platform.doors.values() for number, phone in door.phones.items()}
    staged = [phone for phone in people.values() if phone.role] or list(people.values())
    shown = staged[:8]
    ids = {phone.id for phone in shown}
    chats = [(door, of) for door in platform.doors.values() for of in door.world.chats.values()]
    chats = [(door, of) for door, of in chats if not ids.isdisjoint(of.people)]
    return {
        "apps": [
            {
                "app": door.app,
                "bot": door.bot,
                "attach": door.attach,
                "replies": door.replies,
                "taps": door.taps,
                "begins": door.begins,
            }
            for door in platform.doors.values()
        ],
        "phones": [
            {
                "id": phone.id,
                "role": phone.role,
                "name": phone.person.name,
                "language": phone.person.language,
                "chats": [
                    {"app": door.app, "id": of.id, "commands": door.commands_for(of, of.people[phone.id])}
                    for door, of in chats
                    if phone.id in of.people
                ],
            }
            for phone in shown
        ],
        "chats": [
            {"app": door.app, **chat(of), "messages": [message(m, door.app) for m in of.messages.values()]}
            for door, of in chats
        ],
        **health(platform),
    }


def health(platform: Platform) -> Json:
    """The switches of every app, and what waits for its bot."""
    doors = platform.doors.values()
    return {
        "faults": [{"app": door.app, **rule} for door in doors for rule in door.faults.as_json()],
        "limits": {door.app: door.enforced for door in doors},
        "waiting": {door.app: door.waiting for door in doors},
        "accepted": {door.app: len(door.ledger) for door in doors},
    }
