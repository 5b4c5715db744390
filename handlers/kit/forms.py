"""The one form engine: a list of typed fields, asked one by one, reviewed, corrected and handed in.

A form is started with ``begin`` (form_screens.py); what happens with its answers is said by a :class:`Purpose`.
Everything that is known of a form under way is ``dialogue.form``, a JSON object, so it survives a restart, and it
stays when something else is talked about in between.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handlers.kit.fields import Answers, Context, Field, Files, SeveralOf, Words
from handlers.kit.turn import Turn


@dataclass(frozen=True)
class Form:
    """A list of fields. Its title is the message ``form-<name>``."""

    name: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field of that name.

        :raises LookupError: there is none (the form has changed since the question was asked).
        """
        for each in self.fields:
            if each.name == name:
                return each
        raise LookupError(name)

    def asked(self, answers: Answers) -> list[Field]:
        """The fields that make sense with these answers, the required ones first."""
        fields = [each for each in self.fields if each.when(answers)]
        return sorted(fields, key=lambda each: not each.needed(answers))

    def missing(self, answers: Answers) -> list[Field]:
        """The required fields without an answer, in order."""
        return [each for each in self.asked(answers) if each.needed(answers) and each.name not in answers]

    def kept(self, answers: Answers) -> Answers:
        """The answers that still make sense: one to a question that a correction has made pointless is left out."""
        return {each.name: answers[each.name] for each in self.asked(answers) if each.name in answers}

    def remembered(self, answers: Answers) -> Answers:
        """The answers that the next form offers again."""
        return {each.name: answers[each.name] for each in self.fields if each.remembered and each.name in answers}


def describe(form: Form, answers: Answers, t: Words) -> list[tuple[str, str]]:
    """What was answered, as people read it: ``(label, shown value)`` in the form's order.

    Values hold what people typed and are not escaped: put them into a message through ``t``.
    """
    return [
        (str(t(f"{each.key}.label")), each.shown(answers[each.name], t))
        for each in form.fields
        if each.name in answers and each.when(answers)
    ]


