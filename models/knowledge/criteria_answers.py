"""Answers made from the criteria data itself: about one set, one star of it, one criterion, or a number of
points.

"bộ nào cho tinh bột nghệ", "rượu trắng muốn 4 sao bắt buộc gì", "tiêu chí 3.5 được mấy điểm với chè", "58
điểm thì mấy sao". No entry could be kept for each of the 26 sets, so these are made when they are asked
for. How people name the slots of such a question, and the words of the answers, are in the words file of
the language.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models.criteria import CERTIFIED_STARS, STAR_POINTS, CriteriaSet, CriteriaSets, Criterion
from models.criteria.loader import GRADED_IN
from models.knowledge.entries import REVIEW_AFTER, Entry
from models.knowledge.folding import words as words_of
from models.knowledge.index import CRITERIA
from models.knowledge.text import Text
from models.knowledge.vocabulary import Phrase, Words

ASKS_POINTS = "?points"

_CODE = re.compile(r"\d{1,2}(?:[.,]\d){1,2}")
_STARS = frozenset(map(str, CERTIFIED_STARS))
_MOST_SETS = 3  # a product that may belong to more is not told apart
_LONGEST = 1_800  # characters; beyond that the conditions are told without their wording
_SHORTEST_UNMARKED = 3  # letters: "ga" may be gà or ga, so it names no product


InSet = tuple[CriteriaSet, Criterion]


@dataclass(frozen=True)
class _Asked:
    """What a question names beside its product (a star, a criterion's number, points), and what it asks: the
    set of a product, the conditions of a star, or the stars for some points."""

    star: int | None = None
    code: str | None = None
    points: float | None = None
    which_set: bool = False
    conditions: bool = False
    stars: bool = False

    @property
    def asks(self) -> bool:
        return bool(self.which_set or self.conditions or self.stars or self.code)

    @property
    def about_sets(self) -> bool:
        """Whether the product, and with it the set, has to be known."""
        return bool(self.code or self.which_set or (self.conditions and self.star in CERTIFIED_STARS))

    def following(self, before: _Asked) -> _Asked:
        """This question, with what it leaves out taken from the one before ("thế còn 5 sao?")."""
        if self.asks:
            return replace(self, star=self.star or before.star)
        return replace(
            before,
            star=self.star or before.star,
            points=before.points if self.points is None else self.points,
        )


class CriteriaAnswers:
    """Makes entries from the criteria sets."""

    def __init__(self, sets: CriteriaSets, words: Words) -> None:
        self._sets = sets
        self._words = words
        # By the id of what it is found by: the criteria of one name, and the words of that name and of its first part.
        self._called: defaultdict[str, list[InSet]] = defaultdict(list)
        self._names: dict[str, tuple[Phrase, Phrase]] = {}
        for criteria_set in sets.sets if words.language == GRADED_IN else ():
            for code in criteria_set.position:
                criterion = criteria_set.criterion(code)
                name = tuple(words_of(criterion.name))
                entry_id = f"{CRITERIA}.called.{'-'.join(name)}"
                self._called[entry_id].append((criteria_set, criterion))
                self._names[entry_id] = name, tuple(words_of(criterion.name.partition(",")[0]))

    def answers(self, text: Text, context: Text | None = None, hints: Sequence[Text] = ()) -> tuple[Entry, ...]:
        """The entries that answer a question, more than one where its product may belong to several sets;
        () when it isn't about one set, star, criterion or number of points. The product may be named in the
        question, in the one before (`context`), or in `hints`."""
        asked = self._asked(text)
        if context is not None and (asked.asks or asked.star or asked.points is not None):
            asked = asked.following(self._asked(context))
        named = (text, *([context] if context is not None else ()), *hints)
        if not asked.code and (entry_id := self._by_name(text)) is not None:
            return (self._in_set_of(self._called[entry_id], named),)
        if not asked.about_sets:
            told = asked.stars and asked.points is not None
            return (self._points(asked.points),) if told and asked.points is not None else ()
        sets = next((sets for sets in map(self._sets_of, named) if sets), ())
        if asked.code and not sets:
            having = self._having(asked.code)
            return (self._of_any_set(having),) if having else ()
        return tuple(self._of_sets(asked, sets)) if len(sets) <= _MOST_SETS else ()

    def entries(self) -> Iterator[Entry]:
        """What a criterion is found by that is called by its name or by what one of its levels says: one entry for each
        name. What is told is made by :meth:`told`."""
        for entry_id, having in self._called.items():
            name = having[0][1].name
            levels = dict.fromkeys(option.text for _, criterion in having for option in criterion.options)
            notes = dict.fromkeys(note for _, criterion in having for note in criterion.notes)
            title = self._say("criterion_called", name=name)
            found_by = self._entry(entry_id.removeprefix(f"{CRITERIA}."), title, "\n".join(notes), "")
            yield replace(found_by, questions=(name, *levels))

    def beside(self, text: Text) -> Container[str]:
        """Those of :meth:`entries` that a question can't be about: all where it speaks neither of points nor of a
        criterion; else those that its product's sets lack, or that one set alone has where no product is named."""
        if ASKS_POINTS not in text.asks and not self._says(text.words, "criterion"):
            return self._called.keys()
        sets = self._sets_of(text)
        return {
            entry_id
            for entry_id, having in self._called.items()
            if (all(each not in sets for each, _ in having) if sets else len(having) == 1)
        }

    def _by_name(self, text: Text) -> str | None:
        """The criterion whose name, of two words or more, stands in a question about points, whole or up to a comma."""
        if ASKS_POINTS not in text.asks:
            return None
        beside, said = self.beside(text), text.words
        found = [
            (len(name), name == names[0], entry_id)
            for entry_id, names in self._names.items()
            for name in names
            if len(name) > 1
            and entry_id not in beside
            and name in zip(*(said[at:] for at in range(len(name))), strict=False)
        ]
        return max(found)[-1] if found else None

    def told(self, found: Entry, named: Sequence[Text]) -> Entry:
        """What is told where one of :meth:`entries` is found: the criterion in the set of the product that is named
        first, or in most sets; any other entry as it is."""
        return self._in_set_of(self._called[found.id], named) if found.id in self._called else found

    def _in_set_of(self, having: Sequence[InSet], named: Sequence[Text]) -> Entry:
        sets = next((sets for sets in map(self._sets_of, named) if sets), ())
        own = [each for each in having if each[0] in sets]
        return self._criterion(*own[0]) if len(own) == 1 else self._of_any_set(own or having)

    def _having(self, code: str) -> list[InSet]:
        """The criteria of that number, by set."""
        return [(each, each.criterion(code)) for each in self._sets.sets if code in each.position]

    def _of_any_set(self, having: Sequence[InSet]) -> Entry:
        """A criterion by its number or its name alone: as most sets have it, and what is different in the others."""
        alike: defaultdict[object, list[InSet]] = defaultdict(list)
        for each in having:
            levels = tuple((option.points, option.text) for option in each[1].options)
            alike[each[1].code, each[1].name, levels].append(each)
        most = max(alike.values(), key=len)
        others: defaultdict[str, list[int]] = defaultdict(list)
        for criteria_set, criterion in having:
            if all(criteria_set is not other for other, _ in most):
                others[criterion.name].append(criteria_set.number)
        first = most[0][1]
        values = {
            "code": first.code,
            "name": first.name,
            "sets": spans(each.number for each, _ in most),
            "most": first.max_points,
        }
        lines = [self._say("criterion_anywhere", **values), *self._options(first), *first.notes]
        for name, numbers in others.items():
            template = "criterion_differs" if name == first.name else "criterion_elsewhere"
            lines.append(self._say(template, sets=spans(numbers), name=name))
        title = self._say("criterion_anywhere_title", **values)
        place = self._say("places", sets=values["sets"])
        return self._entry(f"criterion.{first.code}", title, "\n".join(lines), place)

    def _of_sets(self, asked: _Asked, sets: tuple[CriteriaSet, ...]) -> Iterator[Entry]:
        if asked.which_set and sets:
            yield self._which(sets)
            return
        for criteria_set in sets:
            if asked.code and asked.code in criteria_set.position:
                yield self._criterion(criteria_set, criteria_set.criterion(asked.code))
            elif asked.star in CERTIFIED_STARS and not asked.code:
                yield self._conditions(criteria_set, asked.star)

    def _asked(self, text: Text) -> _Asked:
        said = text.words
        called = self._words.criteria.get("star", ())
        stars = dict.fromkeys(int(n) for n, word in pairwise(said) if n in _STARS and (word,) in called)
        return _Asked(
            star=next(iter(stars), None),
            code=self._code(said),
            points=self._number(said),
            which_set=self._says(said, "which_set") and not self._says(said, "not_set"),
            conditions=self._says(said, "conditions"),
            stars="?stars" in text.asks or len(stars) > 1,  # "3 sao hay 4 sao"
        )

    def _code(self, said: tuple[str, ...]) -> str | None:
        """The number of a criterion that is called one; typed in haste it may have lost its dot ("tiêu chí 2 3")."""
        for at, phrase in self._found(said, "criterion"):
            after = said[at + len(phrase) :][:2]
            if len(after) == 2 and all(len(word) == 1 and word.isdecimal() for word in after):
                return ".".join(after)
            if code := next((word.replace(",", ".") for word in said if _CODE.fullmatch(word)), None):
                return code
        return None

    def _sets_of(self, text: Text) -> tuple[CriteriaSet, ...]:
        """The set whose number is named, or those of the product."""
        numbers = (text.words[at + len(phrase)] for at, phrase in self._found(text.words, "set_number"))
        number = next((int(word) for word in numbers if word.isdecimal()), 0)
        known = 1 <= number <= len(self._sets.sets)
        return (self._sets.set(number),) if known else self._by_product(text)

    def _says(self, said: tuple[str, ...], name: str) -> bool:
        return any(True for _ in self._found(said, name))

    def _found(self, said: tuple[str, ...], name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Where phrases of a group stand; those of "set_number" only before another word."""
        for phrase in self._words.criteria.get(name, ()):
            last = len(said) - len(phrase) - (name == "set_number")
            for at in range(last + 1):
                if said[at : at + len(phrase)] == phrase:
                    yield at, phrase

    def _number(self, said: tuple[str, ...]) -> float | None:
        """Points from 0 to 100, unless the number counts something else ("4 sao", "10 số")."""
        others = {phrase[0] for phrase in self._words.criteria.get("not_points", ())}
        for word, after in zip(said, (*said[1:], ""), strict=True):
            if re.fullmatch(r"\d{1,3}(?:[.,]\d)?", word) and after not in others:
                points = float(word.replace(",", "."))
                if points <= max(STAR_POINTS.values()) + 10:
                    return points
        return None

    def _by_product(self, text: Text) -> tuple[CriteriaSet, ...]:
        """The sets of the product that is named, as it was typed where nothing was mended."""
        said = text.words
        hidden = {place for at, phrase in self._found(said, "no_product") for place in range(at, at + len(phrase))}
        name = [
            "_"
            if at in hidden or (term.mark is None and len(said[at]) < _SHORTEST_UNMARKED)
            else term.typed or said[at]
            for at, term in enumerate(text.terms)
        ]
        found = self._sets.search(" ".join(name))
        return found if any(word != "_" for word in name) else ()

    def _entry(self, key: str, title: str, text: str, place: str) -> Entry:
        return Entry(
            id=f"{CRITERIA}.{key}",
            topic=CRITERIA,
            title=title,
            text=text,
            source=self._say("source", document=self._sets.source, place=place).rstrip(", "),
            checked=self._sets.checked,
            review=self._sets.checked + REVIEW_AFTER,
            actions=("assess", "criteria"),
            language=self._words.language,
        )

    def _say(self, template: str, **values: object) -> str:
        return self._words.templates[template].format(**values)

    def _which(self, sets: tuple[CriteriaSet, ...]) -> Entry:
        lines = [self._say("set_line", number=s.number, name=s.name, sector=s.sector.name) for s in sets]
        notes = dict.fromkeys(note for criteria_set in sets[1:] for note in criteria_set.notes)
        opening = self._say("one_set" if len(sets) == 1 else "several_sets")
        key = "set." + "-".join(str(criteria_set.number) for criteria_set in sets)
        return self._entry(key, self._say("set_title"), "\n".join((opening, *lines, *notes)), "")

    def _conditions(self, criteria_set: CriteriaSet, star: int) -> Entry:
        full = [self._condition(criteria_set, code, least) for _, code, least in criteria_set.conditions[star]]
        brief = [
            self._say("brief", code=code, name=criteria_set.criterion(code).name, points=least)
            for _, code, least in criteria_set.conditions[star]
        ]
        values = {
            "star": star,
            "least": STAR_POINTS[star],
            "number": criteria_set.number,
            "name": criteria_set.short,
        }
        opening = self._say("conditions", **values)
        text = "\n".join((opening, *full))
        if len(text) > _LONGEST:
            text = "\n".join((opening, *brief))
        key = f"stars.{criteria_set.number}.{star}"
        return self._entry(key, self._say("conditions_title", **values), text, self._place(criteria_set))

    def _condition(self, criteria_set: CriteriaSet, code: str, least: int) -> str:
        criterion = criteria_set.criterion(code)
        wording = next(option.text for option in criterion.options if option.points == least)
        return self._say("condition", code=code, name=criterion.name, points=least, text=wording)

    def _criterion(self, criteria_set: CriteriaSet, criterion: Criterion) -> Entry:
        values = {
            "code": criterion.code,
            "name": criterion.name,
            "number": criteria_set.number,
            "set": criteria_set.short,
            "most": criterion.max_points,
        }
        text = "\n".join((self._say("criterion", **values), *self._options(criterion), *criterion.notes))
        key = f"criterion.{criteria_set.number}.{criterion.code}"
        return self._entry(key, self._say("criterion_title", **values), text, self._place(criteria_set))

    def _options(self, criterion: Criterion) -> list[str]:
        return [
            self._say("option", points=option.points, text=option.text)
            + (" " + self._say("option_star", star=option.stars) if option.stars else "")
            for option in criterion.options
        ]

    def _points(self, points: float) -> Entry:
        star = next(star for star, least in STAR_POINTS.items() if points >= least)
        upper = next((least for least in sorted(STAR_POINTS.values()) if least > points), None)
        values = {
            "points": f"{points:g}".replace(".", ","),
            "star": star,
            "least": STAR_POINTS[star],
            "upper": upper,
        }
        template = "points_top" if upper is None else "points_certified" if star in CERTIFIED_STARS else "points_low"
        return self._entry(f"points.{points:g}", self._say("points_title", **values), self._say(template, **values), "")

    def _place(self, criteria_set: CriteriaSet) -> str:
        return self._say("place", number=criteria_set.number)


def spans(numbers: Iterable[int]) -> str:
    """Rising numbers as people write them: 1, 2, 3, 7 → "1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join("–".join(map(str, run)) for run in runs)
