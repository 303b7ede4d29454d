"""From the first window to a PC that is paired: the address, the fingerprint, the code."""
# ruff: noqa: PLC0415 - the network is loaded when somebody wants it

import platform
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from desktop_admin.views.sharing.join import JoinWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_admin.core.errors import Refused
    from desktop_admin.desk.paired import Server
    from desktop_admin.views.kit.desk import Errands
    from desktop_admin.views.kit.dialog import Dialog


class Found(NamedTuple):
    """A server, and the certificate it showed."""

    host: str
    port: int
    certificate: bytes


class Joining(QObject):
    """Holds the window. Nothing changes on this PC until both sides have proved that they know the code."""

    changed = Signal()  # this PC opens other data from now on
    left = Signal()

    def __init__(self, folder: Path, errands: "Errands") -> None:
        super().__init__()
        from desktop_admin.desk import paired

        known = paired.read(folder)
        self._folder, self._errands = folder, errands
        self._found: Found | None = None
        self.dialog: Dialog | None = None
        self.window = JoinWindow(known.name or known.address, known.address) if known else JoinWindow()
        self.window.sought.connect(self._seek)
        self.window.submitted.connect(self._pair)
        self.window.unpair_asked.connect(self._unpair)
        self.window.left.connect(self.left)

    @Slot(str)
    def _seek(self, address: str) -> None:
        def found(what: Found) -> None:
            from desktop_admin.core.pairing import fingerprint

            self._found = what
            self.window.found(fingerprint(what.certificate))

        self._errands.run(lambda: _look(address), owner=self.window, then=found, failed=self._no_address)

    @Slot(str, str)
    def _pair(self, _address: str, code: str) -> None:
        found = self._found
        if found is None:
            return

        def go_on() -> None:
            self._errands.run(lambda: _pair(found, code), owner=self.window, then=self._keep, failed=self._no_code)

        def looked(shared: bool) -> None:  # noqa: FBT001 - the answer
            if shared:
                self._warn(go_on)
            else:
                go_on()

        self._errands.run(lambda: _is_shared(self._folder), owner=self.window, then=looked, failed=self._no_code)

    def _warn(self, go_on: "Callable[[], None]") -> None:
        """Others rely on this PC's own data."""
        from desktop_admin.app.sharing import STOPS
        from desktop_admin.core.i18n import N_, tr
        from desktop_admin.views.kit.dialog import confirm

        title, verb = tr(N_("Join another school")), tr(N_("Join"))
        self.dialog = confirm(self.window, title, tr(STOPS), verb, go_on, danger=True)
        self.dialog.rejected.connect(lambda: self.window.refuse_code(tr(N_("Nothing has been changed."))))

    @Slot()
    def _unpair(self) -> None:
        from desktop_admin.desk import paired

        paired.forget(self._folder)
        self.changed.emit()

    def _keep(self, server: "Server") -> None:
        from desktop_admin.desk import paired

        paired.write(self._folder, server)
        self.changed.emit()

    def _no_address(self, error: "Refused") -> None:
        self.window.refuse_address(str(error))

    def _no_code(self, error: "Refused") -> None:
        """Beside the field that can mend it."""
        from desktop_admin.api.sharing import NotPaired, TooMany

        if isinstance(error, NotPaired | TooMany):
            self.window.refuse_code(str(error))
        else:
            self.window.refuse_address(str(error))


def _is_shared(folder: Path) -> bool:
    from desktop_admin.app.sharing import is_shared

    return is_shared(folder)


def _look(address: str) -> Found:
    """Raises NotAnAddress, NoAnswer."""
    from desktop_admin.desk import pair, paired

    host, port = paired.address(address)
    return Found(host, port, pair.look(host, port))


def _pair(found: Found, code: str) -> "Server":
    from desktop_admin.desk.pair import pair

    return pair(found.host, found.port, code, platform.node() or "PC", found.certificate)
