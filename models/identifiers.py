"""Numbers that name a person, a business or a product: phone, tax code, GTIN, GS1 company prefix.

Each `parse_` function takes what a person typed and returns it in its one normal form, or raises `Invalid`
with a reason that a conversation puts into words. Nothing is looked up: what passes is well formed, not
proven to be issued. Plain answers (dates, amounts, addresses on the net) are in models/values.py.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberType


class Invalid(ValueError):
    """What was typed can't be right: `reason` is a key ("gtin.check_digit"), `values` fill its sentence."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


# --- phone numbers ---------------------------------------------------------------------------------------

# Eleven-digit mobile prefixes became ten-digit ones between September and November 2018 (Quyết định
# 798/QĐ-BTTTT of 29 May 2018). Written without the leading 0.
_OLD_MOBILE = {
    **{f"16{n}": f"3{n}" for n in range(2, 10)},
    **{"120": "70", "121": "79", "122": "77", "126": "76", "128": "78"},
    **{"123": "83", "124": "84", "125": "85", "127": "81", "129": "82"},
    **{"186": "56", "188": "58", "199": "59"},
}
# Area codes changed in 2017 (Quyết định 2036/QĐ-BTTTT of 21 November 2016); these two are this province's.
_OLD_AREA = {"280": "208", "281": "209"}

_PHONE_RUN = re.compile(r"\+?\d[\d\s.\-()]*\d")
_CALLABLE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def parse_phone(text: str) -> str:
    """A Vietnamese mobile or landline number as ten or eleven digits: "+84 912 345 678" → "0912345678".

    Ranges as in the numbering plan (Thông tư 22/2014/TT-BTTTT) known to the package phonenumbers. A prefix
    given up in 2017 or 2018 is told with the number that replaced it (`suggestion`). Words around the number
    are ignored.
    """
    runs = [_digits(run, keep="+") for run in _PHONE_RUN.findall(clean(text))]
    runs = [run for run in runs if len(run) > 2]
    if not runs:
        raise Invalid("phone.none")
    if len(runs) > 1 or len(runs[0]) >= 18:
        raise Invalid("phone.several")
    typed = runs[0]
    if typed.startswith("+") and not typed.startswith("+84"):
        raise Invalid("phone.foreign")
    national = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))?0?", "", typed)
    for old, new in (*_OLD_MOBILE.items(), *_OLD_AREA.items()):
        renewed = f"{new}{national.removeprefix(old)}"
        if national.startswith(old) and _is_callable(renewed):
            raise Invalid("phone.old_prefix", suggestion=f"0{renewed}")
    if not _is_callable(national):
        if len(national) < 9:
            raise Invalid("phone.too_short", digits=len(typed.lstrip("+")))
        if len(national) > 10:
            raise Invalid("phone.too_long", digits=len(typed.lstrip("+")))
        raise Invalid("phone.no_such_prefix", prefix=f"0{national[:2]}")
    return f"0{national}"


def _is_callable(national: str) -> bool:
    if not national:
        return False
    number = phonenumbers.PhoneNumber(country_code=84, national_number=int(national[:15]))
    return (
        len(national) in (9, 10)
        and phonenumbers.is_valid_number(number)
        and phonenumbers.number_type(number) in _CALLABLE
    )


def show_phone(phone: str) -> str:
    """A number from `parse_phone`, spaced for reading aloud: "0912 345 678"."""
    number = phonenumbers.PhoneNumber(country_code=84, national_number=int(phone))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


# --- tax codes and other numbers of a business --------------------------------------------------------------

_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
# The form printed on certificates of household businesses before they used their tax code: "41A8012345".
_HOUSEHOLD = re.compile(r"\d{2}[A-Z]\d{7}")


@dataclass(frozen=True, slots=True)
class BusinessNumber:
    """A number that names a business.

    `kind`: "tax" (10 digits), "branch" (10-3), "personal" (the 12-digit personal id that household businesses
    use as their tax code), "household" (number of a household business certificate).
    """

    value: str
    kind: Literal["tax", "branch", "personal", "household"]

    @property
    def shown(self) -> str:
        """The number as it may be displayed: a personal id keeps only its last three digits."""
        return mask(self.value) if self.kind == "personal" else self.value


def tax_check_digit(nine: str) -> int | None:
    """The tenth digit of a tax code, or None where no code can begin so (the sum leaves no remainder).

    10 minus the weighted sum modulo 11, weights 31 29 23 19 17 13 7 5 3: as the tax office publishes it and
    python-stdnum computes it; worked example 010004751 → 6.
    """
    digit = 10 - sum(int(d) * weight for d, weight in zip(nine, _TAX_WEIGHTS, strict=True)) % 11
    return None if digit == 10 else digit


def parse_tax_code(text: str) -> BusinessNumber:
    """A tax code: 10 digits with their check digit, "0100109106-001" for a branch, or a 12-digit personal id.

    Thông tư 86/2024/TT-BTC: structure, and from 1 July 2025 the personal id in place of the tax code of
    individuals and household businesses. A personal id (Nghị định 137/2015/NĐ-CP Điều 13: code of province,
    century with sex, year of birth, six random digits) carries no check digit.
    """
    digits = _only_digits(text, "tax_code")
    if len(digits) == 12:
        if not ("001" <= digits[:3] <= "096" and digits[3] in "0123"):
            raise Invalid("tax_code.personal_id")
        return BusinessNumber(digits, "personal")
    if len(digits) not in (10, 13):
        raise Invalid("tax_code.length", digits=len(digits))
    expected = tax_check_digit(digits[:9])
    if expected is None or digits[9] != str(expected):
        raise Invalid("tax_code.check_digit")
    if len(digits) == 10:
        return BusinessNumber(digits, "tax")
    if digits[10:] == "000":
        raise Invalid("tax_code.branch")
    return BusinessNumber(f"{digits[:10]}-{digits[10:]}", "branch")


