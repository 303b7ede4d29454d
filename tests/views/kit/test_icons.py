"""Icons are our own, drawn in the colour of the moment."""

import gc

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_admin.views.kit import icons, theme
from desktop_admin.views.kit.tokens import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("dressed")


def colours(pixmap: QPixmap) -> set[int]:
    """Every fully painted colour."""
    image = pixmap.toImage()
    found = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.rgb() for colour in found if colour.alpha() == 255}


def inked(pixmap: QPixmap) -> int:
    image = pixmap.toImage()
    return sum(image.pixelColor(x, y).alpha() > 128 for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("name", icons.NAMES)
def test_every_icon_draws_something_inside_its_box(name: str) -> None:
    drawn = icons.pixmap(name, "text", 20, 2.0)
    assert drawn.size() == QSize(40, 40)
    assert 20 < inked(drawn) < 900
    image = drawn.toImage()
    edge = [image.pixelColor(0, i).alpha() for i in range(40)] + [image.pixelColor(39, i).alpha() for i in range(40)]
    assert max(edge) < 128, "cut off at the side"


def test_an_unknown_icon_is_refused_when_it_is_asked_for() -> None:
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


def test_an_icon_changes_with_the_theme_without_being_set_again(dressed: theme.Look, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.setIcon(icons.icon("minus", "danger"))
    assert QColor(LIGHT.danger).rgb() in colours(button.icon().pixmap(40, 40))
    dressed.switch(theme.Scheme.DARK)
    assert QColor(DARK.danger).rgb() in colours(button.icon().pixmap(40, 40))


def test_a_disabled_icon_is_grey() -> None:
    drawn = icons.icon("minus", "danger").pixmap(QSize(40, 40), QIcon.Mode.Disabled)
    assert QColor(LIGHT.text2).rgb() in colours(drawn)


def test_an_icon_is_sharp_on_a_screen_of_double_density() -> None:
    drawn = icons.icon("minus").pixmap(QSize(20, 20), 2.0)
    assert drawn.size() == QSize(40, 40)
    assert drawn.devicePixelRatio() == 2.0


def test_icons_outlive_whoever_made_them() -> None:
    made = [QIcon(icons.icon(name)) for name in icons.NAMES for _ in range(20)]
    gc.collect()
    assert not any(each.pixmap(20, 20).isNull() for each in made)
