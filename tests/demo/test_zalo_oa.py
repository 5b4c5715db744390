"""The simulated Official Account, as Zalo's pages describe it: for a bot that none of us wrote."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.demo.phone import Phone
from tests.demo.pictures import png
from tests.oa_platform import DAY, LAN, OaCaller, OaPlatform


@pytest.fixture
async def platform() -> AsyncIterator[OaPlatform]:
    async with OaPlatform().running() as platform:
        yield platform


@pytest.fixture
async def api(platform: OaPlatform) -> AsyncIterator[OaCaller]:
    async with aiohttp.ClientSession() as session:
        yield OaCaller(session, platform)


@pytest.fixture
async def lan(platform: OaPlatform) -> Phone:
    return platform.person(follows=True)


def template(**payload: Any) -> dict[str, Any]:
    return {"type": "template", "payload": payload}


def buttons(*titles: str, **changed: Any) -> dict[str, Any]:
    made = [{"title": title, "type": "oa.query.hide", "payload": f"#{title}", **changed} for title in titles]
    return template(buttons=made)


class Bot:
    """Somebody else's webhook."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        self.pause = 0.0

    async def answer(self, request: web.Request) -> web.Response:
        self.calls.append((dict(request.headers), await request.read()))
        await asyncio.sleep(self.pause)
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.calls]


@pytest.fixture
async def bot(platform: OaPlatform) -> AsyncIterator[Bot]:
    bot = Bot()
    app = web.Application()
    app.router.add_post("/hook", bot.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    platform.front.updates.listen(f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
    yield bot
    await runner.cleanup()


# tokens


async def test_a_refresh_token_works_once(api: OaCaller, platform: OaPlatform) -> None:
    first = platform.front.refresh_token
    pair = await api.refresh(first)
    assert pair["expires_in"] == "90000"
    assert (await api.refresh(first))["error"] == -14014
    assert (await api.refresh(pair["refresh_token"], app_id="1"))["error"] == -14002
    again = await api.refresh(pair["refresh_token"])
    assert set(again) == {"access_token", "refresh_token", "expires_in"}
    api.access = pair["access_token"]
    assert (await api.get("/v2.0/oa/getoa"))["error"] == -216, "replaced"
    api.access = again["access_token"]
    assert (await api.get("/v2.0/oa/getoa"))["data"]["oaid"] == platform.front.oa_id


async def test_an_access_token_ends_after_25_hours_and_a_refresh_token_after_three_months(
    api: OaCaller, platform: OaPlatform
) -> None:
    platform.clock.at += 25 * 3600 - 1
    assert (await api.get("/v2.0/oa/getoa"))["error"] == 0
    platform.clock.at += 1
    assert (await api.get("/v2.0/oa/getoa"))["error"] == -220
    platform.clock.at += 90 * DAY
    assert (await api.refresh(platform.front.refresh_token))["error"] == -14014
    async with api.session.post(f"{platform.url}/console/authorize") as response:
        token = (await response.json())["refresh_token"]
    assert "access_token" in await api.refresh(token)


# sending


async def test_a_text_is_shown(api: OaCaller, lan: Phone) -> None:
    answer = await api.send("Chào chị")
    assert (answer["error"], answer["data"]["user_id"], answer["data"]["quota"]) == (
        0,
        str(LAN),
        {"quota_type": "reply"},
    )
    assert lan.last.text == "Chào chị"
    assert (await api.send("x", quote_message_id=answer["data"]["message_id"]))["error"] == 0
    assert lan.last.reply_to is not None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"user": LAN}, -201),
        ({"user": "7"}, -201),
        ({"text": " "}, -201),
        ({"text": "x" * 2001}, -210),
        ({"attachment": buttons(*"abcdef")}, -201),
        ({"attachment": buttons("x" * 101)}, -210),
        ({"attachment": buttons("a", payload="x" * 1001)}, -210),
        ({"attachment": buttons("a", type="oa.query.dance")}, -201),
        ({"attachment": buttons("a", type="oa.open.url", payload={"url": "ftp://x"})}, -201),
        ({"text": "", "attachment": buttons("a")}, -201),
        ({"attachment": template(template_type="banner")}, -233),
        ({"attachment": template(template_type="media", elements=[{"media_type": "image"}])}, -201),
        ({"attachment": {"type": "file", "payload": {"token": "none"}}}, -201),
        ({"attachment": "file"}, -201),
    ],
)
async def test_what_is_refused(api: OaCaller, lan: Phone, given: dict[str, Any], code: int) -> None:
    assert (await api.send(**given))["error"] == code
    assert lan.sees == []


