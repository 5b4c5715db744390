"""With nothing but a keyboard: every conversation by numbers and words, as people type them, on every channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.base import ZALO
from models.criteria import load_criteria
from tests.conversations.filling import begins, fill, form_of, hands_in
from tests.conversations.people import consents, make_officer
from tests.talk import Person, Talk, talking


async def says(person: Person, *texts: str) -> str:
    """Type one after the other; returns what is seen at the end."""
    for text in texts:
        await person.says(text)
    return person.sees()


@pytest.fixture
async def zalo(tmp_path: Path) -> AsyncIterator[Talk]:
    """A channel without buttons, where what is read decides what is typed."""
    async with talking(tmp_path, capabilities=ZALO) as talk:
        yield talk


# how a choice is typed


BY_NUMBER = ("3", "3.", "(3)", "số 3", "so 3", "chon 3", "Chọn số 3 nhé", "câu 3", "3 ạ", "ba", "số ba nhé")
BY_WORDS = ("📋 Xem tiêu chí", "xem tieu chi", "tieu chi", "Tiêu chí nhé", "xem tieu chj", "xem tiêu chi đi")


@pytest.mark.parametrize("typed", [*BY_NUMBER, *BY_WORDS])
async def test_all_the_ways_to_choose(zalo: Talk, typed: str) -> None:
    await consents(zalo.producer)
    await zalo.producer.says("/menu")
    assert "\n3. 📋 Xem tiêu chí\n" in zalo.producer.sees()
    assert "thuộc ngành nào" in await says(zalo.producer, typed)


async def test_a_number_that_is_not_there(chat: Talk) -> None:
    await consents(chat.producer)
    assert "Gõ số từ 1 đến 6".lower() in (await says(chat.producer, "/menu", "9")).lower()
    assert "thuộc ngành nào" in await says(chat.producer, "3"), "the list still counts"
    assert "không có danh sách" in await says(chat.producer, "/huy", "xin chào", "2")


async def test_words_that_two_choices_share_choose_neither(chat: Talk) -> None:
    await consents(chat.producer)
    await chat.producer.says("/hotro")
    await chat.producer.says("nhãn")  # "Sở hữu trí tuệ, nhãn hiệu" and "Bao bì, nhãn hàng"
    assert await form_of(chat.producer) == {}


async def test_an_answer_is_never_taken_for_a_choice(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer, until="sku_count_now")
    await chat.producer.says("2")
    form = await form_of(chat.producer)
    assert form["answers"]["sku_count_now"] == 2
    await fill(chat.producer)
    await says(chat.producer, "sua", "ten san pham", "Gửi yêu cầu hai")  # nearly the words of a choice
    assert (await form_of(chat.producer))["answers"]["product_name"] == "Gửi yêu cầu hai"


async def test_stars_are_stars_and_not_the_place_in_the_list(chat: Talk) -> None:
    await consents(chat.producer)
    await says(chat.producer, "/sanpham", "them san pham", "HTX Côn Minh", "Mật ong", "bộ 4")
    assert "3 sao" in chat.producer.choices()
    await chat.producer.says("3")
    assert (await form_of(chat.producer))["answers"]["stars"] == "three"
    assert "Hạng: 3 sao" in await says(chat.producer, "15/03/2024")
    assert "Em đã ghi." in await says(chat.producer, "ghi lai")


async def test_a_notice_in_between_leaves_the_numbers_what_they_were(chat: Talk) -> None:
    await make_officer(chat.officer, "barcode")
    await consents(chat.producer)
    await chat.officer.says("/tieuchi")
    await hands_in(chat.producer, "Mã số mã vạch")
    assert "MV-26-0001" in chat.officer.sees_all()
    assert "Thực phẩm: anh/chị chọn bộ tiêu chí" in await says(chat.officer, "1")


async def test_the_last_of_two_messages_counts(chat: Talk) -> None:
    await chat.producer.says("/start")
    await chat.producer.says("1")
    assert "đã ghi nhận sự đồng ý" in chat.producer.sees()


# every conversation


async def test_the_26_sets(zalo: Talk) -> None:
    seen = set[str]()
    await zalo.producer.says("/tieuchi")
    sectors = zalo.producer.choices()
    for number in range(1, len(sectors) + 1):
        await says(zalo.producer, "/tieuchi", str(number))
        while True:
            seen.update(zalo.producer.choices())
            if "Xem thêm" not in zalo.producer.choices():
                break
            await zalo.producer.says("xem them")
        if "chọn bộ tiêu chí" not in zalo.producer.sees():
            seen.update(each.short for each in load_criteria().sets if each.sector.name == sectors[number - 1])
    assert {each.short for each in load_criteria().sets} <= seen


async def test_the_assessment(chat: Talk) -> None:
    lan = chat.producer
    await consents(lan)
    assert "1/32" in await says(lan, "/chamdiem", "mật ong rừng", "2")
    assert "2/32" in await says(lan, "1")
    assert "3/32" in await says(lan, "muc 2")
    assert "4/32" in await says(lan, "hai")
    assert "mức từ 1 đến 4" in await says(lan, "99")
    assert "5/32" in await says(lan, "chua ro")
    assert "4/32" in await says(lan, "quay lai")
    assert "giữ bài chấm" in await says(lan, "de sau")


async def test_an_officers_day(chat: Talk) -> None:
    await make_officer(chat.officer, "barcode")
    await consents(chat.producer)
    await hands_in(chat.producer, "Mã số mã vạch")
    assert "1. Nhận" in await says(chat.officer, "mv 26 1") or chat.officer.last().buttons
    assert "Anh/chị đã nhận" in await says(chat.officer, "nhan")
    assert "Hàng đợi: 1" in await says(chat.officer, "/hangdoi")
    assert "viết câu hỏi" in await says(chat.officer, "1", "1")
    assert "Đã gửi tới chủ thể" in await says(chat.officer, "Anh chị cho xem giấy?")
    assert "chuyển cho cán bộ" in await says(chat.producer, "MV-26-0001: em gửi sau ạ")
    assert "em gửi sau ạ" in chat.officer.sees_all()
    assert "Đã gửi tới chủ thể" in await says(chat.officer, "MV-26-0001 vâng nhé")
    assert "vâng nhé" in chat.producer.sees_all()
    assert "viết lời kết" in await says(chat.officer, "MV-26-0001", "xong")
    assert "đã xong" in await says(chat.officer, "1")


async def test_a_code_typed_while_writing_to_somebody_else_opens_it(chat: Talk) -> None:
    await make_officer(chat.officer, "barcode")
    await consents(chat.producer)
    await hands_in(chat.producer, "Mã số mã vạch")
    await hands_in(chat.producer, "Mã số mã vạch")
    await says(chat.officer, "MV-26-0001", "nhắn cho chủ thể")
    assert "Diễn biến" in await says(chat.officer, "MV-26-0002")
    await says(chat.officer, "MV-26-0001", "nhắn cho chủ thể", "MV-26-0002 về yêu cầu hai")
    assert "nhắn về yêu cầu MV-26-0002:\nvề yêu cầu hai" in chat.producer.sees_all()


async def test_a_question_is_answered_by_its_number(chat: Talk) -> None:
    await make_officer(chat.officer)
    await says(chat.producer, "zxqv blorptak wuzzle", "hoi can bo")
    await chat.officer.says("CH-1 mang hồ sơ ra xã")
    assert "mang hồ sơ ra xã" in chat.producer.sees_all()


async def test_an_admins_day(chat: Talk) -> None:
    await consents(chat.producer)
    admin = chat.admin
    assert "viết nội dung" in await says(admin, "/start", "gui thong bao")
    assert "Sẽ gửi cho 1 người" in await says(admin, "Chào bà con")
    await says(admin, "gửi")
    await chat.passes(seconds=4)
    assert "Chào bà con" in chat.producer.sees_all()
    assert "Tên mục là gì" in await says(admin, "/kienthuc", "viet muc moi")
    assert "/kienthuc" in await says(admin, "huy")
    assert "Đang chọn: Mã số mã vạch." in await says(admin, "/canbo", "1", "1")
    line = (await says(admin, "tao loi moi")).splitlines()
    word = next(each for each in line if each.startswith("/start "))
    assert "Tháng 11/2026" in await says(admin, "/thongke")
    assert "Chào mừng" in await says(chat.officer, f"Chuyển tiếp: {word.removeprefix('/start ')} nhé")


async def test_a_producers_own_things(chat: Talk) -> None:
    lan = chat.producer
    await consents(lan)
    assert "họ tên đúng" in await says(lan, "/riengtu", "sua", "1")
    assert "Em đã sửa." in await says(lan, "Hoàng Lan")
    await hands_in(lan, "Mã số mã vạch")
    assert "Chờ cán bộ nhận" in await says(lan, "/yeucau", "1")
    assert "MV-26-0001" in str((await says(lan, "/trogiup", "danh sach yeu cau"), lan.choices()))
    assert "chắc chắn rút" in await says(lan, "1", "rut yeu cau")
    assert "giữ lại" in str(lan.choices())
    assert "Chờ cán bộ nhận" in await says(lan, "1")
    assert "để in đúng cỡ" in await says(lan, "8934602001078", "1")


async def test_the_long_list_of_answers_to_correct(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer)
    await says(chat.producer, "sua")
    assert len([label for label in chat.producer.choices() if label != "Xem lại và gửi"]) == 9
    first = chat.producer.choices()[0]
    await says(chat.producer, "9")
    assert first not in chat.producer.choices()
    await says(chat.producer, "quay lai")
    assert chat.producer.choices()[0] == first
    assert "Sửa · " in await says(chat.producer, "1")


async def test_a_command_needs_no_stroke(chat: Talk) -> None:
    await consents(chat.producer)
    for said, seen in (
        ("hotro", "cần hỗ trợ việc gì"),
        ("xin ho tro", "cần hỗ trợ việc gì"),
        ("chấm điểm nhé", "chấm thử sản phẩm nào"),
        ("menu", "muốn làm gì"),
        ("san pham cua toi", "chưa ghi sản phẩm nào"),
        ("yeu cau cua toi", "chưa gửi yêu cầu nào"),
        ("lienket", "Mã nối tài khoản"),
    ):
        assert seen in await says(chat.producer, said)
        await chat.producer.says("/huy")
    assert "Hàng đợi" not in await says(chat.producer, "hàng đợi"), "an officer's"


async def test_menu_leaves_a_form_and_other_words_answer_it(chat: Talk) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await chat.producer.says("hỗ trợ")
    assert (await form_of(chat.producer))["answers"] == {"producer_name": "hỗ trợ"}
    assert "muốn làm gì" in await says(chat.producer, "menu")


async def test_what_has_no_number_says_that_it_is_typed(zalo: Talk) -> None:
    await consents(zalo.producer)
    await begins(zalo.producer, "Mã số mã vạch")
    assert zalo.producer.sees().endswith("Có thể gõ: «Hủy»")


@pytest.mark.parametrize("said", ["gui", "Gửi đi", "ok", "xong."])
async def test_a_form_goes_off_in_a_word(chat: Talk, said: str) -> None:
    await consents(chat.producer)
    await begins(chat.producer, "Mã số mã vạch")
    await fill(chat.producer)
    assert "Em đã nhận yêu cầu MV-26-0001" in await says(chat.producer, said)


async def test_a_follow_up_after_a_follow_up_stays_at_the_topic(chat: Talk) -> None:
    await consents(chat.producer)
    for said in ("ma vach ntn", "the con phi", "thế còn phí?"):
        seen = await says(chat.producer, said)
    assert "Phí mã số mã vạch" in seen
    assert "Phí mã số mã vạch" not in await says(chat.producer, "xong")
