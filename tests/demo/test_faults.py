"""The platform fails as told, and the ledger knows what was accepted."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from bot.demo.faults import Faults
from bot.demo.phone import Phone
from bot.demo.platform import Platform
from tests.demo.conftest import Caller


@pytest.mark.parametrize(
    ("kind", "status", "shown"),
    [
        ("too_many", 429, False),
        ("server_error", 500, False),
        ("bad_gateway", 502, False),
        ("slow", 200, True),
    ],
)
async def test_one_call_fails_and_the_next_does_not(api: Caller, platform, ana: Phone, kind, status, shown):
    platform.faults.next(kind, methods=["sendMessage"], seconds=0.02)
    await api("getMe")
    url = f"{platform.url}/bot{platform.token}/sendMessage"
    began = time.monotonic()
    async with api.session.post(url, json={"chat_id": 77, "text": "một"}) as response:
        assert response.status == status
    assert kind != "slow" or time.monotonic() - began >= 0.02
    assert bool(ana.sees) is shown
    await api("sendMessage", chat_id=77, text="hai")
    assert ana.last.text == "hai"


@pytest.mark.parametrize(("kind", "shown"), [("drop_before", []), ("drop_after", ["một"])])
async def test_the_connection_breaks(api: Caller, platform: Platform, ana: Phone, kind, shown):
    platform.faults.next(kind)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api("sendMessage", chat_id=77, text="một")
    assert [message.text for message in ana.sees] == shown
    assert [(call.text, call.delivered) for call in platform.ledger] == [(text, False) for text in shown]
    await api("sendMessage", chat_id=77, text="hai")
    last = platform.ledger.calls[-1]
    assert (last.method, last.chat_id, last.text, last.delivered) == ("sendMessage", 77, "hai", True)


async def test_a_network_that_goes_down_cuts_the_waiting_poll(api: Caller, platform: Platform, ana: Phone):
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    while not platform.telegram.updates.waiting:
        await asyncio.sleep(0)
    platform.faults.add("drop_before")
    await ana.says("chào")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await poll
    platform.faults.clear()
    assert [update["message"]["text"] for update in await api("getUpdates")] == ["chào"]


async def test_the_same_update_comes_twice_even_after_it_was_acknowledged(api: Caller, platform, ana: Phone):
    platform.faults.next("duplicate_update")
    await ana.says("chào")
    [first] = await api("getUpdates")
    [again] = await api("getUpdates", offset=first["update_id"] + 1)
    assert again == first
    assert await api("getUpdates", offset=first["update_id"] + 1) == []


async def test_a_malformed_update_comes_first(api: Caller, platform: Platform, ana: Phone):
    platform.faults.next("malformed_update")
    await ana.says("chào")
    broken, good = await api("getUpdates")
    assert broken["message"] == {"message_id": "not a number", "chat": None}
    assert good["message"]["text"] == "chào"


def test_probability_and_seed():
    def run() -> int:
        faults = Faults(seed=1)
        faults.add("server_error", probability=0.3)
        return sum(faults.strike("sendmessage") is not None for _ in range(1000))

    assert run() == run()
    assert 240 < run() < 360
    with pytest.raises(ValueError, match="probability"):
        Faults().add("slow", probability=2)
    with pytest.raises(ValueError, match="unknown"):
        Faults().add("earthquake")
