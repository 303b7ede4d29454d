"""Roles and what each of them may do, as the school's own data file says. Who has which is the services' matter."""

import tomllib
from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct

from desktop_admin.core import paths
from desktop_admin.core.localised import Localised
from desktop_admin.core.permissions import Permission

Kind = Literal["staff", "student", "parent"]  # of an account


class Role(Struct, frozen=True, forbid_unknown_fields=True):
    title: Localised
    permissions: frozenset[Permission]
    administers: bool = False  # counts as an administrator: the last one cannot be taken away
    audits: bool = False  # never together with administers, unless the school has recorded a waiver
    manages: frozenset[str] = frozenset()  # roles it may hand out, and whose holders' accounts it may look after
    kinds: frozenset[Kind] = frozenset[Kind]({"staff"})


class Roles(Struct, frozen=True, forbid_unknown_fields=True):
    everyone: frozenset[Permission]
    roles: dict[str, Role]

    def __post_init__(self) -> None:
        unknown = frozenset[str]().union(*(role.manages for role in self.roles.values())) - self.roles.keys()
        if unknown:
            raise ValueError(f"roles.toml manages roles that it does not declare: {sorted(unknown)}")


@cache
def declared() -> Roles:
    """resources/roles.toml; a wrong permission in it stops the program."""
    return msgspec.convert(tomllib.loads((paths.resources() / "roles.toml").read_text("utf-8")), Roles)


def known(names: tuple[str, ...]) -> list[Role]:
    """The roles of these names. One that is no longer declared is left out: it allows nothing."""
    return [declared().roles[name] for name in names if name in declared().roles]


def permissions_of(names: tuple[str, ...]) -> frozenset[Permission]:
    """Everything the roles allow together."""
    return declared().everyone.union(*(role.permissions for role in known(names)))


def title(name: str) -> Localised:
    """The role's title; its bare name where it is no longer declared."""
    role = declared().roles.get(name)
    return role.title if role else Localised(name, name)


def holding(*, administers: bool = False, audits: bool = False) -> tuple[str, ...]:
    """The names of the roles that administer, or audit."""
    return tuple(
        name
        for name, role in declared().roles.items()
        if (administers and role.administers) or (audits and role.audits)
    )
