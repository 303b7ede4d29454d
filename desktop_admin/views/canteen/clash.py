"""Two people answered one item: who came second sees both values and chooses, at the sheet or when the outbox is sent.

What is kept of mine is a command of its own upon what was seen: if it has moved on since, it is refused once more.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_admin.api.base import Command
from desktop_admin.api.canteen.entry import Answer, Confirm, DescribeFailure, EnterReading, NotApplicable
from desktop_admin.api.canteen.refusals import AnsweredElsewhere
from desktop_admin.api.canteen.sheet import ItemLine, ReadSheetOf, Sheet
from desktop_admin.api.shown import NOTHING, shown
from desktop_admin.core.clock import SystemClock, moment_text
from desktop_admin.core.errors import Kept, Refused, Stale
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.ids import uuid7
from desktop_admin.desk.base import NotAccepted
from desktop_admin.views.canteen.told import DESCRIBED, by_whom, described, mine, reading_in_force, there
from desktop_admin.views.kit.conflict import Clash, ConflictDialog, Side
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.outbox import Ended

CHOSEN = N_("Two people answered; this one was chosen after looking at both")


class Clashing(Struct, frozen=True):
    """My command, the item as it stands, how mine reads, and how I was told."""

    command: Command[Any]
    item: ItemLine
    mine: dict[str, str]
    told: Refused

    def asked(self, over: QWidget, opened: Mapping[str, str]) -> ConflictDialog:
        """opened: what I saw before; the item may have moved on again since I was told, so theirs is as it stands."""
        who, at = by_whom(self.command, self.item)
        params = dict(self.told.params)
        theirs = there(self.command, self.item)
        if who:
            when = moment_text(at, SystemClock().now())
            params |= {"who": who, "when": when, "theirs": next(iter(theirs.values()))}
        return ConflictDialog(
            over,
            what=tr(N_("this item")),
            who=str(params.get("who", "")),
            explained=str(AnsweredElsewhere(**params)),
            clashes=self._clashes(theirs, opened),
        )

    def kept(self, sides: Mapping[str, Side], _now: ItemLine | None = None) -> Command[Any]:
        """Mine once more, upon what was seen, whatever stands now; of a description the fields that were chosen.

        Raises Stale.
        """
        item, chosen = self.item, replace(self.command, id=uuid7(), asked_at=None)
        match chosen:
            case Answer() | NotApplicable() | Confirm():
                return replace(chosen, version=item.version, reason=chosen.reason or tr(CHOSEN))
            case EnterReading():
                reading = reading_in_force(chosen, item)
                key = reading.key if reading else None
                return replace(chosen, replaces=key, reason=chosen.reason or tr(CHOSEN))
            case DescribeFailure():
                return self._described(chosen, sides)
            case _:
                raise Stale

    def _described(self, chosen: DescribeFailure, sides: Mapping[str, Side]) -> DescribeFailure:
        finding = self.item.finding
        if finding is None:
            raise Stale
        held = described(finding)
        theirs = {name: held[name] for name in DESCRIBED if sides.get(name) is Side.THEIRS}
        return replace(chosen, key=finding.key, version=finding.version, **theirs)

    def _clashes(self, theirs: Mapping[str, str], opened: Mapping[str, str]) -> list[Clash]:
        """Of a fail's description each field that is not the same; else the item's one value."""
        command, code = self.command, self.item.item.code
        if not isinstance(command, DescribeFailure):
            [(name, value)] = theirs.items()
            return [Clash(code, f"{code} {self.item.item.text}", opened.get(name, NOTHING), self.mine[name], value)]
        held = described(self.item.finding)
        mine = {name: shown(getattr(command, name), field) for name, field in DESCRIBED.items()} | self.mine
        names = [name for name in DESCRIBED if getattr(command, name) != held[name]] or ["description"]
        return [
            Clash(name, tr(DESCRIBED[name].label), opened.get(name, NOTHING), mine[name], theirs[name])
            for name in names
        ]


class _Case(Struct, frozen=True):
    """An answer that waited on this PC, and was not accepted because somebody was quicker."""

    desk: QtDesk
    over: QWidget
    entry: NotAccepted
    ended: Ended

    def look(self, sheet: Sheet) -> None:
        command = self.entry.command
        keys = {getattr(command, "key", None)}
        item = next((each for each in sheet.items if not keys.isdisjoint(_keys(each))), None)
        if item is None:
            self.end(Stale())
            return
        clash = Clashing(command, item, mine(command, item) | self.entry.about.values, self.entry.reason)
        dialog = clash.asked(self.over, {})
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.resolved.connect(partial(self.resolve, clash))
        dialog.rejected.connect(partial(self.end, None))
        dialog.open()

    def resolve(self, clash: Clashing, sides: Mapping[str, Side]) -> None:
        if Side.MINE not in sides.values():
            self.drop()
            return
        kept, about = clash.kept(sides), self.entry.about
        self.desk.ask(kept, owner=self.desk, then=self.drop, failed=self.fail, about=about)

    def fail(self, error: Refused) -> None:
        """Mine may wait on this PC again; what was refused once more stays where it is seen."""
        if isinstance(error, Kept):
            self.drop()
        else:
            self.end(error)

    def drop(self, _answer: object = None) -> None:
        self.desk.dismiss(self.entry)
        self.end(None)

    def end(self, error: Refused | None) -> None:
        """Also when the list has been closed meanwhile."""
        if isValid(self.over):
            self.ended(error)
        elif error is not None:
            self.desk.refused.emit(error)


def decide(desk: QtDesk, over: QWidget, entry: NotAccepted, ended: Ended) -> None:
    """Ask the person which value stands, as it is now at the server."""
    case = _Case(desk, over, entry, ended)
    desk.ask(ReadSheetOf(getattr(entry.command, "key", entry.command.id)), owner=over, then=case.look, failed=case.end)


def _keys(item: ItemLine) -> set[Any]:
    return {item.key, item.finding.key if item.finding else item.key}
