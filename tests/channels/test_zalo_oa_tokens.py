"""The account's tokens: never two renewals at once, never a new pair that isn't stored."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.channels.base import Verdict
from bot.channels.zalo_oa_api import Granted, Unavailable
from bot.channels.zalo_oa_tokens import AHEAD, Tokens
from bot.delivery import Delivery
from bot.demo.phone import Phone
from models.base import Database
from models.credentials import Credential
from models.mail import Lane, Message, Outbox, OutboxState
from models.tables import metadata
from tests.channels.oa_office import OaOffice, envelope, oa_office

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[OaOffice]:
    async with oa_office(tmp_path) as office:
        yield office


@pytest.fixture
async def lan(office: OaOffice) -> Phone:
    return office.platform.person(follows=True)


async def stored(office: OaOffice) -> Credential | None:
    async with office.database.read() as session:
        return await session.get(Credential, "zalo_oa")


async def test_the_first_renewal_is_stored(office: OaOffice, lan: Phone) -> None:
    first = office.platform.front.refresh_token
    assert (await office.channel.send(envelope("chào"))).verdict is Verdict.SENT
    row = await stored(office)
    assert row is not None
    assert row.refresh == office.platform.front.refresh_token != first
    assert 24.9 < (row.expires_at - row.updated_at) / timedelta(hours=1) < 25.1
    assert office.platform.front.oauth.refreshes == 1


async def test_a_token_that_ends_mid_broadcast_is_renewed_once(office: OaOffice, lan: Phone) -> None:
    await office.channel.send(envelope("đầu"))
    office.platform.front.oauth.expire()
    letters = [envelope(f"tin {number}") for number in range(64)]
    outcomes = await asyncio.gather(*(office.channel.send(letter) for letter in letters))
    assert {outcome.verdict for outcome in outcomes} == {Verdict.SENT}
    assert office.platform.front.oauth.refreshes == 2
    assert len(lan.sees) == 65


async def test_a_whole_delivery_goes_through_it(office: OaOffice, lan: Phone) -> None:
    """The outbox with everything under way that may be, while the token ends and the platform stumbles."""
    oauth, faults = office.platform.front.oauth, office.platform.faults
    people = [office.platform.person(f"Người {number}", 9000 + number, follows=True) for number in range(150)]
    async with office.database.write() as session:
        session.add_all(
            Outbox(
                channel="zalo_oa",
                chat=str(phone.id),
                lane=Lane.NOTICE,
                payload=Message(f"tin cho {phone.id}").payload(),
                created_at=datetime.now(UTC),
            )
            for phone in people
        )
    delivery = Delivery(office.database, {"zalo_oa": office.channel}, rate=10_000, first_wait=0.01)
    running = asyncio.create_task(delivery.run())
    try:
        async with asyncio.timeout(30):
            while sum(bool(phone.sees) for phone in people) < 40:
                await asyncio.sleep(0.001)
            before = oauth.refreshes
            oauth.expire()
            faults.next("bad_gateway", times=3, methods=["cs"])
            await delivery.settled()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert [[shown.text for shown in phone.sees] for phone in people] == [[f"tin cho {phone.id}"] for phone in people]
    assert oauth.refreshes == before + 1
    async with office.database.read() as session:
        states = set(await session.scalars(select(Outbox.state)))
    assert states == {OutboxState.SENT}


async def test_what_was_stored_is_used_after_a_crash(office: OaOffice, lan: Phone) -> None:
    await office.channel.tokens.access()  # renewed and stored, and never used
    another = office.another()
    another._api.open()
    assert (await another.send(envelope("chào"))).verdict is Verdict.SENT
    assert office.platform.front.oauth.refreshes == 1
    await another.close()


async def test_who_is_cancelled_while_renewing_loses_nothing(office: OaOffice, lan: Phone) -> None:
    await office.channel.send(envelope("đầu"))
    office.platform.front.oauth.expire()
    office.platform.faults.next("slow", methods=["access_token"], seconds=0.3)
    sending = asyncio.create_task(office.channel.send(envelope("hai")))
    await asyncio.sleep(0.1)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await office.channel.tokens.close()
    row = await stored(office)
    assert row is not None
    assert row.refresh == office.platform.front.refresh_token


async def test_a_pair_that_can_not_be_stored_is_not_used_before_it_is(
    office: OaOffice, lan: Phone, tmp_path: Path
) -> None:
    await office.channel.send(envelope("đầu"))
    office.platform.front.oauth.expire()
    with closing(sqlite3.connect(tmp_path / "ocop.db")) as other:
        other.execute("CREATE TRIGGER full BEFORE UPDATE ON credentials BEGIN SELECT RAISE(FAIL, 'disk full'); END")
        other.commit()
    with capture_logs() as logs:
        outcomes = [await office.channel.send(envelope("hai")) for _ in range(2)]
    assert {outcome.verdict for outcome in outcomes} == {Verdict.RETRY}
    assert office.platform.front.oauth.refreshes == 2
    assert {line["event"] for line in logs} == {"zalo_oa.tokens_not_stored"}
    with closing(sqlite3.connect(tmp_path / "ocop.db")) as other:
        other.execute("DROP TRIGGER full")
        other.commit()
    assert (await office.channel.send(envelope("ba"))).verdict is Verdict.SENT
    assert office.platform.front.oauth.refreshes == 2, "the pair was kept"
    row = await stored(office)
    assert row is not None
    assert row.refresh == office.platform.front.refresh_token


async def test_a_dead_refresh_token_is_told_once_and_nothing_is_lost(tmp_path: Path) -> None:
    with capture_logs() as logs:
        async with oa_office(tmp_path, refresh_token="used-up-long-ago") as office:
            lan = office.platform.person(follows=True)
            outcomes = [await office.channel.send(envelope("chào")) for _ in range(5)]
            assert {outcome.verdict for outcome in outcomes} == {Verdict.RETRY}
            assert office.dead == 1
            told = office.channel.trouble() or ""
            assert told.startswith("zalo_oa: Zalo does not take the refresh token any more (-14014")
            row = await stored(office)
            assert row is not None
            assert row.dead_at is not None
            again = office.another()
            again._api.open()
            assert (await again.send(envelope("chào"))).verdict is Verdict.RETRY
            assert office.dead == 1, "and once after a restart, too"
            await again.close()
            # A new authorisation wins over what is stored.
            new = office.another(refresh_token=office.platform.front.oauth.authorize())
            new._api.open()
            assert (await new.send(envelope("lại được"))).verdict is Verdict.SENT
            assert (lan.last.text, new.trouble()) == ("lại được", None)
            row = await stored(office)
            assert row is not None
            assert row.dead_at is None
            await new.close()
    assert "used-up-long-ago" not in repr(logs)


async def test_the_oauth_server_may_stumble(office: OaOffice, lan: Phone) -> None:
    await office.channel.send(envelope("đầu"))
    for kind in ("bad_gateway", "server_error", "drop_before", "too_many"):
        office.platform.front.oauth.expire()
        office.platform.faults.next(kind, methods=["access_token"])  # type: ignore[arg-type]
        assert (await office.channel.send(envelope(kind))).verdict is Verdict.RETRY, kind
        assert (await office.channel.send(envelope(kind))).verdict is Verdict.SENT, kind
    assert (office.dead, office.channel.trouble()) == (0, None)


async def test_a_token_that_never_works_is_not_renewed_for_ever(office: OaOffice, lan: Phone) -> None:
    await office.channel.send(envelope("đầu"))
    oauth = office.platform.front.oauth
    before, issue = oauth.refreshes, oauth.issue
    oauth.issue = lambda: "never-good"  # type: ignore[method-assign]
    oauth.expire()
    for _ in range(10):
        assert (await office.channel.send(envelope("hai"))).verdict is Verdict.RETRY
    assert oauth.refreshes - before <= 3
    oauth.issue = issue  # type: ignore[method-assign]


async def test_it_is_renewed_ahead_of_need(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'ocop.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    given: list[str] = []
    now = [NOW]

    async def renew(refresh: str) -> Granted:
        given.append(refresh)
        return Granted(f"a{len(given)}", f"r{len(given)}", 90_000)

    tokens = Tokens(database, "zalo_oa", renew, "r0", now=lambda: now[0])
    assert await tokens.keep_fresh() == 3600
    now[0] += timedelta(hours=25) - AHEAD - timedelta(minutes=10)
    assert await tokens.keep_fresh() == 600
    now[0] += timedelta(minutes=10)
    assert await tokens.access() == "a1", "still good for those who send"
    await tokens.keep_fresh()
    assert (await tokens.access(), given) == ("a2", ["r0", "r1"])
    # Another program has the same tokens and doesn't renew them again.
    other = Tokens(database, "zalo_oa", renew, "r0", now=lambda: now[0])
    assert await other.access() == "a2"
    frozen = Tokens(database, "zalo_oa", renew, "r0", now=lambda: now[0])
    frozen.frozen = True
    assert await frozen.access() == "a2"
    with pytest.raises(Unavailable):
        await frozen.access(refused="a2")
    assert len(given) == 2
    await database.close()


async def test_secrets_are_in_no_log_and_no_error(office: OaOffice, lan: Phone) -> None:
    front = office.platform.front
    await office.channel.send(envelope("đầu"))
    secrets = {front.app_secret, front.secret_key, front.refresh_token, office.channel.tokens._access}
    with capture_logs() as logs:
        for kind in ("bad_gateway", "drop_before"):
            office.platform.faults.next(kind)  # type: ignore[arg-type]
            outcome = await office.channel.send(envelope("hai"))
            assert not any(secret in repr(outcome) for secret in secrets)
        await office.post(office.said(), signature="mac=00")
    assert not any(secret in repr(logs) for secret in secrets)
    assert not any(secret in repr(Granted(secret, secret, 1)) for secret in secrets)
