"""A flow, painted from its declaration: the usual way, and below it every state with all that leads out of it."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_admin.api.approval import Flow
from desktop_admin.api.approval.arrows import Arrow, leaving, main_way
from desktop_admin.api.shown import choice_label
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.labels import Labelled
from desktop_admin.views.kit.icons import paint_icon
from desktop_admin.views.kit.theme import Token, colour, font
from desktop_admin.views.kit.tokens import BODY, H2, SMALL
from desktop_admin.views.kit.widgets import FILL_OF, ICON_OF, INK_OF, Kind

_NARROW, _WIDE = 96, 210  # pixels of a state's box
_HIGH, _LINE, _WORDS_AT = 34, 19, 29  # pixels: a state, a line of small text, and where the words below an arrow begin
_GAP, _APART, _TITLE = 14, 18, 34
_LABEL_LEAST, _LABEL_MOST = 64, 260  # of an arrow on the usual way
_WORDS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


class Place(NamedTuple):
    """A state where it is painted."""

    state: Labelled
    box: QRectF


class Leg(NamedTuple):
    """An arrow with its words; the line is left out where the next leg carries on the same place."""

    arrow: Arrow
    start: QPointF
    end: QPointF
    title: str
    words: str
    room: QRectF  # of the words


class FlowDiagram(QWidget):
    """As high as its width makes it; its accessible name tells all of it."""

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.places: list[Place] = []
        self.legs: list[Leg] = []
        self._titles: list[tuple[str, float]] = []
        self.show_flow(flow)

    def show_flow(self, flow: Flow) -> None:
        self.flow = flow
        self.setAccessibleName("\n".join(told(flow)))
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(900, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for text, top in self._titles:
            painter.setFont(font(H2, strong=True))
            painter.setPen(colour("text"))
            painter.drawText(QRectF(0, top, self.width(), 24), int(Qt.AlignmentFlag.AlignVCenter), text)
        for leg in self.legs:
            _paint_leg(painter, leg)
        for place in self.places:
            _paint_state(painter, place)

    # Where everything stands

    def _arrange(self) -> None:
        self._box = _box_width(self.flow)
        self.places, self.legs, self._titles = [], [], [(tr(N_("The usual way")), 0)]
        top = self._arrange_way(_TITLE)
        self._titles.append((tr(N_("Every state, and what leads out of it")), top))
        top += _TITLE
        for state in self.flow.states:
            top = self._arrange_state(state, top) + _APART
        self.setMinimumHeight(round(top))
        self.updateGeometry()
        self.update()

    def _arrange_way(self, top: float) -> float:
        """Left to right; goes on in another row where the width ends."""
        left = 0.0
        self.places.append(Place(self.flow.drafts[0], QRectF(0, top + _LINE, self._box, _HIGH)))
        for taken in main_way(self.flow):
            title = " + ".join(tr(arrow.seat or arrow.caption) for arrow in taken)
            metrics = QFontMetricsF(font(SMALL))
            label = min(max(metrics.horizontalAdvance(title) + 20, _LABEL_LEAST), _LABEL_MOST)
            start = left + self._box
            if start + label + self._box > max(self.width(), 2 * self._box + _LABEL_MOST):
                top, start = top + _LINE + _HIGH + _GAP, 0.0
            middle = top + _LINE + _HIGH / 2
            shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, label - 14)
            room = QRectF(start + 2, middle - _LINE - 1, label - 8, _LINE)
            self.legs.append(Leg(taken[0], QPointF(start, middle), QPointF(start + label, middle), "", shown, room))
            left = start + label
            self.places.append(Place(taken[0].after, QRectF(left, top + _LINE, self._box, _HIGH)))
        return top + _LINE + _HIGH + 2 * _APART

    def _arrange_state(self, state: Labelled, top: float) -> float:
        self.places.append(Place(state, QRectF(0, top, self._box, _HIGH)))
        bottom, start, end = top + _HIGH, self._box + 28.0, self.width() - self._box - 10.0
        trunk = QPointF(self._box, top + _HIGH / 2)
        for arrow in leaving(self.flow, state):
            words = DOT.join(details(arrow))
            room = QRectF(start + 6, top + _WORDS_AT, max(end - start - 20, 120), 0)
            high = QFontMetricsF(font(SMALL)).boundingRect(room.adjusted(0, 0, 0, 4000), _WORDS, words).height()
            room.setHeight(high + 4)
            line = QPointF(max(end, start + 140), top + _HIGH / 2)
            self.legs.append(Leg(arrow, trunk, line, tr(arrow.caption), words, room))
            for place, target in enumerate((arrow.after, *arrow.otherwise)):
                self.places.append(Place(target, QRectF(line.x(), top + place * (_HIGH + 4), self._box, _HIGH)))
            least = (1 + len(arrow.otherwise)) * (_HIGH + 4)
            top += max(room.height() + _WORDS_AT, least) + _GAP
            bottom = max(bottom, top - _GAP)
        return bottom


DOT = " · "


def details(arrow: Arrow) -> Iterator[str]:
    """What is to be known of a step, in the reader's words."""
    comma = tr(N_(", "))
    if arrow.seat:
        yield tr(N_("signs as {seat}"), seat=tr(arrow.seat))
    yield tr(N_("by: {who}"), who=tr(arrow.who)) if arrow.who else tr(N_("follows by itself"))
    if arrow.together:
        yield tr(N_("in any order, until all are there"))
    if arrow.apart:
        yield tr(N_("never the same person as: {seats}"), seats=comma.join(map(tr, arrow.apart)))
    if arrow.needs:
        yield tr(N_("only if: {rules}"), rules=comma.join(map(tr, arrow.needs)))
    if arrow.reasons:
        yield tr(N_("reason: {reasons}"), reasons=comma.join(map(tr, arrow.reasons)))
    if arrow.voids:
        yield tr(N_("signatures no longer count"))


