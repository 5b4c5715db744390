"""Every setting, once: from ``OCOP_*`` variables or a ``.env`` file."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

#: Example values, shown when a setting is wrong.
_EXAMPLES = {
    "telegram_token": "123456789:AAE-abcdefghijklmnopqrstuvwxyz12345",
    "telegram_api_url": "https://api.telegram.org",
    "zalo_token": "1234567890:abcdefghijklmnop",
    "zalo_api_url": "https://bot-api.zaloplatforms.com",
    "zalo_oa_app_id": "360846524940903967",
    "zalo_oa_api_url": "https://openapi.zalo.me",
    "zalo_oa_oauth_url": "https://oauth.zaloapp.com",
    "zalo_oa_paid": "false",
    "admins": "telegram:123456789,zalo:abc123,zalo_oa:246845883529197922",
    "database_url": "sqlite+aiosqlite:///data/ocop.db",
    "data_dir": "./data",
    "send_rate": "30",
    "http": "127.0.0.1:8080",
    "public_url": "https://ocop.example.vn",
    "webhook_secret": "at-least-16-letters_digits_-",
    "timezone": "Asia/Ho_Chi_Minh",
    "office_name": "OCOP office of Bac Kan",
    "office_phone": "0209 387 0000",
    "log_format": "text",
}


class WrongSetting(ValueError):
    """A setting can't be used; the message is one line that names it."""


