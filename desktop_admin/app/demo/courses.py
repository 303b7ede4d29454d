"""The term's training: the rules, every course with its homework, the library, and class hours from elsewhere."""

import tomllib
from random import Random

import msgspec

from desktop_admin.api.training.enrolment import SetTrainingRules
from desktop_admin.app.demo import library, taught
from desktop_admin.app.demo.agenda import Agenda
from desktop_admin.app.demo.homework import Homework
from desktop_admin.app.demo.people import Staff
from desktop_admin.app.premises import Premises
from desktop_admin.core import paths

RULES = """一、按时参加，不代签；有事提前请假，写明原因。
二、作业独立完成，引用注明出处。
三、讨论就事论事，不传播与课程无关的内容。
四、课程资料只在校内使用，不外传。"""


class _File(msgspec.Struct):
    courses: list[taught.Told]
    resources: list[library.Told]


def told() -> _File:
    text = (paths.resources() / "demo" / "courses.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _File)


def enter(premises: Premises, staff: Staff, agenda: Agenda, random: Random) -> None:
    """Everything that is ever done in training, for its day."""
    file = told()
    premises.office.answer(staff[taught.ADMINISTRATOR], SetTrainingRules(text=RULES))
    courses: dict[str, taught.Way] = {}
    for each in file.courses:
        way = courses[each.title] = taught.Way(premises, staff, agenda, random, each, agenda.day(each.week))
        way.enter()
        if each.homework:
            Homework(way).enter()
    for resource in file.resources:
        attach = courses[resource.course].attach if resource.course else None
        library.enter(premises, staff, agenda, resource, attach)
    library.credit(premises, staff, agenda)
