"""An assessment's result: what is missing, last time, what if, and showing it to an officer."""

from __future__ import annotations

from PIL import Image
from sqlalchemy import select

from models.audit import Audit
from models.criteria import load_criteria
from models.mail import EventKind
from models.requests import Request, RequestKind
from tests.conversations.assessing import assessed, levels, stored
from tests.conversations.people import consents, make_desk, make_officer
from tests.talk import Talk


async def test_the_request_beneath_each_missing_condition(chat: Talk) -> None:
    lan = chat.producer
    await lan.says("/start")
    best = levels(4, 9)
    await assessed(lan, 4, best | {"3.5": 1, "9": 0, "2.3": 2, "4.1": 2})
    await lan.says("/chamdiem")
    await lan.presses("Mật ong Na Rì")
    seen = lan.sees()
    assert "⭐" not in seen.partition("\n---\n")[0], "quality isn't declared: no star"
    assert "• 9 Công bố chất lượng: cần “Đã công bố chất lượng” (+2 điểm)\n   → 🤝 Xin hỗ trợ kiểm nghiệm" in seen
    await assessed(lan, 4, best | {"3.5": 1, "2.3": 2, "4.1": 2}, product="Mật ong Chợ Rã")
    await lan.says("/chamdiem")
    await lan.presses("Mật ong Chợ Rã")
    seen = lan.sees()
    assert "3 sao ⭐⭐⭐" in seen
    assert "Còn thiếu 3 điều kiện để lên 4 sao:" in seen
    lines = seen.splitlines()
    for code, *wanted in (
        ("2.3", "bao bì, nhãn", "mã vạch"),
        ("3.5", "sở hữu trí tuệ"),
        ("4.1", "xúc tiến thương mại"),
    ):
        place = next(index for index, line in enumerate(lines) if line.startswith(f"• {code} "))
        for offset, help_ in enumerate(wanted, 1):
            assert help_ in lines[place + offset]
    assert "Làm đủ các điều kiện trên là đủ điểm lên 4 sao." in seen
    await lan.presses("Xin hỗ trợ sở hữu trí tuệ")
    await lan.presses("Đồng ý", on="91/2025")
    async with chat.look() as session:
        assert (await session.scalars(select(Request.kind))).all() == [RequestKind.IP]


async def test_five_stars_have_nothing_above_them(chat: Talk) -> None:
    await chat.producer.says("/start")
    await assessed(chat.producer, 26, levels(26, 9), product="Homestay Pác Ngòi")
    await chat.producer.says("/chamdiem")
    await chat.producer.presses("Homestay")
    assert "100 điểm, 5 sao ⭐⭐⭐⭐⭐" in chat.producer.sees()
    assert "Đã ở mức 5 sao" in chat.producer.sees()


async def test_compared_with_last_time(chat: Talk) -> None:
    lan = chat.producer
    await lan.says("/start")
    before = levels(4, 1)
    await assessed(lan, 4, before, days_ago=40, product="mật ong na rì")
    await assessed(lan, 4, levels(4, 2), product="Chè", days_ago=30)
    await assessed(lan, 4, before | {"1.1": before["1.1"] + 2, "1.7": 0})
    await lan.says("/chamdiem")
    await lan.presses("Mật ong Na Rì")
    assert "So với lần trước (14/10/2026:" in lan.sees()
    assert "+1 điểm" in lan.sees()
    await lan.presses("Chấm lại")
    assert "1/32" in lan.sees()
    assert len(await stored(chat)) == 4


async def test_what_if(chat: Talk) -> None:
    lan = chat.producer
    await lan.says("/start")
    number = await assessed(lan, 4, levels(4, 9) | {"3.5": 1})
    await lan.says("/chamdiem")
    await lan.presses("Mật ong")
    await lan.presses("Thử thay đổi")
    assert lan.choices()[0] == "3.5 Sở hữu trí tuệ"
    await lan.presses("3.5 Sở hữu trí tuệ")
    assert "Hiện nay: 1 điểm. Thử mức nào?" in lan.sees()
    await lan.presses("Mức 3")
    assert "Hiện nay: 98 điểm, 3 sao" in lan.sees()
    assert "Khi đổi: 99 điểm, 5 sao" in lan.sees()
    assert "Điều kiện còn thiếu cho 4 sao: 1 → 0" in lan.sees()
    assert (await stored(chat))[0].answers["3.5"] == 1
    await lan.presses("Không giữ")
    assert (await stored(chat))[0].answers["3.5"] == 1
    await lan.presses("Thử tiêu chí khác")
    await lan.presses("Phần C.")
    await lan.presses("Xem thêm")
    await lan.presses("Quay lại")
    await lan.forges(f"assess.try:{number}:3.5:2")
    await lan.presses("Giữ thay đổi")
    assert "99 điểm, 5 sao" in lan.sees()
    (assessment,) = await stored(chat)
    assert (assessment.answers["3.5"], assessment.points, assessment.stars) == (2, 99, 5)
    for key in (f"assess.keep:{number}:3.5:7", f"assess.part:{number}:D", f"assess.change:{number}:99"):
        await lan.forges(key)
        assert "Mục này đã cũ" in lan.sees()


