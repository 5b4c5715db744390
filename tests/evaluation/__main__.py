"""Prints the table: `python -m tests.evaluation [--wrong] [--own-wrong] [--seed N]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from models.knowledge import Found, Library
from tests.evaluation.run import (
    Row,
    ask_all,
    baseline,
    blind_items,
    detail_items,
    hard_items,
    is_held_out,
    items,
    own_items,
    table,
)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.evaluation")
    options.add_argument("--wrong", action="store_true", help="list what went wrong in the tuning part")
    options.add_argument("--own-wrong", action="store_true", help="list what went wrong in our own parts")
    options.add_argument("--seed", type=int, default=0, help="of the typing slips")
    options.add_argument("--folder", type=Path, help="entries from this folder instead of the packaged ones")
    given = options.parse_args()
    library = Library.load("vi", given.folder)
    asked = items()

    def ask(question: str, context: str | None) -> Found:
        return library.find(question, context=context)

    rows = list(ask_all(ask, asked, given.seed))
    own = list(ask_all(ask, own_items(), given.seed))
    late = list(ask_all(ask, own_items(late=True), given.seed))
    tuning = [row for row in rows if not is_held_out(row.item)]
    held_out = [row for row in rows if is_held_out(row.item)]
    print(f"{len(library.entries())} entries, {len(asked)} questions\n")
    print(table("tuning part", tuning), "\n")
    print(table("held-out part", held_out), "\n")
    print(table("blind", list(ask_all(ask, blind_items(), given.seed))), "\n")
    print(table("hard", list(ask_all(ask, hard_items(), given.seed))), "\n")
    print(table("details", list(ask_all(ask, detail_items(), given.seed))), "\n")
    print(table("own part", own), "\n")
    print(table("own, late part", late), "\n")
    plain = baseline(library)
    print(
        table("BM25, held-out", list(ask_all(plain, [item for item in asked if is_held_out(item)], given.seed))), "\n"
    )
    print(table("BM25, blind", list(ask_all(plain, blind_items(), given.seed))))
    for row in (*(tuning if given.wrong else ()), *(own + late if given.own_wrong else ())):
        if row.label not in ("right", "refused_right"):
            print(line(row))


def line(row: Row) -> str:
    told = row.found.entry.id if row.found.entry else ", ".join(choice.id for choice in row.found.choices)
    return (
        f"{row.item['id']} {row.form:13} {row.label:13} {row.question}\n"
        f"      {row.found.decision} {row.found.kind} {row.found.score:.2f}: {told}"
    )


if __name__ == "__main__":
    main()
