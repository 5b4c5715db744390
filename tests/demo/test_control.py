"""The switches for the page and for other programs, and who may use them."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from bot.demo.cast import ADMIN_ID, GROUP_ID, OFFICER_ID, PRODUCER_ID, seat_cast
from bot.demo.control import words
from bot.demo.phone import Phone
from bot.demo.platform import Platform
from tests.demo.conftest import Caller
from tests.demo.pictures import png


@pytest.fixture
def demo(api: Caller, platform: Platform):
    async def call(path: str, content: Any = None, method: str = "POST", status: int = 200) -> Any:
        method = method if content is not None or method == "DELETE" else "GET"
        async with api.session.request(method, f"{platform.url}/demo/{path}", json=content) as response:
            assert response.status == status, await response.text()
            return await response.json()

    return call


async def test_people_act_and_the_state_shows_it(demo, platform: Platform, api: Caller):
    cast = seat_cast(platform)
    state = await demo("state")
    assert [phone["id"] for phone in state["phones"]][::3] == [PRODUCER_ID, ADMIN_ID]
    assert {chat["standing"] for chat in state["chats"] if chat["kind"] == "private"} == {"new"}
    await demo("act", {"do": "say", "person": PRODUCER_ID, "text": "/start"})
    markup = {"inline_keyboard": [[{"text": "Đồng ý", "callback_data": "yes"}]]}
    await api("sendMessage", chat_id=PRODUCER_ID, text="<b>Chào</b>", parse_mode="HTML", reply_markup=markup)
    await demo("act", {"do": "press", "person": PRODUCER_ID, "message": 2, "row": 0, "column": 0})
    await demo("act", {"do": "press", "person": PRODUCER_ID, "message": 2, "data": "forged"})
    presses = [update["callback_query"]["data"] for update in await api("getUpdates") if "callback_query" in update]
    assert presses == ["yes", "forged"]
    await demo("act", {"do": "say", "person": OFFICER_ID, "chat": GROUP_ID, "text": "trong nhóm"})
    assert cast.officer.at(cast.group).last.text == "trong nhóm"
    shown = await demo(f"messages?chat={PRODUCER_ID}")
    assert [(message["text"], message["buttons"]) for message in shown][1] == (
        "Chào",
        [[{"label": "Đồng ý", "url": None}]],
    )
    await demo("act", {"do": "block", "person": PRODUCER_ID})
    assert cast.producer.chat.bot == "kicked"


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("act", {"do": "say", "person": 1, "text": "x"}),
        ("act", {"do": "fly", "person": 77}),
        ("act", {"do": "say", "person": 77}),
        ("act", {"do": "say", "person": 77, "chat": -5, "text": "x"}),
        ("act", {"do": "press", "person": 77, "message": 9, "row": 0, "column": 0}),
        ("act", {"do": "press", "person": 77, "label": "không có"}),
        ("faults", {"kind": "earthquake"}),
        ("language", {"language": "xx"}),
        ("people", {"name": "Lan", "id": 77}),
    ],
)
async def test_what_makes_no_sense_is_refused(demo, ana: Phone, path, content):
    assert (await demo(path, content, status=400))["error"]
    assert ana.sees == []


async def test_files_go_up_and_come_down(api: Caller, demo, platform: Platform, ana: Phone):
    picture = png(30, 20)
    url = f"{platform.url}/demo/upload"
    query = {"person": "77", "kind": "photo", "caption": "Nhãn"}
    async with api.session.post(url, params=query, data=picture, headers={"Content-Type": "image/png"}) as response:
        assert response.status == 200
    query = {"person": "77", "kind": "document", "name": "a.html"}
    async with api.session.post(url, params=query, data=b"<script>", headers={"Content-Type": "text/html"}) as response:
        assert response.status == 200
    photo, page = await demo("messages?chat=77")
    assert (photo["text"], photo["file"]["width"]) == ("Nhãn", 30)
    async with api.session.get(platform.url + photo["file"]["url"]) as response:
        assert (response.content_type, await response.read()) == ("image/png", picture)
    async with api.session.get(platform.url + page["file"]["url"]) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"
        assert "sandbox" in response.headers["Content-Security-Policy"]


async def test_faults_limits_people_and_ledger_from_another_process(demo, platform: Platform, api: Caller):
    assert (await demo("people", {"name": "Ba", "id": 5, "started": True})) == {"id": 5}
    group = await demo("groups", {"title": "Tổ", "members": [5]})
    assert platform.world.chats[group["id"]].title == "Tổ"
    await demo("faults", {"kind": "drop_after", "times": 1, "methods": ["sendMessage"]})
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api("sendMessage", chat_id=5, text="một")
    await demo("faults", {"kind": "too_many"})
    assert [fault["kind"] for fault in (await demo("faults", method="DELETE"))["faults"]] == []
    await api("sendMessage", chat_id=5, text="hai")
    calls = await demo("ledger?since=0")
    assert [(call["text"], call["delivered"]) for call in calls] == [("một", False), ("hai", True)]
    assert await demo("ledger?since=2") == []
    assert (await demo("limits", {"enforced": True}))["limits"]["telegram"] is True


async def test_the_stream_tells_what_is_shown(api: Caller, platform: Platform, ana: Phone):
    async with api.session.get(f"{platform.url}/demo/events") as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readline() == b"retry: 1000\n"
        await stream.content.readline()
        await api("sendChatAction", chat_id=77, action="typing")
        await api("sendMessage", chat_id=77, text="chào")
        await api("editMessageText", chat_id=77, message_id=1, text="chào lại")
        events = []
        while len(events) < 3:
            line = await stream.content.readline()
            if line.startswith(b"data: "):
                events.append(json.loads(line[6:]))
    assert [(event["what"], event.get("message", {}).get("text")) for event in events] == [
        ("typing", None),
        ("message", "chào"),
        ("edit", "chào lại"),
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": ""},
    ],
)
async def test_other_sites_are_refused(api: Caller, platform: Platform, ana: Phone, headers):
    content = {"do": "say", "person": 77, "text": "x"}
    async with api.session.post(f"{platform.url}/demo/act", json=content, headers=headers) as response:
        assert response.status == 403
    async with api.session.get(f"{platform.url}/", headers=headers) as response:
        assert response.status == 403
    assert ana.sees == []


async def test_a_plain_form_is_refused(api: Caller, platform: Platform, ana: Phone):
    content = json.dumps({"do": "say", "person": 77, "text": "x"})
    headers = {"Content-Type": "text/plain"}
    async with api.session.post(f"{platform.url}/demo/act", data=content, headers=headers) as response:
        assert response.status == 415


async def test_the_page_is_served_whole_and_nothing_else(api: Caller, platform: Platform):
    for path, kind in (("/", "text/html"), ("/app.js", "text/javascript"), ("/style.css", "text/css")):
        async with api.session.get(platform.url + path) as response:
            assert (response.status, response.content_type) == (200, kind)
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    for path in ("/control.py", "/..%2fcontrol.py", "/demo/files/../x", "/nothing"):
        async with api.session.get(platform.url + path) as response:
            assert response.status == 404


def test_both_languages_have_the_same_words():
    def keys(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: keys(value) for name, value in part.items()}
        return [keys(value) for value in part] if isinstance(part, list) else None

    assert keys(words("vi")) == keys(words("en"))
