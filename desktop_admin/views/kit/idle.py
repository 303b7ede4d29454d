"""When nobody has touched the PC for a while: the program's own events, and the system's where it tells.

Windows tells the time of the last key or mouse move in any program (GetLastInputInfo), so work in another window is
not idleness. X11 tells it by the screen saver's extension where that is installed; elsewhere only this program's own
events count, which locks sooner rather than later.
"""

import ctypes
import ctypes.util
import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

CHECK_EVERY = 5000  # milliseconds
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)

SystemIdle = Callable[[], float | None]


def unknown() -> None:
    """Where the system does not tell."""
    return


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("tick", ctypes.c_uint))


def windows_idle() -> float | None:
    """Seconds since the last input in any program; ticks are of 32 bits and turn over every 49 days."""
    if sys.platform != "win32":
        return None
    last = _LastInput(ctypes.sizeof(_LastInput), 0)
    if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    now: int = ctypes.windll.kernel32.GetTickCount()
    return ((now - last.tick) & 0xFFFFFFFF) / 1000


class _SaverInfo(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("mask", ctypes.c_ulong),
    )


def x11_idle() -> SystemIdle:
    """A function of the XScreenSaver extension, with a connection of its own; unknown() where there is none."""
    names = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if not all(names):
        return unknown
    x11, saver = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XDefaultRootWindow.argtypes = (ctypes.c_void_p,)
    saver.XScreenSaverAllocInfo.restype = ctypes.POINTER(_SaverInfo)
    saver.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_SaverInfo))
    display = x11.XOpenDisplay(None)
    if not display:
        return unknown
    root, info = x11.XDefaultRootWindow(display), saver.XScreenSaverAllocInfo()

    def read() -> float | None:
        return info.contents.idle / 1000 if saver.XScreenSaverQueryInfo(display, root, info) else None

    return read


def system_idle(platform: str) -> SystemIdle:
    """The teller for this PC; `platform` is QGuiApplication.platformName()."""
    if platform == "windows":
        return windows_idle
    return x11_idle() if platform == "xcb" else unknown


class IdleWatch(QObject):
    """Emits `idle` once when the limit is over, and again only after resume()."""

    idle = Signal()

    def __init__(
        self,
        minutes: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        system: SystemIdle = unknown,
        check_every: int = CHECK_EVERY,
    ) -> None:
        """`clock` gives seconds that never jump back; `system` gives seconds since anyone touched the PC, or None."""
        super().__init__()
        self.minutes = minutes
        self._clock, self._system = clock, system
        self._touched = clock()
        self._watching = True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.check)
        self._timer.start(check_every)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._follow)
        self._follow(QGuiApplication.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and event.spontaneous():
            self._touched = self._clock()
        return super().eventFilter(watched, event)

    def seconds(self) -> float:
        """Since anyone was seen: the shorter of the program's own count and the system's."""
        own, system = self._clock() - self._touched, self._system()
        return own if system is None else min(own, system)

    def check(self) -> None:
        if self._watching and self.seconds() >= self.minutes * 60:
            self._watching = False
            self.idle.emit()

    def pause(self) -> None:
        """Locked by hand: nothing more to watch for."""
        self._watching = False

    def resume(self) -> None:
        """Someone is here again."""
        self._touched = self._clock()
        self._watching = True

    def stop(self) -> None:
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.disconnect(self._follow)
        for window in QGuiApplication.allWindows():
            window.removeEventFilter(self)
        self._timer.stop()

    def _follow(self, window: QWindow | None) -> None:
        """Keys and clicks reach a window before its widgets. A filter over the whole application, in Python, would be
        called for widgets that are still being made, which PySide does not survive."""
        if window is not None:
            window.installEventFilter(self)