def parse_business_number(text: str) -> BusinessNumber:
    """A tax code as above, or the number of a household business certificate ("41A8012345")."""
    squeezed = re.sub(r"[\s.\-]", "", clean(text)).upper()
    return BusinessNumber(squeezed, "household") if _HOUSEHOLD.fullmatch(squeezed) else parse_tax_code(text)


# --- GS1 ----------------------------------------------------------------------------------------------------

_VIETNAM = "893"  # GS1 prefix of GS1 Vietnam
# Prefixes for use inside one company (020–029, 040–049, 200–299), and those of books and journals (977–979).
_INTERNAL = re.compile(r"0[24]|2")
_BOOKS = ("977", "978", "979")


@dataclass(frozen=True, slots=True)
class Gtin:
    """A product's trade item number of 8, 12, 13 or 14 digits, check digit included."""

    digits: str

    @property
    def prefix(self) -> str:
        """The GS1 prefix, three digits."""
        # GTIN-12 counts as a GTIN-13 with a 0 before it; the first digit of a GTIN-14 is the packing level.
        return self.digits[:3] if len(self.digits) == 8 else self.digits.zfill(14)[1:4]

    @property
    def from_vietnam(self) -> bool:
        """Whether GS1 Vietnam issued it (prefix 893), which says nothing of where the goods come from."""
        return self.prefix == _VIETNAM

    @property
    def issued(self) -> Literal["vietnam", "internal", "book", "elsewhere"]:
        """Who gives out such numbers (GS1 General Specifications, 1.4.2): GS1 Vietnam, a company for itself, the
        publishers' agencies, or GS1 elsewhere."""
        if self.from_vietnam:
            return "vietnam"
        if self.prefix in _BOOKS:
            return "book"
        internal = self.digits[0] in "02" if len(self.digits) == 8 else _INTERNAL.match(self.prefix)
        return "internal" if internal else "elsewhere"


def gtin_check_digit(body: str) -> int:
    """The check digit for the digits before it (GS1 General Specifications, 7.9).

    From the right the digits count 3, 1, 3, 1…; what is missing to the next ten is the check digit.
    """
    total = sum(int(d) * (1 if at % 2 else 3) for at, d in enumerate(reversed(body)))
    return -total % 10


def parse_gtin(text: str) -> Gtin:
    """A GTIN-8, -12, -13 or -14. Any one wrong digit is caught; `expected` is the check digit that would fit.

    Twelve digits from 893 that fit no GTIN-12 are a Vietnamese number without its check digit (`suggestion`).
    """
    digits = _only_digits(text, "gtin")
    if len(digits) not in (8, 12, 13, 14):
        raise Invalid("gtin.length", digits=len(digits))
    expected = gtin_check_digit(digits[:-1])
    if int(digits[-1]) != expected:
        if len(digits) == 12 and digits.startswith(_VIETNAM):
            raise Invalid("gtin.no_check_digit", suggestion=f"{digits}{gtin_check_digit(digits)}")
        raise Invalid("gtin.check_digit", expected=expected)
    return Gtin(digits)


def parse_company_prefix(text: str) -> str:
    """A GS1 company prefix of Vietnam: 893 and 8, 9, 10 or 12 digits in all (the sizes that are issued)."""
    digits = _only_digits(text, "gs1_prefix")
    if not digits.startswith(_VIETNAM):
        raise Invalid("gs1_prefix.not_vietnam")
    if len(digits) == 13:
        raise Invalid("gs1_prefix.is_gtin")
    if len(digits) not in (8, 9, 10, 12):
        raise Invalid("gs1_prefix.length", digits=len(digits))
    return digits


# --- shared -------------------------------------------------------------------------------------------------

_LONG_NUMBER = re.compile(r"\+?\d(?:[\s.\-–()·_]{0,3}\d){8,}")
_ADDRESS = re.compile(r"[^\s@<>,;:]{1,64}@[^\s@<>,;:]{1,255}\.\w+")
_BLOT = "•••"


def mask(number: str, keep: int = 3) -> str:
    """A number with all but its last digits hidden: "•••••••••456"."""
    return "•" * max(len(number) - keep, 0) + number[-keep:]


def redact(text: str) -> str:
    """A text without what names a person: numbers of nine or more digits, however spaced, email addresses.

    For logs, and for questions kept from people who have not consented. Phone numbers, personal ids and tax
    codes all have nine digits or more; everyday dates and prices have fewer. Other long numbers (a GTIN) are
    lost with them.
    """
    return _ADDRESS.sub(_BLOT, _LONG_NUMBER.sub(_BLOT, text))


def clean(text: str) -> str:
    """One spelling for each character: full-width digits, no-break and zero-width spaces become plain."""
    return re.sub(r"[\u200b-\u200f\u2060\ufeff]", "", unicodedata.normalize("NFKC", text)).strip()


def _digits(text: str, keep: str = "") -> str:
    return "".join(c for c in text if c.isdecimal() or c in keep)


def _only_digits(text: str, field: str) -> str:
    """The digits of a number that may be grouped with spaces, dots or dashes, and holds nothing else."""
    squeezed = re.sub(r"[\s.\-–]", "", clean(text))
    if not re.fullmatch(r"[0-9]+", squeezed):
        raise Invalid(f"{field}.not_digits")
    return squeezed
