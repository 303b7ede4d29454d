"""Sets up Desktop Admin in the folder of this file and starts it, in one command (Windows: py run.py).

python3 run.py              open the program; with no display: write the demo school's reports under out/
python3 run.py ARGS         pass ARGS to the program
python3 run.py test ARGS    run all tests; ARGS go to pytest
python3 run.py bench ARGS   measure the program against its goals
python3 run.py messages     merge and check the translations

Needs Python 3.11 and, the first time, a network. Everything lands in .venv beside this file; removing that folder
undoes the set-up. A set-up that was cut off is begun anew, and two at a time wait for each other.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

OLDEST_PYTHON = (3, 11)
OLDEST_GLIBC = (2, 34)
INTERRUPTED = 130

QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
}
TEST_TOOLS = {"pdftotext": "poppler-utils", "Xvfb": "xvfb", "soffice": "libreoffice-calc-nogui"}


class Refused(Exception):
    """Set-up cannot go on; says why and what to do, in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


@dataclass(frozen=True)
class Home:
    """The folder that holds the program, and what set-up keeps in it."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def packages(self) -> Path:
        return Path(sysconfig.get_path("purelib", "venv", {"base": str(self.venv)}))

    @property
    def lock(self) -> Path:
        """The hashed list of packages."""
        return self.root / "requirements.lock"

    @property
    def stamp(self) -> Path:
        """Written last: tells for what the environment was made, and that it is whole."""
        return self.venv / "set-up.txt"

    @property
    def guard(self) -> Path:
        """Held while the environment is changed. Beside it, because the environment itself may be remade."""
        return self.root / ".venv.guard"

    def base(self) -> str:
        """What an environment can't be moved from: its place and its Python."""
        return f"{self.root}\n{sys.version}\n"

    def wanted(self) -> str:
        """The stamp of a finished set-up."""
        project = self.root / "pyproject.toml"
        hashes = (hashlib.sha256(file.read_bytes()).hexdigest() for file in (self.lock, project))
        return self.base() + "\n".join(hashes) + "\n"

    def stamped(self) -> str:
        """The stamp as it stands; empty when set-up never ended or Python has gone since."""
        if not (self.python.exists() and self.stamp.is_file()):
            return ""
        return self.stamp.read_text(encoding="utf-8", errors="replace")

    def is_whole(self) -> bool:
        """Whether set-up once ended here, with this Python; it may be out of date."""
        return self.stamped().startswith(self.base())


def say(chinese: str, english: str) -> None:
    print(f"{chinese}\n{english}", file=sys.stderr, flush=True)


# The system: Python, glibc, shared libraries, tools


def check_python() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        raise Refused(
            f"需要 Python 3.11 或更新的版本，现在是 {version}：请用新版本再次运行 run.py。",
            f"Python 3.11 or later is needed and this is {version}: run run.py again with a newer one.",
        )


def check_glibc() -> None:
    if sys.platform != "linux":
        return
    name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    if tuple(map(int, version.split(".")[:2])) < OLDEST_GLIBC:
        raise Refused(
            f"系统的 C 库是 {name} {version}，Qt 需要 glibc 2.34：请换用 Debian 12、Ubuntu 22.04 或更新的系统。",
            f"Qt needs glibc 2.34 and this system has {name} {version}: use Debian 12, Ubuntu 22.04 or later.",
        )


def has_display(env: Mapping[str, str]) -> bool:
    return sys.platform != "linux" or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def missing_libraries(libraries: Mapping[str, str]) -> list[str]:
    """The packages of the shared libraries that can't be loaded."""
    return [package for library, package in libraries.items() if not loads(library)]


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def can_make_venv() -> bool:
    """Debian's Python comes without ensurepip unless python3-venv is installed; uv does without it."""
    importlib.invalidate_caches()
    return bool(importlib.util.find_spec("venv") and (importlib.util.find_spec("ensurepip") or shutil.which("uv")))


