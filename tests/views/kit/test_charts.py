"""Charts and the month grid: painted, and told in words."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.views.kit.calendar import DayState, MonthCalendar, MonthGrid
from desktop_admin.views.kit.chart import BarChart, ChartCard, DonutChart, LineChart, Mark, Painted, Series, ShareBars
from desktop_admin.views.kit.tokens import LIGHT

pytestmark = pytest.mark.usefixtures("dressed")

WEEK = Series(
    "食堂近 7 日合格率", (Mark("11-14", 98), Mark("15", 91, failed=True), Mark("今天", 99)), "%", limit=95, base=80
)
TODAY = date(2026, 11, 20)


def painted(widget: QWidget) -> dict[str, int]:
    """How many pixels there are of each colour."""
    image = widget.grab().toImage()
    counts: dict[str, int] = {}
    for x in range(image.width()):
        for y in range(image.height()):
            name = image.pixelColor(x, y).name()
            counts[name] = counts.get(name, 0) + 1
    return counts


def chart(kind: type[Painted], qtbot: QtBot, series: Series = WEEK) -> Painted:
    made = kind(series)
    qtbot.addWidget(made)
    made.resize(320, 180)
    return made


@pytest.mark.parametrize("kind", [BarChart, LineChart, DonutChart])
def test_a_failure_is_red_and_said_in_words(kind: type[Painted], qtbot: QtBot) -> None:
    made = chart(kind, qtbot)
    assert painted(made).get(QColor(LIGHT.danger).name(), 0) > 10
    assert "15 91 % (" in made.accessibleName()
    sound = chart(kind, qtbot, Series("x", (Mark("a", 98), Mark("b", 97))))
    assert QColor(LIGHT.danger).name() not in painted(sound)


def test_every_value_is_told_with_its_unit_and_the_limit(qtbot: QtBot) -> None:
    told = chart(BarChart, qtbot).accessibleName()
    assert told.startswith("食堂近 7 日合格率: 11-14 98 %")
    assert "今天 99 %" in told
    assert "95" in told


def test_a_higher_value_stands_higher_and_the_limit_between(qtbot: QtBot) -> None:
    made = chart(BarChart, qtbot)
    assert made.height_of(98) < made.height_of(95) < made.height_of(91)
    assert made.height_of(99) > 15, "room for its label"


@pytest.mark.parametrize("values", [(), (0,), (0, 0, 0), (1e9, 1), (-3, 2), (0.1,)])
@pytest.mark.parametrize("kind", [BarChart, LineChart, DonutChart])
def test_any_values_can_be_painted(kind: type[Painted], values: tuple[float, ...], qtbot: QtBot) -> None:
    series = Series("x", tuple(Mark(str(number), value) for number, value in enumerate(values)))
    made = chart(kind, qtbot, series)
    assert len(painted(made)) > 1


def test_one_is_not_shown_as_a_whole_ring_of_nothing(qtbot: QtBot) -> None:
    assert painted(chart(DonutChart, qtbot, Series("x", (Mark("a", 5),)))).get(QColor(LIGHT.accent).name(), 0) > 500


def test_shares_are_written_as_n_of_total(qtbot: QtBot) -> None:
    bars = ShareBars(Series("培训", (Mark("信息化", 31),)), (36,))
    qtbot.addWidget(bars)
    bars.resize(300, 60)
    assert painted(bars).get(QColor(LIGHT.accent).name(), 0) > 300


def test_a_few_shares_stand_together_at_the_top(qtbot: QtBot) -> None:
    bars = ShareBars(Series("培训", (Mark("一", 3), Mark("二", 3))), (36, 36))
    qtbot.addWidget(bars)
    bars.resize(300, 400)
    image = bars.grab().toImage()
    lower = [image.pixelColor(5, y).name() for y in range(110, image.height())]
    assert QColor(LIGHT.accent).name() not in lower


def test_a_chart_can_be_read_as_a_table(qtbot: QtBot) -> None:
    card = ChartCard(BarChart(WEEK))
    qtbot.addWidget(card)
    card.show()
    name = card.toggle.accessibleName()
    qtbot.mouseClick(card.toggle, Qt.MouseButton.LeftButton)
    assert card.table.isVisible()
    assert not card.chart.isVisible()
    assert card.toggle.accessibleName() != name
    cells = card.table.model()
    assert [cells.index(row, 0).data() for row in range(3)] == ["11-14", "15", "今天"]
    assert "✗" in cells.index(1, 1).data()


@pytest.fixture
def grid(qtbot: QtBot) -> MonthGrid:
    made = MonthGrid(TODAY, {date(2026, 11, 5): DayState.MISSED, date(2026, 11, 6): DayState.OK})
    qtbot.addWidget(made)
    made.resize(560, 380)
    made.show()
    made.setFocus()
    return made


def test_weeks_begin_on_monday(grid: MonthGrid) -> None:
    monday, sunday = grid.cell(date(2026, 11, 16)), grid.cell(date(2026, 11, 22))
    assert monday.left() == 0
    assert sunday.right() == pytest.approx(grid.width())
    assert monday.top() == sunday.top()


def test_arrows_walk_the_days_and_enter_opens_one(grid: MonthGrid, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(grid, key)
    with qtbot.waitSignal(grid.opened) as told:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert told.args == [date(2026, 11, 5)]
    assert "2026-11-05" in grid.accessibleName()
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.day == date(2026, 11, 1)
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.day == date(2026, 11, 30)


def test_walking_out_of_the_month_asks_for_the_other_one(grid: MonthGrid, qtbot: QtBot) -> None:
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    with qtbot.waitSignal(grid.month_wanted) as told:
        qtbot.keyClick(grid, Qt.Key.Key_Left)
    assert told.args == [2026, 10]
    assert grid.day == date(2026, 10, 31)


@pytest.mark.parametrize(("start", "by", "end"), [((2026, 12), 1, (2027, 1)), ((2027, 1), -1, (2026, 12))])
def test_months_turn_over_the_year(grid: MonthGrid, start: tuple[int, int], by: int, end: tuple[int, int]) -> None:
    grid.month_wanted.connect(lambda year, month: grid.show_month(year, month, {}))
    grid.show_month(*start, {})
    grid.turn(by)
    assert grid.month == end


def test_the_last_day_of_a_long_month_becomes_the_last_of_a_short_one(grid: MonthGrid) -> None:
    grid.month_wanted.connect(lambda year, month: grid.show_month(year, month, {}))
    grid.show_month(2027, 1, {})
    grid.select(date(2027, 1, 31))
    grid.turn(1)
    assert grid.day == date(2027, 2, 28)


def test_a_day_is_chosen_by_click_and_opened_by_double_click(grid: MonthGrid, qtbot: QtBot) -> None:
    place = grid.cell(date(2026, 11, 6)).center().toPoint()
    with qtbot.waitSignal(grid.selected) as told:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [date(2026, 11, 6)]
    with qtbot.waitSignal(grid.opened):
        qtbot.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=place)


def test_a_missed_day_is_red_and_said_in_words(grid: MonthGrid) -> None:
    missed, fine = grid.described(date(2026, 11, 5)), grid.described(date(2026, 11, 6))
    assert missed != fine
    image = grid.grab().toImage()
    inside = grid.cell(date(2026, 11, 5)).center().toPoint()
    assert image.pixelColor(inside) == QColor(LIGHT.danger_soft)


def test_buttons_turn_the_month_and_its_name_follows(qtbot: QtBot) -> None:
    whole = MonthCalendar(TODAY)
    qtbot.addWidget(whole)
    whole.grid.month_wanted.connect(lambda year, month: whole.show_month(year, month, {}))
    name = whole.title.text()
    whole.grid.turn(1)
    assert whole.title.text() != name
    assert "12" in whole.title.text()
