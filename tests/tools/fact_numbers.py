"""Makes `locales/facts.tsv` from the reference: the numbers of each fact, to check the entries against.

`python -m tests.tools.fact_numbers FOLDER`, FOLDER holding the reference's YAML files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from models.knowledge.check import numbers_in

TABLE = Path(__file__).parents[2] / "locales" / "facts.tsv"
HEADER = "# The numbers of each fact of the reference. Made by tests/tools/fact_numbers.py.\n"
#: Where facts were found; an entry's numbers don't come from an address.
LEFT_OUT = frozenset({"id", "url"})


def facts(node: Any) -> Iterator[dict[str, Any]]:
    """Everything in a file that has an id."""
    if isinstance(node, dict):
        if "id" in node:
            yield node
        for value in node.values():
            yield from facts(value)
    elif isinstance(node, list):
        for value in node:
            yield from facts(value)


def said(node: Any) -> Iterator[str]:
    """The texts and numbers of a fact."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in LEFT_OUT:
                yield str(key)
                yield from said(value)
    elif isinstance(node, list):
        for value in node:
            yield from said(value)
    else:
        yield str(node)


def table(folder: Path) -> str:
    rows = {}
    for file in sorted(folder.glob("*.yaml")):
        for fact in facts(yaml.safe_load(file.read_text(encoding="utf-8"))):
            rows[str(fact["id"])] = sorted(frozenset().union(*map(numbers_in, said(fact))))
    return HEADER + "".join(f"{name}\t{' '.join(numbers)}\n" for name, numbers in sorted(rows.items()))


if __name__ == "__main__":
    TABLE.write_text(table(Path(sys.argv[1])), encoding="utf-8")
