"""Dates, numbers, amounts, names and addresses as producers type them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.identifiers import Invalid
from models.values import (
    Quantity,
    parse_date,
    parse_email,
    parse_integer,
    parse_number,
    parse_person,
    parse_quantity,
    parse_text,
    parse_url,
    parse_year,
)


def refusal(parse: Callable[[str], object], text: str) -> tuple[str, dict[str, object]]:
    """The reason and the values with which a text is refused."""
    with pytest.raises(Invalid) as caught:
        parse(text)
    return caught.value.reason, caught.value.values


# --- dates ---


@pytest.mark.parametrize(
    "typed",
    [
        "01/08/2027",
        "1/8/2027",
        "1/8/27",
        "01-08-2027",
        "1.8.2027",
        "1 8 2027",
        "1 / 8 / 2027",
        "01082027",
        "010827",
        "2027-08-01",
        "ngày 1 tháng 8 năm 2027",
        "Ngày 01 tháng 08 năm 2027.",
        "hết hạn 1/8/2027",
        "mùng 1 tháng 8 năm 27",
    ],
)
def test_a_date_in_the_ways_people_type_it(typed: str) -> None:
    assert parse_date(typed) == date(2027, 8, 1)


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("31/02/2027", "date.day", {"day": 31, "month": 2, "last": 28}),
        ("29/2/2027", "date.day", {"day": 29, "month": 2, "last": 28}),
        ("0/8/2027", "date.day", {"day": 0, "month": 8, "last": 31}),
        ("08/25/2027", "date.month", {"month": 25}),
        ("1/8", "date.no_year", {}),
        ("1 tháng 8", "date.no_year", {}),
        ("8/2027", "date.no_day", {}),
        ("tháng 8 năm 2027", "date.no_day", {}),
        ("1/8/0027", "date.year", {"year": "27"}),
        ("2027", "date.format", {}),
        ("mai", "date.format", {}),
        ("", "date.format", {}),
        ("1/8/2027 đến 1/8/2030", "date.format", {}),
        ("1" * 4000, "date.format", {}),
    ],
)
def test_a_date_that_cannot_be_right(typed: str, reason: str, values: dict[str, object]) -> None:
    assert refusal(parse_date, typed) == (reason, values)


def test_a_leap_day() -> None:
    assert parse_date("29/2/2028") == date(2028, 2, 29)


def test_the_limits_of_a_date_are_allowed_themselves() -> None:
    today = date(2026, 11, 23)
    assert parse_date("23/11/2026", earliest=today, latest=today) == today
    assert refusal(partial(parse_date, earliest=today), "22/11/2026") == (
        "date.too_early",
        {"earliest": today},
    )
    assert refusal(partial(parse_date, latest=today), "24/11/2026") == ("date.too_late", {"latest": today})


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_date_reads_back(day: date) -> None:
    for style in ("%d/%m/%Y", "%d-%m-%y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d", "ngày %d tháng %m năm %Y"):
        assert parse_date(day.strftime(style)) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}", earliest=day, latest=day + timedelta(1)) == day


def test_a_year() -> None:
    year = partial(parse_year, low=1990, high=2026)
    assert year("2021") == 2021
    assert year("từ năm 2021") == 2021
    assert refusal(year, "1989") == ("year.range", {"low": "1990", "high": "2026"})
    assert refusal(year, "2027")[0] == "year.range"
    assert refusal(year, "21")[0] == "year.format"


# --- numbers ---


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", "12"),
        ("1.000", "1000"),
        ("1 000", "1000"),
        ("85.000", "85000"),
        ("1.234.567", "1234567"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("0,5", "0.5"),
        ("0.500", "0.5"),
        ("0,500", "0.5"),
        ("1.000,5", "1000.5"),
        ("1,000.5", "1000.5"),
        ("1,234,567", "1234567"),
        ("-5", "-5"),
    ],
)
def test_a_number_as_written_in_vietnam(typed: str, value: str) -> None:
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "mười", "1.2.3", "1.00.000", "1 00", "12 người", "--1", "1,2,3", "9" * 21])
def test_what_is_no_number(typed: str) -> None:
    assert refusal(parse_number, typed)[0] == "number.format"


def test_a_comma_before_three_digits_is_unclear_unless_a_whole_number_is_asked() -> None:
    assert refusal(parse_number, "1,250") == ("number.unclear", {"whole": "1250", "fraction": "1,250"})
    assert parse_integer("1,250", 1, 10_000) == 1250


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0", "integer.range"),
        ("100.001", "integer.range"),
        ("-1", "integer.range"),
        ("2,5", "integer.fraction"),
        ("vài", "number.format"),
    ],
)
def test_an_integer_that_cannot_be_right(typed: str, reason: str) -> None:
    assert refusal(partial(parse_integer, low=1, high=100_000), typed)[0] == reason


@given(st.integers(0, 10**9))
def test_thousands_may_be_marked(value: int) -> None:
    marked = f"{value:,}"
    for typed in (str(value), marked, marked.replace(",", "."), marked.replace(",", " ")):
        assert parse_integer(typed, 0, 10**9) == value


@pytest.mark.parametrize(
    ("typed", "amount", "unit"),
    [
        ("500 g", "500", "g"),
        ("500g", "500", "g"),
        ("0,5 kg", "0.5", "kg"),
        ("1.000 gói", "1000", "gói"),
        ("1 000 gói", "1000", "gói"),
        ("2 tấn/tháng", "2", "tấn/tháng"),
        ("khoảng 2 tấn/tháng", "2", "tấn/tháng"),
        ("24 tháng", "24", "tháng"),
        ("5 ha chè", "5", "ha chè"),
        ("85.000 đ/gói 500 g", "85000", "đ/gói 500 g"),
        ("chai thủy tinh 500 ml", "500", "ml"),
        ("20\u00a0m²", "20", "m²"),
        ("- 2 kg", "2", "kg"),
        ("miến-500 g", "500", "g"),
    ],
)
def test_an_amount_with_its_unit(typed: str, amount: str, unit: str) -> None:
    assert parse_quantity(typed) == Quantity(Decimal(amount), unit)


def test_only_the_units_asked_for() -> None:
    weight = partial(parse_quantity, units=("g", "kg", "ml", "lít"))
    assert weight("500 G") == Quantity(Decimal(500), "g")
    assert weight("1 lit") == Quantity(Decimal(1), "lít")
    assert refusal(weight, "2 lạng") == ("quantity.unit", {"unit": "lạng", "units": "g, kg, ml, lít"})


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("nhiều", "quantity.no_number"),
        ("", "quantity.no_number"),
        ("500", "quantity.no_unit"),
        ("0 kg", "quantity.not_positive"),
        ("1,250 kg", "number.unclear"),
        ("1.2.3 kg", "number.format"),
    ],
)
def test_an_amount_that_cannot_be_right(typed: str, reason: str) -> None:
    assert refusal(parse_quantity, typed)[0] == reason


# --- words ---


def test_words_are_tidied_and_bounded() -> None:
    name = partial(parse_text, low=2, high=200)
    assert name("  HTX  miến dong\nCôn Minh ") == "HTX miến dong Côn Minh"
    assert name("HTX Co\u0302n Minh") == "HTX Côn Minh"
    assert refusal(name, "H") == ("text.length", {"low": 2, "high": 200, "length": 1})
    assert refusal(name, "x" * 201)[0] == "text.length"
    assert refusal(name, "0912345678")[0] == "text.no_letters"
    assert parse_text("", 0, 200) == ""


@pytest.mark.parametrize("name", ["Hoàng Thị Lan", "Y Moan", "Nông Văn A.", "H'Hen Niê"])
def test_a_persons_name(name: str) -> None:
    assert parse_person(name) == name


@pytest.mark.parametrize("name", ["Lan 0912", "Lan @ HTX", "Lan/Hoa", "-Lan"])
def test_what_is_no_name(name: str) -> None:
    assert refusal(parse_person, name)[0] == "person.letters"


# --- addresses on the net ---


def test_an_email_address() -> None:
    assert parse_email(" htxconminh@Example.VN ") == "htxconminh@example.vn"
    assert refusal(parse_email, "htx@gmail,com") == ("email.typo", {"suggestion": "htx@gmail.com"})
    assert refusal(parse_email, "htx con minh@gmail.com")[1] == {"suggestion": "htxconminh@gmail.com"}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("không có", "email.no_at"),
        ("htx@gmail", "email.format"),
        ("htx@@gmail.com", "email.format"),
        ("hợptácxã@gmail.com", "email.format"),
        ("@gmail.com", "email.format"),
        (f"{'x' * 120}@gmail.com", "email.too_long"),
    ],
)
def test_an_email_address_that_cannot_be_right(typed: str, reason: str) -> None:
    assert refusal(parse_email, typed)[0] == reason


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://shop.example.vn", "https://shop.example.vn"),
        ("shop.example.vn/a?b=c#d", "https://shop.example.vn/a?b=c#d"),
        ("http://example.vn:8080/x", "http://example.vn:8080/x"),
        ("facebook.com/htxconminh", "https://facebook.com/htxconminh"),
    ],
)
def test_a_web_address(typed: str, address: str) -> None:
    assert parse_url(typed) == address


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("chưa có", "url.space"),
        ("javascript:alert(1)", "url.format"),
        ("ftp://example.vn", "url.scheme"),
        ("https://bank.vn@evil.example", "url.format"),
        ("http://127.0.0.1/", "url.format"),
        ("localhost", "url.format"),
        ("https://example.vn:99999/", "url.format"),
        ("https://[::1", "url.format"),
        ("x" * 301, "url.too_long"),
        ("", "url.format"),
    ],
)
def test_a_web_address_that_cannot_be_right(typed: str, reason: str) -> None:
    assert refusal(parse_url, typed)[0] == reason


def test_where_https_is_needed_it_is_suggested() -> None:
    reason, values = refusal(partial(parse_url, https_only=True), "http://example.vn/abc")
    assert (reason, values) == ("url.https", {"suggestion": "https://example.vn/abc"})


@pytest.mark.parametrize(
    "parse",
    [
        parse_date,
        parse_number,
        parse_quantity,
        parse_email,
        parse_url,
        parse_person,
        partial(parse_integer, low=0, high=9),
        partial(parse_year, low=0, high=9),
    ],
)
@given(text=st.text(max_size=60) | st.text("0123456789.,/- đg@:", max_size=30))
def test_anything_is_either_read_or_refused(parse: Callable[[str], object], text: str) -> None:
    reason = "read.as.something"
    try:
        parse(text)
    except Invalid as error:
        reason = error.reason
    assert "." in reason
