"""The checklist is data: checked when it is read, frozen when a day begins."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_admin.api.canteen.checklist import ChecklistInvalid, ItemKind, ReadChecklist, Register
from desktop_admin.api.canteen.limits import LimitRow, ListLimits, ReviseLimit, measure_key
from desktop_admin.api.canteen.refusals import ReasonNeeded
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.core import paths
from desktop_admin.core.errors import Invalid, NotAllowed, NotFound, Stale
from desktop_admin.services.canteen import checklists
from desktop_admin.services.canteen.checklists import DAILY, load, shipped
from tests.services.canteen.conftest import TODAY, Kitchen

AREAS = {"采购": 7, "储存": 7, "加工": 10, "消毒": 6, "环境卫生": 7, "从业人员": 4, "运行监督": 4}


def test_the_shipped_checklist_has_45_items_in_7_areas_in_order() -> None:
    found = shipped()
    assert {area: sum(item.area == area for item in found.items) for area in found.areas} == AREAS
    assert [item.code for item in found.items] == sorted(item.code for item in found.items)
    assert sum(item.key_item for item in found.items) == 35


def test_only_three_items_are_computed_and_the_others_say_that_they_are_not_yet() -> None:
    computed = {item.code for item in shipped().items if item.register not in {None, Register.LATER}}
    assert computed == {"A01", "C01", "G02"}
    assert all(item.kind is ItemKind.AUTO for item in shipped().items if item.register is Register.LATER)


GOOD = (paths.resources() / "checklists" / DAILY).read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('min = "0", max = "8"', 'min = "9", max = "8"', ("B01", "temperature: min is above max")),
        (
            'min = "0", max = "8"',
            'min = "-30", max = "8"',
            ("B01", "temperature: a limit is outside what can be typed"),
        ),
        ('min = "0", max = "8"', 'min = "zero", max = "8"', ("B01: ",)),
        ('code = "A02"', 'code = "A01"', ("A01", "the item occurs twice")),
        ('code = "A02"', 'code = "2"', ("2: ",)),
        ('area = "消毒"', 'area = "清洗"', ("D01", "the area 清洗 is not listed")),
        (
            'any_of = [["holding_temperature"]',
            'any_of = [["temperature"]',
            ("C05", "any_of names a measure"),
        ),
        ('register = "later"', "", ("A02", "an auto item names its register")),
        ('version = "2025-09"', 'version = "2025-09', ("line 5",)),
        ("valid_from = 2025-09-01", 'valid_from = "2025-02-30"', ("valid_from",)),
    ],
)
def test_a_wrong_checklist_is_refused_with_the_place_and_the_reason(
    tmp_path: Path, before: str, after: str, told: tuple[str, ...]
) -> None:
    assert before in GOOD
    file = tmp_path / "wrong.toml"
    file.write_text(GOOD.replace(before, after, 1), "utf-8")
    with pytest.raises(ChecklistInvalid) as refused:
        load(file)
    assert all(part in str(refused.value) for part in told)
    assert "wrong.toml" in str(refused.value)


def revise(kitchen: Kitchen, valid_from: date, **limits: Any) -> str:
    code, measure = limits.pop("code", "B02"), limits.pop("measure", "temperature")
    given: dict[str, Any] = {"reason": "校内标准"} | limits
    known = [row.version for row in rows(kitchen) if row.key == measure_key(code, measure)]
    return kitchen.officer.ask(ReviseLimit(measure_key(code, measure), *(known or [1]), valid_from=valid_from, **given))


def rows(kitchen: Kitchen, **wanted: Any) -> tuple[LimitRow, ...]:
    return kitchen.officer.ask(ListLimits(limit=100, **wanted)).rows


def limit(kitchen: Kitchen, code: str, day: date) -> Any:
    """The upper limit of an item's first measure on a day."""
    asked = kitchen.officer.ask(ReadChecklist(day))
    return next(item for item in asked.items if item.code == code).measures[0].max


def test_a_template_changed_in_the_day_leaves_the_open_sheet_its_version(kitchen: Kitchen) -> None:
    started = kitchen.start()
    name = revise(kitchen, TODAY, max="-18")
    assert name == "2025-09.1"
    judged = kitchen.read("B02", "-15")
    assert judged.readings[0].in_limit
    assert judged.item.measures[0].max == -12
    assert kitchen.sheet().checklist == started.checklist == "2025-09"
    kitchen.house.clock.forward(timedelta(hours=20))
    kitchen.officer = kitchen.house.desk("food_safety_officer")
    tomorrow = TODAY + timedelta(days=1)
    assert kitchen.start(tomorrow).checklist == "2025-09.1"
    asked = kitchen.officer.ask(ReadChecklist(tomorrow))
    assert next(item for item in asked.items if item.code == "B02").measures[0].max == -18
    assert kitchen.sheet(TODAY).checklist == "2025-09"
    assert kitchen.line("B02", TODAY).verdict is not Verdict.FAIL