async def test_a_press_comes_back_as_a_text(api: OaCaller, lan: Phone, bot: Bot, platform: OaPlatform) -> None:
    for form in ({}, {"template_type": "button"}):
        attachment = buttons("Có", "Không")
        attachment["payload"] |= form
        assert (await api.send("Đồng ý?", attachment=attachment))["error"] == 0
        await lan.presses("Không")
        await platform.settled()
        event = bot.events[-1]
        assert (event["event_name"], event["message"]["text"]) == ("user_send_text", "#Không")
        assert lan.last.from_bot, "a hidden press shows nothing"
    await api.send("?", attachment=buttons("Hiện", type="oa.query.show"))
    await lan.presses("Hiện")
    assert (lan.last.text, lan.last.from_bot) == ("#Hiện", False)


async def test_the_windows(api: OaCaller, lan: Phone, platform: OaPlatform) -> None:
    api.passes(48 * 3600)
    assert (await api.send())["data"]["quota"]["quota_type"] == "reply"
    api.passes(1)
    assert (await api.send())["data"]["quota"]["quota_type"] == "purchase_quota"
    assert platform.front.charged == 1
    platform.limits.paid = 0
    assert (await api.send())["error"] == -211
    api.passes(5 * DAY)
    assert (await api.send())["error"] == -230
    await lan.says("vẫn đây")
    assert (await api.send())["error"] == 0


async def test_the_eight_free_ones_of_before(api: OaCaller, lan: Phone, platform: OaPlatform) -> None:
    platform.limits.free_replies, platform.limits.paid = 2, 0
    assert [(await api.send())["error"] for _ in range(3)] == [0, 0, -218]
    await lan.says("nữa")
    assert (await api.send())["data"]["quota"] == {"quota_type": "reply", "remain": "1", "total": "2"}


async def test_who_can_not_be_reached(api: OaCaller, lan: Phone, platform: OaPlatform) -> None:
    stranger = platform.person("Bảo", 77)
    assert (await api.send(user="77"))["error"] == -213
    await stranger.says("chào")
    assert (await api.send(user="77"))["error"] == 0
    platform.limits.needs_follower = True
    assert (await api.send(user="77"))["error"] == -213
    platform.front.restricted.add(LAN)
    assert (await api.send())["error"] == -244
    await lan.blocks()
    assert (await api.send())["error"] == -213
    lan.person.deactivated = True
    assert (await api.send())["error"] == -227


async def test_uploads(api: OaCaller, lan: Phone, platform: OaPlatform) -> None:
    picture = (await api.upload("image", "a.png", png(40, 30)))["data"]["attachment_id"]
    elements = [{"media_type": "image", "attachment_id": picture}]
    assert (await api.send("nhãn", attachment=template(template_type="media", elements=elements)))["error"] == 0
    assert (lan.last.kind, lan.last.text) == ("photo", "nhãn")
    token = (await api.upload("file", "giấy.pdf", b"%PDF"))["data"]["token"]
    paper = {"type": "file", "payload": {"token": token}}
    assert (await api.send("", attachment=paper))["error"] == 0
    assert lan.last.file is not None
    assert (lan.last.kind, lan.last.file.name) == ("document", "giấy.pdf")
    assert (await api.upload("file", "a.xlsx", b"x")) == {"data": {}, "error": 0, "message": "Success"}
    assert (await api.upload("image", "a.png", b"x" * (1024 * 1024 + 1)))["error"] == -210
    assert (await api.upload("image", "a.png", b"x"))["error"] == -201
    api.passes(7 * DAY)
    await lan.says("một tuần sau")
    assert (await api.send("", attachment=paper))["error"] == -100


async def test_the_limit_of_a_minute(api: OaCaller, lan: Phone, platform: OaPlatform) -> None:
    platform.limits.enforced, platform.limits.per_minute = True, 3
    assert [(await api.send())["error"] for _ in range(5)] == [0, 0, 0, -32, -32]


async def test_faults(api: OaCaller, lan: Phone, platform: OaPlatform) -> None:
    platform.faults.next("too_many", methods=["cs"])
    assert (await api.send())["error"] == -32
    for kind, shown in (("drop_before", 0), ("drop_after", 1)):
        platform.faults.next(kind)  # type: ignore[arg-type]
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await api.send(kind)
        assert len(lan.sees) == shown
    assert [(call.method, call.text, call.delivered) for call in platform.ledger] == [
        ("message/cs", "drop_after", False)
    ]


