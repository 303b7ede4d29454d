"""The parts every screen is made of; import them from here.

label(text, face), ElidedLabel, Hairline, KeyHints, RIGHT       words (faces: kpi h1 h2 strong quiet small error …)
Kind, Pill(text, kind), paint_pill, paint_badge, Logo, Avatar   states and marks
button(text, face, icon), icon_button(icon, name), Chip, Segmented
PasswordEdit, Eye(edit), SearchEdit(hint), roomy(spin_box), place_of(combo, value)
Card(title, count), PageHeader(title, context), Banner, EmptyState, ActionBar, scrolled(widget), page_layout(page)
Timeline([Step(title, detail, Progress.DONE)])
"""

from desktop_admin.views.kit.widgets.buttons import Chip, Segmented, button, icon_button
from desktop_admin.views.kit.widgets.fields import Eye, PasswordEdit, SearchEdit, place_of, roomy
from desktop_admin.views.kit.widgets.frames import (
    ActionBar,
    Banner,
    Card,
    EmptyState,
    PageHeader,
    discard,
    link,
    note,
    page_layout,
    scrolled,
)
from desktop_admin.views.kit.widgets.marks import (
    FILL_OF,
    ICON_OF,
    INK_OF,
    Avatar,
    Kind,
    Logo,
    Pill,
    paint_badge,
    paint_pill,
    pill_width,
)
from desktop_admin.views.kit.widgets.text import RIGHT, ElidedLabel, Face, Hairline, KeyHints, label
from desktop_admin.views.kit.widgets.timeline import Progress, Step, Timeline

__all__ = [
    "FILL_OF",
    "ICON_OF",
    "INK_OF",
    "RIGHT",
    "ActionBar",
    "Avatar",
    "Banner",
    "Card",
    "Chip",
    "ElidedLabel",
    "EmptyState",
    "Eye",
    "Face",
    "Hairline",
    "KeyHints",
    "Kind",
    "Logo",
    "PageHeader",
    "PasswordEdit",
    "Pill",
    "Progress",
    "SearchEdit",
    "Segmented",
    "Step",
    "Timeline",
    "button",
    "discard",
    "icon_button",
    "label",
    "link",
    "note",
    "page_layout",
    "paint_badge",
    "paint_pill",
    "pill_width",
    "place_of",
    "roomy",
    "scrolled",
]
