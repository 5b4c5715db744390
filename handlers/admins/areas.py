"""Several-of by toggles: the kinds of request that somebody handles, chosen one by one.

The picture so far is carried by the choices themselves, as the bits of a number: nothing is left half done anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handlers.kit.turn import Turn
from handlers.kit.words import Rich
from models.mail import Choice
from models.requests import RequestKind


def read_areas(mask: int) -> list[str]:
    """The kinds whose bits are set; other bits mean nothing."""
    return [kind.value for place, kind in enumerate(RequestKind) if mask >> place & 1]


def mask_of(areas: Iterable[str]) -> int:
    """The number whose bits are these kinds."""
    chosen = set(areas)
    return sum(1 << place for place, kind in enumerate(RequestKind) if kind in chosen)


def kinds(t: Callable[..., Rich]) -> list[tuple[str, str]]:
    """Every kind and its name, in their usual order."""
    return [(kind.value, str(t("sheet-kind", kind=kind.value))) for kind in RequestKind]


def named(areas: Iterable[str], t: Callable[..., Rich]) -> Rich:
    """The kinds in words, in their usual order."""
    chosen = set(areas)
    names = [name for kind, name in kinds(t) if kind in chosen]
    return Rich(", ".join(names)) if names else t("staff-area-none")


def toggles(turn: Turn, mask: int, name: str, *args: object) -> list[Choice]:
    """One choice for each kind; choosing it opens ``name:…args:mask`` with that kind's bit turned over."""
    choices = []
    for place, (_, label) in enumerate(kinds(turn.t)):
        mark = "☑" if mask >> place & 1 else "☐"
        choices.append(turn.choice(f"{mark} {label}", name, *args, mask ^ (1 << place)))
    return choices
