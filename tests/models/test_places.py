"""Places as producers type them, and the tables held against the packages that they were made from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import places
from models.knowledge.folding import fold
from models.places import all_communes, by_code, find, former_districts
from tests.tools import places_tables


def names(text: str) -> list[str]:
    """What would be offered for a typed text."""
    return [commune.full_name for commune in find(text).candidates]


@pytest.mark.parametrize("table", ["communes", "old_communes"])
def test_a_table_says_what_its_package_says(table: str) -> None:
    committed = (places_tables.TABLES / f"{table}.tsv").read_text(encoding="utf-8")
    assert committed == getattr(places_tables, table)()


def test_the_province_has_92_communes_and_had_280() -> None:
    assert len(all_communes()) == 92
    assert sum(commune.kind == "phường" for commune in all_communes()) == 15
    old = (places_tables.TABLES / "old_communes.tsv").read_text(encoding="utf-8").splitlines()
    assert sum(not line.startswith("#") for line in old) == 280


def test_the_mergers_before_2025_are_complete_and_right() -> None:
    """Every alias that the package knows (without diacritics) is in our table with the same successor."""
    lines = (places_tables.TABLES / "older_communes.tsv").read_text(encoding="utf-8").splitlines()
    ours: dict[str, set[str]] = {}
    for line in lines:
        if not line.startswith("#"):
            name, _kind, _district, into, _year = line.split("\t")
            ours.setdefault(into.split(",")[0], set()).add(fold(name).replace(" ", ""))
    theirs = places_tables.aliases()
    for commune, squashed in ours.items():
        assert squashed <= theirs[commune], commune
    # What is theirs alone: spellings with a kind before, and communes that only changed their kind.
    for commune, keys in theirs.items():
        same_name = fold(commune).replace(" ", "")
        missing = {key for key in keys if not any(key.endswith(name) for name in (same_name, *ours.get(commune, ())))}
        assert not missing, commune


@pytest.mark.parametrize(
    "typed",
    [
        "Côn Minh",
        "con minh",
        "CON MINH",
        "  xã  Côn   Minh ",
        "xa con minh",
        "x.con minh",
        "X. Côn Minh",
        "conminh",
        "Co\u0302n Minh",  # decomposed, as some keyboards send it
        "xã Côn Minh, huyện Na Rì",
        "con minh na ri bac kan",
        "thôn Chợ B, xã Côn Minh, huyện Na Rì, tỉnh Bắc Kạn",
        "Côn Minh - Thái Nguyên",
    ],
)
def test_a_present_commune_is_recognised_however_it_is_typed(typed: str) -> None:
    match = find(typed)
    assert match.exact is not None
    assert match.exact.full_name == "xã Côn Minh"
    assert match.candidates == (match.exact,)


@pytest.mark.parametrize("typed", ["con m", "cong minh", "con mihn", "côn min"])
def test_a_part_or_a_slip_is_asked_back(typed: str) -> None:
    match = find(typed)
    assert match.exact is None
    assert names(typed)[0] == "xã Côn Minh"


def test_every_commune_is_found_by_its_own_full_name() -> None:
    for commune in all_communes():
        assert commune in find(commune.full_name).candidates
        assert commune in find(fold(commune.full_name)).candidates
        assert by_code(commune.code) == commune


def test_old_communes_lead_to_the_present_one() -> None:
    match = find("quang phong")
    assert match.exact is None
    assert names("quang phong") == ["xã Côn Minh"]
    (old,) = match.old
    assert (old.full_name, old.district) == ("xã Quang Phong", "huyện Na Rì")
    # A name kept by its successor, and shared with nothing else, needs no question.
    match = find("Xã Phượng Tiến")
    assert match.exact is not None
    assert [old.full_name for old in match.old] == ["xã Phượng Tiến"]


def test_a_divided_commune_keeps_all_its_parts() -> None:
    assert names("Thượng Đình") == ["xã Điềm Thụy", "xã Phú Bình"]
    match = find("phường Gia Sàng")
    assert match.exact is None, "part of the old phường Gia Sàng went elsewhere"
    assert names("phường Gia Sàng") == ["phường Gia Sàng", "phường Phan Đình Phùng"]


@pytest.mark.parametrize(
    ("typed", "now"),
    [
        ("Vũ Loan", ["xã Cường Lợi"]),  # into Văn Vũ in 2020, with it into Cường Lợi
        ("xã Lương Hạ", ["xã Na Rì", "xã Cường Lợi"]),  # divided in 2020
        ("vinh son", ["phường Bá Xuyên"]),
        ("thi tran cho moi", ["xã Chợ Mới"]),
    ],
)
def test_names_of_the_mergers_before_2025_are_followed_through(typed: str, now: list[str]) -> None:
    assert names(typed) == now


def test_the_same_old_name_in_two_districts_is_told_apart() -> None:
    match = find("sông cầu")
    assert match.exact is None
    assert [(old.full_name, old.district) for old in match.old] == [
        ("phường Sông Cầu", "thành phố Bắc Kạn"),
        ("thị trấn Sông Cầu", "huyện Đồng Hỷ"),
    ]
    assert names("sông cầu") == ["phường Bắc Kạn", "xã Đồng Hỷ"]
    assert names("song cau, dong hy") == ["xã Đồng Hỷ"]


def test_a_present_name_that_meant_another_place_before_is_asked_back() -> None:
    """Today's phường Trung Thành is in what was Phổ Yên; the city of Thái Nguyên had one too."""
    assert find("Trung Thành").exact is None
    assert names("Trung Thành") == ["phường Trung Thành", "phường Tích Lương"]
    match = find("Trung Thành, TP Phổ Yên")
    assert match.exact is not None
    assert match.exact.full_name == "phường Trung Thành"


