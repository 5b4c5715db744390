"""The simulated Zalo Bot Platform as any bot meets it: methods, events, faults, what a plan allows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.demo.phone import Phone
from bot.demo.zalo_bot.plan import Plan
from bot.demo.zalo_bot.shapes import address
from tests.channels.desk import free_port
from tests.demo.pictures import png
from tests.zalo_platform import ZaloCaller, ZaloPlatform

PNG = png(40, 30)
SECRET = "a-word-that-nobody-knows"


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloPlatform]:
    zalo = ZaloPlatform(seed=1)
    async with zalo.running():
        yield zalo


@pytest.fixture
async def api(zalo: ZaloPlatform) -> AsyncIterator[ZaloCaller]:
    async with aiohttp.ClientSession() as session:
        yield ZaloCaller(session, zalo)


@pytest.fixture
def lan(zalo: ZaloPlatform) -> Phone:
    return zalo.person("Hoàng Thị Lan", person_id=77, started=True)


LAN = address(77)


# methods


async def test_the_bot_knows_itself(api: ZaloCaller) -> None:
    me = await api("getMe")
    assert set(me) == {"id", "account_name", "account_type", "can_join_groups"}
    assert me["id"] == "1459232241454765289"


async def test_parameters_come_in_any_form(api: ZaloCaller, zalo: ZaloPlatform, lan: Phone) -> None:
    url = f"{zalo.url}/bot{zalo.token}/sendMessage"
    for given in (
        {"json": {"chat_id": LAN, "text": "một"}},
        {"data": {"chat_id": LAN, "text": "một"}},
        {"params": {"chat_id": LAN, "text": "một"}},
    ):
        for verb in ("POST", "GET"):
            async with api.session.request(verb, url, **given) as response:
                assert (response.status, (await response.json())["ok"]) == (200, True), (verb, given)
    assert [shown.text for shown in lan.sees] == ["một"] * 6


async def test_a_text_arrives_and_its_length_is_counted(api: ZaloCaller, lan: Phone) -> None:
    result = await api("sendMessage", chat_id=LAN, text="x" * 2000)
    assert len(result["message_id"]) == 20
    assert result["date"] == lan.last.at * 1000
    await api("sendMessage", chat_id=LAN, text="🙂" * 1000)
    for wrong in ("", "  ", "x" * 2001, "🙂" * 1001):
        assert await api.refused("sendMessage", chat_id=LAN, text=wrong) == 400
    assert len(lan.sees) == 2


async def test_who_cannot_be_reached(api: ZaloCaller, zalo: ZaloPlatform, lan: Phone) -> None:
    stranger = zalo.person("Triệu Văn Bảo")
    for chat in ("", "77", address(4711), address(stranger.id)):
        assert await api.refused("sendMessage", chat_id=chat, text="x") == 400
    await lan.blocks()
    assert await api.refused("sendMessage", chat_id=LAN, text="x") == 400
    await lan.says("lại đây")
    await api("sendMessage", chat_id=LAN, text="x")


async def test_unknown_methods_names_and_tokens(api: ZaloCaller, zalo: ZaloPlatform) -> None:
    for name in ("getme", "sendDocument", "editMessageText"):
        assert await api.refused(name) == 400
    async with api.session.post(f"{zalo.url}/bot1:wrong/getMe") as response:
        assert (response.status, (await response.json())["error_code"]) == (401, 401)


async def test_typing_has_no_result(api: ZaloCaller, lan: Phone) -> None:
    assert await api.raw("sendChatAction", chat_id=LAN, action="typing") == (200, {"ok": True})
    assert await api.refused("sendChatAction", chat_id=LAN, action="upload_photo") == 400


@pytest.fixture
async def gallery() -> AsyncIterator[str]:
    """A web site with one picture, one page and one voice."""

    async def picture(request: web.Request) -> web.Response:
        return web.Response(body=PNG, content_type="image/png")

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<html>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/a.png", picture)
    app.router.add_get("/page", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_photo_is_fetched_from_its_address(api: ZaloCaller, lan: Phone, gallery: str) -> None:
    await api("sendPhoto", chat_id=LAN, photo=f"{gallery}/a.png", caption="ảnh")
    assert lan.last.file is not None
    assert (lan.last.kind, lan.last.text, lan.last.file.data) == ("photo", "ảnh", PNG)
    for wrong in (f"{gallery}/none", f"{gallery}/page", "a.png", "", f"http://127.0.0.1:{free_port()}/a.png"):
        assert await api.refused("sendPhoto", chat_id=LAN, photo=wrong) == 400
    assert await api.refused("sendPhoto", chat_id=LAN, photo=f"{gallery}/a.png", caption="x" * 2001) == 400
    await api("sendVoice", chat_id=LAN, voice_url=f"{gallery}/page")
    await api("sendSticker", chat_id=LAN, sticker="0e078a2fb66a5f34067b")
    assert [shown.kind for shown in lan.sees] == ["photo", "voice", "text"]


# events, polled for


async def test_every_kind_of_event(api: ZaloCaller, zalo: ZaloPlatform, lan: Phone) -> None:
    async def event() -> tuple[str, dict[str, Any]]:
        found = await api("getUpdates", timeout="30")
        return found["event_name"], found["message"]

    said = await lan.says("xin chào")
    name, message = await event()
    assert (name, message["text"]) == ("message.text.received", "xin chào")
    assert message["chat"] == {"id": LAN, "chat_type": "PRIVATE"}
    assert message["from"] == {"id": LAN, "is_bot": False, "display_name": "Hoàng Thị Lan"}
    assert message["date"] == said.at * 1000
    await lan.sends_photo(PNG, "ảnh")
    name, message = await event()
    assert (name, message["caption"], message["message_type"]) == ("message.image.received", "ảnh", "CHAT_PHOTO")
    async with api.session.get(message["photo_url"]) as response:
        assert (await response.read(), response.content_type) == (PNG, "image/png")
    zalo.habits.photo = True
    await lan.sends_photo(PNG)
    assert "photo" in (await event())[1]
    await lan.sends_sticker(PNG)
    name, message = await event()
    assert (name, message["message_type"]) == ("message.sticker.received", "CHAT_STICKER")
    await lan.sends_voice(b"aac")
    name, message = await event()
    assert name == "message.voice.received"
    assert message["voice_url"].startswith(zalo.url)
    await lan.sends_document(b"%PDF", "giấy.pdf")
    name, message = await event()
    assert (name, set(message)) == ("message.unsupported.received", {"date", "chat", "message_id", "from"})
    for act in (lan.sends_contact(), lan.sends_location(22.1, 105.8), lan.replies(said, "trích")):
        await act
        assert (await event())[0] == "message.unsupported.received"
    zalo.zalo.protected.add(77)
    await lan.says("em là trẻ em")
    assert (await event())[0] == "message.unsupported.received"


async def test_a_group_hears_only_what_is_meant_for_the_bot(api: ZaloCaller, zalo: ZaloPlatform, lan: Phone) -> None:
    group = zalo.group("Phòng OCOP", [lan])
    there = lan.at(group)
    await there.says("nói chuyện riêng")
    await there.says("@OCOP Bot /hangdoi")
    found = (await api("getUpdates"))["message"]
    assert (found["text"], found["chat"]["chat_type"]) == ("@OCOP Bot /hangdoi", "GROUP")
    assert found["chat"]["id"] != found["from"]["id"] == LAN
    await api("sendMessage", chat_id=found["chat"]["id"], text="đây")
    zalo.habits.mention = False
    await there.replies(there.last, "cảm ơn")
    await there.says("@OCOP Bot /hangdoi")
    assert [(await api("getUpdates"))["message"]["text"] for _ in range(2)] == ["cảm ơn", "/hangdoi"]


@pytest.mark.parametrize(
    ("idle", "status", "body"),
    [
        ("408", 408, {"ok": False, "description": "Request timeout", "error_code": 408}),
        ("200", 200, {"ok": False, "description": "Request timeout", "error_code": 408}),
        ("text", 200, {"ok": False, "description": "Request timeout", "error_code": "408"}),
        ("empty", 200, {"ok": True, "result": {}}),
    ],
)
async def test_a_poll_that_nothing_comes_to(
    api: ZaloCaller, zalo: ZaloPlatform, idle: Any, status: int, body: dict[str, Any]
) -> None:
    zalo.habits.idle = idle
    begun = time.monotonic()
    assert await api.raw("getUpdates", timeout=0.05) == (status, body)
    assert time.monotonic() - begun >= 0.05
    assert await api.refused("getUpdates", timeout="soon") == 400


async def test_a_waiting_poll_is_answered_at_once(api: ZaloCaller, zalo: ZaloPlatform, lan: Phone) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    while not zalo.zalo.events.waiting:
        await asyncio.sleep(0)
    await lan.says("chào")
    assert (await poll)["message"]["text"] == "chào"
    # Read is gone, unless this platform gives it again and again.
    assert await api.refused("getUpdates", timeout=0.01) == 408
    zalo.habits.replay = True
    for _ in range(3):
        assert (await api("getUpdates", timeout=30))["message"]["text"] == "chào"
    await lan.says("mới")
    zalo.habits.array = True
    assert [event["message"]["text"] for event in await api("getUpdates")] == ["mới"]


async def test_whoever_hung_up_takes_nothing_along(api: ZaloCaller, zalo: ZaloPlatform, lan: Phone) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    while not zalo.zalo.events.waiting:
        await asyncio.sleep(0)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    await asyncio.sleep(0.05)
    await lan.says("chào")
    assert (await api("getUpdates"))["message"]["text"] == "chào"


# events, posted


class Receiver:
    """A bot's own web server."""

    def __init__(self) -> None:
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.status = 200
        self.came = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((request.headers.get("X-Bot-Api-Secret-Token"), await request.json()))
        self.came.set()
        return web.json_response({"message": "Success"}, status=self.status)


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield receiver, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def test_a_webhook_gets_the_bare_event_and_the_secret(
    api: ZaloCaller, zalo: ZaloPlatform, lan: Phone, receiver: tuple[Receiver, str]
) -> None:
    got, url = receiver
    assert await api.refused("getWebhookInfo") == 404
    result = await api("setWebhook", url=url, secret_token=SECRET)
    assert result["url"] == url
    assert await api.refused("getUpdates") == 400
    await lan.says("một")
    await zalo.settled()
    secret, event = got.got[-1]
    assert (secret, event["event_name"], event["message"]["text"]) == (SECRET, "message.text.received", "một")
    zalo.habits.wrapped = True
    await lan.says("hai")
    await zalo.settled()
    assert got.got[-1][1]["result"]["message"]["text"] == "hai"
    assert (await api("getWebhookInfo"))["url"] == url
    assert (await api("testWebhook"))["ok"] is True
    assert (await api("deleteWebhook"))["url"] == ""
    zalo.habits.empty_info = True
    assert (await api("getWebhookInfo"))["url"] == ""
    await lan.says("ba")
    assert (await api("getUpdates"))["message"]["text"] == "ba"


