"""One article: its text, what was found and signed, how it will look, and the steps one may take."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_admin.api.publishing.entry import AnswerFinding
from desktop_admin.api.publishing.flow import FLOW
from desktop_admin.api.publishing.jobs import JobRow
from desktop_admin.api.publishing.submission import FileLine, FoundIn, ReadFile, ReadSubmission, SubmissionDetail
from desktop_admin.api.shown import choice_label
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit import picking
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.messages import MessageBar, QuietWord
from desktop_admin.views.kit.offers import OfferBar, Subject
from desktop_admin.views.kit.opening import Screen
from desktop_admin.views.kit.paper import PaperView
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.tokens import PAGE_SIDE
from desktop_admin.views.kit.widgets import ElidedLabel, Kind, Pill, button, scrolled
from desktop_admin.views.publishing.handling import Handler
from desktop_admin.views.publishing.names import AREA
from desktop_admin.views.publishing.printing import may_print, print_application
from desktop_admin.views.publishing.reading.cards import DecisionsCard, FactsCard, FilesCard, RevisionsCard
from desktop_admin.views.publishing.reading.findings import FindingsCard
from desktop_admin.views.publishing.reading.jobs import JobsCard
from desktop_admin.views.publishing.reading.pictures import Pictures
from desktop_admin.views.publishing.reading.preview import PreviewCard
from desktop_admin.views.publishing.reading.text import TextCard

MIDDLE = 316  # pixels
SAID = 200  # characters of a finding by which it is known


class ArticleScreen(Screen):
    edit_asked = Signal(object)  # a SubmissionDetail

    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.key: UUID | None = None
        self.detail: SubmissionDetail | None = None
        self.dialog: FormDialog | None = None
        self.paper: PaperView | None = None
        self.pictures = Pictures(desk, self)
        self.messages, self.word = MessageBar(), QuietWord()
        self.title, self.state, self.context = ElidedLabel("", "h1"), Pill("", Kind.NEUTRAL), ElidedLabel("", "quiet")
        self.edit = button(tr(N_("Edit")), icon_name="edit")
        self.print = button(tr(N_("Print application form")), icon_name="print")
        self.handler = Handler(self, desk, self._job_done)
        self.text, self.findings, self.decisions = TextCard(desk), FindingsCard(), DecisionsCard()
        self.jobs, self.facts, self.files = JobsCard(self.handler), FactsCard(), FilesCard()
        self.revisions, self.preview = RevisionsCard(), PreviewCard()
        self.offers = OfferBar(desk, [step.command for step in FLOW.steps], needed=["publish_at"])
        self._lay_out()
        self._connect()
        Renewal(desk, self, AREA, self._ask)

    def show_article(self, key: UUID) -> None:
        if key != self.key:
            self.key, self.detail = key, None
            self.messages.dismiss()
        self._ask()

    def add_beside_back(self, widget: QWidget) -> None:
        """What leads to other articles."""
        self._head_row.insertWidget(self._head_row.indexOf(self.back) + 1, widget)

    def take(self, detail: SubmissionDetail) -> None:
        """What a step or a save answered, or what was read."""
        if detail.row.key != self.key or detail == self.detail:
            return
        self.detail = detail
        row = detail.row
        self.title.setText(row.title or tr(N_("Without a title")))
        self.state.show_state(choice_label(row.state), Kind(row.state.tone.value))
        self.context.setText(" · ".join(part for part in (*row.channels, row.column) if part))
        self.edit.setVisible(detail.editable)
        for card in (self.text, self.findings, self.decisions, self.jobs, self.facts, self.files, self.revisions):
            card.show_article(detail)
        self._show_what_concerns(whole=detail.whole)
        self._show_preview()
        self.pictures.want(row.key, detail.content.html)
        self.offers.show_offers(Subject(row.key, row.version, row.revision, row.title), detail.offers)
        if not detail.intact:
            self.messages.say(tr(N_("The content is not what was signed. Verify the audit trail.")), Kind.DANGER)

    def _show_what_concerns(self, *, whole: bool) -> None:
        """Who has nothing to do with the article reads what was published."""
        self.findings.setVisible(whole)
        self.revisions.setVisible(whole)
        self.offers.setVisible(whole)
        self.print.setVisible(whole and may_print(self._desk.actor))

    def _ask(self) -> None:
        if self.key is not None:
            self._desk.ask(ReadSubmission(self.key), owner=self, then=self.take, failed=self._refused)

    def _refused(self, error: Refused) -> None:
        self.messages.show_refusal(error)

    def _show_preview(self) -> None:
        if self.detail is not None:
            content, row = self.detail.content, self.detail.row
            channel = row.channels[-1] if row.channels else ""
            self.preview.show_article(content.title, content.html, self.pictures.known, channel)

    def _picture_came(self, digest: str) -> None:
        picture: QImage = self.pictures.known[digest]
        self.text.show_picture(digest, picture)
        self._show_preview()

    # --- what is done ---
    def _answered(self, detail: SubmissionDetail) -> None:
        self.messages.dismiss()
        self.take(detail)
        self.word.say(choice_label(detail.row.state))

    def _job_done(self, _job: JobRow) -> None:
        self._ask()

    def _answer_finding(self, found: FoundIn) -> None:
        detail = self.detail
        if detail is None:
            return
        finding = found.finding
        fixed = {
            "key": detail.row.key,
            "version": detail.row.version,
            "kind": finding.kind,
            "said": finding.said[:SAID],
        }
        title = tr(N_("Why “{said}” may stay"), said=finding.said[:40])
        self.dialog = FormDialog(self, self._desk, AnswerFinding, title=title, fixed=fixed, then=self.take)
        self.dialog.open()

    def _save_file(self, file: FileLine) -> None:
        if self.key is not None:
            keep = partial(picking.save, self, self._desk, file.name, then=self._file_saved)
            self._desk.ask(ReadFile(self.key, file.sha256), owner=self, then=keep, failed=self._refused)

    def _file_saved(self, name: str) -> None:
        self.word.say(tr(N_("Saved {name}"), name=name))

    def _edit(self) -> None:
        if self.detail is not None and self.detail.editable:
            self.edit_asked.emit(self.detail)

    def _print(self) -> None:
        if self.key is not None:
            self.paper = print_application(self, self._desk, self.key)

    # --- putting it together ---
    def _lay_out(self) -> None:
        whole, page, body = QVBoxLayout(self), QVBoxLayout(), QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        page.setContentsMargins(PAGE_SIDE, 10, PAGE_SIDE, 10)
        page.setSpacing(10)
        page.addLayout(self._head())
        page.addWidget(self.messages)
        body.setSpacing(12)
        body.addWidget(self.text, 1)
        body.addWidget(self._middle())
        body.addWidget(self.preview)
        page.addLayout(body, 1)
        whole.addLayout(page, 1)
        whole.addWidget(self.offers)

    def _head(self) -> QHBoxLayout:
        head = self._head_row = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.context.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        left: tuple[QWidget, ...] = (self.back, self.title, self.state)
        right: tuple[QWidget, ...] = (self.word, self.edit, self.print)
        for part in left:
            head.addWidget(part)
        head.addWidget(self.context, 1)
        for part in right:
            head.addWidget(part)
        self.edit.hide()
        if not may_print(self._desk.actor):
            self.print.hide()
        return head

    def _middle(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        for card in (self.jobs, self.findings, self.decisions, self.facts, self.files, self.revisions):
            column.addWidget(card)
        column.addStretch(1)
        self.jobs.hide()
        area = scrolled(inner)
        area.setFixedWidth(MIDDLE)
        return area

    def _connect(self) -> None:
        self.edit.clicked.connect(self._edit)
        self.print.clicked.connect(self._print)
        self.offers.answered.connect(self._answered)
        self.findings.wanted.connect(self.text.show_finding)
        self.findings.answer_asked.connect(self._answer_finding)
        self.files.save_asked.connect(self._save_file)
        self.revisions.compare_asked.connect(self.text.compare_with)
        self.pictures.came.connect(self._picture_came)
        self.setFocusProxy(self.text.compared)
