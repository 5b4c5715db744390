"""The words: Fluent messages from ``locales/<language>/*.ftl``, with people's values made safe."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, resolver
from fluent.runtime.types import fluent_number
from fluent.syntax import FluentParser

#: Where the words are; beside this package, in a checkout and when installed.
LOCALES = Path(__file__).parents[2] / "locales"
#: The first is what everybody gets who hasn't chosen.
LANGUAGES = ("vi", "en")

#: A message refuses longer values, against bombs of nested placeables, which people's values can't hold: an entry
#: with its fifty examples, or a letter of 4,000 signs, is longer than the 2,500 that it would allow.
resolver.MAX_PART_LENGTH = 100_000


class Rich(str):
    """A text whose ``& < >`` are markup already; any other string is escaped before it goes into a message."""

    __slots__ = ()


class Words:
    """All messages of all languages."""

    def __init__(self, folder: Path | None = None) -> None:
        root = folder or LOCALES
        self._bundles = {language: _bundle(root / language, language) for language in LANGUAGES}
        self._plain = lru_cache(maxsize=1024)(self._format)

    def text(self, language: str, key: str, **values: Any) -> Rich:
        """The message ``key`` ("start-welcome", or "field.label" for an attribute) in that language.

        Whole numbers are written without thousands marks (years, codes) unless the message asks for them with
        ``NUMBER($n, useGrouping: 1)``. A language that lacks the message speaks Vietnamese.

        :raises LookupError: no language has it, or a value that it needs is missing.
        """
        if not values:
            return self._plain(language, key)
        return self._format(language, key, **values)

    def has(self, key: str, language: str = LANGUAGES[0]) -> bool:
        """Whether that language has the message."""
        name, _, attribute = key.partition(".")
        bundle = self._bundles[language]
        return bundle.has_message(name) and (not attribute or attribute in bundle.get_message(name).attributes)

    def _format(self, language: str, key: str, **values: Any) -> Rich:
        name, _, attribute = key.partition(".")
        for candidate in (language, LANGUAGES[0]):
            bundle = self._bundles.get(candidate)
            if bundle is None or not bundle.has_message(name):
                continue
            message = bundle.get_message(name)
            pattern = message.attributes.get(attribute) if attribute else message.value
            if pattern is None:
                continue
            text, errors = bundle.format_pattern(pattern, {name: _safe(value) for name, value in values.items()})
            if errors:
                raise LookupError(f"message {key!r} ({candidate}): {errors[0]!r}")
            return Rich(text)
        raise LookupError(f"no message {key!r}")


def rich(text: str) -> Rich:
    """Escape a plain text; a :class:`Rich` one stays as it is."""
    return text if isinstance(text, Rich) else Rich(escape(text, quote=False))


def shorten(text: str, most: int) -> str:
    """A plain text of at most ``most`` characters, with "…" where the rest is left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def join(texts: Iterable[str], between: str = "\n") -> Rich:
    """Texts one after the other; a plain string among them is escaped."""
    return Rich(between.join(rich(text) for text in texts))


def _safe(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return fluent_number(value, useGrouping=False)
    return str(rich(value)) if isinstance(value, str) else value


def _bundle(folder: Path, language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".ftl"):
            # Without spans (where in the file each part stood), which take half of the memory.
            bundle.add_resource(FluentParser(with_spans=False).parse(file.read_text(encoding="utf-8")))
    return bundle