async def test_what_a_webhook_does_not_take_comes_again(
    api: ZaloCaller, zalo: ZaloPlatform, lan: Phone, receiver: tuple[Receiver, str]
) -> None:
    got, url = receiver
    got.status = 503
    await api("setWebhook", url=url, secret_token=SECRET)
    await lan.says("một")
    await got.came.wait()
    got.status = 200
    await zalo.settled()
    assert len(got.got) > 1


async def test_wrong_webhooks(api: ZaloCaller, zalo: ZaloPlatform, receiver: tuple[Receiver, str]) -> None:
    _, url = receiver
    for wrong in ("", "ocop.example.vn", "http://ocop.example.vn/zalo"):
        assert await api.refused("setWebhook", url=wrong, secret_token=SECRET) == 400
    for short in ("", "seven77", "x" * 257):
        assert await api.refused("setWebhook", url=url, secret_token=short) == 400
    zalo.habits.probe = True
    assert (await api("setWebhook", url=url, secret_token=SECRET))["verification"]["ok"] is True
    gone = f"http://127.0.0.1:{free_port()}/"
    result = await api("setWebhook", url=gone, secret_token=SECRET)
    assert (result["url"], result["verification"]["ok"]) == (gone, False), "saved all the same"


# faults and limits


@pytest.mark.parametrize(
    ("kind", "status", "shown"),
    [("too_many", 429, False), ("server_error", 403, False), ("bad_gateway", 502, False), ("slow", 200, True)],
)
async def test_one_call_fails_and_the_next_does_not(
    api: ZaloCaller, zalo: ZaloPlatform, lan: Phone, kind: Any, status: int, shown: bool
) -> None:
    zalo.faults.next(kind, methods=["sendMessage"], seconds=0.02)
    await api("getMe")
    url = f"{zalo.url}/bot{zalo.token}/sendMessage"
    async with api.session.post(url, json={"chat_id": LAN, "text": "một"}) as response:
        assert response.status == status
    assert bool(lan.sees) is shown
    await api("sendMessage", chat_id=LAN, text="hai")
    assert lan.last.text == "hai"


