"""The window's own server: a process of its own, so that nobody at this PC waits for the others; it ends with this one.

It is told to end by closing what it listens to, which also happens when this process dies.
"""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from msgspec import MsgspecError, Struct, json

from desktop_admin.api.sharing import Failure, ServerEnded, ServerNotStarted, Serving, ServingState
from desktop_admin.core import i18n, paths
from desktop_admin.core.errors import Refused

LOG = "server.log"
START = 60.0  # seconds that it may take to begin
END = 10.0  # seconds that it may take to end, before it is ended
AGAIN = (1.0, 5.0, 30.0)  # seconds before it is started again, when it ended by itself; the last one from then on
EVERYWHERE = "0.0.0.0"  # noqa: S104 - other PCs are to reach it; the firewall says which


class FirstWord(Struct):
    """What the server says once it listens, or why it does not: one line of JSON."""

    serving: Serving | None = None
    failure: Failure | None = None


class HostedServer:
    """Any thread may call it. changed is called on one, whenever serving() says something else than before."""

    here = True

    def __init__(self, folder: Path, changed: Callable[[], object] = lambda: None) -> None:
        self.changed = changed
        self._folder = folder
        self._turn, self._closed = threading.RLock(), threading.Event()
        self._serving = Serving()
        self._process: subprocess.Popen[bytes] | None = None

    def serving(self) -> Serving:
        return self._serving

    def start(self, port: int) -> None:
        """Until it can be reached. Raises PortUnusable, ServerNotStarted, and what opening the database refuses."""
        with self._turn:
            if self._serving.state is ServingState.ON and self._serving.port == port:
                return
            self._end()
            self._become(Serving(ServingState.STARTING, port))
            self._run(port)

    def begin(self, port: int) -> None:
        """start(), without waiting, and anew until it succeeds; serving() says what came of it."""
        self._become(Serving(ServingState.STARTING, port))
        threading.Thread(target=self._keep_trying, args=(port,), name="hosting", daemon=True).start()

    def stop(self) -> None:
        with self._turn:
            self._end()
            self._become(Serving(port=self._serving.port))

    def close(self) -> None:
        self._closed.set()
        with self._turn:
            self._end()

    def _try(self, port: int) -> bool:
        with self._turn:
            decided = self._serving.state in {ServingState.OFF, ServingState.ON} or self._serving.port != port
            if decided or self._closed.is_set():
                return True
            try:
                self._run(port)
            except Refused:
                return False
            return True

    def _keep_trying(self, port: int) -> None:
        """Until it runs, or somebody decides otherwise."""
        tries = 0
        while not self._try(port) and not self._closed.wait(AGAIN[min(tries, len(AGAIN) - 1)]):
            tries += 1

    def _run(self, port: int) -> None:
        process = self._spawn(port)
        try:
            serving = self._first_word(process)
        except Refused as error:
            _put_away(process)
            self._become(Serving(ServingState.FAILED, port, problem=Failure.of(error)))
            raise
        self._process = process
        self._become(serving)
        threading.Thread(target=self._guard, args=(process, port), name="hosting", daemon=True).start()

    def _spawn(self, port: int) -> "subprocess.Popen[bytes]":
        flags = 0  # neither a console of its own nor this one's Ctrl+C
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        program = [sys.executable, "-m", "desktop_admin", "--lang", i18n.language(), "--data", str(self._folder)]
        return subprocess.Popen(  # noqa: S603 - this very program
            [*program, "serve", "--for-window", "--listen", f"{EVERYWHERE}:{port}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what matters is in its log
            cwd=paths.PACKAGE.parent,  # where -m finds the package, installed or not
            creationflags=flags,
            start_new_session=sys.platform != "win32",
        )

    def _first_word(self, process: "subprocess.Popen[bytes]") -> Serving:
        late = threading.Timer(START, process.kill)
        late.start()
        try:
            line = process.stdout.readline() if process.stdout else b""
            word = json.decode(line, type=FirstWord)
        except MsgspecError as error:
            raise ServerNotStarted(log=LOG) from error
        finally:
            late.cancel()
        if word.serving is None:
            raise word.failure.error() if word.failure else ServerNotStarted(log=LOG)
        return word.serving

    def _guard(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        """One that ends by itself is started again, until somebody decides otherwise."""
        process.wait()
        with self._turn:
            if self._process is not process:
                return
            self._process = None
            _put_away(process)
            self._become(Serving(ServingState.FAILED, port, problem=Failure.of(ServerEnded(log=LOG))))
        if not self._closed.wait(AGAIN[0]):
            self._keep_trying(port)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _put_away(process)

    def _become(self, serving: Serving) -> None:
        if serving != self._serving:
            self._serving = serving
            self.changed()


def _put_away(process: "subprocess.Popen[bytes]") -> None:
    """It ends at the end of what it listens to; if it does not, it is ended."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        process.wait(END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
