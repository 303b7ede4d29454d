"""What can be wrong, each in one sentence."""

from datetime import datetime

from desktop_admin.api.audit import Finding
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import N_
from desktop_admin.db.seals import Line

DAMAGED = N_("The database is damaged: {detail}. Restore the last good backup.")
UNGUARDED = N_("The audit trail is not protected: {trigger} was removed or changed in the database.")
SEAL_BROKEN = N_("Seal {number} of the audit trail is not genuine: it was changed or made outside the program.")
OTHER_KEY = N_(
    "Seals {first} to {last} of the audit trail do not fit master.key: it was lost or replaced, or they were made"
    " outside the program. Restore master.key from a backup and verify again."
)
SEAL_MISSING = N_("Seal {number} of the audit trail is missing.")
OLDER = N_("This is an older or another database: its last seal is {number}, but seal {known} has been made here.")
OTHER = N_("This is another database: its seal {number} is not the one that was made here.")
FORGOTTEN = N_(
    "{file} is missing from the data folder, or cannot be read: whether this is an older copy of the database cannot be"
    " told. It is written anew with the next seal; restore it from the backup to be sure."
)
ALTERED = N_("Audit entry {number} ({at}, {person}, {action}) was altered in the database: {what}.")
CUT_OUT = N_("Audit entries {first} to {last}, right before {at}, {person}, {action}, are missing.")
TAIL_CUT = N_("The audit trail was cut: {missing} entries right after {at}, {person}, {action}, are missing.")
ALL_CUT = N_("The audit trail was cut: all {missing} entries of session {stream} are missing.")
ADDED = N_("Audit entry {number} ({at}, {person}, {action}) was added in the database, not by the program.")
FORKED = N_("The audit trail forks: entry {number} ({at}, {person}, {action}) does not follow the one before it.")
STEPPED_BACK = N_(
    "Audit entry {number} ({at}, {person}, {action}) is older than what was recorded before it, and nobody has set the"
    " clock right in between."
)
SUBJECT_ADDED = N_("The index of the audit trail was changed in the database: a line on {table} {key} was added.")
SUBJECT_REMOVED = N_("The index of the audit trail was changed in the database: a line on {table} {key} is missing.")
ROW_CHANGED = N_("{title} {name} was changed in the database, not by the program: {columns}.")
ROW_ADDED = N_("{title} {name} was added in the database, not by the program.")
ROW_REMOVED = N_("{title} {name} was removed in the database, not by the program.")


def of_entry(message: str, row: Line, **params: str | int) -> Finding:
    """Named by who, when and what, as the audit page shows it."""
    at = f"{local_time(row.at):%Y-%m-%d %H:%M:%S}" if isinstance(row.at, datetime) else "?"
    known = {"number": row.number, "at": at, "person": row.account_name, "action": row.action}
    return Finding(message, {**known, **params})
