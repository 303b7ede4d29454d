"""A resource is contributed here, with the record of its rights: whose it is, the licence, the source, how long."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from msgspec.structs import asdict, replace
from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import Command, Field, fields
from desktop_admin.api.training.files import StoredFile
from desktop_admin.api.training.resources import AddResource, EditResource, ReadResource, ResourceDetail
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form.merge import Sides
from desktop_admin.views.kit.widgets import Banner, Kind
from desktop_admin.views.training.files import FilesField, file_text
from desktop_admin.views.training.revised import Compared, RevisedDialog

AGAIN = N_("An edit is a new revision. What has been approved stays in use until the new one has been approved, too.")
FILES = {"file": N_("File"), "permission_file": N_("Permission on file")}
NONE = N_("(none)")


class ResourceDialog(RevisedDialog):
    def __init__(
        self,
        parent: QWidget,
        desk: QtDesk,
        resource: ResourceDetail | None,
        *,
        then: Callable[[Any], object],
    ) -> None:
        """resource: none for a new one."""
        self._resource = resource
        self.files = {name: FilesField(desk, tr(label), most=1) for name, label in FILES.items()}
        super().__init__(
            parent,
            desk,
            EditResource if resource else AddResource,
            then=then,
            initial=asdict(resource.content) if resource else {},
        )
        if resource is not None:
            for name, field in self.files.items():
                field.show_files(_files(resource, name))
            self.body.insertWidget(0, Banner(tr(AGAIN), Kind.INFO))
        for field in self.files.values():
            self.body.insertWidget(self.body.count() - 1, field)
            field.refused.connect(self.show_refusal)
        self.opened = self.snapshot()

    def snapshot(self) -> dict[str, Any]:
        return super().snapshot() | self._chosen()

    def take(self, values: dict[str, Any]) -> None:
        if any(field.waiting for field in self.files.values()):
            self.messages.say(tr(N_("A file is still being stored; save again in a moment.")), Kind.WARN)
            return
        super().take(values | self._chosen())

    def command(self, key: Any, values: dict[str, Any]) -> Command[Any]:
        if self._resource is None:
            return AddResource(id=key, **values)
        return EditResource(self._resource.row.key, self._resource.row.version, id=key, **values)

    def _chosen(self) -> dict[str, UUID | None]:
        return {name: next((each.key for each in field.stored), None) for name, field in self.files.items()}

    # Somebody else was faster

    def newest(self) -> ReadResource | None:
        return ReadResource(self._resource.row.key) if self._resource is not None else None

    def compared(self, now: ResourceDetail) -> Compared:
        """The two files are compared as fields."""
        before = self._resource or now
        known = {each.key: each for field in self.files.values() for each in field.stored}
        known |= {each.key: each for detail in (before, now) for name in FILES for each in _files(detail, name)}
        asked: dict[str, Field] = {name: box.field for name, box in self.boxes.items()}
        of_files = {name: replace(fields(EditResource)["title"], name=name, label=text) for name, text in FILES.items()}

        def said(name: str, value: Any) -> str:
            if name in asked:
                return self.editor(name).said(value)
            return file_text(known[value]) if value else tr(NONE)

        def settle(values: Mapping[str, Any]) -> None:
            self._resource = now
            self.write(values)
            for name, field in self.files.items():
                field.show_files((known[values[name]],) if values[name] else ())

        return Compared(
            now.revisions[-1].by if now.revisions else "",
            tr(N_("“{name}”"), name=now.content.title),
            asked | of_files,
            Sides(_values(before), self.sent, _values(now)),
            said,
            settle,
        )


def _files(resource: ResourceDetail, name: str) -> tuple[StoredFile, ...]:
    file: StoredFile | None = getattr(resource, name)
    return (file,) if file is not None else ()


def _values(resource: ResourceDetail) -> dict[str, Any]:
    files = {name: next((each.key for each in _files(resource, name)), None) for name in FILES}
    return asdict(resource.content) | files
