"""The tables of communes, made from the packages that know them. To write them again after a package update:

    python -m tests.tools.places_tables

The two packages are needed only here: vietnam-provinces (the communes in force) and vietnamadminunits (which
old commune became which new ones). tests/models/test_places.py holds the committed tables against both.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path

from vietnam_provinces.lookup import WARD_MAPPING

TABLES = Path(__file__).parents[2] / "locales" / "vi" / "places"

_PROVINCE = 19  # Thái Nguyên since 1 July 2025; it took in Bắc Kạn
_NEW_KEY = "tinhthainguyen"
_OLD_KEYS = ("tinhthainguyen", "tinhbackan")

COMMUNES_HEADER = """\
# Communes of Thái Nguyên in force since 1 July 2025 (Nghị quyết 1683/NQ-UBTVQH15; codes of
# Quyết định 19/2025/QĐ-TTg). Made from the package vietnam-provinces by tests/tools/places_tables.py.
# code	name	kind
"""
OLD_HEADER = """\
# Communes of the old provinces Thái Nguyên and Bắc Kạn as they were on 30 June 2025, and the present communes
# that each went to (several codes, comma separated, where it was divided; the package's first choice first).
# Made from the package vietnamadminunits by tests/tools/places_tables.py.
# name	kind	district	codes
"""


def communes() -> str:
    """The table of present communes, as the file must read."""
    rows = [
        f"{int(ward.code):05d}\t{_bare(ward.name)}\t{_kind(ward.name)}"
        for ward in WARD_MAPPING.values()
        if int(ward.province_code) == _PROVINCE
    ]
    return COMMUNES_HEADER + "".join(f"{row}\n" for row in sorted(rows))


def old_communes() -> str:
    """The table of the communes before July 2025, as the file must read."""
    data = resources.files("vietnamadminunits") / "data"
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    successors: dict[str, list[str]] = {}
    for new_key, old_keys in converter["DICT_PROVINCE_WARD_NO_DIVIDED"][_NEW_KEY].items():
        for old_key in old_keys:
            successors.setdefault(old_key, []).append(new_key)
    for old_key, parts in converter["DICT_PROVINCE_WARD_DIVIDED"][_NEW_KEY].items():
        parts.sort(key=lambda part: not part["isDefaultNewWard"])
        successors.setdefault(old_key, []).extend(part["newWardKey"] for part in parts)

    # The packages disagree on one code (xã Phú Lạc), so the new commune is matched by its name.
    codes = {line.split("\t")[1]: line.split("\t")[0] for line in _lines(communes())}
    with resources.as_file(data / "dataset.db") as path, closing(sqlite3.connect(path)) as database:
        names = {
            key: codes[_bare(ward)]
            for key, ward in database.execute("SELECT wardKey, ward FROM admin_units WHERE provinceKey = ?", [_NEW_KEY])
        }
        old = database.execute(
            "SELECT provinceKey || '_' || districtKey || '_' || wardKey, ward, district"
            " FROM admin_units_legacy WHERE provinceKey IN (?, ?) ORDER BY wardCode",
            _OLD_KEYS,
        ).fetchall()
    return OLD_HEADER + "".join(
        f"{_bare(ward)}\t{_kind(ward)}\t{_kind(district)} {_bare(district)}\t"
        f"{','.join(names[new] for new in successors[key])}\n"
        for key, ward, district in old
    )


def aliases() -> dict[str, set[str]]:
    """Names that were already old before July 2025, folded without spaces, for each commune they went to."""
    data = resources.files("vietnamadminunits") / "data"
    with resources.as_file(data / "dataset.db") as path, closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT ward, wardAlias FROM admin_units_legacy WHERE provinceKey IN (?, ?) AND wardAlias IS NOT NULL",
            _OLD_KEYS,
        ).fetchall()
    return {_bare(ward): set(json.loads(keys)) for ward, keys in rows}


def _lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line and not line.startswith("#")]


def _kind(full_name: str) -> str:
    words = full_name.split()
    return " ".join(words[: _kind_words(words)]).lower()


def _bare(full_name: str) -> str:
    words = full_name.split()
    return " ".join(words[_kind_words(words) :])


def _kind_words(words: list[str]) -> int:
    return 2 if words[0] in ("Thị", "Thành") and words[1] in ("trấn", "xã", "phố", "Phố") else 1


if __name__ == "__main__":
    TABLES.mkdir(parents=True, exist_ok=True)
    (TABLES / "communes.tsv").write_text(communes(), encoding="utf-8")
    (TABLES / "old_communes.tsv").write_text(old_communes(), encoding="utf-8")