async def test_the_card_is_drawn_and_shown(chat: Talk) -> None:
    await chat.producer.says("/start")
    await assessed(chat.producer, 23, levels(23, 1), product="Hoa lan & hồ điệp", full=False)
    await chat.producer.says("/chamdiem")
    await chat.producer.presses("Hoa lan")
    shown = next(shown for shown in chat.producer.screen if shown.picture is not None)
    assert shown.picture is not None
    assert shown.picture.path is not None
    with Image.open(chat.house.data_dir / shown.picture.path) as image:
        assert (image.width, image.format) == (1080, "PNG")
        assert len(image.getcolors(1 << 24) or ()) > 50


async def test_an_officer_sees_it_and_writes_back(chat: Talk) -> None:
    lan = chat.producer
    await make_officer(chat.officer, "barcode")
    await make_desk(chat, "-100")
    await lan.says("/start")
    number = await assessed(lan, 4, levels(4, 1))
    await lan.says("/chamdiem")
    await lan.presses("Mật ong")
    await lan.presses("Gửi cho cán bộ xem")
    assert "91/2025" in lan.sees()
    assert "Mật ong" not in chat.officer.sees_all()
    await lan.presses("Đồng ý", on="91/2025")
    assert "Em đã gửi bài chấm cho cán bộ" in lan.sees()
    for reader in (chat.officer, chat.officer.at("-100")):
        assert "Hoàng Thị Lan gửi bài chấm điểm thử" in reader.sees_all()
        assert "Chấm điểm thử: Mật ong Na Rì" in reader.sees_all()
        assert "Còn thiếu" in reader.sees_all()
        assert any(shown.picture for shown in reader.screen)
    told = len(chat.officer.screen)
    await lan.forges(f"assess.share:{number}")
    assert "Em đã gửi bài chấm này cho cán bộ lúc" in lan.sees()
    assert len(chat.officer.screen) == told

    await chat.officer.replies("gửi bài chấm", "Chị làm nhãn hiệu trước nhé")
    assert "Em đã chuyển." in chat.officer.sees()
    assert "Cán bộ Nông Thị Hạnh nhắn về bài chấm “Mật ong Na Rì”" in lan.sees_all()
    await lan.replies("làm nhãn hiệu trước", "Vâng ạ")
    assert "Hoàng Thị Lan nhắn về bài chấm “Mật ong Na Rì”: Vâng ạ" in chat.officer.sees_all()
    async with chat.look() as session:
        actions = (await session.scalars(select(Audit.action))).all()
    assert actions.count("assessment.shared") == actions.count("assessment.answered") == 1


async def test_in_a_group_only_officers_answer(chat: Talk) -> None:
    await make_desk(chat, "-100")
    await consents(chat.producer)
    number = await assessed(chat.producer, 4, levels(4, 1))
    await chat.producer.forges(f"assess.share:{number}")
    await chat.neighbour.at("-100").replies("gửi bài chấm", "hỏng rồi")
    assert "hỏng rồi" not in chat.producer.sees_all()


async def test_erased_with_the_person(chat: Talk) -> None:
    lan = chat.producer
    await make_officer(chat.officer)
    await consents(lan)
    number = await assessed(lan, 4, levels(4, 1))
    await lan.forges(f"assess.share:{number}")
    await lan.says("/riengtu")
    assert "bài chấm thử: 1" in lan.sees()
    cards = chat.house.data_dir / "cards"
    assert list(cards.iterdir())
    await lan.forges("privacy.erased")
    assert await stored(chat) == []
    assert list(cards.iterdir()) == []
    assert "Bài chấm này đã được người gửi xóa." in chat.officer.sees_all()
    await chat.officer.replies("đã được người gửi xóa", "Chị ơi")
    assert "Chị ơi" not in lan.sees_all()


async def test_a_word_about_an_erased_one_reaches_nobody_else(chat: Talk) -> None:
    await make_officer(chat.officer)
    await consents(chat.producer)
    number = await assessed(chat.producer, 4, levels(4, 1))
    await chat.producer.forges(f"assess.share:{number}")
    asked = chat.officer.screen[-1]
    await chat.producer.forges("privacy.erased")
    await consents(chat.neighbour)
    other = await assessed(chat.neighbour, 4, levels(4, 1))
    await chat.neighbour.forges(f"assess.share:{other}")
    assert other > number
    await chat.officer.sends(EventKind.TEXT, "Riêng với chị Lan", reply_to=asked.id)
    assert "Riêng với chị Lan" not in chat.neighbour.sees_all()


async def test_what_is_not_shared_any_more_is_not_talked_about(chat: Talk) -> None:
    await make_officer(chat.officer)
    await consents(chat.producer)
    number = await assessed(chat.producer, 4, levels(4, 1))
    await chat.producer.forges(f"assess.share:{number}")
    asked = chat.officer.screen[-1]
    await chat.producer.forges("privacy.withdrawn")
    await chat.officer.sends(EventKind.TEXT, "Chị ơi", reply_to=asked.id)
    assert "không còn" in chat.officer.sees()
    assert "Chị ơi" not in chat.producer.sees_all()


async def test_both_languages_say_the_same_numbers(chat: Talk) -> None:
    lan = chat.producer
    await lan.says("/start")
    await assessed(lan, 4, levels(4, 2))
    await lan.says("/chamdiem")
    await lan.presses("Mật ong")
    points = (await stored(chat))[0].points
    assert f"{points} điểm, " in lan.sees()
    await lan.says("/ngonngu")
    await lan.presses("English")
    await lan.says("/assess")
    await lan.presses("Mật ong")
    assert f"{points} points, " in lan.sees()
    assert load_criteria("en").set(4).short in lan.sees()
