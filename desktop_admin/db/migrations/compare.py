"""How the models are compared with a database, and how a difference is written down."""

from typing import Any

from alembic.autogenerate.api import AutogenContext
from alembic.ddl.sqlite import SQLiteImpl
from sqlalchemy import JSON, Column, Enum, text

import desktop_admin.models as _every_table
from desktop_admin.db import search
from desktop_admin.models.base import Base, Exact, Hundredths, Key, UtcTime

__all__ = ["OPTIONS", "WithExpressions", "_every_table"]


class WithExpressions(SQLiteImpl):
    """SQLite does not tell what an index over an expression is over, so one is known by its name."""

    __dialect__ = "sqlite"

    def correct_for_autogen_constraints(
        self,
        conn_unique_constraints: set[Any],  # noqa: ARG002 - as alembic calls it
        conn_indexes: set[Any],
        metadata_unique_constraints: set[Any],  # noqa: ARG002
        metadata_indexes: set[Any],
    ) -> None:
        statement = text("SELECT name FROM sqlite_master WHERE type = 'index'")
        there = set(self.connection.scalars(statement)) if self.connection else set[str]()
        expressions = {index.name for index in metadata_indexes if not all(_plain(part) for part in index.expressions)}
        for indexes in (metadata_indexes, conn_indexes):
            for index in [each for each in indexes if each.name in expressions & there]:
                indexes.discard(index)


def _plain(part: object) -> bool:
    return isinstance(part, Column)


OURS = (UtcTime, Key, Exact, Hundredths)
FROM_BASE = "from desktop_admin.models.base import {name}"


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The search makes its own tables."""
    return kind != "table" or not search.owns(name or "")


def render_item(kind: str, item: Any, context: AutogenContext) -> str | bool:
    """Types by the names they have in models/base.py; a revision must not change when an enum does."""
    if kind != "type":
        return False
    if isinstance(item, OURS):
        context.imports.add(FROM_BASE.format(name=type(item).__name__))
        return f"{type(item).__name__}()"
    if isinstance(item, JSON):
        context.imports.add(FROM_BASE.format(name="Json"))
        return "Json"
    if isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


OPTIONS: dict[str, Any] = {
    "target_metadata": Base.metadata,
    "include_name": include_name,
    "render_item": render_item,
    "compare_type": True,
}
