"""The Zalo Bot channel against the simulated platform: what comes in, what goes out, what fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

import bot.channels.zalo
from bot.channels.base import Envelope, NotFetched, Outcome, Verdict
from bot.channels.counters import UNREADABLE
from bot.channels.network import Dropped, NotSent
from bot.channels.zalo import Patience, ZaloChannel
from bot.channels.zalo_api import ZaloApi, ZaloError
from bot.channels.zalo_words import read_update
from bot.demo.faults import Fault
from bot.demo.phone import Phone
from bot.demo.zalo_bot.shapes import address
from models.mail import Choice, Event, EventKind, File, Message, Operation, Reason
from models.requests import LARGEST_FILE
from tests.channels.answering import answering
from tests.channels.desk import Desk, free_port, opened
from tests.demo.pictures import png
from tests.zalo_platform import ZaloPlatform

PNG = png(40, 30)
LAN = address(77)


def message(text: str, *choices: Choice, chat: str = LAN, **more: Any) -> Envelope:
    return Envelope(chat, Operation.SEND, Message(text, list(choices), **more))


class TheSecond(Fault):
    """Strikes the second call only."""

    def strikes(self, method: str, chance: Random) -> bool:
        self.struck += method in self.methods
        return method in self.methods and self.struck == 2


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloPlatform]:
    zalo = ZaloPlatform(seed=1)
    async with zalo.running():
        yield zalo


@pytest.fixture
def lan(zalo: ZaloPlatform) -> Phone:
    return zalo.person("Hoàng Thị Lan", person_id=77, started=True)


@pytest.fixture
async def gallery(tmp_path: Path) -> AsyncIterator[str]:
    """Serves the folder as our own web server would."""
    app = web.Application()
    app.router.add_static("/", tmp_path)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def channel(
    zalo: ZaloPlatform, desk: Desk, gallery: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ZaloChannel]:
    """A channel that polls, with a public address for pictures."""
    monkeypatch.setattr(bot.channels.zalo, "GAP", 0.02)

    async def share(file: File) -> str:
        if file.path == "none.png":
            raise FileNotFoundError
        return f"{gallery}/{file.path}"

    async with opened(ZaloChannel(zalo.token, zalo.url, share=share), desk) as channel:
        await polling(zalo)
        yield channel


@pytest.fixture
async def shut_in(zalo: ZaloPlatform, desk: Desk) -> AsyncIterator[ZaloChannel]:
    """A channel without a public address."""
    async with opened(ZaloChannel(zalo.token, zalo.url), desk) as channel:
        await polling(zalo)
        yield channel


async def polling(zalo: ZaloPlatform) -> None:
    async with asyncio.timeout(10):
        while not zalo.zalo.events.waiting:
            await asyncio.sleep(0.005)


# coming in, by polling


async def test_every_kind_of_message_becomes_an_event(channel: ZaloChannel, desk: Desk, lan: Phone) -> None:
    await lan.says("xin chào")
    event = await desk.next()
    assert (event.kind, event.text, event.chat, event.sender) == (EventKind.TEXT, "xin chào", LAN, LAN)
    assert (event.channel, event.bot, event.group) == ("zalo", "1459232241454765289", False)
    assert event.id.startswith("message.text.received:")
    assert event.data["name"] == "Hoàng Thị Lan"
    assert abs(event.at.timestamp() - lan.last.at) < 1
    await lan.sends_photo(PNG, "ảnh")
    event = await desk.next()
    assert (event.kind, event.text, event.data["file"]["mime"]) == (EventKind.PHOTO, "ảnh", "image/png")
    assert event.data["file"]["name"] == "photo.png"
    await lan.sends_voice(b"aac")
    assert (await desk.next()).kind is EventKind.VOICE
    await lan.sends_sticker(PNG)
    event = await desk.next()
    assert (event.kind, event.data.get("unsupported")) == (EventKind.OTHER, None)
    for act in (lan.sends_document(b"%PDF", "giấy.pdf"), lan.sends_contact(), lan.sends_location(22.1, 105.8)):
        await act
        event = await desk.next()
        assert (event.kind, event.data["unsupported"]) == (EventKind.OTHER, True)


async def test_a_photo_is_read_by_either_name(channel: ZaloChannel, desk: Desk, zalo: ZaloPlatform, lan: Phone) -> None:
    zalo.habits.photo = True
    await lan.sends_photo(PNG)
    assert (await desk.next()).data["file"]["id"].startswith(zalo.url)


async def test_a_group_is_told_apart_and_the_mention_is_taken_off_a_command(
    channel: ZaloChannel, desk: Desk, zalo: ZaloPlatform, lan: Phone
) -> None:
    group = zalo.group("Phòng OCOP", [lan])
    await lan.at(group).says("@OCOP Bot /hangdoi")
    event = await desk.next()
    assert (event.group, event.text, event.sender) == (True, "/hangdoi", LAN)
    assert event.chat == address(group.id)
    await channel.send(message("đây", chat=event.chat))
    assert lan.at(group).last.text == "đây"


@pytest.mark.parametrize("idle", ["408", "200", "text", "empty"])
async def test_a_poll_that_nothing_comes_to_is_no_error(
    zalo: ZaloPlatform, desk: Desk, lan: Phone, idle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.channels.zalo, "POLL", 0.05)
    monkeypatch.setattr(bot.channels.zalo, "GAP", 0.1)
    zalo.habits.idle = idle
    with capture_logs() as logs:
        async with opened(ZaloChannel(zalo.token, zalo.url), desk):
            await asyncio.sleep(0.3)
            await lan.says("sau đó")
            assert (await desk.next()).text == "sau đó"
    assert logs == []


async def test_an_event_that_comes_for_ever_is_new_once_and_asked_for_slowly(
    zalo: ZaloPlatform, desk: Desk, lan: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.channels.zalo, "GAP", 0.1)
    zalo.habits.replay = True
    polls = []
    poll = zalo.zalo.events.poll

    async def counted(*given: Any) -> str | None:
        polls.append(given)
        return await poll(*given)

    monkeypatch.setattr(zalo.zalo.events, "poll", counted)
    async with opened(ZaloChannel(zalo.token, zalo.url), desk):
        await lan.says("một")
        assert (await desk.next()).text == "một"
        polls.clear()
        await asyncio.sleep(0.35)
        assert 1 <= len(polls) <= 4
        assert desk.events == []
        await lan.says("hai")
        assert (await desk.next()).text == "hai"
        assert desk.events == []


async def test_a_list_of_events_is_read_too(channel: ZaloChannel, desk: Desk, zalo: ZaloPlatform, lan: Phone) -> None:
    zalo.habits.array = True
    await lan.says("một")
    assert (await desk.next()).text == "một"


async def test_what_cannot_be_stored_is_kept_and_tried_again(
    channel: ZaloChannel, desk: Desk, zalo: ZaloPlatform, lan: Phone
) -> None:
    desk.failures = 2
    await lan.says("một")
    await lan.says("hai")
    assert [(await desk.next()).text, (await desk.next()).text] == ["một", "hai"]
    assert desk.failures == 0


async def test_killed_after_the_commit_the_event_comes_again_under_the_same_id(
    zalo: ZaloPlatform, desk: Desk, lan: Phone
) -> None:
    """Between the commit and the next poll; a platform that gives the event again must not make it a new one."""
    zalo.habits.replay = True
    async with opened(ZaloChannel(zalo.token, zalo.url), desk):
        await lan.says("một")
        first = await desk.next()
    async with opened(ZaloChannel(zalo.token, zalo.url), desk):
        assert (await desk.next()).id == first.id


async def test_killed_before_the_commit_it_comes_again_where_the_platform_keeps_it(
    zalo: ZaloPlatform, lan: Phone, desk: Desk
) -> None:
    zalo.habits.replay = True
    stuck = asyncio.Event()

    async def never(events: Sequence[Event]) -> None:
        stuck.set()
        await asyncio.Event().wait()

    first = ZaloChannel(zalo.token, zalo.url)
    task = asyncio.create_task(first.receive(never))
    await lan.says("một")
    await asyncio.wait_for(stuck.wait(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await first.close()
    async with opened(ZaloChannel(zalo.token, zalo.url), desk):
        assert (await desk.next()).text == "một"


#: Whatever may come instead of an event.
ODD = [
    '{"event_name":"message.unsupported.received"}',
    '{"event_name":"webhook.test"}',
    '{"message":{}}',
    "7",
    '"text"',
    '{"event_name":"message.text.received","message":{"message_id":7,"chat":null}}',
    '{"event_name":"message.text.received","message":{"message_id":"m","date":1,"chat":{"id":"a"},'
    '"from":{"id":"a"},"text":["x"]}}',
    '{"event_name":"message.text.received","message":{"message_id":"m","date":1,"chat":{"id":"'
    + "a" * 65
    + '"},"from":{"id":"a"},"text":"x"}}',
    '{"event_name":"message.image.received","message":{"message_id":"m","date":1,"chat":{"id":"a"},"from":{"id":"a"}}}',
    '{"event_name":"message.text.received","message":{"message_id":"m","date":1e30,"chat":{"id":"a"},'
    '"from":{"id":"a"},"text":"x"}}',
    '{"event_name":"message.text.received","message":{"message_id":"","date":1,"chat":{"id":"a"},'
    '"from":{"id":"a"},"text":"x"}}',
]


@pytest.mark.parametrize("odd", ODD)
async def test_what_is_no_event_is_counted_and_skipped(
    channel: ZaloChannel, desk: Desk, zalo: ZaloPlatform, lan: Phone, odd: str
) -> None:
    before = UNREADABLE.labels("zalo")._value.get()
    zalo.zalo.events.put_raw(odd)
    await lan.says("sound")
    noted = await desk.next()
    assert (noted.kind, noted.chat, noted.text) == (EventKind.UNKNOWN, "", "")
    assert (await desk.next()).text == "sound"
    assert UNREADABLE.labels("zalo")._value.get() == before + 1


@pytest.mark.parametrize("odd", [True, -1, 0, [1], {"a": 1}, None, "", " ", "\0", "x" * 129])
@pytest.mark.parametrize("place", ["message_id", "chat", "from"])
def test_what_is_no_id_is_not_made_one(place: str, odd: Any) -> None:
    message: dict[str, Any] = {"message_id": "m1", "chat": {"id": "a"}, "from": {"id": 7}, "text": "x"}
    update = {"event_name": "message.text.received", "message": message}
    assert read_update(update, channel="zalo", bot="1") is not None
    message[place] = odd if place == "message_id" else {"id": odd}
    with pytest.raises(ValueError, match="no id"):
        read_update(update, channel="zalo", bot="1")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:8080/x.png", "https://10.0.0.1/x.png", "x"])
async def test_a_photo_at_an_address_that_is_not_asked_is_none(
    channel: ZaloChannel, desk: Desk, zalo: ZaloPlatform, url: str
) -> None:
    who = '"message_id":"m1","chat":{"id":"a"},"from":{"id":"a"},"caption":"chữ"'
    zalo.zalo.events.put_raw(f'{{"event_name":"message.image.received","message":{{{who},"photo_url":"{url}"}}}}')
    event = await desk.next()
    assert (event.kind, event.text, event.data) == (EventKind.OTHER, "chữ", {"message_id": "m1", "name": ""})


async def test_an_unknown_event_of_a_person_is_stored(channel: ZaloChannel, desk: Desk, zalo: ZaloPlatform) -> None:
    who = '{"message_id":"m1","date":1776919226,"chat":{"id":"a","chat_type":"PRIVATE"},"from":{"id":"a"}}'
    zalo.zalo.events.put_raw(f'{{"event_name":"message.reaction.received","message":{who}}}')
    event = await desk.next()
    assert (event.kind, event.id, event.chat) == (EventKind.OTHER, "message.reaction.received:m1", "a")
    assert event.at.year == 2026, "seconds are read too"
    name = "x" * 200
    zalo.zalo.events.put_raw(f'{{"event_name":"{name}","message":{who}}}')
    assert len((await desk.next()).id) <= 128


async def test_the_words_of_a_bot_are_no_event(
    channel: ZaloChannel, desk: Desk, zalo: ZaloPlatform, lan: Phone
) -> None:
    who = '{"message_id":"m1","chat":{"id":"a"},"from":{"id":"a","is_bot":true},"text":"x"}'
    zalo.zalo.events.put_raw(f'{{"event_name":"message.text.received","message":{who}}}')
    await lan.says("sound")
    assert (await desk.next()).text == "sound"


async def test_a_platform_that_stumbles_is_asked_again(
    channel: ZaloChannel, desk: Desk, zalo: ZaloPlatform, lan: Phone
) -> None:
    channel._receiving.first = 0.05
    for kind in ("bad_gateway", "server_error", "drop_before", "drop_after", "too_many"):
        zalo.faults.next(kind, methods=["getUpdates"])  # type: ignore[arg-type]
        await lan.says(kind)
        assert kind in {(await desk.next()).text, *(event.text for event in desk.events)}
        desk.events.clear()


async def test_a_webhook_that_somebody_left_is_taken_away(
    zalo: ZaloPlatform, desk: Desk, lan: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def set_webhook() -> None:
        url = f"{zalo.url}/bot{zalo.token}/setWebhook"
        given = {"url": "https://ocop.example.invalid/zalo", "secret_token": "a" * 16}
        async with aiohttp.ClientSession() as session, session.post(url, json=given) as response:
            assert response.status == 200

    await set_webhook()
    async with opened(ZaloChannel(zalo.token, zalo.url), desk):
        await polling(zalo)
        sleep = asyncio.sleep
        monkeypatch.setattr(asyncio, "sleep", lambda seconds: sleep(min(seconds, 0.01)))
        with capture_logs() as logs:
            await set_webhook()
            await lan.says("still there")
            assert (await desk.next()).text == "still there"
        assert "zalo.conflict" in {line["event"] for line in logs}
    assert zalo.zalo.events.webhook is None


async def test_a_wrong_token_ends_nothing_and_is_told_loudly(zalo: ZaloPlatform, desk: Desk) -> None:
    with capture_logs() as logs:
        async with opened(ZaloChannel("1459232241454765289:wrong-secret", zalo.url), desk) as wrong:
            async with asyncio.timeout(10):
                while not any(line["event"] == "zalo.wrong_token" for line in logs):
                    await asyncio.sleep(0.01)
            outcome = await wrong.send(message("hello"))
    assert outcome.verdict is Verdict.RETRY
    assert {line["log_level"] for line in logs} == {"error"}
    assert "wrong-secret" not in f"{logs} {outcome}"


# going out


async def test_a_text_arrives_plain_with_its_choices_as_lines(channel: ZaloChannel, lan: Phone) -> None:
    choices = [Choice("Có", "yes"), Choice("Không", "no"), Choice("Trang web", url="https://ocop.example.vn")]
    outcome = await channel.send(message("<b>Chọn</b> &lt;một&gt;", *choices))
    assert outcome.verdict is Verdict.SENT
    assert outcome.message_id is not None
    assert lan.last.text == "Chọn <một>\n\n1. Có\n2. Không\nTrang web: https://ocop.example.vn"


async def test_a_change_is_a_new_message_and_commands_are_nothing(channel: ZaloChannel, lan: Phone) -> None:
    sent = await channel.send(message("trước"))
    for target in (sent.message_id, None):
        changed = await channel.send(Envelope(LAN, Operation.EDIT, Message("sau"), target=target))
        assert changed.verdict is Verdict.SENT
    assert [shown.text for shown in lan.sees] == ["trước", "sau", "sau"]
    assert await channel.send(Envelope("", Operation.COMMANDS, Message(""))) == Outcome(Verdict.SENT)
    assert channel.link("x") is None


async def test_letters_that_count_twice_are_counted_so(channel: ZaloChannel, lan: Phone) -> None:
    text = "🙂 " * 1500
    assert (await channel.send(message(text))).verdict is Verdict.SENT
    assert " ".join(shown.text for shown in lan.sees).split() == text.split()
    await channel.send(message("x" * 1999 + "🙂"))
    await channel.send(message("ư" * 2000))
    assert lan.last.text == "ư" * 2000


async def test_a_long_text_comes_in_pieces_and_only_the_missing_one_is_sent_again(
    channel: ZaloChannel, zalo: ZaloPlatform, lan: Phone
) -> None:
    text = "\n\n".join(f"{number} " + "chữ " * 200 for number in range(8))
    letter = message(text, Choice("Có", "yes"))
    zalo.faults.rules.append(TheSecond("bad_gateway", frozenset({"sendmessage"})))
    outcome = await channel.send(letter)
    assert (outcome.verdict, outcome.accepted) == (Verdict.RETRY, 1)
    again = Envelope(letter.chat, letter.operation, letter.message, accepted=outcome.accepted)
    assert (await channel.send(again)).verdict is Verdict.SENT
    assert " ".join(shown.text for shown in lan.sees).split() == f"{text} 1. Có".split()


async def test_a_picture_goes_by_its_address_with_the_text_below(
    channel: ZaloChannel, zalo: ZaloPlatform, lan: Phone, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    picture = File("a.png", "image/png", path="a.png")
    outcome = await channel.send(message("<b>ảnh</b>", Choice("Có", "yes"), picture=picture, instead="không hiện"))
    assert outcome.verdict is Verdict.SENT
    assert lan.last.file is not None
    assert (lan.last.kind, lan.last.text, lan.last.file.data) == ("photo", "ảnh\n\n1. Có", PNG)
    assert [call.method for call in zalo.ledger if call.method.startswith("send")] == ["sendChatAction", "sendPhoto"]
    await channel.send(message("", picture=picture))
    assert (lan.last.kind, lan.last.text) == ("photo", "")
    await channel.send(message("chữ " * 600, picture=picture))
    assert [shown.kind for shown in lan.sees] == ["photo", "photo", "photo", "text", "text"]
    assert lan.sees[2].text == ""


async def test_a_photo_of_another_channel_is_sent_from_our_disk_and_one_of_zalo_by_its_own_address(
    channel: ZaloChannel, shut_in: ZaloChannel, zalo: ZaloPlatform, lan: Phone, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    await channel.send(message("", picture=File("a.png", "image/png", path="a.png", channel="telegram", id="AgAC1")))
    assert lan.last.kind == "photo"
    await lan.sends_photo(png(20, 20))
    file = (await desk.next()).data["file"]
    own = File(file["name"], file["mime"], channel="zalo", id=file["id"])
    assert (await shut_in.send(message("lại", picture=own))).verdict is Verdict.SENT
    assert (lan.last.kind, lan.last.text) == ("photo", "lại")


async def test_a_document_is_a_line_with_its_address(channel: ZaloChannel, lan: Phone, gallery: str) -> None:
    form = File("mẫu & phiếu.docx", "application/msword", path="x.docx")
    await channel.send(message("Phiếu", Choice("Có", "yes"), document=form, instead="không gửi được"))
    assert lan.last.text == f"Phiếu\n\nmẫu & phiếu.docx: {gallery}/x.docx\n\n1. Có"


@pytest.mark.parametrize("kind", ["picture", "document"])
async def test_without_a_public_address_the_words_say_what_is_missing(
    shut_in: ZaloChannel, lan: Phone, kind: str
) -> None:
    file = File("a.png", "image/png", path="a.png")
    await shut_in.send(message("Kết quả", Choice("Có", "yes"), instead="(Hình &amp; chữ.)", **{kind: file}))
    assert lan.last.text == "Kết quả\n\n(Hình & chữ.)\n\n1. Có"
    nothing = await shut_in.send(message("", **{kind: file}))
    assert (nothing.verdict, nothing.reason) == (Verdict.FAILED, Reason.REJECTED)


async def test_the_words_of_a_picture_that_is_gone_or_refused_arrive(
    channel: ZaloChannel, lan: Phone, tmp_path: Path
) -> None:
    (tmp_path / "no.png").write_text("no picture")
    for path in ("none.png", "no.png", "gone.png"):
        picture = File("a.png", "image/png", path=path)
        assert (await channel.send(message(path, picture=picture, instead="(hình)"))).verdict is Verdict.SENT
        assert (lan.last.kind, lan.last.text) == ("text", f"{path}\n\n(hình)")
    # Where nothing can be said instead, the words alone; where there are none, nothing.
    picture = File("a.png", "image/png", path="no.png")
    await channel.send(message("x" * 1999, picture=picture, instead="(hình)"))
    assert lan.last.text == "x" * 1999
    count = len(lan.sees)
    assert (await channel.send(message("", picture=picture))).verdict is Verdict.SENT
    assert len(lan.sees) == count


async def test_verdicts(channel: ZaloChannel, zalo: ZaloPlatform, lan: Phone) -> None:
    for kind, verdict in {
        "too_many": Verdict.SLOW,
        "server_error": Verdict.RETRY,
        "bad_gateway": Verdict.RETRY,
        "drop_before": Verdict.UNKNOWN,  # it left: from here nobody can tell
        "drop_after": Verdict.UNKNOWN,
    }.items():
        zalo.faults.next(kind, methods=["sendMessage"])  # type: ignore[arg-type]
        outcome = await channel.send(message("hello"))
        assert outcome.verdict is verdict, kind
        assert (outcome.after > 0) is (kind == "too_many")
    nobody = await channel.send(message("hello", chat=address(4711)))
    assert (nobody.verdict, nobody.reason) == (Verdict.FAILED, Reason.REJECTED)


def test_the_wait_after_429_grows_once_a_wave_and_shrinks_when_all_is_well() -> None:
    moment = [100.0]
    patience = Patience(first=2, longest=10, clock=lambda: moment[0])
    assert [patience.lose(), patience.lose()] == [2, 2], "two calls of one wave"
    waits = []
    for _ in range(4):
        moment[0] += patience.lose()
        waits.append(patience.lose())
    assert waits == [4, 8, 10, 10]
    patience.regain()
    assert patience.lose() == 10, "one that had left before"
    moment[0] += 10
    patience.regain()
    assert patience.lose() == 2


async def test_without_a_platform_nothing_is_lost(desk: Desk) -> None:
    async with opened(ZaloChannel("1:a", f"http://127.0.0.1:{free_port()}"), desk) as channel:
        outcome = await channel.send(message("hello"))
        assert outcome.verdict is Verdict.RETRY
    assert (await channel.send(message("hello"))).verdict is Verdict.RETRY


# the client


@pytest.fixture
async def oracle() -> AsyncIterator[tuple[ZaloApi, dict[str, Any]]]:
    """A platform that answers as it is told."""
    said: dict[str, Any] = {"status": 200, "text": "{}"}
    async with answering(said) as url:
        api = ZaloApi("1:very-secret", url)
        api.network.open()
        yield api, said
        await api.network.close()


@pytest.mark.parametrize(
    ("status", "text", "code", "own", "verdict"),
    [
        (401, "<html>", 401, False, Verdict.RETRY),
        (404, "<html>", 404, False, Verdict.RETRY),
        (404, '{"ok":false,"error_code":404}', 404, True, Verdict.FAILED),
        (400, '{"ok":false,"error_code":"400","description":"bad"}', 400, True, Verdict.FAILED),
        (200, '{"ok":false,"errorCode":429}', 429, True, Verdict.SLOW),
        (408, '{"ok":false,"error_code":408}', 408, True, Verdict.UNKNOWN),
        (426, '{"ok":false}', 426, True, Verdict.FAILED),
        (500, '{"ok":false,"error_code":null}', 500, True, Verdict.RETRY),
        (200, "all is well", 200, False, Verdict.UNKNOWN),
        (200, "[" * 100_000, 200, False, Verdict.UNKNOWN),
        (200, "[]", 200, False, Verdict.UNKNOWN),
        (302, "", 302, False, Verdict.RETRY),
    ],
)
async def test_answers_of_all_kinds(
    oracle: tuple[ZaloApi, dict[str, Any]], status: int, text: str, code: int, own: bool, verdict: Verdict
) -> None:
    api, said = oracle
    said |= {"status": status, "text": text}
    with pytest.raises(ZaloError) as refused:
        await api.call("sendMessage")
    assert (refused.value.code, refused.value.own) == (code, own)
    assert bot.channels.zalo_words.verdict(refused.value).verdict is verdict


async def test_the_token_is_in_no_error(oracle: tuple[ZaloApi, dict[str, Any]]) -> None:
    api, said = oracle
    said |= {"status": 400, "text": '{"ok":false,"error_code":400,"description":"no /bot1:very-secret/x"}'}
    with pytest.raises(ZaloError) as refused:
        await api.call("x")
    await api.network.close()
    with pytest.raises(NotSent) as closed:
        await api.call("x")
    errors: list[BaseException] = [refused.value, closed.value]
    for url in (f"http://127.0.0.1:{free_port()}", "http://[bad", "gopher://x", "http://ocop.example.invalid"):
        lost = ZaloApi("1:very-secret", url)
        lost.network.open()
        with pytest.raises((NotSent, Dropped)) as failed:
            await lost.call("x")
        errors.append(failed.value)
        await lost.network.close()
    for error in errors:
        told: BaseException | None = error
        while told is not None:
            assert "very-secret" not in f"{told} {told!r}"
            told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)


# files


async def test_a_photo_is_fetched(channel: ZaloChannel, desk: Desk, lan: Phone, tmp_path: Path) -> None:
    await lan.sends_photo(PNG)
    file = (await desk.next()).data["file"]
    assert await channel.fetch(file["id"], tmp_path / "home") == len(PNG)
    assert (tmp_path / "home").read_bytes() == PNG


async def test_a_photo_that_is_gone_or_not_now_or_not_to_be_asked_for(
    channel: ZaloChannel, zalo: ZaloPlatform, lan: Phone, desk: Desk, tmp_path: Path
) -> None:
    for url in (
        f"{zalo.url}/files/none",
        "http://photo.zdn.vn/a.jpg",
        "https://127.0.0.1/a.jpg",
        "https://10.0.0.1/a.jpg",
        "https://localhost/a.jpg",
        "https://[bad",
        "file:///etc/passwd",
        "",
    ):
        with pytest.raises(NotFetched) as gone:
            await channel.fetch(url, tmp_path / "home")
        assert gone.value.final, url
    await lan.sends_voice(b"aac")
    voice = (await desk.next()).data["file"]
    with pytest.raises(NotFetched) as other:
        await channel.fetch(voice["id"], tmp_path / "home")
    assert other.value.final, "no picture"
    with pytest.raises(NotFetched) as later:
        await channel.fetch("https://ocop.example.invalid/a.jpg", tmp_path / "home")
    assert not later.value.final
    assert not (tmp_path / "home").exists()


async def test_of_a_photo_that_is_too_big_only_the_beginning_is_fetched(
    zalo: ZaloPlatform, channel: ZaloChannel, tmp_path: Path
) -> None:
    file = zalo.world.add_file(b"x" * (LARGEST_FILE * 2), folder="photos", name="a.png", mime="image/png")
    size = await channel.fetch(f"{zalo.url}/files/{file.path}", tmp_path / "home")
    assert LARGEST_FILE < size < LARGEST_FILE * 1.1


async def test_a_photo_is_not_followed_to_where_nobody_should_go(
    oracle: tuple[ZaloApi, dict[str, Any]], tmp_path: Path
) -> None:
    api, said = oracle
    base = api._url.partition("/bot")[0]
    channel = ZaloChannel("1:a", base)
    channel._api = api
    for place in ("http://169.254.169.254/latest", "file:///etc/passwd"):
        said |= {"status": 302, "headers": {"Location": place}}
        with pytest.raises(NotFetched) as elsewhere:
            await channel.fetch(f"{base}/a.jpg", tmp_path / "home")
        assert elsewhere.value.final
    said |= {"headers": {"Location": "/round"}}
    with pytest.raises(NotFetched):
        await channel.fetch(f"{base}/a.jpg", tmp_path / "home")
