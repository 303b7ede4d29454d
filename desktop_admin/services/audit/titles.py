"""What actions, areas and noted facts are called."""

from desktop_admin.api.audit import Term
from desktop_admin.api.backup import BackupResult
from desktop_admin.api.base import Command
from desktop_admin.core.i18n import N_
from desktop_admin.services.registry import REQUESTS

AREAS = {
    "accounts": N_("Accounts"),
    "approval": N_("Approvals"),
    "audit": N_("Audit log"),
    "backup": N_("Backups"),
    "calendar": N_("Calendar"),
    "canteen": N_("Canteen"),
    "clock": N_("Clock"),
    "exports": N_("Exports"),
    "imports": N_("Imports"),
    "publishing": N_("Publishing"),
    "school": N_("School"),
    "sharing": N_("Sharing"),
    "system": N_("System"),
    "training": N_("Training"),
}
EVENTS = {  # what is no command of a signed-in person
    "accounts.signed_in": N_("Signed in"),
    "accounts.sign_in_failed": N_("Sign-in failed"),
    "accounts.clock_set_back": N_("Clock was set back"),
    "accounts.proof_failed": N_("Password was wrong"),
    "accounts.session_copied": N_("Session used on another PC"),
    "backup.failed_at_night": N_("Nightly backup failed"),
    "backup.made_at_night": N_("Nightly backup"),
    "backup.overdue": N_("No backup for too long"),
    "approval.refused": N_("Decision refused"),
    "school.SetUpSchool": N_("Set up school"),
    "system.new_key": N_("New key"),
    "system.moved": N_("Moved to PostgreSQL"),
    "system.restored": N_("Restored backup"),
    "sharing.pc_paired": N_("Paired PC"),
    "sharing.pairing_code_guessed": N_("Pairing code was wrong"),
    "system.upgraded": N_("Upgraded database"),
}
FACTS = {
    "backup": N_("Backup"),
    "by": N_("Means"),
    "days": N_("Days"),
    "ended": N_("Sessions ended"),
    "erased": N_("Erased again"),
    "entries": N_("Entries checked"),
    "findings": N_("Findings"),
    "folder": N_("Folder"),
    "form": N_("Format"),
    "forged_code": N_("Code that is not genuine"),
    "given_to": N_("Given to PC"),
    "last_good": N_("Last good backup"),
    "login": N_("User name (fingerprint)"),
    "made_at": N_("Made at"),
    "merged": N_("One person administers and audits"),
    "minutes": N_("Valid for minutes"),
    "minutes_behind": N_("Minutes behind"),
    "new": N_("New password (fingerprint)"),
    "old": N_("Old password (fingerprint)"),
    "operator": N_("By"),
    "pc": N_("PC"),
    "policy": N_("Policy version"),
    "reason": N_("Reason"),
    "rehashed": N_("Password hash renewed"),
    "removed": N_("No longer kept"),
    "report": N_("Report"),
    "result": N_("Restore test"),
    "rows": N_("Rows"),
    "search": N_("Search"),
    "session": N_("Session"),
    "signed_out": N_("Signed out"),
    "step": N_("Step"),
    "unlocked": N_("Unlocked"),
    "what": N_("Object"),
}

VALUES = {  # codes that the program notes; anything else is somebody's own words
    "code": N_("activation code"),
    "password": N_("password"),
}
RESULTS = {str(member.value): member.label for member in BackupResult}
CODES = {"by": VALUES, "result": RESULTS}
REASONS = {  # why somebody was not let in
    "unknown": N_("unknown user name"),
    "wrong": N_("wrong password or code"),
    "locked": N_("too many attempts"),
    "disabled": N_("account disabled"),
    "cancelled": N_("account cancelled"),
    "expired": N_("account no longer valid"),
    "too late": N_("code used or password changed meanwhile"),
    "OwnPaper": N_("own work"),
    "OwnWorkRefused": N_("own work"),
    "SecondSeat": N_("a second seat"),
}


def actions() -> dict[str, str]:
    """Every action that an entry can have, with its title."""
    commands = {name: kind.caption for name, kind in REQUESTS.items() if issubclass(kind, Command) and kind.caption}
    return EVENTS | commands


def action_term(action: str) -> Term:
    """By its own name where a later version has dropped the command."""
    known = actions().get(action)
    return Term(known) if known else Term(action, own=True)


def area_of(action: str) -> str:
    return action.partition(".")[0]


def area_term(area: str) -> Term:
    known = AREAS.get(area)
    return Term(known) if known else Term(area, own=True)


def value_term(action: str, name: str, value: str | int) -> Term:
    """A noted value: the program's own codes have words, what a person wrote is left as it is."""
    if name == "step" and action in EVENTS:
        return action_term(str(value))
    known = REASONS if name == "reason" and action in EVENTS else CODES.get(name, {})
    return Term(known[str(value)]) if str(value) in known else Term(str(value), own=True)


def fact_term(name: str) -> Term:
    known = FACTS.get(name)
    return Term(known) if known else Term(name, own=True)
