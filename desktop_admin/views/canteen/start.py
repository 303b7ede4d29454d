"""A day without a sheet: begin it, say why it begins late, or tell why it can't begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_admin.api.canteen.sheet import DayView
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.tokens import PAGE_SIDE
from desktop_admin.views.kit.widgets import Card, EmptyState, button, label, roomy

_WIDTH = 460


class _Count(QSpinBox):
    """Its 0 is there to be typed over, however the focus came."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


class StartForm(QWidget):
    """How many eat, and for a day that is over the reason; Enter or Ctrl+Enter begins."""

    started = Signal(int, str)  # diners, reason for the late entry

    def __init__(self) -> None:
        super().__init__()
        self.card = Card(tr(N_("The inspection has not been started")))
        self.card.setFixedWidth(_WIDTH)
        self.diners, self.reason, self.fault = roomy(_Count()), QLineEdit(), label("", "error")
        self.diners.setRange(0, 99999)
        self.diners.setAccessibleName(tr(N_("Diners")))
        self.reason.setMaxLength(200)
        self.reason.setAccessibleName(tr(N_("Reason for the late entry")))
        self.begin = button(f"{tr(N_('Start inspection'))}  Ctrl+Enter", "primary", "edit")
        self._reason_name = label(tr(N_("Reason for the late entry *")))
        self.about = label("", "quiet", wrap=True)
        for part in (self.about, label(tr(N_("Diners"))), self.diners, self._reason_name, self.reason, self.fault):
            self.card.body.addWidget(part)
        foot, row, whole = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        foot.addStretch(1)
        foot.addWidget(self.begin)
        self.card.body.addLayout(foot)
        row.addStretch(1)
        row.addWidget(self.card)
        row.addStretch(1)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)
        self.begin.clicked.connect(self._start)
        self.reason.returnPressed.connect(self._start)
        for key in ("Ctrl+Return", "Ctrl+Enter", "Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._start)
        self.setFocusProxy(self.diners)

    def show_day(self, day: DayView, *, may: bool) -> None:
        late = day.needs_reason
        said = N_("{canteen}, {day}. Every answer is kept at once; the sheet can be left and continued at any time.")
        self.about.setText(tr(said, canteen=day.canteen, day=f"{day.day:%Y-%m-%d}"))
        self._reason_name.setVisible(late)
        self.reason.setVisible(late)
        self.fault.setText("")
        self.begin.setEnabled(may)
        self.begin.setToolTip("" if may else tr(N_("Your roles do not allow this; ask an administrator.")))

    def refuse(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.begin.setEnabled(True)

    def _start(self) -> None:
        late = self.reason.isVisibleTo(self)
        reason = self.reason.text().strip()
        restyle(self.reason, "fault", late and not reason)
        if late and not reason:
            self.fault.setText(tr(N_("Write down why the day is entered late.")))
            self.reason.setFocus()
        elif self.begin.isEnabled():
            self.begin.setEnabled(False)
            self.fault.setText("")
            self.started.emit(self.diners.value(), reason)


def why_not(day: DayView) -> str:
    """Why a day can't begin."""
    if day.closed:
        return tr(
            N_("{day} is a closed day ({reason}). Nothing is to be checked."),
            day=_day(day),
            reason=tr(day.closed_reason or N_("school calendar")),
        )
    if day.missed:
        return tr(
            N_("{day} was missed and can no longer be entered. Only a supplementary note can be added."), day=_day(day)
        )
    return tr(N_("{day} cannot be entered."), day=_day(day))


def _day(day: DayView) -> str:
    return f"{day.day:%Y-%m-%d}"


def nothing_here(day: DayView) -> QWidget:
    """In place of a sheet, with the notes of the day."""
    made, whole = QWidget(), QVBoxLayout()
    whole.setContentsMargins(PAGE_SIDE, 12, PAGE_SIDE, 16)
    whole.addWidget(EmptyState(why_not(day), "calendar"))
    for given in day.notes:
        whole.addWidget(label(f"{given.by}: {given.text}", "quiet", wrap=True))
    made.setLayout(whole)
    return made
