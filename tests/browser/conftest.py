from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser.chromium import browsing, chromium
from tests.operations.process import demo


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """The page of a real ``ocop-bot demo``, in a browser that must find nothing to complain of."""
    if chromium() is None:
        why = "there is no Chromium; install it, or name one in OCOP_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    complaints: list[str] = []
    async with demo(tmp_path) as (_, url), browsing() as browser:
        page = await browser.new_page(viewport={"width": 1600, "height": 1000}, locale="vi-VN")
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda entry: complaints.append(entry.text) if entry.type == "error" else None)
        page.on("request", lambda asked: None if asked.url.startswith(url) else complaints.append(asked.url))
        await page.goto(url)
        yield page
    assert complaints == []
