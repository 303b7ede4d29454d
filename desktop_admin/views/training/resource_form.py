"""A resource is contributed here, with the record of its rights: whose it is, the licence, the source, how long."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import fields
from desktop_admin.api.training.resources import AddResource, EditResource, ResourceDetail
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.widgets import Banner, Kind
from desktop_admin.views.training.files import FilesField

AGAIN = N_("An edit is a new revision; it is reviewed again before it may be used.")


class ResourceDialog(FormDialog):
    def __init__(
        self,
        parent: QWidget,
        desk: QtDesk,
        resource: ResourceDetail | None,
        *,
        then: Callable[[Any], object],
    ) -> None:
        """resource: none for a new one."""
        self.file = FilesField(desk, tr(N_("File")), most=1)
        self.permit = FilesField(desk, tr(N_("Permission on file")), most=1)
        super().__init__(
            parent,
            desk,
            EditResource if resource else AddResource,
            fixed={"key": resource.row.key, "version": resource.row.version} if resource else {},
            initial=_known(resource) if resource else {},
            record=resource.row.title if resource else "",
            verb=tr(N_("Save")),
            then=then,
        )
        if resource is not None:
            self.file.show_files((resource.file,) if resource.file else ())
            self.permit.show_files((resource.permission_file,) if resource.permission_file else ())
            self.body.insertWidget(0, Banner(tr(AGAIN), Kind.INFO))
        for field in (self.file, self.permit):
            self.body.insertWidget(self.body.count() - 1, field)
            field.refused.connect(self.show_refusal)
        self.opened = self.snapshot()

    def snapshot(self) -> dict[str, Any]:
        return super().snapshot() | self._files()

    def take(self, values: dict[str, Any]) -> None:
        if self.file.waiting or self.permit.waiting:
            self.messages.say(tr(N_("A file is still being stored; save again in a moment.")), Kind.WARN)
            return
        super().take(values | self._files())

    def _files(self) -> dict[str, Any]:
        file, permit = (next((each.key for each in part.stored), None) for part in (self.file, self.permit))
        return {"file": file, "permission_file": permit}


def _known(resource: ResourceDetail) -> dict[str, Any]:
    names = fields(EditResource)
    return {
        name: getattr(resource.row, name) if hasattr(resource.row, name) else getattr(resource, name) for name in names
    }
