"""Phone numbers, tax codes and barcodes as producers type them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.identifiers import (
    BusinessNumber,
    Invalid,
    gtin_check_digit,
    mask,
    parse_business_number,
    parse_company_prefix,
    parse_gtin,
    parse_phone,
    parse_tax_code,
    redact,
    show_phone,
    tax_check_digit,
)


def refusal(parse: Callable[[str], object], text: str) -> tuple[str, dict[str, object]]:
    """The reason and the values with which a text is refused."""
    with pytest.raises(Invalid) as caught:
        parse(text)
    return caught.value.reason, caught.value.values


# --- phone ---


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "+84912345678",
        "+84 912 345 678",
        "(+84) 912 345 678",
        "+84 0912 345 678",
        "84912345678",
        "0084912345678",
        "912345678",
        "sđt: 0912 345 678 (chị Lan)",
        "\u200e0912\u00a0345\u00a0678",
        "０９１２３４５６７８",
    ],
)
def test_a_mobile_number_has_one_form(typed: str) -> None:
    assert parse_phone(typed) == "0912345678"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0209 387 0123", "02093870123"),  # Bắc Kạn
        ("0208.3855.123", "02083855123"),  # Thái Nguyên
        ("+84 24 3825 1234", "02438251234"),  # Hà Nội
        ("0352345678", "0352345678"),
        ("0562345678", "0562345678"),
        ("0772345678", "0772345678"),
    ],
)
def test_landlines_and_the_new_mobile_prefixes(typed: str, number: str) -> None:
    assert parse_phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "now"),
    [
        ("0167 234 5678", "0372345678"),
        ("+84 169 234 5678", "0392345678"),
        ("01202345678", "0702345678"),
        ("01232345678", "0832345678"),
        ("01862345678", "0562345678"),
        ("01992345678", "0592345678"),
        ("0281 387 0123", "02093870123"),
        ("0280 385 5123", "02083855123"),
    ],
)
def test_a_prefix_given_up_is_told_with_the_new_number(typed: str, now: str) -> None:
    assert refusal(parse_phone, typed) == ("phone.old_prefix", {"suggestion": now})
    assert parse_phone(now) == now


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("", "phone.none", {}),
        ("chưa có", "phone.none", {}),
        ("0912 345 67", "phone.too_short", {"digits": 9}),
        ("113", "phone.too_short", {"digits": 3}),
        ("1900 1234", "phone.too_short", {"digits": 8}),
        ("0912 345 6789 0", "phone.too_long", {"digits": 12}),
        ("0112345678", "phone.no_such_prefix", {"prefix": "011"}),
        ("+1 650 253 0000", "phone.foreign", {}),
        ("0912345678 / 0987654321", "phone.several", {}),
        ("0912345678 0987654321", "phone.several", {}),
        ("0" * 4000, "phone.several", {}),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_with_the_reason(
    typed: str, reason: str, values: dict[str, object]
) -> None:
    assert refusal(parse_phone, typed) == (reason, values)


def test_a_number_is_shown_in_groups() -> None:
    assert show_phone("0912345678") == "0912 345 678"
    assert parse_phone(show_phone("02093870123")) == "02093870123"


@given(st.from_regex(r"0(3[2-9]|7[06-9]|8[1-5]|9[0-46-8])[0-9]{7}", fullmatch=True))
def test_every_way_to_write_a_mobile_number_reads_the_same(number: str) -> None:
    assert parse_phone(number) == number
    assert parse_phone(f"+84{number[1:]}") == number
    assert parse_phone(show_phone(number)) == number


@given(st.text(max_size=40))
def test_phone_takes_anything(text: str) -> None:
    try:
        number = parse_phone(text)
    except Invalid:
        return
    assert parse_phone(number) == number


# --- tax codes ---


@pytest.mark.parametrize(
    "code",
    [
        "0100047516",  # the worked example of the tax office
        "0100109106",  # Viettel
        "0300588569",  # Vinamilk
        "0101248141",  # FPT
        "0100112437",  # Vietcombank
    ],
)
def test_tax_codes_of_known_companies(code: str) -> None:
    assert parse_tax_code(code) == BusinessNumber(code, "tax")
    assert parse_tax_code(f"{code[:2]} {code[2:6]}.{code[6:]}").value == code


def test_a_branch_is_written_with_a_dash() -> None:
    assert parse_tax_code("0100109106-001") == BusinessNumber("0100109106-001", "branch")
    assert parse_tax_code("0100109106001").value == "0100109106-001"
    assert refusal(parse_tax_code, "0100109106-000") == ("tax_code.branch", {})


def test_a_personal_id_is_a_tax_code_and_is_masked_on_display() -> None:
    number = parse_tax_code("006 087 123 456")
    assert number == BusinessNumber("006087123456", "personal")
    assert number.shown == "•••••••••456"
    assert parse_tax_code("0100109106").shown == "0100109106"
    assert refusal(parse_tax_code, "000087123456") == ("tax_code.personal_id", {})
    assert refusal(parse_tax_code, "006987123456") == ("tax_code.personal_id", {})


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("0100109107", "tax_code.check_digit", {}),
        ("0100109107-001", "tax_code.check_digit", {}),
        ("010010910", "tax_code.length", {"digits": 9}),
        ("", "tax_code.not_digits", {}),
        ("4700xxxxxx", "tax_code.not_digits", {}),
    ],
)
def test_a_tax_code_that_cannot_be_right(typed: str, reason: str, values: dict[str, object]) -> None:
    assert refusal(parse_tax_code, typed) == (reason, values)


def test_where_the_sum_leaves_no_remainder_there_is_no_code() -> None:
    assert tax_check_digit("000000000") is None
    for last in "0123456789":
        assert refusal(parse_tax_code, f"000000000{last}")[0] == "tax_code.check_digit"


def test_a_household_certificate_number() -> None:
    assert parse_business_number("41a8012345") == BusinessNumber("41A8012345", "household")
    assert parse_business_number("0100109106").kind == "tax"
    assert refusal(parse_business_number, "giấy cũ")[0] == "tax_code.not_digits"
    assert refusal(parse_tax_code, "41A8012345")[0] == "tax_code.not_digits"


def one_digit_changed(data: st.DataObject, code: str) -> str:
    at = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != code[at]]))
    return code[:at] + other + code[at + 1 :]


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.data())
def test_one_wrong_digit_in_a_tax_code_is_caught(nine: str, data: st.DataObject) -> None:
    check = tax_check_digit(nine)
    if check is None:
        return
    code = f"{nine}{check}"
    assert parse_tax_code(code).value == code
    assert refusal(parse_tax_code, one_digit_changed(data, code))[0] == "tax_code.check_digit"


# --- GS1 ---


@pytest.mark.parametrize(
    ("typed", "digits", "from_vietnam"),
    [
        ("8934602001078", "8934602001078", True),  # the example of the request form
        ("893 4602 00107 8", "8934602001078", True),
        ("4006381333931", "4006381333931", False),  # a German pen
        ("036000291452", "036000291452", False),  # the UPC of the textbooks
        ("96385074", "96385074", False),
        ("18934602001075", "18934602001075", True),  # a carton of the first one
    ],
)
def test_gtins_of_every_length(typed: str, digits: str, from_vietnam: bool) -> None:
    gtin = parse_gtin(typed)
    assert gtin.digits == digits
    assert gtin.from_vietnam is from_vietnam


def test_a_gtin_8_of_vietnam() -> None:
    body = "8931234"
    assert parse_gtin(f"{body}{gtin_check_digit(body)}").from_vietnam


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("8934602001077", "gtin.check_digit", {"expected": 8}),
        ("893460200107", "gtin.no_check_digit", {"suggestion": "8934602001078"}),
        ("036000291453", "gtin.check_digit", {"expected": 2}),
        ("89346021", "gtin.check_digit", {"expected": 0}),
        ("8934602", "gtin.length", {"digits": 7}),
        ("89346020010781", "gtin.check_digit", {"expected": 8}),
        ("mã 893", "gtin.not_digits", {}),
        ("٨٩٣٤٦٠٢٠٠١٠٧٨", "gtin.not_digits", {}),
    ],
)
def test_a_gtin_that_cannot_be_right(typed: str, reason: str, values: dict[str, object]) -> None:
    assert refusal(parse_gtin, typed) == (reason, values)


@given(st.sampled_from([7, 11, 12, 13]), st.data())
def test_one_wrong_digit_in_a_gtin_is_always_caught(length: int, data: st.DataObject) -> None:
    body = data.draw(st.text("0123456789", min_size=length, max_size=length))
    code = f"{body}{gtin_check_digit(body)}"
    assert parse_gtin(code).digits == code
    reason, _ = refusal(parse_gtin, one_digit_changed(data, code))
    assert reason in ("gtin.check_digit", "gtin.no_check_digit")


@given(st.text("0123456789", min_size=9, max_size=9))
def test_a_vietnamese_number_without_its_check_digit_is_told_the_whole(rest: str) -> None:
    typed = f"893{rest}"
    if gtin_check_digit(typed[:-1]) == int(typed[-1]):
        return  # by chance a right GTIN-12
    reason, values = refusal(parse_gtin, typed)
    assert reason == "gtin.no_check_digit"
    assert parse_gtin(str(values["suggestion"])).from_vietnam


@pytest.mark.parametrize("prefix", ["89360123", "893601234", "8936012345", "893601234567"])
def test_company_prefixes(prefix: str) -> None:
    assert parse_company_prefix(f" {prefix[:3]} {prefix[3:]} ") == prefix


@pytest.mark.parametrize(
    ("typed", "reason", "values"),
    [
        ("8936012", "gs1_prefix.length", {"digits": 7}),
        ("89360123456", "gs1_prefix.length", {"digits": 11}),
        ("8934602001078", "gs1_prefix.is_gtin", {}),
        ("4006381", "gs1_prefix.not_vietnam", {}),
        ("chưa có", "gs1_prefix.not_digits", {}),
    ],
)
def test_a_company_prefix_that_cannot_be_right(typed: str, reason: str, values: dict[str, object]) -> None:
    assert refusal(parse_company_prefix, typed) == (reason, values)


# --- what is shown and kept ---


def test_a_mask_keeps_the_end() -> None:
    assert mask("0912345678") == "•••••••678"
    assert mask("12", keep=3) == "12"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("gọi tôi 0912 345 678 nhé", "gọi tôi ••• nhé"),
        ("+84 (912) 345-678", "•••"),
        ("0912–345–678", "•••"),
        ("căn cước 006087123456, MST 0100109106-001", "căn cước •••, MST •••"),
        ("thư về lan.hoang+ocop@example.vn ạ", "thư về ••• ạ"),
        ("giá 85.000 đ/gói 500 g, hạn 15/03/2027", "giá 85.000 đ/gói 500 g, hạn 15/03/2027"),
        ("QĐ 26/2026/QĐ-TTg và TCVN 12605:2019", "QĐ 26/2026/QĐ-TTg và TCVN 12605:2019"),
        ("hạn nộp 30.10.2026", "hạn nộp 30.10.2026"),
    ],
)
def test_redaction_takes_numbers_and_addresses_and_leaves_the_question(text: str, kept: str) -> None:
    assert redact(text) == kept


@given(st.text(max_size=80), st.from_regex(r"0[0-9]{9}", fullmatch=True), st.text(max_size=80))
def test_no_phone_number_survives_redaction(before: str, number: str, after: str) -> None:
    redacted = redact(f"{before}{number}{after}")
    assert number not in redacted
    assert redact(redacted) == redacted
