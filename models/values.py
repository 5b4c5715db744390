"""Plain answers in a form: dates, numbers, amounts with a unit, names, email and web addresses.

As in models/identifiers.py, each `parse_` function takes what a person typed and returns its one normal form,
or raises `Invalid` with a reason. Limits are those of a form's field, given by the caller.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from models.identifiers import Invalid, clean
from models.knowledge.folding import fold

# --- dates --------------------------------------------------------------------------------------------------

# Only the order of the numbers is read, so any words and marks may stand around and between them.
_GAP = r"[^\d]{1,12}"
_DAY_MONTH_YEAR = re.compile(rf"\D*(\d{{1,2}}){_GAP}(\d{{1,2}}){_GAP}(\d{{4}}|\d{{2}})\D*")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_UNBROKEN = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_DAY_MONTH = re.compile(rf"\D*\d{{1,2}}{_GAP}\d{{1,2}}\D*")
_MONTH_YEAR = re.compile(rf"\D*\d{{1,2}}{_GAP}\d{{4}}\D*")
_YEARS = range(1900, 2101)


def parse_date(text: str, earliest: date | None = None, latest: date | None = None) -> date:
    """A date, day first as in Vietnam: "1/8/27", "01-08-2027", "ngày 1 tháng 8 năm 2027", "01082027".

    "2027-08-01" is read too. A year of two digits is one of this century. Both limits are allowed themselves.
    """
    typed = clean(text)
    if found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_MONTH_YEAR.fullmatch(typed) or _UNBROKEN.fullmatch(typed):
        day, month, year = (int(part) for part in found.groups())
        if len(found.group(3)) == 2:
            year += 2000
    elif _MONTH_YEAR.fullmatch(typed):
        raise Invalid("date.no_day")
    elif _DAY_MONTH.fullmatch(typed):
        raise Invalid("date.no_year")
    else:
        raise Invalid("date.format")
    if year not in _YEARS:
        raise Invalid("date.year", year=str(year))
    if not 1 <= month <= 12:
        raise Invalid("date.month", month=month)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Invalid("date.day", day=day, month=month, last=last)
    value = date(year, month, day)
    if earliest and value < earliest:
        raise Invalid("date.too_early", earliest=earliest)
    if latest and value > latest:
        raise Invalid("date.too_late", latest=latest)
    return value


def parse_year(text: str, low: int, high: int) -> int:
    """A year of four digits from `low` to `high`, words around it ignored."""
    found = re.fullmatch(r"\D*(\d{4})\D*", clean(text))
    if not found:
        raise Invalid("year.format")
    year = int(found.group(1))
    if not low <= year <= high:
        raise Invalid("year.range", low=str(low), high=str(high))
    return year


# --- numbers ------------------------------------------------------------------------------------------------

# Vietnamese: dot (or space) between thousands, comma before decimals; the English way round where it can only
# be meant so ("1,234.5"). A number is at most 20 characters: longer is a slip, and costly to compute with.
_NUMBER = r"[0-9](?:[0-9.,]|[ ](?=[0-9]{3}(?![0-9]))){0,19}"
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)(?:,[0-9]+)?")
_ENGLISH = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)")
_UNCLEAR = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")


def parse_number(text: str) -> Decimal:
    """A number as written in Vietnam: "1.000" is a thousand, "1,5" (or "1.5") one and a half.

    "1,000" is refused as unclear: to some it is a thousand, by the rule it is one.
    """
    typed = clean(text)
    if not re.fullmatch(f"-?{_NUMBER}", typed):
        raise Invalid("number.format")
    if _THOUSANDS.fullmatch(typed):
        return Decimal(re.sub(r"[. ]", "", typed).replace(",", "."))
    if _ENGLISH.fullmatch(typed):
        return Decimal(typed.replace(",", ""))
    if _UNCLEAR.fullmatch(typed):
        raise Invalid("number.unclear", whole=typed.replace(",", ""), fraction=typed)
    if _PLAIN.fullmatch(typed):
        return Decimal(typed.replace(",", "."))
    raise Invalid("number.format")


def parse_integer(text: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both allowed; thousands may be marked ("1.000")."""
    try:
        value = parse_number(text)
    except Invalid as error:
        # A whole number is asked for, so a comma before three digits can only mark thousands.
        if error.reason != "number.unclear":
            raise
        value = Decimal(str(error.values["whole"]))
    if value != value.to_integral_value():
        raise Invalid("integer.fraction")
    if not low <= value <= high:
        raise Invalid("integer.range", low=low, high=high)
    return int(value)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount and its unit as typed ("tấn/tháng"), or as listed where only certain units were allowed."""

    amount: Decimal
    unit: str


_QUANTITY = re.compile(rf"\D*({_NUMBER}) ?(.*)")


def parse_quantity(text: str, units: Collection[str] | None = None) -> Quantity:
    """An amount with its unit: "500 g", "2 tấn/tháng", "85.000 đ/gói 500 g".

    Words before the number ("khoảng 2 tấn") are dropped. With `units` the unit must be one of them,
    compared without case and diacritics ("KG" is "kg").
    """
    found = _QUANTITY.fullmatch(_tidy(text))
    if not found:
        raise Invalid("quantity.no_number")
    amount = parse_number(found.group(1).rstrip(".,"))
    unit = found.group(2).rstrip(".")
    if amount <= 0:
        raise Invalid("quantity.not_positive")
    if not unit:
        raise Invalid("quantity.no_unit")
    if units is not None:
        listed = next((one for one in units if fold(one) == fold(unit)), None)
        if listed is None:
            raise Invalid("quantity.unit", unit=unit, units=", ".join(units))
        unit = listed
    return Quantity(amount, unit)


# --- words --------------------------------------------------------------------------------------------------


def parse_text(text: str, low: int, high: int) -> str:
    """Words of `low` to `high` characters, spaces tidied; letters among them where anything is required."""
    value = _tidy(text)
    if not low <= len(value) <= high:
        raise Invalid("text.length", low=low, high=high, length=len(value))
    if low and not any(c.isalpha() for c in value):
        raise Invalid("text.no_letters")
    return value


def parse_person(text: str) -> str:
    """A person's name: 2 to 80 letters and spaces (full stops, apostrophes and hyphens as in names)."""
    value = parse_text(text, 2, 80)
    if not re.fullmatch(r"[^\W\d_]+(?:[ .'’\-]+[^\W\d_]+)*\.?", value):
        raise Invalid("person.letters")
    return value


