"""Whom the bot may write to, and how fast."""

from __future__ import annotations

import asyncio

import pytest

from bot.demo.phone import Phone
from bot.demo.platform import Platform
from bot.demo.telegram.limits import Limits
from tests.demo.conftest import Caller


async def test_a_wrong_token_and_an_unknown_method(api: Caller, platform: Platform):
    async with api.session.get(f"{platform.url}/bot1:wrong/getMe") as response:
        assert (response.status, await response.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
    assert await api.refused("makeCoffee") == (404, "Not Found")
    assert await api.refused("getUpdates", offset="x") == (
        400,
        'Bad Request: can\'t parse "offset": an integer is expected',
    )


async def test_methods_by_get_form_and_any_case(api: Caller, platform: Platform, ana: Phone):
    url = f"{platform.url}/bot{platform.token}"
    async with api.session.get(f"{url}/GETME") as response:
        assert (await response.json())["result"]["username"] == "ocop_demo_bot"
    async with api.session.get(f"{url}/sendMessage", params={"chat_id": "77", "text": "a"}) as response:
        assert response.status == 200
    form = {
        "chat_id": "77",
        "text": "b",
        "reply_markup": '{"inline_keyboard":[[{"text":"c","callback_data":"d"}]]}',
    }
    async with api.session.post(f"{url}/sendMessage", data=form) as response:
        assert response.status == 200
    assert ana.last.labels == ["c"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("application/x-www-form-urlencoded", b"chat_id=\xff"),
        ("multipart/form-data", b"no boundary"),
    ],
)
async def test_a_body_that_cannot_be_read(api: Caller, platform: Platform, kind, body):
    url = f"{platform.url}/bot{platform.token}/sendMessage"
    async with api.session.post(url, data=body, headers={"Content-Type": kind}) as response:
        assert response.status == 400
        assert (await response.json())["description"].startswith("Bad Request: ")


async def test_a_bot_that_is_killed_in_the_middle_of_a_call(api: Caller, platform: Platform, ana: Phone, caplog):
    host, port = platform.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /bot{platform.token}/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n"
    writer.write(head.encode() + b"chat_id=77")
    await writer.drain()
    writer.transport.abort()
    await api("getMe")
    assert (ana.sees, caplog.records) == ([], [])


async def test_who_cannot_be_reached(api: Caller, platform: Platform, ana: Phone):
    stranger, gone = (
        platform.person("Stranger", person_id=1),
        platform.person("Gone", person_id=2, started=True),
    )
    blocking = platform.person("Blocking", person_id=3, started=True)
    platform.delete_account(gone)
    await blocking.blocks()
    group, deleted = platform.group("Một", [ana], group_id=-1), platform.group("Hai", [ana], group_id=-2)
    await ana.at(group).blocks()
    platform.delete_chat(deleted)
    expected = {
        stranger.id: (403, "Forbidden: bot can't initiate conversation with a user"),
        gone.id: (403, "Forbidden: user is deactivated"),
        blocking.id: (403, "Forbidden: bot was blocked by the user"),
        group.id: (403, "Forbidden: bot was kicked from the supergroup chat"),
        deleted.id: (403, "Forbidden: the group chat was deleted"),
        4: (400, "Bad Request: chat not found"),
    }
    for chat_id, refused in expected.items():
        assert await api.refused("sendMessage", chat_id=chat_id, text="x") == refused
    assert await api("leaveChat", chat_id=platform.group("Ba", [ana], group_id=-3).id) is True
    assert await api.refused("sendMessage", chat_id=-3, text="x") == (
        403,
        "Forbidden: bot is not a member of the supergroup chat",
    )
    await blocking.says("/start")
    await api("sendMessage", chat_id=3, text="chào lại")
    assert blocking.last.text == "chào lại"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("chats", "group", "passed"),
    [
        ([1], False, 5),  # one chat: a burst, then one each second
        (range(100), False, 30),  # everybody together: 30 each second
        ([-1], True, 20),  # a group: 20 each minute
    ],
)
def test_the_limits_are_telegrams(chats, group, passed):
    clock = Clock()
    limits = Limits(clock=clock)
    tries = [chat for _ in range(40) for chat in chats][:100]
    assert [limits.take(chat, group=group) for chat in tries].count(0) == passed
    wait = limits.take(tries[0], group=group)
    assert wait == (3 if group else 1)
    clock.now += wait
    assert limits.take(tries[0], group=group) == 0


async def test_429_says_how_long(api: Caller, platform: Platform, ana: Phone):
    platform.limits.enforced = True
    answers = [await api.raw("sendMessage", chat_id=77, text=str(n)) for n in range(7)]
    status, body = answers[-1]
    assert (status, body["description"]) == (429, "Too Many Requests: retry after 1")
    assert body["parameters"] == {"retry_after": 1}
    assert await api("sendChatAction", chat_id=77, action="typing") is True


async def test_commands_follow_scope_and_language(api: Caller, platform: Platform, ana: Phone):
    def listed(name: str) -> list[dict]:
        return [{"command": name, "description": name}]

    ba = platform.person("Ba", language_code="en")
    group = platform.group("Tổ", [ana, ba])
    await api("setMyCommands", commands=listed("moi"))
    await api("setMyCommands", commands=listed("any"), language_code="en")
    await api("setMyCommands", commands=listed("rieng"), scope={"type": "all_private_chats"})
    await api("setMyCommands", commands=listed("canbo"), scope={"type": "chat", "chat_id": 77})

    def shown(phone: Phone) -> str:
        return platform.telegram.commands_for(phone.chat, phone.person)[0]["command"]

    assert [shown(phone) for phone in (ana, ba, ana.at(group), ba.at(group))] == [
        "canbo",
        "rieng",
        "moi",
        "any",
    ]
    assert await api("getMyCommands", scope={"type": "chat", "chat_id": 77}) == listed("canbo")
    await api("deleteMyCommands", scope={"type": "chat", "chat_id": 77})
    assert shown(ana) == "rieng"
    bad = [
        ({"commands": listed("Hỏi")}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": listed("a"), "scope": {"type": "chat", "chat_id": ba.id}}, "chat not found"),
    ]
    for params, why in bad:
        assert await api.refused("setMyCommands", **params) == (400, f"Bad Request: {why}")
