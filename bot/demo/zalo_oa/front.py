"""One Official Account on the Zalo side of the world: what it is told, whom it may reach, what it keeps."""

from __future__ import annotations

import time
from typing import Any

from bot.demo.faults import Faults, Ledger
from bot.demo.world import BotStatus, Chat, Message, Person, World
from bot.demo.zalo_oa import shapes
from bot.demo.zalo_oa.limits import OaLimits
from bot.demo.zalo_oa.oauth import OAuth
from bot.demo.zalo_oa.updates import Updates
from bot.demo.zalo_oa.uploads import Uploads

APP_ID = "360846524940903967"
OA_ID = "388613280878808645"
APP_SECRET = "simulated-app-secret"  # noqa: S105 - opens nothing outside this process
SECRET_KEY = "simulated-oa-secret-key"  # noqa: S105


class ZaloOaFront:
    """The account `oa_id`, for the app `app_id`. A `Front` of the world; no groups.

    `app_secret` belongs to OAuth, `secret_key` signs the webhook. `address` is where its HTTP is reached, with the
    prefix. `echoes` tells the webhook also what the account itself sent, and that it was received. `button_forms` are
    the template types under which buttons are taken: which ones real accounts take isn't written anywhere.
    """

    def __init__(
        self,
        world: World,
        *,
        faults: Faults,
        ledger: Ledger,
        limits: OaLimits,
        app_id: str = APP_ID,
        app_secret: str = APP_SECRET,
        secret_key: str = SECRET_KEY,
        refresh_token: str = "",
        oa_id: str = OA_ID,
        name: str = "OCOP",
        echoes: bool = True,
    ) -> None:
        self.world = world
        self.faults = faults
        self.ledger = ledger
        self.limits = limits
        self.app_id = app_id
        self.app_secret = app_secret
        self.secret_key = secret_key
        self.oa_id = oa_id
        self.name = name
        self.echoes = echoes
        self.address = ""
        self.button_forms = {"", "button", "list"}
        self.oauth = OAuth(app_id, app_secret, world.now, refresh_token=refresh_token)
        self.uploads = Uploads(world, limits, world.now)
        self.updates = Updates(app_id, secret_key, faults)
        self.followers: set[int] = set()
        self.restricted: set[int] = set()
        """Who takes no messages of this kind any more (-244)."""
        self.interactions: dict[int, float] = {}
        """When each person last did something; Unix seconds."""
        self.free: dict[int, int] = {}
        """Free messages since then."""
        self.charged = 0
        self.shared: dict[int, dict[str, Any]] = {}
        """What people filled in when they were asked for it."""

    @property
    def refresh_token(self) -> str:
        """The one that works now."""
        return self.oauth.refresh_token

    def by_app(self, person_id: int) -> str:
        """The id under which the app, not the account, knows a person."""
        return str(person_id * 2 + 1)

    def commands_for(self, chat: Chat, person: Person) -> list[dict[str, str]]:
        """Zalo has no lists of commands."""
        return []

    # What people do, told to the bot

    def heard(self, message: Message) -> None:
        if message.chat.kind != "private" or message.kind == "service":
            return
        self._interacted(message.chat)
        name, body = shapes.sent(message, self.address)
        self._tell(message.chat, name, message=body)

    def corrected(self, message: Message) -> None:
        """Zalo can't edit: nobody is told."""

    def pressed(self, person: Person, message: Message, data: str) -> str:
        """A button's payload comes back as a text that the person seems to have written."""
        shown = (message.extra or {}).get("shows", ())
        if data in shown:
            said = self.world.post(message.chat, person, text=data)
            self.heard(said)
            return shapes.wire_id(said)
        self._interacted(message.chat)
        # It takes a number of its chat, so that its id is no other message's, but is never shown.
        message.chat.last_id = number = message.chat.last_id + 1
        hidden = Message(number, message.chat, person, int(self.world.now()), text=data)
        self._tell(message.chat, "user_send_text", message={"msg_id": shapes.wire_id(hidden), "text": data})
        return shapes.wire_id(hidden)

    def standing(self, chat: Chat, person: Person, before: BotStatus, after: BotStatus) -> None:
        if after == "member":
            self._follow(chat)
        else:
            self.followers.discard(chat.id)
            self._tell_follower(chat, "unfollow")

    def membership(self, chat: Chat, person: Person, before: str, after: str) -> None:
        """There are no groups here."""

    def follow(self, chat: Chat) -> None:
        """The person presses "follow" on the account's page."""
        chat.bot = "member"
        self._follow(chat)
        self.world.tell("chat", chat)

    def click_chat(self, chat: Chat) -> None:
        """The person presses the chat button on the account's page, and has written nothing yet."""
        if chat.bot == "new":
            chat.bot = "member"
        self._interacted(chat)
        self._tell(chat, "user_click_chatnow")

    def submit_info(self, chat: Chat, phone: str, name: str = "", address: str = "") -> None:
        """The person fills in the form that the account asked for."""
        self._interacted(chat)
        self.shared[chat.id] = {"name": name or chat.person.name, "phone": phone, "address": address}
        info = {**self.shared[chat.id], "user_dob": "", "gender": 0, "full_address": {"user_address": address}}
        self._tell(chat, "user_submit_info", info=info)

    def says_unknown(self, chat: Chat, event_name: str, **more: Any) -> None:
        """Any other event that Zalo may think of."""
        self._tell(chat, event_name, **more)

    def sent(self, message: Message) -> None:
        """The account has sent `message`: the webhook hears of it as well."""
        if not self.echoes:
            return
        name, body = shapes.sent(message, self.address)
        stamp = self._stamp()
        sides = {"sender": {"id": self.oa_id}, "recipient": {"id": str(message.chat.id)}}
        app = {"app_id": self.app_id, "user_id_by_app": self.by_app(message.chat.id), "timestamp": stamp}
        self.updates.put(message.chat.id, {**app, **sides, "event_name": f"oa_{name[5:]}", "message": body})
        seen = {"msg_id": body["msg_id"], "delivery_time": stamp}
        self.updates.put(message.chat.id, {**app, **sides, "event_name": "user_received_message", "message": seen})

    def _follow(self, chat: Chat) -> None:
        self.followers.add(chat.id)
        self._interacted(chat)
        self._tell_follower(chat, "follow")

    def _interacted(self, chat: Chat) -> None:
        self.interactions[chat.id] = self.world.now()
        self.free[chat.id] = 0

    def _stamp(self) -> str:
        """Milliseconds. Signed with the real time: a bot refuses what is too old, whatever the world's clock says."""
        return str(time.time_ns() // 1_000_000)

    def _tell(self, chat: Chat, name: str, **content: Any) -> None:
        event = {
            "app_id": self.app_id,
            "user_id_by_app": self.by_app(chat.id),
            "event_name": name,
            "timestamp": self._stamp(),
            "sender": {"id": str(chat.id)},
            "recipient": {"id": self.oa_id},
            **content,
        }
        self.updates.put(chat.id, event)

    def _tell_follower(self, chat: Chat, name: str) -> None:
        event = {
            "oa_id": self.oa_id,
            "follower": {"id": str(chat.id)},
            "user_id_by_app": self.by_app(chat.id),
            "event_name": name,
            "source": "oa_profile",
            "app_id": self.app_id,
            "timestamp": self._stamp(),
        }
        self.updates.put(chat.id, event)
