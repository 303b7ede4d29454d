"""The PCs that are paired with this one, from the command line: listed, renamed, suspended, let in again, removed."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

from desktop_admin.api.base import fields
from desktop_admin.api.sharing import PcRow, RemovePc, RenamePc, ResumePc, SuspendPc
from desktop_admin.api.shown import shown
from desktop_admin.app.database import opened, require_school
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.operator import operator
from desktop_admin.services import sharing

Say = Callable[[str], object]
Make = Callable[[PcRow, str], RenamePc | SuspendPc | ResumePc | RemovePc]

COLUMNS = ("number", "state", "added_at", "added_by", "seen_at", "name")


class Deed(NamedTuple):
    """What is asked of the office about one PC, and what is said once it is done."""

    make: Make
    done: str


def _rename(pc: PcRow, name: str) -> RenamePc:
    return RenamePc(pc.key, pc.version, name=name)


def _suspend(pc: PcRow, _name: str) -> SuspendPc:
    return SuspendPc(pc.key, pc.version)


def _resume(pc: PcRow, _name: str) -> ResumePc:
    return ResumePc(pc.key, pc.version)


def _remove(pc: PcRow, _name: str) -> RemovePc:
    return RemovePc(pc.key, pc.version)


DEEDS: dict[str, Deed] = {  # by the option's name
    "rename": Deed(_rename, N_("{before} is called {pc} from now on.")),
    "suspend": Deed(
        _suspend,
        N_("{pc} may not speak to this server until it is let in again: desktop-admin pcs --resume {number}"),
    ),
    "resume": Deed(_resume, N_("{pc} may speak to this server again.")),
    "remove": Deed(_remove, N_("{pc} may no longer speak to this server.")),
}


class Wanted(NamedTuple):
    """One of DEEDS, and to which PC."""

    deed: str
    number: str
    name: str = ""


def listed(folder: Path, url: str, say: Say) -> int:
    """In the order in which they were paired, those that were removed among them."""
    with opened(folder, url) as premises:
        require_school(premises, folder)
        known = sharing.paired_pcs(premises.backstage)
    if not known:
        say(tr(N_("No PC is paired yet. Make a code with --code.")) + "\n")
        return 0
    captions = fields(PcRow)
    heading = [tr(captions[name].label) for name in COLUMNS]
    for line in _aligned([heading, *([shown(getattr(pc, name)) for name in COLUMNS] for pc in known)]):
        say(line + "\n")
    return 0


def change(folder: Path, url: str, wanted: Wanted, say: Say) -> int:
    """As at the program's own page: with its limits, and into the audit trail. Raises NoSuchPc, PcRemoved."""
    deed = DEEDS[wanted.deed]
    with opened(folder, url) as premises:
        require_school(premises, folder)
        pc = sharing.numbered(premises.backstage, wanted.number)
        done = premises.console(operator()).ask(deed.make(pc, wanted.name))
    say(tr(deed.done, pc=done.name, before=pc.name, number=done.number) + "\n")
    return 0


def _aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """A Chinese sign is two columns wide. The last cell is not filled up."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "FWA" else 1 for sign in text)
