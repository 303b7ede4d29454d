"""打印: printer, copies, pages and sides on the right of the preview, and what can be done with the report."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.paper.printing import BadPages, Printer, Ticket, read_pages
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import Banner, Card, Kind, Segmented, button, label, roomy

WIDTH = 284
MOST_COPIES = 99


class PrintPanel(Card):
    """Asks; the view does. Nothing can be asked before the report is there."""

    print_asked = Signal()
    pdf_asked = Signal()
    xlsx_asked = Signal()
    viewer_asked = Signal()

    def __init__(self, *, xlsx: bool) -> None:
        super().__init__(tr(N_("Print")))
        self.setFixedWidth(WIDTH)
        self._printers: dict[str, Printer] = {}
        self._whole = False
        self._add_printer()
        self._add_copies_and_pages()
        self._add_sides()
        self.note = Banner("", Kind.WARN)
        self.note.hide()
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self._add_buttons(xlsx=xlsx)
        self._show_printer()
        self.allow(whole=False)

    def allow(self, *, whole: bool) -> None:
        """Whether the report is there and nothing is being done with it."""
        self._whole = whole
        self.print.setEnabled(whole and bool(self._printers))
        for each in (self.pdf, self.xlsx, self.viewer):
            each.setEnabled(whole)

    def show_remark(self, text: str) -> None:
        self.note.say(text, Kind.WARN)
        self.note.setVisible(bool(text))

    def ticket(self, pages: int) -> Ticket:
        """What has been chosen. Raises BadPages, and marks the field."""
        try:
            chosen = read_pages(self.pages.text(), pages)
        except BadPages as error:
            self._fault(error)
            self.pages.setFocus()
            raise
        self._fault(None)
        duplex = not self.sides.isHidden() and self.sides.choice() == 1
        return Ticket(self.printer.currentData(), self.copies.value(), chosen, duplex)

    def show_printers(self, printers: Sequence[Printer]) -> None:
        """Asking the system for them may take seconds, so they come later than the panel."""
        self._printers = {printer.name: printer for printer in printers}
        for printer in printers:
            self.printer.addItem(printer.name, printer.name)
        chosen = next((place for place, printer in enumerate(printers) if printer.default), 0)
        self.printer.setCurrentIndex(chosen if printers else -1)
        self.printer.setEnabled(bool(printers))
        self.state.setVisible(not printers)
        self.allow(whole=self._whole)

    def _add_printer(self) -> None:
        self.printer, self.state = QComboBox(), label("", "small", wrap=True)
        self.printer.setEnabled(False)
        self.printer.currentIndexChanged.connect(self._show_printer)
        self.body.addWidget(_named(tr(N_("Printer")), self.printer))
        self.body.addWidget(self.printer)
        self.body.addWidget(self.state)
        self.state.hide()
        self.state.setText(tr(N_("This PC has no printer. Save as PDF, or open in the system viewer.")))

    def _add_copies_and_pages(self) -> None:
        self.copies, self.pages, self.fault = roomy(QSpinBox()), QLineEdit(), label("", "error", wrap=True)
        self.copies.setRange(1, MOST_COPIES)
        self.pages.setPlaceholderText(tr(N_("All pages")))
        self.pages.textEdited.connect(lambda: self._fault(None))
        row = QHBoxLayout()
        row.setSpacing(12)
        for title, field, stretch in (
            (tr(N_("Copies")), self.copies, 2),
            (tr(N_("Page range")), self.pages, 3),
        ):
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(_named(title, field))
            column.addWidget(field)
            row.addLayout(column, stretch)
        self.body.addLayout(row)
        self.body.addWidget(self.fault)
        self.fault.hide()

    def _add_sides(self) -> None:
        self.sides = Segmented((tr(N_("One-sided")), tr(N_("Two-sided"))))
        self.sides.choose(0)
        self._sides_label = _named(tr(N_("Sides")), self.sides)
        self.body.addWidget(self._sides_label)
        self.body.addWidget(self.sides)

    def _add_buttons(self, *, xlsx: bool) -> None:
        self.print = button(f"{tr(N_('Print'))}  Ctrl+P", "primary", "print")
        self.pdf = button(f"{tr(N_('Save PDF'))}  Ctrl+S", "", "export")
        self.xlsx = button(tr(N_("Save Excel")), "", "table")
        self.viewer = button(tr(N_("Open in system viewer")), "", "link")
        self.xlsx.setVisible(xlsx)
        for each, asked in (
            (self.print, self.print_asked),
            (self.pdf, self.pdf_asked),
            (self.xlsx, self.xlsx_asked),
            (self.viewer, self.viewer_asked),
        ):
            each.clicked.connect(asked)
            self.body.addWidget(each)

    def _show_printer(self) -> None:
        chosen = self._printers.get(self.printer.currentData() or "")
        both = chosen is not None and chosen.duplex
        self.sides.setVisible(both)
        self._sides_label.setVisible(both)

    def _fault(self, error: Refused | None) -> None:
        restyle(self.pages, "fault", value=error is not None)
        self.fault.setText(str(error) if error else "")
        self.fault.setVisible(error is not None)


def _named(title: str, field: QWidget) -> QLabel:
    field.setAccessibleName(title)
    made = label(title, "small")
    made.setBuddy(field)
    return made
