from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.chromium import browsing, chromium
from tests.operations.process import demo


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Started once for all: every page has a profile of its own."""
    if chromium() is None:
        why = "there is no Chromium; install it, or name one in OCOP_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    async with browsing() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, tmp_path: Path) -> AsyncIterator[Page]:
    """The page of a real ``ocop-bot demo``, in a browser that must find nothing to complain of."""
    complaints: list[str] = []
    async with (
        demo(tmp_path) as (_, url),
        await browser.new_page(viewport={"width": 1600, "height": 1000}, locale="vi-VN") as page,
    ):
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda entry: complaints.append(entry.text) if entry.type == "error" else None)
        page.on("request", lambda asked: None if asked.url.startswith(url) else complaints.append(asked.url))
        await page.goto(url)
        yield page
    assert complaints == []
