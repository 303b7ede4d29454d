"""The steps of an approval as buttons: what the reader may do now, and why not what they may not.

OfferBar(desk, commands).show_offers(Subject(key, version, revision, title), offers); answered gives what a step's
command answered. ways: a dialog of the feature's own for a command, instead of the form of its fields. needed: fields
that a step's form asks for with a star, whatever their default is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_admin.api.approval import NotTheHolder, Offer, OwnWorkRefused, SecondSeat
from desktop_admin.api.base import DecisionCommand, fields
from desktop_admin.core.errors import NotAllowed
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog, confirm
from desktop_admin.views.kit.editors import Choices
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.icons import IconMark, icon
from desktop_admin.views.kit.widgets import ActionBar, Hairline, button, label
from desktop_admin.views.kit.widgets.buttons import ButtonFace

Way = Callable[[Offer], object]

OTHERS = frozenset({NotAllowed.__name__, NotTheHolder.__name__})  # somebody else's steps have no button here
ANOTHERS_TURN = frozenset({OwnWorkRefused.__name__, SecondSeat.__name__})
EFFECT = N_("You sign revision {revision} of “{title}” as “{seat}”. An edit of its content voids the signature.")
PLAIN_EFFECT = N_("This is about revision {revision} of “{title}”.")
ON_BEHALF = N_("{verb}, for {name}")


class Subject(NamedTuple):
    """What it is about, as the reader sees it."""

    key: UUID
    version: int
    revision: int
    title: str


class OfferBar(ActionBar):
    """Only steps of the present state have a button. One that is blocked carries a lock, and its reason stands left."""

    answered = Signal(object)

    def __init__(
        self,
        desk: QtDesk,
        commands: Iterable[type[DecisionCommand[Any]]],
        *,
        ways: Mapping[type[DecisionCommand[Any]], Way] = MappingProxyType({}),
        choices: Mapping[str, Choices] = MappingProxyType({}),
        needed: Iterable[str] = (),
    ) -> None:
        super().__init__()
        self._desk, self._choices, self._also_needed = desk, dict(choices), tuple(needed)
        self._commands = {command.wire_name(): command for command in commands}
        self._ways = {command.wire_name(): way for command, way in ways.items()}
        self._subject: Subject | None = None
        self._offers: tuple[Offer, ...] = ()
        self.buttons: dict[str, QPushButton] = {}  # by the command's wire name
        self.dialog: Dialog | None = None
        self._mark = IconMark("warn", "danger", 18)
        self._row.insertWidget(0, self._mark)
        self.why = button(tr(N_("Why can't I?")), "ghost", "help")
        self.why.clicked.connect(self.explain)
        self.add(self.why)
        self._mark.hide()
        self.why.hide()

    def show_offers(self, subject: Subject, offers: Sequence[Offer]) -> None:
        self._subject, self._offers = subject, tuple(offers)
        for made in self.buttons.values():
            self._row.removeWidget(made)
            made.hide()
            made.deleteLater()
        self.buttons = {}
        mine = [offer for offer in self._offers if offer.due and not _is_others(offer)]
        primary = _primary(mine)
        for offer in sorted(mine, key=lambda each: (each.onward, each is primary)):  # the way on stands last
            self._add_button(offer, is_primary=offer is primary)
        self._tell(mine)

    def explain(self) -> None:
        """Every step with what stands against it."""
        self.dialog = WhyDialog(self, self._offers)
        self.dialog.open()

    def start(self, offer: Offer) -> None:
        """Ask for what the step needs, and take it."""
        command, subject = self._commands[offer.command], self._subject
        if subject is None:
            return
        way = self._ways.get(offer.command)
        if way is not None:
            way(offer)
        elif fields(command):
            self._ask_fields(command, offer, subject)
        else:
            effect = tr(EFFECT if offer.seat else PLAIN_EFFECT, **_told(offer, subject))
            send = partial(self._send, command, subject)
            self.dialog = confirm(self, titled(offer, subject), effect, tr(offer.caption), send)

    def _ask_fields(self, command: type[DecisionCommand[Any]], offer: Offer, subject: Subject) -> None:
        self.dialog = FormDialog(
            self,
            self._desk,
            command,
            title=titled(offer, subject),
            verb=tr(offer.caption),
            fixed={"key": subject.key, "version": subject.version, "revision": subject.revision},
            choices={"reason": reasons(offer)} | self._choices,
            needed=(*_needed(offer), *self._also_needed),
            allowed=offer.possible,
            then=self.answered.emit,
        )
        self.dialog.open()

    def _send(self, command: type[DecisionCommand[Any]], subject: Subject) -> None:
        request = command(subject.key, subject.version, revision=subject.revision)
        self._desk.ask(request, owner=self, then=self.answered.emit)

    def _add_button(self, offer: Offer, *, is_primary: bool) -> None:
        face: ButtonFace = "primary" if is_primary else ""
        made = button(tr(offer.caption), face, "undo" if offer.voids else "")
        if offer.why is not None:
            made.setEnabled(False)
            made.setIcon(icon("lock"))
            made.setToolTip(str(offer.why.error()))
            made.setAccessibleDescription(str(offer.why.error()))
        elif offer.on_behalf:
            made.setToolTip(tr(N_("For {name}"), name=", ".join(offer.on_behalf)))
        if is_primary:
            made.setShortcut(QKeySequence("Ctrl+Return"))
        made.clicked.connect(partial(self._clicked, offer))
        self.buttons[offer.command] = made
        self.add(made)

    def _clicked(self, offer: Offer, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal's
        self.start(offer)

    def _tell(self, mine: list[Offer]) -> None:
        blocked = next((offer for offer in mine if offer.why is not None), None)
        waiting = [offer for offer in self._offers if offer.due and offer.onward]
        self._mark.setVisible(blocked is not None)
        self.why.setVisible(any(offer.why is not None for offer in self._offers))
        if blocked is not None and blocked.why is not None:
            self.state.setText(str(blocked.why.error()))
        elif waiting and not any(offer.possible for offer in waiting):
            awaited = tr(N_(", ")).join(tr(offer.seat or offer.caption) for offer in waiting)
            self.state.setText(tr(N_("Waiting for: {steps}"), steps=awaited))
        else:
            self.state.setText("")


class WhyDialog(Dialog):
    """“Why can't I?”: every step of the flow, possible or not, with the reason."""

    def __init__(self, parent: QWidget, offers: Iterable[Offer]) -> None:
        super().__init__(parent, tr(N_("Why can't I?")), tr(N_("Every step, and what stands against it now.")))
        self.reasons: list[str] = []
        for offer in offers:
            if self.reasons:
                self.body.addWidget(Hairline())
            self.body.addLayout(self._line(offer))
        self.body.addStretch(1)
        self.add_button(tr(N_("Close")), self.accept)

    def _line(self, offer: Offer) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(10)
        words.setSpacing(2)
        reason = explained(offer)
        name = f"{tr(offer.caption)} · {tr(offer.seat)}" if offer.seat else tr(offer.caption)
        mark = IconMark("check", "ok", 18) if offer.possible else IconMark("lock", "text2", 18)
        words.addWidget(label(name, "strong"))
        words.addWidget(label(reason, "small", wrap=True))
        row.addWidget(mark)
        row.addLayout(words, 1)
        self.reasons.append(reason)
        return row


