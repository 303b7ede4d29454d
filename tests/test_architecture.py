"""Rules that no linter knows: declarations agree with each other, and each shape loads only what it needs."""

import ast
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from msgspec import Struct

import desktop_admin.api
import desktop_admin.views
from desktop_admin.api.base import Command, Page, Query, RecordCommand, Request, fields, row_type
from desktop_admin.api.lists import ListSpec
from desktop_admin.db.work import Work
from desktop_admin.services.office import REQUESTS
from desktop_admin.services.registry import handles

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "desktop_admin"
LONGEST = 420  # lines of a module: "about 400"


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        yield import_module(found.name)


DECLARED = {
    value
    for module in modules(desktop_admin.api)
    for value in vars(module).values()
    if isinstance(value, type)
    and issubclass(value, Request)
    and value.__module__.startswith("desktop_admin.api.")
    and value.__module__ != Request.__module__
    and not value.__name__.startswith("_")
}
SPECS = {
    id(value): value
    for package in (desktop_admin.api, desktop_admin.views)
    for module in modules(package)
    for value in vars(module).values()
    if isinstance(value, ListSpec)
}.values()


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def test_imports_go_one_way() -> None:
    done = run(tool("lint-imports"), "--no-cache")
    assert done.returncode == 0, done.stdout


def test_the_code_is_formatted_and_clean() -> None:
    for arguments in (("check", "."), ("format", "--check", ".")):
        done = run(tool("ruff"), *arguments)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("checker", [("mypy",), ("pyright",)], ids=["mypy", "pyright"])
def test_every_type_is_checked(checker: tuple[str, ...]) -> None:
    done = run(tool(checker[0]))
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_every_request_has_a_permission_and_a_handler() -> None:
    assert DECLARED
    assert {request.wire_name(): request for request in DECLARED} == REQUESTS
    assert all(request.permission for request in DECLARED)


def test_every_command_has_a_name_for_people() -> None:
    assert [c.wire_name() for c in DECLARED if issubclass(c, Command) and not c.caption] == []


def test_every_list_names_real_fields() -> None:
    assert SPECS
    for spec in SPECS:
        assert set(spec.columns) <= set(fields(row_type(spec.query))), spec.name
        assert spec.row_title in spec.columns, spec.name
        filters = set(fields(spec.query))
        assert all(set(chip.filters) <= filters for chip in spec.chips), spec.name


def test_a_handler_must_return_what_its_request_promises() -> None:
    request = next(request for request in DECLARED if issubclass(request, RecordCommand))

    def wrong(work: Work, request: Query[Struct]) -> Page[Struct]:
        raise AssertionError(work, request)

    with pytest.raises(TypeError, match="must be handled"):
        handles(request)(wrong)
    with pytest.raises(TypeError, match="must be handled"):
        handles(request, request)(wrong)

    def told(work: Work, done: Page[Struct]) -> int:
        raise AssertionError(work, done)

    with pytest.raises(TypeError, match="must be handled"):
        handles(request, then=told)(wrong)


def loaded_after(statement: str, *names: str) -> list[str]:
    script = f"import sys\n{statement}\nprint(*[name for name in {names!r} if name in sys.modules])"
    done = run(sys.executable, "-c", script)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_sign_in_window_loads_nothing_heavy() -> None:
    heavy = ("sqlalchemy", "openpyxl", "reportlab", "psycopg", "argon2", "msgspec", "desktop_admin.models")
    assert loaded_after("import desktop_admin.app.window, desktop_admin.cli", *heavy) == []


FIRST_PICTURE = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop_admin.app import window
def shown(qt):
    while not pictures:
        qt.processEvents()
    return 0
pictures = []
QApplication.exec = shown
window.Program._start_loading = lambda program: pictures.append(1)
window.show(Path("nowhere"), lambda: None)
import enum
sys.modules |= {kind.__qualname__: enum for kind in enum.Enum.__subclasses__() + enum.IntEnum.__subclasses__()}
"""


def test_the_first_picture_waits_for_nothing_that_it_does_not_show() -> None:
    heavy = ("sqlalchemy", "openpyxl", "reportlab", "psycopg", "argon2", "msgspec", "zoneinfo", "pypinyin")
    later = ("desktop_admin.api", "desktop_admin.views.kit.widgets", "PySide6.QtSvg", "Qt.GlobalColor", "Qt.Key")
    assert loaded_after(FIRST_PICTURE, *heavy, *later) == []


def test_screens_load_no_database_and_no_rules() -> None:
    heavy = ("sqlalchemy", "psycopg", "argon2", "desktop_admin.models", "desktop_admin.services", "desktop_admin.db")
    assert loaded_after("import desktop_admin.views.modules, desktop_admin.desk.base", *heavy) == []


WRITTEN = [file for file in PACKAGE.rglob("*.py") if file.parent.name != "versions"]  # revisions are generated


@pytest.mark.parametrize("file", sorted(WRITTEN), ids=lambda f: str(f.relative_to(PACKAGE)))
def test_no_module_outgrows_a_reader(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.count("\n") <= LONGEST
    tree = ast.parse(text)
    long = [n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and (n.end_lineno or 0) - n.lineno > 60]
    assert not long


def test_no_screen_holds_on_to_layout_items() -> None:
    """PySide keeps them when Qt has long deleted them, and ends the program: see widgets.discard."""
    words = ("itemAt" + "Position(", ".item" + "At(")
    views = (PACKAGE / "views").rglob("*.py")
    assert [file.name for file in views if any(word in file.read_text("utf-8") for word in words)] == []


def test_nothing_tells_of_a_place_that_only_one_machine_has() -> None:
    """Neither in code nor in documents."""
    places = ("/work" + "/", "/root" + "/", "pypi" + ".org")
    tracked = run("git", "ls-files", "*.py", "*.md", "*.toml", "*.po", "*.sh", "*.lock", "*.txt").stdout.split("\n")
    found = [
        f"{name}: {place}"
        for name in tracked
        if name and (ROOT / name).is_file()
        for place in places
        if place in (ROOT / name).read_text("utf-8", errors="replace")
    ]
    assert found == []
