"""Asking for support: the form, its refusals, its corrections, and handing it in."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from models.base import Database
from models.mail import EventKind
from models.producers import Producer
from models.requests import Request, RequestKind, RequestState
from tests.conversations.filling import TYPED, begins, fill, form_of, hands_in
from tests.conversations.people import consents, make_officer
from tests.talk import PROFILES, WORDS, Talk, talking

KINDS = {
    "Mã số mã vạch": "MV-26-0001",
    "Kiểm nghiệm sản phẩm": "KN-26-0001",
    "Sở hữu trí tuệ": "SH-26-0001",
    "Tiêu chuẩn, chất lượng": "TC-26-0001",
    "Bao bì, nhãn hàng": "BB-26-0001",
    "Xúc tiến bán hàng": "XT-26-0001",
}


async def _requests(chat: Talk) -> list[Request]:
    async with chat.look() as session:
        return list((await session.scalars(select(Request).order_by(Request.id))).all())


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_goes_through_with_every_field(chat: Talk, kind: str) -> None:
    await make_officer(chat.officer, *RequestKind)
    await consents(chat.producer)
    await begins(chat.producer, kind)
    await fill(chat.producer)
    assert "xem lại trước khi gửi" in chat.producer.sees()
    await chat.producer.presses("Bổ sung thêm")
    await fill(chat.producer)
    assert "Nói thêm: Cần sớm vì sắp in bao bì mới" in chat.producer.sees()
    await chat.producer.presses("Gửi yêu cầu")
    assert KINDS[kind] in chat.producer.sees()
    assert "chậm nhất 26/11/2026" in chat.producer.sees()  # the 24th is a holiday
    (request,) = await _requests(chat)
    assert request.state is RequestState.SUBMITTED
    assert request.code == KINDS[kind]
    assert request.due_at is not None
    assert request.fields["commune"] == "xã Côn Minh"
    assert KINDS[kind] in chat.officer.sees_all()


async def test_in_english(chat: Talk) -> None:
    await chat.producer.says("/language")
    await chat.producer.presses("English")
    await chat.producer.says("/support")
    await chat.producer.presses("I agree")
    assert "What do you need help with?" in chat.producer.sees()
    await chat.producer.presses("Standards and quality")
    assert "1/8 · What is your business called?" in chat.producer.sees()
    await chat.producer.says("42")
    assert "There are no letters in this. Please write words, like the example below" in chat.producer.sees()
    assert "1/8 · What is your business called?" in chat.producer.sees()
    await fill(chat.producer, producer_type="Cooperative", product_group="Food", need="HACCP")
    assert "Kind of business: Cooperative" in chat.producer.sees()
    await chat.producer.presses("Send the request")
    assert "I have received your request TC-26-0001" in chat.producer.sees()
    await chat.producer.says("/requests")
    await chat.producer.presses("TC-26-0001")
    assert "Waiting for an officer" in chat.producer.sees()
    assert "Request sent" in chat.producer.sees()


async def test_consent_comes_first_and_nothing_is_stored_before(chat: Talk) -> None:
    await chat.producer.says("/hotro")
    assert "91/2025" in chat.producer.sees()
    assert await _requests(chat) == []
    await chat.producer.presses("Đồng ý")
    assert "Anh/chị cần hỗ trợ việc gì?" in chat.producer.sees()
    assert await _requests(chat) == []


async def test_what_is_wrong_is_said_and_nothing_typed_is_lost(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    wrong = {
        "producer_name": ("42", "chưa có chữ nào"),
        "producer_type": ("9", "gõ số từ 1 đến 6"),
        "contact_name": ("Lan 3", "chữ cái và dấu cách"),
        "contact_phone": ("0912 345", "mới có 7 chữ số"),
        "commune": ("Sài Gòn", "không tìm thấy xã/phường"),
        "sku_count_now": ("0", "từ 1 đến 100000"),
    }
    for name, (typed, said) in wrong.items():
        before = await fill(chat.producer, until=name)
        await chat.producer.says(typed)
        assert said in chat.producer.sees()
        assert f"{len(before['answers']) + 1}/15 · " in chat.producer.sees()
        after = await form_of(chat.producer)
        assert after["field"] == name
        assert after["answers"] == before["answers"]
    await fill(chat.producer)
    await chat.producer.presses("Gửi yêu cầu")
    assert "MV-26-0001" in chat.producer.sees()


async def test_a_mended_number_can_be_taken(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="contact_phone")
    await chat.producer.says("0163 9123456")
    assert "Số mới là 0339123456" in chat.producer.sees()
    await chat.producer.presses("Dùng 0339123456")
    assert (await form_of(chat.producer))["answers"]["contact_phone"] == "0339123456"


async def test_what_the_platform_does_not_hand_over_is_said_and_asked_for_as_a_photo(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await chat.producer.sends(EventKind.OTHER, unsupported=True)
    assert "chụp ảnh rồi gửi ảnh" in chat.producer.sees()
    assert "1/" in chat.producer.sees(), "the question comes again"


async def test_a_contact_card_is_a_phone_number(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await chat.producer.shares_phone("+84912345678")
    assert "chưa đọc được tin dạng đó" in chat.producer.sees()
    await fill(chat.producer, until="contact_phone")
    await chat.producer.shares_phone("+84912345678")
    assert (await form_of(chat.producer))["answers"]["contact_phone"] == "0912345678"


async def test_an_old_commune_is_turned_into_the_new_one_and_asked_back(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="commune")
    await chat.producer.says("quang phong, na ri")
    assert "xã Quang Phong (tên cũ) nay là xã Côn Minh, đúng không ạ?" in chat.producer.sees()
    await chat.producer.says("không")
    assert "5/15 · Cơ sở ở xã, phường nào?" in chat.producer.sees()
    await chat.producer.says("huyen na ri")
    assert "là tên cũ, nay thuộc một trong các xã/phường" in chat.producer.sees()
    await chat.producer.says("quang phong, na ri")
    await chat.producer.says("đúng")
    form = await form_of(chat.producer)
    assert form["answers"]["commune"] == "xã Côn Minh"
    assert form["field"] == "product_name"


async def test_a_part_of_a_commune_s_name_gives_choices(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="commune")
    await chat.producer.says("con")
    assert any("xã Côn Minh" in label for label in chat.producer.choices())
    await chat.producer.presses("xã Côn Minh")
    assert (await form_of(chat.producer))["answers"]["commune"] == "xã Côn Minh"


async def test_a_number_typed_for_a_number_stays_one(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="sku_count_now")
    await chat.producer.says("2")
    assert (await form_of(chat.producer))["answers"]["sku_count_now"] == 2


async def test_several_can_be_ticked_one_by_one(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Kiểm nghiệm")
    await fill(chat.producer, until="tests_wanted")
    await chat.producer.presses("Vi sinh")
    await chat.producer.presses("Kim loại nặng")
    await chat.producer.presses("Dinh dưỡng")
    await chat.producer.presses("Kim loại nặng")
    assert "✓ Vi sinh" in chat.producer.choices()
    assert "Kim loại nặng" in chat.producer.choices()
    await chat.producer.presses("Xong")
    assert (await form_of(chat.producer))["answers"]["tests_wanted"] == ["microbes", "nutrition"]


async def test_going_back_keeps_what_was_typed(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="contact_phone")
    await chat.producer.presses("Quay lại")
    assert "Đang ghi: Hoàng Thị Lan" in chat.producer.sees()
    await chat.producer.presses("Quay lại")
    assert "Đang ghi: Hợp tác xã" in chat.producer.sees()
    await chat.producer.presses("Trang trại")
    form = await form_of(chat.producer)
    assert form["field"] == "contact_phone"
    assert form["answers"]["producer_type"] == "farm"
    assert form["answers"]["contact_name"] == "Hoàng Thị Lan"
    await chat.producer.presses("Quay lại")
    await chat.producer.presses("Giữ nguyên")
    assert (await form_of(chat.producer))["field"] == "contact_phone"


async def test_every_answer_can_be_corrected_in_the_review(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Sở hữu trí tuệ")
    await fill(chat.producer, has_place_name="không")
    assert "Nhãn có địa danh: Không" in chat.producer.sees()
    await chat.producer.presses("Sửa")
    await chat.producer.presses("Số điện thoại")
    await chat.producer.says("123")
    assert "còn thiếu" in chat.producer.sees()
    assert "Đang ghi: 0912 345 678" in chat.producer.sees()
    await chat.producer.says("0987654321")
    assert "Số điện thoại: 0987 654 321" in chat.producer.sees()
    await chat.producer.presses("Sửa")
    assert len(chat.producer.choices()) <= 10
    await chat.producer.presses("Xem thêm")
    await chat.producer.presses("Nhãn có địa danh")
    await chat.producer.presses("Có")
    assert "Địa danh đó là gì?" in chat.producer.sees()
    await chat.producer.says("Bắc Kạn")
    assert "Địa danh: Bắc Kạn" in chat.producer.sees()
    await chat.producer.presses("Sửa")
    await chat.producer.presses("Tên cơ sở")
    await chat.producer.presses("Quay lại")
    assert "xem lại trước khi gửi" in chat.producer.sees()


async def test_optional_fields_can_be_skipped(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Tiêu chuẩn")
    await fill(chat.producer)
    await chat.producer.presses("Bổ sung thêm")
    assert "Bổ sung 1/" in chat.producer.sees()
    await chat.producer.presses("Bỏ qua")
    assert "Địa chỉ email" in chat.producer.sees()
    await chat.producer.presses("Quay lại")
    assert "vai trò gì" in chat.producer.sees()
    await chat.producer.presses("Chủ hộ")
    await chat.producer.says("lan@example.vn")
    await chat.producer.presses("Xem lại và gửi")
    assert "Email: lan@example.vn" in chat.producer.sees()
    await chat.producer.presses("Gửi yêu cầu")
    (request,) = await _requests(chat)
    assert request.fields["email"] == "lan@example.vn"
    assert "address_detail" not in request.fields


async def test_cancelling_asks_and_keeps_or_drops(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="contact_name")
    await chat.producer.says("/huy")
    assert "Bỏ hẳn hay để đó làm tiếp sau?" in chat.producer.sees()
    await chat.producer.says("hả")
    assert "Bỏ hẳn hay để đó làm tiếp sau?" in chat.producer.sees()
    await chat.producer.presses("Điền tiếp")
    assert "3/15" in chat.producer.sees()
    await chat.producer.presses("Hủy")
    await chat.producer.presses("Để đó")
    await chat.producer.says("dang ky ma vach ntn")
    assert "Nguồn:" in chat.producer.sees()
    await chat.producer.says("/menu")
    await chat.producer.presses("Điền tiếp: Mã số mã vạch")
    assert "3/15" in chat.producer.sees()
    await chat.producer.says("/huy")
    await chat.producer.presses("Bỏ hẳn")
    assert "Em đã bỏ phần đang điền" in chat.producer.sees()
    assert await form_of(chat.producer) == {}
    (request,) = await _requests(chat)
    assert (request.state, request.fields, request.code) == (RequestState.WITHDRAWN, {}, None)
    await chat.producer.says("/yeucau")
    assert "chưa gửi yêu cầu nào" in chat.producer.sees()


async def test_cancelling_before_anything_is_filled_in_asks_nothing(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await chat.producer.says("/huy")
    assert "Em đã bỏ phần đang điền" in chat.producer.sees()
    assert await form_of(chat.producer) == {}
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer)
    await chat.producer.presses("Gửi yêu cầu")
    await begins(chat.producer, "Mã số mã vạch")
    assert "Dùng lại" in chat.producer.sees()
    await chat.producer.says("huy")
    assert "Em đã bỏ phần đang điền" in chat.producer.sees()
    assert await form_of(chat.producer) == {}


async def test_a_photo_in_place_of_the_answer_to_leaving_is_told_of(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="contact_name")
    await chat.producer.says("/huy")
    await chat.producer.sends_photo()
    assert "Em chưa giữ tệp vừa gửi" in chat.producer.sees()
    assert "Bỏ hẳn hay để đó" in chat.producer.sees()


async def test_another_kind_asks_before_the_first_is_lost(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="contact_name")
    await begins(chat.producer, "Kiểm nghiệm")
    assert "đang điền dở: Mã số mã vạch" in chat.producer.sees()
    await chat.producer.presses("Điền tiếp")
    assert "3/15" in chat.producer.sees()
    await begins(chat.producer, "Kiểm nghiệm")
    await chat.producer.presses("Bỏ, làm yêu cầu mới")
    form = await form_of(chat.producer)
    assert (form["args"]["kind"], form["answers"]) == ("lab_test", {})
    first, second = await _requests(chat)
    assert (first.state, second.state) == (RequestState.WITHDRAWN, RequestState.DRAFT)


async def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="product_name")
    for question in ("làm sao để đăng ký mã vạch?", "dang ky ma vach nhu the nao"):
        await chat.producer.says(question)
        assert "Nguồn:" in chat.producer.sees()
        assert "6/15 · Sản phẩm tên là gì?" in chat.producer.sees()
    await chat.producer.says("Miến dong")
    assert (await form_of(chat.producer))["answers"]["product_name"] == "Miến dong"


async def test_something_else_in_between_is_not_taken_for_an_answer(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="product_name")
    await chat.producer.says("/tieuchi")
    await chat.producer.says("mien dong")
    assert "product_name" not in (await form_of(chat.producer))["answers"]
    await chat.producer.says("/hotro")
    await chat.producer.presses("Điền tiếp")
    assert "6/15" in chat.producer.sees()


async def test_what_is_known_is_offered_and_not_asked_again(chat: Talk) -> None:
    await consents(chat.producer)
    await hands_in(chat.producer, "Mã số mã vạch")
    await begins(chat.producer, "Kiểm nghiệm")
    assert "Tên cơ sở: HTX Miến dong Côn Minh" in chat.producer.sees()
    assert "Dùng lại thông tin này nhé?" in chat.producer.sees()
    await chat.producer.presses("Dùng lại")
    assert "1/12 · Sản phẩm tên là gì?" in chat.producer.sees()
    await fill(chat.producer)
    await chat.producer.presses("Gửi yêu cầu")
    assert "KN-26-0001" in chat.producer.sees()
    assert (await _requests(chat))[1].fields["contact_phone"] == "0912345678"
    await begins(chat.producer, "Mã số mã vạch")
    await chat.producer.presses("Nhập thông tin mới")
    assert "1/15" in chat.producer.sees()
    await fill(chat.producer, contact_phone="0987 654 321")
    await chat.producer.presses("Gửi yêu cầu")
    assert "MV-26-0002" in chat.producer.sees()
    async with chat.look() as session:
        (producer,) = (await session.scalars(select(Producer))).all()
    assert producer.phone == "0987654321"
    assert producer.commune == "xã Côn Minh"


async def test_what_is_urgent_stands_out(chat: Talk) -> None:
    await make_officer(chat.officer, *RequestKind)
    await consents(chat.producer)
    await hands_in(chat.producer, "Kiểm nghiệm", test_purpose="7")
    assert "ngừng bán lô hàng nghi ngờ" in chat.producer.sees()
    assert "GẤP" in chat.officer.sees_all()
    await hands_in(chat.producer, "Mã số mã vạch", has_gs1_code="chưa", printed_already="có")
    assert "đừng in thêm" in chat.producer.sees()
    await hands_in(chat.producer, "Xúc tiến", documents_ready="1,1")
    assert "Giấy tờ còn thiếu để bán rộng hơn: Giấy an toàn thực phẩm" in chat.producer.sees()


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_form_survives_a_restart(tmp_path: Path, profile: str) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'ocop.db'}")
    async with talking(tmp_path, capabilities=PROFILES[profile], database=database) as chat:
        await consents(chat.producer)
        await begins(chat.producer, "Mã số mã vạch")
        await fill(chat.producer, until="contact_phone")
    await database.close()
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'ocop.db'}")
    async with talking(tmp_path, capabilities=PROFILES[profile], database=database) as chat:
        chat.number = 1000  # the platform goes on counting
        await chat.producer.says("0912345678")
        assert "5/15" in chat.producer.sees()
        await fill(chat.producer)
        await chat.producer.presses("Gửi yêu cầu")
        assert "MV-26-0001" in chat.producer.sees()
        (request,) = await _requests(chat)
        assert request.fields["contact_name"] == TYPED["contact_name"]
    await database.close()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hỗ trợ mã vạch", RequestKind.BARCODE),
        ("cho em xin ho tro ma vach", RequestKind.BARCODE),
        ("tôi muốn đăng ký hỗ trợ kiểm nghiệm ạ", RequestKind.LAB_TEST),
        ("cần hỗ trợ bao bì, nhãn", RequestKind.PACKAGING_LABEL),
    ],
)
async def test_support_is_asked_for_by_its_name(chat: Talk, text: str, kind: RequestKind) -> None:
    await consents(chat.producer)
    await chat.producer.says(text)
    assert "1/" in chat.producer.sees()
    assert [(request.state, request.kind) for request in await _requests(chat)] == [(RequestState.DRAFT, kind)]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", RequestKind)
async def test_every_way_to_ask_for_support_leads_to_its_form(tmp_path: Path, language: str, kind: RequestKind) -> None:
    lines = str(WORDS.text(language, "words-kinds")).splitlines()
    (names,) = (line.partition(":")[2].split("|") for line in lines if line.strip().startswith(f"{kind}:"))
    said = str(WORDS.text(language, "words-support")).split("|")
    async with talking(tmp_path) as chat:
        await consents(chat.producer)
        if language == "en":
            await chat.producer.says("/language")
            await chat.producer.presses("English")
        for words in [*(f"{words} {names[0]}" for words in said), *(f"{said[0]} {name}" for name in names)]:
            await chat.producer.says(words)
            assert (await form_of(chat.producer))["args"]["kind"] == kind, words
            await chat.producer.says("/huy")


async def test_who_has_not_agreed_yet_is_answered(chat: Talk) -> None:
    await chat.producer.says("hỗ trợ mã vạch")
    assert "Nguồn:" in chat.producer.sees()
    assert "Đăng ký hỗ trợ mã vạch" in "".join(chat.producer.choices())


@pytest.mark.parametrize("text", ["hỗ trợ mã vạch ở đâu", "hỗ trợ mã vạch là gì?", "hỗ trợ làm đường"])
async def test_a_question_about_support_opens_no_form(chat: Talk, text: str) -> None:
    await consents(chat.producer)
    await chat.producer.says(text)
    assert await _requests(chat) == []


async def test_what_is_to_be_corrected_is_said_in_words(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer)
    for words in ("sửa số điện thoại ạ", "sua lai so dien thoai", "em muốn đổi số điện thoại"):
        await chat.producer.says(words)
        assert "Số điện thoại để cán bộ gọi lại?" in chat.producer.sees(), words
        await chat.producer.says("0987654321")
        assert "Số điện thoại: 0987 654 321" in chat.producer.sees()
    for words in ("đổi bao bì có cần đăng ký lại mã vạch không", "em thấy ổn rồi", "đợi em tí"):
        await chat.producer.says(words)
        assert (await form_of(chat.producer))["stage"] == "review"
        assert "Sửa · " not in chat.producer.sees(), words
        assert "muốn sửa mục nào" not in chat.producer.sees()


async def test_a_slip_while_choosing_what_to_correct_never_makes_a_number_send(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer)
    await chat.producer.presses("Sửa")
    await chat.producer.says("cai kia")
    assert "muốn sửa mục nào?" in chat.producer.sees()
    await chat.producer.says("1")
    assert "Sửa · Cơ sở" in chat.producer.sees()
    (request,) = await _requests(chat)
    assert request.state is RequestState.DRAFT


async def test_the_review_is_sent_with_manners(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer)
    await chat.producer.says("dạ vâng ạ")
    assert "MV-26-0001" in chat.producer.sees()


async def test_a_slip_at_the_review_shows_only_its_choices_again(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer)
    choices = chat.producer.choices()
    await chat.producer.says("zzz zzz")
    assert "chọn một mục dưới đây" in chat.producer.sees()
    assert "Tên cơ sở" not in chat.producer.sees()
    assert chat.producer.choices() == choices
    await chat.producer.presses("Gửi yêu cầu")
    assert "MV-26-0001" in chat.producer.sees()


async def test_what_is_no_answer_is_not_kept_as_one(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="contact_name")
    for words in ("alo", "?", "cảm ơn em", "có ai không", "khoan đã", "👍"):
        await chat.producer.says(words)
        assert "contact_name" not in (await form_of(chat.producer))["answers"], words
    await chat.producer.says("Hoàng Thị Lan")
    assert (await form_of(chat.producer))["answers"]["contact_name"] == "Hoàng Thị Lan"


async def test_who_wants_no_more_is_asked_what_becomes_of_the_form(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    for place in ("contact_name", None):
        await fill(chat.producer, until=place)
        for words in ("thoi ko lam nua", "không làm nữa", "để mai"):
            await chat.producer.says(words)
            assert "Điền tiếp" in "".join(chat.producer.choices()), (place, words)
            await chat.producer.presses("Điền tiếp")


async def test_is_anybody_there_is_no_yes(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="has_gs1_code")
    await chat.producer.says("co ai ko")
    assert "has_gs1_code" not in (await form_of(chat.producer))["answers"]
    await chat.producer.says("dạ vâng ạ")
    assert (await form_of(chat.producer))["answers"]["has_gs1_code"] is True


async def test_short_forms_that_everybody_writes(chat: Talk) -> None:
    await consents(chat.producer)
    await chat.producer.says("/hotro")
    await chat.producer.says("mv")
    await fill(chat.producer, until="producer_type")
    await chat.producer.says("htx")
    assert (await form_of(chat.producer))["answers"]["producer_type"] == "cooperative"