def _tidy(text: str) -> str:
    """Composed letters and single spaces, everything else as typed ("m²" stays)."""
    return " ".join(unicodedata.normalize("NFC", text).split())


# --- addresses on the net -----------------------------------------------------------------------------------

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+(?:[A-Za-z]{{2,63}}|xn--[A-Za-z0-9-]{{1,59}})"
# What browsers accept in a field of type email (HTML Living Standard), and a top-level domain besides.
_EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_HOST}")


def parse_email(text: str, longest: int = 120) -> str:
    """An email address, its domain in lower case; `suggestion` where only spaces or commas strayed in."""
    typed = clean(text)
    if "@" not in typed:
        raise Invalid("email.no_at")
    if len(typed) > longest:
        raise Invalid("email.too_long", longest=longest)
    if not _EMAIL.fullmatch(typed):
        mended = re.sub(r"\s", "", typed).replace(",", ".")
        if _EMAIL.fullmatch(mended):
            raise Invalid("email.typo", suggestion=mended)
        raise Invalid("email.format")
    name, _, host = typed.rpartition("@")
    return f"{name}@{host.lower()}"


def parse_url(text: str, longest: int = 300, https_only: bool = False) -> str:
    """A web address with a public name; "https://" is put before it where no scheme was typed.

    Refused: other schemes, a name before the host (a trick of forged links), bare numbers as host. Whether it
    opens is not tried.
    """
    typed = clean(text)
    if len(typed) > longest:
        raise Invalid("url.too_long", longest=longest)
    if re.search(r"\s", typed):
        raise Invalid("url.space")
    address = typed if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*://", typed) else f"https://{typed}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port  # reading the port checks it
    except ValueError:
        raise Invalid("url.format") from None
    if parts.scheme not in ("https", "http"):
        raise Invalid("url.scheme")
    if https_only and parts.scheme != "https":
        raise Invalid("url.https", suggestion=address.replace("http://", "https://", 1))
    if "@" in parts.netloc or not re.fullmatch(_HOST, host):
        raise Invalid("url.format")
    return parts.geturl()
