"""Qt's bindings are unpacked and compiled once, and not at every start; without that everything works as it would."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from desktop_admin.app import bindings

FROM = """
import sys
from pathlib import Path
from types import SimpleNamespace
from desktop_admin.app import bindings
from desktop_admin.cli import commands
bindings.UNPACKED = Path(sys.argv[1])
sys.modules["desktop_admin.app.window"] = SimpleNamespace(show=lambda *given: 0)  # the window itself is not of interest
commands.open_program(None, Path())
from PySide6.QtCore import QObject
print(sys.modules["shibokensupport.signature.loader"].__file__, sys.modules["shiboken6"].__file__, sep="\\n")
"""


def loaded_from(folder: Path, then: str = "") -> list[str]:
    """Where the program finds the bindings' Python part, and shiboken6 itself; and what is printed then."""
    done = subprocess.run([sys.executable, "-c", FROM + then, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def its_own() -> str:
    spec = find_spec("shiboken6")
    assert spec is not None
    return str(spec.origin)


@pytest.fixture
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "试 用"
    monkeypatch.setattr(bindings, "UNPACKED", folder)
    bindings.unpack()
    return folder


def test_the_program_loads_the_bindings_that_were_unpacked_compiled(unpacked: Path) -> None:
    loader, shiboken = loaded_from(unpacked)
    assert Path(loader).is_relative_to(unpacked)
    assert shiboken == its_own(), "it was told another place only while it was loaded"
    sources = list(unpacked.rglob("*.py"))
    assert len(sources) > 10
    assert len(list(unpacked.rglob("*.pyc"))) == len(sources)


def test_nothing_is_written_among_the_packages(unpacked: Path) -> None:
    assert unpacked.is_dir()
    assert not (Path(its_own()).parent / bindings.FILES).exists()


def test_wrong_calls_are_told_as_well_as_ever(unpacked: Path) -> None:
    wrong = "\ntry: QObject.setObjectName(QObject(), 1, 2)\nexcept TypeError as error: print(error)"
    assert loaded_from(unpacked, wrong)[2:] == loaded_from(unpacked / "none", wrong)[2:]


def test_without_them_the_program_starts_as_it_would(tmp_path: Path) -> None:
    loader, shiboken = loaded_from(tmp_path)
    assert not Path(loader).is_absolute(), "it is in the library"
    assert shiboken == its_own()


def test_those_of_another_version_are_left_alone(unpacked: Path) -> None:
    (version,) = unpacked.iterdir()
    version.rename(unpacked / "6.11.0")
    loader, _ = loaded_from(unpacked)
    assert not Path(loader).is_absolute()


def test_what_is_there_is_not_written_again(unpacked: Path) -> None:
    (version,) = unpacked.iterdir()
    before = version.stat().st_mtime_ns
    bindings.unpack()
    assert [each.stat().st_mtime_ns for each in unpacked.iterdir()] == [before]


def test_unpacked_half_way_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bindings, "UNPACKED", tmp_path)
    monkeypatch.setattr("compileall.compile_dir", full)
    with pytest.raises(OSError, match="space"):
        bindings.unpack()
    assert list(tmp_path.iterdir()) == []
