"""Publishing's rules. Importing this package registers every handler."""

from desktop_admin.services.publishing import (
    byhand,
    channels,
    choices,
    columns,
    compare,
    departments,
    entry,
    files,
    lists,
    notices,
    overview,
    running,
    steps,
    view,
    words,
)

__all__ = [
    "byhand",
    "channels",
    "choices",
    "columns",
    "compare",
    "departments",
    "entry",
    "files",
    "lists",
    "notices",
    "overview",
    "running",
    "steps",
    "view",
    "words",
]
