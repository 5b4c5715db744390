"""A producer's products: told, corrected, their papers, and the reminders."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update

from models.accounts import Account
from models.audit import Audit
from models.mail import EventKind, Inbox, Lane, Outbox
from models.producers import Producer
from models.products import Product, Source
from models.schedule import Due
from tests.conversations.filling import fill, form_of
from tests.conversations.people import consents
from tests.talk import MORNING, Person, Talk

MINE = {
    "producer_name": "HTX Miến dong Côn Minh",
    "product_name": "Chè Shan tuyết",
    "product_set": "1",
    "stars": "3 sao",
    "issued": "15/06/2024",
}


async def adds(person: Person, **different: object) -> None:
    """A whole product, told from the command to the end; the consent comes first where it isn't given."""
    await person.says("/sanpham")
    await person.presses("Thêm sản phẩm")
    await fill(person, **(MINE | different))
    await person.presses("Ghi lại")


async def products(chat: Talk) -> list[Product]:
    async with chat.look() as session:
        return list(await session.scalars(select(Product).order_by(Product.id)))


async def joined(chat: Talk, person: Person, **columns: object) -> int:
    """A product of this person, as if it had been told long ago; returns its number."""
    await consents(person)
    async with chat.database.write() as session:
        account = await session.scalar(select(Account).where(Account.address == person.address))
        assert account is not None
        producer = Producer(name=f"HTX {person.name}", profile={}, created_at=MORNING)
        session.add(producer)
        await session.flush()
        account.producer_id = producer.id
        product = Product(
            **{"name": "Mật ong", "set_number": 4, "stars": 3, "issued": date(2025, 1, 1), "source": Source.OWN}
            | columns,
            producer_id=producer.id,
            producer_name=producer.name,
            reminded=True,
            created_at=MORNING,
        )
        session.add(product)
        await session.flush()
        return product.id


async def test_the_first_product_is_told_after_the_consent(chat):
    await chat.producer.says("/start")
    await chat.producer.says("/sanpham")
    assert "chưa ghi sản phẩm nào" in chat.producer.sees()
    await chat.producer.presses("Thêm sản phẩm")
    assert "91/2025" in chat.producer.sees(), "consent is asked for first"
    await chat.producer.presses("Đồng ý", on="91/2025")
    assert "Cơ sở của anh/chị tên là gì?" in chat.producer.sees()
    await chat.producer.says("HTX Miến dong Côn Minh")
    await chat.producer.says("Miến dong Côn Minh")
    assert "bộ tiêu chí nào" in chat.producer.sees()
    assert [each for each in chat.producer.choices() if each.startswith("Bộ")] == [
        "Bộ 6: Chế biến từ gạo, ngũ cốc",
        "Bộ 7: Chế biến từ rau, củ, quả, hạt",
    ]
    await chat.producer.presses("Bộ 7")
    await chat.producer.presses("3 sao")
    await chat.producer.says("30/11/2026")
    assert "tương lai" in chat.producer.sees()
    await chat.producer.says("15/06/2024")
    seen = chat.producer.sees()
    assert "xem lại rồi ghi: Sản phẩm OCOP" in seen
    assert "Ngày cấp:" in seen
    await chat.producer.presses("Ghi lại")
    seen = chat.producer.sees()
    assert "Em đã ghi" in seen
    assert "có giá trị đến 15/06/2027" in plain(seen)
    assert "nộp ở xã từ 17/12/2026 đến 15/02/2027" in seen
    assert "Em sẽ nhắc vào: 17/12/2026, 16/01/2027, 10/02/2027" in seen
    (product,) = await products(chat)
    assert (product.name, product.set_number, product.stars) == ("Miến dong Côn Minh", 7, 3)
    assert product.producer_name == "HTX Miến dong Côn Minh"
    await chat.producer.says("/sanpham")
    assert "Miến dong Côn Minh · 3 sao, đến 15/06/2027" in chat.producer.choices()


