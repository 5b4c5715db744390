"""A wrong setting stops the start with one clear line that names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import WrongSetting, load_settings

TOKEN = {"OCOP_TELEGRAM_TOKEN": "123456789:AAE-abcdefghijklmnopqrstuvwxyz12345"}
ACCOUNT = {
    "OCOP_ZALO_OA_APP_ID": "360846524940903967",
    "OCOP_ZALO_OA_APP_SECRET": "app-secret",
    "OCOP_ZALO_OA_SECRET_KEY": "secret-key",
    "OCOP_ZALO_OA_REFRESH_TOKEN": "refresh-token",
}
HOOK = {"OCOP_PUBLIC_URL": "https://ocop.example.vn", "OCOP_HTTP": "127.0.0.1:8080", "OCOP_WEBHOOK_SECRET": "a" * 16}


@pytest.mark.parametrize(
    ("wrong", "named", "told"),
    [
        ({}, "OCOP_TELEGRAM_TOKEN or OCOP_ZALO_TOKEN", "is missing"),
        ({"OCOP_ADMIN": "telegram:1"}, "OCOP_ADMIN", "there is no such setting (is OCOP_ADMINS meant?)"),
        ({"OCOP_ZALO_0A_PAID": "true"}, "OCOP_ZALO_0A_PAID", "(is OCOP_ZALO_OA_PAID meant?)"),
        ({"OCOP_ADMINS": "4711"}, "OCOP_ADMINS", "'4711' is not telegram:<number>, zalo:<id> or zalo_oa:<number>"),
        ({"OCOP_ADMINS": "telegram:1,telegram:lan"}, "OCOP_ADMINS", "'telegram:lan' is not"),
        ({"OCOP_ADMINS": "signal:1"}, "OCOP_ADMINS", "'signal:1' is not"),
        ({"OCOP_TELEGRAM_API_URL": "api.telegram.org"}, "OCOP_TELEGRAM_API_URL", "does not begin with https://"),
        ({"OCOP_ADMINS": "zalo_oa:lan"}, "OCOP_ADMINS", "'zalo_oa:lan' is not"),
        ({"OCOP_ZALO_OA_API_URL": "zalo"}, "OCOP_ZALO_OA_API_URL", "does not begin with https://"),
        ({"OCOP_ZALO_OA_OAUTH_URL": "zalo"}, "OCOP_ZALO_OA_OAUTH_URL", "does not begin with https://"),
        ({"OCOP_ZALO_OA_PAID": "perhaps"}, "OCOP_ZALO_OA_PAID", "valid boolean"),
        (HOOK | ACCOUNT | {"OCOP_ZALO_OA_APP_ID": "app"}, "OCOP_ZALO_OA_APP_ID", "'app' is not a number"),
        (HOOK | ACCOUNT | {"OCOP_ZALO_OA_SECRET_KEY": ""}, "OCOP_ZALO_OA_SECRET_KEY", "is missing, and the Zalo"),
        (ACCOUNT, "OCOP_PUBLIC_URL, OCOP_HTTP", "is missing, and the Zalo Official Account needs it"),
        (HOOK | {"OCOP_ZALO_OA_APP_ID": "1"}, "OCOP_ZALO_OA_APP_SECRET, OCOP_ZALO_OA_SECRET_KEY", "is missing"),
        ({"OCOP_ZALO_API_URL": "zalo"}, "OCOP_ZALO_API_URL", "does not begin with https://"),
        ({"OCOP_DATABASE_URL": "mysql://x"}, "OCOP_DATABASE_URL", "begins with neither sqlite+aiosqlite:///"),
        ({"OCOP_SEND_RATE": "fast"}, "OCOP_SEND_RATE", "valid number"),
        ({"OCOP_SEND_RATE": "0"}, "OCOP_SEND_RATE", "greater than 0"),
        ({"OCOP_HTTP": "8080"}, "OCOP_HTTP", "'8080' is not host:port"),
        ({"OCOP_HTTP": "127.0.0.1:99999"}, "OCOP_HTTP", "is not host:port"),
        ({"OCOP_TIMEZONE": "Asia/Bac_Kan"}, "OCOP_TIMEZONE", "no such time zone"),
        ({"OCOP_LOG_FORMAT": "xml"}, "OCOP_LOG_FORMAT", "'text' or 'json'"),
        (HOOK | {"OCOP_WEBHOOK_SECRET": "short"}, "OCOP_WEBHOOK_SECRET", "8 to 256 letters"),
        (HOOK | {"OCOP_WEBHOOK_SECRET": "with spaces in it"}, "OCOP_WEBHOOK_SECRET", "8 to 256 letters"),
        (HOOK | {"OCOP_WEBHOOK_SECRET": ""}, "OCOP_PUBLIC_URL", "needs OCOP_WEBHOOK_SECRET too"),
        (HOOK | {"OCOP_HTTP": ""}, "OCOP_PUBLIC_URL", "needs OCOP_HTTP too"),
        (HOOK | {"OCOP_PUBLIC_URL": "ocop.example.vn"}, "OCOP_PUBLIC_URL", "does not begin with https://"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else None,
)
def test_a_wrong_one_is_named_in_one_line(console: CliRunner, wrong: dict[str, str], named: str, told: str) -> None:
    result = console.invoke(app, ["run"], env={**(TOKEN if wrong else {}), **wrong})
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"ocop-bot: {named}")
    assert told in line


@pytest.mark.parametrize("name", ["admins", "http", "timezone", "log_format", "telegram_api_url"])
def test_an_example_of_a_right_one_is_shown(name: str) -> None:
    with pytest.raises(WrongSetting, match=r"\(example: .+\)"):
        load_settings(_env_file=None, **{name: "?"})


def test_a_secret_is_never_shown() -> None:
    with pytest.raises(WrongSetting) as told:
        load_settings(_env_file=None, webhook_secret="my secret!")
    assert "my secret!" not in str(told.value)
    assert "AAE" not in repr(load_settings(_env_file=None, telegram_token="1:AAE-token"))
    given = {name.removeprefix("OCOP_").lower(): value for name, value in (HOOK | ACCOUNT).items()}
    shown = repr(load_settings(_env_file=None, **given))
    assert not any(secret in shown for secret in ("app-secret", "secret-key", "refresh-token"))


def test_they_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("OCOP_ADMINS=telegram:1, zalo:a1\nOCOP_HTTP=[::1]:0\nOCOP_PUBLIC_URL=\nOTHER=1\n")
    settings = load_settings()
    assert settings.admins == ["telegram:1", "zalo:a1"]
    assert settings.http_address == ("::1", 0)
    assert settings.public_url == ""
    Path(".env").write_text("OCOP_OFFICE=Bac Kan\n")
    with pytest.raises(WrongSetting, match=r"^OCOP_OFFICE: there is no such setting \(is OCOP_OFFICE_\w+ meant\?\)$"):
        load_settings()
    Path(".env").write_text("OCOP_CHROMIUM=/usr/bin/chromium\nOCOP_PORT=tcp://10.0.0.1:80\n")
    load_settings()


def test_the_database_is_in_the_data_folder_unless_set(tmp_path: Path) -> None:
    settings = load_settings(_env_file=None, data_dir=tmp_path)
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path}/ocop.db"
    assert settings.database_file == tmp_path / "ocop.db"
    elsewhere = load_settings(_env_file=None, database_url="sqlite+aiosqlite:////srv/x.db")
    assert elsewhere.database_file == Path("/srv/x.db")
    slow = load_settings(_env_file=None, database_url="sqlite+aiosqlite:///data/x.db?timeout=30")
    assert slow.database_file == Path("data/x.db")
    assert load_settings(_env_file=None, database_url="postgresql+asyncpg://h/d").database_file is None
