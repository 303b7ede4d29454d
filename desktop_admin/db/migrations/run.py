"""Runs the revisions that a database lacks."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from desktop_admin.db import guards, search
from desktop_admin.db.migrations import FOLDER, known

if TYPE_CHECKING:
    from alembic.config import Config


def configuration(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - only an upgrade needs alembic

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def migrate(connection: Connection) -> None:
    """Run the revisions that the database lacks, within the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - only an upgrade needs alembic

    if known():
        command.upgrade(configuration(connection), "head")
    finish(connection)


def finish(connection: Connection) -> None:
    """Triggers and search tables: they are no revision's business, and rebuilding a table takes its triggers."""
    tables = inspect(connection).get_table_names()
    if "audit_entry" in tables:
        guards.install(connection)
    for statement in search.ddl(connection.dialect.name):
        connection.execute(text(statement))
