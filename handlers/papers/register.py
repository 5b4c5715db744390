"""The office's register of products as an Excel workbook: the template to fill in, and reading one."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from models.criteria import CERTIFIED_STARS, CriteriaSets
from models.knowledge import fold
from models.register import COLUMNS, REQUIRED, Row

#: Rows read at most, and how far down the headings may stand (offices put titles above).
MOST_ROWS, HEADINGS_WITHIN = 5_000, 20
#: Bytes that a workbook may unpack to: one that grows beyond that was made to do harm.
MOST_UNPACKED = 100 * 1024 * 1024
_WIDTHS = dict(zip(COLUMNS, (34, 34, 12, 8, 24, 14), strict=True))


class NotARegister(ValueError):
    """A file that can't be read as a register: ``reason`` and ``values`` make the message ``register-not-<reason>``."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


def write_template(
    path: Path, headings: Mapping[str, str], notes: Mapping[str, str], sheets: tuple[str, str], criteria: CriteriaSets
) -> None:
    """An empty register with its headings, and the 26 sets with their numbers on a second sheet.

    :raises OSError: the file can't be written.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # once a year: not at the start

    workbook = xlsxwriter.Workbook(str(path))
    head = workbook.add_format({"bold": True, "bg_color": "#E2EFDA", "border": 1, "text_wrap": True})
    text, day = workbook.add_format({"num_format": "@"}), workbook.add_format({"num_format": "dd/mm/yyyy"})
    page = workbook.add_worksheet(sheets[0])
    page.freeze_panes(1, 0)
    for number, column in enumerate(COLUMNS):
        page.set_column(number, number, _WIDTHS[column], {"issued": day, "certificate": text}.get(column))
        page.write_string(0, number, headings[column], head)
        if column in notes:
            page.write_comment(0, number, notes[column])
    stars = COLUMNS.index("stars")
    page.data_validation(1, stars, MOST_ROWS, stars, {"validate": "list", "source": list(CERTIFIED_STARS)})
    page = workbook.add_worksheet(sheets[1])
    page.set_column(1, 1, 70)
    for row, each in enumerate(criteria.sets):
        page.write_number(row, 0, each.number)
        page.write_string(row, 1, each.name)
    workbook.close()


def read_register(path: Path, headings: Mapping[str, set[str]]) -> list[tuple[int, Row]]:
    """The filled rows of the first sheet, with their numbers there; the headings may stand below a title.

    :param headings: the names that each column goes by.
    :raises NotARegister: no workbook, no such headings, nothing beneath them, or too much.
    """
    try:
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise NotARegister("small")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about decorations that aren't read
            from openpyxl import load_workbook  # type: ignore[import-untyped]  # once a year: not at the start

            workbook = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        if isinstance(error, NotARegister):
            raise
        raise NotARegister("workbook") from error
    try:
        return list(_rows(workbook.worksheets[0].iter_rows(values_only=True), headings))
    finally:
        workbook.close()


def _rows(rows: Iterator[tuple[Any, ...]], headings: Mapping[str, set[str]]) -> Iterator[tuple[int, Row]]:
    names = {fold(name): column for column, each in headings.items() for name in each}
    best: set[str] = set()
    columns: dict[int, str] = {}
    found = 0
    for number, row in enumerate(rows, start=1):
        if columns:
            values = {column: row[index] for index, column in columns.items() if index < len(row)}
            if all(value is None or not str(value).strip() for value in values.values()):
                continue
            found += 1
            if found > MOST_ROWS:
                raise NotARegister("few", most=MOST_ROWS)
            yield number, values
            continue
        seen = {index: names[fold(str(cell))] for index, cell in enumerate(row) if fold(str(cell or "")) in names}
        best = max(best, set(seen.values()), key=len)
        if set(REQUIRED) <= best:
            columns = seen
        elif number >= HEADINGS_WITHIN:
            break
    if not columns:
        raise NotARegister("headed", missing=[column for column in REQUIRED if column not in best])
    if not found:
        raise NotARegister("filled")
