"""What a criteria set is made of: sectors, sets, parts, criteria and their options.

The 26 sets of Quyết định 26/2026/QĐ-TTg, 100 points each: part A 40, part B 25, part C 35 (Điều 3 khoản 1).
All points are whole numbers. These are plain values; `loader` fills them and `grading` uses them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

CERTIFIED_STARS = (3, 4, 5)
"""The stars that have minimum conditions and a certificate (Điều 4 khoản 1)."""


class Kind(StrEnum):
    """What has to be done to reach a higher option; decides how hard a raise is (`ways.EFFORT`)."""

    STORY = "story"  # write, record and print the product's story
    LABEL = "label"  # design packaging, label, instructions
    PROMOTION = "promotion"  # web page, leaflets, fairs
    MANAGEMENT = "management"  # name somebody, make a plan or a rule
    PAPER = "paper"  # complete an environment file
    TEST = "test"  # lab tests, declaration of quality
    TRADEMARK = "trademark"  # register intellectual property
    SALES = "sales"  # find agents, shops, partners
    PRODUCTION = "production"  # materials, machines, capacity
    SENSES = "senses"  # make it look, smell, taste better or be more distinctive
    CERTIFICATE = "certificate"  # be certified: VietGAP, food safety, HACCP, business conditions
    FACILITY = "facility"  # build or furnish a tourist site, enrich what it offers
    ORGANISATION = "organisation"  # change the legal form or the staff
    TIME = "time"  # needs months or years to pass: contracts kept, profits grown
    EXPORT = "export"  # open markets abroad
    GIVEN = "given"  # where the product and its people come from


@dataclass(frozen=True, slots=True)
class Sector:
    """One of the six sectors (ngành); `code` is its Roman numeral in Phụ lục I."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """Part A, B or C of every set, with the points it can bring."""

    code: str
    name: str
    max_points: int


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a criterion. Two options may bring the same points (set 26 prints two cases).

    `stars` (3, 4, 5, or 0 for none) are those printed on it: it is the least that this many stars ask for,
    and an option worth more will do as well.
    """

    text: str
    points: int
    stars: int = 0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of one set; `code` is its number there ("2.3", "6.1.1").

    `options` are in the order of the decision and always hold one worth 0 points, printed or not.
    """

    code: str
    name: str
    group: str
    part: str
    kind: Kind
    options: tuple[Option, ...]
    notes: tuple[str, ...] = ()

    @property
    def levels(self) -> tuple[int, ...]:
        """The points that can be got here, each once, lowest (0) first."""
        return tuple(sorted({option.points for option in self.options}))

    @property
    def max_points(self) -> int:
        return self.levels[-1]

    @property
    def minimums(self) -> Mapping[int, int]:
        """The points that a star asks for here, only for the stars printed on an option."""
        return {option.stars: option.points for option in self.options if option.stars}

    @property
    def jury(self) -> bool:
        """Only a jury can judge it (look, smell, taste, distinctiveness): an answer is an estimate."""
        return self.kind is Kind.SENSES

    def needed(self, star: int) -> int:
        """Points needed here for `star`: whoever wants 5 stars also needs what 3 and 4 ask for."""
        return max((points for n, points in self.minimums.items() if n <= star), default=0)


@dataclass(frozen=True, slots=True)
class Correction:
    """Where the decision's print at hand looks wrong, and how it is read here (`code`: criterion or part)."""

    code: str
    text: str


@dataclass(frozen=True)
class CriteriaSet:
    """One of the 26 sets (bộ tiêu chí).

    `name` is the decision's (for papers), `short` fits on a button. `examples` are products of the province,
    by common practice: the decision doesn't name them. `words` only help the search.
    """

    number: int
    name: str
    short: str
    sector: Sector
    group: str
    parts: tuple[Part, ...]
    criteria: tuple[Criterion, ...]
    examples: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    disqualifiers: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    notes: tuple[str, ...] = ()

    def of_part(self, part: str) -> tuple[Criterion, ...]:
        """The criteria of part "A", "B" or "C", in order."""
        return tuple(criterion for criterion in self.criteria if criterion.part == part)

    def criterion(self, code: str) -> Criterion:
        """The criterion with this number.

        Raises ValueError, naming the numbers there are, when the set doesn't have it.
        """
        position = self.position.get(code)
        if position is None:
            raise ValueError(f"set {self.number} has no criterion {code!r}; it has {', '.join(self.position)}")
        return self.criteria[position]

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each criterion stands in `criteria`, by its number."""
        return {criterion.code: index for index, criterion in enumerate(self.criteria)}

    @cached_property
    def levels(self) -> tuple[tuple[int, ...], ...]:
        """The levels of each criterion, in the order of `criteria`."""
        return tuple(criterion.levels for criterion in self.criteria)

    @cached_property
    def conditions(self) -> Mapping[int, tuple[tuple[int, str, int], ...]]:
        """For 3, 4 and 5 stars, what is asked: (position, number, least points) of each starred criterion."""
        return {
            star: tuple(
                (index, criterion.code, criterion.needed(star))
                for index, criterion in enumerate(self.criteria)
                if criterion.needed(star)
            )
            for star in CERTIFIED_STARS
        }
