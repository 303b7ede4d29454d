"""Keeps a sheet: sends every answer at once, one after another for an item, and shows what the server said."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import Command
from desktop_admin.api.canteen.checklist import Person
from desktop_admin.api.canteen.entry import (
    PHOTO_BYTES,
    AddPhoto,
    Answer,
    Confirm,
    DescribeFailure,
    EnterReading,
    NotApplicable,
)
from desktop_admin.api.canteen.numbers import OutsideEntryRange, number_text, read_number, within
from desktop_admin.api.canteen.refusals import AnsweredElsewhere
from desktop_admin.api.canteen.sheet import PARTS, Counts, ItemLine, ReadSheet, Sheet, SheetState, Verdict
from desktop_admin.core.clock import SCHOOL_ZONE, SystemClock
from desktop_admin.core.errors import Kept, NotFound, Refused, Stale
from desktop_admin.core.feed import Touched
from desktop_admin.core.i18n import N_, tr
from desktop_admin.desk.base import OUTBOX, UNTOLD
from desktop_admin.views.canteen.clash import Clashing
from desktop_admin.views.canteen.lines import VERDICTS, parted, reading_of
from desktop_admin.views.canteen.photos import PhotosDialog
from desktop_admin.views.canteen.told import about, mine, there
from desktop_admin.views.kit import picking
from desktop_admin.views.kit.checklist_page import Checked, Details, Result
from desktop_admin.views.kit.conflict import ConflictDialog, Side
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.renewal import Renewal

MENDED = N_("Corrected on the PC before it was sent")

Make = Callable[[ItemLine], Command[ItemLine]]  # of the item as it is now


class Sent(Struct, frozen=True):
    """One answer on its way: how it is made, and what a refusal must bring back."""

    code: str
    make: Make
    value: str = ""
    raw: str = ""


class SheetKeeper(QObject):
    """`shown` after every change of the sheet; `refused` with code, sentence, value and what was typed."""

    shown = Signal()
    saved = Signal(object)  # when, in UTC
    refused = Signal(str, str, str, str)
    primary_asked = Signal()

    def __init__(self, desk: QtDesk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over
        self.sheet: Sheet | None = None
        self.people: tuple[Person, ...] = ()  # who may own a corrective action
        self.conflict: ConflictDialog | None = None
        self.photos: PhotosDialog | None = None
        self._waiting: dict[str, list[Sent]] = {}  # by code; the first is on its way
        self.renewal = Renewal(desk, over, frozenset({ReadSheet.of_area()}), self._reread, self._concerns)
        desk.changed.connect(self._on_change)

    # --- what the screen is told ---
    def take(self, sheet: Sheet | None) -> None:
        """Another state of the sheet, or another sheet. What is newer here stays."""
        if sheet is not None and self.sheet is not None and sheet.key == self.sheet.key:
            items = tuple(_newer(self._item(new.item.code) or new, new) for new in sheet.items)
            sheet = replace(sheet, items=items)
        elif sheet is None or self.sheet is None or sheet.key != self.sheet.key:
            self._waiting.clear()
        self.sheet = sheet
        self.shown.emit()

    def unsent(self) -> frozenset[str]:
        """Codes of items whose answer waits on this PC."""
        if self.sheet is None:
            return frozenset()
        waiting = {getattr(command, "key", None) for command in self._desk.unsent().waiting}
        found = {item.item.code for item in self.sheet.items if item.key in waiting}
        found |= {item.item.code for item in self.sheet.items if item.finding and item.finding.key in waiting}
        return frozenset(found)

    # --- Keeper ---
    def check(self, code: str, value: str, raw: str) -> Checked:
        item = self._known(code)
        measure = item.item.measure(parted(value)[1])
        number = read_number(raw)
        if not within(number, measure.entry_min, measure.entry_max):
            raise OutsideEntryRange(
                value=number_text(number),
                unit=measure.unit,
                low=number_text(measure.entry_min),
                high=number_text(measure.entry_max),
            )
        bad = not measure.advisory and not within(number, measure.min, measure.max)
        return Checked(number_text(number), bad)

    def answer(self, code: str, result: Result, reason: str) -> None:
        verdict = VERDICTS[result]

        def make(item: ItemLine) -> Command[ItemLine]:
            if verdict is Verdict.NOT_APPLICABLE:
                return NotApplicable(item.key, item.version, reason=reason)
            return Answer(item.key, item.version, verdict=verdict, reason=reason)

        self._send(Sent(code, make))

    def confirm(self, code: str, reason: str) -> None:
        def make(item: ItemLine) -> Command[ItemLine]:
            proposed = item.proposal.verdict if item.proposal else None
            return Confirm(item.key, item.version, verdict=proposed or Verdict.PASS, reason=reason)

        self._send(Sent(code, make))

    def measure(self, code: str, value: str, raw: str, reason: str) -> None:
        slot, measure = parted(value)
        seen = reading_of(self._known(code), value) if reason else None

        def make(item: ItemLine) -> Command[ItemLine]:
            kept = self._kept_reading(item.key, slot, measure)
            replaces = kept.id if kept else seen.key if seen else None
            why = reason or (tr(MENDED) if kept else "")
            return EnterReading(key=item.key, slot=slot, measure=measure, raw=raw, replaces=replaces, reason=why)

        self._send(Sent(code, make, value, raw))

    def _kept_reading(self, key: UUID, slot: str, measure: str) -> EnterReading | None:
        """The last one of this slot that waits on this PC: the next goes on from it."""
        waiting = (each for each in self._desk.unsent().waiting if isinstance(each, EnterReading))
        mine = [each for each in waiting if (each.key, each.slot, each.measure) == (key, slot, measure)]
        return mine[-1] if mine else None

    def describe(self, code: str, details: Details) -> None:
        def make(item: ItemLine) -> Command[ItemLine]:
            if item.finding is None:
                raise Stale
            return DescribeFailure(
                item.finding.key,
                item.finding.version,
                description=details.description,
                precaution=details.measure,
                document_no=details.document,
                owner=details.owner,
                deadline=details.deadline.replace(tzinfo=SCHOOL_ZONE) if details.deadline else None,
            )

        self._send(Sent(code, make))

    def add_photo(self, code: str) -> None:
        name = picking.ask_file(self._over, tr(N_("Add photo")), picking.PICTURES)
        if name:
            self.attach(code, Path(name))

    def attach(self, code: str, file: Path) -> None:
        """A photo from a file; one that is larger than is taken is refused before it is read."""
        try:
            data = picking.read(file, PHOTO_BYTES)
        except Refused as error:
            self.refused.emit(code, str(error), "", "")
        else:
            self._send(Sent(code, lambda item: AddPhoto(key=item.key, data=data)))

    def show_photos(self, code: str) -> None:
        editable = self.sheet is not None and self.sheet.state is SheetState.OPEN
        self.photos = PhotosDialog(self._over, self._desk, self._known(code), editable=editable)
        self.photos.open()

    def primary(self) -> None:
        self.primary_asked.emit()

    # --- inside ---
    def _known(self, code: str) -> ItemLine:
        item = self._item(code)
        if item is None:
            raise NotFound
        return item

    def _item(self, code: str) -> ItemLine | None:
        items = self.sheet.items if self.sheet else ()
        return next((item for item in items if item.item.code == code), None)

    def _send(self, sent: Sent) -> None:
        """The next answer for an item waits for the one before, whose version it needs."""
        waiting = self._waiting.setdefault(sent.code, [])
        waiting.append(sent)
        if len(waiting) == 1:
            self._dispatch(sent)

    def _dispatch(self, sent: Sent) -> None:
        try:
            item = self._known(sent.code)
            command = sent.make(item)
        except Refused as error:
            self._failed(sent, error)
            return
        told = about(command, item, self.sheet, self.people) if self.sheet else UNTOLD
        then, failed = partial(self._done, sent), partial(self._not_taken, sent, command)
        self._desk.ask(command, owner=self, then=then, failed=failed, about=told)

    def _done(self, sent: Sent, item: ItemLine) -> None:
        if self.sheet is not None:
            items = tuple(_newer(each, item) if each.key == item.key else each for each in self.sheet.items)
            self.sheet = replace(self.sheet, items=items, counts=_counts(items))
        self._go_on(sent)
        self.saved.emit(SystemClock().now())
        self.shown.emit()

    def _not_taken(self, sent: Sent, command: Command[ItemLine], error: Refused) -> None:
        if isinstance(error, AnsweredElsewhere) and self.sheet is not None:
            compare = partial(self._compare, sent, command, error)
            self._desk.ask(ReadSheet(self.sheet.key), owner=self, then=compare)
        else:
            self._failed(sent, error)

    def _failed(self, sent: Sent, error: Refused) -> None:
        if isinstance(error, Kept):
            self._go_on(sent)
            self.shown.emit()
            return
        self._go_on(sent)
        self.refused.emit(sent.code, str(error), sent.value, sent.raw)
        self.renewal.soon()

    def _go_on(self, sent: Sent) -> None:
        waiting = self._waiting.get(sent.code, [])
        if waiting and waiting[0] is sent:
            waiting.pop(0)
        if waiting:
            self._dispatch(waiting[0])

    def _compare(self, sent: Sent, command: Command[ItemLine], error: AnsweredElsewhere, fresh: Sheet) -> None:
        """Both values on the table; the person who came second chooses."""
        before = self._item(sent.code)
        self._waiting.pop(sent.code, None)
        self.take(fresh)
        clash = Clashing(command, self._known(sent.code), mine(command, self._known(sent.code), self.people), error)
        self.conflict = clash.asked(self._over, there(command, before) if before else {})
        self.conflict.resolved.connect(partial(self._resolved, sent, clash))
        self.conflict.open()

    def _resolved(self, sent: Sent, clash: Clashing, sides: Mapping[str, Side]) -> None:
        """Upon what was seen, not upon what has come since."""
        if Side.MINE in sides.values():
            self._send(replace(sent, make=partial(clash.kept, sides)))

    def _on_change(self, area: str) -> None:
        if area == OUTBOX:
            self.shown.emit()

    def _concerns(self, touched: Touched) -> bool:
        """Other sheets are filled in at the same time; the registers may change what is computed on any."""
        if self.sheet is None or touched.kind not in PARTS:
            return self.sheet is not None
        return not {touched.key, touched.owner}.isdisjoint(self.sheet.records())

    def _reread(self) -> None:
        """Once nothing of this screen is on its way."""
        if any(self._waiting.values()):
            self.renewal.soon()
        elif self.sheet is not None:
            self._desk.ask(ReadSheet(self.sheet.key), owner=self, then=self.take, failed=nothing)


def _newer(old: ItemLine, new: ItemLine) -> ItemLine:
    """A question may be answered after a command that was asked later."""
    return old if _age(old) > _age(new) else new


def _age(item: ItemLine) -> tuple[int, int]:
    return item.version, item.finding.version if item.finding else 0


def _counts(items: tuple[ItemLine, ...]) -> Counts:
    found = [item.verdict for item in items]
    verdicts = (Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE)
    return Counts(len(items), *(found.count(verdict) for verdict in verdicts))
