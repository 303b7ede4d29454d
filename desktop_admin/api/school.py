"""The school itself: its name, and the first run that sets it up."""

from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import Query, RecordCommand, label
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission


class AlreadySetUp(Refused):
    message = N_("This database already belongs to {school}. Sign in instead.")


class SetUpSchool(Struct, frozen=True, kw_only=True):
    """The first run: names the school and makes its first administrator. Nobody is signed in yet."""

    school: Annotated[str, label(N_("School name"), max_length=60)]
    name: Annotated[str, label(N_("Administrator's name"), max_length=40)]
    login: Annotated[str, label(N_("User name"), max_length=40, hint=N_("Lower-case letters, digits, . _ -"))]
    password: Annotated[str, label(N_("Password"), max_length=1024, editor="password")]
    merged: Annotated[bool, label(N_("A small school: one person administers and audits (recorded)"))] = False


class SchoolProfile(Struct, frozen=True):
    key: UUID
    version: int
    name: Annotated[str, label(N_("School name"))]
    address: Annotated[str, label(N_("Address"))]
    phone: Annotated[str, label(N_("Phone"))]


class ReadSchool(Query[SchoolProfile], frozen=True):
    permission = Permission.SCHOOL_PROFILE_READ


class EditSchool(RecordCommand[SchoolProfile], frozen=True):
    permission = Permission.SCHOOL_PROFILE_EDIT
    caption = N_("Edit school")

    name: Annotated[str, label(N_("School name"), max_length=60)]
    address: Annotated[str, label(N_("Address"), max_length=120)] = ""
    phone: Annotated[str, label(N_("Phone"), max_length=40)] = ""