async def test_in_english(chat):
    await chat.producer.says("/language")
    await chat.producer.presses("English")
    await chat.producer.says("/products")
    assert "You have told me of no product yet" in chat.producer.sees()
    await chat.producer.presses("Add a product")
    await chat.producer.presses("agree", on="91/2025")
    await fill(chat.producer, **(MINE | {"stars": "4 stars"}))
    await chat.producer.presses("Save")
    seen = chat.producer.sees()
    assert "4 stars, issued 15/06/2024" in seen
    assert "I will remind you on: 17/12/2026" in seen
    await chat.passes(days=24)
    assert "The OCOP certificate of Chè Shan tuyết ends on 15/06/2027, in 180 days." in plain(chat.producer.sees())


async def test_a_set_is_found_by_what_the_product_is(chat):
    await consents(chat.producer)
    await chat.producer.says("/sanpham")
    await chat.producer.presses("Thêm sản phẩm")
    await chat.producer.says("HTX Ba Bể")
    await chat.producer.says("Hương rừng")
    await chat.producer.says("đồ chơi ngồ ngộ")
    assert "chưa rõ đó là loại hàng gì" in chat.producer.sees()
    await chat.producer.says("99")
    assert "từ 1 đến 26" in chat.producer.sees()
    await chat.producer.says("mien dong")
    assert "một trong các bộ dưới đây" in chat.producer.sees()
    await chat.producer.presses("Bộ 6")
    assert (await form_of(chat.producer))["answers"]["product_set"] == 6


async def test_correcting_begins_with_what_is_known_and_moves_the_reminders(chat):
    await consents(chat.producer)
    await adds(chat.producer)
    await chat.producer.presses("Sửa, thêm giấy tờ")
    assert "xem lại rồi ghi" in chat.producer.sees()
    await chat.producer.presses("Sửa")
    await chat.producer.presses("Ngày cấp")
    await chat.producer.says("15/09/2026")
    await chat.producer.presses("Bổ sung")
    for answer in ("512/QĐ-UBND", "10/10/2026", "01/03/2027", "01/08/2030"):
        await chat.producer.says(answer)
    await chat.producer.presses("Ghi lại")
    seen = plain(chat.producer.sees())
    assert "giấy số 512/QĐ-UBND cấp ngày 15/09/2026, có giá trị đến 15/09/2029" in seen
    assert "Phiếu kiểm nghiệm còn dùng đến 10/10/2027" in seen
    assert "Em sẽ nhắc vào: 31/12/2026, 14/02/2027, 11/08/2027" in seen
    assert len(await products(chat)) == 1
    await chat.passes(days=30)
    assert "Giấy chứng nhận OCOP" not in chat.producer.sees(), "the old certificate's reminders are called off"


async def test_every_reminder_of_a_certificate_comes_once_by_day(chat):
    await consents(chat.producer)
    await adds(chat.producer)
    await chat.passes(days=210)
    async with chat.look() as session:
        rows = (await session.scalars(select(Outbox).where(Outbox.lane == Lane.NOTICE).order_by(Outbox.id))).all()
    sent = [chat.house.local(row.created_at) for row in rows if row.topic]
    assert [f"{at:%d/%m/%Y %H:%M}" for at in sent] == ["17/12/2026 08:00", "16/01/2027 08:00", "10/02/2027 08:00"]
    told = plain(chat.producer.sees())
    assert [told.count(f"còn {days} ngày") for days in (180, 150, 125)] == [1, 1, 1]
    assert "từ 17/12/2026 đến hết ngày 15/02/2027" in told
    await chat.producer.says("/sanpham")
    await chat.producer.presses("Chè Shan tuyết")
    await chat.producer.presses("Sửa, thêm")
    await chat.producer.presses("Ghi lại")
    await chat.passes(days=10)
    assert "⏰ Giấy" not in chat.producer.sees(), "what was told isn't told again"


