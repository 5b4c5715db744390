"""Long lists, a page at a time. Every page counts from 1: a typed number always means a line of the last list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from handlers.kit.turn import Turn
from models.mail import Choice

T = TypeVar("T")
S = TypeVar("S", bound=str)

#: Lines of a page: with "more" and "back a page" ten numbers, which a phone shows without scrolling.
SIZE = 8
#: The same where other choices stand beneath the list.
SHORT = 6


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a list.

    :ivar number: counted from 0.
    :ivar first: the place of the first item in the whole list, counted from 1.
    :ivar total: how many the whole list has.
    """

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the first item in the whole list, counted from 1."""
        return self.number * self.size + 1

    def turning(self, turn: Turn, name: str, *args: object) -> list[Choice]:
        """The choices that turn the page: they open ``name:…args:page``."""
        choices = []
        if self.number + 1 < self.pages:
            choices.append(turn.choice(turn.t("page-more"), name, *args, self.number + 1))
        if self.number > 0:
            choices.append(turn.choice(turn.t("page-back"), name, *args, self.number - 1))
        return choices


def filled(paragraphs: Iterable[S], longest: int) -> list[list[S]]:
    """Paragraphs on pages of at most so many characters each; a longer one stands alone."""
    pages: list[list[S]] = []
    room = 0
    for paragraph in paragraphs:
        if not pages or len(paragraph) > room:
            pages.append([])
            room = longest
        pages[-1].append(paragraph)
        room -= len(paragraph)
    return pages


def within(page: int, total: int, size: int = SIZE) -> int:
    """The number of the page that is shown when that one is wanted: the list may have become shorter since."""
    return min(max(page, 0), max(0, (total - 1) // size))


def page_of(items: Sequence[T], page: int, size: int = SIZE) -> Page[T]:
    """A page of a list; the nearest one there is."""
    number = within(page, len(items), size)
    return Page(items[number * size : (number + 1) * size], number, size, len(items))
