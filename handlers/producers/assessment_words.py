"""How an assessment's result is told: the lines of the message, and the words on the score card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape

from handlers.kit.house import House
from handlers.kit.words import Rich, join
from handlers.papers.score_card import ScoreCard
from models.assessments import Assessment
from models.criteria import CriteriaSet, Criterion, Forecast, Kind, Option, Way, cheapest_way
from models.knowledge import fold
from models.requests import RequestKind

#: ``turn.t``, or ``turn.words_of(reader)``.
Words = Callable[..., Rich]

#: The request that helps to raise a criterion, by what has to be done for it.
_HELP = {
    Kind.LABEL: RequestKind.PACKAGING_LABEL,
    Kind.TEST: RequestKind.LAB_TEST,
    Kind.TRADEMARK: RequestKind.IP,
    Kind.CERTIFICATE: RequestKind.QUALITY_STANDARD,
    Kind.PROMOTION: RequestKind.TRADE_PROMOTION,
    Kind.SALES: RequestKind.TRADE_PROMOTION,
    Kind.EXPORT: RequestKind.TRADE_PROMOTION,
}


@dataclass(frozen=True)
class Result:
    """A finished assessment with all that is told of it.

    :ivar before: the same product's assessment of the last time.
    """

    assessment: Assessment
    criteria_set: CriteriaSet
    promised: Forecast
    before: Assessment | None
    house: House

    @property
    def star(self) -> int | None:
        """The next star to reach for."""
        return self.promised.next_star

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """The criteria whose minimum for the next star isn't met."""
        codes = self.promised.grade.missing[self.star] if self.star else ()
        return tuple(self.criteria_set.criterion(code) for code in codes)

    @property
    def way(self) -> Way | None:
        """The cheapest way to the next star; None with 5 stars, or while criteria weren't asked."""
        if self.star is None or not self.assessment.full:
            return None
        return cheapest_way(self.promised.grade, self.star)

    @property
    def raises(self) -> dict[str, int]:
        """What to raise for the next star, and to how many points; with the short form, the conditions only."""
        way = self.way
        if way is not None:
            return dict(way.raises)
        return {criterion.code: criterion.needed(self.star or 0) for criterion in self.missing}


def helps(criterion: Criterion, points: int, traceability: str) -> list[RequestKind]:
    """The requests that help to reach these points.

    :param traceability: what an option says that asks for a traceability code, which comes with the barcode.
    """
    kinds = [_HELP[criterion.kind]] if criterion.kind in _HELP else []
    if fold(traceability) in fold(option_of(criterion, points).text):
        kinds.append(RequestKind.BARCODE)
    return kinds


def option_of(criterion: Criterion, points: int) -> Option:
    """The (first) option worth these points."""
    return next(option for option in criterion.options if option.points == points)


def requests_for(result: Result, t: Words) -> list[RequestKind]:
    """The requests that bring the product nearer to its next star, each once, in the order of the criteria."""
    found = [
        kind
        for code, points in result.raises.items()
        for kind in helps(result.criteria_set.criterion(code), points, t("assessment-traceability"))
    ]
    return list(dict.fromkeys(found))


# the message


def headline(result: Result, t: Words) -> Rich:
    """Product, set, points and stars: what stands beneath the picture."""
    criteria_set = result.criteria_set
    lines = [
        t("assessment-result", product=result.assessment.product),
        t("assessment-set", number=criteria_set.number, name=criteria_set.short),
        t("assessment-outcome-line", outcome=outcome(result, t), count=result.promised.stars),
    ]
    remark = _remark(result, t)
    if remark:
        lines.append(remark)
    if result.before is not None:
        lines.append(_compared(result, result.before, t))
    return join(lines)


def details(result: Result, t: Words) -> Rich:
    """Points per part, what is missing and what gets it, the rest of the cheapest way, and what wasn't sure."""
    paragraphs = [join(_parts(result, t))]
    if result.star is None:
        paragraphs.append(t("assessment-best"))
    elif result.missing:
        title = t("assessment-missing", star=result.star, count=len(result.missing))
        paragraphs.append(join([title, *(_raise(result, each, t) for each in result.missing)]))
    else:
        paragraphs.append(t("assessment-conditions-met", star=result.star))
    if result.star is not None and result.way is not None:
        paragraphs += _rest_of_way(result, result.way, t)
    if result.assessment.unsure:
        paragraphs.append(t("assessment-unsure-list", criteria=", ".join(_in_order(result))))
    paragraphs.append(t("assessment-not-official"))
    return join(paragraphs, "\n\n")


