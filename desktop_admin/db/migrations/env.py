"""What alembic runs: the revisions, within the transaction that db.schema has begun."""

from alembic import context

from desktop_admin.db.migrations import known
from desktop_admin.db.migrations.compare import OPTIONS

batches = bool(known())  # the first revision changes no table, and has no use for SQLite's way of doing so
context.configure(connection=context.config.attributes["connection"], render_as_batch=batches, **OPTIONS)
context.run_migrations()
