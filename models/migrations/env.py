"""Run by Alembic. The connection comes from ``bot.migrate``, or from a test."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from models.base import EnumText, UtcDateTime
from models.tables import metadata


def _render(kind: str, item: Any, autogen: object) -> str | Literal[False]:
    """Write our column types as what the database knows, so that old migrations don't change with our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, EnumText):
        return "sa.String(length=24)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=_render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
