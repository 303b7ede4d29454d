"""The people of the demo school. Invented; any likeness is chance."""

import tomllib
from dataclasses import dataclass
from functools import cache
from random import Random

import msgspec

from desktop_admin.core import paths

PASSWORD = "Yanshi-2026"  # noqa: S105 - of invented people in a school that does not exist
SCHOOL = "青禾实验学校"


class Names(msgspec.Struct, frozen=True):
    surnames: list[str]
    given: list[str]
    departments: list[str]


@cache
def names() -> Names:
    return msgspec.convert(tomllib.loads((paths.resources() / "demo" / "names.toml").read_text("utf-8")), Names)


def full_name(random: Random) -> str:
    return random.choice(names().surnames) + random.choice(names().given)


@dataclass(frozen=True, slots=True)
class Person:
    login: str
    name: str
    number: str
    department: str
    roles: tuple[str, ...]


LEADS = (
    Person("qinhai", "秦海", "G2015001", "信息中心", ("system_administrator",)),
    Person("wangjg", "王建国", "G2012017", "总务处", ("food_safety_officer",)),
    Person("limin", "李敏", "G2009004", "总务处", ("food_safety_director",)),
    Person("chensf", "陈守福", "G2016022", "总务处", ("canteen_worker",)),
    Person("zhouming", "周明", "G2003001", "办公室", ("principal",)),
    Person("liufang", "刘芳", "G2018009", "办公室", ("office_clerk",)),
    Person("zhengsj", "郑审洁", "G2011013", "办公室", ("auditor",)),
)


def staff(random: Random, count: int) -> list[Person]:
    """So many teachers, none with the name of another."""
    taken = {person.name for person in LEADS}
    found: list[Person] = []
    while len(found) < count:
        name = full_name(random)
        if name not in taken:
            taken.add(name)
            number = f"G{random.randint(2001, 2026)}{100 + len(found)}"
            found.append(Person("", name, number, random.choice(names().departments), ("teacher",)))
    return found