async def test_a_reminder_missed_at_night_waits_for_the_morning(chat):
    identifier = await joined(chat, chat.producer, issued=date(2024, 6, 15))
    async with chat.database.write() as session:
        session.add(
            Due(
                key="product.remind",
                args={"product_id": identifier, "matter": "regrade", "last": "2027-06-15", "days": 180},
                topic=f"product:{identifier}",
                due_at=MORNING + timedelta(days=24, hours=13),  # 22:00 on 17 December: the program was down by day
            )
        )
    await chat.passes(days=24, hours=20)
    assert "180 ngày" not in chat.producer.sees_all()
    await chat.passes(hours=3)
    assert chat.producer.sees_all().count("còn 179 ngày") == 1


async def test_what_a_long_sleep_has_overtaken_is_not_told(chat):
    await joined(chat, chat.producer, issued=date(2024, 6, 15))
    await chat.producer.says("/sanpham")
    await chat.producer.presses("Mật ong")
    await chat.producer.presses("Tắt nhắc")
    await chat.producer.presses("Bật nhắc")
    async with chat.database.write() as session:
        late = MORNING + timedelta(days=60)
        await session.execute(update(Due).where(Due.due_at < late).values(due_at=late))
    await chat.passes(days=61)
    assert chat.producer.sees_all().count("⏰ Giấy chứng nhận OCOP") == 1, "180 is overtaken by 150, 125 isn't due"


async def test_reminders_can_be_turned_off_and_on(chat):
    await consents(chat.producer)
    await adds(chat.producer)
    await chat.producer.presses("Tắt nhắc")
    assert "không nhắc về sản phẩm này nữa" in chat.producer.sees()
    assert "Đang tắt nhắc" in chat.producer.sees()
    await chat.passes(days=40)
    assert "⏰ Giấy" not in chat.producer.sees()
    await chat.producer.says("/sanpham")
    await chat.producer.presses("Chè")
    await chat.producer.presses("Bật nhắc")
    assert "Em sẽ nhắc vào: 16/01/2027, 10/02/2027" in chat.producer.sees()
    await chat.passes(days=15)
    assert "còn 150 ngày" in chat.producer.sees()


async def test_who_is_preparing_hears_of_every_round(chat):
    await consents(chat.producer)
    await adds(chat.producer, stars="Chưa có")
    assert "chưa có giấy chứng nhận" in chat.producer.sees()
    await chat.passes(days=700)
    told = plain(chat.producer.sees())
    assert told.count("Còn 45 ngày đến 30/04/2027") == told.count("Còn 15 ngày đến 30/04/2027") == 1
    assert told.count("Còn 45 ngày đến 30/10/2027") == told.count("Còn 45 ngày đến 30/04/2028") == 1
    assert "15 ngày làm việc" in told


async def test_papers_that_lapse_are_told(chat):
    await joined(
        chat,
        chat.producer,
        lab_report=date(2026, 2, 1),
        food_safety=date(2027, 3, 1),
        trademark=date(2027, 1, 25),
    )
    await chat.producer.says("/sanpham")
    await chat.producer.presses("Mật ong")
    assert "còn dùng đến 01/02/2027" in chat.producer.sees()
    await chat.producer.presses("Tắt nhắc")
    await chat.producer.presses("Bật nhắc")
    await chat.passes(days=100)
    told = plain(chat.producer.sees_all())
    for text in (
        "Phiếu kiểm nghiệm của Mật ong dùng được đến 01/02/2027, còn 60 ngày",
        "Phiếu kiểm nghiệm của Mật ong dùng được đến 01/02/2027, còn 15 ngày",
        "Giấy an toàn thực phẩm của Mật ong hết hạn ngày 01/03/2027, còn 60 ngày",
        "Nhãn hiệu của Mật ong hết hạn ngày 25/01/2027, còn 15 ngày",
    ):
        assert told.count(text) == 1, text


async def test_a_reminder_opens_its_product(chat):
    await consents(chat.producer)
    await adds(chat.producer)
    await chat.passes(days=25)
    if chat.producer.last().buttons:
        await chat.producer.presses("Xem sản phẩm", on="180 ngày")
    else:
        assert "Gõ /sanpham để xem" in chat.producer.sees()
        await chat.producer.says("/sanpham")
        await chat.producer.presses("Chè Shan tuyết")
    assert "Đang trong thời gian nộp" in chat.producer.sees()


