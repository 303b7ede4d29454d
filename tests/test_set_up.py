"""Set-up in one command: what run.py starts, and an environment that survives whatever happens to it."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import run

ROOT = Path(run.__file__).parent
HOME = run.Home(ROOT)
SCREEN = {"DISPLAY": ":0"}

BACKEND = '''
"""Makes the editable wheel of the tiny program, waiting while a file called hold is there."""
import time, zipfile
from pathlib import Path

def build_editable(folder, config_settings=None, metadata_directory=None):
    with Path("builds").open("a") as builds:
        builds.write("x")
    while Path("hold").exists():
        time.sleep(0.02)
    info = "desktop_admin-1.dist-info"
    name = "desktop_admin-1-py3-none-any.whl"
    with zipfile.ZipFile(Path(folder, name), "w") as wheel:
        wheel.writestr("_desktop_admin.pth", str(Path.cwd()))
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: desktop_admin\\nVersion: 1\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
'''
PROGRAM = """
import sys, tiny
print(tiny.VERSION, *sys.argv[1:], sep="|")
sys.exit(7)
"""
BINDINGS = """
import sys, pathlib
print("what it says is nothing to the user")
pathlib.Path(sys.prefix, "unpacked").touch()
raise SystemExit("nor that it failed")
"""


@dataclass
class TinyHome:
    """A folder like ours with a program of three lines, and its one package beside it: no network is needed."""

    folder: Path

    @property
    def home(self) -> run.Home:
        return run.Home(self.folder / "试 用" / "desktop admin")

    def make(self) -> "TinyHome":
        root = self.home.root
        (root / "desktop_admin").mkdir(parents=True)
        shutil.copy(run.__file__, root)
        (root / "backend.py").write_text(BACKEND)
        (root / "desktop_admin" / "__init__.py").touch()
        (root / "desktop_admin" / "__main__.py").write_text(PROGRAM)
        (root / "desktop_admin" / "app").mkdir()
        (root / "desktop_admin" / "app" / "bindings.py").write_text(BINDINGS)
        build = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        (root / "pyproject.toml").write_text(f'[project]\nname = "desktop_admin"\nversion = "1"\n{build}')
        self.lock("1.0")
        return self

    def lock(self, version: str) -> None:
        """Publish a version of the package, and ask for it."""
        wheel = self.folder / f"tiny-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as file:
            file.writestr("tiny.py", f"VERSION = {version!r}\n")
            file.writestr(
                f"tiny-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n"
            )
            file.writestr(
                f"tiny-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            file.writestr(f"tiny-{version}.dist-info/RECORD", "")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        self.home.lock.write_text(f"tiny=={version} --hash=sha256:{digest}\n")

    def popen(self, *args: str) -> subprocess.Popen[str]:
        links = {f"{tool}_{name}": value for tool in ("PIP", "UV") for name, value in self.offline().items()}
        env = {**os.environ, **links, "DISPLAY": os.environ.get("DISPLAY", ""), "PYTHONUTF8": "1"}
        command = [sys.executable, str(self.home.root / "run.py"), *args]
        return subprocess.Popen(
            command,
            env=env,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def offline(self) -> Mapping[str, str]:
        return {"NO_INDEX": "1", "FIND_LINKS": str(self.folder)}

    def run(self, *args: str) -> tuple[int, str, str]:
        process = self.popen(*args)
        out, err = process.communicate(timeout=120)
        return process.returncode, out.strip(), err

    def builds(self) -> int:
        """How often the program was installed."""
        log = self.home.root / "builds"
        return len(log.read_text()) if log.exists() else 0


@pytest.fixture
def tiny(tmp_path: Path) -> TinyHome:
    return TinyHome(tmp_path).make()


def wait_for(file: Path) -> None:
    end = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < end, f"no {file}"
        time.sleep(0.02)


# What is started


@pytest.mark.parametrize(
    ("args", "env", "command"),
    [
        ([], SCREEN, ["-m", "desktop_admin"]),
        ([], {"WAYLAND_DISPLAY": "wayland-0"}, ["-m", "desktop_admin"]),
        ([], {}, ["-m", "desktop_admin", "demo", "--out", "out"]),
        (["verify", "--data", "a b"], {}, ["-m", "desktop_admin", "verify", "--data", "a b"]),
        (["bench", "open"], SCREEN, ["-m", "tests.benchmarks", "open"]),
        (["messages", "--check"], {}, [str(ROOT / ".ci" / "messages.py"), "--check"]),
        (["test", "-n0", "tests/core"], {}, ["-m", "pytest", "-n0", "tests/core"]),
    ],
)
def test_the_arguments_and_the_display_choose_what_is_started(
    args: list[str], env: dict[str, str], command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert run.command_for(args, HOME, env) == [str(HOME.python), *command]


def test_windows_always_has_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert run.command_for([], HOME, {})[1:] == ["-m", "desktop_admin"]


@pytest.mark.parametrize("args", [[], ["-k", "canteen"], ["-x", "tests/core"]])
def test_tests_use_every_core(args: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert run.parallel(args) == ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


@pytest.mark.parametrize("args", [["-n", "4"], ["-n0"], ["--pdb"], ["tests/test_set_up.py"], ["tests/a.py::test_b[1]"]])
def test_a_single_file_and_a_users_own_wish_are_left_alone(args: list[str]) -> None:
    assert run.parallel(args) == []


def test_tests_never_open_windows_and_the_program_does_where_it_can() -> None:
    assert run.environment(["test"], SCREEN)["QT_QPA_PLATFORM"] == "offscreen"
    assert "QT_QPA_PLATFORM" not in run.environment([], SCREEN)


def test_tests_compile_once_what_they_start_often() -> None:
    compiled = {"PYTHONDONTWRITEBYTECODE": "1"}
    assert compiled.items() - run.environment(["test"], compiled).items() == compiled.items()
    assert run.environment([], compiled).items() >= compiled.items(), "elsewhere it is the user's to say"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be without a display")
def test_without_a_display_qt_draws_in_memory_unless_told_otherwise() -> None:
    assert run.environment([], {})["QT_QPA_PLATFORM"] == "offscreen"
    assert run.environment([], {"QT_QPA_PLATFORM": "vnc"})["QT_QPA_PLATFORM"] == "vnc"


def test_ci_runs_the_command_of_the_readme() -> None:
    command = "python3 run.py test"
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith(f"exec {command}")
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


# What it refuses


def check_refused(problem: pytest.ExceptionInfo[run.Refused], *words: str) -> None:
    """One sentence in Chinese and one in English, each with what to do."""
    chinese, english = str(problem.value).splitlines()
    assert re.search("[\u4e00-\u9fff].*。$|[\u4e00-\u9fff].*：.*", chinese)
    assert english.isascii()
    for word in words:
        assert word in chinese
        assert word in english


def test_an_old_python_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(run.Refused) as problem:
        run.check_python()
    check_refused(problem, "3.11", "3.9.2")


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of Linux")
def test_a_system_too_old_for_qt_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "confstr", lambda _name: "glibc 2.28")
    with pytest.raises(run.Refused) as problem:
        run.check_glibc()
    check_refused(problem, "2.28", "Debian 12")


@pytest.mark.skipif(sys.platform != "linux", reason="packages of Linux")
def test_who_may_not_install_libraries_is_given_the_exact_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(run, "loads", lambda library: library not in ("libEGL.so.1", "libxcb-cursor.so.0"))
    with pytest.raises(run.Refused) as problem:
        run.check_system(SCREEN, HOME)
    check_refused(problem, "sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0")
    with pytest.raises(run.Refused) as problem:
        run.check_system({}, HOME)
    assert "libegl1" in str(problem.value)
    assert "libxcb-cursor0" not in str(problem.value), "no screen, no need"


@pytest.mark.skipif(sys.platform != "linux", reason="packages of Linux")
def test_a_python_that_makes_no_environments_is_mended_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "loads", lambda _library: True)
    monkeypatch.setattr(run, "can_make_venv", lambda: False)
    assert run.needed_packages({}, run.Home(tmp_path)) == ["python3-venv"]


# The locked packages


def pins() -> dict[str, list[str]]:
    """Each line of the lock with its continuation lines, by the package's name."""
    text = re.sub(r"^#.*\n", "", HOME.lock.read_text(), flags=re.MULTILINE).replace("\\\n", "")
    lines = [line.split() for line in text.splitlines()]
    return {words[0].partition("==")[0]: words for words in lines}


