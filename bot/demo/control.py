"""The page, and the same switches for other programs: everything under `/demo/` and the page's own files.

For the machine it runs on only. A request must come from loopback, name a loopback host (a web site that
points its own name here is refused) and, when a browser says where it comes from, come from the page itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.demo import views
from bot.demo.acts import ACTS
from bot.demo.door import Door
from bot.demo.phone import Phone
from bot.demo.world import Chat, Message

if TYPE_CHECKING:
    from bot.demo.platform import Platform

Json = dict[str, Any]

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
            "faults": lambda request: views.health(platform)["faults"],
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
            for door in self._doors(request.query):
                door.faults.clear(request.query.get("kind"))
            return _answer(views.health(self.platform))
        elif request.method == hdrs.METH_POST:
            if name == "upload":
                return _answer(await self._upload(request))
            if name in self._post:
                if request.content_type != "application/json":
                    return _answer({"error": "JSON is expected"}, 415)
                return _answer(await self._post[name](json.loads(await request.read())))
        return _answer({"error": "not found"}, 404)

    # Which app

    def _door(self, given: Mapping[str, Any]) -> Door:
        """The one that `app` names; none named: Telegram."""
        door = self.platform.doors.get(given.get("app") or "telegram")
        if door is None:
            raise LookupError(f"app is one of {[*self.platform.doors]}")
        return door

    def _doors(self, given: Mapping[str, Any]) -> list[Door]:
        """The one that `app` names; none named: all of them."""
        return [self._door(given)] if given.get("app") else [*self.platform.doors.values()]

    # Looking

    def _ledger(self, request: web.BaseRequest) -> Any:
        since = int(request.query.get("since", 0))
        return [asdict(call) for call in self._door(request.query).ledger.since(since)]

    def _messages(self, request: web.BaseRequest) -> Any:
        door = self._door(request.query)
        chat = _chat(door, int(request.query["chat"]))
        return [views.message(message, door.app) for message in chat.messages.values()]

    def _file(self, path: str) -> web.Response:
        app, _, path = path.partition("/")
        file = self._door({"app": app}).world.paths.get(path)
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

        def watch(app: str, what: str, chat: Chat, detail: Any) -> None:
            if events.qsize() < BACKLOG:
                events.put_nowait(json.dumps(_event(app, what, chat, detail), ensure_ascii=False))
            elif events.qsize() == BACKLOG:
                events.put_nowait(None)

        watching = [(door.world.watchers, partial(watch, app)) for app, door in self.platform.doors.items()]
        for watchers, watcher in watching:
            watchers.append(watcher)
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
            for watchers, watcher in watching:
                watchers.remove(watcher)
            self._streams.discard(events)
        return response

    # Acting

    def _phone(self, given: Mapping[str, Any]) -> tuple[Phone, Message | None]:
        """The phone that `app`, `person` and `chat` name, and the message that `reply_to` names."""
        door = self._door(given)
        phone = door.phones.get(int(given["person"]))
        if phone is None:
            raise LookupError(f"no person {given['person']}")
        if number := int(given.get("chat") or 0):
            chat = _chat(door, number)
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
        phone = self._door(given).person(
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
        for door in self._doors(given):
            door.faults.add(
                given["kind"],
                methods=given.get("methods", ()),
                probability=float(given.get("probability", 1)),
                times=given.get("times"),
                seconds=float(given.get("seconds", 1)),
            )
        return views.health(self.platform)

    async def _limits(self, given: Json) -> Any:
        for door in self._doors(given):
            door.enforced = bool(given["enforced"])
        return views.health(self.platform)

    async def _language(self, given: Json) -> Any:
        """Switch the language of all phones."""
        language = given["language"]
        if language not in LANGUAGES:
            raise ValueError(f"language is one of {LANGUAGES}")
        for door in self.platform.doors.values():
            for phone in door.phones.values():
                phone.person.language = language
                door.world.tell("commands", phone.chat)
        return views.health(self.platform)


def words(language: str) -> Json:
    """The words of the page. Raises ValueError for a language that it does not have."""
    if language not in LANGUAGES:
        raise ValueError(f"language is one of {LANGUAGES}")
    text = (resources.files("locales") / language / "demo.json").read_text(encoding="utf-8")
    found: Json = json.loads(text)
    return found


def _chat(door: Door, number: int) -> Chat:
    chat = door.world.chats.get(number)
    if chat is None:
        raise LookupError(f"no chat {number}")
    return chat


def _event(app: str, what: str, chat: Chat, detail: Any) -> Json:
    event: Json = {"what": what, "app": app, "chat": chat.id}
    if isinstance(detail, Message):
        event["message"] = views.message(detail, app)
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
