"""What a person can do and see: the way tests and the page act on the platform.

A test reads like the chat it protects:

    ana = platform.person("Hoàng Thị Lan")
    await ana.says("/start")
    await ana.presses("Mã vạch")
    assert "MV-26-0001" in (await ana.next()).text
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.demo.images import image_mime, image_size
from bot.demo.telegram.text import find_spans
from bot.demo.world import Button, Chat, File, Message, Person, World, seen

PATIENCE = 15.0
"""Seconds that a wait lasts unless told otherwise."""


class NoSuchButtonError(LookupError):
    """No button or key with such a label is in sight."""


class Phone:
    """`person`'s phone, opened at `chat`. `role` says on the page who that is."""

    def __init__(self, world: World, person: Person, chat: Chat) -> None:
        self.world = world
        self.person = person
        self.chat = chat
        self.role = ""
        self._read = 0
        self._elsewhere: dict[int, Phone] = {}

    @property
    def id(self) -> int:
        return self.person.id

    def at(self, chat: Chat) -> Phone:
        """The same phone, opened at another chat (a group)."""
        if chat is self.chat:
            return self
        if chat.id not in self._elsewhere:
            self._elsewhere[chat.id] = Phone(self.world, self.person, chat)
        return self._elsewhere[chat.id]

    # Seeing

    @property
    def sees(self) -> list[Message]:
        """All messages of the chat, the oldest first."""
        return list(self.chat.messages.values())

    @property
    def last(self) -> Message:
        """The newest message. Raises LookupError in an empty chat."""
        if not self.chat.messages:
            raise LookupError("the chat is empty")
        return self.chat.messages[next(reversed(self.chat.messages))]

    @property
    def notices(self) -> list[str]:
        """The short notes that answered this person's presses."""
        return [notice.text for notice in self.chat.notices if notice.person_id == self.person.id]

    @property
    def keys(self) -> list[str]:
        """The labels of the keyboard that the bot has laid."""
        return [key.label for row in self.chat.keyboard for key in row]

    async def next(self, within: float = PATIENCE) -> Message:
        """The next message from the bot that `next` has not returned yet, waiting for it if need be."""
        message = await seen(self.chat, self._unread, within)
        self._read = message.id
        return message

    def _unread(self) -> Message | None:
        for number in range(self._read + 1, self.chat.last_id + 1):
            message = self.chat.messages.get(number)
            if message is not None and message.sender is None:
                return message
        return None

    async def until(self, wanted: str | Callable[[Message], bool], within: float = PATIENCE) -> Message:
        """The newest message whose text contains `wanted` (or for which it is true), waiting for it, also
        for an edit that brings it. Raises TimeoutError that tells what was seen instead."""

        def fits(message: Message) -> bool:
            return wanted in message.text if isinstance(wanted, str) else wanted(message)

        def look() -> Message | None:
            return next((message for message in reversed(self.chat.messages.values()) if fits(message)), None)

        try:
            return await seen(self.chat, look, within)
        except TimeoutError:
            raise TimeoutError(f"{wanted!r} was not shown; seen: {self.sees}") from None

    async def noticed(self, wanted: str, within: float = PATIENCE) -> str:
        """The newest short note that contains `wanted`, waiting for it."""
        return await seen(
            self.chat,
            lambda: next((text for text in reversed(self.notices) if wanted in text), None),
            within,
        )

    # Acting

    async def says(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Write a text. In a private chat this also starts or unblocks the bot, as on a real phone."""
        return self._send(reply_to, text=text.strip(), spans=find_spans(text.strip()))

    async def replies(self, to: Message, text: str) -> Message:
        """Write a text as a reply to a message."""
        return await self.says(text, reply_to=to)

    async def starts(self, payload: str = "") -> Message:
        """Press the start button, or follow a link t.me/<bot>?start=<payload>."""
        return await self.says(f"/start {payload}".strip())

    async def edits(self, message: Message, text: str) -> None:
        """Correct an own message."""
        self.world.change(message, text=text, spans=find_spans(text))
        self.chat.front.corrected(message)

    async def presses(self, label: str, under: Message | None = None) -> str:
        """Press the newest button whose label contains `label`, or the key of the keyboard.

        Returns the id of the press ("" for keys and links). Raises NoSuchButtonError, naming what there is.
        """
        for message in [under] if under else reversed(self.chat.messages.values()):
            for button in [button for row in message.buttons for button in row]:
                if label in button.label:
                    return await self.press(message, button)
        for key in [key for row in self.chat.keyboard for key in row]:
            if label in key.label:
                if key.asks_contact:
                    await self.sends_contact()
                elif key.asks_location:
                    await self.sends_location(22.147, 105.834)
                else:
                    await self.says(key.label)
                return ""
        there = [text for message in self.chat.messages.values() for text in message.labels]
        raise NoSuchButtonError(f"nothing like {label!r} among {there + self.keys}")

    async def press(self, message: Message, button: Button) -> str:
        """Press this very button. A start link of the bot is followed; other links lead out of the chat."""
        if button.data is not None:
            return self.chat.front.pressed(self.person, message, button.data)
        payload = parse_qs(urlsplit(button.url or "").query).get("start")
        if payload:
            await self.starts(payload[0])
        return ""

    async def forges(self, data: str, message: Message) -> str:
        """Send a press that no button offers, as a tampered app could."""
        return self.chat.front.pressed(self.person, message, data)

    async def sends_photo(self, data: bytes, caption: str = "", *, reply_to: Message | None = None) -> Message:
        """Send a picture. Raises ValueError when it is none."""
        size = image_size(data)
        if size is None:
            raise ValueError("not a picture")
        mime = image_mime(data)
        file = self.world.add_file(
            data,
            folder="photos",
            name=f"photo.{mime.partition('/')[2]}".replace("jpeg", "jpg"),
            mime=mime,
            size=size,
        )
        return self._send_file("photo", file, caption, reply_to)

    async def sends_document(
        self,
        data: bytes,
        name: str,
        mime: str = "application/octet-stream",
        caption: str = "",
        *,
        reply_to: Message | None = None,
    ) -> Message:
        file = self.world.add_file(data, folder="documents", name=name, mime=mime)
        return self._send_file("document", file, caption, reply_to)

    async def sends_voice(self, data: bytes, seconds: int = 3) -> Message:
        file = self.world.add_file(data, folder="voice", name="voice.ogg", mime="audio/ogg", duration=seconds)
        return self._send_file("voice", file, "", None)

    async def sends_sticker(self, data: bytes) -> Message:
        size = image_size(data) or (512, 512)
        file = self.world.add_file(data, folder="stickers", name="sticker.webp", mime="image/webp", size=size)
        return self._send_file("sticker", file, "", None)

    async def sends_contact(self, phone: str = "+84912345678", person: Person | None = None) -> Message:
        """Share a contact card: one's own, or that of `person`."""
        whose = person or self.person
        card = {"phone_number": phone, "first_name": whose.first_name, "user_id": whose.id}
        if whose.last_name:
            card["last_name"] = whose.last_name
        return self._send(None, kind="contact", extra=card)

    async def sends_location(self, latitude: float, longitude: float) -> Message:
        return self._send(None, kind="location", extra={"latitude": latitude, "longitude": longitude})

    async def blocks(self) -> None:
        """Block the bot (in a group: remove it)."""
        self._stand("kicked")

    async def unblocks(self) -> None:
        """Lift the block (in a group: add the bot again)."""
        self._stand("member")

    async def leaves(self) -> None:
        """Leave the group."""
        self.chat.people.pop(self.person.id, None)
        self.chat.front.membership(self.chat, self.person, "member", "left")
        self._send(None, kind="service", extra={"what": "left", "people": [self.person]})

    async def joins(self) -> None:
        """Come into the group."""
        self.chat.people[self.person.id] = self.person
        self.chat.front.membership(self.chat, self.person, "left", "member")
        self._send(None, kind="service", extra={"what": "joined", "people": [self.person]})

    def _send_file(self, kind: str, file: File, caption: str, reply_to: Message | None) -> Message:
        return self._send(reply_to, kind=kind, file=file, text=caption, spans=find_spans(caption))

    def _send(self, reply_to: Message | None, **content: Any) -> Message:
        chat = self.chat
        if chat.bot == "new":
            chat.bot = "member"
        elif chat.kind == "private" and chat.bot == "kicked":
            self._stand("member")
        if chat.keyboard_once:
            chat.keyboard, chat.keyboard_once = (), False
        chat.wants_reply_to = 0
        message = self.world.post(chat, self.person, reply_to=reply_to, **content)
        chat.front.heard(message)
        return message

    def _stand(self, after: Any) -> None:
        before, self.chat.bot = self.chat.bot, after
        if before != after:
            self.chat.front.standing(self.chat, self.person, before, after)
            self.world.tell("chat", self.chat)
