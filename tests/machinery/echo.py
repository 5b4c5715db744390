"""The smallest conversation that shows what the machinery does, and faults to order."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.channels.base import Envelope, Outcome, Verdict
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from models.accounts import Account
from models.mail import EventKind, Reason

BLOCKED = Outcome(Verdict.FAILED, reason=Reason.BLOCKED)
GONE = Outcome(Verdict.FAILED, reason=Reason.GONE)
RETRY = Outcome(Verdict.RETRY, detail="502")
UNKNOWN = Outcome(Verdict.UNKNOWN)


def echo() -> Router:
    """Repeats what is typed; ``boom`` is a bug; ``/tell ADDRESS TEXT`` notifies somebody and reports back."""
    router = Router()

    @router.on(EventKind.TEXT)
    async def repeat(turn: Turn) -> None:
        if turn.event.text.startswith("boom"):
            turn.say("never seen")
            raise ZeroDivisionError(turn.event.text)
        turn.say(f"echo {turn.event.text}")

    @router.command("tell")
    async def tell(turn: Turn, payload: str) -> None:
        address, _, text = payload.partition(" ")
        reader = await turn.session.scalar(select(Account).where(Account.address == address))
        assert reader is not None
        turn.notify(reader, text, report=("told", {"what": text}))

    @router.outcome("told")
    async def told(turn: Turn, what: str, state: str, reason: str) -> None:
        turn.say(f"{what}: {state} {reason}".strip())

    @router.command("later")
    async def later(turn: Turn) -> None:
        turn.wait_for("alarm", turn.now + timedelta(hours=1))

    @router.due("alarm")
    async def alarm(turn: Turn) -> None:
        turn.say("alarm")

    return router


class Faults:
    """Outcomes to order: ``faults.on["hello"] = [RETRY, …]`` for the attempts at texts with ``hello`` in them."""

    def __init__(self) -> None:
        self.on: dict[str, list[Outcome]] = {}
        self.attempts: list[str] = []

    def decide(self, envelope: Envelope) -> Outcome | None:
        """For :attr:`bot.channels.memory.MemoryChannel.decide`."""
        if envelope.message.text:
            self.attempts.append(envelope.message.text)
        for text, outcomes in self.on.items():
            if text in envelope.message.text and outcomes:
                return outcomes.pop(0)
        return None


class Instant:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
