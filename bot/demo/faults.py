"""Switches that make the platform fail, as networks and platforms do, and the ledger of what was accepted."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

CallFault = Literal["too_many", "server_error", "bad_gateway", "drop_before", "drop_after", "slow"]
"""too_many: 429. server_error: 500. bad_gateway: 502 with an HTML body. drop_before: the connection breaks
and nothing was done. drop_after: it was done and shown, but the answer never comes. slow: a late answer."""
UpdateFault = Literal["malformed_update", "duplicate_update"]
"""malformed_update: one that no parser accepts comes first. duplicate_update: the same one comes twice."""
FaultKind = CallFault | UpdateFault

CALL_FAULTS: frozenset[str] = frozenset(get_args(CallFault))
UPDATE_FAULTS: frozenset[str] = frozenset(get_args(UpdateFault))


@dataclass(slots=True)
class Fault:
    """One rule. It strikes calls of `methods` (none named: every call) with `probability`, `times` times at
    most (None: until cleared). `seconds` is retry_after for too_many and the delay for slow."""

    kind: str
    methods: frozenset[str] = frozenset()
    probability: float = 1.0
    times: int | None = None
    seconds: float = 1.0
    struck: int = 0

    def strikes(self, method: str, chance: random.Random) -> bool:
        if self.times is not None and self.struck >= self.times:
            return False
        if self.methods and method not in self.methods:
            return False
        if self.probability < 1.0 and chance.random() >= self.probability:
            return False
        self.struck += 1
        return True


class Faults:
    """The rules in force, asked once per call and once per update. Give `seed` for a repeatable run."""

    def __init__(self, seed: int | None = None) -> None:
        self.rules: list[Fault] = []
        self._chance = random.Random(seed)

    def add(
        self,
        kind: FaultKind,
        *,
        methods: Collection[str] = (),
        probability: float = 1.0,
        times: int | None = None,
        seconds: float = 1.0,
    ) -> Fault:
        """Put a rule in force. Raises ValueError for an unknown kind or an impossible probability."""
        if kind not in CALL_FAULTS | UPDATE_FAULTS:
            raise ValueError(f"unknown fault: {kind}")
        if not 0 <= probability <= 1:
            raise ValueError("probability is between 0 and 1")
        fault = Fault(kind, frozenset(name.lower() for name in methods), probability, times, seconds)
        self.rules.append(fault)
        return fault

    def next(self, kind: FaultKind, times: int = 1, *, methods: Collection[str] = (), seconds: float = 1.0) -> Fault:
        """Strike the next `times` calls (or updates)."""
        return self.add(kind, methods=methods, times=times, seconds=seconds)

    def clear(self, kind: str | None = None) -> None:
        """Lift the rules of one kind, or all of them."""
        self.rules = [rule for rule in self.rules if kind is not None and rule.kind != kind]

    def strike(self, method: str, kinds: frozenset[str] = CALL_FAULTS) -> Fault | None:
        """The fault that strikes this call (its method in lower case), if any."""
        for rule in self.rules:
            if rule.kind in kinds and rule.strikes(method, self._chance):
                return rule
        return None

    def as_json(self) -> list[dict[str, Any]]:
        return [{**asdict(rule), "methods": sorted(rule.methods)} for rule in self.rules]


@dataclass(slots=True)
class Call:
    """A call that the platform accepted. `delivered` is False when its answer did not leave for the bot."""

    number: int
    at: float
    method: str
    chat_id: int | None
    message_id: int | None
    text: str
    delivered: bool = False


class Ledger:
    """Every accepted call but getUpdates, in order. `at` is Unix time in seconds."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def record(self, at: float, method: str, result: Any, params: Mapping[str, Any]) -> Call:
        if isinstance(result, dict) and "message_id" in result:
            chat_id, message_id = result["chat"]["id"], result["message_id"]
            text = result.get("text") or result.get("caption") or ""
        else:
            chat_id, message_id = _whole(params.get("chat_id")), _whole(params.get("message_id"))
            text = str(params.get("text") or "")
        call = Call(len(self.calls) + 1, at, method, chat_id, message_id, text)
        self.calls.append(call)
        return call

    def since(self, number: int) -> list[Call]:
        """The calls after the `number`-th."""
        return self.calls[number:]

    def of(self, method: str) -> list[Call]:
        return [call for call in self if call.method == method]

    def __iter__(self) -> Iterator[Call]:
        return iter(self.calls)

    def __len__(self) -> int:
        return len(self.calls)


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
