"""Row 3: a list screen of 1,000,000 rows, from nothing to its first rows painted, against the same screen over an
empty model; and the memory of its table against a table over a model that says the same in every cell of as many
rows. Row 5: a turn of the wheel, repainted, against a C++ model with Qt's own delegate.

Each is measured in a process of its own, without a screen. PySide6 brings no SQL driver on every platform; where
there is none, C++'s own QStandardItemModel stands in for QSqlTableModel, with as many rows as it is asked to show.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tests.benchmarks.measure import Row, at_most, within

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

COUNT = 1_000_000
ROUNDS = 15
TURNS = 120
SIZE = (1190, 700)
TODAY = date(2026, 11, 20)


def _application() -> Any:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - only in the children

    from desktop_admin.views.kit import theme  # noqa: PLC0415

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, theme.Scheme.LIGHT)
    return application


def _model(count: int) -> Any:
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt  # noqa: PLC0415

    class Constant(QAbstractTableModel):
        """The least that a model can do."""

        def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008, N802
            return 0 if parent.isValid() else count

        def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008, N802
            return 0 if parent.isValid() else 7

        def data(self, _index: Any, role: int = 0) -> Any:
            return "陈志强" if role == Qt.ItemDataRole.DisplayRole else None

    return Constant()


def _table(model: Any) -> Any:
    """A table as plain as it can be, with the same measures."""
    from PySide6.QtWidgets import QHeaderView, QTableView  # noqa: PLC0415

    from desktop_admin.views.kit.theme import dress_view  # noqa: PLC0415

    table = QTableView()
    dress_view(table)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.setModel(model)
    table.resize(*SIZE)
    table.show()
    return table


def _ours(desk: Any) -> Any:
    from desktop_admin.views.kit.list_page.memory import Memory  # noqa: PLC0415
    from desktop_admin.views.kit.list_page.rows import Rows  # noqa: PLC0415
    from desktop_admin.views.kit.list_page.table import Table  # noqa: PLC0415
    from tests.views.kit.staff import STAFF  # noqa: PLC0415

    rows = Rows(desk, STAFF, lambda: TODAY)
    table = Table(rows, STAFF, Memory())
    table.resize(*SIZE)
    table.show()
    rows.find(rows.query)
    return table


def _desk(count: int = COUNT) -> Any:
    """The answers are there beforehand: the services are measured elsewhere."""
    from desktop_admin.views.kit.desk import QtDesk  # noqa: PLC0415
    from tests.views.kit.staff import StaffDesk  # noqa: PLC0415

    return QtDesk(StaffDesk(count))


def ready() -> tuple[float, float]:
    """Seconds until the first rows are painted: of 1,000,000, and until it is known that there are none."""
    from desktop_admin.views.kit.list_page import ListPage  # noqa: PLC0415
    from tests.views.kit.staff import STAFF  # noqa: PLC0415

    application, full, empty = _application(), _desk(COUNT), _desk(0)
    taken: dict[Any, list[float]] = {full: [], empty: []}
    for _ in range(ROUNDS):
        for desk, times in taken.items():
            times.append(_until_painted(application, lambda desk=desk: ListPage(desk, STAFF, today=lambda: TODAY)))  # type: ignore[misc]
    full.close()
    empty.close()
    return statistics.median(taken[full]), statistics.median(taken[empty])


def _until_painted(application: Any, make: Callable[[], Any]) -> float:
    start = time.perf_counter()
    page = make()
    page.resize(*SIZE)
    page.show()
    while page.rows._anew:
        application.processEvents()
        time.sleep(0)  # the desk's thread needs the interpreter, too
    page.repaint()
    taken = time.perf_counter() - start
    page.close()
    page.deleteLater()
    application.processEvents()
    return taken


def memory() -> tuple[float, float]:
    """MiB that a list of 1,000,000 rows adds: ours, after a walk over it, and the constant model."""
    from tests.benchmarks.measure import _own_peak_kib  # noqa: PLC0415

    application, desk = _application(), _desk()
    _table(_model(10)).close()
    before = _own_peak_kib()
    plain = _table(_model(COUNT))
    plain.viewport().repaint()
    constant = _own_peak_kib()
    table = _ours(desk)
    for place in range(0, COUNT, COUNT // 100):
        table.go_to(place)
        while table.rows.record(place) is None:
            application.processEvents()
            table.viewport().repaint()
    walked = _own_peak_kib()
    desk.close()
    return (walked - constant) / 1024, (constant - before) / 1024


def wheel() -> tuple[float, float, str]:
    """Seconds of a turn of the wheel with its repaint: ours, C++'s, and which C++ model it was."""
    application, desk = _application(), _desk()
    table = _ours(desk)
    while table.rows.record(127) is None:
        application.processEvents()
    rival, name = _rival()
    other = _table(rival)
    for place, section in enumerate((44, 120, 120, 120, 130, 120)):
        other.setColumnWidth(place, section)
        table.setColumnWidth(place, section)
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(TURNS):
        ours.append(_turn(application, table, turn))
        theirs.append(_turn(application, other, turn))
    desk.close()
    return statistics.median(ours), statistics.median(theirs), name


def _turn(application: Any, table: Any, turn: int) -> float:
    bar = table.verticalScrollBar()
    bar.setValue(turn % 20 * 3 * 36)
    application.processEvents()
    start = time.perf_counter()
    bar.setValue(bar.value() + 3 * 36)
    application.processEvents()
    return time.perf_counter() - start


def _rival() -> tuple[Any, str]:
    from PySide6.QtSql import QSqlDatabase, QSqlQuery, QSqlTableModel  # noqa: PLC0415

    from tests.views.kit.staff import member  # noqa: PLC0415

    values = [(m.name, m.login, m.department, m.status.label, str(m.expires)) for m in map(member, range(2000))]
    if "QSQLITE" not in QSqlDatabase.drivers():
        return _standard(values), "QStandardItemModel"
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(":memory:")
    assert database.open()
    query = QSqlQuery(database)
    query.exec("CREATE TABLE staff (tick, name, login, department, status, expires)")
    query.prepare("INSERT INTO staff VALUES ('', ?, ?, ?, ?, ?)")
    for row in values:
        for value in row:
            query.addBindValue(value)
        query.exec()
    model = QSqlTableModel(None, database)
    model.setTable("staff")
    model.select()
    while model.canFetchMore():
        model.fetchMore()
    return model, "QSqlTableModel"


def _standard(values: Iterable[tuple[str, ...]]) -> Any:
    from PySide6.QtGui import QStandardItem, QStandardItemModel  # noqa: PLC0415

    model = QStandardItemModel()
    for row in values:
        model.appendRow([QStandardItem(each) for each in ("", *row)])
    return model


def _in_child(work: Callable[[], Any]) -> Any:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work).result()


def rows() -> list[Row]:
    ours, empty = _in_child(ready)
    more, _constant = _in_child(memory)
    turn, rival, name = _in_child(wheel)
    return [
        within(f"3 list of {COUNT:,} rows ready, s / empty list", ours, empty, 2),
        at_most("3 its memory, MiB more than a constant model's", more, 32),
        within(f"5 a turn of the wheel repainted, s / {name}", turn, rival, 1.5),
    ]
