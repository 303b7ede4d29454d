"""Sets running text, and the foot of a certificate."""

from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports.kit import qr
from desktop_admin.reports.kit.fonts import Style
from desktop_admin.reports.kit.page.declare import Attestation, Prose
from desktop_admin.reports.kit.page.flow import FRAME, FRAME_FOOT, Flow
from desktop_admin.reports.kit.page.lines import wrapped
from desktop_admin.reports.kit.page.pen import MM

INDENT = "　　"
LEADING = 1.75  # of the size
CODE = 26 * MM
CAPTION, CAPTION_LEADING = 10.0, 15.0
ATTESTED, ATTESTED_LEADING = 15.0, 26.0


def set_prose(flow: Flow, prose: Prose) -> None:
    style, name = Style.BOLD if prose.bold else Style.BODY, tr(N_("Report text"))
    for paragraph in prose.paragraphs:
        text = paragraph if prose.align == "center" else INDENT + paragraph
        for place, (line, length) in enumerate(wrapped(text, style, prose.size, flow.room, name)):
            flow.need(prose.size * LEADING)
            start = (flow.room - length) / 2 if prose.align == "center" else 0
            indented = prose.align == "left" and place == 0 and not line.startswith(INDENT)
            x = flow.left + start + (2 * prose.size if indented else 0)
            flow.pen.text(x, flow.y + prose.size * 1.3, line, prose.size, style, name=name)
            flow.y += prose.size * LEADING
    flow.y += prose.size * 0.5


def set_attestation(flow: Flow, block: Attestation) -> None:
    """At the foot of the page, inside its border if it has one."""
    name = tr(N_("Report text"))
    height = max(CODE, len(block.attested) * ATTESTED_LEADING)
    flow.need(height)
    if flow.framed:
        flow.y = max(flow.y, flow.size[1] - 2 * FRAME - FRAME_FOOT - height)
    bottom = flow.y + height
    code, side = qr.drawing(block.payload)
    flow.pen.stamp(code, flow.left, bottom, CODE / side)
    first = bottom - (len(block.captions) - 1) * CAPTION_LEADING - 3
    for place, caption in enumerate(block.captions):
        flow.pen.text(flow.left + CODE + 4 * MM, first + place * CAPTION_LEADING, caption, CAPTION, name=name)
    first = bottom - (len(block.attested) - 1) * ATTESTED_LEADING - 3
    for place, text in enumerate(block.attested):
        ((line, length), *_) = wrapped(text, Style.BODY, ATTESTED, flow.room, name)
        flow.pen.text(flow.right - length, first + place * ATTESTED_LEADING, line, ATTESTED, name=name)
    flow.y = bottom
