"""What people call the rights, by the code of the permission: shown by screens and by refusals."""

from desktop_admin.core.i18n import N_

RIGHTS: dict[str, str] = {
    "accounts:account:create": N_("Create accounts"),
    "accounts:account:disable": N_("Disable and enable accounts"),
    "accounts:account:edit": N_("Edit accounts"),
    "accounts:account:export": N_("Export accounts"),
    "accounts:account:read": N_("See accounts"),
    "accounts:code:issue": N_("Issue activation codes"),
    "accounts:own:manage": N_("Look after the own account"),
    "accounts:role:grant": N_("Change roles"),
    "audit:chain:verify": N_("Verify the audit trail"),
    "audit:entry:export": N_("Export the audit trail"),
    "audit:entry:read": N_("Read the audit trail"),
    "backup:copy:make": N_("Make backups"),
    "backup:copy:restore": N_("Restore backups"),
    "canteen:action:manage": N_("Manage corrective actions"),
    "canteen:register:edit": N_("Edit canteen registers"),
    "canteen:register:read": N_("See canteen registers"),
    "canteen:sheet:answer": N_("Fill in check sheets"),
    "canteen:sheet:export": N_("Export check sheets"),
    "canteen:sheet:read": N_("See check sheets"),
    "canteen:sheet:review": N_("Review check sheets"),
    "canteen:sheet:sign": N_("Sign check sheets"),
    "school:calendar:edit": N_("Edit the school calendar"),
    "school:profile:edit": N_("Edit the school's details"),
    "school:profile:read": N_("See the school's details"),
    "sharing:pc:manage": N_("Pair, suspend and remove PCs"),
    "sharing:pc:read": N_("See the paired PCs"),
    "sharing:server:manage": N_("Start and stop sharing"),
}


def right(permission: str) -> str:
    """The right's name, to be translated where it is shown; its own code where it has none."""
    return RIGHTS.get(permission, permission)