async def test_what_is_known_of_people(api: OaCaller, lan: Phone, platform: OaPlatform) -> None:
    await lan.says("một")
    await api.send("hai")
    found = await api.get("/v3.0/oa/user/detail", json.dumps({"user_id": str(LAN)}))
    assert (found["data"]["display_name"], found["data"]["user_is_follower"]) == ("Hoàng Thị Lan", True)
    listed = await api.get("/v2.0/oa/listrecentchat", json.dumps({"offset": 0, "count": 5}))
    assert sorted((row["src"], row["message"]) for row in listed["data"]) == [(0, "hai"), (1, "một")]
    assert (await api.get("/v2.0/oa/listrecentchat", '{"count": 11}'))["error"] == -201
    assert (await api.get("/v2.0/oa/nothing"))["error"] == -404


# the webhook


async def test_events_are_signed(bot: Bot, lan: Phone, platform: OaPlatform) -> None:
    await lan.says("xin chào")
    await platform.settled()
    headers, body = bot.calls[-1]
    event = json.loads(body)
    front = platform.front
    text = front.app_id.encode() + body + event["timestamp"].encode() + front.secret_key.encode()
    assert headers["X-ZEvent-Signature"] == f"mac={hashlib.sha256(text).hexdigest()}"
    assert event["sender"] == {"id": str(LAN)}
    assert event["recipient"] == {"id": front.oa_id}


async def test_everything_that_people_do(bot: Bot, platform: OaPlatform, api: OaCaller) -> None:
    lan = platform.person()
    await lan.says("một")
    photo = await lan.sends_photo(png(9, 9), "ảnh")
    await lan.sends_document(b"%PDF", "giấy.pdf", "application/pdf")
    await lan.sends_voice(b"aac")
    await lan.sends_sticker(b"RIFF")
    await lan.sends_location(22.1, 105.8)
    await lan.sends_contact("+84912345678")
    await lan.blocks()
    await lan.unblocks()
    platform.front.click_chat(lan.chat)
    platform.front.submit_info(lan.chat, "84912345678")
    await platform.settled()
    names = [event["event_name"] for event in bot.events]
    kinds = ("text", "image", "file", "audio", "sticker", "location", "business_card")
    assert names == [
        *(f"user_send_{kind}" for kind in kinds),
        "unfollow",
        "follow",
        "user_click_chatnow",
        "user_submit_info",
    ]
    image, paper = bot.events[1]["message"], bot.events[2]["message"]["attachments"][0]["payload"]
    assert image["text"] == "ảnh"
    assert (paper["name"], paper["size"], paper["type"]) == ("giấy.pdf", "4", "pdf")
    assert bot.events[5]["message"]["attachments"][0]["payload"]["coordinates"]["latitude"] == "22.1"
    assert bot.events[7]["follower"] == {"id": str(LAN)}
    async with api.session.get(image["attachments"][0]["payload"]["url"]) as response:
        assert photo.file is not None
        assert await response.read() == photo.file.data


async def test_what_is_not_answered_comes_again_behind_what_followed(
    bot: Bot, lan: Phone, platform: OaPlatform
) -> None:
    await platform.settled()
    bot.calls.clear()
    bot.statuses = [500]
    await lan.says("một")
    await lan.says("hai")
    await platform.settled()
    assert [event["message"]["text"] for event in bot.events] == ["một", "hai", "một"]
    assert bot.calls[-1][0]["num_retry"] == "1"
    platform.front.updates.pauses = (0.01,)
    bot.statuses = [500] * 2
    await lan.says("ba")
    await platform.settled()
    assert platform.front.updates.lost == 1


async def test_echoes(lan: Phone, bot: Bot, platform: OaPlatform, api: OaCaller) -> None:
    platform.front.echoes = True
    await api.send("chào")
    await platform.settled()
    assert [event["event_name"] for event in bot.events] == ["oa_send_text", "user_received_message"]
    assert bot.events[0]["sender"]["id"] == platform.front.oa_id


async def test_the_console_tries_an_address(bot: Bot, platform: OaPlatform, api: OaCaller) -> None:
    url = platform.front.updates.url
    async with api.session.post(f"{platform.url}/console/webhook", json={"url": url}) as response:
        assert await response.json() == {"ok": True}
    headers, body = bot.calls[-1]
    assert (body, "X-ZEvent-Signature" in headers) == (b"{}", False)
    async with api.session.post(f"{platform.url}/console/webhook", json={"url": "http://127.0.0.1:1/"}) as response:
        assert await response.json() == {"ok": False}
    assert platform.front.updates.url == url


async def test_faults_of_events(lan: Phone, bot: Bot, platform: OaPlatform) -> None:
    platform.faults.next("duplicate_update")
    await lan.says("một")
    platform.faults.next("malformed_update")
    await lan.says("hai")
    await platform.settled()
    assert [event["message"] == ["not an object"] for event in bot.events] == [False, False, True, False]
    assert bot.events[0]["message"]["msg_id"] == bot.events[1]["message"]["msg_id"]
