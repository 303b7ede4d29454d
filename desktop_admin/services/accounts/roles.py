"""Roles and what each of them may do, as the school's own data file says."""

import tomllib
from functools import cache

import msgspec
from msgspec import Struct

from desktop_admin.core import paths
from desktop_admin.core.localised import Localised
from desktop_admin.core.permissions import Permission


class Role(Struct, frozen=True, forbid_unknown_fields=True):
    title: Localised
    permissions: frozenset[Permission]
    administers: bool = False  # counts as an administrator: the last one cannot be taken away
    audits: bool = False  # never together with administers, unless the school has recorded a waiver


class Roles(Struct, frozen=True, forbid_unknown_fields=True):
    everyone: frozenset[Permission]
    roles: dict[str, Role]


@cache
def declared() -> Roles:
    """resources/roles.toml; a wrong permission in it stops the program."""
    return msgspec.convert(tomllib.loads((paths.resources() / "roles.toml").read_text("utf-8")), Roles)


def permissions_of(names: tuple[str, ...]) -> frozenset[Permission]:
    """Everything the roles allow together. A role that is no longer declared allows nothing."""
    known = declared()
    granted = (known.roles[name].permissions for name in names if name in known.roles)
    return known.everyone.union(*granted)
