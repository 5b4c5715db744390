"""Somebody who writes too fast, and moments that come."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from bot.flood import Flood
from models.mail import HOUSE, Event, EventKind, Inbox, InboxState, waiting_row
from models.schedule import Due
from tests.machinery.echo import Instant
from tests.talk import MORNING, Talk


def events(number: int, chat: str = "7", bot: str = "1") -> list[Event]:
    return [Event("telegram", bot, str(n), EventKind.TEXT, chat, chat, MORNING) for n in range(number)]


def test_a_burst_is_let_through_and_more_is_not() -> None:
    flood = Flood(1.0, 5, Instant())
    assert flood.over(events(5)) == frozenset()
    assert flood.over(events(1)) == {("telegram", "7")}
    assert flood.over(events(1, chat="8")) == frozenset()


def test_a_quiet_moment_fills_the_bucket_again() -> None:
    clock = Instant()
    flood = Flood(1.0, 5, clock)
    flood.over(events(20))
    clock.now += 1
    assert flood.over(events(1)) == frozenset()
    assert flood.over(events(1)) == {("telegram", "7")}


def test_what_waits_is_answered_at_the_pace() -> None:
    clock = Instant()
    flood = Flood(2.0, 5, clock)
    flood.over(events(20))
    for event in events(10):
        pause = flood.pause(event)
        assert 0 < pause <= 0.5
        clock.now += pause
    assert clock.now == 1000.0 + 10 / 2.0


def test_the_house_itself_is_never_a_flood() -> None:
    flood = Flood(1.0, 5, Instant())
    assert flood.over(events(100, bot=HOUSE)) == frozenset()
    assert flood.pause(events(1, bot=HOUSE)[0]) == 0


def test_many_chats_are_forgotten_again() -> None:
    flood = Flood(1.0, 5, Instant())
    for number in range(Flood.MOST + 10):
        flood.over(events(1, chat=str(number)))
    assert len(flood._buckets) <= Flood.MOST


async def test_a_moment_comes_once(talk: Talk) -> None:
    await talk.producer.says("/later")
    await talk.passes(minutes=59)
    assert talk.producer.sees_all() == ""
    await talk.passes(minutes=2)
    assert talk.producer.sees_all() == "alarm"
    # Two who look at once, and again later.
    await asyncio.gather(talk.clock.tick(), talk.clock.tick())
    await talk.passes(hours=5)
    assert talk.producer.sees_all() == "alarm"


async def test_it_tells_how_long_until_the_next(talk: Talk) -> None:
    assert await talk.clock.tick() is None
    await talk.producer.says("/later")
    assert await talk.clock.tick() == 3600


async def test_a_moment_whose_event_is_known_already_holds_up_no_other(talk: Talk) -> None:
    async with talk.database.write() as session:
        for address in ("1001", "1002"):
            session.add(Due(key="alarm", args={}, due_at=MORNING, channel="telegram", chat=address))
        known = Event("telegram", HOUSE, "due:1", EventKind.DUE, "1001", "1001", MORNING, text="alarm")
        session.add(Inbox(**waiting_row(known, MORNING) | {"state": InboxState.DONE}))
    assert await talk.clock.tick() is None
    await talk.passes(minutes=1)
    assert [(shown.chat, shown.text) for shown in talk.channel.shown] == [("1002", "alarm")]


async def test_many_moments_at_once_all_come(talk: Talk) -> None:
    async with talk.database.write() as session:
        for number in range(250):
            at = MORNING + timedelta(minutes=number % 3)
            session.add(Due(key="alarm", args={}, due_at=at, channel="telegram", chat=str(1000 + number)))
    await talk.passes(hours=1)
    assert len(talk.channel.shown) == 250
    async with talk.look() as session:
        assert await session.scalar(select(func.count()).where(Inbox.kind == EventKind.DUE)) == 250
