"""What is asked before a signature: what is signed, who signed before, and the reviewer's word."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QWidget

from desktop_admin.api.base import Command
from desktop_admin.api.canteen.entry import ReturnSheet, ReviewSheet, SignSheet
from desktop_admin.api.canteen.sheet import (
    Correction,
    ItemLine,
    Note,
    Reading,
    Sheet,
    Signature,
    SignatureKind,
    Verdict,
)
from desktop_admin.api.canteen.texts import reading_text
from desktop_admin.api.shown import choice_label
from desktop_admin.core.clock import local_time
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import Kind, Pill, Progress, Step, Timeline, label, note

Done = Callable[[Sheet], object]

WHAT_SIGNING_DOES = N_("Signed, the sheet can no longer be changed. Open fails go to their owners at once.")
_FAILS_SHOWN = 8


class SheetDialog(Dialog):
    """Over a sheet; stays open with the refusal where the command is refused."""

    def __init__(self, parent: QWidget, desk: QtDesk, sheet: Sheet, title: str, done: Done) -> None:
        about = " · ".join((sheet.number, sheet.canteen, f"{sheet.day:%Y-%m-%d}"))
        super().__init__(parent, title, about, icon_name="edit")
        self._desk, self._done = desk, done
        self.sheet = sheet

    def show_content(self) -> None:
        """Counts, fails and the hash of what is signed."""
        self.body.addLayout(_counts(self.sheet))
        failed = [item for item in self.sheet.items if item.verdict is Verdict.FAIL]
        if failed:
            self.body.addWidget(label(tr(N_("Fails")), "strong"))
            self.body.addLayout(_fails(failed))
        self.hash = label(tr(N_("SHA-256 of the content: {sha}"), sha=_grouped(self.sheet.sha256)), "small", wrap=True)
        self.body.addWidget(self.hash)

    def send(self, command: Command[Sheet]) -> None:
        self._desk.ask(command, owner=self, then=self._accepted, failed=self._refused)

    def _accepted(self, sheet: Sheet) -> None:
        self.accept()
        self._done(sheet)

    def _refused(self, error: Refused) -> None:
        self.show_refusal(error)


class SignDialog(SheetDialog):
    def __init__(self, parent: QWidget, desk: QtDesk, sheet: Sheet, done: Done) -> None:
        super().__init__(parent, desk, sheet, tr(N_("Sign and submit")), done)
        self.show_content()
        row, _words = note("info", tr(WHAT_SIGNING_DOES))
        self.body.addLayout(row)
        self.add_cancel()
        self.sign = self.add_button(tr(N_("Sign and submit")), self._sign, "primary")
        self.sign.setFocus()

    def _sign(self) -> None:
        self.send(SignSheet(self.sheet.key, self.sheet.version))


class ReviewDialog(SheetDialog):
    """Accept with an opinion, or return with a reason."""

    def __init__(self, parent: QWidget, desk: QtDesk, sheet: Sheet, done: Done) -> None:
        super().__init__(parent, desk, sheet, tr(N_("Review")), done)
        self.show_content()
        self.remark, self.fault = QPlainTextEdit(), label("", "error")
        self.remark.setFixedHeight(64)
        self.remark.setTabChangesFocus(True)
        self.remark.setAccessibleName(tr(N_("Opinion, or the reason for returning it")))
        self.body.addWidget(label(tr(N_("Opinion, or the reason for returning it"))))
        self.body.addWidget(self.remark)
        self.body.addWidget(self.fault)
        self.add_cancel()
        self.back = self.add_button(tr(N_("Return")), self._return, "danger")
        self.accept_button = self.add_button(tr(N_("Pass the review")), self._review, "primary")
        self.losing = lambda: bool(self.remark.toPlainText().strip())
        self.remark.setFocus()

    def _review(self) -> None:
        self.send(ReviewSheet(self.sheet.key, self.sheet.version, remark=self.remark.toPlainText().strip()))

    def _return(self) -> None:
        reason = self.remark.toPlainText().strip()
        restyle(self.remark, "fault", not reason)
        self.fault.setText("" if reason else tr(N_("Write down why it is returned.")))
        if reason:
            self.send(ReturnSheet(self.sheet.key, self.sheet.version, reason=reason))


class HistoryDialog(Dialog):
    """Signatures that hold and that were voided, late entry, corrections, notes."""

    def __init__(self, parent: QWidget, sheet: Sheet) -> None:
        super().__init__(parent, tr(N_("Signatures and notes")), f"{sheet.number} · {sheet.canteen}", icon_name="clock")
        self.timeline = Timeline(steps(sheet))
        self.body.addWidget(self.timeline)
        intact = (
            tr(N_("The content is as it was signed."))
            if sheet.intact
            else tr(N_("The content was changed after signing."))
        )
        if sheet.signatures:
            row, _words = note("check" if sheet.intact else "warn", intact)
            self.body.addLayout(row)
        self.add_button(tr(N_("Close")), self.accept, "primary")


def steps(sheet: Sheet) -> list[Step]:
    """What happened to a sheet, in order; what is awaited last."""
    found = [(sheet.started_at, Step(tr(N_("Started")), f"{local_time(sheet.started_at):%m-%d %H:%M}", Progress.DONE))]
    if sheet.late:
        found.append((sheet.started_at, Step(tr(N_("Entered late")), "", Progress.RETURNED, sheet.late_reason)))
    if sheet.late_allowed_at:
        found.append(
            (sheet.late_allowed_at, _step(tr(N_("Late entry allowed")), sheet.late_allowed_at, sheet.late_allowed_by))
        )
    found += [(each.at, _signed(each)) for each in sheet.signatures]
    found += [(each.at, _corrected(item, each)) for item in sheet.items for each in item.corrections]
    found += [(each.at, _replaced(item, each)) for item in sheet.items for each in item.superseded]
    found += [(each.at, _noted(each)) for each in sheet.notes]
    return [step for _at, step in sorted(found, key=lambda pair: pair[0])]


def _step(title: str, at: datetime, by: str, quote: str = "", progress: Progress = Progress.DONE) -> Step:
    return Step(title, f"{local_time(at):%m-%d %H:%M} {by}", progress, quote)


def _signed(signature: Signature) -> Step:
    returned = signature.kind is SignatureKind.RETURNED or signature.voided
    title = choice_label(signature.kind) + (tr(N_(" (voided)")) if signature.voided else "")
    progress = Progress.RETURNED if returned else Progress.DONE
    return _step(title, signature.at, signature.by, signature.remark, progress)


def _corrected(item: ItemLine, each: Correction) -> Step:
    said = N_("{code} corrected: {before} → {after}")
    title = tr(said, code=item.item.code, before=tr(each.before), after=tr(each.after))
    return _step(title, each.at, each.by, each.reason)


def _replaced(item: ItemLine, read: Reading) -> Step:
    title = tr(N_("{code} reading replaced: {reading}"), code=item.item.code, reading=reading_text(read))
    return _step(title, read.at, read.by)


def _noted(given: Note) -> Step:
    return _step(tr(N_("Note")), given.at, given.by, given.text)


def _counts(sheet: Sheet) -> QHBoxLayout:
    counts, row = sheet.counts, QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(label(tr(N_("{count} items"), count=counts.total), "strong"))
    for text, count, kind in (
        (N_("{count} passed"), counts.passed, Kind.OK),
        (N_("{count} failed"), counts.failed, Kind.DANGER if counts.failed else Kind.NEUTRAL),
        (N_("{count} n/a"), counts.not_applicable, Kind.NEUTRAL),
    ):
        row.addWidget(Pill(tr(text, count=count), kind))
    row.addStretch(1)
    return row


def _fails(failed: list[ItemLine]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for place, item in enumerate(failed[:_FAILS_SHOWN]):
        finding = item.finding
        told = f"{finding.action_number} · {finding.owner}" if finding else ""
        grid.addWidget(label(item.item.code, "small"), place, 0)
        grid.addWidget(label(finding.description if finding else item.item.text, wrap=True), place, 1)
        grid.addWidget(label(told, "small"), place, 2)
    if len(failed) > _FAILS_SHOWN:
        grid.addWidget(label(tr(N_("and {count} more"), count=len(failed) - _FAILS_SHOWN), "small"), _FAILS_SHOWN, 1)
    return grid


def _grouped(sha: str) -> str:
    return " ".join(sha[at : at + 8] for at in range(0, len(sha), 8))
