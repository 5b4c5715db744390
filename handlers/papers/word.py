"""A sheet of an official form as a Word file: fonts, dotted lines, boxes to tick, tables with borders.

Sizes follow Nghị định 30/2020/NĐ-CP (Phụ lục I): A4, Times New Roman, left margin 30 mm, right 15, top and bottom 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

FONT, SIZE = "Times New Roman", 13
#: The widest a line or table can be; millimetres.
WIDTH = 165
#: A line of dots as wide as the page, and the part of one dot group that a letter takes.
_DOTS, _LETTER = 35, 0.46
#: Boxes stand in few fonts; Word and LibreOffice both find a substitute for this one.
_SYMBOLS = "Segoe UI Symbol"
#: The ticked one has a cross: the one with a check mark is an emoji to some, and comes out in colour or not at all.
_BOXES = {False: "\u2610", True: "\u2612"}

#: A label and its value; an empty one is left to be filled in by hand.
Pair = tuple[str, str | None]


class Sheet:
    """One document, written from top to bottom."""

    def __init__(self, title: str, day: date) -> None:
        self._document = Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.top_margin = section.bottom_margin = Mm(20)
        style: Any = self._document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(SIZE)
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            style.element.rPr.rFonts.set(qn(script), FONT)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.line_spacing = 1.1
        about = self._document.core_properties
        about.title, about.author, about.comments, about.language = title, "", "", "vi-VN"
        about.created = about.modified = datetime.combine(day, time(0), UTC)
        _number_pages(section.footer.paragraphs[0])

    def save(self, path: Path) -> None:
        """Write the file."""
        self._document.save(str(path))

    def text(
        self, text: str, *, bold: bool = False, italic: bool = False, align: ALIGN | None = None, size: int = SIZE
    ) -> Paragraph:
        """A paragraph."""
        paragraph = self._document.add_paragraph()
        _run(paragraph, text, bold=bold, italic=italic, size=size)
        if align is not None:
            paragraph.alignment = align
        return paragraph

    def centered(self, text: str, *, bold: bool = True, italic: bool = False, size: int = SIZE) -> Paragraph:
        """A line in the middle; it stays with what follows."""
        paragraph = self.text(text, bold=bold, italic=italic, align=ALIGN.CENTER, size=size)
        paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def rule(self) -> None:
        """The short line beneath a heading."""
        paragraph = self.centered("_" * 24, bold=False, size=8)
        paragraph.paragraph_format.space_after = Pt(10)

    def gap(self, points: int = 6) -> None:
        """Empty room."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(points)

    def line(self, *pairs: Pair) -> None:
        """``label: value`` side by side; dots where a value isn't known."""
        paragraph = self._document.add_paragraph()
        room = _DOTS / len(pairs)
        for index, (label, value) in enumerate(pairs):
            if index:
                paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH * index // len(pairs)))
            _run(paragraph, f"{chr(9) if index else ''}{label}: ")
            _run(paragraph, value or dots(label, room))

    def dotted(self, lines: int) -> None:
        """Whole lines to be filled in by hand."""
        for _ in range(lines):
            self.text("…" * _DOTS)

    def boxes(self, label: str, options: Sequence[tuple[str, bool]]) -> None:
        """``label: option ☐   option ☒``."""
        paragraph = self._document.add_paragraph()
        _run(paragraph, label)
        for text, ticked in options:
            _run(paragraph, f"    {text} ")
            _box(paragraph, ticked)

    def box(self, text: str, ticked: bool, *, indent: int = 0) -> None:
        """``text ☐``, indented by so many millimetres."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(indent)
        paragraph.paragraph_format.space_after = Pt(2)
        _run(paragraph, f"{text}: ")
        _box(paragraph, ticked)

    def signature(self, *lines: tuple[str, bool]) -> None:
        """The right half of the page: ``(text, bold)``, kept together, with room to sign beneath."""
        table = self._document.add_table(rows=1, cols=2)
        table.autofit = False
        _set_widths(table, (65, 100))
        cell = table.rows[0].cells[1]
        for index, (text, bold) in enumerate(lines):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            paragraph.alignment = ALIGN.CENTER
            paragraph.paragraph_format.keep_with_next = True
            _run(paragraph, text, bold=bold, italic=not bold)
        for _ in range(3):
            cell.add_paragraph()
        _keep_whole(table.rows[0])

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str | bool]],
        widths: Sequence[int],
        *,
        centered: frozenset[int] = frozenset(),
        bold: frozenset[int] = frozenset(),
    ) -> None:
        """A table with borders, its head repeated on every page.

        A truth is a box to tick.

        :param widths: millimetres.
        :param centered: the columns in the middle.
        :param bold: the rows in bold type.
        """
        table = self._document.add_table(rows=0, cols=len(columns))
        table.style = self._document.styles["Table Grid"]
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _set_widths(table, widths)
        head = table.add_row()
        repeated: Any = OxmlElement("w:tblHeader")
        head._tr.get_or_add_trPr().append(repeated)
        everything = frozenset(range(len(columns)))
        _fill(head, columns, everything, True)
        for number, row in enumerate(rows):
            added = table.add_row()
            _fill(added, row, centered, number in bold)
            _keep_whole(added)
        self.gap()

    def new_page(self) -> None:
        """What follows begins on a new page."""
        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def dots(label: str = "", room: float = _DOTS) -> str:
    """Dots that fill the rest of a line, or of a part of it, behind that label."""
    return "…" * max(5, int(room - _LETTER * (len(label) + 3)))


def _run(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: int = SIZE) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _box(paragraph: Paragraph, ticked: bool) -> None:
    run = paragraph.add_run(_BOXES[ticked])
    run.font.name = _SYMBOLS
    properties: Any = run._element.rPr
    for script in ("w:cs", "w:eastAsia"):
        properties.rFonts.set(qn(script), _SYMBOLS)


def _set_widths(table: Table, widths: Sequence[int]) -> None:
    """Widths in millimetres; of the cells that are there already too, which Word goes by."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _fill(row: Any, values: Sequence[str | bool], centered: frozenset[int], bold: bool) -> None:
    """A head, or a row in bold, is never the last one of a page."""
    for column, value in enumerate(values):
        cell = row.cells[column]
        for index, text in enumerate(value.split("\n") if isinstance(value, str) else [""]):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.paragraph_format.keep_with_next = bold
            if column in centered:
                paragraph.alignment = ALIGN.CENTER
            if isinstance(value, bool):
                _box(paragraph, value)
            else:
                _run(paragraph, text, bold=bold, size=SIZE - 2)


def _keep_whole(row: Any) -> None:
    whole: Any = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._element.append(part)
