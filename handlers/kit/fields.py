"""The kinds of field a form is made of: how each reads what somebody typed, and how it shows an answer.

An answer is kept as JSON in one normal form (a date as ``2027-04-30``, an option by its key), so that a form
survives a restart and an answer means the same in every language. A field's words are the message
``field-<key>``: its value is the question, ``.label`` the short name, ``.hint`` an example, and the other
attributes are the labels of its options.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from handlers.kit.typed import chosen, says
from handlers.kit.words import Rich
from models import identifiers, places, values
from models.identifiers import Invalid
from models.knowledge import fold

#: The answers by field name.
Answers: TypeAlias = dict[str, Any]
#: Whether something holds, given the answers so far.
Condition: TypeAlias = Callable[[Answers], bool]
#: ``turn.t``, or ``turn.words_of(reader)``.
Words: TypeAlias = Callable[..., Rich]
#: The key of an option and what people read.
Option: TypeAlias = tuple[str, str]


#: The option of somebody who doesn't know, in the fields that have one.
UNKNOWN = "unknown"
#: Words of an answer that begins with "yes" or "no" and says no more than that.
_SHORT = 4
#: The only number in a few words: "5 cái", "bây giờ thì 5 cái".
_LONE_NUMBER = re.compile(r"(?=.{1,40}$)(?:[^\W\d]+ )*(\d[\d.,]*)(?: [^\W\d]+)*\.?")


class Unsure(Exception):
    """Several things may be meant: ``key`` and ``values`` make the question, ``options`` are what may be chosen."""

    def __init__(self, key: str, options: list[Option], **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.options = options
        self.values = values


@dataclass(frozen=True)
class Context:
    """What a field may need to read an answer: the other answers, the office's date, the person's words."""

    answers: Answers
    today: date
    t: Words


def always(answers: Answers) -> bool:
    """The condition of a field that is always asked."""
    return True


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question. Subclasses say what an answer looks like.

    :ivar words: which ``field-…`` message it speaks with, where that isn't the one of its name.
    :ivar required: whether it is asked before the review; the others may be added there.
    :ivar when: whether it is asked at all.
    :ivar remembered: whether the answer is offered again in the next form.
    :ivar or_file: the name of a file field that a file sent instead of a text belongs to.
    :ivar may_lack: whether "there is none (yet)" is an answer too; it is kept as None.
    :ivar verbatim: whether a question is an answer too (an example of one), and isn't answered.
    """

    name: str
    words: str = ""
    required: Condition | bool = True
    when: Condition = always
    remembered: bool = False
    or_file: str | None = None
    may_lack: bool = False
    verbatim: bool = False

    @property
    def key(self) -> str:
        """The message with its words."""
        return f"field-{self.words or self.name}"

    def needed(self, answers: Answers) -> bool:
        """Whether it must be answered."""
        return self.required if isinstance(self.required, bool) else self.required(answers)

    def read(self, text: str, context: Context) -> Any:
        """The answer that a text means.

        :raises Invalid: it can't be right.
        :raises Unsure: it can mean several things.
        """
        raise NotImplementedError

    def options(self, t: Words) -> list[Option]:
        """What can be chosen; empty for a field that is typed."""
        return []

    def offers(self, answers: Answers, t: Words) -> list[Option]:
        """The same, where it depends on the other answers."""
        return self.options(t)

    def pick(self, option: str) -> Any:
        """The answer that a chosen option means.

        :raises LookupError: there is no such option.
        """
        raise LookupError(option)

    def show(self, value: Any, t: Words) -> str:
        """The answer as people read it; not escaped."""
        return str(value)

    def shown(self, value: Any, t: Words) -> str:
        """The same, or that there is none."""
        return str(t("form-none")) if value is None else self.show(value, t)


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """Free words. ``letters``: not digits alone; ``check`` may refuse more, or tidy the value."""

    low: int = 2
    high: int = 200
    letters: bool = True
    check: Callable[[str, Context], str] | None = None

    def read(self, text: str, context: Context) -> str:
        value = values.parse_text(text, self.low if self.letters else 0, self.high)
        if len(value) < self.low:
            raise Invalid("text.length", low=self.low, high=self.high, length=len(value))
        return self.check(value, context) if self.check else value


@dataclass(frozen=True, kw_only=True)
class Lines(Field):
    """Free words whose lines are kept as lines; empty ones are left out."""

    low: int = 2
    high: int = 600

    def read(self, text: str, context: Context) -> str:
        lines = [values.parse_text(line, 0, self.high) for line in text.splitlines() if line.strip()]
        value = "\n".join(lines)
        if not self.low <= len(value) <= self.high:
            raise Invalid("text.length", low=self.low, high=self.high, length=len(value))
        return value


