"""Writing an article: the editor, every field, and what is found as one types. A save is a new revision."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.publishing.content import AttachedFile, Content, Purpose, SourceKind, counters, limits_of
from desktop_admin.api.publishing.registers import PublishingChoices, ReadPublishingChoices
from desktop_admin.api.publishing.submission import CheckDraft, CleanHtml, DraftCheck, FileLine, SubmissionDetail
from desktop_admin.api.publishing.text import Removed
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.kit.conflict import ConflictDialog, Side
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.dialog import Dialog, confirm
from desktop_admin.views.kit.editors.dates import school_day
from desktop_admin.views.kit.form.merge import Merged
from desktop_admin.views.kit.messages import MessageBar, QuietWord
from desktop_admin.views.kit.opening import Screen
from desktop_admin.views.kit.tokens import PAGE_SIDE
from desktop_admin.views.kit.widgets import Card, ElidedLabel, Kind, button, discard, label, scrolled
from desktop_admin.views.publishing.article.editor import ArticleEditor, Then
from desktop_admin.views.publishing.pasted import Pasted
from desktop_admin.views.publishing.reading.findings import FindingsCard
from desktop_admin.views.publishing.reading.pictures import Pictures, pictures_in
from desktop_admin.views.publishing.writing.adding import Adder
from desktop_admin.views.publishing.writing.attachments import Attachments
from desktop_admin.views.publishing.writing.checks import BODY, Counters, mark, selected
from desktop_admin.views.publishing.writing.form import TITLE, ArticleForm, blank
from desktop_admin.views.publishing.writing.keeper import Keeper
from desktop_admin.views.publishing.writing.merging import HTML, merged, theirs_of

SIDE = 384  # pixels
PAUSE = 500  # milliseconds without a key before the text is looked through
NOWHERE = N_(
    "You are not entered as informant, deputy or head of a department, so there is none to write for."
    " Ask the publicity office."
)
VOIDS = N_("Signed by {names}. A new revision voids what is signed, and the article is a draft again.")
WRONG = N_("To be corrected: {fields}.")
ONE_BY_ONE = N_("Paste one picture at a time: each is asked for its source.")
TOOK_OUT = N_("Not taken over: {what}.")
BOTH = N_("You both changed these fields; choose one side for each.")
MOST_TOLD = 4


class WritingScreen(Screen):
    """left: with everything saved or given up. saved: with the new revision."""

    saved = Signal(object)  # a SubmissionDetail
    parting = N_("Leave without saving"), N_("What has been written since the last save is lost."), N_("Leave")

    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.keeper, self.adder, self.pictures = Keeper(desk, self), Adder(desk, self), Pictures(desk, self)
        self.form: ArticleForm | None = None
        self.base: Content | None = None
        self.check: DraftCheck | None = None
        self.dialog: Dialog | None = None
        self._choices: PublishingChoices | None = None
        self._asked = 0
        self._then: Callable[[], object] = nothing
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self.messages, self.word = MessageBar(), QuietWord()
        self.heading, self.context = label("", "h1"), ElidedLabel("", "quiet")
        self.save_button = button(f"{tr(N_('Save'))}  Ctrl+S", "primary")
        self.editor = ArticleEditor(self._clean)
        self.picture = button(tr(N_("Add picture")), low=True, icon_name="camera")
        self.counters, self.findings, self.attachments = Counters(), FindingsCard(), Attachments()
        self.fields = Card(tr(N_("Particulars")))
        self._lay_out()
        self._connect()

    # --- what is opened ---
    def write_new(self) -> None:
        self._open(None)

    def edit(self, detail: SubmissionDetail) -> None:
        self._open(detail)

    def _open(self, detail: SubmissionDetail | None) -> None:
        self.keeper.detail, self.base, self.check = detail, None, None
        self.messages.dismiss()
        self._show_heading()
        self._desk.ask(ReadPublishingChoices(), owner=self, then=partial(self._fill, detail), failed=self._refused)

    def _fill(self, detail: SubmissionDetail | None, choices: PublishingChoices) -> None:
        if detail is not self.keeper.detail:
            return
        self._choices = choices
        self._make_form(choices, detail)
        values = blank() if detail is None else {name: getattr(detail.content, name) for name in blank()}
        own = next((one.key for one in choices.departments if one.mine), None)
        values["department_key"] = own if detail is None else detail.content.department_key
        self._write(values)
        if own is None and detail is None:
            self.messages.say(tr(NOWHERE), Kind.WARN)
        if detail is not None:
            self.pictures.want(detail.row.key, detail.content.html)
        self.base = self.content()
        self._changed()
        self.editor.edit.setFocus() if detail is not None else self._focus_title()

    def _make_form(self, choices: PublishingChoices, detail: SubmissionDetail | None) -> None:
        if self.form is not None:
            discard(self._title_place, self.form.boxes[TITLE])
            discard(self.fields.body, self.form)
        self.form = ArticleForm(choices, detail)
        self._title_place.insertWidget(0, self.form.boxes[TITLE])
        self.fields.body.addWidget(self.form)
        self.form.edited.connect(self._changed)

    def _write(self, values: Mapping[str, Any]) -> None:
        if self.form is not None:
            self.form.write(values)
        self.attachments.show_all(values["files"], values["sources"])
        self.editor.edit.show_body(values[HTML])

    def _focus_title(self) -> None:
        if self.form is not None:
            self.form.boxes[TITLE].editor.focus()

    # --- what stands here ---
    def content(self) -> Content | None:
        """As far as it holds; none while there is no department."""
        values = self.form.values() if self.form is not None else {}
        if values.get("department_key") is None:
            return None
        html, listed = self.editor.edit.body(), self.attachments
        shown_here = pictures_in(html)
        files = [file for file in listed.files if file.purpose is not Purpose.PICTURE or file.sha256 in shown_here]
        named = {"", *(file.sha256 for file in files)}
        sources = tuple(source for source in listed.sources if source.sha256 in named)
        return Content(**values, html=html, files=tuple(files), sources=sources)

    def unsaved(self) -> bool:
        return self.base is not None and self.content() != self.base

    # --- saving ---
    def save(self, then: Callable[[], object] = nothing) -> None:
        """then: what waits for the article to be stored, such as a file that is added to it."""
        self._then = then
        content = self._whole()
        if content is None or self.keeper.busy:
            return
        signers = self.keeper.signers()
        if signers:
            names = tr(N_(", ")).join(dict.fromkeys(signers))
            title, verb = tr(N_("Save a new revision")), tr(N_("Save"))
            self.dialog = confirm(self, title, tr(VOIDS, names=names), verb, partial(self.keeper.save, content))
        else:
            self.keeper.save(content)

    def _save(self, _checked: object = None) -> None:
        self.save()

    def _whole(self) -> Content | None:
        """Only if every field holds."""
        wrong = self.form.wrong() if self.form is not None else []
        if wrong:
            names = tr(N_(", ")).join(tr(box.field.label) for box in wrong)
            self.messages.say(tr(WRONG, fields=names), Kind.DANGER, tr(N_("Show")), wrong[0].editor.focus)
            wrong[0].editor.focus()
        return None if wrong else self.content()

    def _saved(self, detail: SubmissionDetail) -> None:
        self.messages.dismiss()
        if detail.removed:
            self._tell_removed(detail.removed)
            self.editor.edit.show_body(detail.content.html)
            self.pictures.want(detail.row.key, detail.content.html)
        self.base = self.content()
        self._show_heading()
        self.word.say(tr(N_("Saved as revision {number}"), number=detail.row.revision))
        self._changed()
        then, self._then = self._then, nothing
        self.saved.emit(detail)
        then()

    def _refused(self, error: Refused) -> None:
        """Everything typed stays."""
        self.messages.show_refusal(error)

    # --- somebody else saved meanwhile ---
    def _overtaken(self, theirs: SubmissionDetail) -> None:
        mine, opened, stored = self.content(), self.base, self.keeper.detail
        if mine is None or opened is None or stored is None or self.form is None:
            return
        last = theirs.revisions[-1]
        values = theirs_of(stored.content, opened, theirs.content)
        found = merged(opened, mine, values, last.by, self._said)
        go_on = partial(self._go_on, theirs, found, values)
        if not found.clashes:
            go_on({})
            return
        saved = tr(N_("Saved by {who} at {time}."), who=last.by, time=shown(last.at, today=school_day()))
        conflict = ConflictDialog(
            self,
            what=tr(N_("“{name}”"), name=stored.row.title or stored.row.number),
            who=last.by,
            explained=f"{saved} {tr(BOTH)}",
            clashes=found.clashes,
            merged=found.told,
        )
        conflict.resolved.connect(go_on)
        self.dialog = conflict
        conflict.open()

    def _said(self, name: str, value: Any) -> str:
        box = self.form.boxes.get(name) if self.form is not None else None
        if box is not None:
            return box.editor.said(value)
        return shown(tuple(getattr(each, "name", "") or getattr(each, "source", "") for each in value))

    def _go_on(
        self, theirs: SubmissionDetail, found: Merged, values: Mapping[str, Any], sides: Mapping[str, Side]
    ) -> None:
        """Only now is the other one's revision taken for known: who closes the question has not seen it."""
        chosen = {name: values[name] for name, side in sides.items() if side == Side.THEIRS}
        if self._choices is not None:
            self._make_form(self._choices, theirs)
        self.keeper.detail, self.base = theirs, theirs.content
        self._write(found.values | chosen)
        self.pictures.want(theirs.row.key, self.editor.edit.body())
        self._show_heading()
        self.save(self._then)

    # --- files ---
    def _with_draft(self, add: Callable[[Any], object]) -> None:
        """A file is added to an article that is stored."""
        if self.keeper.detail is None:
            self.save(partial(self._with_draft, add))
        else:
            add(self.keeper.detail.row.key)

    def _added(self, file: FileLine, data: bytes) -> None:
        self.attachments.add(AttachedFile(file.sha256, file.name, file.purpose))
        if file.purpose is not Purpose.PICTURE:
            return
        picture = QImage.fromData(data)
        self.pictures.keep(file.sha256, picture)
        self.editor.edit.insert_picture(file.sha256, picture, file.name)
        self.attachments.ask_source(SourceKind.PICTURE, file.sha256)

    def _pasted(self, pictures: list[Pasted]) -> None:
        """Each is asked for its source, so they come one by one."""
        if len(pictures) > 1:
            self.messages.say(tr(ONE_BY_ONE), Kind.WARN)
        else:
            self._with_draft(partial(self.adder.add_pasted, pictures[0]))

    def _picture_came(self, digest: str) -> None:
        self.editor.edit.add_picture(digest, self.pictures.known[digest])

    # --- pasting ---
    def _clean(self, html: str, then: Then) -> None:
        self._desk.ask(CleanHtml(html), owner=self, then=then, failed=self._refused)

    def _tell_removed(self, removed: tuple[Removed, ...]) -> None:
        told = [f"{choice_label(each.kind)} {each.what}".strip() for each in removed]
        listed = tr(N_(", ")).join(dict.fromkeys(told[:MOST_TOLD]))
        more = tr(N_("{names} and {count} more"), names=listed, count=len(told) - MOST_TOLD)
        self.messages.say(tr(TOOK_OUT, what=more if len(told) > MOST_TOLD else listed), Kind.WARN)

    # --- checking ---
    def _changed(self) -> None:
        """Counted at once; looked through when the keys rest."""
        self._count()
        self._pause.start()

    def _count(self) -> None:
        values = self.form.values() if self.form is not None else {}
        if not values or self._choices is None:
            return
        kinds = [one.kind for one in self._choices.channels if one.key in values["channels"]]
        detail = self.keeper.detail
        by = values["byline"] or (detail.row.author if detail is not None else self._desk.actor.name)
        body = self.editor.edit.toPlainText()
        self.counters.show_counters(counters(values[TITLE], by, values["summary"], body, limits_of(kinds)))

    def _look_through(self) -> None:
        content = self.content()
        if content is None:
            return
        self._asked += 1
        key = self.keeper.detail.row.key if self.keeper.detail is not None else None
        asked = CheckDraft(content, key)
        self._desk.ask(asked, owner=self, then=partial(self._checked, self._asked), failed=nothing)

    def _checked(self, asked: int, check: DraftCheck) -> None:
        """Only the newest answer is about what stands here."""
        if asked == self._asked:
            self.check = check
            self.findings.show_found(check.findings, check.missing, editable=False)
            mark(self.editor.edit, check.findings)

    def _show_finding(self, number: int) -> None:
        found = self.check.findings[number - 1] if self.check is not None else None
        if found is not None and found.part == BODY:
            self.editor.edit.setTextCursor(selected(self.editor.edit, self.editor.edit.toPlainText(), found))
            self.editor.edit.setFocus()
        elif found is not None and self.form is not None:
            self.form.boxes[found.part].editor.focus()

    # --- leaving ---
    def remind(self) -> None:
        """Somebody wants to see something else, and this is not saved."""
        self.messages.say(tr(N_("This article is not saved. Save or leave it first.")), Kind.WARN)

    def _show_heading(self) -> None:
        detail = self.keeper.detail
        self.heading.setText(tr(N_("New article")) if detail is None else tr(N_("Write")))
        row = detail.row if detail is not None else None
        told = (row.number, tr(N_("revision {number}"), number=row.revision), choice_label(row.state)) if row else ()
        self.context.setText(" · ".join(told))

    # --- putting it together ---
    def _lay_out(self) -> None:
        whole, head, body = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        whole.setContentsMargins(PAGE_SIDE, 10, PAGE_SIDE, 12)
        whole.setSpacing(10)
        head.setSpacing(10)
        head.addWidget(self.back)
        head.addWidget(self.heading)
        head.addWidget(self.context, 1)
        head.addWidget(self.word)
        head.addWidget(self.save_button)
        body.setSpacing(12)
        body.addWidget(self._left(), 1)
        body.addWidget(self._right())
        whole.addLayout(head)
        whole.addWidget(self.messages)
        whole.addLayout(body, 1)

    def _left(self) -> Card:
        card = Card()
        self._title_place = QVBoxLayout()
        self.editor.add_tool(self.picture)
        card.body.addLayout(self._title_place)
        card.body.addWidget(self.editor, 1)
        card.body.addWidget(self.counters)
        return card

    def _right(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        for card in (self.findings, self.fields, self.attachments):
            column.addWidget(card)
        column.addStretch(1)
        area = scrolled(inner)
        area.setFixedWidth(SIDE)
        return area

    def _connect(self) -> None:
        self.save_button.clicked.connect(self._save)
        self.save_button.setEnabled(self._desk.actor.may(Permission.PUBLISHING_SUBMISSION_WRITE))
        self.picture.clicked.connect(lambda: self._with_draft(self.adder.add_picture))
        self.attachments.file_asked.connect(lambda: self._with_draft(self.adder.add_file))
        self.attachments.edited.connect(self._changed)
        self.adder.added.connect(self._added)
        self.adder.refused.connect(self._refused)
        self.pictures.came.connect(self._picture_came)
        self.editor.edit.textChanged.connect(self._changed)
        self.editor.edit.removed.connect(self._tell_removed)
        self.editor.edit.pictured.connect(self._pasted)
        self.findings.wanted.connect(self._show_finding)
        self.keeper.saved.connect(self._saved)
        self.keeper.refused.connect(self._refused)
        self.keeper.overtaken.connect(self._overtaken)
        self._pause.timeout.connect(self._look_through)
        save = QShortcut(QKeySequence("Ctrl+S"), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self._save)
        self.setFocusProxy(self.editor.edit)
