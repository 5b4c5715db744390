"""The Telegram channel against the simulated platform: what comes in, what goes out, what fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest
from telegram.error import ChatMigrated

from bot.channels.base import Envelope, NotFetched, Outcome, Verdict
from bot.channels.telegram import RawBot, TelegramChannel
from bot.channels.telegram_words import read_update
from bot.channels.telegram_words import verdict as telegram_verdict
from bot.demo.faults import Fault
from bot.demo.images import image_size
from bot.demo.phone import Phone
from bot.demo.platform import Platform
from models.mail import Choice, Event, EventKind, File, Message, Operation, Reason
from tests.channels.desk import Desk, free_port, opened
from tests.demo.pictures import png

PNG = png(40, 30)


def message(chat: Phone, text: str, *choices: Choice, **more: File) -> Envelope:
    return Envelope(str(chat.id), Operation.SEND, Message(text, list(choices), **more))


def said(number: int) -> dict[str, Any]:
    """An update as the Bot API gives it."""
    person = {"id": 77, "is_bot": False, "first_name": "Lan"}
    content = {"message_id": number, "date": 1, "chat": {"id": 77, "type": "private"}, "from": person, "text": "hi"}
    return {"update_id": number, "message": content}


class TheSecond(Fault):
    """Strikes the second call only."""

    def strikes(self, method: str, chance: Random) -> bool:
        self.struck += method in self.methods
        return method in self.methods and self.struck == 2


# coming in, by polling


async def test_every_kind_of_message_becomes_an_event(channel: TelegramChannel, desk: Desk, ana: Phone) -> None:
    said = await ana.says("xin chào")
    event = await desk.next()
    assert (event.kind, event.text, event.chat, event.sender) == (EventKind.TEXT, "xin chào", "77", "77")
    assert (event.channel, event.bot, event.group) == ("telegram", "1000000001", False)
    assert event.data["name"] == "Hoàng Thị Lan"
    await ana.replies(said, "thêm")
    assert (await desk.next()).data["reply_to"] == str(said.id)
    await ana.sends_photo(PNG, "ảnh")
    event = await desk.next()
    assert (event.kind, event.text, event.data["file"]["mime"]) == (EventKind.PHOTO, "ảnh", "image/jpeg")
    await ana.sends_document(b"%PDF", "giấy.pdf", "application/pdf")
    event = await desk.next()
    assert (event.kind, event.data["file"]["name"], event.data["file"]["size"]) == (EventKind.DOCUMENT, "giấy.pdf", 4)
    await ana.sends_voice(b"ogg")
    assert (await desk.next()).kind is EventKind.VOICE
    await ana.sends_contact("+84912345678")
    assert (await desk.next()).data["phone"] == "+84912345678"
    await ana.sends_location(22.1, 105.8)
    assert (await desk.next()).data["latitude"] == 22.1
    await ana.sends_sticker(PNG)
    assert (await desk.next()).kind is EventKind.OTHER
    await ana.blocks()
    event = await desk.next()
    assert (event.kind, event.data["present"]) == (EventKind.MEMBER, False)


async def test_a_group_is_told_apart(channel: TelegramChannel, desk: Desk, platform: Platform, ana: Phone) -> None:
    group = platform.group("Phòng OCOP", [ana])
    await desk.next()
    await ana.at(group).says("/hangdoi@ocop_demo_bot")
    event = await desk.next()
    while event.kind is not EventKind.TEXT:
        event = await desk.next()
    assert (event.group, event.chat, event.sender) == (True, str(group.id), "77")
    assert event.data["title"] == "Phòng OCOP"


def test_a_group_that_becomes_a_supergroup_is_told_once() -> None:
    content = said(1)["message"]
    del content["text"]
    group = {"id": -9, "type": "group", "title": "Phòng OCOP"}
    before = {"update_id": 1, "message": {**content, "chat": group, "migrate_to_chat_id": -1001}}
    event = read_update(before, channel="telegram", bot="1")
    assert event is not None
    assert (event.kind, event.chat, event.data["to"]) == (EventKind.MOVED, "-9", "-1001")
    group = {"id": -1001, "type": "supergroup", "title": "Phòng OCOP"}
    after = {"update_id": 2, "message": {**content, "chat": group, "migrate_from_chat_id": -9}}
    assert read_update(after, channel="telegram", bot="1") is None
    assert telegram_verdict(ChatMigrated(-1001)) == Outcome(Verdict.MOVED, detail="-1001")


async def test_nothing_is_acknowledged_before_it_is_stored(
    channel: TelegramChannel, desk: Desk, platform: Platform, ana: Phone
) -> None:
    desk.failures = 1
    await ana.says("một")
    async with asyncio.timeout(10):
        while desk.failures:
            await asyncio.sleep(0.01)
    assert platform.telegram.updates.pending, "acknowledged, but not stored"
    assert (await desk.next()).text == "một"
    await platform.settled()


async def test_whoever_dies_before_the_commit_gets_it_again(platform: Platform, ana: Phone, tmp_path: Path) -> None:
    stuck = asyncio.Event()

    async def never(events: Sequence[Event]) -> None:
        stuck.set()
        await asyncio.Event().wait()

    first = TelegramChannel(platform.token, platform.url, tmp_path)
    task = asyncio.create_task(first.receive(never))
    await ana.says("một")
    await asyncio.wait_for(stuck.wait(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await first.close()
    desk = Desk()
    async with opened(TelegramChannel(platform.token, platform.url, tmp_path), desk):
        assert (await desk.next()).text == "một"
        await platform.settled()


async def test_a_malformed_update_is_skipped(
    channel: TelegramChannel, desk: Desk, platform: Platform, ana: Phone
) -> None:
    platform.faults.next("malformed_update")
    await ana.says("sound")
    assert (await desk.next()).text == "sound"
    await platform.settled()
    assert desk.events == []


async def test_a_platform_that_stumbles_is_asked_again(
    channel: TelegramChannel, desk: Desk, platform: Platform, ana: Phone
) -> None:
    for kind in ("bad_gateway", "server_error", "drop_before", "drop_after"):
        platform.faults.next(kind, methods=["getUpdates"])  # type: ignore[arg-type]
        await ana.says(kind)
        assert kind in {(await desk.next()).text, *(event.text for event in desk.events)}
        desk.events.clear()


async def test_ids_that_begin_anew_lower_are_acknowledged_all_the_same(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a week without updates the next id is any number (https://core.telegram.org/bots/api#update)."""
    answers = [[900], [], [4, 5], [5], [5], [{"message": "no id"}]]
    offsets: list[int | None] = []
    rests: list[float] = []
    asked_out, sleep = asyncio.Event(), asyncio.sleep

    async def call(self: RawBot, method: str, *, offset: int | None = None, **parameters: Any) -> Any:
        if method != "getUpdates":
            return True
        offsets.append(offset)
        if not answers:
            asked_out.set()
            await asyncio.Event().wait()
        return [said(update) if isinstance(update, int) else update for update in answers.pop(0)]

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        await sleep(0)

    async def introduce(self: TelegramChannel) -> None:
        return None

    monkeypatch.setattr(RawBot, "call", call)
    monkeypatch.setattr(TelegramChannel, "_introduce", introduce)
    monkeypatch.setattr("bot.channels.telegram.asyncio.sleep", rest)
    channel = TelegramChannel("1:a", "http://127.0.0.1:1", tmp_path)
    task = asyncio.create_task(channel.receive(desk.deliver))
    await asyncio.wait_for(asked_out.wait(), 10)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert offsets == [None, 901, 901, 6, 6, 6, 6]
    assert [event.id for event in desk.events] == ["900", "4", "5", "5", "5"]
    # What tells nothing new isn't asked for again at once, and ever later.
    assert rests == [0.1, 0.2, 0.4]


