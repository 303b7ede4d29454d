"""Runs the revisions that a database lacks."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from desktop_admin.db import guards, migrations, search
from desktop_admin.db.migrations.restate import restate

if TYPE_CHECKING:
    from alembic.config import Config


def configuration(connection: Connection) -> "Config":
    """Alembic without its file: what it would say is known here."""
    from alembic.config import Config  # noqa: PLC0415 - only an upgrade needs alembic

    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def migrate(connection: Connection) -> None:
    """Run the revisions, then put in place what they may have lost, within the connection's transaction."""
    tables = _run(connection) if migrations.known() else set[str]()
    finish(connection)
    restate(connection, tables)


def _run(connection: Connection) -> set[str]:
    """The tables whose audited values the revisions have changed, as they say."""
    from alembic import command  # noqa: PLC0415 - only an upgrade needs alembic
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = configuration(connection)
    before = MigrationContext.configure(connection).get_current_revision() or "base"
    command.upgrade(config, "head")
    ran = ScriptDirectory.from_config(config).iterate_revisions("head", before)
    return {table for script in ran for table in getattr(script.module, "restates", ())}


def finish(connection: Connection) -> None:
    """Triggers and search tables: they are no revision's business, and rebuilding a table takes its triggers."""
    if inspect(connection).has_table("audit_entry"):
        guards.install(connection)
    for statement in search.ddl(connection.dialect.name):
        connection.execute(text(statement))
