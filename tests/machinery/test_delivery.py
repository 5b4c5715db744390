"""Every committed message meets its fate, in order within a chat, and the fate is written down."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from bot.channels.base import ZALO, ZALO_OA, Envelope, Outcome, Verdict
from models.accounts import Account, AccountState
from models.broadcasts import Broadcast
from models.mail import EventKind, Inbox, Lane, Message, Operation, Outbox, OutboxState, Reason, report_of
from tests.machinery.echo import BLOCKED, GONE, RETRY, UNKNOWN, Faults, echo
from tests.talk import PATIENCE, Person, Talk, talking


async def rows(talk: Talk) -> list[Outbox]:
    async with talk.look() as session:
        kept = select(Outbox).where(Outbox.operation != Operation.COMMANDS).order_by(Outbox.id)
        return list(await session.scalars(kept))


async def write(
    talk: Talk, *to: Person, lane: Lane = Lane.NOTICE, broadcast: int | None = None, text: str = ""
) -> None:
    """Put rows into the outbox that nobody hands over."""
    async with talk.database.write() as session:
        for person in to:
            session.add(
                Outbox(
                    channel=talk.channel.name,
                    chat=person.address,
                    lane=lane,
                    broadcast_id=broadcast,
                    payload=None if broadcast else Message(text).payload(),
                    created_at=talk.now(),
                )
            )


async def broadcast(talk: Talk, text: str) -> int:
    """A confirmed broadcast without recipients."""
    await talk.admin.says("hello")
    async with talk.database.write() as session:
        author = await session.scalar(select(Account.id).where(Account.address == talk.admin.address))
        made = Broadcast(author_id=author, payload=Message(text).payload(), created_at=talk.now())
        session.add(made)
        await session.flush()
        return made.id


async def test_order_within_a_chat_is_kept_when_the_first_fails(talk: Talk, faults: Faults) -> None:
    faults.on["first"] = [RETRY] * 3
    events = [talk.producer.event(EventKind.TEXT, text) for text in ("first", "second", "third")]
    await talk.deliver(*events)
    assert talk.producer.sees_all() == "echo first\n---\necho second\n---\necho third"
    assert [row.attempts for row in await rows(talk)] == [4, 1, 1]
    assert all(row.state is OutboxState.SENT and row.sent_at and row.message_id for row in await rows(talk))


async def test_a_platform_that_needs_somebodys_hand_is_not_asked_sooner_than_it_says(
    talk: Talk, faults: Faults
) -> None:
    faults.on["hello"] = [Outcome(Verdict.RETRY, after=0.4, detail="the account is off")]
    begun = asyncio.get_running_loop().time()
    await talk.producer.says("hello")
    assert talk.producer.sees_all() == "echo hello"
    assert asyncio.get_running_loop().time() - begun >= 0.4


async def test_a_reply_whose_fate_is_unknown_is_sent_again(talk: Talk, faults: Faults) -> None:
    faults.on["hello"] = [UNKNOWN]
    await talk.producer.says("hello")
    assert talk.producer.sees_all() == "echo hello\n---\necho hello"
    assert [row.state for row in await rows(talk)] == [OutboxState.SENT]


async def test_what_stays_unknown_is_left_so_and_told(talk: Talk, faults: Faults) -> None:
    """Somebody whose phone shows it has it three times then, not for ever."""
    await talk.producer.says("hello")
    faults.on["good news"] = [UNKNOWN, RETRY, *[UNKNOWN] * 3]
    await talk.officer.says("/tell 101 good news")
    assert faults.attempts.count("good news") == 5
    assert OutboxState.UNKNOWN in {row.state for row in await rows(talk)}
    assert talk.officer.sees() == "good news: unknown unknown"
    await talk.producer.says("still there")
    assert talk.producer.sees() == "echo still there"


async def test_a_piece_that_got_through_begins_the_count_anew(talk: Talk, faults: Faults) -> None:
    begun = replace(UNKNOWN, accepted=1)
    faults.on["hello"] = [UNKNOWN, UNKNOWN, begun, begun]
    await talk.producer.says("hello")
    assert [row.state for row in await rows(talk)] == [OutboxState.SENT]


async def test_a_broadcast_whose_fate_is_unknown_is_not(talk: Talk, faults: Faults) -> None:
    number = await broadcast(talk, "news")
    faults.on["news"] = [UNKNOWN]
    await write(talk, talk.producer, lane=Lane.BROADCAST, broadcast=number)
    talk.delivery.wake()
    await talk.settle()
    assert talk.producer.sees_all() == "news"
    assert (await rows(talk))[-1].state is OutboxState.UNKNOWN


async def test_what_is_told_already_keeps_nothing_from_being_written_down(talk: Talk) -> None:
    """On PostgreSQL another worker may have told it, while it gave up what waits for a chat that is gone."""
    await talk.producer.says("hello")
    async with talk.database.write() as session:
        told = {"key": "told", "args": {"what": "news"}, "channel": "telegram", "chat": talk.officer.address}
        row = Outbox(
            channel="telegram",
            chat=talk.producer.address,
            lane=Lane.NOTICE,
            payload=Message("news").payload(),
            report=told,
            created_at=talk.now(),
        )
        session.add(row)
        await session.flush()
        session.add(Inbox(**report_of(row.id, told, OutboxState.FAILED, Reason.GONE, talk.now())))
    talk.delivery.wake()
    await talk.settle()
    assert talk.producer.last().text == "news"
    assert (await rows(talk))[-1].state is OutboxState.SENT


async def test_a_rejected_message_fails_alone(talk: Talk, faults: Faults) -> None:
    faults.on["bad"] = [Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail="can't parse")]
    await talk.deliver(*(talk.producer.event(EventKind.TEXT, text) for text in ("bad", "good")))
    assert talk.producer.sees_all() == "echo good"
    failed = (await rows(talk))[0]
    assert (failed.state, failed.reason, failed.detail) == (OutboxState.FAILED, Reason.REJECTED, "can't parse")


async def test_whoever_blocked_the_bot_gets_nothing_more_until_they_write(talk: Talk, faults: Faults) -> None:
    faults.on["one"] = [BLOCKED]
    await talk.deliver(*(talk.producer.event(EventKind.TEXT, text) for text in ("one", "two", "three")))
    assert talk.producer.sees_all() == ""
    assert {(row.state, row.reason) for row in await rows(talk)} == {(OutboxState.FAILED, Reason.BLOCKED)}
    assert faults.attempts == ["echo one"]
    async with talk.look() as session:
        assert await session.scalar(select(Account.state)) is AccountState.STOPPED
    await talk.producer.says("again")
    assert talk.producer.sees_all() == "echo again"
    async with talk.look() as session:
        assert await session.scalar(select(Account.state)) is AccountState.ACTIVE


@pytest.mark.parametrize("claimed", [True, False])
async def test_what_was_for_a_group_that_has_moved_goes_after_it_in_order(talk: Talk, claimed: bool) -> None:
    before, now_at = talk.person("-9", "before"), talk.person("-100", "now")
    await before.says("hello")
    talk.channel.decide = lambda envelope: (
        Outcome(Verdict.MOVED, detail=now_at.address) if envelope.chat == before.address else None
    )
    if claimed:
        await talk.deliver(*(talk.producer.event(EventKind.TEXT, f"/tell -9 {text}") for text in ("one", "two")))
        assert talk.producer.sees_all() == "one: sent\n---\ntwo: sent"
    else:
        await write(talk, before, text="one")
        await write(talk, before, text="two")
        talk.delivery.wake()
        await talk.settle()
    assert now_at.sees_all() == "one\n---\ntwo"
    assert before.sees_all() == "echo hello"


async def test_what_waits_in_the_table_for_a_blocked_chat_fails_and_is_reported(talk: Talk, faults: Faults) -> None:
    await talk.producer.says("hello")
    await talk.officer.says("hello")
    faults.on["first"] = [GONE]
    async with talk.database.write() as session:
        report = {"key": "told", "args": {"what": "second"}, "channel": "telegram", "chat": talk.officer.address}
        for text, wanted in (("first", None), ("second", report)):
            session.add(
                Outbox(
                    channel="telegram",
                    chat=talk.producer.address,
                    lane=Lane.NOTICE,
                    payload=Message(text).payload(),
                    report=wanted,
                    created_at=talk.now(),
                )
            )
    talk.delivery.wake()
    await talk.settle()
    assert faults.attempts[-2:] == ["first", "second: failed gone"]
    assert talk.officer.sees_all().endswith("second: failed gone")


async def test_the_sender_hears_what_became_of_a_notice(talk: Talk, faults: Faults) -> None:
    await talk.producer.says("hello")
    await talk.officer.says("/tell 101 good news")
    assert talk.officer.sees() == "good news: sent"
    faults.on["bad news"] = [BLOCKED]
    await talk.officer.says("/tell 101 bad news")
    assert talk.officer.sees() == "bad news: failed blocked"


async def test_what_goes_to_a_channel_that_is_switched_off_fails_and_is_reported(tmp_path: Path) -> None:
    async with talking(tmp_path, router=echo(), also={"zalo": ZALO, "zalo_oa": ZALO_OA}) as talk:
        await talk.producer.on("zalo", "z1").says("hello")
        await talk.producer.on("zalo_oa", "oa1").says("hello")
        number = await broadcast(talk, "news")
        async with talk.database.write() as session:
            for state, channel, lane in (
                (OutboxState.QUEUED, "zalo", Lane.BROADCAST),
                (OutboxState.WAITING, "zalo_oa", Lane.NOTICE),
            ):
                row = Outbox(channel=channel, chat="z1", lane=lane, state=state, created_at=talk.now())
                row.broadcast_id = number if lane is Lane.BROADCAST else None
                session.add(row)
    async with talking(tmp_path, router=echo()) as talk:
        # Handed over in memory, while an earlier row waits in the table.
        await talk.producer.says("/tell z1 hello")
        await talk.settle()
        off = [row for row in await rows(talk) if row.channel != "telegram"][2:]
        assert [(row.state, row.reason) for row in off] == [(OutboxState.FAILED, Reason.OFF)] * 3
        assert talk.producer.sees_all() == "hello: failed off"


async def test_what_is_too_old_is_not_sent(talk: Talk, faults: Faults) -> None:
    await talk.producer.says("hello")
    await write(talk, talk.producer, text="stale")
    async with talk.database.write() as session:
        await session.execute(update(Outbox).where(Outbox.id == 2).values(expires_at=talk.now() - timedelta(seconds=1)))
    talk.delivery.wake()
    await talk.settle()
    assert "stale" not in faults.attempts
    assert ((await rows(talk))[1].state, (await rows(talk))[1].reason) == (OutboxState.FAILED, Reason.EXPIRED)


async def test_a_message_that_was_never_sent_cannot_be_changed(talk: Talk, faults: Faults) -> None:
    faults.on["first"] = [Outcome(Verdict.FAILED, reason=Reason.REJECTED)]
    await talk.producer.says("first")
    async with talk.database.write() as session:
        payload = Message("changed").payload()
        edit = {"lane": Lane.NOTICE, "operation": Operation.EDIT, "target_id": 1, "created_at": talk.now()}
        session.add(Outbox(channel="telegram", chat="101", payload=payload, **edit))
    talk.delivery.wake()
    await talk.settle()
    assert [row.state for row in await rows(talk)] == [OutboxState.FAILED] * 2
    assert talk.producer.sees_all() == ""


async def test_a_database_that_cannot_be_read_just_now_costs_no_message(talk: Talk) -> None:
    number = await broadcast(talk, "news")
    reading, failures = talk.database.read, [1, 1]

    def read():  # type: ignore[no-untyped-def]
        task = asyncio.current_task()
        if failures and task is not None and "_send" in repr(task.get_coro()):
            failures.pop()
            raise OperationalError("select", {}, Exception("locked"))
        return reading()

    talk.database.read = read  # type: ignore[method-assign]
    await write(talk, talk.producer, lane=Lane.BROADCAST, broadcast=number)
    talk.delivery.wake()
    await talk.settle()
    assert failures == []
    assert talk.producer.sees_all() == "news"


async def test_an_earlier_run_leaves_nothing_behind(tmp_path: Path) -> None:
    async with talking(tmp_path, router=echo()) as talk:
        number = await broadcast(talk, "news")
    async with talking(tmp_path, router=echo()) as talk:
        await talk.delivery.stop()
        await write(talk, talk.producer, talk.producer, text="notice")
        await write(talk, talk.producer, talk.neighbour, lane=Lane.BROADCAST, broadcast=number)
        async with talk.database.write() as session:
            # As if the process had died with all but the last of these in hand.
            dead = {"claimed_by": "dead", "state": OutboxState.SENDING, "next_attempt": talk.now() + timedelta(days=1)}
            await session.execute(update(Outbox).where(Outbox.chat == "101").values(**dead))
    async with talking(tmp_path, router=echo()) as talk:
        await talk.settle()
        assert talk.producer.sees_all() == "notice\n---\nnotice"
        assert talk.neighbour.sees_all() == "news"
        states = [row.state for row in await rows(talk) if row.chat in ("101", "102")]
        assert states == [OutboxState.SENT, OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.SENT]


async def test_a_clean_stop_gives_back_what_was_never_tried(tmp_path: Path) -> None:
    """Otherwise the next run could not know, and would report these recipients as unknown."""
    gate = asyncio.Event()

    async with talking(tmp_path, router=echo()) as talk:
        number = await broadcast(talk, "news")
        people = [talk.person(str(1000 + number), "N") for number in range(100)]
        sending = talk.channel.send

        async def slow(envelope: Envelope) -> Outcome:
            await gate.wait()
            return await sending(envelope)

        talk.channel.send = slow  # type: ignore[method-assign]
        await write(talk, *people, lane=Lane.BROADCAST, broadcast=number)
        talk.delivery.wake()
        while len(talk.delivery._sending) < 64:
            await asyncio.sleep(0)
        stopping = asyncio.create_task(talk.delivery.stop())
        await asyncio.sleep(0)
        gate.set()
        await stopping
        states = [row.state for row in await rows(talk) if row.lane is Lane.BROADCAST]
        assert states == [OutboxState.SENT] * 64 + [OutboxState.QUEUED] * 36
        assert all(row.claimed_by is None for row in await rows(talk))


async def test_a_broadcast_goes_out_in_parts_and_replies_go_between(tmp_path: Path) -> None:
    order: list[str] = []
    async with talking(tmp_path, router=echo()) as talk:
        number = await broadcast(talk, "news")
        people = [talk.person(str(1000 + number), "N") for number in range(2000)]
        sending = talk.channel.send
        most = 0

        async def watched(envelope: Envelope) -> Outcome:
            nonlocal most
            order.append(envelope.message.text)
            most = max(most, sum(post.broadcasts for post in talk.delivery._posts.values()))
            if len(order) in (300, 900, 1500):
                writer = people[-len(order)]
                asyncio.get_running_loop().create_task(talk.engine.receive([writer.event(EventKind.TEXT, "hello")]))
            return await sending(envelope)

        talk.channel.send = watched  # type: ignore[method-assign]
        await write(talk, *people, lane=Lane.BROADCAST, broadcast=number)
        talk.delivery.wake()
        await talk.settle()
        assert order.count("news") == 2000
        assert len({shown.chat for shown in talk.channel.shown if shown.text == "news"}) == 2000
        assert most <= 64
        # Nobody who wrote waited for the broadcast, not even for their own copy of it.
        replies = [place for place, text in enumerate(order) if text == "echo hello"]
        assert len(replies) == 3
        assert all(place < wrote + 450 for place, wrote in zip(replies, (300, 900, 1500), strict=True))
        async with talk.look() as session:
            sent = select(func.count()).where(Outbox.state == OutboxState.SENT, Outbox.broadcast_id == number)
            assert await session.scalar(sent) == 2000


async def test_two_who_write_down_outcomes_lose_and_repeat_none(talk: Talk) -> None:
    """The loop and a stop may both be at it."""
    await talk.producer.says("hello")
    await talk.engine.receive([talk.producer.event(EventKind.TEXT, f"/tell 101 number {n}") for n in range(20)])
    await asyncio.gather(talk.delivery.stop(), talk.delivery.stop(), talk.delivery._outcomes.write())
    states = [row.state for row in await rows(talk)]
    assert set(states) <= {OutboxState.SENT, OutboxState.QUEUED}
    async with talk.look() as session:
        reported = await session.scalar(select(func.count()).where(Inbox.kind == EventKind.OUTCOME))
    assert reported == sum(bool(row.report) and row.state is OutboxState.SENT for row in await rows(talk))


async def test_what_is_written_while_the_table_is_looked_at_is_waited_for(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look that began before it knows nothing of it; until the next one is over, nothing has come to rest."""
    claims = talk.delivery._claims
    look, seen, go_on = claims.free, asyncio.Event(), asyncio.Event()

    async def slowly() -> tuple[set[Lane], bool]:
        found = await look()
        seen.set()
        await go_on.wait()
        go_on.clear()
        return found

    async with asyncio.timeout(PATIENCE):
        monkeypatch.setattr(claims, "free", slowly)
        talk.delivery.wake()
        await seen.wait()
        seen.clear()
        await write(talk, talk.neighbour, text="meanwhile")
        talk.delivery.wake()
        go_on.set()
        await seen.wait()
        monkeypatch.setattr(claims, "free", look)
        talk.delivery._note_settled()  # as after every letter and every record, to anybody
        assert not talk.delivery._settled.is_set()
        go_on.set()
        await talk.settle()
    assert talk.neighbour.sees_all() == "meanwhile"


async def test_nothing_is_claimed_at_birth_while_something_unclaimed_is_being_written(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a start both ways meet: what goes out in memory would overtake what the table has still to give."""
    claims = talk.delivery._claims
    look, seen = claims.free, asyncio.Event()

    async def watched() -> tuple[set[Lane], bool]:
        found = await look()
        seen.set()
        return found

    await talk.settle()
    monkeypatch.setattr(claims, "free", watched)
    async with asyncio.timeout(PATIENCE):
        async with talk.database.write() as session:
            talk.delivery._caught_up = False  # as at a start
            session.add(
                Outbox(
                    channel=talk.channel.name,
                    chat=talk.neighbour.address,
                    lane=Lane.REPLY,
                    payload=Message("first").payload(),
                    created_at=talk.now(),
                )
            )
            talk.delivery.wake()
            await seen.wait()
            assert not talk.delivery.claims_at_birth
        talk.delivery.wake()
        await talk.neighbour.says("second")
    assert talk.neighbour.sees_all() == "first\n---\necho second"
    assert talk.delivery.claims_at_birth