def test_diacritics_decide_when_they_are_typed() -> None:
    assert names("van lang") == ["xã Văn Lang", "xã Văn Lăng"]
    assert names("Văn Lang") == ["xã Văn Lang"]
    assert names("văn lăng") == ["xã Văn Lăng"]
    assert names("van lang, na ri") == ["xã Văn Lang"]
    assert [former_districts(commune) for commune in find("van lang").candidates] == [
        ("huyện Na Rì",),
        ("huyện Đồng Hỷ",),
    ]


def test_a_tone_mark_may_stand_on_either_vowel() -> None:
    for typed in ("Điềm Thụy", "Điềm Thuỵ"):
        match = find(typed)
        assert match.exact is not None
        assert match.exact.full_name == "xã Điềm Thụy"


def test_an_old_district_gives_the_communes_it_became() -> None:
    match = find("huyện Pác Nặm")
    assert match.exact is None
    assert sorted(names("huyện Pác Nặm")) == ["xã Bằng Thành", "xã Cao Minh", "xã Nghiên Loan"]
    (district,) = match.old
    assert district.full_name == district.district == "huyện Pác Nặm"
    assert names("pac nam") == names("h. Pác Nặm") == names("xã Pác Nặm") == names("huyện Pác Nặm")
    # The list of a known district is never cut.
    assert len(find("huyện Đại Từ", limit=2).candidates) > 2


def test_a_name_shared_by_a_commune_and_a_district_is_decided_by_the_word_before_it() -> None:
    match = find("xã Ba Bể")
    assert match.exact is not None
    assert match.exact.full_name == "xã Ba Bể"
    assert find("Ba Bể").exact is None
    assert names("Ba Bể")[0] == "xã Ba Bể"
    assert len(names("Ba Bể")) == 5
    assert [old.full_name for old in find("huyen ba be").old] == ["huyện Ba Bể"]


def test_a_name_that_begins_like_a_kind_stays_a_name() -> None:
    """Folded, "Phượng Tiến" begins with phường, and "tan thanh pho yen" hides "thanh pho"."""
    assert names("phuong tien") == ["xã Phượng Tiến"]
    assert names("xa phuong tien") == ["xã Phượng Tiến"]
    assert names("phuong linh") == ["xã Phủ Thông"]
    assert "xã Tân Thành" in names("xa tan thanh pho yen")


@pytest.mark.parametrize("typed", ["", "   ", "?!", "x", "xyzzy", "Hà Nội", "tỉnh Bắc Kạn", "0912345678", "👍"])
def test_what_is_no_place_of_the_province_finds_nothing(typed: str) -> None:
    assert find(typed) == places.Match(None, (), ())


def test_the_end_of_a_long_message_is_read() -> None:
    match = find("x. p. tp " * 500 + "xã Côn Minh")
    assert match.exact is not None
    assert match.exact.full_name == "xã Côn Minh"


def test_a_short_beginning_is_bounded() -> None:
    assert len(find("na").candidates) <= 8
    assert len(find("tan", limit=3).candidates) == 3
    assert set(names("na")[:2]) == {"xã Nà Phặc", "xã Na Rì"}


@given(st.text(max_size=60))
def test_anything_may_be_typed(text: str) -> None:
    match = find(text)
    assert match.exact is None or match.candidates == (match.exact,)


def test_one_letter_left_out_of_a_name_still_offers_it() -> None:
    missed = set()
    for commune in all_communes():
        name = fold(commune.name)
        for at in range(1, len(name)):
            typed = name[:at] + name[at + 1 :]
            if commune not in find(typed).candidates:
                missed.add((commune.name, typed))
    # Rightly: xã Tân Phú was a commune of its own.
    assert missed == {("Trần Phú", "tan phu")}