def told(flow: Flow) -> Iterator[str]:
    """The whole diagram in words."""
    yield tr(flow.title)
    for state in flow.states:
        for arrow in leaving(flow, state):
            where = f"{choice_label(state)} → {choice_label(arrow.after)}"
            yield f"{where}: {tr(arrow.caption)}{DOT}{DOT.join(details(arrow))}"


def _box_width(flow: Flow) -> float:
    """Wide enough for the longest of its states, and for no more than that."""
    metrics = QFontMetricsF(font(BODY, strong=True))
    longest = max(metrics.horizontalAdvance(choice_label(state)) for state in flow.states)
    return min(max(longest + 44, _NARROW), _WIDE)


def _kind(state: Labelled) -> Kind:
    return Kind(state.tone.value) if state.tone.value else Kind.NEUTRAL


def _paint_state(painter: QPainter, place: Place) -> None:
    kind = _kind(place.state)
    painter.setPen(QPen(colour(INK_OF[kind]), 1))
    painter.setBrush(colour(FILL_OF[kind]))
    painter.drawRoundedRect(place.box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    paint_icon(painter, ICON_OF[kind], place.box.topLeft() + QPointF(10, _HIGH / 2 - 7), INK_OF[kind], 14)
    painter.setFont(font(BODY, strong=True))
    painter.setPen(colour(INK_OF[kind]))
    words = place.box.adjusted(30, 0, -8, 0)
    text = painter.fontMetrics().elidedText(choice_label(place.state), Qt.TextElideMode.ElideRight, int(words.width()))
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)


def _paint_leg(painter: QPainter, leg: Leg) -> None:
    ink: Token = "warn" if leg.arrow.voids else "edge"
    painter.setPen(QPen(colour(ink), 1.5, Qt.PenStyle.SolidLine if leg.arrow.who else Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    turn = QPointF(leg.start.x() + 14, leg.end.y())
    painter.drawPolyline(QPolygonF([leg.start, QPointF(turn.x(), leg.start.y()), turn, leg.end - QPointF(7, 0)]))
    tip = leg.end
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ink))
    painter.drawPolygon(QPolygonF([tip, tip + QPointF(-8, -4.5), tip + QPointF(-8, 4.5)]))
    painter.setFont(font(SMALL))
    painter.setPen(colour("text2"))
    if leg.title:
        _paint_title(painter, leg)
        painter.setFont(font(SMALL))
        painter.setPen(colour("text2"))
        painter.drawText(leg.room, _WORDS, leg.words)
    else:
        painter.drawText(leg.room, _MIDDLE, leg.words)


def _paint_title(painter: QPainter, leg: Leg) -> None:
    """On the line, which gives way to it."""
    painter.setFont(font(BODY, strong=True))
    width = painter.fontMetrics().horizontalAdvance(leg.title)
    box = QRectF(leg.room.left() - 2, leg.end.y() - 10, width + 10, 20)
    painter.fillRect(box, colour("surface"))
    painter.setPen(colour("text"))
    painter.drawText(box, _MIDDLE, leg.title)
