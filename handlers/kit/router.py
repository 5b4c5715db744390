"""Which function answers an event."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from handlers.kit.codes import begins_with_code, is_code, words_before_code
from handlers.kit.hooks import call_hook
from handlers.kit.turn import SEPARATOR, Turn
from handlers.kit.typed import number_in, typed_choice, typed_command
from models.accounts import Role
from models.dialogue import YIELDING
from models.mail import EventKind, topic_of

#: A hook may return False: there was nothing in it for that conversation.
Handler = Callable[..., Awaitable[bool | None]]

#: What can answer an open question.
_ANSWERS = frozenset(
    {
        EventKind.TEXT,
        EventKind.PHOTO,
        EventKind.DOCUMENT,
        EventKind.VOICE,
        EventKind.CONTACT,
        EventKind.LOCATION,
        EventKind.OTHER,
    }
)


#: Open questions that stay open while something is opened by its code.
_GO_ON = frozenset({"form", "form.leave", "assessment"})
#: Open questions whose answer is sent to one person: by an officer, and by a producer.
_LETTERS_OUT = frozenset({"case.ask", "case.write", "case.done", "case.decline", "question.answer"})
_LETTERS = _LETTERS_OUT | {"request.message", "request.more"}

#: What a database takes as a whole number; a choice with a larger one is forged.
_LARGEST_NUMBER = 2**31 - 1


class Stale(ValueError):
    """A choice whose name or arguments mean nothing (any more)."""


@dataclass(frozen=True)
class Route:
    """One handler, and who may reach it.

    :ivar consent: whether it stores personal data, so that consent is asked for first.
    """

    handler: Handler
    role: Role
    consent: bool
    parameters: tuple[tuple[str, type], ...] = ()

    def read(self, args: list[str]) -> dict[str, Any]:
        """Turn a choice's arguments into what the handler's parameters say.

        :raises Stale: too few, too many, or of another type.
        """
        required = sum(
            1
            for name, _ in self.parameters
            if inspect.signature(self.handler).parameters[name].default is inspect.Parameter.empty
        )
        if not required <= len(args) <= len(self.parameters):
            raise Stale(args)
        try:
            values = {name: kind(value) for (name, kind), value in zip(self.parameters, args, strict=False)}
        except ValueError as error:
            raise Stale(args) from error
        if any(isinstance(value, int) and abs(value) > _LARGEST_NUMBER for value in values.values()):
            raise Stale(args)
        return values


@dataclass
class Router:
    """The handlers of one conversation, or (the root) of all.

    :ivar role: who may reach every handler declared here, whatever is typed or pressed.
    """

    role: Role = Role.PRODUCER
    commands: dict[str, Route] = field(default_factory=dict)
    choices: dict[str, Route] = field(default_factory=dict)
    answers: dict[str, Route] = field(default_factory=dict)
    replies: dict[str, Route] = field(default_factory=dict)
    dues: dict[str, Route] = field(default_factory=dict)
    outcomes: dict[str, Route] = field(default_factory=dict)
    events: dict[EventKind, Route] = field(default_factory=dict)
    hooks: dict[str, Route] = field(default_factory=dict)

    def command(self, *names: str, consent: bool = False) -> Callable[[Handler], Handler]:
        """``/name``; the function may take the text behind it as ``payload: str``."""
        return self._declare(self.commands, names, consent)

    def choice(self, *names: str, consent: bool = False) -> Callable[[Handler], Handler]:
        """A choice ``name:argument:…``, pressed or typed; arguments are read as the parameters' types say."""
        return self._declare(self.choices, names, consent)

    def answer(self, *keys: str, consent: bool = False) -> Callable[[Handler], Handler]:
        """What comes after ``turn.expect(key, **args)``; the function takes these arguments."""
        return self._declare(self.answers, keys, consent)

    def reply(self, *topics: str) -> Callable[[Handler], Handler]:
        """An answer to a message about ``topic:id``; the function takes ``id: int`` and ``notice: Outbox``."""
        return self._declare(self.replies, topics)

    def due(self, *keys: str) -> Callable[[Handler], Handler]:
        """A moment that was waited for; the function takes the arguments given to ``turn.wait_for``."""
        return self._declare(self.dues, keys)

    def outcome(self, *keys: str) -> Callable[[Handler], Handler]:
        """What became of a message; the function takes ``state``, ``reason`` and the report's arguments."""
        return self._declare(self.outcomes, keys)

    def on(self, *kinds: EventKind) -> Callable[[Handler], Handler]:
        """An event of that kind that nothing else wanted: plain text is a question, and so on."""
        return self._declare(self.events, kinds)

    def fetched(self, handler: Handler) -> Handler:
        """A file that somebody sent has arrived, or can't be had; takes ``attachment_id: int``."""
        return self._declare(self.events, (EventKind.FETCHED,))(handler)

    def hook(self, name: str) -> Callable[[Handler], Handler]:
        """A place where the kit lets a conversation speak: "consent", "unknown" and "number"."""
        return self._declare(self.hooks, (name,))

    def include(self, *routers: Router) -> None:
        """Take in the handlers of other routers.

        :raises ValueError: two handlers want the same thing.
        """
        for router in routers:
            for name in _TABLES:
                mine, theirs = getattr(self, name), getattr(router, name)
                twice = mine.keys() & theirs.keys()
                if twice:
                    raise ValueError(f"two handlers for {name} {sorted(twice)}")
                mine.update(theirs)

    # answering

    async def answer_event(self, turn: Turn) -> None:
        """Let the right handler answer the event."""
        event = turn.event
        if event.kind is EventKind.DUE:
            await self._run(turn, self.dues.get(event.text), event.data.get("args", {}))
        elif event.kind is EventKind.OUTCOME:
            await self._run(turn, self.outcomes.get(event.text), event.data.get("args", {}))
        elif event.kind is EventKind.CHOICE:
            await self.choose(turn, event.text)
        elif event.kind is EventKind.TEXT and event.text.startswith("/") and len(event.text) > 1:
            name, _, payload = event.text[1:].partition(" ")
            await self.run_command(turn, name.partition("@")[0].lower(), payload.strip())
        elif event.kind not in _ANSWERS:
            await self._run(turn, self.events.get(event.kind), event.data.get("args", {}))
        elif not await self._follow_up(turn) and not (event.group):
            await self._run(turn, self.events.get(event.kind) or self.events.get(EventKind.OTHER), {})

    async def run_command(self, turn: Turn, name: str, payload: str = "") -> None:
        """Answer a command; unknown ones say so, forbidden ones are refused and audited."""
        route = self.commands.get(name)
        if route is None:
            if not turn.event.group:
                await self._run(turn, self.hooks.get("unknown"), {})
            return
        args = {"payload": payload} if route.parameters else {}
        await self._run(turn, route, args, what="command", target=name, again=f"/{name} {payload}".rstrip())

    async def choose(self, turn: Turn, key: str) -> None:
        """Answer a choice. One that means nothing is refused politely and audited."""
        name, *args = key.split(SEPARATOR)
        route = self.choices.get(name)
        try:
            if route is None:
                raise Stale(name)
            values = route.read(args)
        except Stale:
            turn.refuse("choice", name[:64], key="refused-stale")
            return
        await self._run(turn, route, values, what="choice", target=name, again=f"choice {key}")

    async def _follow_up(self, turn: Turn) -> bool:
        """An answer to a message of ours, to an open question, or to the choices shown last."""
        event = turn.event
        if event.data.get("reply_to"):
            notice = await topic_of(turn.session, event.channel, event.chat, event.data["reply_to"])
            if notice is not None and notice.topic:
                topic, _, number = notice.topic.partition(":")
                route = self.replies.get(topic)
                if route is not None:
                    await self._run(turn, route, {"id": int(number), "notice": notice}, what="reply", target=topic)
                    return True
        expecting = turn.dialogue.expecting
        if event.kind is EventKind.TEXT and await self._meant(turn):
            return True
        if expecting is not None and not self._by_code(turn, expecting["key"]):
            route = self.answers.get(expecting["key"])
            if route is not None:
                await self._run(turn, route, expecting["args"], what="answer", target=expecting["key"])
                return True
        return await self._no_such_number(turn)

    async def _meant(self, turn: Turn) -> bool:
        """A text that means a choice or a command, whatever is asked."""
        expecting = turn.dialogue.expecting
        loose = expecting is None or expecting["key"] in YIELDING
        officer = turn.account.role.covers(Role.OFFICER) and not turn.event.group
        named = words_before_code(turn.event.text) if officer else None
        if named is not None and await call_hook(turn, "words_before_code", words=named[0], code=named[1]):
            return True
        # A label wholly typed; a command without its stroke; then words that may mean a label.
        typed = typed_choice(turn, loose=False)
        # To an officer who writes to somebody "hàng đợi" is where they want to go, never a word to them.
        leaves = loose or (expecting is not None and expecting["key"] in _LETTERS_OUT)
        command = typed_command(turn, loose=leaves) if typed is None else None
        if command is not None:
            await self.run_command(turn, command)
            return True
        if typed is None and loose:
            typed = typed_choice(turn, loose=True)
        if typed is not None:
            await self.choose(turn, typed)
        return typed is not None

    @staticmethod
    def _by_code(turn: Turn, key: str) -> bool:
        """Whether the text names by its code what it is about, so that it isn't sent to whoever was being written to.

        A code alone opens something else: then the open question is over.
        """
        text, role = turn.event.text, turn.account.role
        if turn.event.kind is not EventKind.TEXT or key in _GO_ON:
            return False
        if is_code(text, role):
            turn.expect_nothing()
            return True
        return key in _LETTERS and begins_with_code(text, role)

    async def _no_such_number(self, turn: Turn) -> bool:
        """A number that no choice has, typed by itself, is no question either."""
        number = number_in(turn.event.text, turn.t) if turn.event.kind is EventKind.TEXT else None
        if number is None or turn.event.group or "number" not in self.hooks:
            return False
        most = sum(1 for _, _, counts in turn.dialogue.choices if counts)
        await self._run(turn, self.hooks["number"], {"number": number, "most": most})
        return True

    async def _run(
        self,
        turn: Turn,
        route: Route | None,
        values: dict[str, Any],
        *,
        what: str = "",
        target: str = "",
        again: str | None = None,
    ) -> None:
        if route is None:
            return
        if what and not turn.account.role.covers(route.role):
            turn.refuse(what, target)
            return
        if what and route.consent and not turn.account.consented:
            turn.note(after_consent=again)
            await self._run(turn, self.hooks.get("consent"), {})
            return
        await route.handler(turn, **values)

    def _declare(self, table: dict[Any, Route], names: Any, consent: bool = False) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            route = Route(handler, self.role, consent, _parameters(handler))
            for name in names:
                if name in table:
                    raise ValueError(f"two handlers for {name}")
                table[name] = route
            return handler

        return declare


_TABLES = ("commands", "choices", "answers", "replies", "dues", "outcomes", "events", "hooks")


def _parameters(handler: Handler) -> tuple[tuple[str, type], ...]:
    hints = typing.get_type_hints(handler)
    return tuple((name, _reader(hints.get(name, str))) for name in list(inspect.signature(handler).parameters)[1:])


def _reader(kind: Any) -> type:
    known = isinstance(kind, type) and issubclass(kind, (int, StrEnum))
    return kind if known else str
