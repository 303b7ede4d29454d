"""The people of the demo school. Invented; any likeness is chance."""

from dataclasses import dataclass
from random import Random

PASSWORD = "Yanshi-2026"  # noqa: S105 - of invented people in a school that does not exist
SCHOOL = "青禾实验学校"

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单"
GIVEN = (
    "建国 志强 雨桐 文博 敏 芳 海 丽华 建平 晓燕 帆 伟 静 浩然 雪 梅 俊杰 思源 佳怡 子涵 明远 秀英 国栋 "
    "婷婷 立新 春生 玉兰 一鸣 诗雨 宏伟 桂芳 嘉树 若溪 卫东 欣怡 振华 慧敏 天宇 美玲 永康 素琴 泽宇 佩琪 "
    "向阳 凤英 书豪 晓峰 淑珍 博文 梦瑶 长青 翠萍 子墨 金花 学军 雅婷 启明 红梅 小龙 月娥"
).split()
DEPARTMENTS = ("教务处", "总务处", "办公室", "信息中心", "宣传部", "七年级组", "八年级组", "九年级组", "教科室")


@dataclass(frozen=True, slots=True)
class Person:
    login: str
    name: str
    number: str
    department: str
    roles: tuple[str, ...]
    signs_in: bool = False  # has a password; the others have only been entered


LEADS = (
    Person("qinhai", "秦海", "G2015001", "信息中心", ("system_administrator",), signs_in=True),
    Person("wangjg", "王建国", "G2012017", "总务处", ("food_safety_officer",), signs_in=True),
    Person("limin", "李敏", "G2009004", "总务处", ("food_safety_director",), signs_in=True),
    Person("chensf", "陈守福", "G2016022", "总务处", ("canteen_worker",), signs_in=True),
    Person("zhouming", "周明", "G2003001", "办公室", ("principal",), signs_in=True),
    Person("liufang", "刘芳", "G2018009", "办公室", ("office_clerk",), signs_in=True),
    Person("zhengsj", "郑审洁", "G2011013", "办公室", ("auditor",), signs_in=True),
)


def staff(random: Random, count: int) -> list[Person]:
    """So many teachers, none with the name of another."""
    names = {person.name for person in LEADS}
    found: list[Person] = []
    while len(found) < count:
        name = random.choice(SURNAMES) + random.choice(GIVEN)
        if name not in names:
            names.add(name)
            department = random.choice(DEPARTMENTS)
            found.append(Person("", name, f"G{random.randint(2001, 2026)}{100 + len(found)}", department, ("teacher",)))
    return found
