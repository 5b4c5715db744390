"""A channel without a platform: what is sent stays in memory. The twin of every real one, for tests and trials."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.base import TELEGRAM, Capabilities, Deliver, Envelope, NotFetched, Outcome, Verdict
from bot.channels.render import plain, render
from models.mail import Choice, File, Operation, Reason


@dataclass
class Shown:
    """A message as its reader sees it.

    :ivar text: without markup; on a channel without buttons, with the choices as lines.
    :ivar buttons: what can be pressed; empty on a channel without buttons.
    :ivar choices: what can be chosen, pressed or typed.
    """

    id: str
    chat: str
    text: str
    buttons: list[Choice]
    choices: list[Choice]
    hint: str = ""
    picture: File | None = None
    document: File | None = None
    answers: str | None = None
    edited: bool = False


@dataclass
class MemoryChannel:
    """Behaves as ``capabilities`` say.

    :ivar shown: every message in the order it was accepted; an edit changes its message in place.
    :ivar commands: what was registered, by chat.
    :ivar decide: a fault switch: gives the outcome of an attempt instead of accepting it; None accepts.
    :ivar files: what :meth:`fetch` gives, by file id.
    """

    name: str = "telegram"
    capabilities: Capabilities = TELEGRAM
    shown: list[Shown] = field(default_factory=list)
    commands: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    decide: Callable[[Envelope], Outcome | None] = lambda envelope: None
    files: dict[str, bytes] = field(default_factory=dict)
    _last: int = 0

    async def receive(self, deliver: Deliver) -> None:
        """Nothing comes by itself: a test hands events to the engine."""
        await asyncio.Event().wait()

    async def send(self, envelope: Envelope) -> Outcome:
        """Show the message, unless :attr:`decide` has another outcome for it."""
        outcome = self.decide(envelope)
        if outcome is not None and outcome.verdict is not Verdict.UNKNOWN:
            return outcome
        if envelope.operation is Operation.COMMANDS:
            self.commands[envelope.chat] = envelope.commands
            return outcome or Outcome(Verdict.SENT)
        texts, buttons = render(envelope.message, self.capabilities)
        message = envelope.message
        if envelope.operation is Operation.EDIT and self.capabilities.edit:
            if envelope.target is None:
                return Outcome(Verdict.FAILED, reason=Reason.REJECTED, detail="the message to change was never sent")
            for shown in self.shown:
                if shown.chat == envelope.chat and shown.id == envelope.target:
                    shown.text, shown.buttons, shown.choices = plain(texts[0]), buttons, message.choices
                    shown.edited = True
            return outcome or Outcome(Verdict.SENT, message_id=envelope.target)
        for number, text in enumerate(texts, 1):
            self._last += 1
            last = number == len(texts)
            self.shown.append(
                Shown(
                    id=str(self._last),
                    chat=envelope.chat,
                    text=plain(text) if self.capabilities.markup else text,
                    buttons=buttons if last else [],
                    choices=message.choices if last else [],
                    hint=plain(message.hint),
                    picture=message.picture if number == 1 else None,
                    document=message.document if number == 1 else None,
                    answers=envelope.target if number == 1 and envelope.operation is Operation.SEND else None,
                )
            )
        return outcome or Outcome(Verdict.SENT, message_id=str(self._last))

    async def fetch(self, file_id: str, to: Path) -> int:
        """Write the file that a test has put into :attr:`files`."""
        if file_id not in self.files:
            raise NotFetched("no such file", final=True)
        return await asyncio.to_thread(to.write_bytes, self.files[file_id])

    def link(self, word: str) -> str | None:
        """An address in the way of the real ones."""
        return f"https://t.me/ocop_bot?start={word}" if self.capabilities.buttons else None

    async def close(self) -> None:
        """Nothing to let go of."""

    def in_chat(self, chat: str) -> list[Shown]:
        """What one chat shows."""
        return [shown for shown in self.shown if shown.chat == chat]
