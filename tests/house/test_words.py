"""The words: every message in every language, with the same values, and each one said somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from fluent.syntax import ast as fluent
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from handlers.kit.turn import LABEL
from handlers.kit.words import LANGUAGES, LOCALES, Words
from models.criteria import load_criteria
from models.knowledge.entries import load_entries
from tests.talk import WORDS

ROOT = LOCALES.parent
FLOORS = ("bot", "handlers", "models")

_LETTER = "[àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ]"
#: A word; a single letter ("đ" → "d") is data about spelling.
_WORD = re.compile(rf"\w{_LETTER}|{_LETTER}\w", re.IGNORECASE)


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - the visitor's way
        self.names.add(node.id.name)


@cache
def messages(language: str) -> dict[str, frozenset[str]]:
    """Every message and attribute of a language ("field.label"), with the values that it takes."""
    found: dict[str, frozenset[str]] = {}
    for file in sorted((LOCALES / language).glob("*.ftl")):
        for entry in parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{file.name} can't be read: {entry.content!r}"
            if not isinstance(entry, fluent.Message):
                continue
            parts = {entry.id.name: entry.value} | {
                f"{entry.id.name}.{attribute.id.name}": attribute.value for attribute in entry.attributes
            }
            for key, pattern in parts.items():
                if pattern is None:
                    continue
                assert key not in found, f"{file.name}: {key} is written twice"
                variables = _Variables()
                variables.visit(pattern)
                found[key] = frozenset(variables.names)
    return found


@cache
def sources() -> dict[str, ast.Module]:
    """The code of all floors, parsed."""
    return {
        file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for floor in FLOORS
        for file in sorted((ROOT / floor).rglob("*.py"))
    }


def _docstrings(tree: ast.Module) -> set[int]:
    """The ids of the constants that are docstrings, of attributes too (a bare text on a line of its own)."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _texts(tree: ast.Module) -> Iterator[ast.Constant]:
    docstrings = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


@cache
def patterns() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """What the code may say: texts as they stand; f-strings and sums (``f"ask-do-{kind}"``) as patterns."""
    plain: set[str] = set()
    put_together: set[str] = set()
    for tree in sources().values():
        plain.update(str(node.value) for node in _texts(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                put_together.add(
                    "".join(
                        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.-]+"
                        for part in node.values
                    )
                )
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and isinstance(node.left, ast.Constant):
                put_together.add(re.escape(str(node.left.value)) + r"[\w.-]+")
    # A pattern must begin with a few letters of its own, or it would pass for anything.
    return frozenset(plain), tuple(re.compile(each) for each in put_together if re.match(r"[a-z]{2,}[a-z\\-]*-", each))


def _said(key: str) -> bool:
    plain, put_together = patterns()
    name = key.partition(".")[0]
    return (
        key in plain
        or any(each.fullmatch(key) for each in put_together)
        # An attribute is said as f"{name}.label" by whoever puts the name together.
        or (name != key and _said(name))
    )


def _calls() -> Iterator[tuple[str, str]]:
    """The keys that are certainly said: first argument of ``t(…)``, and ``key=`` of ``refuse``."""
    for file, tree in sources().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            name = (
                called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            )
            if name == "t" and node.args:
                first = node.args[0]
                for option in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                    if isinstance(option, ast.Constant):
                        yield file, str(option.value)
            elif name == "refuse":
                for keyword in node.keywords:
                    if keyword.arg == "key" and isinstance(keyword.value, ast.Constant):
                        yield file, str(keyword.value.value)


def test_every_language_has_every_message() -> None:
    all_keys = {key for language in LANGUAGES for key in messages(language)}
    missing = {language: sorted(all_keys - messages(language).keys()) for language in LANGUAGES}
    assert not any(missing.values()), missing


def test_every_language_takes_the_same_values() -> None:
    first, *others = LANGUAGES
    different = {
        f"{language}: {key}": sorted(values ^ messages(first)[key])
        for language in others
        for key, values in messages(language).items()
        if key in messages(first) and values != messages(first)[key]
    }
    assert not different, different


def test_every_message_is_said_somewhere() -> None:
    unused = sorted(key for key in messages(LANGUAGES[0]) if not _said(key))
    assert not unused, unused


def test_everything_that_is_said_is_written() -> None:
    unknown = sorted({f"{file}: {key}" for file, key in _calls() if key not in messages(LANGUAGES[0])})
    assert not unknown, unknown


def test_words_for_people_stand_in_the_locales_only() -> None:
    found = sorted(
        f"{file}:{node.lineno}: {str(node.value)[:40]!r}"
        for file, tree in sources().items()
        for node in _texts(tree)
        if _WORD.search(str(node.value))
    )
    assert not found, found


#: Messages that may speak of pressing: about a button of the device itself. None yet.
_MAY_PRESS: frozenset[str] = frozenset()
_PRESSING = re.compile(r"\b(?:bấm|nhấn|nút|press|presses|tap|click|buttons?)\b", re.IGNORECASE)


def test_no_message_speaks_of_pressing() -> None:
    # Every branch of every message is in its source, so nothing has to be rendered to be read.
    found = [
        f"{language}: {line.strip()}"
        for language in LANGUAGES
        for file in sorted((LOCALES / language).glob("*.ftl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if _PRESSING.search(line) and not line.startswith("#") and line.partition(" =")[0] not in _MAY_PRESS
    ]
    assert not found, found


def test_no_answer_of_the_knowledge_speaks_of_pressing() -> None:
    found = [
        f"{language}: {entry.id}"
        for language in LANGUAGES
        for entry in load_entries(language)
        if _PRESSING.search(entry.text) or _PRESSING.search(entry.title)
    ]
    assert not found, found


def test_what_is_on_a_choice_fits_a_button() -> None:
    for language in LANGUAGES:
        for key in _labels() & messages(language).keys():
            text = WORDS.text(language, key, **{name: "x" * 20 for name in messages(language)[key]})
            assert len(text) <= LABEL, f"{language}: {key}"
        sets = load_criteria(language)
        names = [sector.name for sector in sets.sectors] + [each.short for each in sets.sets]
        names += [f"{each.code} {each.name}" for of in sets.sets for each in of.criteria]
        names += [entry.title for entry in load_entries(language)]
        assert not [name for name in names if len(name) > LABEL]


def _labels() -> set[str]:
    """The keys of ``choice(t("key"…), …)``."""
    return {
        str(label.args[0].value)
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "choice"
        for label in node.args[:1]
        if isinstance(label, ast.Call) and label.args and isinstance(label.args[0], ast.Constant)
    }


def test_a_long_letter_fits_into_a_message():
    letter = "chữ " * 2000
    assert letter in Words().text("vi", "told-message", officer="Hạnh", code="MV-26-0001", text=letter)