def _admins(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """What an office can set. The names here, with ``OCOP_`` before them, are a promise (README)."""

    model_config = SettingsConfigDict(env_prefix="OCOP_", env_file=".env", extra="ignore", env_ignore_empty=True)

    telegram_token: SecretStr | None = Field(None, description="from @BotFather; without it Telegram is off")
    telegram_api_url: str = Field("https://api.telegram.org", description="the Bot API's address")
    zalo_token: SecretStr | None = Field(None, description="from the Zalo Bot Platform; without it Zalo is off")
    zalo_api_url: str = Field("https://bot-api.zaloplatforms.com", description="the Zalo Bot API's address")
    zalo_oa_app_id: str = Field("", description="the app of the Official Account; without it the account is off")
    zalo_oa_app_secret: SecretStr | None = Field(None, description="the app's secret, for renewing tokens")
    zalo_oa_secret_key: SecretStr | None = Field(None, description="the account's secret key, which signs the webhook")
    zalo_oa_refresh_token: SecretStr | None = Field(None, description="the first one; those after it are kept by us")
    zalo_oa_api_url: str = Field("https://openapi.zalo.me", description="the Official Account API's address")
    zalo_oa_oauth_url: str = Field("https://oauth.zaloapp.com", description="where its tokens are renewed")
    zalo_oa_paid: bool = Field(False, description="send also what costs: 48 hours to 7 days after a person's last word")
    admins: Annotated[list[str], NoDecode, BeforeValidator(_admins)] = Field(
        default_factory=list, description="who may do everything: channel:id, …"
    )
    database_url: str = Field("", description="an SQLAlchemy address; empty: an SQLite file in the data folder")
    data_dir: Path = Field(Path("data"), description="database, attachments and backups")
    send_rate: float = Field(30.0, gt=0, le=1_000_000, description="messages per second, over all chats")
    http: str = Field("", description="host:port for webhooks, /healthz and /metrics; empty: off")
    public_url: str = Field("", description="the address under which OCOP_HTTP is reached from outside")
    webhook_secret: SecretStr | None = Field(None, description="proves that a webhook call comes from the platform")
    timezone: str = Field("Asia/Ho_Chi_Minh", description="the office's time zone")
    office_name: str = Field("", description="how the office signs")
    office_phone: str = Field("", description="told when the bot can't help")
    log_format: Literal["text", "json"] = Field("text", description="how logs are written")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where they are read, the first one first; what looks like a setting there and is none is not passed over.

        :raises WrongSetting: there is such a name.
        """
        sources = (init_settings, env_settings, dotenv_settings)
        for source in sources:
            if isinstance(source, EnvSettingsSource):
                _check_names(name.upper() for name in source.env_vars)
        return sources

    @field_validator("admins")
    @classmethod
    def _check_admins(cls, value: list[str]) -> list[str]:
        for admin in value:
            channel, _, address = admin.partition(":")
            if (
                channel not in ("telegram", "zalo", "zalo_oa")
                or not address
                or (channel != "zalo" and not address.isdecimal())
            ):
                raise ValueError(f"{admin!r} is not telegram:<number>, zalo:<id> or zalo_oa:<number>")
        return value

    @field_validator("telegram_api_url", "zalo_api_url", "zalo_oa_api_url", "zalo_oa_oauth_url", "public_url")
    @classmethod
    def _check_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError(f"{value!r} does not begin with https:// (or http://)")
        return value.rstrip("/")

    @field_validator("zalo_oa_app_id")
    @classmethod
    def _check_app(cls, value: str) -> str:
        if value and not value.isdecimal():
            raise ValueError(f"{value!r} is not a number")
        return value

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no such time zone: {value!r}") from error
        return value

    @field_validator("http")
    @classmethod
    def _check_http(cls, value: str) -> str:
        if value:
            host, _, port = value.rpartition(":")
            if not host or not port.isdecimal() or not 0 <= int(port) < 65536:
                raise ValueError(f"{value!r} is not host:port")
        return value

    @field_validator("database_url")
    @classmethod
    def _check_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
            raise ValueError("begins with neither sqlite+aiosqlite:/// nor postgresql+asyncpg://")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _check_secret(cls, value: SecretStr | None) -> SecretStr | None:
        word = value.get_secret_value() if value else ""
        if word and (not 8 <= len(word) <= 256 or not all(c.isascii() and (c.isalnum() or c in "_-") for c in word)):
            raise ValueError("has to be 8 to 256 letters, digits, _ or -")
        return value

    @model_validator(mode="after")
    def _check_webhook(self) -> Settings:
        if self.public_url and not self.http:
            raise ValueError("OCOP_PUBLIC_URL needs OCOP_HTTP too (where the webhook listens)")
        if self.public_url and self.webhook_secret is None:
            raise ValueError("OCOP_PUBLIC_URL needs OCOP_WEBHOOK_SECRET too (so that nobody can forge a message)")
        return self

    @model_validator(mode="after")
    def _check_zalo_oa(self) -> Settings:
        needed = {
            "OCOP_ZALO_OA_APP_ID": self.zalo_oa_app_id,
            "OCOP_ZALO_OA_APP_SECRET": self.zalo_oa_app_secret,
            "OCOP_ZALO_OA_SECRET_KEY": self.zalo_oa_secret_key,
            "OCOP_ZALO_OA_REFRESH_TOKEN": self.zalo_oa_refresh_token,
        }
        if any(needed.values()):
            # It can't be polled: without an address that Zalo reaches nothing comes in.
            needed |= {"OCOP_PUBLIC_URL": self.public_url, "OCOP_HTTP": self.http}
            if missing := [name for name, value in needed.items() if not value]:
                raise ValueError(f"{', '.join(missing)}: is missing, and the Zalo Official Account needs it")
        return self

    @property
    def database(self) -> str:
        """The database's address, with the default filled in."""
        return self.database_url or f"sqlite+aiosqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None on another database."""
        if not self.database_url:
            return self.data_dir / "ocop.db"
        from sqlalchemy import make_url  # takes a moment to load, and most offices don't need it here

        url = make_url(self.database_url)
        return Path(url.database or "") if url.get_backend_name() == "sqlite" else None

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def http_address(self) -> tuple[str, int] | None:
        """Host and port, or None when off."""
        if not self.http:
            return None
        host, _, port = self.http.rpartition(":")
        return host.strip("[]"), int(port)


def _check_names(names: Iterable[str]) -> None:
    """Stop at a setting that is misspelt; other programs' names (a service's "OCOP_PORT") are none of ours."""
    known = sorted(f"OCOP_{name.upper()}" for name in Settings.model_fields)
    for name in names:
        if (
            name.startswith("OCOP_")
            and name not in known
            and (nearest := get_close_matches(name, known, 1, cutoff=0.8))
        ):
            raise WrongSetting(f"{name}: there is no such setting (is {nearest[0]} meant?)")


def load_settings(**given: object) -> Settings:
    """Read the settings.

    :raises WrongSetting: one line for the first wrong one, with its name and an example.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:
            raise WrongSetting(reason) from error
        name = str(first["loc"][0])
        raise WrongSetting(f"OCOP_{name.upper()}: {reason} (example: {_EXAMPLES.get(name, '')})") from error
