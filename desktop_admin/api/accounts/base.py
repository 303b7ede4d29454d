"""What an account is, and what may be refused about one."""

from desktop_admin.core import roles
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone


class AccountKind(Labelled):
    """RR 5: the platform's users are staff, students and parents."""

    STAFF = "staff", N_("Staff")
    STUDENT = "student", N_("Student")
    PARENT = "parent", N_("Parent")


class AccountStatus(Labelled):
    NEW = "new", N_("Not activated"), Tone.INFO  # has an activation code, has never set a password
    ACTIVE = "active", N_("Active"), Tone.OK
    DISABLED = "disabled", N_("Disabled"), Tone.NEUTRAL
    CANCELLED = "cancelled", N_("Cancelled"), Tone.NEUTRAL


class LoginTaken(Refused):
    message = N_("The user name {login} is taken. Use {free} or choose another one.")


class NumberTaken(Refused):
    message = N_("The number {number} already belongs to {name}. Look at that account first.")


class OwnAccount(Refused):
    message = N_("Nobody does this to their own account. Ask another administrator.")


class OwnRoles(Refused):
    message = N_("Nobody changes their own roles. Ask another administrator.")


class _OfRole(Refused):
    """role: its name; people read its title, in their own language."""

    def told(self) -> dict[str, str | int]:
        return {"role": roles.title(str(self.params.get("role", ""))).text()}


class BeyondOwnRights(_OfRole):
    """A right that the actor neither has nor was entrusted with would be given, or its holder's account taken over."""

    message = N_("The role {role} holds rights that you may not give. Ask an administrator who has them.")


class LastAdministrator(Refused):
    message = N_("{name} is the last administrator who can sign in. Appoint another one first.")


class DutiesNotSeparated(Refused):
    """GB/T 22239: system administration and audit are two people's, unless the school has recorded a waiver."""

    message = N_("{name} would administer and audit at once. Give one of the two to somebody else.")


class RoleNotForKind(_OfRole):
    message = N_("The role {role} is not for this kind of account. Take it out.")


class AccountNotOpen(Refused):
    message = N_("The account is disabled or cancelled. Enable it first.")
