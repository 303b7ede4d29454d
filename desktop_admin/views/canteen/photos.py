"""The photos of a fail, looked at and, while the sheet is open, taken away again."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_admin.api.canteen.entry import RemovePhoto
from desktop_admin.api.canteen.sheet import ItemLine, Photo, ReadPhoto
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.widgets import button, label

WIDTH, HEIGHT = 592, 400  # pixels a picture has at most


class PhotosDialog(Dialog):
    """One below the other, each with who added it and when; read one by one, so that the first is there at once."""

    def __init__(self, parent: QWidget, desk: QtDesk, item: ItemLine, *, editable: bool) -> None:
        title = tr(N_("Photos of {code}"), code=item.item.code)
        super().__init__(parent, title, item.item.text, icon_name="camera")
        self._desk = desk
        self.pictures: dict[Photo, QLabel] = {}
        for photo in item.photos:
            self.body.addWidget(self._place(photo, editable=editable and desk.actor.may(RemovePhoto.permission)))
            desk.ask(ReadPhoto(photo.key), owner=self, then=partial(self._take, photo))
        self.body.addStretch(1)
        self.add_button(tr(N_("Close")), self.accept, "primary")

    def _place(self, photo: Photo, *, editable: bool) -> QWidget:
        made, whole, foot, picture = QWidget(), QVBoxLayout(), QHBoxLayout(), label(tr(N_("Loading…")), "quiet")
        scale = min(1.0, WIDTH / max(1, photo.width), HEIGHT / max(1, photo.height))
        picture.setFixedSize(round(photo.width * scale), round(photo.height * scale))
        picture.setAccessibleName(tr(N_("Photo by {who}"), who=photo.by))
        self.pictures[photo] = picture
        foot.addWidget(label(f"{photo.by} {local_time(photo.at):%m-%d %H:%M}", "small"))
        foot.addStretch(1)
        if editable:
            remove = button(tr(N_("Remove")), "danger", "trash", low=True)
            remove.clicked.connect(partial(self._remove, photo, made))
            foot.addWidget(remove)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(picture)
        whole.addLayout(foot)
        made.setLayout(whole)
        return made

    def _take(self, photo: Photo, data: bytes) -> None:
        picture, pixels = self.pictures[photo], QPixmap()
        pixels.loadFromData(data)
        ratio = self.devicePixelRatioF()
        fitted = pixels.scaled(
            picture.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(ratio)
        picture.setPixmap(fitted)

    def _remove(self, photo: Photo, place: QWidget, _checked: object = None) -> None:
        command = RemovePhoto(photo.key, 1)
        self._desk.ask(command, owner=self, then=lambda _line: place.hide(), failed=self.show_refusal)
