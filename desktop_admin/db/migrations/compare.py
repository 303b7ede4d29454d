"""How the models are compared with a database, and how a difference is written down."""

from typing import Any

from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Enum

import desktop_admin.models as _every_table
from desktop_admin.db import search
from desktop_admin.models.base import Base, Exact, Key, UtcTime

__all__ = ["OPTIONS", "_every_table"]

OURS = (UtcTime, Key, Exact)
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
    "render_as_batch": True,
    "compare_type": True,
}