def explained(offer: Offer) -> str:
    if offer.why is not None:
        return str(offer.why.error())
    if offer.on_behalf:
        return tr(N_("You can do this now, for {name}."), name=", ".join(offer.on_behalf))
    return tr(N_("You can do this now."))


def reasons(offer: Offer) -> list[tuple[str, str]]:
    """For the form: codes and what people call them."""
    return [(reason.code, tr(reason.label)) for reason in offer.reasons]


def _needed(offer: Offer) -> list[str]:
    return [name for name, is_so in (("reason", offer.reasons), ("remark", offer.remark_needed)) if is_so]


def titled(offer: Offer, subject: Subject) -> str:
    """Of the dialog: the step and what it is about, and for whom one acts."""
    verb = tr(offer.caption)
    if offer.on_behalf:
        verb = tr(ON_BEHALF, verb=verb, name=", ".join(offer.on_behalf))
    return tr(N_("{verb}: {names}"), verb=verb, names=subject.title)


def _told(offer: Offer, subject: Subject) -> dict[str, object]:
    return {"revision": subject.revision, "title": subject.title, "seat": tr(offer.seat)}


def _is_others(offer: Offer) -> bool:
    return offer.why is not None and offer.why.kind in OTHERS


def _primary(mine: list[Offer]) -> Offer | None:
    """The step forward; where the thing itself stands against it, sending it back with a reason is the sensible one."""
    forward = [offer for offer in mine if offer.onward]
    possible = [offer for offer in forward if offer.possible]
    if possible:
        return possible[0]
    blocked = any(offer.why is not None and offer.why.kind not in ANOTHERS_TURN for offer in forward)
    back = (offer for offer in mine if offer.possible and offer.voids and offer.reasons)
    return next(back, None) if blocked else None
