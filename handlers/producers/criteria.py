"""Reading the criteria: a sector, one of its sets, a part, and there every criterion with its points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from handlers.kit.pages import SHORT, filled, page_of
from handlers.kit.router import Router
from handlers.kit.turn import Turn
from handlers.kit.typed import asks
from handlers.kit.words import Rich, join
from handlers.producers.ask import is_answered, is_only_polite
from models.criteria import CriteriaSet, CriteriaSets, Criterion, load_criteria
from models.criteria.loader import GRADED_IN
from models.mail import Choice

router = Router()

#: The purpose that a set is chosen for here: the name of the command too.
READING = "criteria"
#: Characters of criteria on a page: with what stands around them one message on every platform.
SCREEN = 1_300


def sets_of(turn: Turn, language: str | None = None) -> CriteriaSets:
    """The sets with names in the person's language, or in another reader's."""
    language = language or turn.language
    return turn.house.criteria if language == GRADED_IN else load_criteria(language)


@router.command("tieuchi", "criteria")
async def criteria(turn: Turn, payload: str = "") -> None:
    """The sectors; or, with a product's name, its set."""
    if not payload:
        await sectors(turn)
        return
    found = find_set(turn, payload, READING)
    if found is not None:
        _show_set(turn, found)


@router.choice("criteria.sectors")
async def sectors(turn: Turn) -> None:
    """The six sectors."""
    say_sectors(turn, READING)


@router.choice("criteria.sector")
async def sets_of_sector(turn: Turn, code: str, page: int = 0) -> None:
    """The sets of a sector, a page at a time; a sector's only set at once."""
    only = choose_set(turn, code, page, READING)
    if only is not None:
        _show_set(turn, only)


@router.choice("criteria.set")
async def one_set(turn: Turn, number: int) -> None:
    """A set and its parts."""
    criteria_set = set_named(turn, number, READING)
    if criteria_set is not None:
        _show_set(turn, criteria_set)


@router.choice("criteria.part")
async def one_part(turn: Turn, number: int, code: str, page: int = 0) -> None:
    """The criteria of a part, with points and with the stars that ask for them, a page at a time."""
    criteria_set = set_named(turn, number, READING)
    if criteria_set is None:
        return
    part = next((part for part in criteria_set.parts if part.code == code), None)
    if part is None:
        turn.refuse("choice", "criteria.part", key="refused-stale")
        return
    shown = page_of(filled(_paragraphs(turn, criteria_set.of_part(code)), SCREEN), page, 1)
    head = [turn.t("criteria-part-head", set=criteria_set.short, part=code, name=part.name, points=part.max_points)]
    if shown.pages > 1:
        head.append(turn.t("criteria-page", page=shown.number + 1, pages=shown.pages))
    if turn.language != GRADED_IN:
        head.append(turn.t("criteria-in-vietnamese"))
    paragraphs = [join(head), *chain.from_iterable(shown.items), source(turn)]
    others = [choice for choice in _part_choices(turn, criteria_set) if not choice.key.endswith(f":{code}")]
    turning = shown.turning(turn, "criteria.part", number, code)
    turn.say(join(paragraphs, "\n\n"), choices=[*turning, *others, _start(turn)])


# choosing a set, for whichever conversation needs one: its choices are "<purpose>.sectors", ".sector" and ".set"


@router.hook("product")
async def product_typed(turn: Turn, text: str) -> bool:
    """A product's name, typed where its sector or set is asked for: as if it had been typed behind the command. A
    question that names one, or thanks, is none."""
    asked = (key.partition(":")[0].rpartition(".") for _, key, _ in turn.dialogue.choices)
    purpose = next((purpose for purpose, _, what in asked if what in ("sector", "set")), None)
    if purpose is None or asks(text, turn.t) or is_only_polite(turn, text):
        return False
    rest = sets_of(turn).rest(text)
    if rest is None:
        return False
    known, beside = len(text.split()) - len(rest.split()), len(rest.split())
    # "Mật ong bạc hà" is a product, "mã vạch mật ong" asks something; and "hoa đơn" isn't a flower.
    if known < beside or (known == beside and (known == 1 or is_answered(turn, rest))):
        return False
    await turn.router.run_command(turn, purpose, text)
    return True


def find_set(turn: Turn, product: str, purpose: str) -> CriteriaSet | None:
    """The set that a product's name means; where that isn't plain, None, and it is asked."""
    found = sets_of(turn).search(product)
    if len(found) == 1:
        return found[0]
    if found:
        choices = [*_set_choices(turn, found, purpose), _start(turn, purpose)]
        turn.say(turn.t("criteria-which-set", product=product), choices=choices)
    else:
        turn.say(turn.t("criteria-no-set", product=product))
        say_sectors(turn, purpose)
    return None


def say_sectors(turn: Turn, purpose: str) -> None:
    """Ask for the sector."""
    turn.say(
        turn.t("criteria-which-sector" if purpose == READING else "assessment-which-sector"),
        choices=[turn.choice(sector.name, f"{purpose}.sector", sector.code) for sector in sets_of(turn).sectors],
    )


def choose_set(turn: Turn, code: str, page: int, purpose: str) -> CriteriaSet | None:
    """A sector's only set; where it has several, None, and it is asked, a page at a time."""
    sets = sets_of(turn).of_sector(code)
    if not sets:
        turn.refuse("choice", f"{purpose}.sector", key="refused-stale")
        return None
    if len(sets) == 1:
        return sets[0]
    shown = page_of(sets, page, SHORT)
    turning = shown.turning(turn, f"{purpose}.sector", code)
    choices = [*_set_choices(turn, shown.items, purpose), *turning, _start(turn, purpose)]
    turn.say(turn.t("criteria-which-of-sector", sector=sets[0].sector.name), choices=choices)
    return None


def set_named(turn: Turn, number: int, purpose: str) -> CriteriaSet | None:
    """The set with that number; None, and a refusal, where there is none."""
    try:
        return sets_of(turn).set(number)
    except ValueError:
        turn.refuse("choice", f"{purpose}.set", key="refused-stale")
        return None


# reading a set


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
    text = join([join(lines), source(turn), turn.t("criteria-which-part")], "\n\n")
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


def _set_choices(turn: Turn, sets: Sequence[CriteriaSet], purpose: str) -> list[Choice]:
    return [turn.choice(each.short, f"{purpose}.set", each.number) for each in sets]


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


def _start(turn: Turn, purpose: str = READING) -> Choice:
    return turn.choice(turn.t("criteria-other"), f"{purpose}.sectors")


def source(turn: Turn) -> Rich:
    """The document that the criteria are from, and the day they were checked."""
    sets = sets_of(turn)
    return turn.t("criteria-source", source=sets.source, checked=f"{sets.checked:%d/%m/%Y}")
