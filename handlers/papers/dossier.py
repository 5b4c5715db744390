"""What the papers of a product's dossier are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import yaml

from handlers.kit.words import LOCALES
from models.criteria import CriteriaSet


class Submission(StrEnum):
    """What a dossier is for (Điều 6 khoản 1)."""

    FIRST = "first"
    UPGRADE = "upgrade"  # more stars than before
    AGAIN = "again"  # the certificate ends


@dataclass(frozen=True)
class Dossier:
    """What is known of a product and its producer.

    :ivar profile: as it is to be read, by name: producer_name, producer_type, representative, position, address,
        phone, email, registered.
    :ivar answers: the points reached, by criterion number; sums are filled in once there is one for each.
    :ivar papers: the evidence at hand, by its name in the list (business, food_safety, trademark, lab_test, …).
    """

    day: date
    product: str
    criteria_set: CriteriaSet | None = None
    submission: Submission = Submission.FIRST
    profile: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, int] | None = None
    papers: frozenset[str] = frozenset()

    @property
    def at_hand(self) -> frozenset[str]:
        """The evidence at hand; a trademark is intellectual property."""
        return self.papers | ({"ip"} if "trademark" in self.papers else set())


def full_address(*places: str | None) -> str | None:
    """The places that are known (hamlet, commune) with the province; None where none is."""
    known = [place for place in places if place]
    province: str = form_words()["common"]["in_province"]
    return ", ".join([*known, province]) if known else None


@cache
def form_words() -> dict[str, Any]:
    """The words of the papers (``locales/vi/papers.yaml``)."""
    with (LOCALES / "vi" / "papers.yaml").open(encoding="utf-8") as file:
        found: dict[str, Any] = yaml.safe_load(file)
    return found
