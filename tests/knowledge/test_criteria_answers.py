"""Questions about one set, star, criterion or number of points are answered from the criteria data."""

from __future__ import annotations

import pytest

from models.criteria import load_criteria
from models.knowledge import Library, Words
from models.knowledge.criteria_answers import CriteriaAnswers
from tests.knowledge.conftest import ENTRIES


@pytest.fixture(scope="module")
def asked(words: Words) -> Library:
    return Library(ENTRIES, words, CriteriaAnswers(load_criteria(), words))


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("rượu trắng muốn 4 sao bắt buộc gì", "criteria.stars.14.4"),
        ("ruou trang muon bon sao bat buoc gi", "criteria.stars.14.4"),
        ("mật ong lên 5 sao cần những gì", "criteria.stars.4.5"),
        ("tiêu chí 3.5 được mấy điểm với chè", "criteria.criterion.11.3.5"),
        ("tieu chi 2.2 bo 14", "criteria.criterion.14.2.2"),
        ("bộ nào cho tinh bột nghệ", "criteria.set.7"),
        ("lap suon thuoc bo nao", "criteria.set.8"),
        ("58 điểm thì mấy sao", "criteria.points.58"),
        ("sp 92,5 diem xep hang may", "criteria.points.92.5"),
    ],
)
def test_answers(asked: Library, question: str, key: str) -> None:
    found = asked.find(question)
    assert (found.decision, found.entry and found.entry.id) == ("answer", key)


def test_conditions_are_those_of_the_set(asked: Library) -> None:
    entry = asked.find("rượu trắng muốn 4 sao bắt buộc gì").entry
    assert entry is not None
    lines = entry.text.splitlines()
    conditions = load_criteria().set(14).conditions[4]
    assert [line.split()[1] for line in lines[1:]] == [code for _, code, _ in conditions]
    assert "70 điểm" in lines[0]
    assert entry.source.endswith("bộ 14")


def test_a_criterion_shows_every_option_and_its_points(asked: Library) -> None:
    entry = asked.find("tiêu chí 3.5 được mấy điểm với chè").entry
    assert entry is not None
    for option in load_criteria().set(11).criterion("3.5").options:
        assert f"{option.text}: {option.points} điểm" in entry.text


@pytest.mark.parametrize(
    ("points", "told"),
    [(90, "5 sao"), (89.5, "4 sao"), (70, "4 sao"), (50, "3 sao"), (49, "2 sao"), (0, "1 sao")],
)
def test_stars_by_points(asked: Library, points: float, told: str) -> None:
    entry = asked.find(f"{points} điểm thì mấy sao").entry
    assert entry is not None
    assert told in entry.text.splitlines()[0]
    assert ("chưa được công nhận" in entry.text) == (points < 50)


def test_a_product_of_two_sets_is_told_of_both(asked: Library) -> None:
    entry = asked.find("miến dong thuộc bộ tiêu chí nào").entry
    assert entry is not None
    assert "Bộ 6" in entry.text
    assert "Bộ 7" in entry.text
    assert "hỏi" in entry.text
    offered = asked.find("tiêu chí 6.1 của miến dong được mấy điểm")
    assert [choice.id for choice in offered.choices] == [
        "criteria.criterion.6.6.1",
        "criteria.criterion.7.6.1",
    ]


def test_the_own_product_may_be_known(asked: Library) -> None:
    question = "muốn lên 4 sao bắt buộc gì"
    assert asked.find(question, hints=["rượu trắng"]).entry == asked.find(f"rượu trắng {question}").entry


@pytest.mark.parametrize(
    ("before", "question", "key"),
    [
        ("rượu trắng muốn 4 sao bắt buộc gì", "thế còn 5 sao", "criteria.stars.14.5"),
        ("tiêu chí 3.5 được mấy điểm với chè", "thế còn tiêu chí 2.2", "criteria.criterion.11.2.2"),
        ("69 điểm thì mấy sao", "nếu được 75 thì sao", "criteria.points.75"),
    ],
)
def test_goes_on_from_the_question_before(asked: Library, before: str, question: str, key: str) -> None:
    found = asked.find(question, context=before)
    assert found.entry is not None
    assert found.entry.id == key


@pytest.mark.parametrize(
    "question",
    [
        "đồ ăn nhanh do bộ nào quản lý",
        "đăng ký mã vạch 10 số hết bao nhiêu tiền",
        "muốn lên 4 sao cần gì",
        "bộ nào cho máy bay",
    ],
)
def test_leaves_other_questions_alone(asked: Library, question: str) -> None:
    found = asked.find(question)
    assert not any(entry.topic == "criteria" for entry in (found.entry, *found.choices) if entry)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("cơ hội thị trường toàn cầu của miến dong được mấy điểm", "criteria.criterion.11"),
        ("mật ong nhà em mục màu sắc chấm mấy điểm", "criteria.criterion.4.6.3"),
        (
            "chè bán có sổ sách theo dõi bán hàng thì tiêu chí tổ chức phân phối được mấy điểm",
            "criteria.criterion.11.4.2",
        ),
        ("tieu chi cau chuyen san pham duoc may diem", "criteria.criterion.5.1"),
        ("60 điểm là 3 sao hay 4 sao", "criteria.points.60"),
    ],
)
def test_a_criterion_by_its_name(asked: Library, question: str, key: str) -> None:
    found = asked.find(question)
    assert (found.decision, found.entry and found.entry.id) == ("answer", key)


def test_a_criterion_by_what_a_level_says(asked: Library) -> None:
    found = asked.find("homestay nhà tôi biểu diễn văn hóa cộng đồng hai lần mỗi năm thì được mấy điểm")
    assert found.entry is not None
    assert "Biểu diễn lễ hội, văn hóa cộng đồng, ít nhất 2 lần mỗi năm" in found.entry.text


@pytest.mark.parametrize(
    "question",
    ["mật ong rừng thì bộ nào lo", "tinh dầu quế thuộc thẩm quyền bộ nào", "quả hồng bán tươi có cần công bố gì"],
)
def test_a_ministry_or_a_declaration_is_no_set(asked: Library, question: str) -> None:
    entry = asked.find(question).entry
    assert entry is None or not entry.id.startswith("criteria.")


def test_what_does_not_ask_for_points_is_no_criterion(asked: Library) -> None:
    entry = asked.find("biểu diễn lễ hội, văn hóa cộng đồng ở homestay").entry
    assert entry is None or not entry.id.startswith("criteria.")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("question", ["criterion 3.5", "tiêu chí 3.5", "tiêu chí 6.1", "criterion 6.1"])
def test_a_number_alone_in_every_language(language: str, question: str) -> None:
    library = Library((), Words.load(language), CriteriaAnswers(load_criteria(language), Words.load(language)))
    found = library.find(question)
    assert found.entry is None or "3.5" in found.entry.text or "6.1" in found.entry.text


def test_every_language_has_all_the_words_of_the_answers() -> None:
    assert Words.load("vi").templates.keys() == Words.load("en").templates.keys()
