"""The Official Account's webhook: what comes in, and what is refused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

from bot.channels.zalo_oa_words import read_event, signature
from bot.demo.phone import Phone
from bot.http import LARGEST_BODY
from handlers.front import front_door
from models.mail import Event, EventKind
from tests.channels.oa_office import OaOffice, oa_office
from tests.demo.pictures import png
from tests.oa_platform import LAN


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[OaOffice]:
    async with oa_office(tmp_path) as office:
        yield office


def counted(name: str) -> float:
    return REGISTRY.get_sample_value(f"ocop_{name}_total", {"channel": "zalo_oa"}) or 0.0


def test_the_signature_is_as_others_have_computed_it() -> None:
    assert signature("X", b"BODY", "1234567890", "Y") == (
        "2f1ef5aabe67e8396a459ca89562e108ad541f82ba5022c85f645bd6b7220cb9"
    )
    body = (
        b'{"app_id":"360846524940903967","event_name":"user_send_text","sender":{"id":"246845883529197922"},'
        b'"recipient":{"id":"388613280878808645"},"message":{"msg_id":"m1","text":"hi"},"timestamp":"1700000000000"}'
    )
    assert signature("360846524940903967", body, "1700000000000", "testsecret") == (
        "60478ea4efdefd9a710a92e89231c33f1dc280c48ddaf7846e10427c84ad5768"
    )


async def test_everything_that_people_do_becomes_an_event(office: OaOffice) -> None:
    desk, front = office.desk, office.platform.front
    lan = office.platform.person()
    front.follow(lan.chat)
    event = await desk.next()
    assert (event.kind, event.text, event.chat, event.sender) == (EventKind.TEXT, "/start", str(LAN), str(LAN))
    assert (event.channel, event.bot, event.group) == ("zalo_oa", front.app_id, False)
    said = await lan.says("xin chào")
    event = await desk.next()
    assert (event.kind, event.text) == (EventKind.TEXT, "xin chào")
    await lan.replies(said, "thêm")
    assert (await desk.next()).data["reply_to"] == event.data["message_id"]
    await lan.sends_photo(png(9, 9), "ảnh")
    event = await desk.next()
    assert (event.kind, event.text, event.data["file"]["name"]) == (EventKind.PHOTO, "ảnh", "photo.jpg")
    await lan.sends_document(b"%PDF", "giấy.pdf", "application/pdf")
    file = (await desk.next()).data["file"]
    assert (file["name"], file["mime"], file["size"]) == ("giấy.pdf", "application/pdf", 4)
    await lan.sends_voice(b"aac")
    assert (await desk.next()).kind is EventKind.VOICE
    await lan.sends_sticker(b"RIFF")
    assert (await desk.next()).kind is EventKind.OTHER
    await lan.sends_location(22.1, 105.8)
    assert (await desk.next()).data["latitude"] == 22.1
    await lan.sends_contact("+84912345678")
    event = await desk.next()
    assert (event.kind, event.data["phone"]) == (EventKind.CONTACT, "+84912345678")
    front.submit_info(lan.chat, "84912345678", "Lan")
    event = await desk.next()
    assert (event.kind, event.data["phone"], event.data["name"]) == (EventKind.CONTACT, "84912345678", "Lan")
    front.click_chat(lan.chat)
    event = await desk.next()
    assert (event.kind, event.data["present"]) == (EventKind.MEMBER, True)
    await lan.blocks()
    event = await desk.next()
    assert (event.kind, event.data["present"]) == (EventKind.MEMBER, False)


@pytest.mark.parametrize(
    ("text", "kind", "read"),
    [
        ("#request.kind:barcode", EventKind.CHOICE, "request.kind:barcode"),
        ("#case.over.yes:7", EventKind.CHOICE, "case.over.yes:7"),
        ("#x.y:tên có dấu cách", EventKind.CHOICE, "x.y:tên có dấu cách"),
        ("#mavach", EventKind.TEXT, "#mavach"),
        ("#ocop: 4 sao", EventKind.TEXT, "#ocop: 4 sao"),
        ("#1", EventKind.TEXT, "#1"),
        ("# một", EventKind.TEXT, "# một"),
        ("#ocop bốn sao", EventKind.TEXT, "#ocop bốn sao"),
        (f"#a.b:{'x' * 61}", EventKind.TEXT, f"#a.b:{'x' * 61}"),
        ("nul\0l", EventKind.TEXT, "null"),
        ("half a \ud83d", EventKind.TEXT, "half a \ufffd"),
    ],
)
async def test_a_press_is_told_from_a_text(office: OaOffice, text: str, kind: EventKind, read: str) -> None:
    assert await office.post(office.said(text)) == 200
    event = await office.desk.next()
    assert (event.kind, event.text) == (kind, read)


async def test_a_link_is_a_text_with_what_it_is_about(office: OaOffice) -> None:
    payload = {"url": "https://ocop.vn/x", "title": "Hội chợ", "description": "Hội chợ", "thumbnail": "https://a.vn/1"}
    shared = {"msg_id": "1", "attachments": [{"type": "link", "payload": payload}]}
    assert await office.post(office.said(event_name="user_send_link", message=shared)) == 200
    event = await office.desk.next()
    assert (event.kind, event.text, event.data["link"]) == (EventKind.TEXT, "Hội chợ\nhttps://ocop.vn/x", True)


def test_every_button_of_the_house_is_known_as_one() -> None:
    for name in front_door().choices:
        event = {"event_name": "user_send_text", "sender": {"id": "7"}, "timestamp": "1790000000000"}
        read = read_event(event | {"message": {"msg_id": "1", "text": f"#{name}:1"}}, channel="zalo_oa", bot="1")
        assert read is not None
        assert (read.kind, read.text) == (EventKind.CHOICE, f"{name}:1")


async def test_wrong_signatures_are_refused_and_counted(office: OaOffice) -> None:
    before, said = counted("webhook_refused"), office.said()
    wrong = [None, "", "mac=", "mac=" + "0" * 64, "0" * 64, "mật"]
    for signed in wrong:
        assert await office.post(said, signature=signed) == 401
    now = time.time_ns() // 1_000_000
    stamps = [str(now - 25 * 3600_000), str(now + 2 * 3600_000), "soon", "", "9" * 400]
    for stamp in stamps[:-2]:
        assert await office.post(said, timestamp=stamp) == 401
    assert await office.post(said, timestamp=stamps[-1]) == 401
    unread = (b"{not json", b"[1]", b"\xff")
    for body in unread:
        assert await office.post(body, signature="mac=00") == 401
    assert counted("webhook_refused") == before + len(wrong) + len(stamps) - 1 + len(unread)
    assert office.desk.events == []


async def test_the_forms_in_which_a_signature_comes(office: OaOffice) -> None:
    front = office.platform.front
    stamp = str(time.time_ns() // 1_000_000)
    for number, prefix in enumerate(("mac=", "", "mac=")):
        body = f'{{"event_name":"follow","follower":{{"id":"7{number}"}},"timestamp":{stamp}}}'.encode()
        right = signature(front.app_id, body, stamp, front.secret_key)
        given: Any = {"signature": prefix + (right.upper() if number == 2 else right)}
        # The moment may stand in the body alone.
        assert await office.post(body, **given, timestamp=None if number else stamp) == 200
        assert (await office.desk.next()).chat == f"7{number}"
    later = str(int(stamp) - 3600_000)  # posted again an hour later
    assert await office.post(office.said(), timestamp=later) == 200


async def test_the_consoles_probe_is_answered_and_does_nothing(office: OaOffice) -> None:
    assert await office.platform.front.updates.probe(f"{office.url}/zalo-oa")
    assert await office.post(b"{}", signature=None, timestamp=None) == 200
    assert await office.post(b'{"event_name":"follow"}', signature=None) == 401
    assert office.desk.events == []


async def test_what_cannot_be_read_is_refused_or_skipped(office: OaOffice) -> None:
    before = counted("updates_unreadable")
    unread = (b"{not json", b"\xff\xfe", b"[]", b"null", b"7", b"[" * 100_000)
    for body in unread:
        assert await office.post(body) == 400, body[:9]
    assert await office.post(b" " * (LARGEST_BODY + 1)) == 413
    assert counted("updates_unreadable") == before + len(unread)
    before = counted("updates_unreadable")
    broken: list[dict[str, Any]] = [
        {"event_name": 7},
        {"event_name": "user_send_text"},
        {"event_name": "user_send_text", "sender": None},
        *({"event_name": "user_send_text", "sender": {"id": odd}} for odd in (True, -1, [1], " ", "\0", "x" * 65)),
        *(office.said(number=odd) for odd in ({"a": 1}, "", True, "m" * 129)),  # type: ignore[arg-type]
        office.said(message=["not an object"]),
        office.said(message={"msg_id": "1", "text": "x", "quote_msg_id": ["2"]}),
        office.said(message={"msg_id": "1", "text": {"a": 1}}),
        office.said(event_name="user_send_image", message={"msg_id": "1", "attachments": [{}]}),
        office.said(event_name="user_send_location", message={"msg_id": "1", "attachments": [{"payload": {}}]}),
        office.said(event_name="follow"),
        office.said(timestamp=str(10**15)),
    ]
    for event in broken[:-1]:
        assert await office.post(event) == 200, event
    assert counted("updates_unreadable") == before + len(broken) - 1
    # What came is noted, and nobody is answered.
    assert {event.kind for event in office.desk.events} == {EventKind.UNKNOWN}
    assert len(office.desk.events) == len(broken) - 1


@pytest.mark.parametrize("name", ["user_send_image", "user_send_file"])
@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:1/a.jpg", "https://192.168.0.1/a.jpg", ""])
async def test_a_file_at_an_address_that_is_not_asked_is_none(office: OaOffice, name: str, url: str) -> None:
    attached = [{"type": "file", "payload": {"url": url, "name": "a.jpg"}}]
    assert await office.post(office.said(event_name=name, message={"msg_id": "1", "attachments": attached})) == 200
    event = await office.desk.next()
    assert (event.kind, event.data) == (EventKind.OTHER, {"message_id": "1"})


async def test_what_says_that_it_is_packed_is_not_unpacked(office: OaOffice, caplog: pytest.LogCaptureFixture) -> None:
    before = counted("webhook_refused")
    for how in ("gzip", "deflate", "br"):
        packed = {"Content-Encoding": how}
        assert await office.post(b"not packed", signature=None, more=packed) == 401
        assert await office.post(b"not packed", more=packed) == 400
    assert counted("webhook_refused") == before + 3
    assert [record for record in caplog.records if record.exc_info] == []


async def test_what_needs_no_answer_is_counted(office: OaOffice) -> None:
    before = counted("updates_ignored")
    echo = {"sender": {"id": office.platform.front.oa_id}, "recipient": {"id": str(LAN)}}
    quiet = ["oa_send_text", "user_seen_message", "user_received_message", "user_reacted_message"]
    others = ["user_send_group_text", "anonymous_send_text"]
    for name in quiet + others:
        assert await office.post(office.said(event_name=name, **echo)) == 200
    own = office.said(sender={"id": "9"}, recipient={"id": "9"})
    assert await office.post(own) == 200
    assert counted("updates_ignored") == before + len(quiet) + len(others) + 1
    assert office.desk.events == []
    # Its own words under the name of a person's, as soon as it knows who it is.
    async with asyncio.timeout(10):
        while not office.channel._account:
            await asyncio.sleep(0)
    assert await office.post(office.said(**echo)) == 200
    assert counted("updates_ignored") == before + len(quiet) + len(others) + 2
    assert office.desk.events == []
    for name in ("add_user_to_tag", "permission_revoked"):
        assert await office.post(office.said("lời nhắn", event_name=name)) == 200
        noted = await office.desk.next()
        assert (noted.kind, noted.chat, noted.text, noted.data["event"]) == (EventKind.UNKNOWN, "", "", name)
    assert counted("updates_ignored") == before + len(quiet) + len(others) + 4
    assert await office.post(office.said(event_name="user_send_hologram")) == 200
    assert (await office.desk.next()).kind is EventKind.OTHER


def test_what_comes_twice_has_the_same_id() -> None:
    said = {
        "event_name": "user_send_text",
        "sender": {"id": "7"},
        "message": {"msg_id": "m1", "text": "x"},
        "timestamp": "1700000000000",
    }
    first = read_event(said, channel="zalo_oa", bot="1")
    again = read_event({**said, "timestamp": "1700000030000"}, channel="zalo_oa", bot="1")
    assert first is not None
    assert again is not None
    assert (first.id, again.id) == ("user_send_text:m1",) * 2
    followed = {"event_name": "follow", "follower": {"id": "7"}, "timestamp": "1700000000000"}
    event = read_event(followed, channel="zalo_oa", bot="1")
    assert event is not None
    assert event.id == "follow:1700000000000:7"


async def test_what_cannot_be_stored_comes_again(office: OaOffice) -> None:
    lan = office.platform.person()
    office.desk.failures = 2
    await lan.says("một")
    await office.platform.settled()
    assert [event.text for event in office.desk.events] == ["một"]
    assert office.platform.front.updates.refused == [503, 503]


async def test_a_slow_commit_is_posted_again_under_the_same_id(
    office: OaOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zalo waits two seconds only; the inbox knows the second one by its id."""
    monkeypatch.setattr("bot.demo.zalo_oa.updates.PATIENCE", 0.1)
    events: list[Any] = []

    async def slowly(batch: Any) -> None:
        if not events:
            await asyncio.sleep(0.3)
        events.extend(batch)

    lan = office.platform.person()
    async with asyncio.timeout(10):
        while office.channel._deliver is None:
            await asyncio.sleep(0)
    office.channel._deliver = slowly
    await lan.says("một")
    await office.platform.settled()
    assert len(events) >= 2
    assert len({event.id for event in events}) == 1


async def test_names_are_known_from_the_second_event_on(office: OaOffice) -> None:
    lan = office.platform.person(follows=True)
    stranger = office.platform.person("Bảo", 77)
    assert "name" not in (await office.desk.next()).data
    async with asyncio.timeout(10):
        while "name" not in (event := await _said(office, lan)).data:
            pass
    assert event.data["name"] == "Hoàng Thị Lan"
    office.platform.faults.add("server_error", methods=["detail"])
    for _ in range(3):
        assert "name" not in (await _said(office, stranger)).data


async def _said(office: OaOffice, who: Phone) -> Event:
    await who.says("chào")
    return await office.desk.next()


async def test_the_answer_waits_for_the_commit(office: OaOffice) -> None:
    stored = asyncio.Event()

    async def slowly(events: Any) -> None:
        await stored.wait()

    office.channel._deliver = slowly
    posting = asyncio.create_task(office.post(office.said()))
    await asyncio.sleep(0.1)
    assert not posting.done()
    stored.set()
    assert await posting == 200
