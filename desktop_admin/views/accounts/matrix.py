"""角色与权限: which role may do what, and who has it; to be read, as the school's data file says.

The rights stand in the head of the rows, so that they stay in sight beside the last role.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_admin.api.accounts import ReadRoles, RoleInfo
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.accounts.words import area_name, right_name
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.icons import paint_icon
from desktop_admin.views.kit.messages import MessageBar
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.theme import colour, dress_view, look
from desktop_admin.views.kit.widgets import PageHeader, page_layout

_RIGHT_WIDTH, _ROLE_WIDTH = 200, 106  # pixels, at least
_MARGIN, _LINE, _SIDE = 12, 18, 8  # pixels of the head
_TICK, _INDENT = 18, "\u2003"
_MARKED = Qt.ItemDataRole.UserRole


class _Ticks(QStyledItemDelegate):
    """A tick in the middle of its cell, under the middle of the role's name; nothing in the row of an area."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        given = index.data(_MARKED)
        if given is None:
            painter.fillRect(rect, colour("sunken"))
        if given:
            paint_icon(painter, "check", QPointF(rect.center()) - QPointF(_TICK / 2, _TICK / 2), "ok", _TICK)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))


class RolesPage(QWidget):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        context = tr(N_("Who has several roles has the rights of all of them."))
        self.header, self.messages = PageHeader(tr(N_("Roles and rights")), context), MessageBar()
        self.table = QTableWidget()
        self.table.setAccessibleName(tr(N_("Roles and rights")))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        dress_view(self.table)
        self.table.setItemDelegate(_Ticks(self.table))
        rights = self.table.verticalHeader()
        rights.setObjectName("rights")
        rights.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rights.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rights.show()
        self.setFocusProxy(self.table)
        layout = page_layout(self)
        layout.addWidget(self.header)
        layout.addWidget(self.messages)
        card, inside = QFrame(), QVBoxLayout()
        card.setObjectName("card")
        card.setLayout(inside)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        layout.addWidget(card, 1)
        self._roles: tuple[RoleInfo, ...] = ()
        Renewal(desk, self, frozenset({ReadRoles.of_area()}), self.refresh)
        look().changed.connect(self._draw)
        self.refresh()

    def refresh(self) -> None:
        self._desk.ask(ReadRoles(), owner=self, then=self._show, failed=self.messages.show_refusal)

    def gives(self, role: str, right: Permission) -> bool:
        """Whether the table shows that the role gives the right."""
        column = [each.name for each in self._roles].index(role)
        rows = range(self.table.rowCount())
        for row in (each for each in rows if self.table.verticalHeaderItem(each).data(_MARKED) == str(right)):
            cell = self.table.item(row, column)
            return cell is not None and bool(cell.data(_MARKED))
        raise KeyError(right)

    def _show(self, roles: tuple[RoleInfo, ...]) -> None:
        self._roles = roles
        self._draw()

    def _draw(self) -> None:
        table = self.table
        place = table.verticalScrollBar().value()
        rights = sorted(frozenset[Permission]().union(*(role.rights for role in self._roles)))
        areas = sorted({area_name(right) for right in rights}, key=[area_name(right) for right in rights].index)
        table.clear()
        table.setColumnCount(len(self._roles))
        table.setRowCount(len(rights) + len(areas))
        table.setHorizontalHeaderLabels([_head(role) for role in self._roles])
        row = 0
        for area in areas:
            self._draw_area(row, area)
            row += 1
            for right in (each for each in rights if area_name(each) == area):
                self._draw_right(row, right)
                row += 1
        table.verticalHeader().setFixedWidth(max(_RIGHT_WIDTH, table.verticalHeader().sizeHint().width()))
        self._size(table.horizontalHeader())
        table.verticalScrollBar().setValue(place)

    def _draw_area(self, row: int, area: str) -> None:
        """Its name stands over its rights, which are indented; the row itself is empty."""
        self.table.setVerticalHeaderItem(row, QTableWidgetItem(area))
        cell = QTableWidgetItem()
        cell.setFlags(Qt.ItemFlag.NoItemFlags)
        self.table.setItem(row, 0, cell)
        self.table.setSpan(row, 0, 1, self.table.columnCount())

    def _draw_right(self, row: int, right: Permission) -> None:
        name = QTableWidgetItem(_INDENT + right_name(right))
        name.setData(Qt.ItemDataRole.AccessibleTextRole, right_name(right))
        name.setData(_MARKED, str(right))
        name.setToolTip(str(right))
        self.table.setVerticalHeaderItem(row, name)
        for column, role in enumerate(self._roles):
            given = right in role.rights
            cell = QTableWidgetItem()
            cell.setData(_MARKED, given)
            said = tr(N_("{role}: yes")) if given else tr(N_("{role}: no"))
            cell.setData(Qt.ItemDataRole.AccessibleTextRole, said.format(role=role.title.text()))
            self.table.setItem(row, column, cell)

    def _size(self, header: QHeaderView) -> None:
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        heads, metrics = [_head(role).split("\n") for role in self._roles], QFontMetrics(header.font())
        widest = max((metrics.horizontalAdvance(line) for head in heads for line in head), default=0)
        header.setMinimumHeight(_MARGIN + _LINE * max(map(len, heads), default=1))
        header.setMinimumSectionSize(max(_ROLE_WIDTH, widest + 2 * _SIDE))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)


def _head(role: RoleInfo) -> str:
    """A long name on two lines, and under it who has the role."""
    return "\n".join((*role.title.text().rsplit(" ", 1), tr(N_("{count} people"), count=role.holders)))
