"""Addresses of files: only for whoever was given one, only for a while, only of what may be seen."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from bot.http import Server
from bot.links import LASTS, Links
from models.base import Database
from models.mail import File
from tests.demo.pictures import png

PNG = png(40, 30)


class House:
    """A data folder, its web server, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = 1_790_000_000.0
        self.database = Database(f"sqlite+aiosqlite:///{folder / 'ocop.db'}")
        self.links = Links(folder, "https://ocop.example.vn", gone="Hết hạn", now=lambda: self.now)
        self.server = Server(self.database, folder, {}, self.links)
        self.url = ""

    def put(self, path: str, content: bytes = PNG, mime: str = "image/png", name: str = "") -> File:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(content)
        return File(name or Path(path).name, mime, path=path)

    async def get(self, address: str) -> tuple[int, bytes, dict[str, str]]:
        url = self.url + address.removeprefix("https://ocop.example.vn")
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return response.status, await response.read(), dict(response.headers)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    house.url = f"http://127.0.0.1:{await house.server.start('127.0.0.1', 0)}"
    yield house
    await house.server.stop()
    await house.database.close()


async def test_a_picture_is_shown(house: House) -> None:
    address = await house.links.address(house.put("attachments/05/105-ảnh sản phẩm.png"))
    assert address.startswith("https://ocop.example.vn/files/")
    assert address.isascii()
    assert " " not in address
    status, body, headers = await house.get(address)
    assert (status, body, headers["Content-Type"]) == (200, PNG, "image/png")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("inline")
    assert "no-store" in headers["Cache-Control"]


async def test_a_document_is_only_saved(house: House) -> None:
    page = house.put("attachments/01/1-page.html", b"<script>", "text/html")
    status, _, headers = await house.get(await house.links.address(page))
    assert status == 200
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''1-page.html"
    assert "sandbox" in headers["Content-Security-Policy"]


async def test_an_address_lasts_a_day(house: House) -> None:
    address = await house.links.address(house.put("cards/1-vi.png"))
    house.now += LASTS
    assert (await house.get(address))[0] == 200
    house.now += 1
    status, told, _ = await house.get(address)
    assert (status, told.decode()) == (410, "Hết hạn")


async def test_nobody_makes_an_address_up(house: House) -> None:
    mine = await house.links.address(house.put("cards/1-vi.png"))
    house.put("cards/2-vi.png")
    until, signature = mine.split("/")[4:6]
    later = str(int(until) + 1)
    assert len(signature) >= 32
    for forged in (
        f"/files/{until}/{signature}/cards/2-vi.png",
        f"/files/{later}/{signature}/cards/1-vi.png",
        f"/files/{until}/{signature[:-1]}/cards/1-vi.png",
        f"/files/{until}/{signature}x/cards/1-vi.png",
        f"/files/{until}/x/cards/1-vi.png",
        f"/files/{until}/ấ/cards/1-vi.png",
        f"/files/x/{signature}/cards/1-vi.png",
        f"/files/-1/{signature}/cards/1-vi.png",
        f"/files/{'9' * 5000}/{signature}/cards/1-vi.png",
        f"/files/{until}/{signature}/",
        "/files/cards/1-vi.png",
        "/files/",
    ):
        assert (await house.get(forged))[0] == 404, forged
    assert (await house.get(mine))[0] == 200


async def test_another_house_has_another_key(house: House, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = House(tmp_path / "other")
    house.put("cards/1-vi.png")
    assert (await house.get(await other.links.address(other.put("cards/1-vi.png"))))[0] == 404
    await other.database.close()


@pytest.mark.parametrize(
    "path",
    [
        "links.key",
        "ocop.db",
        "attachments/../links.key",
        "cards/../../secret.txt",
        "/etc/passwd",
        "cards/way-out.png",
        "attachments",
        "cards/\x00.png",
    ],
)
async def test_even_a_signed_path_leads_nowhere_else(house: House, path: str) -> None:
    house.put("cards/1-vi.png")
    (house.folder / "attachments").mkdir()
    (house.folder / "cards" / "way-out.png").symlink_to("/etc/hostname")
    until = int(house.now) + 10
    signature = house.links._sign(until, path)
    async with aiohttp.ClientSession() as session:
        quoted = path.replace("/", "%2F").replace("\x00", "%00")
        url = URL(f"{house.url}/files/{until}/{signature}/{quoted}", encoded=True)
        async with session.get(url) as response:
            assert response.status == 404


async def test_the_key_is_for_this_program_only_and_stays(house: House) -> None:
    file = house.put("cards/1-vi.png")
    address = await house.links.address(file)
    key = house.folder / "links.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_bytes()) == 32
    assert [found.name for found in house.folder.glob("links.key*")] == ["links.key"]
    again = Links(house.folder, "https://ocop.example.vn", gone="", now=lambda: house.now)
    assert await again.address(file) == address


async def test_many_who_need_the_key_at_once_have_the_same(house: House) -> None:
    file = house.put("cards/1-vi.png")
    many = [Links(house.folder, "https://x.vn", gone="", now=lambda: house.now) for _ in range(20)]
    assert len({*await asyncio.gather(*(links.address(file) for links in many))}) == 1


async def test_what_is_deleted_once_it_is_sent_stays_as_long_as_its_address(house: House) -> None:
    paper = house.put("exports/1f.docx", b"PK", "application/msword", name="mẫu 01.docx")
    address = await house.links.address(paper)
    (house.folder / "exports/1f.docx").unlink()
    status, body, headers = await house.get(address)
    assert (status, body) == (200, b"PK")
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''m%E1%BA%ABu_01.docx"
    house.links._sweep()
    assert (await house.get(address))[0] == 200
    house.now += LASTS + 1
    house.links._sweep()
    assert list((house.folder / "shared").iterdir()) == []


async def test_what_is_tried_again_and_again_is_copied_once(house: House) -> None:
    paper = house.put("exports/1f.docx", b"PK", "application/msword")
    first = await house.links.address(paper)
    house.now += LASTS // 2
    assert await house.links.address(paper) == first
    house.now += 1
    assert await house.links.address(paper) != first, "an address lasts half a day at least"
    house.put("exports/1f.docx", b"PK2", "application/msword")
    assert (await house.get(await house.links.address(paper)))[1] == b"PK2"
    house.now += 2 * LASTS
    house.links._sweep()
    assert house.links._copies == {}


async def test_what_is_not_there_has_no_address(house: House) -> None:
    for path in ("attachments/05/gone.png", "attachments", "", "/etc/passwd", "attachments/../../x"):
        with pytest.raises(OSError):  # noqa: PT011 - that it is one is all that is promised
            await house.links.address(File("x.png", "image/png", path=path))


async def test_a_file_that_is_erased_is_gone_for_all(house: House) -> None:
    address = await house.links.address(house.put("attachments/05/5-a.png"))
    (house.folder / "attachments/05/5-a.png").unlink()
    assert (await house.get(address))[0] == 404
