"""What somebody else names is asked only where it lies out in the open."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.channels.network import Missing, Network, Outside, is_public
from tests.channels.answering import answering


@pytest.fixture
async def network() -> AsyncIterator[Network]:
    network = Network()
    network.open()
    yield network
    await network.close()


@pytest.fixture
async def home() -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """A platform that stands in our own network, and what it answers."""
    said: dict[str, Any] = {"body": b"file"}
    async with answering(said) as url:
        yield url, said


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    async def resolve(self: object, host: str, port: int = 0, family: int = socket.AF_INET) -> list[dict[str, Any]]:
        rest = {"port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}
        return [{"hostname": host, "host": address, **rest} for address in addresses]

    monkeypatch.setattr(aiohttp.DefaultResolver, "resolve", resolve)


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://photo.zdn.vn/a.jpg", True),
        ("https://photo.zdn.vn./a.jpg", True),
        ("https://ảnh.vn/a.jpg", True),
        ("https://8.8.8.8/a.jpg", True),
        ("https://[2606:4700::1111]/a.jpg", True),
        ("http://photo.zdn.vn/a.jpg", False),
        ("https://localhost/a.jpg", False),
        ("https://localhost./a.jpg", False),
        ("https://127.0.0.1/a.jpg", False),
        ("https://127.0.0.1./a.jpg", False),
        ("https://127.1/a.jpg", False),
        ("https://127.0x1/a.jpg", False),
        ("https://0x7f.0.0.1/a.jpg", False),
        ("https://0177.0.0.1/a.jpg", False),
        ("https://2130706433/a.jpg", False),
        ("https://①②⑦.⓪.⓪.①/a.jpg", False),
        ("https://10.0.0.1/a.jpg", False),
        ("https://100.64.0.1/a.jpg", False),
        ("https://224.0.0.1/a.jpg", False),
        ("https://[::1]/a.jpg", False),
        ("https://[::ffff:127.0.0.1]/a.jpg", False),
        ("https://[fe80::1%25eth0]/a.jpg", False),
        ("https://[bad", False),
        ("https://", False),
        ("a.jpg", False),
        ("", False),
    ],
)
def test_what_leads_out(url: str, public: bool) -> None:
    assert is_public(url) is public


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
async def test_a_name_that_leads_inside_is_not_asked(
    network: Network, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    resolve_to(monkeypatch, address)
    with pytest.raises(Missing):
        await network.download("https://localhost.localdomain/a.jpg", tmp_path / "a", home="https://zalo.example")


async def test_of_a_name_only_what_leads_out_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    resolver = Outside()
    resolve_to(monkeypatch, "127.0.0.1", "8.8.8.8")
    assert [each["host"] for each in await resolver.resolve("photo.example", 443)] == ["8.8.8.8"]
    resolve_to(monkeypatch)
    assert await resolver.resolve("photo.example", 443) == []
    await resolver.close()


async def test_the_platform_may_stand_inside(
    network: Network, home: tuple[str, dict[str, Any]], tmp_path: Path
) -> None:
    url, said = home
    assert await network.download(f"{url}/a", tmp_path / "a", home=url) == 4
    assert await network.download(f"{url}/a", tmp_path / "a") == 4
    with pytest.raises(Missing):
        await network.download(f"{url}/a", tmp_path / "a", home="https://zalo.example")
    for place in ("https://127.1/a", "http://[bad", "https://[::1"):
        said |= {"status": 302, "headers": {"Location": place}}
        with pytest.raises(Missing):
            await network.download(f"{url}/a", tmp_path / "a", home=url)