def test_a_newer_checklist_keeps_the_limits_that_the_school_set(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    kitchen.start()
    revise(kitchen, TODAY, max="-20")
    revise(kitchen, TODAY, max="-18")  # the last word
    items = tuple(replace(item, text="新") if item.code == "E01" else item for item in shipped().items)
    newer = replace(shipped(), version="2026-09", valid_from=TODAY + timedelta(days=1), items=items)
    monkeypatch.setattr(checklists, "shipped", lambda: newer)
    kitchen.house.clock.forward(timedelta(hours=20))
    kitchen.officer = kitchen.house.desk("food_safety_officer")
    assert kitchen.start(newer.valid_from).checklist == "2026-09"
    now = {item.code: item for item in kitchen.officer.ask(ReadChecklist(newer.valid_from)).items}
    assert now["B02"].measures[0].max == -18
    assert now["E01"].text == "新"
    assert now["B01"] == next(item for item in shipped().items if item.code == "B01")


def ship(monkeypatch: pytest.MonkeyPatch, valid_from: date) -> None:
    """A newer version of the program brings a checklist in which E01 reads otherwise."""
    items = tuple(replace(item, text="新") if item.code == "E01" else item for item in shipped().items)
    newer = replace(shipped(), version="2026-09", valid_from=valid_from, items=items)
    monkeypatch.setattr(checklists, "shipped", lambda: newer)


def test_an_own_limit_of_a_later_day_does_not_bring_the_older_items_back(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    kitchen.start()
    later = TODAY + timedelta(days=30)
    revise(kitchen, later, max="-18")
    ship(monkeypatch, TODAY + timedelta(days=1))
    kitchen.house.clock.forward(timedelta(hours=20))
    kitchen.officer = kitchen.house.desk("food_safety_officer")
    kitchen.start(TODAY + timedelta(days=1))
    assert [limit(kitchen, "B02", day) for day in (later - timedelta(days=1), later)] == [-12, -18]
    asked = kitchen.officer.ask(ReadChecklist(later))
    assert next(item.text for item in asked.items if item.code == "E01") == "新"


def test_a_limit_set_for_an_earlier_day_holds_behind_one_set_for_a_later_day(kitchen: Kitchen) -> None:
    kitchen.start()
    week, month = TODAY + timedelta(days=7), TODAY + timedelta(days=30)
    revise(kitchen, month, max="-18")
    revise(kitchen, week, code="B01", measure=shipped_measure("B01"), max="6")
    assert [(limit(kitchen, "B02", day), limit(kitchen, "B01", day)) for day in (week, month)] == [(-12, 6), (-18, 6)]


def test_a_limit_holds_also_in_the_checklist_that_was_shipped_for_a_later_day(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    ship(monkeypatch, TODAY)
    kitchen.start()
    revise(kitchen, TODAY, max="-18")
    newest = replace(checklists.shipped(), version="2026-10", valid_from=TODAY + timedelta(days=30))
    monkeypatch.setattr(checklists, "shipped", lambda: newest)
    kitchen.house.clock.forward(timedelta(hours=20))
    kitchen.officer = kitchen.house.desk("food_safety_officer")
    kitchen.start(TODAY + timedelta(days=1))
    revise(kitchen, TODAY + timedelta(days=7), max="-20")
    days = [TODAY + timedelta(days=number) for number in (1, 7, 30)]
    assert [limit(kitchen, "B02", day) for day in days] == [-18, -20, -20]


def shipped_measure(code: str) -> str:
    return next(item for item in shipped().items if item.code == code).measures[0].name


def test_the_limits_are_listed_with_what_the_school_made_of_them(kitchen: Kitchen) -> None:
    kitchen.start()
    assert rows(kitchen, changed=True) == ()
    revise(kitchen, TODAY, max="-18")
    revise(kitchen, TODAY + timedelta(days=7), max="-20", reason="市里要求")
    [row] = rows(kitchen, changed=True)
    assert (row.code, row.shipped, row.own, row.min, row.max) == ("B02", "≤ −12 ℃", "≤ −18 ℃", "", "-18")
    assert (row.since, row.coming) == (TODAY, TODAY + timedelta(days=7))
    assert [(each.limit, each.reason) for each in row.past] == [("≤ −20 ℃", "市里要求"), ("≤ −18 ℃", "校内标准")]
    assert rows(kitchen, search="b02") == (row,)
    every = rows(kitchen)
    assert len(every) == sum(len(item.measures) for item in shipped().items)


def test_of_two_who_change_one_limit_the_second_is_told_and_only_who_may_does(kitchen: Kitchen) -> None:
    key = measure_key("B02", "temperature")
    kitchen.officer.ask(ReviseLimit(key, 1, valid_from=TODAY, max="-18", reason="甲"))
    with pytest.raises(Stale):
        kitchen.officer.ask(ReviseLimit(key, 1, valid_from=TODAY, max="-20", reason="乙"))
    with pytest.raises(NotAllowed):
        kitchen.house.desk("canteen_worker").ask(ReviseLimit(key, 2, valid_from=TODAY, max="-20", reason="乙"))


def test_a_limit_is_not_changed_for_the_past_nor_without_a_reason_nor_into_nonsense(kitchen: Kitchen) -> None:
    with pytest.raises(Invalid, match="past day"):
        revise(kitchen, TODAY - timedelta(days=1), max="-18")
    with pytest.raises(ReasonNeeded):
        revise(kitchen, TODAY, max="-18", reason=" ")
    with pytest.raises(Invalid, match="outside what can be typed"):
        revise(kitchen, TODAY, max="90")
    with pytest.raises(NotFound):
        revise(kitchen, TODAY, code="Z99", max="1")


def test_every_item_of_the_design_is_there() -> None:
    texts = json.dumps([item.text for item in shipped().items], ensure_ascii=False)
    for words in ("供货者许可证", "冷藏设备温度", "烧熟煮透", "热力消毒", "明厨亮灶", "晨检", "陪餐"):
        assert words in texts
