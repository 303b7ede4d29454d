"""What alembic runs: the revisions, within the transaction that db.schema has begun."""

from alembic import context

from desktop_admin.db.migrations.compare import OPTIONS

context.configure(connection=context.config.attributes["connection"], **OPTIONS)
context.run_migrations()