def apt_line(packages: Sequence[str]) -> str:
    return f"apt-get install -y --no-install-recommends {' '.join(packages)}"


def advice(packages: Sequence[str]) -> str:
    """The line that a person types."""
    root = sys.platform == "linux" and os.geteuid() == 0
    return apt_line(packages) if root else f"sudo {apt_line(packages)}"


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages if that is possible here; True when apt reports success."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"正在安装系统软件包：{' '.join(packages)}", f"Installing system packages: {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=env, stdout=subprocess.DEVNULL, check=False)
    command = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", *apt_line(packages).split()[1:]]
    return subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False).returncode == 0


def needed_packages(env: Mapping[str, str], home: Home) -> list[str]:
    """The system packages without which the program can't start."""
    libraries = {**QT_LIBRARIES, **SCREEN_LIBRARIES} if has_display(env) else QT_LIBRARIES
    packages = missing_libraries(libraries)
    return packages if home.is_whole() or can_make_venv() else [*packages, "python3-venv"]


def check_system(env: Mapping[str, str], home: Home) -> None:
    if sys.platform != "linux":
        return
    packages = needed_packages(env, home)
    if packages and not (apt_install(packages) and not needed_packages(env, home)):
        line = advice(packages)
        raise Refused(f"系统缺少一些软件包，请先运行：{line}", f"System packages are missing; first run: {line}")


def check_test_tools() -> None:
    """What only some tests need: without it those are skipped, and this says so first."""
    if sys.platform != "linux":
        return
    if missing_test_tools():
        apt_install(missing_test_tools())
    packages = missing_test_tools()
    if packages:
        line = advice(packages)
        say(
            f"缺少测试工具，有些测试会跳过。安装：{line}",
            f"Some tests will be skipped for want of tools. To install: {line}",
        )


def missing_test_tools() -> list[str]:
    tools = [package for tool, package in TEST_TOOLS.items() if not shutil.which(tool)]
    return missing_libraries(SCREEN_LIBRARIES) + tools


# The environment: .venv with the locked packages


@contextlib.contextmanager
def only_one(guard: Path) -> Iterator[None]:
    """Hold the guard, waiting for another set-up to end.

    Children inherit it on POSIX: an installer that outlives a killed run.py keeps the next run.py waiting.
    """
    with guard.open("a+b") as file:
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003 - a positional-only parameter
        if not hold(file):
            say("另一个 run.py 正在安装，等它完成。", "Another run.py is setting up; waiting for it.")
            while not hold(file):
                time.sleep(0.2)
        yield


def hold(file: IO[bytes]) -> bool:
    """Try to lock; the system lets go when the last process that holds the file ends."""
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def set_up(home: Home) -> None:
    """Bring .venv to what the lock file says. Nothing is done, and no network needed, when it is so already."""
    if home.stamped() == home.wanted():
        return
    with only_one(home.guard):
        if home.stamped() != home.wanted():
            install(home)


def install(home: Home) -> None:
    whole = home.is_whole()
    home.stamp.unlink(missing_ok=True)
    say("正在安装依赖包，首次约需一至三分钟。", "Installing packages; the first time takes one to three minutes.")
    if not whole:
        make_venv(home)
    packages = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(home.lock)]
    project = ["--no-deps", "--no-build-isolation", "-e", str(home.root)]
    if not any(run([*tool, *packages]) and run([*tool, *project]) for tool in installers(home)):
        raise Refused(
            "依赖包没有装好（原因见上）：请检查网络和磁盘空间，再次运行 run.py。",
            "The packages could not be installed (see above): check the network and disk space, run run.py again.",
        )
    make_link_relative(home)
    unpack_bindings(home)
    home.stamp.write_text(home.wanted(), encoding="utf-8")


