"""The made-up people of the demo: two producers, an officer and an admin, with ids that never change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.demo.control import words
from bot.demo.phone import Phone
from bot.demo.world import Chat

if TYPE_CHECKING:
    from bot.demo.platform import Platform

PRODUCER_ID = 7_100_001
SECOND_PRODUCER_ID = 7_100_002
OFFICER_ID = 7_100_003
ADMIN_ID = 7_100_004
GROUP_ID = -1_001_007_100_001


class Cast(NamedTuple):
    """The phones on the stage, and the group of the officer and the admin."""

    producer: Phone
    second_producer: Phone
    officer: Phone
    admin: Phone
    group: Chat


IDS = {
    "producer": PRODUCER_ID,
    "second_producer": SECOND_PRODUCER_ID,
    "officer": OFFICER_ID,
    "admin": ADMIN_ID,
}


def seat_cast(platform: Platform) -> Cast:
    """Put the people behind every door of the platform, and the bot into their group on Telegram.

    All names, the bot's too, come from locales/vi/demo.json. Nobody has written to the bot yet: each phone
    shows the start button, as on a new phone. Returns the phones as they stand on Telegram.
    """
    found = words("vi")
    script = found["cast"]
    for door in platform.doors.values():
        door.call_bot(found["bot_name"][door.app])
        for role, number in IDS.items():
            door.person(script[role]["name"], person_id=number).role = role
    phones = {role: platform.phones[number] for role, number in IDS.items()}
    group = platform.group(script["group"], [phones["admin"], phones["officer"]], group_id=GROUP_ID)
    return Cast(**phones, group=group)