async def test_somebody_elses_product_is_refused(chat):
    identifier = await joined(chat, chat.producer)
    await consents(chat.neighbour)
    for key in ("show", "correct", "papers", "mute", "unmute", "delete", "delete_now"):
        await chat.neighbour.forges(f"product.{key}:{identifier}")
        assert "không tìm thấy sản phẩm này" in chat.neighbour.sees(), key
    await chat.neighbour.forges(f"product.write:{identifier}:again")
    assert "không tìm thấy" in chat.neighbour.sees()
    await chat.neighbour.forges("product.show:4711")
    assert "không tìm thấy" in chat.neighbour.sees()
    await chat.neighbour.forges("register.offer")
    assert "không dành cho" in chat.neighbour.sees()
    (product,) = await products(chat)
    assert product.reminded
    async with chat.look() as session:
        refused = (await session.scalars(select(Audit.action).where(Audit.target == str(identifier)))).all()
    assert refused == ["refused.product"] * 8


async def test_not_in_a_group(chat):
    await joined(chat, chat.producer)
    group = chat.producer.at("-500")
    await group.says("/sanpham")
    assert "nhắn riêng" in group.sees_all()
    assert "Mật ong" not in group.sees_all()


async def test_another_form_is_not_lost(chat):
    await consents(chat.producer)
    await chat.producer.says("/hotro")
    await chat.producer.presses("Kiểm nghiệm")
    await chat.producer.says("/sanpham")
    await chat.producer.presses("Thêm sản phẩm")
    assert "đang điền dở: Kiểm nghiệm" in chat.producer.sees()


async def test_deleting_asks_and_ends_the_reminders(chat):
    await consents(chat.producer)
    await adds(chat.producer)
    await chat.producer.presses("Bỏ khỏi danh sách")
    assert "mọi lời nhắc" in chat.producer.sees()
    await chat.producer.presses("Bỏ", on="mọi lời nhắc")
    assert "Em đã bỏ Chè Shan tuyết" in chat.producer.sees()
    assert await products(chat) == []
    await chat.passes(days=60)
    assert "⏰" not in chat.producer.sees()


async def test_what_is_waited_for_comes_after_a_product_that_was_reminded_of_is_deleted(chat):
    number = await joined(chat, chat.producer)
    async with chat.database.write() as session:
        args = {"product_id": number, "matter": "certificate"}
        session.add(Due(key="product.gone", args=args, topic=f"product:{number}", due_at=MORNING))
    await chat.passes(minutes=1)
    await chat.producer.forges(f"product.delete_now:{number}")
    assert await joined(chat, chat.neighbour) > number, "another one doesn't get its number"
    async with chat.database.write() as session:
        session.add(Due(key="product.gone", args={}, due_at=chat.now()))
    assert await chat.clock.tick() is None
    async with chat.look() as session:
        assert await session.scalar(select(Due.fired_at)) == chat.now()
        assert len((await session.scalars(select(Inbox).where(Inbox.kind == EventKind.DUE))).all()) == 2


async def test_who_takes_the_consent_back_leaves_no_product_behind(chat):
    await joined(chat, chat.producer)
    await chat.producer.says("/riengtu")
    assert "Sản phẩm đã ghi: 1" in chat.producer.sees()
    await chat.producer.presses("Rút lại đồng ý")
    await chat.producer.presses("Rút lại")
    assert await products(chat) == []


def plain(text: str) -> str:
    """Without bold and italic marks."""
    return text.replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "")


async def test_a_question_is_about_the_product_that_is_open(chat):
    await consents(chat.producer)
    await adds(chat.producer, product_name="Rượu ngô men lá", product_set="14")
    await chat.producer.says("/sanpham")
    await chat.producer.presses("Rượu ngô")
    await chat.producer.says("muốn lên 4 sao bắt buộc gì")
    assert "Rượu trắng: điều kiện 4 sao" in chat.producer.sees()
    await chat.producer.says("/menu")
    await chat.producer.says("đăng ký mã vạch thế nào")
    await chat.producer.says("muốn lên 4 sao cần gì")
    assert "Rượu trắng" not in chat.producer.sees()