def test_every_package_is_pinned_and_hashed_and_no_host_is_named() -> None:
    for name, words in pins().items():
        assert "==" in words[0], name
        assert any(word.startswith("--hash=sha256:") for word in words), name
    assert "://" not in HOME.lock.read_text()


def test_the_lock_fits_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["dev"]]
    asked += project["build-system"]["requires"]
    locked = pins()
    for wish in map(Requirement, asked):
        version = locked[wish.name.lower()][0].partition("==")[2]
        assert wish.specifier.contains(version), f"{wish} is locked at {version}: renew the lock, its head says how"


# The environment


def test_first_run_second_run_and_new_lock(tiny: TinyHome) -> None:
    status, out, err = tiny.run("verify", "--data", "一 二")
    assert (status, out) == (7, "1.0|verify|--data|一 二"), err
    assert (tiny.home.venv / "unpacked").exists(), "and whether it could be is nobody's business"
    assert "nor that it failed" not in err
    stamp = tiny.home.stamp.stat().st_mtime_ns

    (tiny.folder / "tiny-1.0-py3-none-any.whl").unlink()
    assert tiny.run()[0] == 7, "the second run needs nothing from anywhere"
    assert tiny.home.stamp.stat().st_mtime_ns == stamp

    marker = tiny.home.venv / "marker"
    marker.touch()
    tiny.lock("2.0")
    assert tiny.run("x")[1] == "2.0|x"
    assert marker.exists(), "a whole environment is brought up to date, not made anew"


