"""The Chinese translation is complete, and the tool that says so sees what it should."""

import gettext
import importlib.util
import io
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FILE = Path(__file__).resolve().parents[2] / ".ci" / "messages.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


messages: Any = load()


def entry(message: str, text: str, place: str = "a.po:1") -> Any:
    return messages.Translation(message, text, place)


def test_every_text_is_translated_once_and_well() -> None:
    problems = messages.find_problems(messages.used_messages(), messages.read_translations())
    assert not problems, "\n".join(problems)


def test_the_catalogue_is_made_from_the_translations_as_they_stand() -> None:
    assert not messages.is_stale(), "run: python3 run.py messages"


SOURCE = """
FRIDGE = N_("Fridge")
title = tr(
    "Sheet of "
    "{day}", day=1)
shown = tr(FRIDGE)
both = f"{count}: {tr(N_('in an f-string'))}"
one = tr("open" if count else "closed")
"""


def test_texts_are_found_wherever_they_are_declared_or_shown(tmp_path: Path) -> None:
    (tmp_path / "area").mkdir()
    (tmp_path / "area" / "form.py").write_text(SOURCE)
    used = messages.used_messages(tmp_path)
    assert set(used) == {"Fridge", "Sheet of {day}", "in an f-string", "open", "closed"}
    assert used["Fridge"] == f"{tmp_path.name}/area/form.py:2"


def test_a_guessed_translation_counts_as_none(tmp_path: Path) -> None:
    text = '#, fuzzy\nmsgid "Fridge"\nmsgstr "冰箱"\n\nmsgid "Sheet"\nmsgstr "检查表"\n'
    (tmp_path / "canteen.po").write_text(text, encoding="utf-8")
    fridge, sheet = messages.read_translations(tmp_path)
    assert (fridge.text, sheet.text) == ("", "检查表")
    assert messages.find_problems({"Fridge": "x.py:1", "Sheet": "x.py:2"}, [fridge, sheet]) == [
        "x.py:1: no translation of 'Fridge'"
    ]


@pytest.mark.parametrize(
    ("translations", "problem"),
    [
        ([], "x.py:1: no translation of '{count} days'"),
        ([entry("{count} days", "{count} 天"), entry("Old", "旧")], "a.po:1: nothing uses 'Old'"),
        ([entry("{count} days", "{n} 天")], "a.po:1: placeholders differ"),
        ([entry("{count} days", "{count 天")], "a.po:1: placeholders differ"),
        (
            [entry("{count} days", "{count} 天"), entry("{count} days", "{count} 日", "b.po:2")],
            "b.po:2: '{count} days' is",
        ),
        ([entry("{count} days", "您有 {count} 天")], "a.po:1: 您 is not used"),
        ([entry("{count} days", "还有 {count} 天!")], "a.po:1: no exclamation mark"),
        ([entry("{count} days", "天数:{count}")], "a.po:1: half-width punctuation"),
    ],
)
def test_each_fault_is_named_with_its_place(translations: list[Any], problem: str) -> None:
    problems = messages.find_problems({"{count} days": "x.py:1"}, translations)
    assert any(line.startswith(problem) for line in problems), problems


def test_the_same_translation_in_two_areas_is_no_fault() -> None:
    twice = [entry("Cancel", "取消"), entry("Cancel", "取消", "b.po:1")]
    assert messages.find_problems({"Cancel": "x.py:1"}, twice) == []


def test_the_catalogue_is_the_same_whatever_the_order_and_is_read_by_gettext() -> None:
    entries = [entry("Fridge", "冰箱"), entry("Sheet", "检查表"), entry("Staff", "")]
    file = messages.catalogue(entries)
    assert file == messages.catalogue(entries[::-1])
    read = gettext.GNUTranslations(io.BytesIO(file))
    assert [read.gettext(word) for word in ("Fridge", "Sheet", "Staff")] == ["冰箱", "检查表", "Staff"]


def test_a_catalogue_older_than_a_translation_is_noticed(tmp_path: Path) -> None:
    area = tmp_path / "area.po"
    area.write_text('msgid "Sheet"\nmsgstr "检查表"\n', encoding="utf-8")
    assert messages.is_stale(tmp_path)
    (tmp_path / messages.CATALOGUE).write_bytes(messages.catalogue(messages.read_translations(tmp_path)))
    assert not messages.is_stale(tmp_path)
    area.write_text('msgid "Sheet"\nmsgstr "表"\n', encoding="utf-8")
    assert messages.is_stale(tmp_path)
