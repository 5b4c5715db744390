"""The words file of a language: abbreviations, synonyms, stop words, small talk; data that an admin can
extend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.knowledge.entries import LOCALES, read_yaml
from models.knowledge.folding import fold, spelling, tokens, words

Phrase = tuple[str, ...]

_LISTS = ("stop_words", "question_words", "light_words", "follow_up")
_TABLES = (
    "abbreviations",
    "rewrites",
    "numerals",
    "synonyms",
    "asks",
    "small_talk",
    "outside",
    "criteria",
    "templates",
    "syllables",
)


@dataclass(frozen=True)
class Words:
    """What a language's people write, beside the knowledge itself. Everything is folded.

    - abbreviations: "dk" → the phrases it may stand for, the likeliest first
    - rewrites: phrases that are always said one way ("ba sao" → "3 sao"), and from `numerals` the numbers from
      10 to 99 in words
    - synonyms: a phrase → the name of its meaning ("#trademark"); phrases of one meaning find each other
    - asks: a phrase → what it asks about a thing ("?fee"), whatever the thing is
    - stop_words, question_words, light_words: words that tell nothing, little, or only about which product
    - small_talk: kind → phrases ("greeting", "thanks", "officer", "swearing", ...)
    - spellings: those phrases → the ways in which they are spelled with diacritics ("cảm ơn", "cám ơn")
    - follow_up: openings that point back at the question before ("thế còn")
    - outside: topic → sample questions that are none of the office's business
    - criteria, templates: how people ask about criteria sets, and the words of the answers made from them
    - onsets, rimes: what syllables are made of
    """

    language: str
    abbreviations: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    rewrites: Mapping[Phrase, Phrase] = field(default_factory=dict)
    synonyms: Mapping[Phrase, str] = field(default_factory=dict)
    asks: Mapping[Phrase, str] = field(default_factory=dict)
    stop_words: frozenset[str] = frozenset()
    question_words: frozenset[str] = frozenset()
    light_words: frozenset[Phrase] = frozenset()
    small_talk: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    spellings: Mapping[Phrase, Sequence[Phrase]] = field(default_factory=dict)
    follow_up: tuple[Phrase, ...] = ()
    outside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    criteria: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    onsets: frozenset[str] = frozenset()
    rimes: frozenset[str] = frozenset()

    @classmethod
    def load(cls, language: str, extra: Path | None = None) -> Words:
        """The packaged `locales/<language>/words.yaml`, extended by a file of the same form that an admin
        keeps.

        Raises ValueError naming the part of the file that is wrong.
        """
        packaged = LOCALES / language / "words.yaml"
        data = read_yaml(packaged)
        _check(data, "words.yaml")
        if extra is not None:
            more = read_yaml(extra) or {}
            _check(more, extra.name)
            _extend(data, more)
        return cls.of(language, data)

    @classmethod
    def of(cls, language: str, data: Mapping[str, Any]) -> Words:
        """From the parts of a words file, already checked."""
        syllables = data.get("syllables") or {}
        return cls(
            language=language,
            abbreviations={
                _phrase(key)[0]: tuple(_phrase(p) for p in _many(value)) for key, value in _table(data, "abbreviations")
            },
            rewrites=_numerals(data.get("numerals") or {})
            | {_phrase(key): _phrase(str(value)) for key, value in _table(data, "rewrites")},
            synonyms={_phrase(p): f"#{name}" for name, group in _table(data, "synonyms") for p in _many(group)},
            asks={_phrase(p): f"?{name}" for name, group in _table(data, "asks") for p in _many(group)},
            stop_words=_words(data.get("stop_words")),
            question_words=_words(data.get("question_words")),
            light_words=frozenset(_phrase(p) for p in data.get("light_words") or ()),
            small_talk={key: tuple(_phrase(p) for p in value) for key, value in _table(data, "small_talk")},
            spellings=_spellings(p for _, value in _table(data, "small_talk") for p in value),
            follow_up=tuple(_phrase(p) for p in data.get("follow_up") or ()),
            outside={topic: tuple(_many(samples)) for topic, samples in _table(data, "outside")},
            criteria={key: tuple(_phrase(p) for p in value) for key, value in _table(data, "criteria")},
            templates=dict(_table(data, "templates")),
            onsets=frozenset(str(syllables.get("onsets") or "").split()) | {""},
            rimes=frozenset(str(syllables.get("rimes") or "").split()),
        )

    def is_syllable(self, word: str) -> bool:
        """Whether a folded word could be a word of the language at all, by its sounds (Vietnamese words are
        one syllable each: an opening and a rime). Always False for a language that lists no syllables."""
        return any(word[:cut] in self.onsets and word[cut:] in self.rimes for cut in range(min(4, len(word))))


def _check(data: Any, name: str) -> None:
    if not isinstance(data, dict):
        raise ValueError(f"{name}: named parts are expected, such as abbreviations and synonyms")
    for part, value in data.items():
        if part in _LISTS:
            if not isinstance(value, list) or not all(map(_says_something, value)):
                raise ValueError(f"{name}: {part}: a list of texts is expected")
        elif part in _TABLES:
            if not isinstance(value, dict):
                raise ValueError(f"{name}: {part}: a table is expected")
            for key, item in value.items():
                if not isinstance(key, str) or not words(key):
                    raise ValueError(f"{name}: {part}: put {key!r} in quotes")
                if part != "numerals" and not all(map(_says_something, item if isinstance(item, list) else [item])):
                    raise ValueError(f"{name}: {part}: {key}: a text, or a list of texts, is expected")
        else:
            raise ValueError(f"{name}: {part}: unknown part")


def _says_something(item: Any) -> bool:
    return isinstance(item, str) and bool(words(item))


def _extend(data: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Lists grow; in a table, a list under the same key grows and any other value is replaced."""
    for part, value in more.items():
        if isinstance(value, list):
            data[part] = [*(data.get(part) or []), *value]
            continue
        table = data.setdefault(part, {})
        for key, item in value.items():
            old = table.get(key)
            table[key] = [*_many(old), *_many(item)] if old is not None and part != "rewrites" else item


def _table(data: Mapping[str, Any], part: str) -> Iterable[tuple[str, Any]]:
    return (data.get(part) or {}).items()


def _many(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _numerals(names: Mapping[str, Any]) -> dict[Phrase, Phrase]:
    """Numbers of two figures in words → in figures: "tám mươi hai", "tám hai" is left alone. One word alone
    ("năm", five or a year) means too many things."""
    if not names:
        return {}
    units = {fold(name): number for number, name in enumerate(names["units"], start=1)}
    last = units | {fold(name): int(number) for name, number in names["after_tens"].items()}
    ten, tens = fold(names["ten"]), fold(names["tens"])
    found: dict[Phrase, Phrase] = {(ten, name): (str(10 + number),) for name, number in last.items()}
    for name, number in units.items():
        found[name, tens] = (str(10 * number),)
        found |= {(name, tens, unit): (str(10 * number + more),) for unit, more in last.items()}
    return found


def _spellings(phrases: Iterable[str]) -> dict[Phrase, list[Phrase]]:
    found: defaultdict[Phrase, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        found[_phrase(phrase)].append(tuple(map(spelling, tokens(phrase))))
    return dict(found)


def _phrase(text: str) -> Phrase:
    return tuple(words(text))


def _words(items: Iterable[str] | None) -> frozenset[str]:
    return frozenset(word for item in items or () for word in words(item))
