"""Reads the criteria sets from `locales/<language>/criteria/`, once, when they are first asked for.

Vietnamese is the language the criteria are graded in, and the only one that holds them. `sets.yaml` names
sectors, sets and parts; every other file is a list of criteria. A wording that several sets share is written
once, and `scores` says where it is used, one line for each number that it has:

    - name: Đóng gói, bao bì
      kind: label                      # sets.Kind: what has to be done; "senses" is judged by a jury
      notes:
      - 1-4 | shown in these sets only # without "… |": in all of them
      levels: [plain, simple, fine, splendid]
      scores:
      - 2.2 | 1-17 19 | 0 1 2*** 3     # number | sets | points of each level, in order
      - 2.2 | 18 | 0 - 2*** 3 | Name   # "-": level not printed here; a fourth column: another name here

Stars after the points mark the minimum for 3, 4 or 5 stars. `group` (of a file or a criterion) is the heading
above; without it, the criterion's own name. Another language's `names.yaml` only overlays names.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from models.criteria.search import Index
from models.criteria.sets import Correction, CriteriaSet, Criterion, Kind, Option, Part, Sector

LOCALES = Path(__file__).resolve().parents[2] / "locales"
GRADED_IN = "vi"

_SCORE = re.compile(r"(\d+)(\*{3,5})?")
# The C parser is six times as fast; PyYAML is built without it on some platforms.
_YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CriteriaSets:
    """All sectors and sets in one language."""

    def __init__(self, sectors: tuple[Sector, ...], sets: tuple[CriteriaSet, ...], source: str, checked: date) -> None:
        self.sectors = sectors
        self.sets = sets
        self.source = source
        """The document to name beneath what is told from here."""
        self.checked = checked
        """The day all of it was last held against that document."""
        self._by_number = {criteria_set.number: criteria_set for criteria_set in sets}
        self._index = Index(sets)

    def set(self, number: int) -> CriteriaSet:
        """The set with this number (1 to 26).

        Raises ValueError, naming the numbers there are, for any other.
        """
        found = self._by_number.get(number) if type(number) is int else None  # True is no 1 here
        if found is None:
            raise ValueError(f"there is no set {number!r}; the sets are {', '.join(map(str, self._by_number))}")
        return found

    def of_sector(self, code: str) -> tuple[CriteriaSet, ...]:
        """The sets of the sector with this Roman numeral, in order."""
        return tuple(criteria_set for criteria_set in self.sets if criteria_set.sector.code == code)

    def search(self, product: str) -> tuple[CriteriaSet, ...]:
        """The sets a product may belong to by its name, with or without diacritics; () when none is like it.

        More than one means: ask. "miến dong" gives sets 6 and 7, since the decision doesn't name it.
        """
        return self._index.search(product)

    def rest(self, product: str) -> str | None:
        """The words beside those that say which set a product belongs to; None when no set is like it."""
        return self._index.rest(product)


@lru_cache(maxsize=4)
def load_criteria(language: str = GRADED_IN) -> CriteriaSets:
    """All sets, with names in `language` ("vi", "en"); read from disk at the first call only.

    Raises ValueError naming the file and the place if what is written there makes no sense.
    """
    overview = _read(LOCALES / GRADED_IN / "criteria" / "sets.yaml")
    names = _read(LOCALES / language / "criteria" / "names.yaml") if language != GRADED_IN else {}
    part_names = names.get("parts", {})
    sector_names = names.get("sectors", {})
    parts = tuple(
        Part(code, part_names.get(code, part["name"]), part["points"]) for code, part in overview["parts"].items()
    )
    sectors = {code: Sector(code, sector_names.get(code, name)) for code, name in overview["sectors"].items()}
    criteria = _criteria(names.get("none_reached", overview["none_reached"]))
    sets = tuple(
        CriteriaSet(
            number=number,
            name=names.get("sets", {}).get(number, entry["name"]),
            short=names.get("sets", {}).get(number, entry.get("short", entry["name"])),
            sector=sectors[entry["sector"]],
            group=entry["group"],
            parts=parts,
            criteria=criteria[number],
            examples=tuple(entry.get("examples", ())),
            words=(entry["name"], *entry.get("words", ())),
            disqualifiers=tuple(_for_set(number, overview["disqualifiers"])),
            corrections=tuple(Correction(*text.split(" | ", 1)) for text in _for_set(number, overview["corrections"])),
            notes=tuple(entry.get("notes", ())),
        )
        for entry in overview["sets"]
        for number in (entry["number"],)
    )
    return CriteriaSets(tuple(sectors.values()), sets, overview["source"], overview["checked"])


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        content: dict[str, Any] = yaml.load(file, Loader=_YamlLoader)  # noqa: S506 (both are safe loaders)
    return content


def _criteria(none_reached: str) -> dict[int, tuple[Criterion, ...]]:
    """The criteria of each set, in the order of their numbers."""
    nothing = Option(none_reached, 0)
    found: dict[int, dict[str, Criterion]] = {}
    for path in sorted((LOCALES / GRADED_IN / "criteria").glob("*.yaml")):
        if path.name == "sets.yaml":
            continue
        content = _read(path)
        for entry in content["criteria"]:
            try:
                for number, criterion in _scored(entry, content.get("group"), nothing):
                    if found.setdefault(number, {}).setdefault(criterion.code, criterion) is not criterion:
                        raise ValueError(f"set {number} already has a criterion {criterion.code}")
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path.name}, {entry.get('name')}: {error}") from error
    return {
        number: tuple(sorted(by_code.values(), key=lambda criterion: _order(criterion.code)))
        for number, by_code in found.items()
    }


def _scored(entry: Mapping[str, Any], group: str | None, nothing: Option) -> Iterator[tuple[int, Criterion]]:
    """One wording as the criteria it stands for: (set, criterion) for each set of each line of `scores`."""
    notes = entry.get("notes", ())
    group = entry.get("group", group)
    for line in entry["scores"]:
        code, sets, points, *name = line.split(" | ")
        options = tuple(_options(entry["levels"], points.split()))
        if all(option.points for option in options):
            # Nearly half of the criteria print no option worth 0, and yet one may have reached nothing.
            options = (nothing, *options)
        for number in _numbers(sets):
            own_name = name[0] if name else entry["name"]
            yield (
                number,
                Criterion(
                    code=code,
                    name=own_name,
                    group=group or own_name,
                    part=_part(code),
                    kind=Kind(entry["kind"]),
                    options=options,
                    notes=tuple(_for_set(number, notes)),
                ),
            )


def _options(levels: list[str], points: list[str]) -> Iterator[Option]:
    for text, score in zip(levels, points, strict=True):
        if score == "-":
            continue
        match = _SCORE.fullmatch(score)
        if match is None:
            raise ValueError(f"{score!r} is no score, such as 3 or 3****")
        yield Option(text, points=int(match[1]), stars=len(match[2] or ""))


def _part(code: str) -> str:
    """Groups 1-3 make part A, 4-5 part B, the rest part C, in every set of Phụ lục II."""
    group = _order(code)[0]
    return "A" if group <= 3 else "B" if group <= 5 else "C"


def _order(code: str) -> tuple[int, ...]:
    return tuple(map(int, code.split(".")))


def _numbers(text: str) -> Iterator[int]:
    """The sets meant by "1-4 6": 1, 2, 3, 4 and 6."""
    for item in text.split():
        first, _, last = item.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _for_set(number: int, lines: list[str]) -> Iterator[str]:
    """The texts among `lines` that are for this set: "1-4 6 | text", or just "text" for all."""
    for line in lines:
        sets, bar, text = line.partition(" | ")
        if not bar:
            yield line
        elif number in _numbers(sets):
            yield text
