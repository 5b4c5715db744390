"""Reading the criteria."""

from __future__ import annotations

import pytest

from models.criteria import load_criteria
from tests.talk import Talk


async def test_from_the_sector_to_the_points(chat: Talk) -> None:
    await chat.producer.says("/tieuchi")
    assert len(chat.producer.choices()) == 6
    await chat.producer.presses("Thực phẩm")
    await chat.producer.presses("Xem thêm")
    await chat.producer.presses("Gia vị khác")
    assert "Bộ 10." in chat.producer.sees()
    await chat.producer.presses("Phần A")
    seen = chat.producer.sees()
    assert "Phần A. Sản phẩm và sức mạnh cộng đồng: tối đa 40 điểm" in seen
    assert "Trang 1/5" in seen
    for _ in range(4):
        await chat.producer.presses("Xem thêm")
        seen += chat.producer.sees()
    assert "Xem thêm" not in chat.producer.choices()
    for criterion in load_criteria().set(10).of_part("A"):
        assert f"{criterion.code}. {criterion.name}" in seen
    await chat.producer.presses("Quay lại trang trước")
    assert "Trang 4/5" in chat.producer.sees()
    assert "⭐ ít nhất mức này cho 3 sao" in seen
    assert "Nguồn: Quyết định 26/2026/QĐ-TTg" in seen
    await chat.producer.presses("Phần C")
    assert "hội đồng cảm nhận mà chấm" in chat.producer.sees()


async def test_a_sectors_only_set_comes_at_once(chat: Talk) -> None:
    await chat.producer.says("/tieuchi")
    await chat.producer.presses("Dịch vụ du lịch")
    assert "Bộ 26." in chat.producer.sees()


async def test_a_product_finds_its_set(chat: Talk) -> None:
    await chat.producer.says("/tieuchi mat ong rung")
    assert "Bộ 4." in chat.producer.sees()


async def test_where_the_decision_names_no_set_it_is_asked(chat: Talk) -> None:
    await chat.producer.says("/tieuchi miến dong")
    assert "nhiều bộ tiêu chí" in chat.producer.sees()
    sets = load_criteria()
    assert chat.producer.choices() == [sets.set(6).short, sets.set(7).short, "Bộ tiêu chí khác"]
    await chat.producer.presses(sets.set(7).short)
    assert "Bộ 7." in chat.producer.sees()


async def test_an_unknown_product_is_chosen_by_sector(chat: Talk) -> None:
    await chat.producer.says("/tieuchi máy bay")
    assert "chưa biết “máy bay” thuộc bộ nào" in chat.producer.sees()
    await chat.producer.presses("Đồ uống")
    assert "chọn bộ tiêu chí" in chat.producer.sees()


async def test_a_product_is_typed_where_its_sector_is_asked_for(chat: Talk) -> None:
    await chat.producer.says("/tieuchi")
    await chat.producer.says("mat ong bac ha")
    assert "Bộ 4." in chat.producer.sees()
    await chat.producer.says("/tieuchi")
    await chat.producer.presses("Đồ uống")
    await chat.producer.says("miến dong")
    assert "nhiều bộ tiêu chí" in chat.producer.sees()
    await chat.producer.says("mật ong")
    assert "Bộ 4." in chat.producer.sees()


@pytest.mark.parametrize(
    "text",
    [
        "mật ong mã vạch ở đâu",
        "phí đăng ký mã vạch cho mật ong bao nhiêu",
        "phí kiểm nghiệm mật ong",
        "mã vạch mật ong",
        "cam on",
        "vang a",
        "duoc",
        "hoa don",
        "em muon hoi",
        "toi khong biet",
        "ho tro bao bi",
    ],
)
async def test_what_only_sounds_like_a_product_there_is_none(chat: Talk, text: str) -> None:
    await chat.producer.says("/tieuchi")
    await chat.producer.says(text)
    assert "Ngành: " not in chat.producer.sees()
    assert "nhiều bộ tiêu chí" not in chat.producer.sees()


async def test_what_begins_with_a_code_goes_where_it_says(chat: Talk) -> None:
    """The list of sectors stays on the screen for long."""
    await chat.producer.says("/tieuchi")
    await chat.producer.says("MV-26-0001 bán mật ong")
    assert "không tìm thấy yêu cầu có mã này" in chat.producer.sees()


async def test_in_english(chat: Talk) -> None:
    await chat.producer.says("/language")
    await chat.producer.presses("English")
    await chat.producer.says("/criteria")
    await chat.producer.presses("Drinks")
    await chat.producer.presses("White spirits")
    assert "written in Vietnamese" in chat.producer.sees()
    await chat.producer.presses("Part B")
    assert "Part B. Marketing: 25 points at most" in chat.producer.sees()
    assert "Source: " in chat.producer.sees()


@pytest.mark.parametrize("key", ["criteria.set:27", "criteria.part:6:D", "criteria.sector:IX"])
async def test_what_does_not_exist_is_refused(chat: Talk, key: str) -> None:
    await chat.producer.forges(key)
    assert "Mục này đã cũ" in chat.producer.sees()


@pytest.mark.parametrize(("page", "shown"), [(-1, "Rau, củ, quả"), (9, "Cà phê, ca cao")])
async def test_a_page_that_is_not_there_is_the_nearest_one(chat: Talk, page: int, shown: str) -> None:
    await chat.producer.forges(f"criteria.sector:I:{page}")
    assert shown in str(chat.producer.choices())


async def test_every_page_of_every_part_is_one_message(chat: Talk) -> None:
    for criteria_set in load_criteria().sets:
        for part in "ABC":
            await chat.producer.forges(f"criteria.part:{criteria_set.number}:{part}")
            first = chat.producer.sees()
            assert f"Phần {part}." in first
            assert "---" not in first
            while "Xem thêm" in chat.producer.choices():
                await chat.producer.presses("Xem thêm")
                assert "---" not in chat.producer.sees()
