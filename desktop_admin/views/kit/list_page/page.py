"""Every list screen: search, chips, filters, columns, rows, what is done with them, and a panel about one of them."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any
from uuid import UUID

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.api.base import Page, PageQuery
from desktop_admin.api.lists import Action, ListSpec
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.editors import Choices
from desktop_admin.views.kit.editors.base import pairs_of
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.form.dialog import MAY_NOT
from desktop_admin.views.kit.list_page.actions import BulkBar, Doer, row_menu
from desktop_admin.views.kit.list_page.details import DetailPanel, Details
from desktop_admin.views.kit.list_page.export import Export, Exporter
from desktop_admin.views.kit.list_page.foot import Foot, Nothing
from desktop_admin.views.kit.list_page.memory import memory
from desktop_admin.views.kit.list_page.narrowing import Narrowing
from desktop_admin.views.kit.list_page.rows import Rows, school_day
from desktop_admin.views.kit.list_page.table import Table, columns_menu
from desktop_admin.views.kit.messages import MessageBar, QuietWord
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.widgets import (
    Hairline,
    Kind,
    PageHeader,
    button,
    icon_button,
    page_layout,
)

LOOKING = 150  # milliseconds on a row before the open panel follows
MOST_TICKED = 5000
BATCH = 500  # rows asked for at once when all are ticked


class ListPage(QWidget):
    """details: the inside of the panel about a row, else its fields. opens: the page of one row, at Enter or a double
    click. choices: for the fields of filters and forms. export: writes the list as a workbook. create: makes a new
    row in a way of its own, instead of the form of spec.new. fixed: filters that always hold, such as one record's."""

    def __init__(  # noqa: PLR0913 - what differs between lists; all but the first are named
        self,
        desk: QtDesk,
        spec: ListSpec,
        *,
        details: Details | None = None,
        opens: Callable[[Any], object] | None = None,
        choices: Mapping[str, Choices] = MappingProxyType({}),
        export: Exporter | None = None,
        create: Callable[[], object] | None = None,
        fixed: Mapping[str, Any] = MappingProxyType({}),
        today: Callable[[], date] = school_day,
    ) -> None:
        super().__init__()
        self.desk, self.spec = desk, spec
        self._choices, self._fixed = dict(choices), dict(fixed)
        self._export, self._create, self._opens = export, create, opens
        self._everything: int | None = None
        self._current: UUID | None = None
        self.rows = Rows(desk, spec, today)
        self.rows.setParent(self)
        self.doer = Doer(self, desk, spec, self._choices)
        self.header, self.messages, self.word = PageHeader(tr(spec.title)), MessageBar(), QuietWord()
        self.narrowing = Narrowing(desk, spec, self._choices, self._fixed)
        self.columns_button = icon_button("columns", tr(N_("Columns")))
        self.table, self.bulk = Table(self.rows, spec, memory()), BulkBar(desk, spec, self.rows, self.doer)
        self.panel = DetailPanel(desk, spec, self.rows, self.doer, details)
        self.foot, self.nothing = Foot(spec), Nothing()
        self.form: Any = None
        self._lay_out()
        self._connect()
        self._add_keys()
        self.rows.find(self.narrowing.query(self.rows.query.sort))
        self._count()

    # Putting it together

    def _lay_out(self) -> None:
        layout = page_layout(self)
        self._fill_header()
        layout.addWidget(self.header)
        layout.addWidget(self.messages)
        self.narrowing.add(self.columns_button)
        layout.addWidget(self.narrowing)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        for part, stretch in ((self.bulk, 0), (self.stack, 1), (Hairline(), 0), (self.foot, 0)):
            inside.addWidget(part, stretch)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(card, 1)
        body.addWidget(self.panel)
        layout.addLayout(body, 1)
        ticking = any(action.bulk for action in self.spec.actions) or self._export is not None
        self.table.show_ticks(wanted=ticking)
        self.setTabOrder(self.narrowing, self.table)
        self.setFocusProxy(self.table)
        self.table.setFocus()

    def _fill_header(self) -> None:
        self.header.add(self.word)
        self.export_button = button(tr(N_("Export Excel")), "", "export")
        self.export_button.clicked.connect(self.export)
        if self._export is None:
            self.export_button.hide()
            self.bulk.export.hide()
        self.bulk.export.clicked.connect(self.export)
        for made in (self.export_button, self.bulk.export):
            self._allow(made, self.spec.export is None or self.desk.actor.may(self.spec.export))
        self.header.add(self.export_button)
        new = self.spec.new
        self.new_button = button(f"{tr(new.caption)}  Ctrl+N" if new else "", "", "plus")
        if new is None:
            self.new_button.hide()
        self.new_button.clicked.connect(self.make_new)
        self._allow(self.new_button, new is not None and self.desk.actor.may(new.permission))
        self.header.add(self.new_button)

    def _allow(self, made: Any, may: bool) -> None:  # noqa: FBT001 - the answer to a question
        made.setEnabled(may)
        made.setToolTip("" if may else tr(MAY_NOT))

    def _connect(self) -> None:
        self._looking = QTimer(self, interval=LOOKING, singleShot=True)
        self._looking.timeout.connect(self._follow)
        self.narrowing.changed.connect(self._find)
        self.narrowing.left.connect(self.table.setFocus)
        self.columns_button.clicked.connect(self.open_columns)
        self.rows.found.connect(self._found)
        self.rows.renewed.connect(self._renewed)
        self.rows.refused.connect(self._refused)
        self.doer.done.connect(self._done)
        self.doer.refused.connect(self._tell_refusal)
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.table.opened.connect(self._open)
        self.table.clicked_row.connect(self._show_details)
        self.table.all_wanted.connect(self.tick_all)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.panel.closed.connect(self.table.setFocus)
        Renewal(self.desk, self, None, self._renew, self.spec.query.tells_of)

    def _add_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+F": self.narrowing.focus,
            "Ctrl+N": self.make_new,
            "F5": self.refresh,
            "Esc": self._escape,
        }
        for action in self.spec.actions:
            if action.shortcut:
                keys[action.shortcut] = partial(self.act, action)
        for key, does in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    # What is asked for

    def _find(self) -> None:
        self.rows.untick()  # nothing is done with rows that are out of sight
        self.rows.find(self.narrowing.query(self.rows.query.sort))

    def open_columns(self) -> None:
        self.menu = columns_menu(self.table, self.spec)
        self.menu.popup(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height())))

    def _sort(self, section: int) -> None:
        name = self.spec.columns[section - 1] if section else ""
        if not name or name in self.spec.unsortable:
            return
        self.rows.query = replace(self.rows.query, sort=f"-{name}" if self.rows.query.sort == name else name)
        self.rows.find(self.narrowing.query(self.rows.query.sort))
        self.table.horizontalHeader().viewport().update()

    def refresh(self) -> None:
        self.messages.dismiss()
        self._renew()

    def _renew(self) -> None:
        self.rows.refresh()
        self._count()

    def _count(self) -> None:
        """How many there are without any filter."""
        self.narrowing.chips.count()
        self.desk.ask(self.spec.query(limit=1, **self._fixed), owner=self, then=self._counted, failed=nothing)

    def _counted(self, answer: Page[Any]) -> None:
        self._everything = answer.total
        self._tell_how_many()

    def _tell_how_many(self) -> None:
        """Two questions are answered at two moments, between which others write: without a filter only one counts."""
        if self._everything is not None:
            bare = self.narrowing.query(self.rows.query.sort) == self._bare_query()
            self._everything = self.rows.total if bare and self.rows.total else max(self._everything, self.rows.total)
        self.foot.tell(self.rows.total, self._everything)

    def _bare_query(self) -> PageQuery[Any]:
        return self.spec.query(sort=self.rows.query.sort, **self._fixed)

    # What is shown

    def _found(self) -> None:
        self.table.setUpdatesEnabled(True)
        place = self.rows.place_of(self._current) if self._current else -1
        if self.rows.total:
            self.table.go_to(max(place, 0))
            self._follow()
        elif not self.panel.isHidden():
            self.panel.close_panel()
        self._show_what_there_is()

    def _renewed(self) -> None:
        """The current row is followed by its key to wherever it stands now."""
        if self._current is None:
            self._note_current()
        place = self.rows.place_of(self._current) if self._current else -1
        if place >= 0 and place != self.table.currentIndex().row():
            top = self.table.verticalScrollBar().value()
            self.table.go_to(place)
            self.table.verticalScrollBar().setValue(top)
        if self.panel.record is not None and place >= 0:
            self._follow()
        self.bulk.tell()
        self._show_what_there_is()

    def _show_what_there_is(self) -> None:
        focus = QApplication.focusWidget()
        there = focus is not None and self.stack.isAncestorOf(focus)
        if not self.rows.total:
            self._offer()
        self.stack.setCurrentIndex(0 if self.rows.total else 1)
        self.setFocusProxy(self.table if self.rows.total else self.narrowing.search)  # what is hidden has no keys
        if there and not self.rows.total:
            self.setFocus()
        self._tell_how_many()

    def _offer(self) -> None:
        """What fills an empty list: fewer conditions, or a first row."""
        if self.narrowing.query(self.rows.query.sort) != self._bare_query():
            self.nothing.offer(tr(N_("Nothing matches.")), "search", self._clear_button())
        else:
            self.nothing.offer(tr(self.spec.empty), self.spec.icon, self._first_button())

    def _clear_button(self) -> QPushButton:
        made = button(tr(N_("Clear search and filters")))
        made.clicked.connect(self.narrowing.clear)
        return made

    def _first_button(self) -> QPushButton | None:
        if self.spec.new is None or not self.new_button.isEnabled():
            return None
        made = button(tr(self.spec.new.caption), "primary", "plus")
        made.clicked.connect(self.make_new)
        return made

    def _refused(self, error: Refused) -> None:
        self.messages.say(str(error), Kind.DANGER, tr(N_("Try again")), self.refresh)

    def _tell_refusal(self, sentence: str) -> None:
        self.messages.say(sentence, Kind.DANGER)

    def _done(self, sentence: str) -> None:
        self.word.say(sentence)
        self.rows.untick()

    # What is done

    def act(self, action: Action) -> None:
        """With the ticked rows, else with the current one."""
        current, ticked = self.table.current_record(), list(self.rows.ticks.values())
        self.doer.start(action, ticked if ticked and action.bulk else [current] if current is not None else [])

    def make_new(self) -> None:
        new = self.spec.new
        if new is None or not self.new_button.isEnabled():
            return
        if self._create is not None:
            self._create()
        else:
            self.form = FormDialog(self, self.desk, new, choices=self._choices, then=self.made)
            self.form.open()

    def made(self, answer: Any) -> None:
        """What was just made becomes the current row, if the answer tells it."""
        self._current = getattr(answer, "key", self._current)
        self.refresh()

    def export(self) -> None:
        if self._export is not None:
            ticked = tuple(self.rows.ticks.values())
            names = {field: dict(pairs_of(choices)) for field, choices in self._choices.items()}
            columns, progress = self.table.columns_shown(), self.foot.progress
            self._export(Export(self.spec, self.rows.query, columns, ticked, names, progress, self))

    def tick_all(self) -> None:
        """All that was found, as far as one can be sure of what one does."""
        if self.table.isColumnHidden(0):
            return
        if self.rows.total > MOST_TICKED:
            limit = f"{MOST_TICKED:,}"
            self.messages.say(tr(N_("At most {limit} rows can be ticked at once; filter the list first."), limit=limit))
            return
        for offset in range(0, self.rows.total, BATCH):
            query = replace(self.rows.query, offset=offset, limit=BATCH)
            self.desk.ask(query, owner=self, then=partial(self._tick, self.rows.query), failed=self._refused)

    def _tick(self, asked: PageQuery[Any], answer: Page[Any]) -> None:
        if asked == self.rows.query:
            self.rows.tick(answer.rows)

    def _moved(self) -> None:
        self._note_current()
        if not self.panel.isHidden():
            self._looking.start()

    def _note_current(self) -> None:
        """A row that is not loaded yet is known by its place only."""
        record = self.table.current_record()
        self._current = record.key if record is not None else None

    def _follow(self) -> None:
        record = self.table.current_record()
        if record is not None and not self.panel.isHidden():
            self.panel.show_row(record)

    def _show_details(self, place: int) -> None:
        record = self.rows.record(place)
        if record is not None:
            self._looking.stop()
            self.panel.show_row(record)

    def _open(self, place: int) -> None:
        record = self.rows.record(place)
        if self._opens is not None and record is not None:
            self._opens(record)
        else:
            self._show_details(place)

    def _show_menu(self, at: QPoint) -> None:
        record = self.table.current_record()
        rows = list(self.rows.ticks.values()) or ([record] if record is not None else [])
        if rows and self.spec.actions:
            self.menu = row_menu(self, self.desk, self.spec, self.doer, rows)
            self.menu.popup(self.table.viewport().mapToGlobal(at))

    def _escape(self) -> None:
        """The nearest thing that can be closed or taken back."""
        if not self.panel.isHidden():
            self.panel.close_panel()
        elif self.narrowing.search.hasFocus():
            self.narrowing.search.clear()
            self.table.setFocus()
        else:
            self.rows.untick()
