"""The page in a real browser, with a small scripted bot behind it."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from bot.demo.cast import PRODUCER_ID, Cast, seat_cast
from bot.demo.platform import Platform
from bot.demo.world import Button, Message
from tests.browser.chromium import browsing
from tests.demo.conftest import Caller
from tests.demo.pictures import png

BUTTONS = {"inline_keyboard": [[{"text": "Đồng ý", "callback_data": "yes"}]]}

#: Beside the page's own: `heard` is there once the question and its answer were.
LISTEN = """() => new Promise((ready) => {
  const stream = new EventSource("/demo/events");
  let messages = 0;
  const heard = new Promise((done) => {
    stream.onmessage = ({ data }) => JSON.parse(data).what === "message" && ++messages === 2 && done(stream.close());
  });
  stream.onopen = () => ready({ heard });
})"""

#: The browser is started once, and everything that speaks with it is in its loop.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def platform() -> AsyncIterator[Platform]:
    platform = Platform()
    async with platform.running():
        yield platform


@pytest_asyncio.fixture(loop_scope="module")
async def api(platform: Platform) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(session, platform)


@pytest.fixture
def cast(platform: Platform) -> Cast:
    return seat_cast(platform)


@pytest_asyncio.fixture(loop_scope="module")
async def bot(api: Caller, cast: Cast) -> AsyncIterator[None]:
    """Greets, takes a press, and says back what it got."""

    async def answer(update: dict) -> None:
        if press := update.get("callback_query"):
            await api("answerCallbackQuery", callback_query_id=press["id"], text="Đã ghi")
            where = {"chat_id": press["from"]["id"], "message_id": press["message"]["message_id"]}
            await api("editMessageText", **where, text="Cảm ơn")
        elif message := update.get("message"):
            chat_id = message["chat"]["id"]
            if message.get("text") == "/start":
                await api(
                    "sendMessage",
                    chat_id=chat_id,
                    text="<b>Chào</b>",
                    parse_mode="HTML",
                    reply_markup=BUTTONS,
                )
            elif "photo" in message:
                await api("sendPhoto", chat_id=chat_id, photo=message["photo"][-1]["file_id"], caption="ảnh đây")
            elif "text" in message:
                await api("sendMessage", chat_id=chat_id, text=f"nghe: {message['text']}")

    async def run() -> None:
        await api("setMyCommands", commands=[{"command": "start", "description": "Bắt đầu"}])
        offset = 0
        while True:
            for update in await api("getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                await answer(update)

    running = asyncio.create_task(run())
    yield
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with browsing() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, platform: Platform, bot: None) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda entry: complaints.append(entry.text) if entry.type == "error" else None)
    await page.goto(platform.page_url)
    await expect(page.get_by_test_id("phone-producer")).to_be_visible()
    yield page
    await page.close()
    assert complaints == []


def shown(text: str):
    return lambda message: isinstance(message, Message) and message.text == text


async def test_a_conversation_by_hand(page: Page, cast: Cast):
    lan, phuc = page.get_by_test_id("phone-producer"), page.get_by_test_id("phone-second_producer")
    await lan.get_by_test_id("start").click()
    await expect(lan.locator("strong")).to_have_text("Chào")
    await lan.get_by_test_id("choice").click()
    await expect(lan.get_by_test_id("edited")).to_be_visible()
    await expect(lan.get_by_test_id("notice")).to_have_text("Đã ghi")
    await expect(lan.get_by_test_id("choice")).to_have_count(0)

    await lan.get_by_test_id("composer").fill("<img src=x onerror=alert(1)> mã vạch")
    await lan.get_by_test_id("composer").press("Enter")
    await expect(lan.get_by_text("nghe: <img src=x onerror=alert(1)> mã vạch")).to_be_visible()
    await expect(phuc.get_by_test_id("bubble")).to_have_count(0)

    await lan.get_by_test_id("bubble").last.locator(".bubble").dblclick()
    await lan.get_by_test_id("composer").fill("trả lời")
    await lan.get_by_test_id("send").click()
    answer = await cast.producer.until(shown("trả lời"))
    assert answer.reply_to.text.startswith("nghe:")
    await expect(lan.get_by_test_id("quote")).to_be_visible()


async def test_pictures_go_up_and_open_large(page: Page, cast: Cast):
    lan = page.get_by_test_id("phone-producer")
    await lan.get_by_test_id("start").click()
    await expect(lan.get_by_test_id("choice")).to_be_visible()
    picture = {"name": "nhan.png", "mimeType": "image/png", "buffer": png(640, 480)}
    await lan.get_by_test_id("photo-input").set_input_files(picture)
    await expect(lan.get_by_test_id("photo")).to_have_count(2)
    assert (await cast.producer.until(shown("ảnh đây"))).file.data == png(640, 480)
    await lan.get_by_test_id("photo").last.click()
    await expect(page.locator("#lightbox img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#lightbox")).to_be_hidden()


async def test_typing_a_slash_lists_the_commands(page: Page, cast: Cast):
    lan = page.get_by_test_id("phone-producer")
    await lan.get_by_test_id("start").click()
    await expect(lan.get_by_test_id("choice")).to_be_visible()
    await lan.get_by_test_id("composer").press_sequentially("/st")
    await expect(lan.get_by_test_id("command")).to_have_text("/startBắt đầu")
    await lan.get_by_test_id("composer").press("ArrowDown")
    await lan.get_by_test_id("composer").press("Enter")
    await expect(lan.get_by_test_id("choice")).to_have_count(2)


async def test_blocking_and_a_broken_network(page: Page, platform: Platform, cast: Cast):
    lan = page.get_by_test_id("phone-producer")
    await lan.get_by_test_id("start").click()
    await expect(lan.get_by_test_id("choice")).to_be_visible()
    await lan.get_by_test_id("more").click()
    await lan.get_by_test_id("block").click()
    await expect(lan.get_by_test_id("start")).to_have_text("Bỏ chặn bot")
    assert cast.producer.chat.bot == "kicked"
    await lan.get_by_test_id("start").click()
    await expect(lan.get_by_test_id("composer")).to_be_visible()

    await page.get_by_test_id("faults-open").click()
    await page.get_by_test_id("fault-slow").check()
    await expect(page.locator("#faults-open .lamp")).to_be_visible()
    assert [rule.kind for rule in platform.faults.rules] == ["slow"]
    await page.get_by_test_id("fault-slow").uncheck()
    await expect(page.locator("#faults-open .lamp")).to_be_hidden()
    assert platform.faults.rules == []


async def test_one_phone_at_a_time_on_a_small_screen(page: Page, cast: Cast):
    await page.set_viewport_size({"width": 390, "height": 780})
    await expect(page.get_by_test_id("phone-producer")).to_be_visible()
    await expect(page.get_by_test_id("phone-officer")).to_be_hidden()
    await cast.officer.says("/start")
    tab = page.get_by_test_id("tab-officer")
    await expect(tab.locator(".badge")).to_have_text("1")
    await tab.click()
    await expect(page.get_by_test_id("phone-officer").get_by_test_id("choice")).to_be_visible()
    await expect(tab.locator(".badge")).to_have_count(0)


async def test_what_comes_in_while_the_state_is_on_its_way_stays(page: Page, platform: Platform, cast: Cast):
    """The state that is fetched when the network is back, or late at the start, is older than what came since."""
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        old = await route.fetch()
        asked.set()
        await go_on.wait()
        await route.fulfill(response=old)

    lan = page.get_by_test_id("phone-producer")
    await expect(lan.get_by_test_id("start")).to_be_visible()
    await page.route(re.compile("/demo/state$"), hold)
    platform.control.close()  # the page comes back
    await asked.wait()
    opened = await page.evaluate_handle(LISTEN)
    await cast.producer.says("/start")
    await opened.evaluate("({ heard }) => heard")
    go_on.set()
    await expect(lan.get_by_test_id("bubble")).to_have_count(2)
    await expect(lan.get_by_test_id("choice")).to_be_visible()


async def test_what_came_while_nobody_listened_is_unread(page: Page, platform: Platform, cast: Cast):
    await page.set_viewport_size({"width": 390, "height": 780})
    await expect(page.get_by_test_id("phone-producer")).to_be_visible()
    platform.control.close()
    await cast.officer.says("/start")
    await cast.officer.until(lambda message: bool(message.buttons))
    tab = page.get_by_test_id("tab-officer")
    await expect(tab.locator(".badge")).to_have_text("1")
    await tab.click()
    await expect(page.get_by_test_id("phone-officer").get_by_test_id("choice")).to_be_visible()


async def test_switching_the_app_by_keyboard(page: Page, platform: Platform, cast: Cast):
    lan = page.get_by_test_id("phone-producer")
    await lan.get_by_test_id("app-zalo").focus()
    await page.keyboard.press("Enter")
    await expect(lan.get_by_test_id("app-zalo")).to_have_attribute("aria-pressed", "true")
    await expect(lan.get_by_test_id("app-zalo")).to_be_focused()
    await lan.get_by_test_id("composer").fill("/hotro")
    await page.keyboard.press("Enter")
    await expect(lan.get_by_test_id("bubble")).to_have_text(re.compile("^/hotro"))
    await expect(lan.locator(".inline-link")).to_have_count(0)
    assert [message.text for message in platform.doors["zalo"].phones[PRODUCER_ID].sees] == ["/hotro"]

    await lan.get_by_test_id("attach").click()
    await expect(lan.locator(".attachments button")).to_have_text(["Ảnh", "Nhãn dán"])
    await lan.get_by_test_id("attach-sticker").click()
    await expect(lan.locator(".sticker-image")).to_be_visible()
    assert cast.producer.sees == []


async def test_a_mark_where_something_came_in_and_buttons_there(page: Page, platform: Platform, cast: Cast):
    lan, phone = page.get_by_test_id("phone-producer"), platform.doors["zalo_oa"].phones[PRODUCER_ID]
    mark = lan.get_by_test_id("app-zalo_oa").locator(".badge")
    platform.doors["zalo_oa"].world.post(phone.chat, None, text="Chọn đi", buttons=[[Button("Nhận", "take")]])
    await expect(mark).to_have_text("1")
    await expect(lan.get_by_test_id("bubble")).to_have_count(0)
    await lan.get_by_test_id("app-zalo_oa").click()
    await expect(mark).to_have_count(0)
    await expect(lan.get_by_test_id("start")).to_have_text("Quan tâm")
    await lan.get_by_test_id("start").click()
    await expect(lan.get_by_test_id("composer")).to_be_visible()
    assert platform.zalo_oa.followers == {PRODUCER_ID}
    await lan.get_by_test_id("choice").click()
    await expect(lan.locator(".choice.busy")).to_be_visible()
    platform.doors["zalo_oa"].world.post(phone.chat, None, text="Đã nhận")
    await expect(lan.locator(".choice.busy")).to_have_count(0)


async def test_the_network_of_one_app_breaks(page: Page, platform: Platform, cast: Cast):
    await page.get_by_test_id("faults-open").click()
    await page.get_by_test_id("fault-in-zalo").click()
    await page.get_by_test_id("fault-down").check()
    await expect(page.get_by_test_id("fault-in-zalo")).to_have_class(re.compile("broken"))
    assert [door.app for door in platform.doors.values() if door.faults.rules] == ["zalo"]
    await page.get_by_test_id("fault-in-telegram").click()
    await expect(page.get_by_test_id("fault-down")).not_to_be_checked()
    await page.get_by_test_id("fault-in-all").click()
    await expect(page.get_by_test_id("fault-down")).to_be_checked()
    await page.get_by_test_id("fault-down").uncheck()
    await expect(page.locator("#faults-open .lamp")).to_be_hidden()


async def test_a_switch_stays_as_it_was_thrown(page: Page, platform: Platform, cast: Cast):
    """Until all that it stands for has been asked of the server, whatever is answered meanwhile."""
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await go_on.wait()
        await route.continue_()

    await page.route(re.compile("/demo/faults$"), hold)
    await page.get_by_test_id("faults-open").click()
    await page.get_by_test_id("fault-slow").check()
    await asked.wait()  # what was on before has been ended, and that was answered
    assert await page.get_by_test_id("fault-slow").is_checked()
    assert platform.faults.rules == []
    go_on.set()
    await expect(page.locator("#faults-open .lamp")).to_be_visible()
    await expect(page.get_by_test_id("fault-slow")).to_be_checked()


async def test_english_words(page: Page, platform: Platform, cast: Cast):
    await page.locator("#language").click()
    await expect(page.get_by_test_id("phone-producer").get_by_test_id("start")).to_have_text("Start")
    assert cast.producer.person.language == "en"
    await page.reload()
    await expect(page.locator("h1")).to_have_text("OCOP assistant · demo")
