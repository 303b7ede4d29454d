"""The numbers that the school's rules rest on: dated rows of resources/policies.toml, the newest in force."""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Protocol, TypeVar

import msgspec
from msgspec import Struct

from desktop_admin.core import paths
from desktop_admin.core.localised import Localised
from desktop_admin.core.passwords import Ingredient, Rule


class Dated(Protocol):
    @property
    def since(self) -> date: ...


RowT = TypeVar("RowT", bound=Dated)


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    title: Localised
    least: int
    most: int
    needs: tuple[Ingredient, ...]
    strength: int
    remembered: int


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """Which password profile is in force."""

    since: date
    source: str
    profile: str


class Lockout(Struct, frozen=True, forbid_unknown_fields=True):
    """attempts: wrong passwords for a user name on one PC where its owner has signed in before. elsewhere: on all
    other PCs together. minutes: how long after the last one nothing more is tried there."""

    since: date
    source: str
    attempts: int
    elsewhere: int
    minutes: int


class SessionLimits(Struct, frozen=True, forbid_unknown_fields=True):
    since: date
    source: str
    hours: int  # a session's life, whatever happens


class Codes(Struct, frozen=True, forbid_unknown_fields=True):
    since: date
    source: str
    days: int  # until an unused activation code opens nothing any more


class ClockLimits(Struct, frozen=True, forbid_unknown_fields=True):
    since: date
    source: str
    minutes: int  # so far a clock may be behind the last audit entry without an alert


class Policies(Struct, frozen=True, forbid_unknown_fields=True):
    profiles: dict[str, Profile]
    password: tuple[Choice, ...]
    lockout: tuple[Lockout, ...]
    session: tuple[SessionLimits, ...]
    activation_code: tuple[Codes, ...]
    clock: tuple[ClockLimits, ...]


@cache
def declared() -> Policies:
    """resources/policies.toml; a wrong line in it stops the program."""
    return msgspec.convert(tomllib.loads((paths.resources() / "policies.toml").read_text("utf-8")), Policies)


def in_force(rows: Sequence[RowT], day: date) -> RowT:
    """The newest row that has begun by this day; before the first of all, that one."""
    begun = [row for row in rows if row.since <= day]
    return max(begun, key=lambda row: row.since) if begun else min(rows, key=lambda row: row.since)


def password_rule(day: date) -> Rule:
    """What a password set on this day must be."""
    choice = in_force(declared().password, day)
    profile = declared().profiles[choice.profile]
    return Rule(
        name=choice.profile,
        title=profile.title,
        since=choice.since,
        least=profile.least,
        most=profile.most,
        needs=profile.needs,
        strength=profile.strength,
        remembered=profile.remembered,
    )