async def test_another_poller_ends_neither(
    channel: TelegramChannel, desk: Desk, platform: Platform, ana: Phone
) -> None:
    async with aiohttp.ClientSession() as session:
        await (await session.get(f"{platform.url}/bot{platform.token}/getUpdates")).read()
    channel._stumbles = 0
    await ana.says("still there")
    assert (await desk.next()).text == "still there"


async def test_a_wrong_token_ends_nothing(platform: Platform, desk: Desk, tmp_path: Path) -> None:
    wrong = TelegramChannel("1000000001:wrong", platform.url, tmp_path)
    task = asyncio.create_task(wrong.receive(desk.deliver))
    outcome = None
    async with asyncio.timeout(10):
        while outcome is None or outcome.detail == "the channel is closed":
            outcome = await wrong.send(Envelope("77", Operation.SEND, Message("hello")))
            await asyncio.sleep(0)
    assert outcome.verdict is Verdict.RETRY
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await wrong.close()


async def test_a_press_is_acknowledged(channel: TelegramChannel, desk: Desk, platform: Platform, ana: Phone) -> None:
    sent = await channel.send(message(ana, "Chọn?", Choice("Có", "yes:1")))
    await ana.presses("Có")
    event = await desk.next()
    assert (event.kind, event.text, event.data["message"]) == (EventKind.CHOICE, "yes:1", sent.message_id)
    async with asyncio.timeout(10):
        while not platform.ledger.of("answerCallbackQuery"):
            await asyncio.sleep(0.01)