@dataclass(frozen=True, kw_only=True)
class Person(Field):
    """A person's name, without the words with which people introduce themselves."""

    def read(self, text: str, context: Context) -> str:
        words = text.split()
        for said in sorted(_listed(context.t("words-introduced")), key=len, reverse=True):
            count = len(said.split())
            if len(words) > count and fold(" ".join(words[:count])).replace(",", "").rstrip(":") == said:
                return values.parse_person(" ".join(words[count:]))
        return values.parse_person(text)


@dataclass(frozen=True, kw_only=True)
class Phone(Field):
    """A Vietnamese phone number; a contact card answers it too."""

    def read(self, text: str, context: Context) -> str:
        return identifiers.parse_phone(text)

    def show(self, value: Any, t: Words) -> str:
        return identifiers.show_phone(value)


@dataclass(frozen=True, kw_only=True)
class BusinessNumber(Field):
    """A tax code or the number of a household business; a personal id is shown with most of it hidden."""

    def read(self, text: str, context: Context) -> str:
        return identifiers.parse_business_number(text).value

    def show(self, value: Any, t: Words) -> str:
        return identifiers.parse_business_number(value).shown


@dataclass(frozen=True, kw_only=True)
class Gtin(Field):
    """A product's GTIN; whether GS1 Vietnam issued it is said with it."""

    def read(self, text: str, context: Context) -> str:
        return identifiers.parse_gtin(text).digits

    def show(self, value: Any, t: Words) -> str:
        issued = identifiers.parse_gtin(value).from_vietnam
        return str(t("gtin-vietnam" if issued else "gtin-foreign", gtin=value))


@dataclass(frozen=True, kw_only=True)
class CompanyPrefix(Field):
    """A GS1 company prefix of Vietnam."""

    def read(self, text: str, context: Context) -> str:
        return identifiers.parse_company_prefix(text)


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day, perhaps only today or later, or only today or earlier."""

    not_past: bool = False
    not_future: bool = False

    def read(self, text: str, context: Context) -> str:
        earliest = context.today if self.not_past else None
        latest = context.today if self.not_future else None
        return values.parse_date(text, earliest, latest).isoformat()

    def show(self, value: Any, t: Words) -> str:
        return f"{date.fromisoformat(value):%d/%m/%Y}"


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A whole number; not less than the answer to the field ``at_least``, where that is given."""

    low: int = 0
    high: int = 1_000_000
    at_least: str | None = None

    def read(self, text: str, context: Context) -> int:
        low = context.answers.get(self.at_least, self.low) if self.at_least else self.low
        try:
            return values.parse_integer(text, low, self.high)
        except Invalid:
            found = _LONE_NUMBER.fullmatch(text.strip())
            if found is None:
                raise
            return values.parse_integer(found[1], low, self.high)


@dataclass(frozen=True, kw_only=True)
class Year(Field):
    """A year from ``low`` to this one."""

    low: int = 1990

    def read(self, text: str, context: Context) -> int:
        return values.parse_year(text, self.low, context.today.year)


@dataclass(frozen=True, kw_only=True)
class Quantity(Field):
    """An amount with its unit, perhaps with words around it ("túi PE 500 g"); kept as typed.

    :ivar units: the message that lists the units allowed, separated by commas; empty: any.
    """

    units: str = ""
    high: int = 150

    def read(self, text: str, context: Context) -> str:
        values.parse_quantity(text, [unit.strip() for unit in context.t(self.units).split(",")] if self.units else None)
        return values.parse_text(text, 0, self.high)


@dataclass(frozen=True, kw_only=True)
class Email(Field):
    """An email address."""

    def read(self, text: str, context: Context) -> str:
        return values.parse_email(text)


@dataclass(frozen=True, kw_only=True)
class Url(Field):
    """A web address."""

    https_only: bool = False

    def read(self, text: str, context: Context) -> str:
        return values.parse_url(text, https_only=self.https_only)


@dataclass(frozen=True, kw_only=True)
class OneOf(Field):
    """One of several options, chosen by button, number or words."""

    among: tuple[str, ...]

    def options(self, t: Words) -> list[Option]:
        return [(option, str(t(f"{self.key}.{option}"))) for option in self.among]

    def pick(self, option: str) -> str:
        if option not in self.among:
            raise LookupError(option)
        return option

    def read(self, text: str, context: Context) -> Any:
        if self.unknown(text, context.t):
            return self.pick(UNKNOWN)
        return self.pick(chosen(text, self.options(context.t), context.t))

    def unknown(self, text: str, t: Words) -> bool:
        """Whether it says that its writer doesn't know, where that may be chosen."""
        return UNKNOWN in self.among and says(text, t("words-dont-know"), t)

    def show(self, value: Any, t: Words) -> str:
        return str(t(f"{self.key}.{value}"))


