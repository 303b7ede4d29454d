"""The pairing code while it is good, and what became of it."""

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout

from desktop_admin.api.sharing import CodeShown, CodeState, MakeCode
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import Card, button, label

HOW = N_("At the other PC choose “Join a school that is already set up”, and type the address and this code.")
NONE_YET = N_("Each code pairs one PC, within ten minutes.")
LEFT = N_("Good for {minutes}:{seconds:02d} more")
USED = N_("“{pc}” was paired with it.")
EXPIRED = N_("The code has expired.")
GUESSED = N_("The code was mistyped five times and is no longer good.")
SIZE = 28  # pixels of the code
LOOK_AGAIN = 3  # seconds after which somebody may have used it


class CodeCard(Card):
    """Counts down by itself; outdated asks for the state anew."""

    outdated = Signal()

    def __init__(self) -> None:
        super().__init__(tr(N_("Pairing code")))
        self.code, self.told = label(""), label(tr(NONE_YET), "quiet", wrap=True)
        self.code.setStyleSheet(_large())
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.make = button(tr(MakeCode.caption), "", "key")
        self._shown: CodeShown | None = None
        self._since = 0.0
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._count_down)
        self._beats = 0
        self._lay_out()

    def show_code(self, shown: CodeShown | None, *, possible: bool) -> None:
        """possible: whether another code can be made now."""
        self.make.setEnabled(possible)
        self._shown, self._since = shown, time.monotonic()
        good = shown is not None and shown.state is CodeState.VALID
        self.code.setText(shown.code if shown is not None and good else "")
        self.code.setAccessibleName(f"{tr(N_('Pairing code'))} {' '.join(self.code.text())}".rstrip())
        if good and not self._tick.isActive():
            self._tick.start()
        elif not good:
            self._tick.stop()
        self._tell()

    def seconds_left(self) -> int:
        shown = self._shown
        if shown is None or shown.state is not CodeState.VALID:
            return 0
        return max(0, shown.seconds_left - int(time.monotonic() - self._since))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.code, 1)
        row.addWidget(self.make)
        self.body.addLayout(row)
        self.body.addWidget(self.told)
        self.body.addWidget(label(tr(HOW), "small", wrap=True))
        self.body.addStretch(1)

    def _count_down(self) -> None:
        self._beats += 1
        self._tell()
        if self.seconds_left() == 0 or self._beats % LOOK_AGAIN == 0:
            self.outdated.emit()

    def _tell(self) -> None:
        shown = self._shown
        if shown is None:
            self._say(tr(NONE_YET), "quiet")
        elif shown.state is CodeState.VALID:
            minutes, seconds = divmod(self.seconds_left(), 60)
            self._say(tr(LEFT, minutes=minutes, seconds=seconds), "strong")
        elif shown.state is CodeState.USED:
            self._say(tr(USED, pc=shown.used_by), "done")
        else:
            self._say(tr(EXPIRED if shown.state is CodeState.EXPIRED else GUESSED), "due")

    def _say(self, text: str, face: str) -> None:
        if self.told.text() != text:
            self.told.setText(text)
            restyle(self.told, "face", face)


def _large() -> str:
    """The program's style sheet names a family and a size for every label; this one has its own."""
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return f'font-family: "{family}"; font-size: {SIZE}px; font-weight: 700;'
