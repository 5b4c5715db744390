from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.demo.phone import Phone
from bot.demo.platform import Platform
from tests.demo.conftest import Caller


def texts(updates: list[dict]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_update_stays_until_a_higher_offset_acknowledges_it(api: Caller, platform: Platform, ana: Phone):
    for text in ("một", "hai", "ba"):
        await ana.says(text)
    first = await api("getUpdates", limit=2)
    assert texts(first) == ["một", "hai"]
    assert texts(await api("getUpdates", limit=1)) == ["một"]
    assert texts(await api("getUpdates", offset=first[-1]["update_id"] + 1)) == ["ba"]
    assert len(platform.telegram.updates.pending) == 1
    assert await api("getUpdates", offset=first[-1]["update_id"] + 2) == []
    await platform.settled()


async def test_a_negative_offset_keeps_the_newest(api: Caller, ana: Phone):
    for text in ("một", "hai", "ba"):
        await ana.says(text)
    assert texts(await api("getUpdates", offset=-1)) == ["ba"]
    assert texts(await api("getUpdates")) == ["ba"]


async def polling(platform: Platform) -> None:
    """Wait until a poller hangs on the line."""
    while platform.telegram.updates.waiting is False:
        await asyncio.sleep(0)


async def test_a_long_poll_is_answered_when_something_happens(api: Caller, platform: Platform, ana: Phone):
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await polling(platform)
    await ana.says("chào")
    assert texts(await asyncio.wait_for(poll, 2)) == ["chào"]


async def test_the_second_poller_ends_the_first(api: Caller, platform: Platform, ana: Phone):
    first = asyncio.create_task(api.refused("getUpdates", timeout=30))
    await polling(platform)
    second = asyncio.create_task(api("getUpdates", timeout=30))
    code, why = await asyncio.wait_for(first, 2)
    assert code == 409
    assert why.startswith("Conflict: terminated by other getUpdates request")
    await ana.says("chào")
    assert texts(await asyncio.wait_for(second, 2)) == ["chào"]


async def test_only_the_kinds_asked_for(api: Caller, ana: Phone):
    await api("getUpdates", allowed_updates=["callback_query"])
    await ana.says("chào")
    assert await api("getUpdates") == []
    await api("getUpdates", allowed_updates=[])
    await ana.says("chào")
    assert texts(await api("getUpdates")) == ["chào"]


async def test_blocking_and_groups_are_told(api: Caller, platform: Platform, ana: Phone):
    await api("getUpdates", allowed_updates=["my_chat_member", "chat_member"])
    await ana.blocks()
    await ana.says("chào lại")
    ba = platform.person("Ba")
    group = platform.group("Tổ OCOP", [ana])
    await ba.at(group).joins()
    updates = await api("getUpdates")
    changes = [update.get("my_chat_member") or update["chat_member"] for update in updates]
    assert [
        (change["chat"]["type"], change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in changes
    ] == [
        ("private", "member", "kicked"),
        ("private", "kicked", "member"),
        ("supergroup", "left", "member"),
        ("supergroup", "left", "member"),
    ]
    assert changes[-1]["new_chat_member"]["user"]["first_name"] == "Ba"


class Hook:
    """A webhook that answers with the statuses it was given, then with 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.answer: dict | None = None
        self.got: list[tuple[str | None, dict]] = []
        self.url = ""

    async def handle(self, request: web.BaseRequest) -> web.Response:
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        return web.json_response(self.answer) if self.answer else web.Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    runner = web.ServerRunner(web.Server(lambda request: hook.handle(request)))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    yield hook
    await runner.cleanup()


async def test_a_webhook_gets_everything_in_order_and_again_until_it_says_ok(
    api: Caller, platform: Platform, ana: Phone, hook: Hook
):
    await ana.says("trước")
    hook.statuses = [500, 403]
    assert await api("setWebhook", url=hook.url, secret_token="bi_mat-1") is True
    await ana.says("sau")
    await platform.settled()
    assert [(secret, update["message"]["text"]) for secret, update in hook.got] == [
        ("bi_mat-1", "trước"),
        ("bi_mat-1", "trước"),
        ("bi_mat-1", "trước"),
        ("bi_mat-1", "sau"),
    ]
    info = await api("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (hook.url, 0)
    assert info["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"
    code, why = await api.refused("getUpdates")
    assert (code, why.split(":")[0]) == (409, "Conflict")
    await api("deleteWebhook")
    await ana.says("nữa")
    assert texts(await api("getUpdates")) == ["nữa"]


async def test_one_chat_does_not_hold_up_another(api: Caller, platform: Platform, ana: Phone, hook: Hook):
    ba = platform.person("Ba")
    stuck = asyncio.Event()

    async def handle(request: web.BaseRequest) -> web.Response:
        update = await request.json()
        if update["message"]["chat"]["id"] == ana.id:
            await stuck.wait()
        hook.got.append((None, update))
        if len(hook.got) == 2:
            stuck.set()
        return web.Response()

    hook.handle = handle
    await ana.says("một")
    await api("setWebhook", url=hook.url)
    await ana.says("hai")
    await ba.says("ba")
    await ba.says("bốn")
    await platform.settled()
    assert [update["message"]["text"] for _, update in hook.got] == ["ba", "bốn", "một", "hai"]


async def test_a_webhook_may_answer_with_a_call(api: Caller, platform: Platform, ana: Phone, hook: Hook):
    hook.answer = {"method": "sendMessage", "chat_id": 77, "text": "chào lại"}
    await api("setWebhook", url=hook.url)
    await ana.says("chào")
    assert (await ana.next()).text == "chào lại"


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "không phải"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://x.vn/", "secret_token": "có dấu"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_wrong_webhook_is_refused(api: Caller, params, why):
    assert await api.refused("setWebhook", **params) == (400, f"Bad Request: {why}")