@dataclass(frozen=True, kw_only=True)
class YesNo(Field):
    """Yes or no."""

    def options(self, t: Words) -> list[Option]:
        return [("yes", str(t("yes"))), ("no", str(t("no")))]

    def pick(self, option: str) -> bool:
        return {"yes": True, "no": False}[option]

    def read(self, text: str, context: Context) -> bool:
        said = fold(text).strip(" .!")
        for option in ("yes", "no"):
            if says(text, context.t(f"words-{option}"), context.t):
                return self.pick(option)
        # "chưa in", "có in rồi": a few words that begin so, and don't say that it isn't known.
        unsure = _listed(context.t("words-unsure"))
        for option in ("no", "yes"):
            begun = any(said.startswith(f"{word} ") for word in _listed(context.t(f"words-{option}")))
            if begun and len(said.split()) <= _SHORT and not unsure & set(said.split()):
                return self.pick(option)
        return self.pick(chosen(text, self.options(context.t), context.t))

    def show(self, value: Any, t: Words) -> str:
        return str(t("yes" if value else "no"))


@dataclass(frozen=True, kw_only=True)
class SeveralOf(OneOf):
    """One or more options: each choice ticks or unticks one; "1,3" or the words, with commas, choose at once."""

    def read(self, text: str, context: Context) -> list[str]:
        if self.unknown(text, context.t):
            return [UNKNOWN]
        picked = several(text, self.options(context.t), context.t)
        return [option for option in self.among if option in picked]

    def show(self, value: Any, t: Words) -> str:
        return ", ".join(str(t(f"{self.key}.{option}")) for option in value)


@dataclass(frozen=True, kw_only=True)
class Files(Field):
    """Photos or documents; the answer is the list of the attachments' ids.

    :ivar most: how many; one: the form goes on when it has come.
    :ivar suffixes: the kinds of file taken, by ending.
    :ivar largest: bytes.
    """

    most: int = 10
    suffixes: frozenset[str] | None = None
    largest: int | None = None

    def read(self, text: str, context: Context) -> Any:
        raise Invalid("file.none")

    def show(self, value: Any, t: Words) -> str:
        return str(t("files-count", count=len(value)))


@dataclass(frozen=True, kw_only=True)
class Commune(Field):
    """A commune in force; an old commune's or district's name is turned into the new one and asked back."""

    def read(self, text: str, context: Context) -> str:
        match, t = places.find(text), context.t
        if match.exact:
            return match.exact.full_name
        if not match.candidates:
            raise Invalid("commune.unknown")
        options = [(commune.code, _commune_label(commune, t)) for commune in match.candidates]
        old = match.old[0].full_name if match.old else None
        if old is None or [old] == [commune.full_name for commune in match.candidates]:  # the name was kept
            raise Unsure("unsure-commune", options, count=len(options))
        if len(options) > 1:
            raise Unsure("unsure-commune-old", options, old=old)
        raise Unsure("unsure-commune-now", options, old=old, now=match.candidates[0].full_name)

    def pick(self, option: str) -> str:
        commune = places.by_code(option)
        if commune is None:
            raise LookupError(option)
        return commune.full_name


def several(text: str, options: Sequence[Option], t: Words) -> set[str]:
    """The options that typed numbers or words mean: "1,3", "1, 3 và 9", "vi sinh, kim loại nặng".

    :raises Invalid: none, or one of them can't be told.
    """
    words = {word for each in t("words-and").split("|") for word in (each, fold(each))}
    joined = re.compile(rf"\s(?:{'|'.join(words)})\s", re.IGNORECASE)
    picked: set[str] = set()
    for part in re.split(r"[,;+&]", text):
        if not part.strip():
            continue
        numbers = joined.sub(" ", part)
        if re.fullmatch(r"[\d\s]+", numbers):
            picked |= {chosen(number, options, t) for number in numbers.split()}
            continue
        try:
            picked.add(chosen(part.strip(), options, t))
        except Invalid:  # not before: a label may hold "and" itself
            pieces = joined.split(part)
            if len(pieces) == 1:
                raise
            picked |= {chosen(piece.strip(), options, t) for piece in pieces}
    if not picked:
        raise Invalid("choice.none")
    return picked


def _commune_label(commune: places.Commune, t: Words) -> str:
    districts = ", ".join(places.former_districts(commune))
    return str(t("commune-option", name=commune.full_name, districts=districts))


def _listed(words: str) -> set[str]:
    return {fold(word) for word in words.split("|")}
