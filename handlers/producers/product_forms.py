"""What a producer tells of a product: the form, and how its answers become the product's columns and back.

Words are in ``locales/*/products.ftl``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.kit.fields import Answers, Context, Date, Field, OneOf, Option, Text, Unsure, Words
from handlers.kit.forms import Form
from models.criteria import CriteriaSet, CriteriaSets, load_criteria
from models.identifiers import Invalid
from models.knowledge import fold
from models.products import Product

#: The stars as the form knows them; in this order, so that each number of stars is also its place in the list.
STARS = {"none": 0, "preparing": 0, "three": 3, "four": 4, "five": 5}
_STARS = {number: name for name, number in STARS.items()}
#: Most sets offered at once.
_OFFERED = 5


@dataclass(frozen=True, kw_only=True)
class ProductSet(Field):
    """A criteria set, found by the product's name or by what the product is; kept as its number."""

    def offers(self, answers: Answers, t: Words) -> list[Option]:
        found = _sets(t).search(str(answers.get("product_name", "")))
        return [_option(each, t) for each in found[:_OFFERED]]

    def read(self, text: str, context: Context) -> int:
        sets = _sets(context.t)
        number = text.strip()
        for word in context.t("words-set").split("|"):
            number = fold(number).removeprefix(fold(word)).strip()
        if number.isdecimal():
            try:
                return self.pick(number)
            except LookupError as error:
                raise Invalid("set.number", last=len(sets.sets)) from error
        found = sets.search(text)
        if len(found) == 1:
            return found[0].number
        if not found:
            raise Invalid("set.unknown")
        raise Unsure("unsure-set", [_option(each, context.t) for each in found[:_OFFERED]])

    def pick(self, option: str) -> int:
        try:
            return load_criteria().set(int(option)).number
        except ValueError as error:
            raise LookupError(option) from error

    def show(self, value: Any, t: Words) -> str:
        return set_name(value, t)


def set_name(number: int, t: Words) -> str:
    """The set's number and short name in the reader's language."""
    return _option(_sets(t).set(number), t)[1]


def _sets(t: Words) -> CriteriaSets:
    return load_criteria(str(t("criteria-language")))


def _option(criteria_set: CriteriaSet, t: Words) -> Option:
    return str(criteria_set.number), str(t("product-set", number=criteria_set.number, name=criteria_set.short))


def _certified(answers: Answers) -> bool:
    return STARS.get(answers.get("stars", ""), 0) > 0


_OWNER: tuple[Field, ...] = (Text(name="producer_name"),)
_WHAT: tuple[Field, ...] = (
    Text(name="product_name", high=150),
    ProductSet(name="product_set"),
    OneOf(name="stars", words="product_stars", among=tuple(STARS)),
    Date(name="issued", words="product_issued", not_future=True, when=_certified),
    Text(name="certificate", words="product_certificate", high=60, letters=False, when=_certified, required=False),
)
_PAPERS: tuple[Field, ...] = (
    Date(name="lab_report", words="product_lab_report", not_future=True, required=False),
    Date(name="food_safety", words="product_food_safety", required=False),
    Date(name="trademark", words="product_trademark", required=False),
)


def product_form(args: dict[str, Any]) -> Form:
    """The form: of a product in the register only the papers; the producer's name where it isn't known yet."""
    if args.get("register"):
        return Form("product", _PAPERS)
    return Form("product", (*(_OWNER if args.get("nameless") else ()), *_WHAT, *_PAPERS))


def answers_of(product: Product) -> Answers:
    """What is known of a product, as the form keeps it."""
    known = {
        "product_name": product.name,
        "product_set": product.set_number,
        "stars": _STARS[product.stars],
        "issued": product.issued,
        "certificate": product.certificate,
        "lab_report": product.lab_report,
        "food_safety": product.food_safety,
        "trademark": product.trademark,
    }
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in known.items()
        if value is not None
    }


def fill(product: Product, answers: Answers, *, register: bool) -> None:
    """Write what was answered into the product; what the register says of a product stays."""
    for column in ("lab_report", "food_safety", "trademark", *(() if register else ("issued",))):
        setattr(product, column, date.fromisoformat(answers[column]) if column in answers else None)
    if register:
        return
    product.name = answers["product_name"]
    product.set_number = answers["product_set"]
    product.stars = STARS[answers["stars"]]
    product.certificate = answers.get("certificate")