def make_venv(home: Home) -> None:
    pip = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    if not run([sys.executable, "-m", "venv", "--clear", *pip, str(home.venv)]):
        raise Refused(
            f"无法新建 {home.venv}：请关闭正在使用它的程序，删除这个文件夹，再次运行 run.py。",
            f"{home.venv} could not be made: close programs that use it, remove the folder, run run.py again.",
        )


def installers(home: Home) -> Iterator[list[str]]:
    """uv where present, then pip where present."""
    uv = shutil.which("uv")
    if uv:
        yield [uv, "pip", "install", "--python", str(home.python)]
    if (home.packages / "pip").is_dir():
        quiet = [] if sys.stderr.isatty() else ["--quiet"]
        yield [str(home.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *quiet]


def run(command: Sequence[str]) -> bool:
    """Run an installer, its output on stderr; it inherits the guard."""
    return subprocess.run(command, stdout=sys.stderr.fileno(), close_fds=False, check=False).returncode == 0


def make_link_relative(home: Home) -> None:
    """Python before 3.13 reads *.pth in the code page of Windows, which a Chinese path written as UTF-8 breaks."""
    for link in home.packages.glob("*desktop_admin.pth"):
        link.write_text(os.path.relpath(home.root, home.packages) + "\n", encoding="ascii")


def unpack_bindings(home: Home) -> None:
    """Windows appear sooner then; where it fails, they appear as they always would."""
    command = [str(home.python), "-m", "desktop_admin.app.bindings"]
    quiet = subprocess.DEVNULL
    subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, close_fds=False, check=False)


# What to run


def command_for(args: Sequence[str], home: Home, env: Mapping[str, str]) -> list[str]:
    python, first, rest = str(home.python), args[0] if args else "", args[1:]
    if first == "test":
        return [python, "-m", "pytest", *parallel(rest), *rest]
    if first == "bench":
        return [python, "-m", "tests.benchmarks", *rest]
    if first == "messages":
        return [python, str(home.root / ".ci" / "messages.py"), *rest]
    if not args and not has_display(env):
        args = ["demo", "--out", "out"]
    return [python, "-m", "desktop_admin", *args]


def parallel(args: Sequence[str]) -> list[str]:
    """One pytest worker a core, unless the user said otherwise or named a single file, or wants to look in.

    Modules go to them in the order of tests/quick.py: the long ones first.
    """
    own = ("-n", "--numprocesses", "--dist", "--pdb", "--trace", "--collect-only", "--co", "-s", "-h")
    if any(arg.startswith(own) or arg.partition("::")[0].endswith(".py") for arg in args):
        return []
    return ["-n", str(min(os.cpu_count() or 1, 8)), "--dist", "loadfile", "--no-loadscope-reorder"]


def environment(args: Sequence[str], env: Mapping[str, str]) -> dict[str, str]:
    """Tests never use the screen, and compile once what they start often; elsewhere Qt draws in memory only where there
    is no screen."""
    if args[:1] == ["test"]:
        kept = {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "QT_QPA_PLATFORM": "offscreen"}
    return dict(env) if has_display(env) else {"QT_QPA_PLATFORM": "offscreen", **env}


def start(command: Sequence[str], env: Mapping[str, str]) -> int:  # noqa: RET503 - exec never returns
    """Become the command, or wait for it; its exit status is ours."""
    if sys.platform == "win32":
        with contextlib.suppress(KeyboardInterrupt):  # the program has had it too
            return subprocess.call(command, env=env)
        return INTERRUPTED
    sys.stdout.flush()
    os.execve(command[0], list(command), env)  # noqa: S606 - no shell is wanted


def main(args: list[str], home: Home) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console that has no Chinese
    try:
        check_python()
        check_glibc()
        check_system(os.environ, home)
        if args[:1] == ["test"]:
            check_test_tools()
        set_up(home)
    except (Refused, OSError) as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    if args[:1] in (["test"], ["bench"], ["messages"]):
        os.chdir(home.root)
    return start(command_for(args, home, os.environ), environment(args, os.environ))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Home(Path(__file__).resolve().parent)))
