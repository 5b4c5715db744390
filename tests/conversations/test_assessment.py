"""How many stars would it get: the questions, from the product's name to the result."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from handlers.producers.assessment_questions import may_lack
from models.accounts import Account
from models.assessments import AssessmentState
from models.criteria import grade, load_criteria
from models.producers import Producer
from tests.conversations.assessing import answers_all, assessed, levels, stored
from tests.conversations.people import consents
from tests.talk import MORNING, Talk


async def test_a_food_product_first_in_short_then_in_full(chat: Talk) -> None:
    lan = chat.producer
    await lan.says("/chamdiem")
    await lan.says("miến dong")
    assert lan.choices()[:2] == [load_criteria().set(number).short for number in (6, 7)]
    await lan.presses("rau, củ, quả")
    seen = lan.sees()
    assert "Bộ 7. Chế biến từ rau, củ, quả, hạt" in seen
    assert "Sản phẩm bị loại nếu:" in seen
    await lan.presses("Chấm nhanh: 18 câu")
    assert "1/18 · 1.1. Nguồn nguyên liệu" in lan.sees()
    assert "Mức 1 (0 điểm): Chưa đạt mức nào" in lan.sees()
    assert "Mức 2 (1 điểm, cần cho 3 sao)" in lan.sees()
    assert await answers_all(lan) == 18

    seen = lan.sees()
    assert "Chưa đủ điều kiện 3 sao" in seen
    assert "Còn 14 tiêu chí chưa hỏi" in seen
    assert "Còn thiếu 2 điều kiện để lên 3 sao" in seen
    assert "• 2.2 Đóng gói, bao bì: cần “Gói sáng tạo, bao bì đẹp” (+1 điểm)" in seen
    assert "<" not in seen
    assert "→ 🤝 Xin hỗ trợ bao bì, nhãn" in seen
    await lan.presses("Làm tiếp bản đầy đủ")
    assert "2/32 · 1.2. Chứng nhận vùng nguyên liệu" in lan.sees()
    assert await answers_all(lan) == 14

    (assessment,) = await stored(chat)
    expected = grade(load_criteria().set(7), assessment.answers)
    assert assessment.full
    assert (assessment.points, assessment.stars) == (expected.points, 0) == (33, 0)
    seen = lan.sees()
    assert "33 điểm, chưa đạt sao" in seen
    assert "Phần A. Sản phẩm và sức mạnh cộng đồng: 16/40" in seen
    assert "Hội đồng tự nhìn, ngửi, nếm nên có thể chấm từ " in seen
    assert "Còn thiếu 17 điểm nữa mới đủ 3 sao." in seen
    assert "Nguồn: Quyết định 26/2026/QĐ-TTg" in seen


async def test_a_tourism_service_is_asked_about_everything(chat: Talk) -> None:
    await chat.producer.says("/chamdiem homestay Pác Ngòi")
    assert "Bộ 26." in chat.producer.sees()
    assert not any("Chấm nhanh" in label for label in chat.producer.choices())
    await chat.producer.presses("Chấm đủ: 32 câu")
    assert await answers_all(chat.producer, {"3.4": 3, "3.5": 3}) == 32
    seen = chat.producer.sees()
    assert "Chấm điểm thử: homestay Pác Ngòi" in seen
    assert "Hội đồng tự nhìn" not in seen, "nothing here is left to a jury's senses"
    (assessment,) = await stored(chat)
    assert assessment.points == grade(load_criteria().set(26), assessment.answers).points
    assert f"{assessment.points} điểm" in seen


async def test_a_flower_in_english(chat: Talk) -> None:
    await chat.producer.says("/language")
    await chat.producer.presses("English")
    await chat.producer.says("/assess")
    await chat.producer.says("hoa lan")
    assert "Set 23." in chat.producer.sees()
    assert "criteria are written in Vietnamese" in chat.producer.sees()
    await chat.producer.presses("Full: 26 questions")
    assert "1/26 · 1.1." in chat.producer.sees()
    assert await answers_all(chat.producer, language="en") == 26
    seen = chat.producer.sees()
    assert "Trial assessment: hoa lan" in seen
    assert "The jury looks, smells and tastes for itself" in seen
    assert "Part A. Product and community strength:" in seen
    assert "→ 🤝 Ask for " in seen


async def test_a_question_in_between_is_answered_and_the_assessment_goes_on(chat: Talk) -> None:
    lan = chat.producer
    await _begin(chat)
    await lan.says("mã vạch là gì?")
    assert "Mã số mã vạch" in lan.sees()
    assert "1/32 · 1.1." in lan.last().text
    await lan.says("2")
    assert "2/32" in lan.sees()
    await lan.says("/hoi nhãn hiệu là gì")
    assert "2/32" in lan.last().text
    await lan.sends_photo()
    assert "chọn một mức từ 1 đến 3" in lan.sees()
    await lan.says("9")
    assert "chọn một mức từ 1 đến 3" in lan.sees()
    (assessment,) = await stored(chat)
    assert assessment.answers == {"1.1": 1}


async def test_words_choose_too(chat: Talk) -> None:
    lan = chat.producer
    await _begin(chat)
    await lan.says("muc 3")
    await lan.says("chua ro")
    await lan.says("Quay lại")
    assert "Đã chọn: Chưa rõ." in lan.sees()
    assert "2/32" in lan.sees()
    await lan.says("quay lai")
    assert "Đã chọn: Mức 3 · 2 điểm" in lan.sees()
    await lan.says("1")
    assert "Em đã sửa câu 1.1." in lan.sees()
    (assessment,) = await stored(chat)
    assert (assessment.answers, assessment.unsure) == ({"1.1": 0}, ["1.2"])


@pytest.mark.parametrize(
    ("text", "unsure", "answers"),
    [
        ("không biết", ["1.3"], {}),
        ("em ko rõ ạ", ["1.3"], {}),
        ("bo qua", ["1.3"], {}),
        ("chưa có", [], {"1.3": 0}),
        ("ko", [], {"1.3": 0}),
    ],
)
async def test_not_knowing_and_having_none_answer_too(
    chat: Talk, text: str, unsure: list[str], answers: dict[str, int]
) -> None:
    lan = chat.producer
    await lan.says("/chamdiem mật ong")
    await lan.presses("Chấm nhanh")
    await lan.says(text)
    assert "Em ghi câu 1.3" in lan.sees()
    assert "2/18" in lan.sees()
    (assessment,) = await stored(chat)
    assert (assessment.unsure, assessment.answers) == (unsure, answers)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_is_taken_for_nothing_only_where_it_says_nothing(language: str) -> None:
    """It would say the opposite of "Có tạp chất", and of "Có mùi"."""
    lacking = [
        option.text
        for criteria_set in load_criteria(language).sets
        for criterion in criteria_set.criteria
        for option in criterion.options
        if option.points == 0 and may_lack(criterion)
    ]
    assert "Chưa quảng bá" in lacking
    assert all(text.startswith(("Không", "Chưa")) for text in lacking)


async def test_no_says_nothing_about_impurities(chat: Talk) -> None:
    await chat.producer.says("/chamdiem mật ong")
    await chat.producer.presses("Chấm nhanh")
    while "6.1. " not in chat.producer.sees():
        await chat.producer.presses("Mức 2")
    (before,) = await stored(chat)
    await chat.producer.says("không có ạ")
    (after,) = await stored(chat)
    assert after.answers == before.answers
    assert "6.1. " in chat.producer.sees()


async def test_another_product_typed_at_the_sectors_is_assessed_by_its_name(chat: Talk) -> None:
    await chat.producer.says("/chamdiem bla xyz")
    assert "thuộc ngành nào" in chat.producer.sees()
    await chat.producer.says("mật ong")
    assert "Chấm điểm thử: mật ong" in chat.producer.sees()


@pytest.mark.parametrize("product", ["cà chua", "ca chua", "sữa chua", "chả cốm", "vang đỏ", "hong", "chao"])
async def test_a_product_that_sounds_like_manners_is_a_product(chat: Talk, product: str) -> None:
    await chat.producer.says("/chamdiem")
    await chat.producer.says(product)
    assert "Gõ tên sản phẩm" not in chat.producer.sees()


@pytest.mark.parametrize("text", ["dung roi", "vâng ạ", "vang a", "chào em", "cảm ơn em", "chấm thế nào"])
async def test_what_is_no_products_name_is_not_taken_for_one(chat: Talk, text: str) -> None:
    await chat.producer.says("/chamdiem")
    await chat.producer.says(text)
    assert "Gõ tên sản phẩm" in chat.producer.sees()
    await chat.producer.says("mật ong")
    assert "Chấm điểm thử: mật ong" in chat.producer.sees()


async def test_it_can_be_left_and_gone_on_with_weeks_later(chat: Talk) -> None:
    lan = chat.producer
    await _begin(chat)
    await lan.presses("Mức 2")
    await lan.says("/huy")
    assert "Em giữ bài chấm “mật ong rừng”" in lan.sees()
    await chat.passes(days=30)
    await lan.says("/chamdiem")
    assert lan.choices() == ["▶ Làm tiếp: mật ong rừng (1/32)", "➕ Chấm sản phẩm khác"]
    await lan.presses("Làm tiếp")
    assert "2/32" in lan.sees()
    await lan.presses("Để sau")
    await lan.presses("Làm tiếp")
    assert "2/32" in lan.sees()
    await lan.says("/menu")
    await lan.says("1")
    assert "2/32" not in lan.sees(), "the number belonged to the menu"


async def test_it_is_gone_on_with_beside_a_form(chat: Talk) -> None:
    lan = chat.producer
    await lan.says("/hotro")
    await lan.presses("Đồng ý", on="91/2025")
    await lan.presses("mã vạch")
    form = lan.last().text
    await _begin(chat)
    await lan.presses("Mức 2")
    assert "2/32" in lan.sees()
    await lan.says("/huy")
    assert "Em giữ bài chấm" in lan.sees()
    await lan.says("/menu")
    await lan.presses("Điền tiếp")
    assert lan.last().text == form


async def test_an_old_button_answers_no_other_criterion(chat: Talk) -> None:
    lan = chat.producer
    await _begin(chat)
    (assessment,) = await stored(chat)
    await lan.forges(f"assess.pick:{assessment.id}:1.1:2")
    assert "2/32" in lan.sees()
    await lan.forges(f"assess.pick:{assessment.id}:1.1:2")
    assert "2/32" in lan.sees()
    assert "Em đã sửa" not in lan.sees(), "pressed twice, it is one answer"
    await lan.forges(f"assess.pick:{assessment.id}:1.1:3")
    assert "Em đã sửa câu 1.1." in lan.sees()
    (assessment,) = await stored(chat)
    assert assessment.answers == {"1.1": 3}


@pytest.mark.parametrize("key", ["assess.pick:1:1.1:9", "assess.pick:1:9.9:1", "assess.pick:1:1.1:-1", "assess.set:27"])
async def test_what_does_not_exist_is_refused(chat: Talk, key: str) -> None:
    await _begin(chat)
    await chat.producer.forges(key)
    assert "Mục này đã cũ" in chat.producer.sees()
    assert (await stored(chat))[0].answers == {}


@pytest.mark.parametrize("name", ["go", "show", "share", "what_if", "again", "widen", "later", "drop"])
async def test_somebody_elses_is_refused(chat: Talk, name: str) -> None:
    await chat.producer.says("/start")
    await chat.neighbour.says("/start")
    await chat.neighbour.presses("Đồng ý")
    number = await assessed(chat.producer, 4, levels(4, 1))
    await chat.neighbour.forges(f"assess.{name}:{number}")
    assert "Mục này đã cũ" in chat.neighbour.sees()
    assert "Mật ong" not in chat.neighbour.sees_all()


async def test_the_buttons_of_a_finished_one_change_nothing(chat: Talk) -> None:
    await chat.producer.says("/start")
    number = await assessed(chat.producer, 4, levels(4, 1))
    before = (await stored(chat))[0].answers
    await chat.producer.forges(f"assess.pick:{number}:1.1:3")
    assert "đã xong" in chat.producer.sees()
    assert (await stored(chat))[0].answers == before
    await chat.producer.presses("Xem kết quả")
    assert "Chấm điểm thử: Mật ong Na Rì" in chat.producer.sees()


async def test_begun_twice_it_is_one(chat: Talk) -> None:
    await _begin(chat)
    await _begin(chat)
    assert len(await stored(chat)) == 1


async def test_a_producers_people_go_on_with_each_others(chat: Talk) -> None:
    await consents(chat.producer)
    await consents(chat.neighbour)
    await _begin(chat)
    await chat.producer.presses("Mức 2")
    async with chat.database.write() as session:
        producer = Producer(profile={}, created_at=MORNING)
        session.add(producer)
        await session.flush()
        await session.execute(update(Account).values(producer_id=producer.id))
    await chat.producer.presses("Mức 2")
    await chat.neighbour.says("/chamdiem")
    await chat.neighbour.presses("Làm tiếp: mật ong rừng (2/32)")
    assert "3/32" in chat.neighbour.sees()


async def test_an_answer_that_the_criteria_no_longer_have_is_asked_again(chat: Talk) -> None:
    await chat.producer.says("/start")
    number = await assessed(chat.producer, 4, {"1.1": 77, "1.2": 1, "gone": 1}, finished=False)
    await chat.producer.forges(f"assess.go:{number}")
    assert "1/32 · 1.1." in chat.producer.sees()
    assert "Đã chọn" not in chat.producer.sees()


async def test_a_product_without_a_set_is_chosen_by_sector(chat: Talk) -> None:
    lan = chat.producer
    await lan.says("/chamdiem")
    await lan.says("x")
    assert "Tên sản phẩm cần từ 2" in lan.sees()
    await lan.says("tiêu chí 4 sao là gì?")
    assert "chấm thử sản phẩm nào" in lan.last().text
    await lan.says("máy bay giấy")
    assert "chưa biết “máy bay giấy” thuộc bộ nào" in lan.sees()
    await lan.presses("Sinh vật cảnh")
    await lan.presses("Hoa")
    await lan.presses("Chấm nhanh")
    (assessment,) = await stored(chat)
    assert (assessment.product, assessment.set_number, assessment.full) == ("máy bay giấy", 23, False)
    await lan.forges("assess.set:4")
    assert "chấm thử sản phẩm nào" in lan.sees(), "an old button knows no product any more"


async def test_the_menu_and_the_knowledge_lead_to_it(chat: Talk) -> None:
    lan = chat.producer
    await lan.says("/menu")
    assert len(lan.choices()) == 6
    await lan.presses("Chấm điểm thử")
    assert "chấm thử sản phẩm nào" in lan.sees()
    await lan.says("/huy")
    await lan.says("chấm thử sản phẩm thế nào")
    await lan.presses("Chấm điểm thử sản phẩm của tôi")
    assert "chấm thử sản phẩm nào" in lan.sees()


async def test_not_in_a_group(chat: Talk) -> None:
    await chat.producer.says("/start")
    await chat.producer.at("-100").says("/chamdiem mật ong")
    assert "nhắn riêng cho em" in chat.producer.at("-100").sees_all()


async def test_it_needs_no_consent(chat: Talk) -> None:
    await _begin(chat)
    (assessment,) = await stored(chat)
    assert assessment.state is AssessmentState.OPEN
    assert assessment.producer_id is None


async def _begin(chat: Talk) -> None:
    """The honey's full assessment, at its first question."""
    await chat.producer.says("/chamdiem mật ong rừng")
    await chat.producer.presses("Chấm đủ")
    assert "1/32 · 1.1." in chat.producer.sees()
