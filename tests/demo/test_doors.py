"""One phone, three apps: each with a world of its own, one server for all."""

from __future__ import annotations

import json

import aiohttp
import pytest

from bot.demo.cast import ADMIN_ID, IDS, OFFICER_ID, PRODUCER_ID, Cast, seat_cast
from bot.demo.door import Door
from bot.demo.platform import ZALO_TOKEN, Platform
from tests.demo.conftest import Caller
from tests.demo.pictures import png

APPS = ("telegram", "zalo", "zalo_oa")


@pytest.fixture
def cast(platform: Platform) -> Cast:
    return seat_cast(platform)


@pytest.fixture(params=APPS)
def door(request: pytest.FixtureRequest, platform: Platform, cast: Cast) -> Door:
    return platform.doors[request.param]


async def sends(api: Caller, platform: Platform, app: str, text: str) -> None:
    """The bot writes to the first producer, in the protocol of the app."""
    door = platform.doors[app]
    to = door.address(door.phones[PRODUCER_ID])
    match app:
        case "telegram":
            await api("sendMessage", chat_id=to, text=text)
        case "zalo":
            url = f"{door.url}/bot{ZALO_TOKEN}/sendMessage"
            async with api.session.post(url, json={"chat_id": to, "text": text}) as response:
                assert response.status == 200, await response.text()
        case "zalo_oa":
            headers = {"access_token": platform.zalo_oa.oauth.issue()}
            message = {"recipient": {"user_id": to}, "message": {"text": text}}
            url = f"{door.url}/v3.0/oa/message/cs"
            async with api.session.post(url, json=message, headers=headers) as response:
                assert (await response.json())["error"] == 0


async def demo(api: Caller, path: str, content: object = None) -> dict:
    method = "GET" if content is None else "POST"
    async with api.session.request(method, f"{api.platform.url}/demo/{path}", json=content) as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def test_everybody_has_every_app_and_each_app_its_own_history(api: Caller, platform: Platform, door: Door):
    assert list(door.phones) == [*IDS.values()]
    await demo(api, "act", {"do": "say", "app": door.app, "person": PRODUCER_ID, "text": "chào"})
    await sends(api, platform, door.app, "Chào anh/chị")
    assert [message.text for message in door.phones[PRODUCER_ID].sees] == ["chào", "Chào anh/chị"]
    for other in platform.doors.values():
        if other is not door:
            assert other.phones[PRODUCER_ID].sees == []
            assert len(other.ledger) == 0
    shown = await demo(api, f"messages?app={door.app}&chat={PRODUCER_ID}")
    assert [message["text"] for message in shown] == ["chào", "Chào anh/chị"]
    [call] = await demo(api, f"ledger?app={door.app}")
    assert (call["text"], call["delivered"]) == ("Chào anh/chị", True)


async def test_the_state_tells_what_each_app_can(api: Caller, platform: Platform, cast: Cast):
    state = await demo(api, "state")
    assert {app["app"]: (app["begins"], app["attach"][:2]) for app in state["apps"]} == {
        "telegram": ("start", ["photo", "document"]),
        "zalo": ("write", ["photo", "sticker"]),
        "zalo_oa": ("follow", ["photo", "document"]),
    }
    officer = next(phone for phone in state["phones"] if phone["role"] == "officer")
    assert [place["app"] for place in officer["chats"]] == ["telegram", "telegram", "zalo", "zalo_oa"]
    assert {app["bot"]["name"] for app in state["apps"]} == {"Trợ lý OCOP", "Văn phòng OCOP tỉnh"}


async def test_faults_and_limits_of_one_app_or_of_all(api: Caller, platform: Platform, cast: Cast):
    await demo(api, "faults", {"kind": "drop_before", "app": "zalo"})
    assert [door.app for door in platform.doors.values() if door.faults.rules] == ["zalo"]
    for app in APPS:
        await platform.doors[app].phones[PRODUCER_ID].says("chào")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await sends(api, platform, "zalo", "một")
    await sends(api, platform, "telegram", "một")
    await sends(api, platform, "zalo_oa", "một")
    health = await demo(api, "faults", {"kind": "slow", "seconds": 0})
    assert {fault["app"] for fault in health["faults"] if fault["kind"] == "slow"} == {*APPS}
    async with api.session.delete(f"{platform.url}/demo/faults?app=zalo") as response:
        assert {fault["app"] for fault in (await response.json())["faults"]} == {"telegram", "zalo_oa"}
    health = await demo(api, "limits", {"enforced": True, "app": "zalo_oa"})
    assert health["limits"] == {"telegram": False, "zalo": False, "zalo_oa": True}
    assert health["accepted"] == {"telegram": 1, "zalo": 0, "zalo_oa": 1}


async def test_pictures_and_stickers_of_every_app_can_be_looked_at(api: Caller, platform: Platform, door: Door):
    query = {"app": door.app, "person": str(ADMIN_ID), "kind": "photo"}
    async with api.session.post(f"{platform.url}/demo/upload", params=query, data=png(30, 20)) as response:
        assert response.status == 200
    await demo(api, "act", {"do": "sticker", "app": door.app, "person": ADMIN_ID})
    for message in await demo(api, f"messages?app={door.app}&chat={ADMIN_ID}"):
        async with api.session.get(platform.url + message["file"]["url"]) as response:
            assert response.content_type == message["file"]["mime"]
            assert await response.read()


async def test_the_stream_names_the_app(api: Caller, platform: Platform, door: Door):
    async with api.session.get(f"{platform.url}/demo/events") as stream:
        await stream.content.readuntil(b"\n\n")
        await demo(api, "act", {"do": "say", "app": door.app, "person": OFFICER_ID, "text": "chào"})
        line = await stream.content.readline()
    event = json.loads(line.removeprefix(b"data: "))
    assert (event["app"], event["chat"], event["message"]["text"]) == (door.app, OFFICER_ID, "chào")


async def test_an_app_that_there_is_not(api: Caller, platform: Platform, cast: Cast):
    content = {"do": "say", "app": "icq", "person": PRODUCER_ID, "text": "x"}
    async with api.session.post(f"{platform.url}/demo/act", json=content) as response:
        assert (response.status, (await response.json())["error"]) == (
            400,
            "app is one of ['telegram', 'zalo', 'zalo_oa']",
        )
