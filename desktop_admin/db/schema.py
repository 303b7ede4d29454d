"""Makes an empty database ready."""

from sqlalchemy import Engine

from desktop_admin.models.base import Base


def upgrade(engine: Engine) -> None:
    Base.metadata.create_all(engine)
