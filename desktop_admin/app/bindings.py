"""Qt's bindings without what they do anew at every start.

PySide carries the Python part of its bindings packed in a library, and unpacks and compiles it each time: a tenth of
what a window takes to appear. Where `files.dir` lies beside shiboken6 it reads that instead, and Python keeps it
compiled. Set-up unpacks it, in the environment but not among the packages, which stay as their hashes say; therefore
shiboken6 is told another place of its own while it is loaded (ADR 18).
"""
# ruff: noqa: PLC0415 - the first window waits for this module

import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

BINDINGS: Final = "shiboken6"
PACKED: Final = "signature_bootstrap"  # PySide's module that holds them, and can write them
FILES: Final = "files.dir"  # the name that it looks for
UNPACKED: Final = Path(sys.prefix) / "qt-bindings"


def load() -> None:
    """Load them, compiled where they have been unpacked; else nothing is done, and Qt loads them as usual."""
    spec = None if BINDINGS in sys.modules else find_spec(BINDINGS)
    if spec is None or spec.loader is None:
        return
    folder = _folder(spec)
    if not (folder / FILES).is_dir():
        return
    module = module_from_spec(spec)
    its_own, module.__file__ = module.__file__, str(folder / "__init__.py")
    sys.modules[BINDINGS] = module
    try:
        spec.loader.exec_module(module)
    except ImportError:
        del sys.modules[BINDINGS]
        raise
    module.__file__ = its_own


def unpack() -> None:
    """Write and compile them for load(); whole or not at all. Raises OSError."""
    from compileall import compile_dir
    from importlib import import_module
    from shutil import rmtree
    from tempfile import mkdtemp

    spec = find_spec(BINDINGS)
    if spec is None or (folder := _folder(spec)).exists():
        return
    import_module("PySide6.QtCore")
    UNPACKED.mkdir(exist_ok=True)
    draft = Path(mkdtemp(dir=UNPACKED))
    try:
        import_module(PACKED).reincarnate_files(draft / FILES)
        compile_dir(draft, quiet=2)
        draft.rename(folder)
    finally:
        rmtree(draft, ignore_errors=True)


def _folder(spec: "ModuleSpec") -> Path:
    """One for each version: the first line of shiboken6 says which it is."""
    with Path(spec.origin or "").open(encoding="utf-8") as source:
        version = source.readline().split('"')[1]
    return UNPACKED / version


if __name__ == "__main__":
    unpack()
