"""The two papers of a product's dossier as Word files: registration form and self-assessment report.

Mẫu số 01 and Mẫu số 02 of Phụ lục III, Quyết định 26/2026/QĐ-TTg. What is known is filled in, everything else stays a
dotted line. The forms are in Vietnamese, whatever language the producer reads; their words: locales/vi/papers.yaml.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from handlers.papers.dossier import Dossier, Submission
from handlers.papers.dossier import form_words as _words
from handlers.papers.word import Sheet, dots
from models.criteria import CriteriaSet, Criterion, Grade, grade

#: Tourism services hand in no samples (Điều 6 khoản 2 điểm d); their sector in Phụ lục I.
_TOURISM = "VI"
#: Room for points, to be filled in by hand.
_BLANK = "……"


def write_registration(path: Path, dossier: Dossier) -> None:
    """Write the registration form (Mẫu số 01) to ``path``.

    :raises OSError: the file can't be written.
    """
    words, known, of = _words()["registration"], dossier.profile, dossier.criteria_set
    sheet = _begin(1, words["title"], dossier.day)
    common = _words()["common"]
    sheet.centered(common["state"])
    sheet.centered(common["motto"])
    sheet.rule()
    sheet.centered(words["title"], size=15)
    sheet.centered(words["subtitle"].format(province=common["province"], year=dossier.day.year))
    sheet.gap()
    sheet.text(words["unit"], bold=True)
    sheet.line((words["name"], known.get("producer_name")))
    sheet.line((words["representative"], known.get("representative")))
    sheet.line((words["position"], known.get("position")))
    sheet.line((words["address"], known.get("address")))
    sheet.line((words["phone"], known.get("phone")), (words["email"], known.get("email")))
    sheet.line((words["product"], dossier.product))
    sheet.line((words["group"], _group(of)))
    if of is None:
        sheet.dotted(1)
    else:
        sheet.text(words["group_note"].format(number=of.number), italic=True)
    sheet.boxes(words["times"], [(words[each.value], each is dossier.submission) for each in Submission])
    sheet.text(words["attached"])
    sheet.text(words["report"])
    samples = None if of is None else words["no_samples" if of.sector.code == _TOURISM else "five_samples"]
    sheet.line((words["samples"], samples))
    sheet.text(words["pledge"], align=ALIGN.JUSTIFY)
    _sign(sheet, words["signer"], dossier.day)
    sheet.new_page()
    sheet.centered(words["office"])
    for office in ("commune", "provincial"):
        sheet.gap()
        sheet.text(words[office], bold=True)
        sheet.text(words["number"])
        sheet.line((words["received"], None))
        sheet.line((words["receiver"], None), (words["signature"], None))
        sheet.signature((words["receiving"], True), (common["sign"], False))
    sheet.save(path)


def write_report(path: Path, dossier: Dossier) -> None:
    """Write the self-assessment report (Mẫu số 02) to ``path``.

    :raises OSError: the file can't be written.
    :raises ValueError: the answers aren't those of the set.
    """
    words = _words()["report"]
    sheet = _begin(2, words["title"], dossier.day)
    sheet.centered(words["title"], size=15)
    sheet.centered(words["subtitle"], bold=False, italic=True)
    _general(sheet, dossier)
    _head(sheet, "II", words["results"])
    changes = words["changes"].get(dossier.submission.value)
    for item in [*words["results_items"], *([changes] if changes else [])]:
        sheet.text(item)
        sheet.dotted(3)
    _head(sheet, "III", words["criteria"])
    _criteria(sheet, dossier)
    sheet.centered(words["evidence_title"])
    rows = [
        [str(number), name, what, key in dossier.at_hand]
        for number, (key, name, what) in enumerate(words["evidence_list"], start=1)
    ]
    sheet.table(words["evidence_columns"], rows, (12, 56, 79, 18), centered=frozenset({0, 3}))
    _head(sheet, "IV", words["plans"])
    sheet.centered(words["plans_hint"], bold=False, italic=True)
    sheet.dotted(6)
    _sign(sheet, words["signer"], dossier.day)
    sheet.save(path)


# parts of the papers


def _begin(number: int, title: str, day: date) -> Sheet:
    common = _words()["common"]
    sheet = Sheet(title, day)
    sheet.text(common["form"].format(number=f"{number:02d}"), bold=True, align=ALIGN.RIGHT, size=12)
    sheet.text(common["law"], italic=True, align=ALIGN.RIGHT, size=11)
    return sheet


def _head(sheet: Sheet, number: str, title: str) -> None:
    sheet.gap()
    sheet.centered(_words()["report"]["part"].format(number=number))
    sheet.centered(title)


def _sign(sheet: Sheet, signer: str, day: date) -> None:
    common = _words()["common"]
    sheet.gap()
    sheet.signature((common["place_and_day"].format(year=day.year), False), (signer, True), (common["sign"], False))


def _group(of: CriteriaSet | None) -> str | None:
    if of is None:
        return None
    words: str = _words()["registration"]["group_value"]
    return words.format(sector=of.sector.name, group=of.group, name=of.name)


def _general(sheet: Sheet, dossier: Dossier) -> None:
    words, known = _words()["report"], dossier.profile
    _head(sheet, "I", words["general"])
    sheet.line((words["name"], known.get("producer_name")))
    sheet.line((words["type"], known.get("producer_type")))
    sheet.line((words["address"], known.get("address")))
    sheet.line((words["phone"], known.get("phone")), (words["email"], known.get("email")))
    sheet.text(words["representative"])
    sheet.line((words["full_name"], known.get("representative")))
    sheet.line((words["sex"], None), (words["people"], None))
    sheet.line((words["residence"], None))
    sheet.line((words["founded"], None))
    sheet.line((words["registered"], known.get("registered")))
    sheet.line((words["product"], dossier.product))
    sheet.dotted(2)
    sheet.text(words["tick"], italic=True)
    for key, text in words["ticks"]:
        indent = {"-": 6, "+": 12}.get(text[0], 0)
        if key:
            sheet.box(text, key in dossier.at_hand, indent=indent)
        else:
            sheet.text(text)
    for item in ("history", "structure"):
        sheet.text(words[item])
        sheet.dotted(3)


def _criteria(sheet: Sheet, dossier: Dossier) -> None:
    words, of = _words()["report"], dossier.criteria_set
    if of is None:
        sheet.line((words["set_unknown"], None))
        sheet.dotted(5)
        return
    answers = dossier.answers or {}
    graded: Grade | None = grade(of, answers)
    if any(criterion.code not in answers for criterion in of.criteria):
        graded = None  # sums of a part of the answers would look like the result
    sheet.text(words["set"].format(number=of.number, name=of.name))
    rows: list[list[str]] = []
    bold = set()
    for part in of.parts:
        reached = _BLANK if graded is None else str(graded.parts[part.code])
        bold.add(len(rows))
        rows.append([part.code, part.name, str(part.max_points), reached, ""])
        rows += [_row(criterion, dossier) for criterion in of.of_part(part.code)]
    bold.add(len(rows))
    rows.append(["", words["total"], "100", _BLANK if graded is None else str(graded.points), ""])
    sheet.table(words["columns"], rows, (14, 50, 16, 18, 67), centered=frozenset({0, 2, 3}), bold=frozenset(bold))
    if graded is not None:
        sheet.text(_forecast(graded), bold=True)


def _row(criterion: Criterion, dossier: Dossier) -> list[str]:
    """A criterion: its points and the level reached as answered, what usually proves it."""
    words = _words()["report"]
    name = words["jury"].format(name=criterion.name) if criterion.jury else criterion.name
    what = _words()["evidence_for"].get(criterion.kind.value)
    proof = words["evidence"].format(what=what or dots(room=8))
    points = (dossier.answers or {}).get(criterion.code)
    if points is None:
        return [criterion.code, name, str(criterion.max_points), _BLANK, f"{dots(room=14)}\n{proof}"]
    level = next(option.text for option in criterion.options if option.points == points)
    told = f"{level}\n{proof}" if points else level
    return [criterion.code, name, str(criterion.max_points), str(points), told]


def _forecast(graded: Grade) -> str:
    words: dict[str, str] = _words()["report"]["forecast"]
    return words["known" if graded.stars else "none"].format(points=graded.points, stars=graded.stars)
