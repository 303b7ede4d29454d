"""What people call the rights."""

from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

_P = Permission
RIGHTS: dict[Permission, str] = {
    _P.ACCOUNTS_ACCOUNT_CREATE: N_("Create accounts"),
    _P.ACCOUNTS_ACCOUNT_DISABLE: N_("Disable and enable accounts"),
    _P.ACCOUNTS_ACCOUNT_EDIT: N_("Edit accounts"),
    _P.ACCOUNTS_ACCOUNT_EXPORT: N_("Export accounts"),
    _P.ACCOUNTS_ACCOUNT_READ: N_("See accounts"),
    _P.ACCOUNTS_CODE_ISSUE: N_("Issue activation codes"),
    _P.ACCOUNTS_OWN_MANAGE: N_("Look after the own account"),
    _P.ACCOUNTS_ROLE_GRANT: N_("Change roles"),
    _P.AUDIT_CHAIN_VERIFY: N_("Verify the audit trail"),
    _P.AUDIT_ENTRY_EXPORT: N_("Export the audit trail"),
    _P.AUDIT_ENTRY_READ: N_("Read the audit trail"),
    _P.BACKUP_COPY_MAKE: N_("Make backups"),
    _P.CANTEEN_ACTION_MANAGE: N_("Manage corrective actions"),
    _P.CANTEEN_REGISTER_EDIT: N_("Edit canteen registers"),
    _P.CANTEEN_REGISTER_READ: N_("See canteen registers"),
    _P.CANTEEN_SHEET_ANSWER: N_("Fill in check sheets"),
    _P.CANTEEN_SHEET_EXPORT: N_("Export check sheets"),
    _P.CANTEEN_SHEET_READ: N_("See check sheets"),
    _P.CANTEEN_SHEET_REVIEW: N_("Review check sheets"),
    _P.CANTEEN_SHEET_SIGN: N_("Sign check sheets"),
    _P.SCHOOL_CALENDAR_EDIT: N_("Edit the school calendar"),
    _P.SCHOOL_PROFILE_EDIT: N_("Edit the school's details"),
    _P.SCHOOL_PROFILE_READ: N_("See the school's details"),
}


def right(permission: Permission) -> str:
    """The right's name, to be translated where it is shown; its own code where it has none."""
    return RIGHTS.get(permission, str(permission))
