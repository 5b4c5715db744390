"""Filling a form as somebody would who has every answer ready."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.accounts import Account
from models.dialogue import Dialogue
from tests.talk import Person

#: What is typed for each field; a tuple is sent as one file each.
TYPED: dict[str, Any] = {
    "producer_name": "HTX Miến dong Côn Minh",
    "producer_type": "Hợp tác xã",
    "contact_name": "Hoàng Thị Lan",
    "contact_phone": "0912 345 678",
    "commune": "con minh",
    "product_name": "Miến dong Côn Minh",
    "product_group": "Thực phẩm",
    "contact_role": "Giám đốc",
    "email": "htx@example.vn",
    "address_detail": "thôn Chợ B",
    "business_reg_no": "0100109106",
    "ocop_status": "3 sao",
    "ocop_expiry": "15/03/2027",
    "deadline": "30/04/2027",
    "description": "Cần sớm vì sắp in bao bì mới",
    # barcode
    "legal_name_exact": "Hợp tác xã Miến dong Côn Minh",
    "head_office_address": "Thôn Chợ B, xã Côn Minh, tỉnh Thái Nguyên",
    "legal_rep": "Nguyễn Văn A - Giám đốc",
    "doc_type": "Đăng ký hợp tác xã",
    "has_gs1_code": "có",
    "sku_count_now": "4",
    "printed_already": "Không",
    "gs1_company_prefix": "8936012345",
    "certificate_expiry": "01/08/2027",
    "sku_count_2y": "12",
    "sku_list": "Miến dong 500 g túi PE",
    "gtin": "8934602001078",
    # lab test
    "test_purpose": "Làm hồ sơ OCOP",
    "product_type": "Mật ong",
    "ingredients": "100% mật ong rừng",
    "packaging": "chai thủy tinh 500 ml",
    "shelf_life": "24 tháng",
    "storage": "Nhiệt độ thường",
    "lot_no": "L05 – 10/11/2026",
    "sample_available": "1 kg",
    "tests_wanted": "1,2",
    "delivery": "Tự mang đến",
    "process_summary": "lọc, hạ thủy phần, đóng chai",
    "standards": "TCVN 12605:2019",
    "last_report_date": "12/06/2025",
    "attp_certificate": "Bản cam kết (cơ sở nhỏ)",
    # intellectual property
    "ip_type": "Nhãn hiệu",
    "applicant_type": "Hợp tác xã",
    "applicant_name": "Hợp tác xã Miến dong Côn Minh",
    "applicant_address": "xã Côn Minh, tỉnh Thái Nguyên",
    "mark_text": "Côn Minh Sạch",
    "goods_services": "miến dong khô",
    "has_place_name": "Có",
    "place_name": "Bắc Kạn",
    "logo_image": ("logo.png",),
    "logo_colors": "xanh lá, vàng",
    "already_used_since": "2021",
    # quality
    "need": "Xây dựng tiêu chuẩn cơ sở (TCCS)",
    "current_cert": "VietGAP - 01/05/2027",
    "area_or_capacity": "5 ha chè",
    "workers": "12",
    "process_steps": "hái, sao, vò, sấy, đóng gói",
    "target_market": "Siêu thị",
    "target_star": "4 sao",
    "prefers_training": "Tài liệu",
    # packaging
    "label_photos": ("truoc.jpg", "sau.jpg"),
    "net_weight": "500 g",
    "nsx_hsd": "NSX 10/11/26, HSD 10/11/28",
    "responsible_party": "HTX Miến dong, xã Côn Minh, Thái Nguyên",
    "origin": "Việt Nam",
    "nutrition": "350 kcal; đạm 0,3 g",
    "use_ocop_logo": "Có",
    "qr_target": "https://truyxuat.example.vn/abc",
    "bilingual": "Không",
    "claims": "100% tự nhiên",
    # selling
    "monthly_capacity": "2 tấn/tháng",
    "documents_ready": "1,4",
    "price_range": "85.000 đ/gói 500 g",
    "existing_shop": "https://shop.example.vn",
    "warehouse": "tự đóng thùng, gửi bưu điện xã",
    "packing_ready": "Có",
    "photos": ("sp1.jpg", "sp2.jpg"),
    "event_name": "Hội chợ xuân Thái Nguyên 2027",
}


async def form_of(person: Person) -> dict[str, Any]:
    """The form under way, as the database keeps it; empty: none."""
    async with person.talk.look() as session:
        form = await session.scalar(
            select(Dialogue.form)
            .join(Account, Account.id == Dialogue.account_id)
            .where(Account.address == person.address, Dialogue.chat == person.chat)
        )
    return form or {}


async def fill(person: Person, until: str | None = None, **different: Any) -> dict[str, Any]:
    """Answer field after field until the review, or until the field of that name is asked; returns the form."""
    stage = (await form_of(person))["stage"]
    for _ in range(60):
        form = await form_of(person)
        if form["stage"] != stage or form["field"] in (None, until):
            return form
        name = form["field"]
        answer = different.get(name, TYPED.get(name, "1"))
        if isinstance(answer, tuple):
            for file in answer:
                await person.sends_document(name=file, mime="image/jpeg")
            if (await form_of(person))["field"] == name:
                await person.says("Xong")
        else:
            await person.says(answer)
        assert (await form_of(person))["field"] != name, f"{name} refused {answer!r}: {person.sees()}"
    raise AssertionError("the form has no end")


async def begins(person: Person, kind: str) -> None:
    """Choose a kind of support."""
    await person.says("/hotro")
    await person.presses(kind)


async def hands_in(person: Person, kind: str, **different: Any) -> None:
    """A whole request, from the command to the code."""
    await begins(person, kind)
    if (await form_of(person))["stage"] == "reuse":
        await person.presses("Dùng lại")
    await fill(person, **different)
    await person.presses("Gửi yêu cầu")