class Purpose:
    """What a kind of form is filled in for. One is made where the conversation stands, and found again by its name.

    :param name: kept with the form.
    :param form_of: the form, from the arguments given to ``begin``.
    :param send: the message that names handing it in.
    """

    known: dict[str, Purpose] = {}  # noqa: RUF012 - a registry

    def __init__(self, name: str, form_of: Callable[[dict[str, Any]], Form], *, send: str = "form-do-send") -> None:
        self.name = name
        self.send = send
        self.form_of = form_of
        self._filled: Callable[..., Awaitable[None]] | None = None
        self._dropped: Callable[..., Awaitable[None]] | None = None
        Purpose.known[name] = self

    def filled(self, handler: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """Declare what a form that was handed in leads to: ``handler(turn, answers, **args)``."""
        self._filled = handler
        return handler

    def dropped(self, handler: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """Declare what is tidied up when a form is given up: ``handler(turn, **args)``."""
        self._dropped = handler
        return handler

    async def hand_in(self, turn: Turn, filling: Filling) -> None:
        """The person is done."""
        form = self.form_of(filling.args)
        if self._filled is not None:
            await self._filled(turn, form.kept(filling.answers), **filling.args)

    async def drop(self, turn: Turn, filling: Filling) -> None:
        """The person gave it up."""
        if self._dropped is not None:
            await self._dropped(turn, **filling.args)


class Stage(StrEnum):
    """Where a form stands."""

    REUSE = "reuse"  # what is known from an earlier form is offered
    REQUIRED = "required"  # the required fields, one by one
    REVIEW = "review"  # every answer is shown
    OPTIONAL = "optional"  # the optional fields, each skippable
    CORRECTING = "correcting"  # one answer is being changed
    ATTACHING = "attaching"  # photos and papers beside the fields


@dataclass
class Filling:
    """A form under way, as ``dialogue.form`` keeps it.

    :ivar number: tells this form from earlier ones in this chat, so that their buttons can't answer it.
    :ivar args: what ``begin`` was given; ``request_id``, where present, is the request that files belong to.
    :ivar known: the answers of an earlier form that are offered.
    :ivar reused: the names of the fields that were taken over, and so are not counted as steps.
    :ivar ticked: the options of a several-of that are ticked so far.
    :ivar offered: the options that were asked back with.
    :ivar suggestion: the mended text that may be taken instead of the one that was refused.
    :ivar beside: the ids of the files attached beside the fields.
    """

    number: int
    purpose: str
    args: dict[str, Any]
    answers: Answers = dataclasses.field(default_factory=dict)
    known: Answers = dataclasses.field(default_factory=dict)
    reused: list[str] = dataclasses.field(default_factory=list)
    stage: Stage = Stage.REQUIRED
    field: str | None = None
    trail: list[str] = dataclasses.field(default_factory=list)
    skipped: list[str] = dataclasses.field(default_factory=list)
    ticked: list[str] = dataclasses.field(default_factory=list)
    offered: list[list[str]] = dataclasses.field(default_factory=list)
    suggestion: str | None = None
    beside: list[int] = dataclasses.field(default_factory=list)

    @classmethod
    def of(cls, turn: Turn) -> Filling | None:
        """The form under way in this chat."""
        if turn.dialogue.form is None or turn.dialogue.form.get("purpose") not in Purpose.known:
            return None
        filling = cls(**copy.deepcopy(turn.dialogue.form) | {"stage": Stage(turn.dialogue.form["stage"])})
        if filling.field is not None and all(each.name != filling.field for each in filling.form.fields):
            filling.advance()  # a newer version of the program doesn't ask that any more
        return filling

    def keep(self, turn: Turn) -> None:
        """Write it back."""
        turn.dialogue.form = dataclasses.asdict(self) | {"stage": self.stage.value}
        turn.expect("form")

    @property
    def form(self) -> Form:
        """The form itself."""
        return Purpose.known[self.purpose].form_of(self.args)

    @property
    def files(self) -> int:
        """How many files it has."""
        in_fields = sum(len(self.answers.get(each.name) or ()) for each in self.form.fields if isinstance(each, Files))
        return in_fields + len(self.beside)

    @property
    def begun(self) -> bool:
        """Whether there is anything in it that could be lost."""
        return bool(self.answers or self.ticked or self.beside)

    def point(self, name: str | None) -> None:
        """Turn to that field; whatever belonged to the last one is over."""
        self.field, self.offered, self.suggestion = name, [], None
        ticked = self.answers.get(name, []) if name and isinstance(self.form.field(name), SeveralOf) else []
        self.ticked = list(ticked)

    def step(self) -> tuple[int, int]:
        """Which of how many questions this is, counting what is asked before the review."""
        form = self.form
        if self.stage is Stage.OPTIONAL:
            names = [each.name for each in form.asked(self.answers) if not each.needed(self.answers)]
        else:
            names = [each.name for each in form.asked(self.answers) if each.needed(self.answers)]
        names = [name for name in names if name not in self.reused]
        return (names.index(self.field) + 1 if self.field in names else len(names), len(names))

    def advance(self) -> None:
        """Turn to what comes next: a required field, an optional one where they are being walked, the review."""
        missing = self.form.missing(self.answers)
        if missing:
            if self.stage is not Stage.CORRECTING:
                self.stage = Stage.REQUIRED
            self.point(missing[0].name)
            return
        if self.stage is Stage.OPTIONAL:
            for each in self.form.asked(self.answers):
                if each.name not in self.answers and each.name not in self.skipped:
                    self.point(each.name)
                    return
        self.stage = Stage.REVIEW
        self.point(None)

    def answer(self, value: Any) -> None:
        """Keep the answer to the present field and go on."""
        assert self.field is not None  # noqa: S101 - only called while a field is asked
        self.answers[self.field] = value
        if self.field in self.reused:
            self.reused.remove(self.field)
        if self.stage is not Stage.CORRECTING:
            self.trail.append(self.field)
        self.advance()


def unfinished(turn: Turn) -> str | None:
    """The title of the form left half done in this chat; None where there is none."""
    filling = Filling.of(turn)
    return None if filling is None else turn.t(f"form-{filling.form.name}")


def forget(turn: Turn) -> None:
    """Drop the form under way without a word; for when the person's data are erased."""
    turn.dialogue.form = None
    if (turn.dialogue.expecting or {}).get("key", "").startswith("form"):
        turn.expect_nothing()


def context(turn: Turn, filling: Filling) -> Context:
    """What a field needs to read an answer of this form."""
    return Context(filling.answers, turn.house.local(turn.now).date(), turn.t)
