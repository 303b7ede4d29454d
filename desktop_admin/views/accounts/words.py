"""How roles and rights read."""

from collections.abc import Iterable

from desktop_admin.core import roles
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.core.rights import right

AREAS: dict[str, str] = {
    "accounts": N_("Accounts"),
    "approval": N_("Approvals"),
    "audit": N_("Audit"),
    "backup": N_("Backup"),
    "canteen": N_("Canteen"),
    "publishing": N_("Publishing"),
    "school": N_("School"),
    "sharing": N_("Sharing"),
    "training": N_("Training"),
}


def role_titles(names: Iterable[str]) -> str:
    """The roles' titles in a line; empty for none."""
    return tr(N_(", ")).join(roles.title(name).text() for name in names)


def right_name(permission: Permission) -> str:
    return tr(right(permission))


def area_name(permission: Permission) -> str:
    area = permission.partition(":")[0]
    return tr(AREAS.get(area, area))
