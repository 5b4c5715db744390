"""The communes (xã, phường) of Thái Nguyên in force since 1 July 2025, and the old names that became them.

The province took in Bắc Kạn on that day, districts ceased to exist and 280 communes became 92 (Nghị quyết
1683/NQ-UBTVQH15). People still give the commune and district they grew up with, so an old name is understood
and the present ones are offered; nobody is moved silently: `Match.exact` is set only where no other reading
exists.

The tables are locales/vi/places/*.tsv; each file's header says its columns and where it comes from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from models.knowledge.folding import fold

_TABLES = Path(__file__).parents[1] / "locales" / "vi" / "places"

# Typing errors: one in four letters is too many to guess from. Chosen so that one slip in a name of four
# letters ("nari") and two in one of eight still find it.
_LIKENESS = 0.74
_FIRST_WORDS_SCORE, _PREFIX_SCORE, _WORD_SCORE = 1.0, 0.95, 0.90
# Guesses this much worse than the best one are not shown beside it.
_SPREAD = 0.12

# A longer text is no address; only its end is read, so that no message can make a search costly.
_MOST_WORDS = 24

_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune in force: its five-digit official code, its name and the word before it (xã, phường)."""

    code: str
    name: str
    kind: str

    @property
    def full_name(self) -> str:
        """The name as written in an address: "xã Côn Minh"."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class OldPlace:
    """A commune or district that ceased to exist, and the present communes that its land went to.

    `district` is the old district with its kind ("huyện Na Rì"); of a district itself, its own full name.
    """

    name: str
    kind: str
    district: str
    communes: tuple[Commune, ...]

    @property
    def full_name(self) -> str:
        """The name as it was written in an address: "xã Quang Phong", "huyện Na Rì"."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Match:
    """What a typed place may be.

    `exact`: the commune in force that was named, when nothing else bears that name, now or formerly.
    `candidates`: present communes to ask back with, best first; includes `exact`. Empty: nothing is like it.
    `old`: the old places whose name the text is (or is like), each with what it became.
    """

    exact: Commune | None
    candidates: tuple[Commune, ...]
    old: tuple[OldPlace, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A place as it is searched: `key` is the folded name, `squashed` the same without spaces."""

    place: Commune | OldPlace
    key: str
    squashed: str
    marks: tuple[str, ...]
    districts: frozenset[str]  # folded names of the old districts it lies in
    level: str  # as in kinds.tsv

    @property
    def communes(self) -> tuple[Commune, ...]:
        return (self.place,) if isinstance(self.place, Commune) else self.place.communes


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to cut the typed text: a name, the level said by the word before it, the districts after it."""

    words: tuple[str, ...]
    level: str | None
    within: frozenset[str]

    @property
    def key(self) -> str:
        return fold(" ".join(self.words))


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    communes: tuple[Commune, ...]
    places: tuple[_Named, ...]
    kinds: dict[tuple[str, ...], str]  # folded words of a kind → level
    districts: dict[tuple[str, ...], str]  # folded words of a district's name → the same, joined
    former: dict[str, tuple[str, ...]]  # commune code → old districts with their kind


def all_communes() -> tuple[Commune, ...]:
    """The communes in force, by code."""
    return _gazetteer().communes


def by_code(code: str) -> Commune | None:
    """The commune in force with this official code, or None."""
    return next((commune for commune in all_communes() if commune.code == code), None)


def former_districts(commune: Commune) -> tuple[str, ...]:
    """The old districts whose land this commune holds ("huyện Na Rì"): they tell like names apart."""
    return _gazetteer().former[commune.code]


def find(text: str, limit: int = 8) -> Match:
    """Look a typed place up: a name or a part of it, with or without diacritics, with slips of the keys.

    Understood besides the bare name: words before it ("xã", "P."), an old district or a province after it
    ("con minh, na ri, bac kan"). `limit` bounds the guesses; what a known old name became is never cut short.
    """
    gazetteer = _gazetteer()
    readings = list(_readings(text, gazetteer))
    for reading in readings:
        squashed = reading.key.replace(" ", "")
        named = [place for place in gazetteer.places if place.squashed == squashed]
        if named:
            return _settled(_narrowed(named, reading))
    return _guessed(readings, gazetteer, limit)


def _settled(named: list[_Named]) -> Match:
    """The match for places that bear exactly the typed name."""
    communes = _distinct(commune for place in named for commune in place.communes)
    present = [place.place for place in named if isinstance(place.place, Commune)]
    return Match(
        exact=communes[0] if present and len(communes) == 1 else None,
        candidates=communes,
        old=tuple(place.place for place in named if isinstance(place.place, OldPlace)),
    )


def _guessed(readings: list[_Reading], gazetteer: _Gazetteer, limit: int) -> Match:
    """The match for a part of a name, or a name with slips."""
    scored: dict[_Named, float] = {}
    for reading in readings:
        likely = [(place, _score(reading.key, place)) for place in gazetteer.places]
        near = {place: score for place, score in likely if score >= _LIKENESS}
        for place in _narrowed(list(near), reading):
            scored[place] = max(near[place], scored.get(place, 0.0))
    if not scored:
        return Match(None, (), ())
    floor = max(scored.values()) - _SPREAD
    # Sorting is stable: of equal scores, present communes come first, as in the gazetteer.
    best = sorted((place for place in scored if scored[place] >= floor), key=lambda p: -scored[p])[:limit]
    return Match(
        exact=None,
        candidates=_distinct(commune for place in best for commune in place.communes)[:limit],
        old=tuple(place.place for place in best if isinstance(place.place, OldPlace)),
    )


def _score(key: str, place: _Named) -> float:
    """How like a place's name the typed one is, 0 to 1."""
    if len(key) < 2:
        return 0.0
    if place.key.startswith(f"{key} "):
        return _FIRST_WORDS_SCORE
    if place.key.startswith(key):
        return _PREFIX_SCORE
    if f" {key}" in place.key:
        return _WORD_SCORE
    return OSA.normalized_similarity(key.replace(" ", ""), place.squashed, score_cutoff=_LIKENESS)


def _narrowed(places: list[_Named], reading: _Reading) -> list[_Named]:
    """Keep what fits the level, the districts and the diacritics that were typed; a hint that fits nothing is
    taken as a slip and ignored."""
    marks = _marks(reading.words)
    hints: list[tuple[object, Callable[[_Named], bool]]] = [
        (reading.level, lambda place: place.level == reading.level),
        (reading.within, lambda place: bool(place.districts & reading.within)),
        (marks, lambda place: place.marks == marks),
    ]
    for given, fits in hints:
        if given:
            places = [place for place in places if fits(place)] or places
    return places


def _readings(text: str, gazetteer: _Gazetteer) -> Iterator[_Reading]:
    """The ways to cut a typed place, the most literal first ("Phượng Tiến" is a name, not phường Tiến)."""
    whole = tuple(_WORDS.findall(unicodedata.normalize("NFC", text).lower())[-_MOST_WORDS:])
    if not whole:
        return
    yield _Reading(whole, None, frozenset())
    short, within = _without_districts(whole, gazetteer)
    for words, districts in ((short, within), (whole, frozenset[str]())):
        if not words:
            continue
        if words is not whole:
            yield _Reading(words, None, districts)
        for start, level in _after_kinds(words, gazetteer):
            if level != "province":
                yield _Reading(words[start:], level, districts)


def _without_districts(words: tuple[str, ...], gazetteer: _Gazetteer) -> tuple[tuple[str, ...], frozenset[str]]:
    """Cut district and province names, with the words before them, off the end of an address."""
    within: set[str] = set()
    while True:
        folded = tuple(fold(word) for word in words)
        tail = next((d for d in gazetteer.districts if folded[-len(d) :] == d), None)
        if tail is None:
            return words, frozenset(within)
        within.add(gazetteer.districts[tail])
        words = words[: -len(tail)]
        for size in (2, 1):
            if tuple(fold(word) for word in words[-size:]) in gazetteer.kinds:
                words = words[:-size]
                break


def _after_kinds(words: tuple[str, ...], gazetteer: _Gazetteer) -> Iterator[tuple[int, str]]:
    """Where a name may begin after a word such as "xã", and the level it says; longest name first."""
    folded = tuple(fold(word) for word in words)
    for start in range(1, len(words)):
        for size in (2, 1):
            level = gazetteer.kinds.get(folded[max(start - size, 0) : start])
            if level:
                yield start, level
                break


def _marks(words: Iterable[str]) -> tuple[str, ...]:
    """The diacritics of a text, wherever in the word they were put: "Hoà" and "Hòa" have the same."""
    letters = unicodedata.normalize("NFD", " ".join(words).lower())
    return tuple(sorted(letter for letter in letters if unicodedata.combining(letter) or letter == "đ"))


def _distinct(communes: Iterable[Commune]) -> tuple[Commune, ...]:
    return tuple(dict.fromkeys(communes))


@lru_cache(maxsize=1)
def _gazetteer() -> _Gazetteer:
    """The tables, read on first use (a few milliseconds)."""
    communes = {code: Commune(code, name, kind) for code, name, kind in _rows("communes")}
    old = [
        OldPlace(name, kind, district, tuple(communes[code] for code in codes.split(",")))
        for name, kind, district, codes in _rows("old_communes")
    ]
    by_name = {(place.district, place.name): place for place in old}
    older = [
        OldPlace(
            name,
            kind,
            district,
            _distinct(new for step in into.split(",") for new in by_name[district, step].communes),
        )
        for name, kind, district, into, _year in _rows("older_communes")
    ]
    kinds = {tuple(fold(word).split()): level for word, level in _rows("kinds")}
    inside: dict[str, list[Commune]] = {}
    former: dict[str, dict[str, None]] = {code: {} for code in communes}
    for place in old:
        inside.setdefault(place.district, []).extend(place.communes)
        for commune in place.communes:
            former[commune.code][place.district] = None
    bare = {district: _bare(district, kinds) for district in inside}
    districts = [
        OldPlace(bare[full], full.removesuffix(bare[full]).strip(), full, _distinct(parts))
        for full, parts in inside.items()
    ]
    places = [_named(commune, "commune", [bare[d] for d in former[commune.code]]) for commune in communes.values()]
    places += [_named(place, "commune", [bare[place.district]]) for place in (*old, *older)]
    places += [_named(place, "district", [place.name]) for place in districts]
    return _Gazetteer(
        communes=tuple(communes.values()),
        places=tuple(places),
        kinds=kinds,
        districts={tuple(fold(name).split()): fold(name) for name in bare.values()},
        former={code: tuple(names) for code, names in former.items()},
    )


def _named(place: Commune | OldPlace, level: str, districts: Iterable[str]) -> _Named:
    key = fold(place.name)
    return _Named(
        place,
        key,
        key.replace(" ", ""),
        _marks([place.name]),
        frozenset(fold(name) for name in districts),
        level,
    )


def _bare(district: str, kinds: dict[tuple[str, ...], str]) -> str:
    """A district's name without its kind."""
    words = district.split()
    size = 2 if tuple(fold(word) for word in words[:2]) in kinds else 1
    return " ".join(words[size:])


def _rows(table: str) -> Iterator[list[str]]:
    lines = (_TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines if line and not line.startswith("#"))
