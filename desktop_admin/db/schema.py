"""Makes an empty database ready."""

from sqlalchemy import Engine

from desktop_admin.db import search as _its_tables_too
from desktop_admin.models.base import Base

__all__ = ["_its_tables_too", "upgrade"]


def upgrade(engine: Engine) -> None:
    Base.metadata.create_all(engine)
