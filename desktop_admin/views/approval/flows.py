"""流程图: every flow of the program, painted from what the services keep to."""

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop_admin.api.approval import Flow
from desktop_admin.api.flows import FLOWS
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.flow_diagram import FlowDiagram
from desktop_admin.views.kit.widgets import Card, Chip, PageHeader, label, page_layout, scrolled

EDITS = N_("An edit of the content brings it back to “{draft}”, and whatever was signed no longer counts.")


class FlowsPage(QWidget):
    def __init__(self, desk: QtDesk, flows: tuple[Flow, ...] = FLOWS) -> None:
        super().__init__()
        seen = [flow for flow in flows if desk.actor.may(flow.permission)]
        self.chips = QButtonGroup(self)
        self._flows, chips = seen, QHBoxLayout()
        chips.setSpacing(8)
        for place, flow in enumerate(seen):
            chip = Chip(tr(flow.title))
            self.chips.addButton(chip, place)
            chips.addWidget(chip)
        chips.addStretch(1)
        self.note = label("", "small", wrap=True)
        self.diagram = FlowDiagram(seen[0])
        card = Card()
        card.body.addWidget(scrolled(self.diagram, on_card=True), 1)
        whole = page_layout(self)
        whole.addWidget(PageHeader(tr(N_("Flow charts")), tr(N_("Drawn from what the program keeps to"))))
        whole.addLayout(chips)
        whole.addWidget(card, 1)
        whole.addWidget(self.note)
        self.chips.button(0).setChecked(True)
        self.chips.idClicked.connect(self._show)
        self._show(0)

    def _show(self, place: int) -> None:
        flow = self._flows[place]
        self.diagram.show_flow(flow)
        self.note.setText(tr(EDITS, draft=tr(flow.drafts[0].label)))
