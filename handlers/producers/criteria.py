"""Reading the criteria: a sector, one of its sets, a part, and there every criterion with its points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.words import Rich, join
from models.criteria import CriteriaSet, CriteriaSets, Criterion, load_criteria
from models.criteria.loader import GRADED_IN
from models.mail import Choice

router = Router()

#: Sets shown at once; a sector has up to ten.
PAGE = 6


def _sets(turn: Turn) -> CriteriaSets:
    return turn.house.criteria if turn.language == GRADED_IN else load_criteria(turn.language)


@router.command("tieuchi", "criteria")
async def criteria(turn: Turn, payload: str = "") -> None:
    """The sectors; or, with a product's name, its set."""
    if not payload:
        await sectors(turn)
        return
    found = _sets(turn).search(payload)
    if len(found) == 1:
        _show_set(turn, found[0])
    elif found:
        turn.say(turn.t("criteria-which-set", product=payload), choices=[*_set_choices(turn, found), _start(turn)])
    else:
        turn.say(turn.t("criteria-no-set", product=payload))
        await sectors(turn)


@router.choice("criteria.sectors")
async def sectors(turn: Turn) -> None:
    """The six sectors."""
    turn.say(
        turn.t("criteria-which-sector"),
        choices=[turn.choice(sector.name, "criteria.sector", sector.code) for sector in _sets(turn).sectors],
    )


@router.choice("criteria.sector")
async def sets_of_sector(turn: Turn, code: str, page: int = 0) -> None:
    """The sets of a sector, a page at a time; a sector's only set at once."""
    sets = _sets(turn).of_sector(code)
    shown = sets[page * PAGE : (page + 1) * PAGE] if page >= 0 else ()
    if not shown:
        turn.refuse("choice", "criteria.sector", key="refused-stale")
        return
    if len(sets) == 1:
        _show_set(turn, sets[0])
        return
    choices = _set_choices(turn, shown)
    if len(sets) > (page + 1) * PAGE:
        choices.append(turn.choice(turn.t("criteria-more"), "criteria.sector", code, page + 1))
    turn.say(turn.t("criteria-which-of-sector", sector=sets[0].sector.name), choices=[*choices, _start(turn)])


@router.choice("criteria.set")
async def one_set(turn: Turn, number: int) -> None:
    """A set and its parts."""
    criteria_set = _set(turn, number)
    if criteria_set is not None:
        _show_set(turn, criteria_set)


@router.choice("criteria.part")
async def one_part(turn: Turn, number: int, code: str) -> None:
    """Every criterion of a part, with points and with the stars that ask for them."""
    criteria_set = _set(turn, number)
    if criteria_set is None:
        return
    part = next((part for part in criteria_set.parts if part.code == code), None)
    if part is None:
        turn.refuse("choice", "criteria.part", key="refused-stale")
        return
    head = turn.t("criteria-part-head", set=criteria_set.short, part=code, name=part.name, points=part.max_points)
    foreign = [] if turn.language == GRADED_IN else [turn.t("criteria-in-vietnamese")]
    paragraphs = [head, *foreign, *_paragraphs(turn, criteria_set.of_part(code)), _source(turn)]
    others = [choice for choice in _part_choices(turn, criteria_set) if not choice.key.endswith(f":{code}")]
    turn.say(join(paragraphs, "\n\n"), choices=[*others, _start(turn)])


def _show_set(turn: Turn, criteria_set: CriteriaSet) -> None:
    lines = [
        turn.t("criteria-set-head", number=criteria_set.number, name=criteria_set.name, sector=criteria_set.sector.name)
    ]
    if criteria_set.examples:
        lines.append(turn.t("criteria-examples", examples=", ".join(criteria_set.examples)))
    if turn.language != GRADED_IN:
        lines.append(turn.t("criteria-in-vietnamese"))
    if criteria_set.disqualifiers:
        lines.append(turn.t("criteria-disqualified"))
        lines += [turn.t("criteria-note", text=text) for text in criteria_set.disqualifiers]
    remarks = [turn.t("criteria-note", text=text) for text in criteria_set.notes]
    remarks += [turn.t("criteria-correction", code=each.code, text=each.text) for each in criteria_set.corrections]
    if remarks:
        lines += [turn.t("criteria-remarks"), *remarks]
    text = join([join(lines), _source(turn), turn.t("criteria-which-part")], "\n\n")
    turn.say(text, choices=[*_part_choices(turn, criteria_set), _start(turn)])


def _paragraphs(turn: Turn, criteria: Sequence[Criterion]) -> Iterator[Rich]:
    """One paragraph for each criterion, the heading of its group above the first."""
    group = ""
    for criterion in criteria:
        lines = []
        if criterion.group not in (group, criterion.name):
            lines.append(turn.t("criteria-group", name=criterion.group))
        group = criterion.group
        lines.append(
            turn.t(
                "criteria-criterion",
                code=criterion.code,
                name=criterion.name,
                points=criterion.max_points,
                jury=criterion.jury,
            )
        )
        lines += [
            turn.t("criteria-option", text=option.text, points=option.points, stars=option.stars)
            for option in criterion.options
        ]
        lines += [turn.t("criteria-note", text=note) for note in criterion.notes]
        yield join(lines)


def _set(turn: Turn, number: int) -> CriteriaSet | None:
    try:
        return _sets(turn).set(number)
    except ValueError:
        turn.refuse("choice", "criteria.set", key="refused-stale")
        return None


def _set_choices(turn: Turn, sets: Sequence[CriteriaSet]) -> list[Choice]:
    return [turn.choice(each.short, "criteria.set", each.number) for each in sets]


def _part_choices(turn: Turn, criteria_set: CriteriaSet) -> list[Choice]:
    return [
        turn.choice(
            turn.t("criteria-part", part=part.code, name=part.name, points=part.max_points),
            "criteria.part",
            criteria_set.number,
            part.code,
        )
        for part in criteria_set.parts
    ]


def _start(turn: Turn) -> Choice:
    return turn.choice(turn.t("criteria-other"), "criteria.sectors")


def _source(turn: Turn) -> Rich:
    sets = _sets(turn)
    return turn.t("criteria-source", source=sets.source, checked=f"{sets.checked:%d/%m/%Y}")
