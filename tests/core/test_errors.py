"""A refusal is told in the language of whoever reads it, and never in that of the PC that refused."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import desktop_admin
from desktop_admin.api import wire
from desktop_admin.api.accounts import BeyondOwnRights
from desktop_admin.api.canteen.actions import WrongState
from desktop_admin.api.canteen.entry import PHOTO_BYTES, AddPhoto
from desktop_admin.api.canteen.refusals import AnsweredElsewhere, SheetIncomplete
from desktop_admin.api.school import EditSchool
from desktop_admin.api.sharing import Failure
from desktop_admin.core import i18n, paths
from desktop_admin.core.errors import Invalid, NotAllowed, Refused
from desktop_admin.core.ids import uuid7

SOURCES = Path(desktop_admin.__file__).parent


@pytest.fixture
def _chinese() -> Iterator[None]:
    yield
    i18n.use("en", paths.locale_folder())


def read_in_chinese(error: Refused) -> str:
    """Refused on an English PC, sent, and read on a Chinese one."""
    assert i18n.language() == "en"
    sent = wire.write(Failure.of(error))
    i18n.use("zh_CN", paths.locale_folder())
    return str(wire.read(sent, Failure).error())


REFUSALS: list[tuple[Refused, str]] = [
    (Invalid(field="Last day", reason="at most {limit} days at once", limit=120), "结束日期：一次最多 120 天"),
    (
        AnsweredElsewhere(who="王老师", code="B01", when="10:32", theirs="pass", mine="fail"),
        "B01 已由王老师于 10:32 填为“合格”。你填的是“不合格”，尚未覆盖任何内容。",
    ),
    (NotAllowed(permission="accounts:role:grant"), "改角色"),
    (BeyondOwnRights(role="teacher"), "教师"),
    (WrongState(number="ZG-1", state="closed"), "已关闭"),
    (SheetIncomplete(count=1, open="A01", fails="none"), "无"),
]


@pytest.mark.usefixtures("_chinese")
@pytest.mark.parametrize(("error", "told"), REFUSALS, ids=[type(error).__name__ for error, _ in REFUSALS])
def test_a_refusal_is_read_in_the_readers_language(error: Refused, told: str) -> None:
    assert told in read_in_chinese(error)


@pytest.mark.usefixtures("_chinese")
def test_a_field_too_long_is_told_in_the_readers_language() -> None:
    with pytest.raises(Invalid) as caught:
        wire.checked(EditSchool(uuid7(), 1, name="x" * 61))
    assert read_in_chinese(caught.value) == "学校名称：最多 60 个字符，删短一些"


@pytest.mark.usefixtures("_chinese")
def test_a_file_too_large_is_told_in_megabytes() -> None:
    with pytest.raises(Invalid) as caught:
        wire.checked(AddPhoto(key=uuid7(), data=bytes(PHOTO_BYTES + 1)))
    assert "最多 10 MB" in read_in_chinese(caught.value)


def test_braces_in_somebodys_text_are_only_text() -> None:
    """Neither filled in with what the refusal knows, nor a way to the inside of the program."""
    odd = "{0} {field.__class__} {"
    assert odd in str(Invalid(field="Name", reason=odd, limit=1))
    assert odd in str(Invalid(field="Name", reason="not a valid value ({detail})", detail=odd))
    assert odd in str(AnsweredElsewhere(who=odd, code="B01", when="10:32", theirs="pass", mine=odd))


def translated_when_raised(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            calls = (inner for inner in ast.walk(node.exc) if isinstance(inner, ast.Call))
            named = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "tr")
            yield from (call.lineno for call in named)


@pytest.mark.parametrize("layer", ["core", "api", "models", "db", "services", "server"])
def test_nothing_below_the_screens_translates_what_it_refuses(layer: str) -> None:
    files = (SOURCES / layer).rglob("*.py")
    trees = ((file.name, ast.parse(file.read_text("utf-8"))) for file in files)
    assert [f"{name}:{line}" for name, tree in trees for line in translated_when_raised(tree)] == []


def test_a_refusal_that_would_be_translated_too_early_is_found() -> None:
    assert list(translated_when_raised(ast.parse("raise Invalid(field=tr('Name'), reason='x')"))) == [1]


def test_no_two_refusals_travel_by_one_name() -> None:
    """Loading the second would end the program; which of a command's modules are loaded with which, nobody foresees."""
    trees = [ast.parse(file.read_text("utf-8")) for file in SOURCES.rglob("*.py")]
    defined = [
        (node.name, bases_of(node)) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    refusals = {Refused.__name__}
    while more := {name for name, bases in defined if bases & refusals} - refusals:
        refusals |= more
    names = Counter(name for name, bases in defined if bases & refusals)
    assert [name for name, count in names.items() if count > 1] == []


def bases_of(node: ast.ClassDef) -> set[str]:
    return {base.id for base in node.bases if isinstance(base, ast.Name)}
