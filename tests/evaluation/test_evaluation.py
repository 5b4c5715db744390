"""The targets on the part that was kept aside while tuning, and the tools that measure them."""

from __future__ import annotations

import pytest

from models.knowledge import Library
from tests.evaluation.forms import FORMS, forms
from tests.evaluation.run import Row, Shares, ask_all, baseline, blind_items, is_held_out, items, shares, together
from tests.evaluation.score import judge, missing

ITEM = {
    "id": "t1",
    "q": "ai ký công nhận 3 sao",
    "must": [["chu tich"], ["tinh"]],
    "must_not": ["huyen (se )?(ky|cong nhan)"],
}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load("vi")


@pytest.fixture(scope="module")
def rows(library: Library) -> list[Row]:
    kept = [*blind_items(), *(item for item in items() if is_held_out(item))]
    return list(ask_all(lambda question, context: library.find(question, context=context), kept))


@pytest.fixture(scope="module")
def reached(rows: list[Row]) -> dict[str, Shares]:
    return shares(rows)


def test_right_at_first(reached: dict[str, Shares]) -> None:
    assert reached["written"].good >= 92
    assert reached["no_diacritics"].good >= 90
    assert together(reached, ["typo1", "typo2", "chat"]).good >= 85


def test_seldom_wrong(reached: dict[str, Shares]) -> None:
    assert together(reached, FORMS).wrong <= 4


def test_declines_what_is_out_of_scope(reached: dict[str, Shares]) -> None:
    assert reached["outside"].counts.total() >= 100 * len(FORMS)
    assert reached["outside"].good >= 95


def test_beats_plain_bm25(library: Library, rows: list[Row], reached: dict[str, Shares]) -> None:
    plain = shares(ask_all(baseline(library), [row.item for row in rows if row.form == "written"]))
    assert all(reached[name].good > plain[name].good for name in (*FORMS, "outside"))


@pytest.mark.parametrize(
    ("decision", "text", "label"),
    [
        ("answer", "Chủ tịch UBND tỉnh ký quyết định.", "right"),
        ("answer", "Bộ trưởng ký.", "wrong"),
        ("answer", "Chủ tịch tỉnh hoặc huyện công nhận.", "wrong"),
        ("answer", "Chủ tịch tỉnh. Trước đây huyện công nhận.", "right"),
        ("answer", "Xin lỗi, tôi chưa có thông tin.", "dont_know"),
        ("refuse", "", "dont_know"),
    ],
)
def test_judges_an_answer(decision: str, text: str, label: str) -> None:
    assert judge(ITEM, decision, text) == label


def test_judges_choices() -> None:
    assert judge(ITEM, "choices", "", ["Bộ ký.", "Chủ tịch tỉnh ký."]) == "among_choices"
    assert judge(ITEM, "choices", "", ["Bộ ký."]) == "wrong"


def test_judges_what_should_be_declined() -> None:
    outside = {"id": "t2", "q": "mấy giờ rồi", "expect": "refuse"}
    assert judge(outside, "refuse", "") == "refused_right"
    assert judge(outside, "answer", "Bây giờ là 5 giờ.") == "wrong"
    assert judge(outside, "answer", "Câu này ngoài phạm vi của tôi.") == "refused_right"
    assert judge(outside, "choices", "", ["Đăng ký mã vạch"]) == "wrong"


def test_judges_what_nobody_knows() -> None:
    unknown = {"id": "t3", "q": "hotline tỉnh", "expect": "refuse_or_handover", "must_not": [r"\d{9}"]}
    assert judge(unknown, "refuse", "") == "refused_right"
    assert judge(unknown, "answer", "Chưa có số công bố, hỏi xã.") == "refused_right"
    assert judge(unknown, "answer", "Gọi 0912345678.") == "wrong"


def test_says_what_is_missing() -> None:
    assert missing(ITEM, "Chủ tịch ký.") == [["tinh"]]


def test_forms_are_as_people_type() -> None:
    typed = forms("Đăng ký mã vạch như thế nào?")
    assert tuple(typed) == FORMS
    assert typed["no_diacritics"] == "Dang ky ma vach nhu the nao?"
    assert typed["chat"] == "dk mv ntn"
    assert len({*typed.values()}) == len(FORMS)
    assert typed == forms("Đăng ký mã vạch như thế nào?"), "the same slips every time"


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("nop ho so the nao", "procedure.steps"),
        ("hồ sơ gồm những gì", "dossier.first_time"),
        ("nhan hieu", "trademark.register"),
        ("kiểm nghiệm", "labtest.ocop"),
        ("hạn nộp", "deadlines.rounds"),
        ("dk ocop", "procedure.steps"),
        ("ma vach ntn", "barcode.register"),
        ("muon len 4 sao can gi", "stars.four"),
        ("sp minh het han roi lam lai the nao", "certificate.late"),
        ("kiểm nghiệm miến dong hết bao tiền", "labtest.cost"),
        ("rượu trắng muốn 4 sao bắt buộc gì", "criteria.stars.14.4"),
        ("tiêu chí 3.5 được mấy điểm với chè", "criteria.criterion.11.3.5"),
        ("bộ nào cho tinh bột nghệ", "criteria.set.7"),
    ],
)
def test_said_in_a_hurry(library: Library, said: str, entry: str) -> None:
    found = library.find(said)
    assert found.entry is not None
    assert found.entry.id == entry
