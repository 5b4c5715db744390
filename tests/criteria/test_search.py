"""A producer says what the product is called, and the set is found or asked for."""

import pytest

from models.criteria import load_criteria


@pytest.mark.parametrize(
    ("product", "numbers"),
    [
        ("Miến dong", [6, 7]),  # the decision doesn't name it: the producer is asked
        ("mien dong na ri", [6, 7]),
        ("rượu", [14, 15]),
        ("rượu mơ", [15]),
        ("Rượu men lá Bằng Phúc", [14]),
        ("hong khong hat", [1]),
        ("tinh bột nghệ", [7]),
        ("NANO CURCUMIN", [18]),
        ("giảo cổ", [12]),
        ("thịt trâu gác bếp", [8]),
        ("homestay hồ Ba Bể", [26]),
        ("hoa lan", [23]),
        ("bàn phím", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_product_leads_to_its_sets(product: str, numbers: list[int]) -> None:
    assert [found.number for found in load_criteria().search(product)] == numbers


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("mật ong", ""),
        ("mat ong bac ha", "bac ha"),
        ("phí kiểm nghiệm mật ong", "phí kiểm nghiệm"),
        ("giảo cổ", ""),
        ("bàn phím", None),
        ("", None),
    ],
)
def test_what_is_said_beside_the_product(text: str, rest: str | None) -> None:
    assert load_criteria().rest(text) == rest


def test_marks_that_are_typed_count() -> None:
    search = load_criteria().search
    assert [found.number for found in search("cà phê")] == [13]
    assert [found.number for found in search("cá")] == [2]
    assert [found.number for found in search("cà chua")] == [1]
    assert [found.number for found in search("ca phe")] == [13]


def test_letters_in_either_normal_form_are_the_same() -> None:
    assert load_criteria().search("che\u0300") == load_criteria().search("ch\u00e8") != ()


def test_every_example_leads_to_its_own_set() -> None:
    criteria = load_criteria()
    for criteria_set in criteria.sets:
        for example in criteria_set.examples:
            assert criteria_set in criteria.search(example), example