# going out


async def test_a_text_with_its_buttons_arrives(channel: TelegramChannel, ana: Phone) -> None:
    choices = [Choice("Có", "yes"), Choice("Không", "no"), Choice("Một câu trả lời dài hơn nhiều", "long")]
    outcome = await channel.send(message(ana, "<b>Chọn</b> &lt;một&gt;", *choices))
    assert (outcome.verdict, outcome.message_id) == (Verdict.SENT, str(ana.last.id))
    assert ana.last.text == "Chọn <một>"
    assert [[button.label for button in row] for row in ana.last.buttons] == [["Có", "Không"], [choices[2].label]]


async def test_an_answer_stands_in_its_thread(channel: TelegramChannel, ana: Phone) -> None:
    said = await ana.says("hỏi")
    await channel.send(Envelope("77", Operation.SEND, Message("đáp"), target=str(said.id)))
    assert ana.last.reply_to is not None


async def test_pictures_and_documents_go_out_and_by_their_id_again(
    channel: TelegramChannel, ana: Phone, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    picture = File("a.png", "image/png", path="a.png")
    assert (await channel.send(message(ana, "ảnh", picture=picture))).verdict is Verdict.SENT
    assert ana.last.file is not None
    assert (ana.last.kind, ana.last.text, ana.last.file.data) == ("photo", "ảnh", PNG)
    await ana.sends_document(b"%PDF", "giấy.pdf", "application/pdf")
    file = (await desk.next()).data["file"]
    document = File("giấy.pdf", "application/pdf", channel="telegram", id=file["id"])
    assert (await channel.send(message(ana, "", document=document))).verdict is Verdict.SENT
    assert (ana.last.kind, ana.last.file.data) == ("document", b"%PDF")


async def test_a_file_that_is_not_there_fails_alone(channel: TelegramChannel, ana: Phone) -> None:
    outcome = await channel.send(message(ana, "", picture=File("a.png", "image/png", path="none.png")))
    assert (outcome.verdict, outcome.reason) == (Verdict.FAILED, Reason.REJECTED)


async def test_a_long_text_comes_in_pieces_and_only_the_missing_one_is_sent_again(
    channel: TelegramChannel, platform: Platform, ana: Phone
) -> None:
    text = "\n\n".join(f"{number} " + "chữ " * 200 for number in range(12))
    letter = message(ana, text, Choice("Có", "yes"))
    platform.faults.rules.append(TheSecond("bad_gateway", frozenset({"sendmessage"})))
    outcome = await channel.send(letter)
    assert (outcome.verdict, outcome.accepted) == (Verdict.RETRY, 1)
    again = Envelope(letter.chat, letter.operation, letter.message, accepted=outcome.accepted)
    assert (await channel.send(again)).verdict is Verdict.SENT
    assert " ".join(shown.text for shown in ana.sees).split() == text.split()
    assert [bool(shown.buttons) for shown in ana.sees] == [False] * (len(ana.sees) - 1) + [True]


async def test_a_text_too_long_for_its_picture_follows_it(channel: TelegramChannel, ana: Phone, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    await channel.send(message(ana, "chữ " * 400, Choice("Có", "yes"), picture=File("a", "image/png", path="a.png")))
    assert [shown.kind for shown in ana.sees] == ["photo", "text"]
    assert ana.last.labels == ["Có"]


async def test_a_message_is_changed(channel: TelegramChannel, ana: Phone, tmp_path: Path) -> None:
    sent = await channel.send(message(ana, "trước", Choice("Có", "yes")))
    change = Envelope("77", Operation.EDIT, Message("sau"), target=sent.message_id)
    assert (await channel.send(change)) == Outcome(Verdict.SENT, message_id=sent.message_id)
    assert (ana.last.text, ana.last.buttons) == ("sau", ())
    # The same again: the platform says "not modified", which is as good.
    assert (await channel.send(change)).verdict is Verdict.SENT
    (tmp_path / "a.png").write_bytes(PNG)
    shown = await channel.send(message(ana, "chú thích", picture=File("a", "image/png", path="a.png")))
    await channel.send(Envelope("77", Operation.EDIT, Message("mới"), target=shown.message_id))
    assert (ana.last.kind, ana.last.text) == ("photo", "mới")
    # One that is gone is said anew, and so is what doesn't fit below the picture.
    await channel.send(Envelope("77", Operation.EDIT, Message("chữ " * 300), target=shown.message_id))
    assert [each.text.split() for each in ana.sees[-2:]] == [["mới"], ["chữ"] * 300]
    gone = await channel.send(Envelope("77", Operation.EDIT, Message("lại"), target="99999"))
    assert (gone.verdict, ana.last.text) == (Verdict.SENT, "lại")
    never = await channel.send(Envelope("77", Operation.EDIT, Message("x")))
    assert (never.verdict, never.reason) == (Verdict.FAILED, Reason.REJECTED)


async def test_verdicts(channel: TelegramChannel, platform: Platform, ana: Phone) -> None:
    for kind, verdict in {
        "too_many": Verdict.SLOW,
        "server_error": Verdict.RETRY,
        "bad_gateway": Verdict.RETRY,
        "drop_before": Verdict.UNKNOWN,  # it left: from here nobody can tell
        "drop_after": Verdict.UNKNOWN,
    }.items():
        platform.faults.next(kind, methods=["sendMessage"], seconds=3)  # type: ignore[arg-type]
        outcome = await channel.send(message(ana, "hello"))
        assert outcome.verdict is verdict, kind
        assert outcome.after == (3 if kind == "too_many" else 0)
    await ana.blocks()
    assert (await channel.send(message(ana, "hello"))).reason is Reason.BLOCKED
    bao = platform.person("Triệu Văn Bảo", person_id=78, started=True)
    platform.delete_account(bao)
    assert (await channel.send(message(bao, "hello"))).reason is Reason.GONE
    assert (await channel.send(Envelope("4711", Operation.SEND, Message("hello")))).reason is Reason.GONE
    await ana.unblocks()
    assert (await channel.send(message(ana, "<b>bad"))).reason is Reason.REJECTED
    group = platform.group("Phòng", [ana])
    platform.delete_chat(group)
    assert (await channel.send(Envelope(str(group.id), Operation.SEND, Message("hello")))).reason is Reason.GONE


async def test_without_a_platform_nothing_is_lost(desk: Desk, tmp_path: Path) -> None:
    async with opened(TelegramChannel("1:a", f"http://127.0.0.1:{free_port()}", tmp_path), desk) as channel:
        outcome = await channel.send(Envelope("77", Operation.SEND, Message("hello")))
    assert outcome.verdict is Verdict.RETRY


async def test_commands_are_shown_to_one_person(channel: TelegramChannel, platform: Platform, ana: Phone) -> None:
    commands = (("menu", "Bảng chọn"), ("hoi", "Hỏi đáp"))
    outcome = await channel.send(Envelope("77", Operation.COMMANDS, Message(""), commands=commands))
    assert outcome.verdict is Verdict.SENT
    assert len(platform.ledger.of("setMyCommands")) == 1


# files


async def test_a_file_is_fetched(channel: TelegramChannel, desk: Desk, ana: Phone, tmp_path: Path) -> None:
    content = bytes(range(256)) * 4096
    await ana.sends_document(content, "big.bin")
    file = (await desk.next()).data["file"]
    assert await channel.fetch(file["id"], tmp_path / "home") == len(content)
    assert (tmp_path / "home").read_bytes() == content


async def test_a_file_that_is_gone_or_not_now(
    channel: TelegramChannel, desk: Desk, platform: Platform, ana: Phone, tmp_path: Path
) -> None:
    with pytest.raises(NotFetched) as gone:
        await channel.fetch("no-such-file", tmp_path / "home")
    assert gone.value.final
    await ana.sends_photo(PNG)
    file = (await desk.next()).data["file"]
    platform.faults.next("bad_gateway", methods=["getFile"])
    with pytest.raises(NotFetched) as later:
        await channel.fetch(file["id"], tmp_path / "home")
    assert not later.value.final
    assert await channel.fetch(file["id"], tmp_path / "home") == len(PNG)
    assert image_size((tmp_path / "home").read_bytes()) == image_size(PNG)