def outcome(result: Result, t: Words) -> Rich:
    """ "64 điểm, 3 sao"."""
    return told(result.promised, result.assessment.full, t)


def told(promised: Forecast, full: bool, t: Words) -> Rich:
    """A forecast in a few words."""
    if full:
        return t("assessment-outcome", points=promised.grade.points, stars=promised.stars)
    return t("assessment-outcome-short", stars=promised.stars)


def _remark(result: Result, t: Words) -> Rich | None:
    promised = result.promised
    if not result.assessment.full:
        unasked = len(result.criteria_set.criteria) - len(result.assessment.asked(result.criteria_set))
        return t("assessment-short-remark", points=promised.grade.points, count=unasked, more=promised.open_points)
    if promised.low.points == promised.high.points:
        return None
    return t(
        "assessment-range",
        low=promised.low.points,
        high=promised.high.points,
        fewest=promised.low.stars,
        most=promised.high.stars,
        same=promised.low.stars == promised.high.stars,
    )


def _compared(result: Result, before: Assessment, t: Words) -> Rich:
    return t(
        "assessment-compared",
        day=result.house.day(before.finished_at or before.updated_at),
        change=f"{result.promised.grade.points - (before.points or 0):+d}".replace("-", "−"),
        points=before.points or 0,
        stars=before.stars or 0,
    )


def _parts(result: Result, t: Words) -> Sequence[Rich]:
    return [
        t(
            "assessment-part",
            part=part.code,
            name=part.name,
            points=result.promised.grade.parts[part.code],
            most=part.max_points,
        )
        for part in result.criteria_set.parts
    ]


def _raise(result: Result, criterion: Criterion, t: Words) -> Rich:
    """A criterion to raise: its number, what it takes, and the requests that help.

    Where the cheapest way goes beyond a condition's minimum, both are told: the least, and what brings the points too.
    """
    target = result.raises[criterion.code]
    now = result.assessment.answers.get(criterion.code, 0)
    least = criterion.needed(result.star or 0) if criterion in result.missing else target

    def words(key: str, points: int) -> Rich:
        option = option_of(criterion, points)
        return t(key, code=criterion.code, name=criterion.name, needed=option.text, more=points - now)

    lines = [words("assessment-raise", least)]
    if target > least:
        lines.append(words("assessment-raise-further", target))
    kinds = helps(criterion, target, t("assessment-traceability"))
    return join([*lines, *(t("assessment-help", help=t(f"ask-do-{kind.value}")) for kind in kinds)])


def _rest_of_way(result: Result, way: Way, t: Words) -> list[Rich]:
    """The changes of the cheapest way that aren't conditions: they bring the points."""
    conditions = {criterion.code for criterion in result.missing}
    more = [result.criteria_set.criterion(code) for code in way.raises if code not in conditions]
    if not more:
        return [t("assessment-way-conditions", star=way.star)]
    short = result.promised.grade.points_short(way.star)
    title = t("assessment-way", star=way.star, changes=way.changes, short=short, conditions=len(conditions))
    return [join([title, *(_raise(result, each, t) for each in more)])]


def _in_order(result: Result) -> list[str]:
    """What wasn't sure, as "2.3 Ghi nhãn hàng hóa"."""
    unsure = set(result.assessment.unsure)
    return [f"{each.code} {each.name}" for each in result.criteria_set.criteria if each.code in unsure]


# the picture


def score_card(result: Result, t: Words) -> ScoreCard:
    """The words on the card, which has no markup."""
    heading, short = t("assessment-card-best"), 0
    if result.star is not None:
        heading = t("assessment-card-missing" if result.missing else "assessment-conditions-met", star=result.star)
        short = result.promised.grade.points_short(result.star) if result.assessment.full else 0
    return ScoreCard(
        title=unescape(t("assessment-card-title")),
        product=result.assessment.product,
        set_name=unescape(t("assessment-set", number=result.criteria_set.number, name=result.criteria_set.short)),
        stars=result.promised.stars,
        outcome=unescape(outcome(result, t)),
        remark=unescape(_remark(result, t) or ""),
        parts=[
            (f"{part.code}. {part.name}", result.promised.grade.parts[part.code], part.max_points)
            for part in result.criteria_set.parts
        ],
        missing_title=unescape(heading),
        short=unescape(t("assessment-card-short", points=short)) if short else "",
        missing=[(criterion.code, criterion.name) for criterion in result.missing],
        more=lambda count: unescape(t("assessment-card-more", count=count)),
        footer=unescape(
            t(
                "assessment-card-footer",
                day=result.house.day(result.assessment.finished_at or result.assessment.updated_at),
            )
        ),
    )
