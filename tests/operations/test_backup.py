"""What is put away can be put back: whole, while the bot is running, and only when it is sound."""

from __future__ import annotations

import asyncio
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.backup import BackupError, backup, restore
from bot.cli import app
from bot.demo.phone import Phone
from bot.demo.platform import Platform
from bot.migrate import migrate
from bot.settings import Settings, load_settings
from tests.operations.process import command, running


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """A data folder with an empty database and one attachment."""
    settings = load_settings(_env_file=None, data_dir=tmp_path / "data")
    await migrate(settings)
    attach(tmp_path / "data", "00/100-nhan.jpg", b"label")
    return settings


def attach(data: Path, name: str, content: bytes) -> None:
    file = data / "attachments" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def everything(data: Path) -> dict[str, bytes]:
    """Every file below a folder, with its content."""
    return {str(file.relative_to(data)): file.read_bytes() for file in data.rglob("*") if file.is_file()}


def handled(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [row[0] for row in connection.execute("SELECT text FROM questions ORDER BY id")]


async def test_while_the_bot_is_running(tmp_path: Path, platform: Platform):
    """People go on asking while it is written; what they ask afterwards is gone when it is put back."""
    data, file = tmp_path / "data", tmp_path / "away" / "ocop.tar.gz"
    phones = [platform.person(f"Person {number}", started=True) for number in range(5)]

    async def asks(phone: Phone, words: str) -> None:
        await phone.says(words)
        await phone.next()

    async def keeps_asking(phone: Phone) -> None:
        for number in range(8):
            await asks(phone, f"mã vạch là gì, lần {number}")

    async with running(tmp_path, platform):
        await asks(phones[0], "mã vạch là gì, trước tiên")
        attach(data, "00/100-nhan.jpg", b"label")
        attach(data, "01/101-giay.pdf.part", b"half of it")
        asking = [asyncio.create_task(keeps_asking(phone)) for phone in phones]
        code, out, errors = await command(tmp_path, "backup", str(file), log_format="json")
        assert (code, errors) == (0, "")
        assert out.startswith(f"written: {file} (")
        await asyncio.gather(*asking)
        await asks(phones[0], "mã vạch là gì, sau cùng")
        code, _, errors = await command(tmp_path, "restore", str(file))
        assert (code, errors) == (2, f"ocop-bot: the data folder {data} is in use by another ocop-bot; stop it first\n")
    at_the_end = handled(data / "ocop.db")
    assert len(at_the_end) == 42
    attach(data, "02/102-sau.jpg", b"later")

    code, out, errors = await command(tmp_path, "restore", str(file))
    assert (code, errors) == (0, "")
    put_back = handled(data / "ocop.db")
    assert put_back == at_the_end[: len(put_back)], "what was committed before it, and nothing else"
    assert "mã vạch là gì, trước tiên" in put_back
    assert "mã vạch là gì, sau cùng" not in put_back
    assert everything(data / "attachments") == {"00/100-nhan.jpg": b"label"}
    (aside,) = data.glob("before-restore-*")
    assert out.strip().endswith(str(aside))
    assert handled(aside / "ocop.db") == at_the_end
    assert (aside / "attachments" / "02" / "102-sau.jpg").read_bytes() == b"later"

    async with running(tmp_path, platform):
        await asks(phones[0], "mã vạch là gì, lại nữa")
    assert handled(data / "ocop.db") == [*put_back, "mã vạch là gì, lại nữa"]


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2000])


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for place in range(len(content) // 2, len(content) // 2 + 40):
        content[place] ^= 0xFF
    file.write_bytes(content)


def something_else(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04 no archive of ours")


def other_archive(file: Path) -> None:
    with tarfile.open(file, "w:gz") as archive:
        archive.add(__file__, "readme.txt")


def climbing(file: Path) -> None:
    """An archive that would write beside the folder."""
    with tarfile.open(file, "w:gz") as archive:
        archive.add(__file__, "../../outside.py")


def damaged_inside(file: Path) -> None:
    again(file, lambda database: database.write_bytes(database.read_bytes()[:8192] + b"\xff" * 8192))


def from_the_future(file: Path) -> None:
    def later(database: Path) -> None:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()

    again(file, later)


def again(file: Path, change: object) -> None:
    """Pack the archive anew, with its database changed."""
    folder = file.parent / "unpacked"
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
    change(folder / "ocop.db")  # type: ignore[operator]
    with tarfile.open(file, "w:gz") as archive:
        for item in folder.iterdir():
            archive.add(item, item.name)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (cut_short, "is not a backup of this program, or is damaged"),
        (flipped, "is not a backup of this program, or is damaged"),
        (something_else, "is not a backup of this program, or is damaged"),
        (climbing, "is not a backup of this program, or is damaged"),
        (damaged_inside, "is not a backup of this program, or is damaged"),
        (other_archive, "no backup.json in it"),
        (Path.unlink, "there is no such file"),
        (from_the_future, r"was made by a newer version \(9999; this one knows \d+\): upgrade first"),
    ],
)
async def test_one_that_is_not_sound_changes_nothing(settings: Settings, tmp_path: Path, damage: object, told: str):
    file = tmp_path / "ocop.tar.gz"
    backup(settings, file)
    damage(file)  # type: ignore[operator]
    before = everything(settings.data_dir)
    with pytest.raises(BackupError, match=told):
        restore(settings, file)
    assert everything(settings.data_dir) == before
    assert not (tmp_path / "outside.py").exists()


async def test_into_an_empty_folder(settings: Settings, tmp_path: Path):
    file = tmp_path / "ocop.tar.gz"
    backup(settings, file)
    elsewhere = load_settings(_env_file=None, data_dir=tmp_path / "new machine")
    elsewhere.data_dir.mkdir()
    restore(elsewhere, file)
    kept = everything(elsewhere.data_dir)
    assert kept["attachments/00/100-nhan.jpg"] == b"label"
    assert set(kept) == {"attachments/00/100-nhan.jpg", "ocop.db"}


def test_there_is_nothing_to_put_away_yet(console: CliRunner, tmp_path: Path):
    result = console.invoke(app, ["backup", "x.tar.gz"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"ocop-bot: there is no database at {tmp_path}/data/ocop.db yet\n"


def test_on_another_database_it_says_what_to_use(console: CliRunner):
    other = {"OCOP_DATABASE_URL": "postgresql+asyncpg://ocop@localhost/ocop"}
    for name in ("backup", "restore"):
        result = console.invoke(app, [name, "x.tar.gz"], env=other)
        assert result.exit_code == 2
        assert "use pg_dump, and copy the attachments folder" in result.stderr
