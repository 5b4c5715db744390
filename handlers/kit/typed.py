"""Which of the choices shown last somebody means who types instead of pressing: a number, or words of a label.

While something is asked that is answered in free words, only a bare number and a whole label choose: an answer is
never taken for a choice. Otherwise people may write as they talk ("chọn số 2 nhé", "tieu chi", a slip of a key), as
long as one choice alone can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from handlers.kit.words import Rich
from models.identifiers import Invalid
from models.knowledge import fold

if TYPE_CHECKING:
    from handlers.kit.turn import Turn

#: Longer texts choose nothing.
LONGEST = 80
#: Letters: shorter words only choose as the beginning of a label, or as all of it.
_BEGINNING, _PART, _SLIP = 3, 4, 5
_WORD = re.compile(r"[^\W_]+")
_BARE = re.compile(r"[(\[#]?(\d{1,2})[.)\]]?")


def typed_choice(turn: Turn, *, loose: bool) -> str | None:
    """The key of the choice that the text of this event means; None where it is none, or may be several.

    :param loose: nothing else could be meant by the text than a choice or a question.
    """
    text = turn.event.text.strip()
    choices = turn.dialogue.choices
    if not choices or not text or len(text) > LONGEST:
        return None
    number = number_in(text, turn.t) if loose else _bare_number(text)
    if number is not None:
        numbered = [str(key) for _, key, counts in choices if counts]
        return numbered[number - 1] if 0 < number <= len(numbered) else None
    labels = [(str(key), _plain(label)) for label, key, _ in choices]
    typed = _plain(text)
    found = next((key for key, label in labels if label == typed), None)
    if found is not None or not loose:
        return found
    # The manners are taken off one by one: "dong" is a word before a number ("dòng 2"), and begins "Đồng ý".
    readings = (typed, _unsaid_after(typed, turn.t), _without_manners(typed, turn.t))
    return next((key for reading in readings if (key := meant(reading, labels))), None) or _counted(turn, typed)


def typed_command(turn: Turn, *, loose: bool) -> str | None:
    """The command that somebody means who writes it without its stroke, or says it in words: "hotro", "chấm điểm".

    Where there is no list of commands to press on, a stroke is not what people write.

    :param loose: nothing else could be meant by the text; otherwise only "menu", which is no answer to anything.
    """
    text = turn.event.text.strip()
    if not text or len(text) > LONGEST or turn.event.group:
        return None
    typed = _unsaid_after(_plain(text), turn.t)
    # Shorter names are words of their own: "ca", "tim", "hoi".
    route = turn.router.commands.get(typed)
    if (
        route is not None
        and turn.account.role.covers(route.role)
        and (typed == "menu" or (loose and len(typed) > _PART))
    ):
        return typed
    for line in turn.t("words-commands").splitlines() if loose else ():
        name, _, words = line.partition(":")
        if typed in {fold(word) for word in words.split("|")}:
            route = turn.router.commands.get(name.strip())
            return name.strip() if route is not None and turn.account.role.covers(route.role) else None
    return None


def number_in(text: str, t: Callable[..., Rich]) -> int | None:
    """The number that a text says and nothing else, but for what people put around it ("chọn số 2 nhé")."""
    left = _without_manners(_plain(text), t)
    return int(left) if left.isdecimal() and len(left) <= 2 else None


def meant(typed: str, labels: Iterable[tuple[str, str]]) -> str | None:
    """The one label (of ``(key, plain label)``) that begins with the typed words, mostly consists of them, or is them
    but for a slip of the keys. Both are folded."""
    labels = list(labels)
    tests: list[tuple[int, Callable[[str], bool]]] = [
        (_BEGINNING, lambda label: label.startswith(typed)),
        # More than half of the label: "ma vach" is "Mã số mã vạch", but isn't "Đăng ký mã vạch ở đâu".
        (_PART, lambda label: f" {typed} " in f" {label} " and len(typed) * 2 > len(label)),
    ]
    for least, test in tests:
        fitting = {key for key, label in labels if test(label)} if len(typed) >= least else set()
        if fitting:
            return fitting.pop() if len(fitting) == 1 else None
    return _slipped(typed, labels) if len(typed) >= _SLIP else None


def counted(options: Sequence[tuple[str, str]]) -> bool:
    """Whether an option may be chosen by its place: not where labels begin with a number of their own ("3 sao")."""
    return not any(label[:1].isdecimal() for _, label in options)


def chosen(text: str, options: Sequence[tuple[str, str]], t: Callable[..., Rich]) -> str:
    """The option that typed words or a number mean: its whole label, the beginning of one, or words in one.

    :raises Invalid: none, or several.
    """
    typed = fold(text).rstrip(".)")
    number = number_in(text, t)
    if number is not None and not counted(options):
        typed = str(number)
    elif number is not None and 1 <= number <= len(options):
        return options[number - 1][0]
    labels = [(option, fold(label)) for option, label in options]
    tests: list[Callable[[str], bool]] = [
        lambda label: label == typed,
        lambda label: label.startswith(typed),
        lambda label: f" {typed} " in f" {re.sub(r'[^a-z0-9]+', ' ', label)} ",
    ]
    for test in tests if len(typed) > 1 or number is not None else ():
        fitting = [option for option, label in labels if test(label)]
        if len(fitting) == 1:
            return fitting[0]
    word = number_word(text, t) if counted(options) else None
    if word is not None and word <= len(options):
        return options[word - 1][0]
    slipped = meant(typed, labels)
    if slipped is not None:
        return slipped
    count = len(options) if counted(options) else 0
    raise Invalid("choice.unknown", count=count, first=options[0][1] if options else "")


def _slipped(typed: str, labels: list[tuple[str, str]]) -> str | None:
    """The label that is meant but for a wrong key or two, if no other one is near."""
    allowed = 1 if len(typed) < 9 else 2
    distances = sorted((OSA.distance(typed, label), key) for key, label in labels)
    if not distances or distances[0][0] > allowed:
        return None
    others = [distance for distance, key in distances if key != distances[0][1]]
    return distances[0][1] if not others or others[0] > distances[0][0] + 1 else None


def _counted(turn: Turn, typed: str) -> str | None:
    """The choice whose number is written as a word."""
    number = number_word(typed, turn.t)
    numbered = [str(key) for _, key, counts in turn.dialogue.choices if counts]
    return numbered[number - 1] if number is not None and number <= len(numbered) else None


def number_word(text: str, t: Callable[..., Rich]) -> int | None:
    """The number that a word says ("hai", "số hai nhé"), up to ten."""
    counted = [fold(word) for word in t("words-count").split("|")]
    left = _without_manners(_plain(text), t)
    return counted.index(left) + 1 if left in counted else None


def _without_manners(typed: str, t: Callable[..., Rich]) -> str:
    """The folded words without "choose", "number" before them and "please" after them."""
    before = {fold(word) for word in t("words-choose").split("|")}
    words = _unsaid_after(typed, t).split()
    while len(words) > 1 and words[0] in before:
        del words[0]
    return " ".join(words)


def _unsaid_after(typed: str, t: Callable[..., Rich]) -> str:
    """The folded words without "please" after them."""
    after = {fold(word) for word in t("words-please").split("|")}
    words = typed.split()
    while len(words) > 1 and words[-1] in after:
        del words[-1]
    return " ".join(words)


def _bare_number(text: str) -> int | None:
    found = _BARE.fullmatch(text)
    return int(found[1]) if found else None


def _plain(label: str) -> str:
    """A label as somebody would type it: folded, without pictures and punctuation."""
    return " ".join(_WORD.findall(fold(label)))
