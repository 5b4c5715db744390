"""Which of the choices shown last somebody means who types instead of pressing: a number, or words of a label.

While something is asked that is answered in free words, only a bare number and a whole label choose, a label's words
before its comma, and for "Hủy" what else people say who want no more of it ("thôi"): an answer is never taken for a
choice. Otherwise people may write as they talk ("chọn số 2 nhé", "tieu chi", a slip of a key), as long as one choice
alone can be meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from handlers.kit.words import Rich
from models.dialogue import YIELDING
from models.identifiers import Invalid
from models.knowledge import fold
from models.knowledge.folding import is_marked

if TYPE_CHECKING:
    from handlers.kit.turn import Turn
    from models.mail import Choice

#: Longer texts choose nothing.
LONGEST = 80
#: Letters: shorter words only choose as the beginning of a label, as its first whole words, or as all of it.
_WHOLE, _BEGINNING, _PART, _SLIP = 2, 3, 4, 5
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
#: What ends the words of a label that are enough: "Xong, không nhắn gì thêm".
_CLAUSE = re.compile(r"[,;:(–]")
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
    found = _whole(turn, text)
    if found is not None or not loose:
        return found
    # The manners are taken off one by one: "dong" is a word before a number ("dòng 2"), and begins "Đồng ý".
    readings = (typed, *_peeled(typed, turn.t))
    saying = [reading for reading in readings if len(reading) > _WHOLE or reading not in _manners(turn.t)]
    return next((key for reading in saying if (key := meant(reading, labels))), None) or _counted(turn, typed)


def _whole(turn: Turn, text: str) -> str | None:
    """The choice whose label, or the words of it before a comma, is all that was typed; or that leads where it says."""
    choices = [(str(key), str(label)) for label, key, _ in turn.dialogue.choices]
    typed = _plain(text)
    readings = {typed, _unsaid_after(typed, turn.t)}
    glued = {reading.replace(" ", "") for reading in readings}
    tests: list[Callable[[str], bool]] = [
        lambda label: _plain(label) == typed,
        lambda label: _plain(label).replace(" ", "") in glued,
        lambda label: _plain(_CLAUSE.split(label)[0]) in readings,
    ]
    found = next((fits for test in tests if (fits := [each for each in choices if test(each[1])])), [])
    if cancels(text, turn.t):
        # "Dừng lại" and "Dùng lại" are the same without their marks.
        found = [each for each in found if not is_marked(text) or _spelt(text, each[1])]
        found = found or [each for each in choices if each[1] == turn.t("cancel")]
        found = found or [each for each in choices if _plain(each[1]).startswith(f"{typed} ")]
    if len({key for key, _ in found}) == 1 or (found and tests[0](found[0][1])):
        return found[0][0]
    commands = {_said_for_command(turn, typed), *glued} - {None}
    return next((key for key, _ in choices if key.removeprefix("start.go:") in commands), None)


def cancels(text: str, t: Callable[..., Rich]) -> bool:
    """Whether a text says nothing but that its writer wants no more of what was asked ("thôi", "để sau nhé").

    "Dừng" counts only with its marks: without them it may be "đúng", a yes.
    """
    typed, yes = _plain(text), _words(t("words-yes"))
    readings = {typed, _unsaid_after(typed, t)}
    for word in t("words-cancel").split("|"):
        bare = fold(word)
        if bare in readings and (_spelt(text, word) if is_marked(text) else bare not in yes):
            return True
    return False


def asks(text: str, t: Callable[..., Rich]) -> bool:
    """Whether it ends with a question mark, or begins or ends as questions do ("làm sao …", "… ở đâu")."""
    folded = fold(text)
    asking = tuple(fold(words) for words in t("words-question").split("|"))
    return folded.endswith("?") or folded.startswith(asking) or folded.endswith(asking)


def says(text: str, words: str, t: Callable[..., Rich]) -> bool:
    """Whether a text says one of these words (``word|word``) and nothing else, whatever polite words stand around."""
    typed = _plain(text)
    readings = {typed, *_peeled(typed, t)}
    return not readings.isdisjoint(_words(words))


def says_nothing(text: str, t: Callable[..., Rich]) -> bool:
    """Whether a text is no answer to anything, nor a word to anybody: "?", "khoan đã"."""
    return not any(character.isalnum() for character in text) or says(text, t("words-wait"), t)


def words_after(text: str, key: str, t: Callable[..., Rich]) -> str:
    """What a text says after one of these words, whatever polite words stand before and after; else nothing."""
    begun = sorted((f"{words} " for words in _words(t(key))), key=len, reverse=True)
    said = _without_manners(_plain(text), t)
    return next((said.removeprefix(words) for words in begun if said.startswith(words)), "")


def named(text: str, lines: str, t: Callable[..., Rich]) -> str | None:
    """The name that a text is another word for, in lines of ``name: word|word``."""
    typed = _plain(text)
    readings = {typed, _unsaid_after(typed, t)}
    for line in lines.splitlines():
        name, _, words = line.partition(":")
        if readings & _words(words):
            return name.strip()
    return None


def word_for(text: str, choices: Iterable[Choice], t: Callable[..., Rich]) -> str | None:
    """The key of the one choice that a word or two mean which came without their list: its label, or how it begins.

    Marks count where they are typed ("nhắn" isn't "Nhận"), unless nothing is spelt so.
    """
    choices = list(choices)
    for read in (_marked, _plain) if is_marked(text) else (_plain,):
        typed = read(text)
        for reading in (typed, _unsaid_after(typed, t), _without_manners(typed, t)):
            for fits in (
                {choice.key for choice in choices if read(choice.label) == reading},
                {choice.key for choice in choices if read(choice.label).startswith(f"{reading} ")},
            ):
                if len(fits) == 1 and reading:
                    return fits.pop()
    return None


def typed_command(turn: Turn, *, loose: bool) -> str | None:
    """The command that somebody means who writes it without its stroke, or says it in words: "hotro", "chấm điểm".

    Where there is no list of commands to press on, a stroke is not what people write.

    What cancels counts while something is asked that waits for its answer.

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
    said = _said_for_command(turn, typed) if loose else None
    waiting = turn.dialogue.expecting
    if said is not None or waiting is None or waiting["key"] in YIELDING:
        return said
    # Asked by another person, "không cần nữa" is an answer; asked whether to leave, it is one too.
    if waiting["key"] == "form.leave" or "topic" in waiting or not cancels(text, turn.t):
        return None
    return "huy" if "huy" in turn.router.commands else None


def _said_for_command(turn: Turn, typed: str) -> str | None:
    """The command that these words stand for, if this person may use it."""
    name = named(typed, turn.t("words-commands"), turn.t)
    route = turn.router.commands.get(name) if name is not None else None
    return name if route is not None and turn.account.role.covers(route.role) else None


def number_in(text: str, t: Callable[..., Rich]) -> int | None:
    """The number that a text says and nothing else, but for what people put around it ("chọn số 2 nhé")."""
    left = _without_manners(_plain(text), t)
    return int(left) if left.isdecimal() and len(left) <= 2 else None


def meant(typed: str, labels: Iterable[tuple[str, str]]) -> str | None:
    """The one label (of ``(key, plain label)``) that begins with the typed words, mostly consists of them, or is them
    but for a slip of the keys. Both are folded."""
    labels = list(labels)
    tests: list[tuple[int, Callable[[str], bool]]] = [
        (_WHOLE, lambda label: label.startswith(f"{typed} ")),
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
    """Whether an option may be chosen by its place: not where a label begins with another number ("3 sao")."""
    begun = [(place, _NUMBER.match(label)) for place, (_, label) in enumerate(options, 1)]
    return all(number is None or int(number[0]) == place for place, number in begun)


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
        # "HTX" is "Hợp tác xã".
        lambda label: typed == "".join(word[0] for word in _WORD.findall(label)),
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


def _manners(t: Callable[..., Rich]) -> frozenset[str]:
    """The folded words that say nothing by themselves."""
    return _words(t("words-choose")) | _words(t("words-please"))


def _without_manners(typed: str, t: Callable[..., Rich]) -> str:
    """The words without "choose", "number" before them and "please" after them."""
    return _peeled(typed, t)[-1]


def _peeled(typed: str, t: Callable[..., Rich]) -> list[str]:
    """The words without "please" after them, then also without the first, the first two … polite words before them."""
    before = _words(t("words-choose"))
    words = _unsaid_after(typed, t).split()
    left = [" ".join(words)]
    while len(words) > 1 and fold(words[0]) in before:
        del words[0]
        left.append(" ".join(words))
    return left


def _unsaid_after(typed: str, t: Callable[..., Rich]) -> str:
    """The words without "please" after them."""
    after = _words(t("words-please"))
    words = typed.split()
    while len(words) > 1 and fold(words[-1]) in after:
        del words[-1]
    return " ".join(words)


def _bare_number(text: str) -> int | None:
    found = _BARE.fullmatch(text)
    return int(found[1]) if found else None


@lru_cache(maxsize=256)
def _words(words: str) -> frozenset[str]:
    """The plain forms of ``word|word``: they are looked into at every message, and never change."""
    return frozenset(_plain(word) for word in words.split("|"))


def _plain(label: str) -> str:
    """A label as somebody would type it: folded, without pictures and punctuation."""
    return " ".join(_WORD.findall(fold(label)))


def _marked(label: str) -> str:
    """The same with its marks."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", label).lower()))


def _spelt(text: str, words: str) -> bool:
    """Whether a text begins with these words, each with its marks (wherever they stand: "huỷ", "hủy") or with none."""
    pairs = zip(_marked(text).split(), _marked(words).split(), strict=False)
    return all(sorted(_parts(typed)) == sorted(_parts(word)) or typed == fold(word) for typed, word in pairs)


def _parts(word: str) -> str:
    return unicodedata.normalize("NFD", word)