def test_a_chinese_path_does_not_depend_on_the_code_page(tiny: TinyHome) -> None:
    tiny.run()
    (link,) = tiny.home.venv.rglob("*desktop_admin.pth")
    assert (link.parent / link.read_text(encoding="ascii").strip()).resolve() == tiny.home.root.resolve()
    out = subprocess.run(
        [tiny.home.python, "-c", "import desktop_admin as d; print(ascii(d.__file__))"],
        cwd=tiny.folder, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert ascii(str(tiny.home.root))[1:-1] in out


def test_a_killed_first_run_is_begun_anew(tiny: TinyHome) -> None:
    hold = tiny.home.root / "hold"
    hold.touch()
    first = tiny.popen()
    wait_for(tiny.home.root / "builds")
    first.kill()
    first.wait(60)  # its installer lives on, and the next run waits for it
    assert not tiny.home.stamp.exists()
    half = tiny.home.venv / "half-written"
    half.touch()
    hold.unlink()
    first.communicate(timeout=120)
    assert tiny.run("again")[:2] == (7, "1.0|again")
    assert not half.exists()


def test_two_at_once_set_up_once(tiny: TinyHome) -> None:
    hold = tiny.home.root / "hold"
    hold.touch()
    first = tiny.popen("first")
    wait_for(tiny.home.root / "builds")
    second = tiny.popen("second")
    assert second.stderr
    assert "另一个 run.py 正在安装" in second.stderr.readline()
    hold.unlink()
    assert first.communicate(timeout=120)[0].strip() == "1.0|first"
    assert second.communicate(timeout=120)[0].strip() == "1.0|second"
    assert (first.returncode, second.returncode, tiny.builds()) == (7, 7, 1)


def test_packages_that_do_not_match_their_hashes_are_refused(tiny: TinyHome) -> None:
    tiny.home.lock.write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    status, out, err = tiny.run()
    assert (status, out) == (1, "")
    assert "依赖包没有装好" in err
    assert "packages could not be installed" in err
    assert not tiny.home.stamp.exists()


def test_an_environment_of_another_python_or_place_is_not_trusted(tiny: TinyHome) -> None:
    home = tiny.home
    home.python.parent.mkdir(parents=True)
    home.python.touch()
    home.stamp.write_text(home.wanted(), encoding="utf-8")
    assert home.is_whole()
    moved = run.Home(home.root.with_name("moved"))
    home.root.rename(moved.root)
    assert moved.stamped() != moved.wanted()
    assert not moved.is_whole()
    moved.python.unlink()
    assert moved.stamped() == "", "its Python has gone"
