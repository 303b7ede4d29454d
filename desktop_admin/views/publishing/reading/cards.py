"""签批, 发布信息, 来源与附件, 版本: what else a reader of an article wants to know."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.base import fields
from desktop_admin.api.publishing.content import Content, Source
from desktop_admin.api.publishing.submission import FileLine, RevisionLine, SubmissionDetail
from desktop_admin.api.publishing.told import told
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.decisions import Decisions
from desktop_admin.views.kit.editors.dates import school_day
from desktop_admin.views.kit.facts import facts
from desktop_admin.views.kit.picking import size_text
from desktop_admin.views.kit.widgets import Card, ElidedLabel, Hairline, discard, label, link

OWN_PLACE = frozenset({"title", "files", "sources"})  # fields of an article that stand elsewhere on its page


class DecisionsCard(Card):
    def __init__(self) -> None:
        super().__init__(tr(N_("Sign-offs")))
        self.timeline = Decisions()
        self.body.addWidget(self.timeline)

    def show_article(self, detail: SubmissionDetail) -> None:
        self.timeline.show_decisions(detail.history, detail.offers, school_day())


class _Filled(Card):
    """A card whose inside is made anew."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._inner: QWidget | None = None

    def put(self, inner: QWidget) -> None:
        if self._inner is not None:
            discard(self.body, self._inner)
        self._inner = inner
        self.body.addWidget(inner)


class FactsCard(_Filled):
    """The article's fields, named as in its form."""

    def __init__(self) -> None:
        super().__init__(tr(N_("Particulars")))

    def show_article(self, detail: SubmissionDetail) -> None:
        content, names = detail.content, names_of(detail)
        known = fields(Content)
        told_of = [
            (field.label, told(name, content, names))
            for name, field in known.items()
            if name not in OWN_PLACE and getattr(content, name) not in (None, "", (), False)
        ]
        row = detail.row
        dated = [
            (N_("Scheduled for"), shown(row.publish_at) if row.publish_at else ""),
            (N_("Published at"), shown(row.published_at) if row.published_at else ""),
            (N_("Days after the event"), str(row.lag) if row.lag is not None else ""),
            (N_("SHA-256"), " ".join(detail.sha256[at : at + 8] for at in range(0, 64, 8))),
        ]
        self.put(facts([*told_of, *dated]))


def names_of(detail: SubmissionDetail) -> dict[UUID, str]:
    """Of the records that the article names."""
    content, row = detail.content, detail.row
    names = dict(zip(content.channels, row.channels, strict=False)) | {content.department_key: row.department}
    if content.column_key is not None:
        names[content.column_key] = row.column
    if content.sponsor_key is not None:
        names[content.sponsor_key] = detail.sponsor
    return names


class FilesCard(_Filled):
    """Every file of the revision in force, and where its quotes and pictures are from."""

    save_asked = Signal(object)  # a FileLine

    def __init__(self) -> None:
        super().__init__(tr(N_("Files and sources")))

    def show_article(self, detail: SubmissionDetail) -> None:
        used = [file for file in detail.files if file.used]
        sources = detail.content.sources
        self.setVisible(bool(used or sources))
        self.count.setText(str(len(used) + len(sources)) if used or sources else "")
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for file in used:
            rows.addLayout(self._file(file))
        if used and sources:
            rows.addWidget(Hairline())
        for source in sources:
            rows.addLayout(_source(source))
        self.put(inner)

    def _file(self, file: FileLine) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(file.name, "strong"))
        words.addWidget(label(f"{choice_label(file.purpose)} · {file.kind} · {size_text(file.size)}", "small"))
        row.addLayout(words, 1)
        row.addWidget(link(tr(N_("Save")), partial(self.save_asked.emit, file)), 0, Qt.AlignmentFlag.AlignTop)
        return row


def _source(source: Source) -> QVBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(0)
    said = " · ".join(part for part in (source.source, source.author) if part)
    words.addWidget(label(said or tr(N_("Source not named")), wrap=True))
    words.addWidget(label(f"{choice_label(source.kind)} · {choice_label(source.licence)}", "small"))
    return words


class RevisionsCard(_Filled):
    compare_asked = Signal(int)  # with what stands now

    def __init__(self) -> None:
        super().__init__(tr(N_("Revisions")))

    def show_article(self, detail: SubmissionDetail) -> None:
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self.count.setText(str(len(detail.revisions)))
        for line in reversed(detail.revisions):
            rows.addLayout(self._revision(line, now=line.revision == detail.row.revision))
        self.put(inner)

    def _revision(self, line: RevisionLine, *, now: bool) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(0)
        title = tr(N_("Revision {number}"), number=line.revision)
        words.addWidget(label(f"{title} · {tr(N_('in force'))}" if now else title, "strong"))
        counted = tr(N_("{count} characters"), count=line.characters)
        told_of = (shown(line.at, today=school_day()), line.by, counted)
        words.addWidget(ElidedLabel(" · ".join(told_of), "small"))
        row.addLayout(words, 1)
        if not now:
            row.addWidget(link(tr(N_("Compare")), partial(self.compare_asked.emit, line.revision)))
        return row
