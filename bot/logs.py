"""Structured logs that name events and accounts, and never hold a token, a phone number or somebody's words."""

from __future__ import annotations

import errno
import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog
from structlog.typing import ExcInfo

#: Bot tokens ("123456789:AA…", also inside an address), numbers long enough to be a phone or an identity number, and
#: what an error of a forgotten task says.
_SECRETS = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{20,}|(?<![\w.:-])\+?\d(?:[ .]?\d){8,13}(?![\w:-])|(?<=exception=).*")
#: Keys whose values are ids of ours, and may be long numbers.
_IDS = frozenset({"account", "inbox", "outbox", "event_id", "attachment", "timestamp", "level"})


def _hide(_logger: object, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name, value in fields.items():
        if isinstance(value, str) and name not in _IDS:
            fields[name] = _SECRETS.sub("…", value)
    return fields


def _trace(exc_info: ExcInfo) -> str:
    """Where it happened and what kind of error it was. What an error says may hold somebody's words; a parked event
    keeps that in the database, where such words belong."""
    return "\n".join(_places(exc_info[1]))


def _places(error: BaseException) -> Iterator[str]:
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield from _places(earlier)
        yield "then:"
    for frame in traceback.extract_tb(error.__traceback__, limit=-20):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    yield f"{kind} {errno.errorcode.get(error.errno, '')}" if isinstance(error, OSError) and error.errno else kind


def set_up_logs(form: str) -> None:
    """Write logs to standard error, as text or as one JSON object a line."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_trace),
        _hide,
    ]
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # These write addresses with the token in them, or every query.
    for noisy in ("httpx", "httpcore", "telegram", "aiohttp.access", "alembic", "sqlalchemy.engine"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    sys.excepthook = lambda *info: structlog.get_logger(__name__).critical("crashed", exc_info=info)
