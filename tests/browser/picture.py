"""Takes the picture for the README: `python -m tests.browser.picture` writes docs/demo.png."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from tests.browser.chromium import browsing
from tests.browser.hands import Hands
from tests.operations.process import demo

PICTURE = Path(__file__).parents[2] / "docs" / "demo.png"


async def main() -> None:
    """A producer on Zalo hands in a request, another asks, an officer of the account takes it, an admin broadcasts."""
    with tempfile.TemporaryDirectory() as folder:
        async with demo(Path(folder)) as (_, url), browsing() as browser:
            page = await browser.new_page(viewport={"width": 1600, "height": 1000}, locale="vi-VN")
            await page.goto(url)
            await page.locator("#guide-open").click()
            lan, phuc, hanh, admin = (Hands(page, role) for role in ("producer", "second_producer", "officer", "admin"))
            await lan.opens("zalo")
            await hanh.opens("zalo_oa")
            await hanh.starts()
            await hanh.sees("Anh/chị muốn làm gì?")
            await lan.agrees()
            await lan.asks_for_a_barcode()
            await hanh.presses("Nhận", on="Đang chờ nhận")
            await lan.sees("Nông Thị Hạnh đã nhận yêu cầu MV-")
            await lan.says("muon len 4 sao can gi")
            await lan.sees("Nguồn:")
            await phuc.agrees()
            await phuc.says("dang ky ma vach ntn")
            await phuc.sees("Nguồn:")
            await admin.says("/thongbao")
            await admin.sees("Anh/chị viết nội dung thông báo")
            await admin.says("Mời các chủ thể dự tập huấn hồ sơ OCOP, 8 giờ sáng thứ Sáu, tại xã Côn Minh.")
            await admin.sees("Tin trên đúng như mọi người sẽ thấy")
            await page.mouse.click(800, 20)
            await page.screenshot(path=PICTURE, animations="disabled")


if __name__ == "__main__":
    asyncio.run(main())
