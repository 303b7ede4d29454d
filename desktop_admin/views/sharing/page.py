"""共享: whether the database is shared, the code for the next PC, and the PCs that are paired."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop_admin.api.sharing import (
    PCS,
    CodeShown,
    MakeCode,
    ReadSharing,
    ServingState,
    SharingNow,
    StartSharing,
    StopSharing,
)
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import confirm
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import button, label
from desktop_admin.views.sharing.code import CodeCard
from desktop_admin.views.sharing.server import ServerCard

TITLE = N_("Sharing")
CUT_OFF = N_("Every other PC is cut off until sharing is started again. They stay paired.")
UNDER_MESSAGES = 2  # the place in a list page's layout above its search


class SharingPage(ListPage):
    """Read by who may see the PCs; switched only where the data is."""

    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk, PCS)
        self.header.title.setText(tr(TITLE))
        self.now: SharingNow | None = None
        self.dialog: Any = None  # the one that was opened last
        self.server, self.codes = ServerCard(), CodeCard()
        self.switch = button(tr(StartSharing.caption), "primary")
        self.switch.hide()
        self.header.add(self.switch)
        self._put_together()
        self.switch.clicked.connect(self._switch)
        self.codes.make.clicked.connect(self._make_code)
        self.codes.outdated.connect(self._ask)
        desk.changed.connect(self._on_sharing)
        self._ask()

    def _put_together(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(16)
        cards.addWidget(self.server, 1)
        cards.addWidget(self.codes, 1)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - a list page's own
        layout.insertLayout(UNDER_MESSAGES, cards)
        layout.insertWidget(UNDER_MESSAGES + 1, label(tr(PCS.title), "h2"))
        self.codes.setVisible(self.desk.actor.may(MakeCode.permission))

    def _on_sharing(self, area: str) -> None:
        if area == ReadSharing.of_area():
            self._ask()

    def _ask(self) -> None:
        self.desk.ask(ReadSharing(), owner=self, then=self._show, failed=self.messages.show_refusal)

    def _show(self, now: SharingNow) -> None:
        self.now = now
        on = now.serving.state is ServingState.ON
        self.server.show_state(now)
        self.codes.show_code(now.code, possible=on)
        self.switch.setVisible(now.here and self.desk.actor.may(StartSharing.permission))
        self.switch.setEnabled(now.serving.state is not ServingState.STARTING)
        self.switch.setText(tr(StopSharing.caption if on else StartSharing.caption))
        restyle(self.switch, "face", "" if on else "primary")

    # What is done

    def _switch(self) -> None:
        if self.now is None:
            return
        if self.now.serving.state is not ServingState.ON:
            self.switch.setEnabled(False)
            start = StartSharing(port=self.server.port.value())
            self.desk.ask(start, owner=self, then=self._show, failed=self._not_started)
            return
        verb = tr(StopSharing.caption)
        self.dialog = confirm(self, verb, tr(CUT_OFF), verb, self._stop, danger=True)

    def _stop(self) -> None:
        self.desk.ask(StopSharing(), owner=self, then=self._show, failed=self._not_started)

    def _not_started(self, error: Refused) -> None:
        self.switch.setEnabled(True)
        self.server.complain(str(error))

    def _make_code(self) -> None:
        self.codes.make.setEnabled(False)
        self.desk.ask(MakeCode(), owner=self, then=self._show_code, failed=self._no_code)

    def _show_code(self, shown: CodeShown) -> None:
        self.codes.show_code(shown, possible=True)

    def _no_code(self, error: Refused) -> None:
        self.messages.show_refusal(error)
        self._ask()
