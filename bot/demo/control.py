"""The page, and the same switches for other programs: everything under `/demo/` and the page's own files.

For the machine it runs on only. A request must come from loopback, name a loopback host (a web site that
points its own name here is refused) and, when a browser says where it comes from, come from the page itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.demo import views
from bot.demo.phone import NoSuchButtonError, Phone
from bot.demo.telegram.markup import MAX_DATA
from bot.demo.world import Chat, Message

if TYPE_CHECKING:
    from bot.demo.platform import Platform

Json = dict[str, Any]
Act = Callable[[Phone, Json, Message | None], Awaitable[Any]]

LANGUAGES = ("vi", "en")
MIME = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "audio/ogg"})
"""Files of these types are shown in the page; any other is only ever saved, never opened as a page."""
HEADERS = {
    "Content-Security-Policy": ("default-src 'self'; img-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'"),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
BACKLOG = 2000
"""Events that a page may be behind before it is told to start over."""
HEARTBEAT = 15.0
"""Seconds between signs of life on a quiet stream."""


class Control:
    """Answers the page and the programs that drive the platform from outside."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self._streams: set[asyncio.Queue[str | None]] = set()
        self._page = {
            item.name: item.read_bytes()
            for item in (resources.files("bot.demo") / "page").iterdir()
            if item.name[item.name.rfind(".") :] in MIME
        }
        self._get: dict[str, Callable[[web.BaseRequest], Any]] = {
            "state": lambda request: views.state(platform),
            "health": lambda request: views.health(platform),
            "faults": lambda request: platform.faults.as_json(),
            "ledger": self._ledger,
            "messages": self._messages,
        }
        self._post: dict[str, Callable[[Json], Awaitable[Any]]] = {
            "act": self._act,
            "people": self._add_person,
            "groups": self._add_group,
            "faults": self._add_fault,
            "limits": self._limits,
            "language": self._language,
        }

    def close(self) -> None:
        """End the open streams."""
        for stream in self._streams:
            stream.put_nowait(None)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if not _trusted(request):
            return _answer({"error": "this address is for the machine itself"}, 403)
        path = request.path
        try:
            if path.startswith("/demo/"):
                return await self._demo(request, path.removeprefix("/demo/"))
        except (LookupError, ValueError, TypeError) as error:
            return _answer({"error": str(error)}, 400)
        body = self._page.get(path.removeprefix("/") or "index.html")
        if body is None or request.method != hdrs.METH_GET:
            return _answer({"error": "not found"}, 404)
        suffix = path[path.rfind(".") :] if "." in path else ".html"
        return web.Response(body=body, content_type=MIME[suffix], charset="utf-8", headers=HEADERS)

    async def _demo(self, request: web.BaseRequest, name: str) -> web.StreamResponse:
        if request.method == hdrs.METH_GET:
            if name == "events":
                return await self._stream(request)
            if name.startswith("files/"):
                return self._file(name.removeprefix("files/"))
            if name.startswith("words/"):
                return _answer(words(name.removeprefix("words/")))
            if name in self._get:
                return _answer(self._get[name](request))
        elif request.method == hdrs.METH_DELETE and name == "faults":
            self.platform.faults.clear(request.query.get("kind"))
            return _answer(views.health(self.platform))
        elif request.method == hdrs.METH_POST:
            if name == "upload":
                return _answer(await self._upload(request))
            if name in self._post:
                if request.content_type != "application/json":
                    return _answer({"error": "JSON is expected"}, 415)
                return _answer(await self._post[name](json.loads(await request.read())))
        return _answer({"error": "not found"}, 404)

    # Looking

    def _ledger(self, request: web.BaseRequest) -> Any:
        return [asdict(call) for call in self.platform.ledger.since(int(request.query.get("since", 0)))]

    def _messages(self, request: web.BaseRequest) -> Any:
        chat = self._chat(int(request.query["chat"]))
        return [views.message(message) for message in chat.messages.values()]

    def _file(self, path: str) -> web.Response:
        file = self.platform.world.paths.get(path)
        if file is None:
            return _answer({"error": "not found"}, 404)
        shown = file.mime in SHOWN
        headers = {
            **HEADERS,
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-cache",
        }
        if not shown:
            headers["Content-Disposition"] = "attachment"
        kind = file.mime if shown else "application/octet-stream"
        return web.Response(body=file.data, content_type=kind, headers=headers)

    async def _stream(self, request: web.BaseRequest) -> web.StreamResponse:
        """Server-sent events: what is shown, as it is shown. A page that lost the thread asks for `state`."""
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        events: asyncio.Queue[str | None] = asyncio.Queue()

        def watch(what: str, chat: Chat, detail: Any) -> None:
            if events.qsize() < BACKLOG:
                events.put_nowait(json.dumps(_event(what, chat, detail), ensure_ascii=False))
            elif events.qsize() == BACKLOG:
                events.put_nowait(None)

        watchers = self.platform.world.watchers
        watchers.append(watch)
        self._streams.add(events)
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            while True:
                try:
                    event = await asyncio.wait_for(events.get(), HEARTBEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if event is None:
                    break
                await response.write(f"data: {event}\n\n".encode())
        except ConnectionError:
            pass  # The page was closed.
        finally:
            watchers.remove(watch)
            self._streams.discard(events)
        return response

    # Acting

    def _chat(self, number: int) -> Chat:
        chat = self.platform.world.chats.get(number)
        if chat is None:
            raise LookupError(f"no chat {number}")
        return chat

    def _phone(self, given: Any) -> tuple[Phone, Message | None]:
        """The phone that `person` and `chat` name, and the message that `reply_to` names."""
        phone = self.platform.phones.get(int(given["person"]))
        if phone is None:
            raise LookupError(f"no person {given['person']}")
        if number := int(given.get("chat") or 0):
            chat = self._chat(number)
            if phone.id not in chat.people:
                raise LookupError(f"person {phone.id} is not in chat {number}")
            phone = phone.at(chat)
        reply_to = phone.chat.messages.get(int(given.get("reply_to") or 0))
        return phone, reply_to

    async def _act(self, given: Json) -> Any:
        phone, reply_to = self._phone(given)
        act = ACTS.get(str(given.get("do")))
        if act is None:
            raise LookupError(f"nothing is done by {given.get('do')!r}; there are {sorted(ACTS)}")
        done = await act(phone, given, reply_to)
        return {"message": done.id} if isinstance(done, Message) else {"press": done}

    async def _upload(self, request: web.BaseRequest) -> Any:
        given = dict(request.query)
        phone, reply_to = self._phone(given)
        data = await request.read()
        name, caption = given.get("name", "file"), given.get("caption", "")
        if given.get("kind") == "photo":
            sent = await phone.sends_photo(data, caption, reply_to=reply_to)
        else:
            sent = await phone.sends_document(data, name, request.content_type, caption, reply_to=reply_to)
        return {"message": sent.id}

    async def _add_person(self, given: Json) -> Any:
        phone = self.platform.person(
            str(given["name"]),
            person_id=given.get("id"),
            language_code=str(given.get("language", "vi")),
            started=bool(given.get("started")),
        )
        return {"id": phone.id}

    async def _add_group(self, given: Json) -> Any:
        members = [self._phone({"person": number})[0] for number in given["members"]]
        return {"id": self.platform.group(str(given["title"]), members, group_id=given.get("id")).id}

    async def _add_fault(self, given: Json) -> Any:
        self.platform.faults.add(
            given["kind"],
            methods=given.get("methods", ()),
            probability=float(given.get("probability", 1)),
            times=given.get("times"),
            seconds=float(given.get("seconds", 1)),
        )
        return views.health(self.platform)

    async def _limits(self, given: Json) -> Any:
        self.platform.limits.enforced = bool(given["enforced"])
        return views.health(self.platform)

    async def _language(self, given: Json) -> Any:
        """Switch the language of all phones."""
        language = given["language"]
        if language not in LANGUAGES:
            raise ValueError(f"language is one of {LANGUAGES}")
        for phone in self.platform.phones.values():
            phone.person.language = language
            self.platform.world.tell("commands", phone.chat)
        return views.health(self.platform)


async def _press(phone: Phone, given: Json, reply_to: Message | None) -> str:
    """Press by place (`message`, `row`, `column`) or by `label`; `data` forges a press."""
    message = phone.chat.messages.get(int(given.get("message") or 0))
    if "label" in given:
        return await phone.presses(str(given["label"]), message)
    if message is None:
        raise NoSuchButtonError("no such message")
    if "data" in given:
        if not 1 <= len(str(given["data"]).encode()) <= MAX_DATA:
            raise ValueError(f"data is 1 to {MAX_DATA} bytes")
        return await phone.forges(str(given["data"]), message)
    try:
        button = message.buttons[int(given["row"])][int(given["column"])]
    except IndexError:
        raise NoSuchButtonError("no such button") from None
    return await phone.press(message, button)


ACTS: dict[str, Act] = {
    "say": lambda phone, given, reply_to: phone.says(str(given["text"]), reply_to=reply_to),
    "press": _press,
    "contact": lambda phone, given, reply_to: phone.sends_contact(str(given.get("phone") or "+84912345678")),
    "location": lambda phone, given, reply_to: phone.sends_location(
        float(given["latitude"]), float(given["longitude"])
    ),
    "block": lambda phone, given, reply_to: phone.blocks(),
    "unblock": lambda phone, given, reply_to: phone.unblocks(),
}


def words(language: str) -> Json:
    """The words of the page. Raises ValueError for a language that it does not have."""
    if language not in LANGUAGES:
        raise ValueError(f"language is one of {LANGUAGES}")
    text = (resources.files("locales") / language / "demo.json").read_text(encoding="utf-8")
    found: Json = json.loads(text)
    return found


def _event(what: str, chat: Chat, detail: Any) -> Json:
    event: Json = {"what": what, "chat": chat.id}
    if isinstance(detail, Message):
        event["message"] = views.message(detail)
        event["in"] = views.chat(chat)
    elif detail is not None:
        event["detail"] = detail._asdict() if hasattr(detail, "_asdict") else detail
    return event


def _trusted(request: web.BaseRequest) -> bool:
    host = urlsplit(f"//{request.headers.get(hdrs.HOST, '')}")
    with contextlib.suppress(ValueError):
        loopback = host.hostname == "localhost" or ipaddress.ip_address(host.hostname or "").is_loopback
        peer = ipaddress.ip_address(request.remote or "")
        origin = request.headers.get(hdrs.ORIGIN)
        return loopback and peer.is_loopback and origin in (None, f"http://{host.netloc}")
    return False


def _answer(content: Any, status: int = 200) -> web.Response:
    body = json.dumps(content, ensure_ascii=False).encode()
    return web.Response(body=body, status=status, content_type="application/json", headers=HEADERS)