@pytest.mark.parametrize(("kind", "shown"), [("drop_before", []), ("drop_after", ["một"])])
async def test_the_connection_breaks(
    api: ZaloCaller, zalo: ZaloPlatform, lan: Phone, kind: Any, shown: list[str]
) -> None:
    zalo.faults.next(kind)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api("sendMessage", chat_id=LAN, text="một")
    assert [message.text for message in lan.sees] == shown
    assert [(call.text, call.delivered) for call in zalo.ledger] == [(text, False) for text in shown]
    await api("sendMessage", chat_id=LAN, text="hai")
    last = zalo.ledger.calls[-1]
    assert (last.method, last.chat_id, last.text, last.delivered) == ("sendMessage", 77, "hai", True)


async def test_a_network_that_goes_down_cuts_the_waiting_poll(api: ZaloCaller, zalo: ZaloPlatform, lan: Phone) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    while not zalo.zalo.events.waiting:
        await asyncio.sleep(0)
    zalo.faults.add("drop_before")
    await lan.says("chào")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await poll
    zalo.faults.clear()
    assert (await api("getUpdates"))["message"]["text"] == "chào"


async def test_events_come_twice_or_malformed(api: ZaloCaller, zalo: ZaloPlatform, lan: Phone) -> None:
    zalo.faults.next("duplicate_update")
    await lan.says("chào")
    assert await api("getUpdates") == await api("getUpdates")
    zalo.faults.next("malformed_update")
    await lan.says("hai")
    assert (await api("getUpdates"))["message"]["chat"] is None
    assert (await api("getUpdates"))["message"]["text"] == "hai"


def test_a_plan_counts_people_and_messages() -> None:
    moment = [1_790_000_000.0]
    plan = Plan(people=2, messages=3, now=lambda: moment[0])
    assert [plan.take(chat) for chat in (1, 2, 3, 1, 1)] == [True, True, False, True, False]
    moment[0] += 31 * 86400
    assert plan.take(1), "a new month"
    assert not plan.take(3), "but no new people"
    plan.enforced = False
    assert all(plan.take(chat) for chat in range(9))


async def test_beyond_the_plan_it_is_429(api: ZaloCaller, zalo: ZaloPlatform, lan: Phone) -> None:
    zalo.zalo.limits = Plan(messages=1)
    await api("sendMessage", chat_id=LAN, text="một")
    assert await api.refused("sendMessage", chat_id=LAN, text="hai") == 429
