"""Whether the database is shared, and where other PCs find it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QWidget

from desktop_admin.api.sharing import PORT, Serving, ServingState, SharingNow
from desktop_admin.api.sharing.serving import PORTS
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.labels import Tone
from desktop_admin.views.kit.widgets import Card, Kind, Pill, discard, label, roomy

OFF = N_("Only this PC opens the data. Once shared, paired PCs work on them through the school's network.")
FIREWALL = N_(
    "Shared as long as this program is open. If another PC cannot connect, let port {port} through this PC's firewall."
)
ELSEWHERE = N_("The data is on another PC; sharing is switched on and off there.")


class ServerCard(Card):
    """The port can be chosen while nothing is shared."""

    def __init__(self) -> None:
        super().__init__(tr(N_("This database")))
        self._pill: QWidget | None = None
        self.port = roomy(QSpinBox())
        self.port.setRange(*PORTS)
        self.port.setValue(PORT)
        self.port.setGroupSeparatorShown(False)
        self.port.setFixedWidth(110)
        self.port.setAccessibleName(tr(N_("Port")))
        self.address, self.fingerprint = _selectable("strong"), _selectable("")
        self.hint, self.problem = label("", "small", wrap=True), label("", "error", wrap=True)
        self._names = [label(tr(text), "quiet") for text in (N_("Address"), N_("Fingerprint"), N_("Port"))]
        self._lay_out()
        self.show_state(None)

    def show_state(self, now: SharingNow | None) -> None:
        serving = now.serving if now else Serving()
        on = serving.state is ServingState.ON
        choosing = now is not None and now.here and serving.state in {ServingState.OFF, ServingState.FAILED}
        self._mark(serving.state)
        self.address.setText(" / ".join(serving.addresses))
        self.fingerprint.setText(_two_lines(serving.fingerprint))
        for widget in (self.address, self.fingerprint, *self._names[:2]):
            widget.setVisible(on)
        self.port.setVisible(choosing)
        self._names[2].setVisible(choosing)
        if now is not None and not self.port.hasFocus():
            self.port.setValue(now.port)
        self.hint.setText(_hint(now))
        self.complain(str(serving.problem.error()) if serving.problem else "")

    def complain(self, sentence: str) -> None:
        """Beside the port, which is what can be changed about it."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _mark(self, state: ServingState) -> None:
        if self._pill is not None:
            discard(self.head, self._pill)
        self._pill = Pill(tr(state.label), _kind(state.tone))
        self.head.addWidget(self._pill)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(zip(self._names, (self.address, self.fingerprint, self.port), strict=True)):
            name.setBuddy(value)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop if row == 1 else Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(grid)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.hint)
        self.body.addStretch(1)


def _hint(now: SharingNow | None) -> str:
    if now is None:
        return ""
    if now.serving.state is ServingState.ON:
        return tr(FIREWALL, port=now.serving.port) if now.here else tr(ELSEWHERE)
    return tr(OFF) if now.here else tr(ELSEWHERE)


def _two_lines(fingerprint: str) -> str:
    """Sixteen groups of four, eight a line."""
    groups = fingerprint.split()
    half = len(groups) // 2
    return "\n".join(" ".join(part) for part in (groups[:half], groups[half:])) if groups else ""


def _selectable(face: str) -> QLabel:
    made = label("")
    made.setProperty("face", face)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made


def _kind(tone: Tone) -> Kind:
    return Kind(tone.value)
