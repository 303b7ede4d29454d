"""资源: the library of teaching resources with their rights, each reviewed before it is used."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.base import fields
from desktop_admin.api.shown import NOTHING, choice_label, shown
from desktop_admin.api.training.flows import RESOURCE_FLOW, ApproveResource
from desktop_admin.api.training.lists import RESOURCES
from desktop_admin.api.training.resources import (
    AddResource,
    CheckResources,
    EditResource,
    OpenedResource,
    OpenResource,
    ReadResource,
    ResourceCheck,
    ResourceDetail,
)
from desktop_admin.core.feed import Touched
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.kit.decisions import Decisions
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.facts import facts
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.messages import MessageBar
from desktop_admin.views.kit.offers import OfferBar, Subject
from desktop_admin.views.kit.opening import Opens, Screen
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.widgets import (
    Banner,
    Card,
    Kind,
    PageHeader,
    Pill,
    button,
    discard,
    label,
    page_layout,
    scrolled,
)
from desktop_admin.views.training.checks import CheckDialog
from desktop_admin.views.training.files import Viewer
from desktop_admin.views.training.names import AREA, COMMA, DOT
from desktop_admin.views.training.resource_form import ResourceDialog
from desktop_admin.views.training.revisions import RevisionBox

LABEL, SIDE = 112, 400  # pixels
INSIDE = (
    Permission.TRAINING_RESOURCE_EDIT,
    Permission.TRAINING_RESOURCE_REVIEW,
    Permission.TRAINING_RECORD_READ,
)
LIBRARY = replace(
    RESOURCES,
    new=AddResource,
    hidden=(*RESOURCES.hidden, "days_left"),
    widths={"title": 220, "subject": 84, "origin": 96},
)
SHELF = replace(
    RESOURCES,
    columns=("title", "kind", "subject", "origin", "contributor", "contributed_on", "expiry", "uses"),
    chips=(),
    export=None,
    hidden=("origin", "contributed_on", "expiry"),
    widths={"title": 320},
    unsortable=("uses",),
)
"""For who neither contributes nor looks after them: all that they see is approved."""
ABOUT = ("kind", "subject", "origin", "cost", "description", "link")
OF_ROW = ("contributor", "contributed_on", "uses")
RIGHTS = ("rights_owner", "licence", "expiry", "source")
LACKS = N_("The rights record still lacks: {parts}.")
WAITS = N_("Revision {revision} has not been approved. Until it is, revision {in_force} is in use.")
EARLIER = N_("This is revision {revision}, not the newest.")
Fact = tuple[str, str]


class ResourceScreen(Screen):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.resource: ResourceDetail | None = None
        self.dialog: Any = None  # the one that was opened last
        self._key: UUID | None = None
        self.header, self.state, self.use = PageHeader(""), Pill("", Kind.NEUTRAL), Pill("", Kind.NEUTRAL)
        self.messages, self.warning = MessageBar(), Banner("", Kind.WARN)
        self.about, self.rights = Card(tr(N_("Resource"))), Card(tr(N_("Rights record")))
        self.revisions, self._revision = RevisionBox(), 0  # 0: the newest
        self.history, self.decisions = Card(tr(N_("Approval"))), Decisions()
        self.view = button(tr(OpenResource.caption), "", "eye")
        self.edit = button(tr(EditResource.caption), "", "edit")
        self.viewer = Viewer(desk, self)
        self.outside: Callable[[QUrl], object] = QDesktopServices.openUrl
        steps = [step.command for step in RESOURCE_FLOW.steps]
        self.bar = OfferBar(desk, steps, ways={ApproveResource: self._approve})
        self._filled: dict[Card, QWidget] = {}
        self._lay_out()
        self.view.clicked.connect(self.open_content)
        self.edit.clicked.connect(self._edit)
        self.bar.answered.connect(self._take_newest)
        self.revisions.wanted.connect(self._choose)
        Renewal(desk, self, AREA, self.ask, self._concerns)

    def show_record(self, key: UUID) -> None:
        if key != self._key:
            self._key, self.resource, self._revision = key, None, 0
            self.messages.dismiss()
        self.ask()

    def ask(self) -> None:
        if self._key is not None:
            asked = ReadResource(self._key, self._revision or None)
            self._desk.ask(asked, owner=self, then=partial(self._take_asked, self._revision))

    def _choose(self, revision: int) -> None:
        self._revision = revision if self.resource is not None and revision != self.resource.row.revision else 0
        self.ask()

    def _take_asked(self, revision: int, resource: ResourceDetail) -> None:
        """Another one may have been chosen meanwhile."""
        if revision == self._revision:
            self._take(resource)

    def _take_newest(self, resource: ResourceDetail) -> None:
        self._revision = 0
        self._take(resource)

    def open_content(self) -> None:
        """Counted as a use where it is in force; refused where its rights have expired."""
        if self.resource is not None:
            asked = OpenResource(key=self.resource.row.key, revision=self.resource.shown)
            self._desk.ask(asked, owner=self, then=self._opened, failed=self.messages.show_refusal)

    def _opened(self, opened: OpenedResource) -> None:
        if opened.link:
            self.outside(QUrl(opened.link))
        elif self.resource is not None and self.resource.file is not None:
            file = self.resource.file
            self.viewer.show(file, opened.data)

    def _take(self, resource: ResourceDetail) -> None:
        if resource.row.key != self._key:
            return
        self.resource, row, content = resource, resource.row, resource.content
        newest = resource.shown == row.revision
        self.header.title.setText(content.title)
        self.header.context.setText(DOT.join((choice_label(content.kind), row.contributor)))
        self.state.show_state(choice_label(row.state), Kind(row.state.tone.value))
        self.state.setVisible(newest)
        self.use.show_state(choice_label(row.usability), Kind(row.usability.tone.value))
        self.edit.setVisible(resource.may_edit and newest)
        self.view.setVisible(resource.file is not None or bool(content.link))
        self.revisions.show_revisions(resource.revisions, resource.shown)
        self._warn(_warnings(resource))
        self._fill(self.about, _facts([*_told(content, ABOUT), *_told(row, OF_ROW), _used_in(resource)]))
        self._fill(self.rights, self._rights(resource))
        self.decisions.show_decisions(resource.history, resource.offers)
        self.history.setVisible(bool(resource.history or resource.offers))
        self.bar.show_offers(Subject(row.key, row.version, row.revision, content.title), resource.offers)
        self.bar.setVisible(newest and bool(resource.offers))

    def _warn(self, sentences: list[str]) -> None:
        self.warning.setVisible(bool(sentences))
        self.warning.say(" ".join(sentences), Kind.WARN)

    def _rights(self, resource: ResourceDetail) -> QWidget:
        made = _facts(_told(resource.content, RIGHTS))
        layout = made.layout()
        if resource.permission_file is not None and isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, label(tr(N_("Permission on file")), "quiet"))
            layout.insertWidget(2, self.viewer.links((resource.permission_file,)))
        return made

    def _approve(self, offer: Any) -> None:
        if self.resource is not None:
            row, points = self.resource.row, self.resource.checklist
            subject = Subject(row.key, row.version, row.revision, self.resource.content.title)
            self.dialog = CheckDialog(self, self._desk, ApproveResource, offer, subject, points, self._take_newest)
            self.dialog.open()

    def _edit(self) -> None:
        if self.resource is not None:
            self.dialog = ResourceDialog(self, self._desk, self.resource, then=self._take_newest)
            self.dialog.open()

    def _fill(self, card: Card, content: QWidget) -> None:
        if card in self._filled:
            discard(card.body, self._filled[card])
        self._filled[card] = scrolled(content, on_card=True)
        card.body.addWidget(self._filled[card], 1)

    def _lay_out(self) -> None:
        whole, inner = QVBoxLayout(self), QWidget()
        page, row, side = page_layout(inner), QHBoxLayout(), QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.header.add_before(self.back)
        self.header.add_beside(self.state)
        self.header.add_beside(self.use)
        self.header.add(self.view)
        self.header.add(self.edit)
        row.setSpacing(12)
        side.setSpacing(12)
        self.about.head.addWidget(self.revisions)
        for card in (self.rights, self.history):
            card.setFixedWidth(SIDE)
            side.addWidget(card, 1)
        self.history.body.addWidget(scrolled(self.decisions, on_card=True), 1)
        row.addWidget(self.about, 1)
        row.addLayout(side)
        for part in (self.header, self.messages, self.warning):
            page.addWidget(part)
        self.warning.hide()
        page.addLayout(row, 1)
        whole.addWidget(inner, 1)
        whole.addWidget(self.bar)

    def _concerns(self, _touched: Touched) -> bool:
        return self._key is not None


class ResourcesPage(Opens):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.dialog: Any = None
        if any(map(desk.actor.may, INSIDE)):
            self.list = ListPage(desk, LIBRARY, opens=self._open, create=self.contribute, export=export_shown)
        else:
            self.list = ListPage(desk, SHELF, opens=self._open)
        self.check = button(tr(CheckResources.caption), "", "check")
        self.check.clicked.connect(self._check)
        if desk.actor.may(CheckResources.permission):
            self.list.header.add(self.check)
        self.hold(self.list)

    def contribute(self) -> None:
        self.dialog = ResourceDialog(self, self.desk, None, then=self._made)
        self.dialog.open()

    def _made(self, resource: ResourceDetail) -> None:
        self.list.made(resource.row)
        self.open_screen(ResourceScreen, resource.row.key)

    def _open(self, row: Any) -> None:
        self.open_screen(ResourceScreen, row.key)

    def _check(self) -> None:
        self.check.setEnabled(False)
        self.desk.ask(CheckResources(), owner=self, then=self._checked, failed=self._not_checked)

    def _not_checked(self, error: Any) -> None:
        self.check.setEnabled(True)
        self.list.messages.show_refusal(error)

    def _checked(self, found: ResourceCheck) -> None:
        self.check.setEnabled(True)
        if found.broken:
            names = tr(COMMA).join(found.broken)
            told = tr(N_("{count} files are broken and blocked: {names}."), count=len(found.broken), names=names)
            self.list.messages.say(told, Kind.DANGER)
        else:
            self.list.word.say(tr(N_("{count} files checked, all whole"), count=found.checked))


def _warnings(resource: ResourceDetail) -> list[str]:
    row, newest = resource.row, resource.shown == resource.row.revision
    found = [] if newest else [tr(EARLIER, revision=resource.shown)]
    if newest and row.in_force and row.in_force != row.revision:
        found.append(tr(WAITS, revision=row.revision, in_force=row.in_force))
    missing = tr(COMMA).join(map(tr, resource.missing))
    return [*found, *([tr(LACKS, parts=missing)] if missing else [])]


def _told(struct: Struct, names: tuple[str, ...]) -> list[Fact]:
    known = fields(type(struct))
    return [(known[name].label, shown(getattr(struct, name), known[name])) for name in names]


def _used_in(resource: ResourceDetail) -> Fact:
    return N_("Used in"), tr(COMMA).join(
        tr(N_("{course} ({count})"), course=used.course, count=used.uses) for used in resource.used_in
    )


def _facts(told: list[Fact]) -> QWidget:
    """What is empty is told as well: a rights record has to have it."""
    made, whole = QWidget(), QVBoxLayout()
    whole.setContentsMargins(0, 0, 6, 0)
    whole.addWidget(facts([(name, text or NOTHING) for name, text in told], width=LABEL))
    whole.addStretch(1)
    made.setLayout(whole)
    return made
