"""Kill the bot at any moment: no request, reply or notice is lost, and none is there twice."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from tests.faults.house import House

#: Two houses side by side, one on each core.
HOUSES = 2
ROUNDS = 25
PRODUCERS = 5


async def test_a_killed_bot_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    houses = [House(tmp_path / str(number), seed + number, PRODUCERS) for number in range(HOUSES)]
    for house in houses:
        await house.prepare()
    await asyncio.gather(*(live(house) for house in houses))


async def live(house: House) -> None:
    platform = house.platform
    async with platform.running(), asyncio.TaskGroup() as people:
        platform.faults.add("too_many", probability=0.01, methods=["sendMessage"])
        platform.faults.add("bad_gateway", probability=0.05)
        # Not so often that three attempts in a row at one message are likely to be lost: it is left then.
        platform.faults.add("drop_before", probability=0.01)
        platform.faults.add("drop_after", probability=0.03)
        platform.faults.add("duplicate_update", probability=0.05)
        producers = [people.create_task(house.produce(phone)) for phone in house.producers]
        officer = people.create_task(house.take())
        try:
            for _ in range(ROUNDS):
                await house.start()
                await house.work()
                await house.kill()
            platform.faults.clear()
            house.closing.set()
            await house.start()
            await asyncio.gather(*producers)
            await house.settle()
            officer.cancel()
            assert await house.stop() == 0, "".join(house.log[-50:])
        finally:
            await house.end()
    judge(house)


def judge(house: House) -> None:
    # Every update is in the inbox, once, answered: the platform numbers them one after the other.
    first, last, updates, different = house.rows(
        "SELECT min(id), max(id), count(id), count(DISTINCT id) "
        "FROM (SELECT CAST(event_id AS INTEGER) AS id FROM inbox WHERE bot <> 'house')"
    )[0]
    assert last - first + 1 == updates == different
    assert not house.rows("SELECT * FROM inbox WHERE state <> 'done'")
    # Every request that was handed in is there, once, with its code; none was made out of nothing.
    codes = [code for (code,) in house.rows("SELECT code FROM requests WHERE code IS NOT NULL ORDER BY number")]
    assert codes == [f"MV-26-{number:04d}" for number in range(1, house.submitted + 1)]
    assert len(codes) >= PRODUCERS
    history = "SELECT kind, count(*), count(DISTINCT request_id) FROM request_events GROUP BY kind"
    for kind, number, requests in house.rows(history):
        assert (number, requests) == (len(codes), len(codes)), kind
    # Of each, the officer has the notice and the word that it is theirs now, and its producer that it is taken.
    about = "SELECT chat = '201', count(*) FROM outbox WHERE topic IS NOT NULL AND operation = 'send' GROUP BY topic, 1"
    told = house.rows(about)
    assert told.count((1, 2)) == len(codes)
    assert len(set(told)) == 2
    assert len(told) == 2 * len(codes)
    # Every message was accepted, once, but where the bot could not know.
    open_or_lost = (
        "SELECT * FROM outbox WHERE state NOT IN ('sent', 'unknown') AND NOT (operation = 'edit' AND target_id IN "
        "(SELECT id FROM outbox WHERE state = 'unknown'))"
    )
    assert not house.rows(open_or_lost)
    repeated = house.repeated()
    print(f"{house.kills} kills, {updates} updates, {len(codes)} requests, {repeated} messages repeated")
