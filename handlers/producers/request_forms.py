"""The six request forms: what an officer needs to know for each kind of help.

What is asked, which answers are required and what they must look like come from the programme's own papers
(Quyết định 26/2026/QĐ-TTg Phụ lục III; Nghị định 74/2018 for barcodes, 15/2018 for lab tests, 65/2023 for
trademarks, 37/2026 for labels). Consent is asked before any form. Words are in ``locales/*/request_forms.ftl``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from handlers.kit.fields import (
    Answers,
    BusinessNumber,
    Commune,
    CompanyPrefix,
    Condition,
    Context,
    Date,
    Email,
    Field,
    Files,
    Gtin,
    Number,
    OneOf,
    Person,
    Phone,
    Quantity,
    SeveralOf,
    Text,
    Url,
    Words,
    Year,
    YesNo,
)
from handlers.kit.forms import Form, describe
from handlers.kit.words import Rich
from models.identifiers import Invalid
from models.knowledge import fold
from models.requests import RequestKind
from models.values import parse_date

#: Photos of labels and goods are taken up to this size; bytes.
LARGEST_PHOTO = 10 * 1024 * 1024
#: A test report older than this can't be used for a self-declaration (Nghị định 15/2018 Điều 5).
REPORT_LIFE = timedelta(days=365)

_PHOTOS = frozenset({"jpg", "jpeg", "png"})
_DATE_AT_END = re.compile(r"(.*?)[\s,;:()–-]*(\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\D*")


def form_for(kind: RequestKind) -> Form:
    """The form of that kind of request."""
    return _FORMS[kind]


def _is(field: str, *options: object) -> Condition:
    """The answer to ``field`` is one of these."""
    return lambda answers: answers.get(field) in options


def _lot(text: str, context: Context) -> str:
    """A lot number of 1 to 40 characters and the day it was made, not in the future: "L05 – 10/11/2026"."""
    found = _DATE_AT_END.fullmatch(text)
    if found is None:
        raise Invalid("lot.no_date")
    made = parse_date(found[2], latest=context.today)
    if not 1 <= len(found[1].strip()) <= 40:
        raise Invalid("lot.no_number")
    return f"{found[1].strip()} – {made:%d/%m/%Y}"


def _application_number(text: str, context: Context) -> str:
    if not any(letter.isdecimal() for letter in text):
        raise Invalid("application.no_digits")
    return text


_WHO: tuple[Field, ...] = (
    Text(name="producer_name", remembered=True),
    OneOf(
        name="producer_type",
        among=("cooperative", "group", "household", "farm", "company", "unregistered"),
        remembered=True,
    ),
    Person(name="contact_name", remembered=True),
    Phone(name="contact_phone", remembered=True),
    Commune(name="commune", remembered=True),
    OneOf(
        name="contact_role",
        among=("owner", "director", "employee", "other"),
        required=False,
        remembered=True,
    ),
    Email(name="email", required=False, remembered=True),
    Text(name="address_detail", required=False, remembered=True),
    BusinessNumber(name="business_reg_no", required=False, remembered=True),
)

_WHAT: tuple[Field, ...] = (
    Text(name="product_name", high=150),
    OneOf(name="product_group", among=("food", "drink", "herbal", "craft", "ornamental", "tourism", "unknown")),
)

_LAST: tuple[Field, ...] = (
    OneOf(
        name="ocop_status",
        among=("none", "preparing", "three", "four", "five", "expired"),
        required=False,
    ),
    Date(name="ocop_expiry", required=False, when=_is("ocop_status", "three", "four", "five", "expired")),
    Date(name="deadline", required=False, not_past=True),
    Text(name="description", high=1000, required=False),
)

_BARCODE: tuple[Field, ...] = (
    OneOf(
        name="request_action",
        words="barcode_action",
        among=("new", "more", "renew", "change", "fee", "check", "foreign"),
    ),
    Text(name="legal_name_exact", high=250, remembered=True),
    Text(name="head_office_address", low=5, high=250, remembered=True),
    Text(name="legal_rep", high=80, remembered=True),
    OneOf(name="doc_type", among=("cooperative", "household", "company", "decision", "none"), remembered=True),
    YesNo(name="has_gs1_code"),
    Number(name="sku_count_now", low=1, high=100_000),
    YesNo(name="printed_already"),
    CompanyPrefix(name="gs1_company_prefix", required=False, when=_is("has_gs1_code", True)),
    Date(name="certificate_expiry", required=False, when=_is("has_gs1_code", True)),
    Number(name="sku_count_2y", high=1_000_000, at_least="sku_count_now", required=False),
    Text(name="sku_list", high=1000, required=False),
    Gtin(name="gtin", required=False),
    OneOf(
        name="channel",
        words="barcode_channel",
        among=("supermarket", "shop", "online", "export", "market"),
        required=False,
    ),
)

_LAB_TEST: tuple[Field, ...] = (
    OneOf(
        name="test_purpose",
        among=("declaration", "old_report", "ocop", "ocop_again", "nutrition", "customer", "safety_incident"),
    ),
    OneOf(
        name="product_type",
        among=(
            "fresh",
            "grain",
            "tea",
            "honey",
            "noodles",
            "meat",
            "eggs_milk",
            "turmeric",
            "spices",
            "spirits",
            "water",
            "craft",
            "other",
        ),
    ),
    Text(name="ingredients", high=1000),
    Quantity(name="packaging"),
    Quantity(name="shelf_life", units="units-time"),
    OneOf(name="storage", among=("normal", "cool", "frozen")),
    Text(name="lot_no", high=80, letters=False, check=_lot),
    Quantity(name="sample_available"),
    SeveralOf(
        name="tests_wanted",
        among=(
            "microbes",
            "metals",
            "pesticides",
            "antibiotics",
            "aflatoxin",
            "additives",
            "nutrition",
            "methanol",
            "unknown",
        ),
    ),
    OneOf(name="delivery", among=("bring", "post", "officer")),
    Text(name="process_summary", high=1000, required=False),
    Text(name="standards", high=150, required=False),
    Date(name="last_report_date", not_future=True, required=False),
    OneOf(
        name="attp_certificate",
        among=("eligible", "haccp", "iso22000", "commitment", "none", "unknown"),
        required=False,
    ),
)

#: The kinds of right for which rules of use are made.
_SHARED_MARKS = ("collective", "certification")
_MARKS = ("trademark", *_SHARED_MARKS)


def _mark_needed(answers: Answers) -> bool:
    """A new or searched mark is words, a picture, or both: without a logo the words are needed."""
    new = answers.get("request_action") in ("search", "file") and answers.get("ip_type") in _MARKS
    return new and not answers.get("logo_image")


_IP: tuple[Field, ...] = (
    OneOf(name="ip_type", among=(*_MARKS, "geographical", "design", "unknown")),
    OneOf(
        name="request_action",
        words="ip_action",
        among=("search", "file", "progress", "use", "renew", "dispute"),
    ),
    OneOf(
        name="applicant_type",
        among=("person", "household", "cooperative", "company", "association", "authority"),
    ),
    Text(name="applicant_name", high=250),
    Text(name="applicant_address", low=5, high=250),
    Text(name="mark_text", low=1, high=150, letters=False, required=_mark_needed, or_file="logo_image"),
    Text(name="goods_services", high=500),
    YesNo(name="has_place_name"),
    Text(name="place_name", high=80, when=_is("has_place_name", True)),
    Files(name="logo_image", most=1, suffixes=_PHOTOS | {"pdf"}, required=False),
    Text(name="logo_colors", high=150, required=False),
    Year(name="already_used_since", low=1990, required=False),
    Date(name="first_disclosure", required=False, when=_is("ip_type", "design")),
    Text(
        name="application_no",
        low=5,
        high=20,
        letters=False,
        check=_application_number,
        required=False,
        when=_is("request_action", "progress"),
    ),
    YesNo(name="rules_of_use", required=False, when=_is("ip_type", *_SHARED_MARKS)),
)

_QUALITY_STANDARD: tuple[Field, ...] = (
    OneOf(
        name="need",
        among=(
            "own_standard",
            "declaration",
            "haccp",
            "iso22000",
            "vietgap",
            "organic",
            "tracing",
            "nutrition",
            "productivity",
            "unknown",
        ),
    ),
    Text(name="current_cert", high=500, required=False),
    Quantity(name="area_or_capacity", required=False),
    Number(name="workers", low=1, high=10_000, required=False),
    Text(name="process_steps", high=2000, required=False),
    OneOf(name="target_market", among=("province", "country", "supermarket", "export"), required=False),
    OneOf(name="target_star", among=("three", "four", "five"), required=False),
    OneOf(name="prefers_training", among=("training", "expert", "material"), required=False),
)

_PACKAGING_LABEL: tuple[Field, ...] = (
    Files(name="label_photos", most=10, suffixes=_PHOTOS, largest=LARGEST_PHOTO),
    Quantity(name="net_weight", units="units-legal"),
    Text(name="ingredients", words="label_ingredients", high=1000),
    Text(name="nsx_hsd", high=150, letters=False),
    Text(name="responsible_party", low=5, high=250),
    Text(name="origin", high=150),
    Text(name="nutrition", low=2, high=500, required=False),
    YesNo(name="use_ocop_logo", required=False),
    Url(name="qr_target", https_only=True, required=False),
    YesNo(name="bilingual", required=False),
    Text(name="claims", high=500, required=False),
)

#: The papers that buyers ask for.
_PAPERS = ("registration", "safety", "test_report", "ocop", "barcode", "trademark", "tracing")

_TRADE_PROMOTION: tuple[Field, ...] = (
    OneOf(
        name="channel",
        words="trade_channel",
        among=("fair_here", "fair_away", "ocop_shop", "supermarket", "online", "livestream", "export"),
    ),
    Quantity(name="monthly_capacity"),
    SeveralOf(
        name="documents_ready",
        among=(*_PAPERS, "none"),
    ),
    Quantity(name="price_range", required=False),
    Text(name="existing_shop", high=300, required=False),
    Text(name="warehouse", high=500, required=False),
    YesNo(name="packing_ready", required=False),
    Files(name="photos", most=10, suffixes=_PHOTOS, largest=LARGEST_PHOTO, required=False),
    Text(name="event_name", high=200, required=False),
)

_FORMS = {
    kind: Form(name=kind.value, fields=(*_WHO, *_WHAT, *specific, *_LAST))
    for kind, specific in {
        RequestKind.BARCODE: _BARCODE,
        RequestKind.LAB_TEST: _LAB_TEST,
        RequestKind.IP: _IP,
        RequestKind.QUALITY_STANDARD: _QUALITY_STANDARD,
        RequestKind.PACKAGING_LABEL: _PACKAGING_LABEL,
        RequestKind.TRADE_PROMOTION: _TRADE_PROMOTION,
    }.items()
}

#: The remarks that can't wait: food feared unsafe, a code printed without right (it may be fined), a label that claims
#: to heal.
URGENT = frozenset({"food_safety", "printed_without_right", "healing_claim"})

#: The remarks that hold something for the producer too.
_ADVICE = URGENT | frozenset(
    {
        "register_first",
        "report_still_good",
        "place_name",
        "documents_missing",
    }
)


def remarks(kind: RequestKind, answers: Answers, today: date, t: Words) -> list[str]:
    """What stands out in a request, most pressing first: names of ``remark-…`` messages."""
    said: Callable[[str], Any] = answers.get
    found = {
        RequestKind.BARCODE: {
            "printed_without_right": said("printed_already") and not said("has_gs1_code"),
            "register_first": said("doc_type") == "none" or said("producer_type") == "unregistered",
        },
        RequestKind.LAB_TEST: {
            "food_safety": said("test_purpose") == "safety_incident",
            "report_still_good": _recent(said("last_report_date"), today),
        },
        RequestKind.IP: {"place_name": said("has_place_name"), "deadline": said("deadline")},
        RequestKind.QUALITY_STANDARD: {"star_gaps": said("target_star") in ("four", "five")},
        RequestKind.PACKAGING_LABEL: {"healing_claim": _mentions(said("claims"), t("words-healing"))},
        RequestKind.TRADE_PROMOTION: {"documents_missing": missing_documents(answers)},
    }
    return [remark for remark, holds in found[kind].items() if holds]


def advice(kind: RequestKind, answers: Answers, today: date, t: Words) -> list[Rich]:
    """What the producer can do, or should leave, until an officer answers."""
    names = [remark for remark in remarks(kind, answers, today, t) if remark in _ADVICE]
    missing = ", ".join(t(f"field-documents_ready.{option}") for option in missing_documents(answers))
    return [t(f"advice-{name}", missing=missing) for name in names]


def told_to_officers(kind: RequestKind, answers: Answers, today: date, t: Words) -> list[tuple[str, str]]:
    """A request's answers as officers read them, with what stands out on top: ``(label, shown value)``."""
    noted = [(str(t("remark-label")), str(t(f"remark-{name}"))) for name in remarks(kind, answers, today, t)]
    return noted + describe(form_for(kind), answers, t)


def missing_documents(answers: Answers) -> list[str]:
    """The papers that buyers ask for and the producer doesn't have: options of the field ``documents_ready``."""
    ready = answers.get("documents_ready", _PAPERS)
    return [paper for paper in _PAPERS if paper not in ready]


def _recent(day: str | None, today: date) -> bool:
    return day is not None and today - date.fromisoformat(day) < REPORT_LIFE


def _mentions(text: str | None, words: str) -> bool:
    return text is not None and any(fold(word) in fold(text) for word in words.split("|"))
