"""原文与比对: the text of an article, and what became of it since another revision."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from desktop_admin.api.base import fields
from desktop_admin.api.publishing.content import Content, Purpose
from desktop_admin.api.publishing.submission import CompareRevisions, Comparison, SubmissionDetail
from desktop_admin.api.publishing.text import PICTURE, Change, ChangeKind
from desktop_admin.api.publishing.told import told
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.theme import font
from desktop_admin.views.kit.widgets import RIGHT, Card, ElidedLabel, Hairline, Segmented, discard, label
from desktop_admin.views.publishing.article.compare import MARGIN, READING, Compared

WIDEST = 560  # pixels of a picture in the text
COMPARE, PLAIN = 0, 1
SIGNED = N_("since revision {before}, which you signed: {added} added, {removed} removed")
BEFORE = N_("since revision {before}: {added} added, {removed} removed")


class TextCard(Card):
    """What the reader signed last is compared with what stands now; else the revision before."""

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.detail: SubmissionDetail | None = None
        self.compared_with: int | None = None
        self.revision, self.told = label("", "strong"), ElidedLabel("", "small")
        self.switch = Segmented([tr(N_("Compare")), tr(N_("Original"))], low=True)
        self.compared, self.plain, self.stack = Compared(), QTextBrowser(), QStackedWidget()
        self.plain.setOpenLinks(False)
        self.plain.setAccessibleName(tr(N_("Text of the article")))
        self.plain.document().setDefaultFont(font(READING))
        self.plain.document().setDefaultStyleSheet("p, li { line-height: 122%; margin-bottom: 10px; }")
        self.plain.document().setDocumentMargin(MARGIN)
        self.title, self.by = label("", "h1", wrap=True), label("", "small", wrap=True)
        self.fields = QWidget()
        self.counted = ElidedLabel("", "small")
        self.counted.setAlignment(RIGHT)
        self._lay_out()
        self.switch.chosen.connect(self.stack.setCurrentIndex)
        self.switch.choose(COMPARE)

    def show_article(self, detail: SubmissionDetail) -> None:
        """The comparison is asked for; until it is there, the text stands as it is."""
        same = self.detail is not None and self.detail.sha256 == detail.sha256
        before, self.detail = self.compared_with, detail
        row, content = detail.row, detail.content
        self.title.setText(content.title or tr(N_("Without a title")))
        self.by.setText(" · ".join(part for part in (content.byline or row.author, row.department, row.number) if part))
        self.revision.setText(tr(N_("Revision {number}"), number=row.revision))
        shown = sum(file.purpose is Purpose.PICTURE for file in content.files)
        characters = detail.revisions[-1].characters
        self.counted.setText(tr(N_("{count} characters · {pictures} pictures"), count=characters, pictures=shown))
        self.plain.setHtml(content.html)
        if not same or before is None:
            self.compare_with(_base(detail))

    def compare_with(self, revision: int | None) -> None:
        """Mark what changed since that revision."""
        if self.detail is None:
            return
        self.compared_with = revision
        row = self.detail.row
        if revision is None or revision == row.revision:
            self._write((Change(ChangeKind.SAME, self.detail.text),))
            self._tell_fields(None)
            self.told.setText("")
        else:
            asked = CompareRevisions(row.key, revision, row.revision)
            self._desk.ask(asked, owner=self, then=partial(self._take, row.key))

    def show_picture(self, digest: str, picture: QImage) -> None:
        kind = QTextDocument.ResourceType.ImageResource.value
        shown = picture.scaledToWidth(WIDEST) if picture.width() > WIDEST else picture
        self.plain.document().addResource(kind, QUrl(f"{PICTURE}{digest}"), shown)
        self.plain.document().markContentsDirty(0, self.plain.document().characterCount())

    def show_finding(self, number: int) -> None:
        self.switch.choose(COMPARE)
        self.stack.setCurrentIndex(COMPARE)
        self.compared.show_finding(number)

    def _take(self, key: UUID, found: Comparison) -> None:
        detail = self.detail
        if detail is None or (detail.row.key, detail.row.revision) != (key, found.after):
            return
        self._write(found.text)
        self._tell_fields(found)
        counts = {kind: sum(change.kind is kind for change in found.text) for kind in ChangeKind}
        said = SIGNED if found.before == detail.signed_revision else BEFORE
        added, removed = counts[ChangeKind.ADDED], counts[ChangeKind.REMOVED]
        self.told.setText(tr(said, before=found.before, added=added, removed=removed))

    def _write(self, changes: tuple[Change, ...]) -> None:
        if self.detail is not None:
            findings = self.detail.findings
            body = [found.finding for found in findings if found.part == "body"]
            self.compared.show_changes(changes, body, len(findings) - len(body) + 1)

    def _tell_fields(self, found: Comparison | None) -> None:
        """What changed beside the text, field by field."""
        discard(self._fields_place, self.fields)
        self.fields = QWidget()
        rows = QVBoxLayout(self.fields)
        rows.setContentsMargins(MARGIN, 0, MARGIN, 6)
        rows.setSpacing(2)
        changes = [_change(name, found) for name in found.changed] if found is not None else []
        for change in changes:
            rows.addWidget(label(change, "small", wrap=True))
        self._fields_place.addWidget(self.fields)
        self.fields.setVisible(bool(changes))

    def _lay_out(self) -> None:
        whole = self.layout()
        if whole is not None:
            whole.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        head, top = QHBoxLayout(), QVBoxLayout()
        head.setContentsMargins(16, 9, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.revision)
        head.addWidget(self.told, 1)
        head.addWidget(self.switch)
        top.setContentsMargins(MARGIN, 14, MARGIN, 4)
        top.setSpacing(2)
        top.addWidget(self.title)
        top.addWidget(self.by)
        self._fields_place = QVBoxLayout()
        for part in (self.compared, self.plain):
            self.stack.addWidget(part)
        self.body.addLayout(head)
        self.body.addWidget(Hairline())
        self.body.addLayout(top)
        self.body.addLayout(self._fields_place)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(Hairline())
        self.body.addLayout(self._foot())
        self._fields_place.addWidget(self.fields)
        self.fields.hide()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 7, 16, 7)
        foot.setSpacing(16)
        foot.addWidget(label(tr(N_("underlined: added")), "done"))
        foot.addWidget(label(tr(N_("struck through: removed")), "error"))
        foot.addWidget(label(tr(N_("[n]: found")), "small"))
        foot.addWidget(self.counted, 1)
        return foot


def _base(detail: SubmissionDetail) -> int | None:
    """The revision that the reader signed, else the one before; none where there is none."""
    now, signed = detail.row.revision, detail.signed_revision
    if not detail.whole:
        return None
    if signed is not None and signed < now:
        return signed
    return now - 1 if now > 1 else None


def _change(name: str, found: Comparison) -> str:
    names = found.names
    before, after = (told(name, content, names) for content in (found.before_content, found.after_content))
    field = tr(fields(Content)[name].label)
    return tr(N_("{field}: {before} → {after}"), field=field, before=before, after=after)
