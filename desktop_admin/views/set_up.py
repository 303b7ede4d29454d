"""The first run: the school's name and its first administrator. There is no default account and no default password."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.api.school import SetUpSchool
from desktop_admin.core import policies
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.strength import Candidate, judge
from desktop_admin.views.accounts.password import StrengthMeter
from desktop_admin.views.kit.editors.dates import school_day
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.theme import colour, font
from desktop_admin.views.kit.widgets import Banner, Kind, Logo, PasswordEdit, Step, Timeline, button, label
from desktop_admin.views.kit.widgets.timeline import Progress

STEPS = (N_("School"), N_("Administrator"), N_("Check and finish"))
RAIL_WIDTH = 264
FORM_WIDTH = 560
PASSWORD_RULE = N_("At least 8 characters with letters, digits and special characters; hard to guess.")


class SetUpWindow(QWidget):
    submitted = Signal(object)  # a SetUpSchool
    join_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("setUp")
        self.setWindowTitle(tr(N_("First set-up")))
        self.school, self.name, self.login = QLineEdit(), QLineEdit(), QLineEdit()
        self.password, self.repeat = PasswordEdit(), PasswordEdit()
        self.weak = ""  # what is wrong with the password, in one sentence
        self.meter, self.told = StrengthMeter(), label("", "small", wrap=True)
        self.merged = QCheckBox(tr(N_("A small school: one person administers and audits (recorded)")))
        self.summary = label("", wrap=True)
        self.notice = Banner("", Kind.DANGER)
        self.notice.hide()
        self.pages = QStackedWidget()
        self.back = button(tr(N_("Back")))
        self.next = button(tr(N_("Next")), "primary")
        self.join = button(tr(N_("Join a school that is already set up")), "", "link")
        self._steps = Timeline()
        self._build()
        self._go(0)

    def refuse(self, sentence: str) -> None:
        self._complain(sentence)
        self.next.setEnabled(True)

    def values(self) -> SetUpSchool:
        return SetUpSchool(
            school=self.school.text().strip(),
            name=self.name.text().strip(),
            login=self.login.text().strip(),
            password=self.password.text(),
            merged=self.merged.isChecked(),
        )

    def _build(self) -> None:
        self.pages.addWidget(self._school_page())
        self.pages.addWidget(self._administrator_page())
        self.pages.addWidget(self._finish_page())
        self.back.clicked.connect(lambda: self._go(self.pages.currentIndex() - 1))
        self.next.clicked.connect(self._forward)
        for field in (self.school, self.name, self.login, self.password, self.repeat):
            field.returnPressed.connect(self._forward)
            field.textChanged.connect(self._judge)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.next)
        right = QVBoxLayout()
        right.setContentsMargins(56, 28, 56, 20)
        right.addWidget(self.notice)
        right.addWidget(self.pages, 1)
        right.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail())
        whole.addLayout(right, 1)
        self.resize(1000, 640)

    def _rail(self) -> QWidget:
        rail = QWidget()
        rail.setObjectName("rail")
        rail.setFixedWidth(RAIL_WIDTH)
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rail.setStyleSheet(f"#rail {{ background: {colour('surface').name()}; }}")
        brand = QHBoxLayout()
        brand.addWidget(Logo(32))
        brand.addWidget(label(tr(N_("School affairs")), "h2"), 1)
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(28, 28, 20, 28)
        layout.setSpacing(24)
        layout.addLayout(brand)
        layout.addWidget(self._steps)
        layout.addStretch(1)
        layout.addWidget(label(tr(N_("All of this can be changed later in the settings.")), "small", wrap=True))
        return rail

    def _school_page(self) -> QWidget:
        self.school.setMaxLength(60)
        page = _page(
            N_("Which school is this?"),
            N_("The name stands on every printed record."),
            ((N_("School name"), self.school),),
        )
        self._offer_to_join(page)
        return page

    def _offer_to_join(self, page: QWidget) -> None:
        """Most PCs of a school are not its first."""
        self.join.clicked.connect(self.join_asked)
        row = QHBoxLayout()
        row.addWidget(self.join)
        row.addStretch(1)
        layout = page.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made in _page
        words = label(
            tr(N_("Has the school been set up on another PC? Then this one works on the same data.")), "quiet"
        )
        layout.insertWidget(layout.count() - 1, words)
        layout.insertLayout(layout.count() - 1, row)

    def _administrator_page(self) -> QWidget:
        self.name.setMaxLength(40)
        self.login.setMaxLength(40)
        for password in (self.password, self.repeat):
            password.setMaxLength(1024)
        page = _page(
            N_("Who administers the accounts?"),
            PASSWORD_RULE,
            (
                (N_("Administrator's name"), self.name),
                (N_("User name (lower-case letters, digits, . _ -)"), self.login),
                (N_("Password"), self.password),
                (N_("Password again"), self.repeat),
            ),
        )
        layout = page.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made in _page
        layout.insertWidget(layout.count() - 1, self.merged)
        under = layout.indexOf(self.password) + 1
        self.meter.setMaximumWidth(FORM_WIDTH)
        layout.insertWidget(under, self.meter)
        layout.insertWidget(under + 1, self.told)
        return page

    def _weakness(self) -> str:
        """What is wrong with the password, in one sentence; empty if nothing is. The service knows more words."""
        given = self.values()
        rule = policies.password_rule(school_day())
        words = tuple(word for word in (given.school, given.name, given.login) if len(word) > 1)
        judged = judge(Candidate(given.password, rule, words))
        self.meter.show_score(judged.score if given.password else None)
        return str(judged.weaknesses[0]) if judged.weaknesses else ""

    def _judge(self, _text: str = "") -> None:
        """While it is typed, where it is typed."""
        self.weak = self._weakness() if self.password.text() else ""
        self.told.setText(self.weak or self.meter.word())
        restyle(self.told, "face", "error" if self.weak else "small")
        restyle(self.password, "fault", bool(self.weak))
        self.password.setAccessibleDescription(self.weak)

    def _finish_page(self) -> QWidget:
        page = _page(N_("Check and finish"), N_("Nothing has been written yet."), ())
        layout = page.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made in _page
        self.summary.setFont(font(14))
        layout.insertWidget(layout.count() - 1, self.summary)
        return page

    def _forward(self) -> None:
        problem = self._problem()
        if problem:
            self._complain(tr(problem))
            return
        if self.pages.currentIndex() + 1 < self.pages.count():
            self._go(self.pages.currentIndex() + 1)
            return
        self.next.setEnabled(False)
        self.submitted.emit(self.values())

    def _problem(self) -> str:
        """What is wrong on this page, in one sentence."""
        given = self.values()
        checks = (
            (0, not given.school, N_("Enter the school's name.")),
            (1, not given.name, N_("Enter the administrator's name.")),
            (1, not given.login, N_("Enter a user name.")),
            (1, not given.password, N_("Enter a password.")),
            (1, bool(self.weak), self.weak),
            (1, given.password != self.repeat.text(), N_("The two passwords differ. Type the same one twice.")),
        )
        here = self.pages.currentIndex()
        return next((sentence for page, wrong, sentence in checks if page == here and wrong), "")

    def _complain(self, sentence: str) -> None:
        self.notice.say(sentence, Kind.DANGER)
        self.notice.show()

    def _go(self, place: int) -> None:
        self.notice.hide()
        self.pages.setCurrentIndex(place)
        self.back.setVisible(place > 0)
        last = place == self.pages.count() - 1
        self.next.setText(tr(N_("Set up")) if last else tr(N_("Next")))
        given = self.values()
        facts = (
            (N_("School name"), given.school),
            (N_("Administrator's name"), given.name),
            (N_("User name"), given.login),
        )
        lines = (tr(N_("{name}: {value}"), name=tr(name), value=value) for name, value in facts)
        self.summary.setText("\n\n".join(lines))
        self._steps.show_steps([Step(tr(text), "", _progress(n, place)) for n, text in enumerate(STEPS)])
        first = (self.school, self.name, self.next)[place]
        first.setFocus()


def _progress(step: int, place: int) -> Progress:
    if step == place:
        return Progress.CURRENT
    return Progress.DONE if step < place else Progress.FUTURE


def _page(title: str, hint: str, fields: tuple[tuple[str, QWidget], ...]) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setSpacing(6)
    layout.addWidget(label(tr(title), "h1"))
    layout.addWidget(label(tr(hint), "quiet", wrap=True))
    layout.addSpacing(12)
    for text, field in fields:
        field.setMaximumWidth(FORM_WIDTH)
        field.setAccessibleName(tr(text))
        layout.addWidget(label(tr(text)))
        layout.addWidget(field)
        layout.addSpacing(8)
    layout.addStretch(1)
    return page
