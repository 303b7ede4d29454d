"""附件与来源: the files of an article that is being written, and where its quotes and pictures are from."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.publishing.content import AttachedFile, Purpose, Source, SourceKind
from desktop_admin.api.shown import choice_label
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.form import ValuesDialog
from desktop_admin.views.kit.widgets import Card, ElidedLabel, button, discard, icon_button, label, link

ADD_SOURCE = N_("Add source")


class Attachments(Card):
    """files, sources: those that the article names; a picture that is no longer in the text is left out at saving."""

    edited = Signal()
    file_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr(N_("Files and sources")))
        self.files: list[AttachedFile] = []
        self.sources: list[Source] = []
        self.dialog: ValuesDialog | None = None
        self._inner: QWidget | None = None
        self.attach, self.quote = button(tr(N_("Attach file")), low=True), button(tr(N_("Add quoted source")), low=True)
        row = QHBoxLayout()
        row.addWidget(self.attach)
        row.addWidget(self.quote)
        row.addStretch(1)
        self.body.addLayout(row)
        self.attach.clicked.connect(self.file_asked)
        self.quote.clicked.connect(lambda: self.ask_source(SourceKind.QUOTE))
        self._show()

    def show_all(self, files: tuple[AttachedFile, ...], sources: tuple[Source, ...]) -> None:
        self.files, self.sources = list(files), list(sources)
        self._show()

    def add(self, file: AttachedFile) -> None:
        """The same file again takes the place of the one that is there."""
        self.files = [each for each in self.files if each.sha256 != file.sha256] + [file]
        self._changed()

    def ask_source(self, kind: SourceKind, digest: str = "") -> None:
        """digest: of the picture that it is about; what was said of it before stands in the form."""
        known = next((each for each in self.sources if digest and each.sha256 == digest), None)
        self._ask(kind, digest, known)

    def _ask(self, kind: SourceKind, digest: str, known: Source | None) -> None:
        picture = kind is SourceKind.PICTURE
        title = tr(N_("Where the picture is from")) if picture else tr(N_("Where the quoted text is from"))
        said = {name: getattr(known, name) for name in ("source", "author", "licence")} if known else {}
        verb = tr(N_("Save")) if known else tr(ADD_SOURCE)
        self.dialog = ValuesDialog(self, Source, title=title, verb=verb, without=("kind",), initial=said)
        self.dialog.given.connect(partial(self._take, kind, digest, known))
        self.dialog.open()

    def _take(self, kind: SourceKind, digest: str, known: Source | None, values: dict[str, Any]) -> None:
        made = Source(kind=kind, sha256=digest, **values)
        if known in self.sources:
            self.sources[self.sources.index(known)] = made
        else:
            self.sources.append(made)
        self._changed()

    def _remove_file(self, file: AttachedFile) -> None:
        self.files.remove(file)
        self._changed()

    def _remove_source(self, source: Source) -> None:
        self.sources.remove(source)
        self._changed()

    def _changed(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        if self._inner is not None:
            discard(self.body, self._inner)
        self._inner = QWidget()
        rows = QVBoxLayout(self._inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for file in self.files:
            rows.addLayout(self._file(file))
        for source in (each for each in self.sources if not each.sha256):
            rows.addLayout(self._source(source))
        if not self.files and not self.sources:
            nothing = N_("No file yet. What an article rests on can be attached as evidence.")
            rows.addWidget(label(tr(nothing), "small", wrap=True))
        self.body.insertWidget(0, self._inner)

    def _file(self, file: AttachedFile) -> QHBoxLayout:
        source = next((each for each in self.sources if each.sha256 == file.sha256), None)
        told, more = [choice_label(file.purpose)], None
        if file.purpose is Purpose.PICTURE:
            told.append(_credit(source) if source else tr(N_("source missing")))
            more = link(tr(N_("Source")), partial(self.ask_source, SourceKind.PICTURE, file.sha256))
        return _row(file.name, " · ".join(told), more, partial(self._remove_file, file))

    def _source(self, source: Source) -> QHBoxLayout:
        name = source.source or tr(N_("Source not named"))
        change = link(tr(N_("Change")), partial(self._ask, source.kind, source.sha256, source))
        return _row(name, _credit(source), change, partial(self._remove_source, source))


def _row(name: str, told: str, more: QWidget | None, remove: Callable[[], object]) -> QHBoxLayout:
    row, words = QHBoxLayout(), QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(ElidedLabel(name, "strong"))
    words.addWidget(label(told, "small", wrap=True))
    row.addLayout(words, 1)
    if more is not None:
        row.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
    away = icon_button("x", tr(N_("Remove {name}"), name=name), size=14)
    away.clicked.connect(lambda _checked=False: remove())
    row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
    return row


def _credit(source: Source) -> str:
    return " · ".join(part for part in (source.author, choice_label(source.licence)) if part)
