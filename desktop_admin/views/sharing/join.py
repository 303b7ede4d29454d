"""加入已有的学校: this PC becomes one of another's, by its address and a code; or it is its own again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_admin.api.sharing import PORT
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.dialog import confirm
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import button, label, note
from desktop_admin.views.sign_in import FORM_WIDTH, BrandPanel, lay_beside

TITLE = N_("Join a school that is already set up")
WHERE = N_("On the PC that holds the data, open School › Sharing: it shows the address and a pairing code.")
ADDRESS_HINT = N_("Such as 192.168.1.20:{port}")
CODE_HINT = N_("8 characters, good for ten minutes")
COMPARE = N_("The other PC must show the same fingerprint:")
NOW = N_("This PC is paired with {server} ({address}).")
UNPAIR = N_("Unpair this PC")
UNPAIRED = N_("The program opens the data on this PC from then on. What is on {server} stays there.")
LONGEST = 200


class Field(QWidget):
    """Label, line, and under it one sentence: a hint, or what is wrong."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self._hint = hint
        self.edit, self.told = QLineEdit(), label(hint, "small", wrap=True)
        self.edit.setMaxLength(LONGEST)
        self.edit.setAccessibleName(name)
        self.edit.textEdited.connect(self.clear)
        words = label(name)
        words.setBuddy(self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for part in (words, self.edit, self.told):
            layout.addWidget(part)

    def refuse(self, sentence: str) -> None:
        self._say(sentence, "error", fault=True)
        self.edit.setFocus()
        self.edit.selectAll()

    def praise(self, sentence: str) -> None:
        self._say(sentence, "done", fault=False)

    def clear(self) -> None:
        self._say(self._hint, "small", fault=False)

    def _say(self, sentence: str, face: str, *, fault: bool) -> None:
        self.told.setText(sentence)
        restyle(self.told, "face", face)
        restyle(self.edit, "fault", fault)
        self.edit.setAccessibleDescription(sentence)


class JoinWindow(QWidget):
    """First the address is looked at, and its fingerprint shown; then the code pairs the two."""

    sought = Signal(str)  # address
    submitted = Signal(str, str)  # address, code
    left = Signal()
    unpair_asked = Signal()

    def __init__(self, server: str = "", address: str = "") -> None:
        """server, address: with whom this PC is paired now."""
        super().__init__()
        self.setWindowTitle(tr(TITLE))
        self.brand = BrandPanel()
        self.brand.settle()
        self.address = Field(tr(N_("Address")), tr(ADDRESS_HINT, port=PORT))
        self.code = Field(tr(N_("Pairing code")), tr(CODE_HINT))
        self.fingerprint = label("", "strong")
        self.primary, self.back = button("", "primary"), button(tr(N_("Back")))
        self.unpair = button(tr(UNPAIR), "ghost", low=True)
        self._proof = self._fingerprint_frame()
        self._lay_out(server, address)
        self._connect()
        self._unfind()

    def found(self, fingerprint: str) -> None:
        """The server that was sought shows this fingerprint; now the code is asked for."""
        groups = fingerprint.split()
        half = len(groups) // 2
        self.fingerprint.setText("\n".join(" ".join(part) for part in (groups[:half], groups[half:])))
        self._proof.show()
        self.code.show()
        self.address.praise(tr(N_("Found")))
        self._found = self.address.edit.text()
        self._rest(on=True)
        self.code.edit.setFocus()

    def refuse_address(self, sentence: str) -> None:
        self._unfind()
        self._rest(on=True)
        self.address.refuse(sentence)

    def refuse_code(self, sentence: str) -> None:
        self._rest(on=True)
        self.code.refuse(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.primary.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()

    def _connect(self) -> None:
        self.primary.clicked.connect(self._go_on)
        self.back.clicked.connect(self.left)
        self.unpair.clicked.connect(self._ask_unpair)
        self.address.edit.textEdited.connect(self._unfind)

    def _lay_out(self, server: str, address: str) -> None:
        self._server = server
        form = QVBoxLayout()
        form.setSpacing(6)
        form.addStretch(1)
        form.addWidget(label(tr(TITLE), "h1"))
        form.addWidget(label(tr(WHERE), "quiet", wrap=True))
        form.addSpacing(10)
        if server:
            form.addLayout(self._now(server, address))
        for part in (self.address, self._proof, self.code):
            form.addWidget(part)
            form.addSpacing(6)
        form.addLayout(self._buttons())
        form.addStretch(1)
        lay_beside(self, self.brand, form, FORM_WIDTH + 40)

    def _now(self, server: str, address: str) -> QHBoxLayout:
        row, words = note("server", tr(NOW, server=server, address=address))
        words.setWordWrap(True)
        row.addWidget(self.unpair)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.primary, 1)
        row.addWidget(self.back)
        return row

    def _fingerprint_frame(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("sunken")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(4)
        row, _words = note("lock", tr(COMPARE))
        inside.addLayout(row)
        inside.addWidget(self.fingerprint)
        return frame

    def _unfind(self, _text: str = "") -> None:
        """Another address has another fingerprint."""
        self._found = ""
        self._proof.hide()
        self.code.hide()
        self._rest(on=True)

    def _go_on(self) -> None:
        address, code = self.address.edit.text().strip(), self.code.edit.text().strip()
        if not address:
            self.address.refuse(tr(N_("Enter the address that the other PC shows.")))
        elif not self._found:
            self._rest(on=False)
            self.sought.emit(address)
        elif not code:
            self.code.refuse(tr(N_("Enter the code that the other PC shows.")))
        else:
            self._rest(on=False)
            self.submitted.emit(address, code)

    def _rest(self, *, on: bool) -> None:
        self.primary.setEnabled(on)
        waiting = N_("Pairing …") if self._found else N_("Looking …")
        wanted = N_("Pair") if self._found else N_("Find")
        self.primary.setText(tr(wanted if on else waiting))

    def _ask_unpair(self) -> None:
        confirm(self, tr(UNPAIR), tr(UNPAIRED, server=self._server), tr(UNPAIR), self.unpair_asked.emit, danger=True)
