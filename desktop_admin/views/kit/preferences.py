"""The person's settings on this PC: language, light or dark, and when the screen locks."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSpinBox, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.settings import Settings
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.theme import Scheme, look
from desktop_admin.views.kit.widgets import ElidedLabel, Segmented, button, label, roomy

_LANGUAGES = ("", "zh_CN", "en")
_SCHEMES = ("", "light", "dark")


class PreferencesDialog(Dialog):
    """The look changes at once, and back on 取消; `chosen` gives the new Settings on 保存."""

    chosen = Signal(object)
    unpair_asked = Signal()

    def __init__(self, parent: QWidget, settings: Settings, server: str = "") -> None:
        """server: whose data this PC opens; empty where they are its own."""
        super().__init__(parent, tr(N_("Settings")), tr(N_("Only for this PC.")), width=480)
        self._before, self._server = settings, server
        self._before_scheme = look().scheme
        self.language = QComboBox()
        self.language.addItems([tr(N_("As the system")), "简体中文", "English"])
        self.language.setCurrentIndex(_LANGUAGES.index(settings.language))
        self.scheme = Segmented([tr(N_("As the system")), tr(N_("Light")), tr(N_("Dark"))])
        self.scheme.choose(_SCHEMES.index(settings.scheme))
        self.scheme.chosen.connect(self._try)
        self.idle = roomy(QSpinBox())
        self.idle.setRange(1, 60)
        self.idle.setValue(settings.idle_minutes)
        self.unpair = button(tr(N_("Unpair")), low=True)
        self.unpair.clicked.connect(self._leave_server)
        self._lay_out()
        self.add_cancel()
        self.add_button(tr(N_("Save")), self._save, "primary")

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setVerticalSpacing(14)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        idle = QWidget()
        row = QHBoxLayout(idle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.idle)
        row.addWidget(label(tr(N_("minutes without use")), "quiet"), 1)
        self.idle.setFixedWidth(96)
        self.idle.setAccessibleName(tr(N_("Lock after")))
        rows = ((tr(N_("Language")), self.language), (tr(N_("Look")), self.scheme), (tr(N_("Lock after")), idle))
        for place, (name, field) in enumerate(rows):
            field.setAccessibleName(name)
            words = label(name)
            words.setBuddy(field)
            grid.addWidget(words, place, 0)
            grid.addWidget(field, place, 1)
        grid.addWidget(label(tr(N_("Data"))), len(rows), 0)
        grid.addWidget(self._data(), len(rows), 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def _data(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedLabel(self._server or tr(N_("On this PC"))), 1)
        row.addWidget(self.unpair)
        self.unpair.setVisible(bool(self._server))
        return line

    def _leave_server(self) -> None:
        self.reject()
        self.unpair_asked.emit()

    def _try(self, place: int) -> None:
        look().switch(scheme_of(_SCHEMES[place]))

    def _save(self) -> None:
        wanted = self._before.but(
            language=_LANGUAGES[self.language.currentIndex()],
            scheme=_SCHEMES[self.scheme.choice()],
            idle_minutes=self.idle.value(),
        )
        self.accept()
        self.chosen.emit(wanted)

    def reject(self) -> None:
        look().switch(self._before_scheme)
        super().reject()


def scheme_of(stored: str) -> Scheme:
    """The scheme as the settings store it: empty means as the system."""
    return Scheme(stored) if stored else Scheme.SYSTEM
