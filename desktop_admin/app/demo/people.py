"""The people of the demo school. Invented; any likeness is chance."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

import msgspec

from desktop_admin.core import paths
from desktop_admin.core.permissions import Actor

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
    Person("limin", "李敏", "G2009004", "总务处", ("food_safety_director", "department_head", "teacher")),
    Person("chensf", "陈守福", "G2016022", "总务处", ("canteen_worker",)),
    Person("zhouming", "周明", "G2003001", "办公室", ("principal",)),
    Person("liufang", "刘芳", "G2018009", "办公室", ("office_clerk", "informant")),
    Person("zhengsj", "郑审洁", "G2011013", "办公室", ("auditor",)),
    Person("zhaojing", "赵静", "G2008011", "办公室", ("department_head",)),
    Person("gaoyan", "高燕", "G2011006", "宣传部", ("publicity_officer",)),
    Person("luofei", "罗飞", "G2014019", "宣传部", ("second_reviewer",)),
    Person("dengbw", "邓博文", "G2013015", "信息中心", ("site_operator", "department_head", "teacher")),
    Person("sunlh", "孙丽华", "G2010008", "教科室", ("course_administrator", "department_head", "teacher")),
    Person("heyq", "何玉清", "G2007003", "教务处", ("course_reviewer", "department_head")),
    Person("linzy", "林志远", "G2009021", "德育处", ("department_head", "teacher")),
    Person("tangsy", "唐思远", "G2026101", "七年级组", ("teacher",)),
)
CREW = 11  # who work in each of the two canteens; the first of all is a lead


def staff(random: Random, teachers: int) -> list[Person]:
    """So many teachers, then the canteens' crews; none with the name of another."""
    taken = {person.name for person in LEADS}
    cooks = 2 * CREW - sum("canteen_worker" in person.roles for person in LEADS)
    found: list[Person] = []
    while len(found) < teachers + cooks:
        name = full_name(random)
        if name not in taken:
            taken.add(name)
            number = f"G{random.randint(2001, 2026)}{100 + len(found)}"
            cook = len(found) >= teachers
            department = "总务处" if cook else random.choice(names().departments)
            found.append(Person("", name, number, department, ("canteen_worker",) if cook else ("teacher",)))
    return found


class Staff:
    """Everyone who can act, in the order of the roster: the leads first."""

    def __init__(self, members: Mapping[str, tuple[Actor, Person]]) -> None:
        self._members = members

    def __getitem__(self, login: str) -> Actor:
        return self._members[login][0]

    def with_role(self, role: str) -> list[Actor]:
        return [actor for actor, person in self._members.values() if role in person.roles]

    def teachers(self, department: str = "") -> list[Actor]:
        """Those who have no other duty; of one department, or of all."""
        return [
            actor
            for actor, person in self._members.values()
            if department in {"", person.department} and person.roles == ("teacher",)
        ]
