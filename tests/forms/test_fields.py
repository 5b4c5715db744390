"""Each kind of field: what it reads, what it refuses and with which words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.kit import fields
from handlers.kit.fields import Context, Field, Unsure
from handlers.kit.form_answers import wrong
from handlers.kit.words import LANGUAGES, Rich
from handlers.producers.request_forms import advice, form_for, remarks, told_to_officers
from models.identifiers import Invalid
from models.requests import RequestKind
from tests.talk import WORDS

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[2]


class Reader:
    """As much of a turn as :func:`wrong` needs."""

    def __init__(self, language: str) -> None:
        self.language = language

    def t(self, key: str, **values: Any) -> Rich:
        return WORDS.text(self.language, key, **values)


VI, EN = Reader("vi"), Reader("en")


def read(field: Field, text: str, reader: Reader = VI, **answers: Any) -> Any:
    return field.read(text, Context(answers, TODAY, reader.t))


def named(kind: RequestKind, name: str) -> Field:
    return form_for(kind).field(name)


BARCODE, LAB, IP, QUALITY, LABEL, TRADE = RequestKind

READ: list[tuple[Field, str, Any, str]] = [
    (named(BARCODE, "producer_name"), " HTX  Miến dong ", "HTX Miến dong", "HTX Miến dong"),
    (named(BARCODE, "producer_type"), "3", "household", "Hộ kinh doanh, hộ sản xuất có đăng ký"),
    (named(BARCODE, "producer_type"), "hop tac xa", "cooperative", "Hợp tác xã"),
    (named(BARCODE, "producer_type"), "trang", "farm", "Trang trại"),
    (named(BARCODE, "contact_phone"), "+84 912 345 678", "0912345678", "0912 345 678"),
    (named(BARCODE, "commune"), "xa con minh, na ri", "xã Côn Minh", "xã Côn Minh"),
    (named(BARCODE, "business_reg_no"), "0100109106", "0100109106", "0100109106"),
    (named(BARCODE, "business_reg_no"), "019085001234", "019085001234", "•••••••••234"),
    (named(BARCODE, "has_gs1_code"), "chưa", False, "Không"),
    (named(BARCODE, "has_gs1_code"), "co", True, "Có"),
    (named(BARCODE, "has_gs1_code"), "dạ vâng ạ", True, "Có"),
    (named(BARCODE, "has_gs1_code"), "em không ạ", False, "Không"),
    (named(BARCODE, "printed_already"), "chua in", False, "Không"),
    (named(BARCODE, "printed_already"), "có in rồi", True, "Có"),
    (named(BARCODE, "contact_name"), "toi ten la hoang thi lan", "hoang thi lan", "hoang thi lan"),
    (named(BARCODE, "contact_name"), "Dạ, em là Hoàng Thị Lan", "Hoàng Thị Lan", "Hoàng Thị Lan"),
    (named(BARCODE, "sku_count_now"), "5 cai", 5, "5"),
    (named(BARCODE, "sku_count_now"), "bây giờ thì 5 cái", 5, "5"),
    (named(BARCODE, "sku_count_now"), "1.000", 1000, "1000"),
    (named(BARCODE, "gs1_company_prefix"), "893 6012345", "8936012345", "8936012345"),
    (named(BARCODE, "gtin"), "8934602001078", "8934602001078", "8934602001078 (đầu số 893, do GS1 Việt Nam cấp)"),
    (named(BARCODE, "gtin"), "4006381333931", "4006381333931", "4006381333931 (đầu số nước ngoài, không phải 893)"),
    (named(BARCODE, "deadline"), "30/4/27", "2027-04-30", "30/04/2027"),
    (named(LAB, "lot_no"), "L05 10.11.2026", "L05 – 10/11/2026", "L05 – 10/11/2026"),
    (named(LAB, "shelf_life"), "24 thang", "24 thang", "24 thang"),
    (named(LAB, "packaging"), "túi PE 500 g", "túi PE 500 g", "túi PE 500 g"),
    (named(LAB, "tests_wanted"), "3, 1", ["microbes", "pesticides"], "Vi sinh, Thuốc bảo vệ thực vật"),
    (named(LAB, "tests_wanted"), "vi sinh, dinh dưỡng", ["microbes", "nutrition"], "Vi sinh, Dinh dưỡng"),
    (named(LAB, "tests_wanted"), "em ko biết", ["unknown"], "Chưa rõ"),
    (named(IP, "ip_type"), "không biết", "unknown", "Chưa rõ"),
    (
        named(LAB, "tests_wanted"),
        "1, 3 va 9",
        ["microbes", "pesticides", "unknown"],
        "Vi sinh, Thuốc bảo vệ thực vật, Chưa rõ",
    ),
    (named(LAB, "tests_wanted"), "vi sinh, kim loai nang", ["microbes", "metals"], "Vi sinh, Kim loại nặng"),
    (named(IP, "already_used_since"), "năm 2021", 2021, "2021"),
    (named(IP, "application_no"), "4-2026-01234", "4-2026-01234", "4-2026-01234"),
    (
        named(LABEL, "qr_target"),
        "truyxuat.example.vn/a",
        "https://truyxuat.example.vn/a",
        "https://truyxuat.example.vn/a",
    ),
    (named(BARCODE, "email"), "Lan@Example.VN", "Lan@example.vn", "Lan@example.vn"),
]

REFUSED: list[tuple[Field, str, str]] = [
    (named(BARCODE, "producer_name"), "12", "chưa có chữ nào"),
    (named(BARCODE, "producer_name"), "x", "cần từ 2 đến 200"),
    (named(BARCODE, "producer_type"), "9", "gõ số từ 1 đến 6"),
    (named(BARCODE, "contact_name"), "Lan 3", "chữ cái và dấu cách"),
    (named(BARCODE, "contact_phone"), "abc", "không thấy số điện thoại"),
    (named(BARCODE, "contact_phone"), "09123456", "mới có 8 chữ số"),
    (named(BARCODE, "contact_phone"), "091234567890", "bị thừa"),
    (named(BARCODE, "contact_phone"), "0112345678", "đầu số"),
    (named(BARCODE, "contact_phone"), "+86 138 0013 8000", "số điện thoại Việt Nam"),
    (named(BARCODE, "contact_phone"), "0163 9123456", "0339123456"),
    (named(BARCODE, "contact_phone"), "0912345678 hoặc 0987654321", "nhiều số"),
    (named(BARCODE, "sku_count_now"), "từ 3 đến 5", "cần một con số"),
    (named(BARCODE, "printed_already"), "không biết", "Em chưa hiểu"),
    (named(BARCODE, "commune"), "Hà Nội", "không tìm thấy xã/phường"),
    (named(BARCODE, "business_reg_no"), "0100109107", "sai một chữ số"),
    (named(BARCODE, "business_reg_no"), "12345", "5 chữ số"),
    (named(BARCODE, "business_reg_no"), "mã số", "chỉ gồm chữ số"),
    (named(BARCODE, "business_reg_no"), "999999999999", "định danh cá nhân"),
    (named(BARCODE, "business_reg_no"), "0100109106-000", "001"),
    (named(BARCODE, "gs1_company_prefix"), "4006381", "bắt đầu bằng 893"),
    (named(BARCODE, "gs1_company_prefix"), "8934602001078", "phần đầu"),
    (named(BARCODE, "gs1_company_prefix"), "8931", "8, 9, 10 hoặc 12"),
    (named(BARCODE, "gs1_company_prefix"), "không có", "chỉ gồm chữ số"),
    (named(BARCODE, "gtin"), "8934602001079", "phải là 8"),
    (named(BARCODE, "gtin"), "893460200107", "8934602001078"),
    (named(BARCODE, "gtin"), "8934", "13 chữ số"),
    (named(BARCODE, "gtin"), "mã", "chỉ gồm chữ số"),
    (named(BARCODE, "deadline"), "22/11/2026", "đã qua"),
    (named(BARCODE, "deadline"), "30/4", "thiếu năm"),
    (named(BARCODE, "deadline"), "4/2027", "thiếu ngày"),
    (named(BARCODE, "deadline"), "sớm", "chưa hiểu ngày"),
    (named(BARCODE, "deadline"), "31/4/2027", "chỉ đến ngày 30"),
    (named(BARCODE, "deadline"), "1/13/2027", "Không có tháng 13"),
    (named(BARCODE, "deadline"), "1/1/3027", "Năm 3027"),
    (named(LAB, "last_report_date"), "24/11/2026", "còn ở tương lai"),
    (named(BARCODE, "sku_count_now"), "0", "từ 1 đến 100000"),
    (named(BARCODE, "sku_count_now"), "vài", "con số"),
    (named(BARCODE, "sku_count_now"), "1,5", "số nguyên"),
    (named(IP, "already_used_since"), "1980", "từ 1990 đến 2026"),
    (named(IP, "already_used_since"), "lâu rồi", "bốn chữ số"),
    (named(IP, "application_no"), "chưa rõ", "phải có chữ số"),
    (named(LAB, "lot_no"), "L05", "thiếu ngày sản xuất"),
    (named(LAB, "lot_no"), "10/11/2026", "thiếu số lô"),
    (named(LAB, "lot_no"), "L05 24/11/2026", "còn ở tương lai"),
    (named(LAB, "shelf_life"), "2 mùa", "Dùng một trong: ngày"),
    (named(LAB, "shelf_life"), "lâu", "thiếu con số"),
    (named(LAB, "sample_available"), "3", "thiếu đơn vị"),
    (named(LAB, "sample_available"), "0 kg", "lớn hơn 0"),
    (named(LAB, "tests_wanted"), ",", "chưa chọn mục nào"),
    (named(LAB, "tests_wanted"), "1,99", "chưa hiểu lựa chọn"),
    (named(LABEL, "net_weight"), "500 lạng", "Đơn vị «lạng»"),
    (named(LABEL, "label_photos"), "sau nhé", "cần ảnh hoặc tệp"),
    (named(LABEL, "qr_target"), "http://a.example.vn", "https://a.example.vn"),
    (named(LABEL, "qr_target"), "ftp://a.example.vn", "phải bắt đầu bằng https"),
    (named(LABEL, "qr_target"), "a b", "dấu cách"),
    (named(LABEL, "qr_target"), "https://localhost", "chưa đúng"),
    (named(LABEL, "qr_target"), "https://a.example.vn/" + "a" * 300, "dài quá 300"),
    (named(BARCODE, "email"), "lan.example.vn", "dấu @"),
    (named(BARCODE, "email"), "lan@ example.vn", "lan@example.vn"),
    (named(BARCODE, "email"), "lan@x", "chưa đúng"),
    (named(BARCODE, "email"), "a" * 120 + "@example.vn", "dài quá 120"),
]


@pytest.mark.parametrize(("field", "text", "value", "shown"), READ)
def test_what_is_read_and_how_it_is_shown(field: Field, text: str, value: Any, shown: str) -> None:
    assert read(field, text) == value
    assert field.show(value, VI.t) == shown
    assert field.show(value, EN.t)


@pytest.mark.parametrize(("field", "text", "said"), REFUSED)
def test_what_is_refused_and_why(field: Field, text: str, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(field, text)
    assert said in wrong(VI, caught.value)  # type: ignore[arg-type]
    assert wrong(EN, caught.value)  # type: ignore[arg-type]


def test_two_years_from_now_are_not_fewer_than_today() -> None:
    later = named(BARCODE, "sku_count_2y")
    assert read(later, "12", sku_count_now=4) == 12
    with pytest.raises(Invalid, match=re.escape("integer.range")):
        read(later, "3", sku_count_now=4)


def test_every_reason_has_words_with_an_example_in_every_language() -> None:
    sources = [*(ROOT / "models").glob("*.py"), *(ROOT / "handlers").rglob("*.py")]
    reasons = {each for file in sources for each in re.findall(r'Invalid\("([\w.]+)"', file.read_text("utf-8"))}
    reasons |= {f"{field}.not_digits" for field in ("tax_code", "gtin", "gs1_prefix")}
    assert len(reasons) > 50
    files = {language: (ROOT / f"locales/{language}/forms.ftl").read_text("utf-8") for language in LANGUAGES}
    for reason in reasons:
        for language, text in files.items():
            words = re.search(rf"^invalid-{reason.replace('.', '-')} =(.*(?:\n {{4}}.+)*)$", text, re.MULTILINE)
            assert words, f"{reason} has no words in {language}"
            example = re.search(r"[Vv]í dụ|[Ee]xample|suggestion", words[1])
            assert example, f"{reason} gives no example in {language}"


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_speaks_every_language(kind: RequestKind, language: str) -> None:
    reader = Reader(language)
    for field in form_for(kind).fields:
        assert WORDS.has(field.key, language), field.key
        assert WORDS.has(f"{field.key}.label", language), field.key
        for _, label in field.options(reader.t):
            assert label
        choosing = isinstance(field, fields.OneOf | fields.YesNo)
        assert choosing or WORDS.has(f"{field.key}.hint", language), f"{field.key} gives no example"
    assert WORDS.has(f"form-{kind}", language)


def test_an_old_name_is_asked_back_with_the_new_one() -> None:
    with pytest.raises(Unsure) as caught:
        read(named(BARCODE, "commune"), "quang phong, na ri")
    assert caught.value.key == "unsure-commune-now"
    assert [label for _, label in caught.value.options] == ["xã Côn Minh (huyện Na Rì cũ)"]


def test_a_slip_in_a_name_that_was_kept_is_asked_back_as_it_is() -> None:
    with pytest.raises(Unsure) as caught:
        read(named(BARCODE, "commune"), "con minhh")
    assert caught.value.key == "unsure-commune"
    assert [label for _, label in caught.value.options] == ["xã Côn Minh (huyện Na Rì cũ)"]


def test_a_name_that_went_to_several_is_asked_back_with_all_of_them() -> None:
    with pytest.raises(Unsure) as caught:
        read(named(BARCODE, "commune"), "huyện Na Rì")
    assert caught.value.key == "unsure-commune-old"
    assert len(caught.value.options) > 3


def test_a_choice_that_was_never_offered_is_none() -> None:
    for field in (named(BARCODE, "producer_type"), named(BARCODE, "has_gs1_code"), named(BARCODE, "commune")):
        with pytest.raises(LookupError):
            field.pick("nonsense")


def test_a_pointless_answer_is_not_handed_in() -> None:
    form = form_for(BARCODE)
    answers = {"has_gs1_code": True, "gs1_company_prefix": "8936012345"}
    assert "gs1_company_prefix" in form.kept(answers)
    assert form.kept(answers | {"has_gs1_code": False}) == {"has_gs1_code": False}


def test_words_or_a_logo_make_a_mark() -> None:
    form = form_for(IP)
    answers = {"ip_type": "trademark", "request_action": "file"}
    assert "mark_text" in [field.name for field in form.missing(answers)]
    assert "mark_text" not in [field.name for field in form.missing(answers | {"logo_image": [1]})]
    assert "mark_text" not in [field.name for field in form.missing(answers | {"request_action": "renew"})]


@pytest.mark.parametrize(
    ("kind", "answers", "expected"),
    [
        (BARCODE, {"printed_already": True, "has_gs1_code": False}, ["printed_without_right"]),
        (BARCODE, {"printed_already": True, "has_gs1_code": True}, []),
        (BARCODE, {"doc_type": "none"}, ["register_first"]),
        (LAB, {"test_purpose": "safety_incident"}, ["food_safety"]),
        (LAB, {"last_report_date": "2026-06-01"}, ["report_still_good"]),
        (LAB, {"last_report_date": "2025-06-01"}, []),
        (IP, {"has_place_name": True, "deadline": "2027-04-30"}, ["place_name", "deadline"]),
        (QUALITY, {"target_star": "four"}, ["star_gaps"]),
        (LABEL, {"claims": "chua benh tieu duong"}, ["healing_claim"]),
        (LABEL, {"claims": "100% tự nhiên"}, []),
        (TRADE, {"documents_ready": ["ocop"]}, ["documents_missing"]),
    ],
)
def test_what_stands_out(kind: RequestKind, answers: dict[str, Any], expected: list[str]) -> None:
    for reader in (VI, EN):
        assert remarks(kind, answers, TODAY, reader.t) == expected
        assert len(advice(kind, answers, TODAY, reader.t)) <= len(expected)
        told = told_to_officers(kind, answers, TODAY, reader.t)
        assert len(told) == len(expected) + len(form_for(kind).kept(answers))


def test_the_seller_hears_which_papers_are_missing() -> None:
    said = advice(TRADE, {"documents_ready": ["registration", "ocop"]}, TODAY, VI.t)
    assert "Mã vạch" in said[0]
    assert "Giấy chứng nhận OCOP" not in said[0]
