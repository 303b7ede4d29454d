"""Editors of what is chosen rather than typed."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_admin.api.base import Field
from desktop_admin.api.shown import choice_label
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.text import normal
from desktop_admin.views.kit.editors.base import Editor, Pairs
from desktop_admin.views.kit.widgets import SearchEdit, Segmented

FEW = 3  # choices that stand side by side
SHORT = 8  # choices that need no search
LIST_HEIGHT = 148  # pixels: five rows
NOT_LISTED = N_("Not in the list; choose one of it.")
ANY = N_("Any")


def members(field: Field) -> Pairs:
    return [(member, choice_label(member)) for member in field.type]


class TickEditor(Editor):
    """The label stands beside the box, not above it."""

    def __init__(self, field: Field) -> None:
        self.box = QCheckBox(tr(field.label))
        super().__init__(field, self.box)
        self.box.toggled.connect(self.edited)

    def read(self) -> Any:
        return self.box.isChecked()

    def write(self, value: Any) -> None:
        self.box.setChecked(bool(value))


class SegmentsEditor(Editor):
    """Two or three choices that all are in sight."""

    def __init__(self, field: Field, pairs: Pairs) -> None:
        self._values, self._texts = [value for value, _ in pairs], dict(pairs)
        self.segments = Segmented([text for _, text in pairs])
        super().__init__(field, self.segments)
        self.segments.chosen.connect(self.edited)

    def read(self) -> Any:
        place = self.segments.choice()
        return self._values[place] if place >= 0 else self.empty()

    def write(self, value: Any) -> None:
        self.segments.choose(self._values.index(value) if value in self._values else -1)

    def said(self, value: Any) -> str:
        return self._texts.get(value) or super().said(value)

    def focus(self) -> None:
        first = self.segments.findChild(QToolButton)
        if isinstance(first, QToolButton):
            first.setFocus()


class _Combo(QComboBox):
    """A wheel that scrolls the form changes no choice on its way."""

    def wheelEvent(self, event: Any) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the form's where the list is closed."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
            return
        super().keyPressEvent(event)


class ChoiceEditor(Editor):
    """One of a list. A long one is searched by any part of a label, as one types."""

    fill = True

    def __init__(self, field: Field, pairs: Pairs, *, nothing: str = "") -> None:
        self.combo = _Combo()
        super().__init__(field, self.combo)
        if not self.needed or nothing:
            self.combo.addItem(nothing or "—", None)
        self._texts = dict(pairs)
        for value, text in pairs:
            self.combo.addItem(text, value)
        self._values = [self.combo.itemData(place) for place in range(self.combo.count())]
        self.combo.setCurrentIndex(-1 if self.needed else 0)
        self.combo.setMinimumContentsLength(6)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if len(pairs) > SHORT:
            self._make_searchable()
        self.combo.currentIndexChanged.connect(self.edited)

    def _make_searchable(self) -> None:
        line, completer = QLineEdit(), QCompleter(self.combo.model(), self.combo)
        line.setAccessibleName(tr(self.field.label))
        self.combo.setEditable(True)
        self.combo.setLineEdit(line)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.combo.setCompleter(completer)
        line.textEdited.connect(self.edited)

    def read(self) -> Any:
        if self.combo.isEditable() and (typed := normal(self.combo.currentText())):
            return self._typed(typed)
        place = -1 if self.combo.isEditable() else self.combo.currentIndex()
        value = self._values[place] if place >= 0 else None
        return value if value is not None else self._nothing()

    def said(self, value: Any) -> str:
        return self._texts.get(value) or super().said(value)

    def _typed(self, typed: str) -> Any:
        """Its exact label, or the only label that holds what was typed."""
        labels = [self.combo.itemText(place) for place in range(self.combo.count())]
        here = self.combo.currentIndex()
        if here >= 0 and normal(labels[here]) == typed:
            return self._values[here] if self._values[here] is not None else self._nothing()
        exact = [place for place, text in enumerate(labels) if normal(text) == typed]
        parts = [place for place, text in enumerate(labels) if typed.casefold() in normal(text).casefold()]
        found = exact or parts
        if len(found) != 1:
            self.invalid(NOT_LISTED)
        return self._values[found[0]]

    def _nothing(self) -> Any:
        """Of a text that may be left out, the empty one."""
        return self.empty("" if self.field.type is str else None)

    def write(self, value: Any) -> None:
        place = self._values.index(value) if value in self._values else -1
        self.combo.setCurrentIndex(place)
        if place < 0 and self.combo.isEditable():
            self.combo.clearEditText()


class ListEditor(Editor):
    """Several of a list, each with its box."""

    fill = True

    def __init__(self, field: Field, pairs: Pairs) -> None:
        super().__init__(field, QWidget())
        self.list, self.search, self._texts = QListWidget(), SearchEdit(tr(N_("Search"))), dict(pairs)
        self.list.setObjectName("choices")
        self.list.setAccessibleName(tr(field.label))
        layout = QVBoxLayout(self.widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if len(pairs) > SHORT:
            layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.list.setFixedHeight(min(LIST_HEIGHT, 30 * len(pairs) + 8))
        for value, text in pairs:
            item = QListWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, value)
            self.list.addItem(item)
        self.list.itemChanged.connect(self._changed)
        self.search.textChanged.connect(self._narrow)
        self.widget.setFocusProxy(self.list)
        QTimer.singleShot(0, self.list, lambda: self.list.setCurrentRow(0))

    def read(self) -> Any:
        items = [self.list.item(place) for place in range(self.list.count())]
        chosen = [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]
        return tuple(chosen) or self.empty(())

    def write(self, value: Any) -> None:
        for place in range(self.list.count()):
            item = self.list.item(place)
            on = item.data(Qt.ItemDataRole.UserRole) in (value or ())
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def said(self, value: Any) -> str:
        return super().said(tuple(self._texts.get(each, str(each)) for each in value or ()))

    def outlined(self) -> QWidget:
        return self.list

    def _changed(self, _item: QListWidgetItem) -> None:
        self.edited.emit()

    def _narrow(self, typed: str) -> None:
        wanted = normal(typed).casefold()
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(wanted not in normal(item.text()).casefold())
