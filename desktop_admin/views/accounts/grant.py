"""Which roles an account has, and what they let its owner do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.accounts import AccountDetails, AccountRow, ChangeRoles, ReadAccount, ReadRoles, RoleInfo
from desktop_admin.core.errors import Refused, Stale
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.accounts.words import area_name, right_name
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.widgets import Card, Face, Kind, label

COLUMNS = 2  # of roles: all of them are in sight, however many rights they give


class RolesDialog(Dialog):
    """Roles on the left, the rights they give together on the right; what would be new or gone is marked."""

    def __init__(
        self, parent: QWidget, desk: QtDesk, details: AccountDetails, then: Callable[[AccountRow], object] = nothing
    ) -> None:
        super().__init__(parent, tr(N_("Change roles: {name}"), name=details.row.name), width=860)
        self._desk, self._details, self._then = desk, details, then
        self._roles: tuple[RoleInfo, ...] = ()
        self.boxes: dict[str, QCheckBox] = {}
        self._choices, self._rights = QGridLayout(), QVBoxLayout()
        self._choices.setHorizontalSpacing(16)
        self._choices.setVerticalSpacing(8)
        self._rights.setSpacing(4)
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addLayout(self._choices, 1)
        gives = Card(tr(N_("What they may do")))
        gives.body.addLayout(self._rights)
        gives.body.addStretch(1)
        sides.addWidget(gives, 1)
        self.body.addLayout(sides)
        self.add_cancel()
        self.primary = self.add_button(tr(N_("Change")), self.finish, "primary")
        self.primary.setEnabled(False)
        self.losing = lambda: bool(self.boxes) and self.chosen() != frozenset(details.role_names)
        desk.ask(ReadRoles(), owner=self, then=self._show, failed=self.show_refusal)

    def chosen(self) -> frozenset[str]:
        return frozenset(name for name, box in self.boxes.items() if box.isChecked())

    def finish(self) -> None:
        if not self.primary.isEnabled():
            return
        row = self._details.row
        self.primary.setEnabled(False)
        command = ChangeRoles(row.key, row.version, roles=tuple(sorted(self.chosen())))
        self._desk.ask(command, owner=self, then=self._changed, failed=self._refused)

    def _show(self, roles: tuple[RoleInfo, ...]) -> None:
        self._roles = roles
        offered = [role for role in roles if self._details.row.kind in role.kinds]
        lines = -(-len(offered) // COLUMNS)
        for place, role in enumerate(offered):
            box = QCheckBox(role.title.text())
            box.setChecked(role.name in self._details.role_names)
            box.setEnabled(role.grantable)
            box.setToolTip("" if role.grantable else tr(N_("It holds rights that you may not give.")))
            box.toggled.connect(self._tell)
            self.boxes[role.name] = box
            self._choices.addWidget(box, place % lines, place // lines)
            box.show()  # now, or the dialog would be measured without it
        self._choices.setRowStretch(lines, 1)
        self._tell()
        first = next((box for box in self.boxes.values() if box.isEnabled()), None)
        if first is not None:
            first.setFocus()

    def _tell(self, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal's argument
        while (item := self._rights.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for text, face in _lines(self.rights(frozenset(self._details.role_names)), self.rights(self.chosen())):
            right = label(text, face, wrap=True)
            self._rights.addWidget(right)
            right.show()
        changed = self.chosen() != frozenset(self._details.role_names)
        self.primary.setEnabled(changed)
        self.fit()

    def rights(self, names: frozenset[str]) -> frozenset[Permission]:
        return frozenset[Permission]().union(*(role.rights for role in self._roles if role.name in names))

    def _changed(self, answer: AccountRow) -> None:
        self.accept()
        self._then(answer)

    def _refused(self, error: Refused) -> None:
        if isinstance(error, Stale):
            self._desk.ask(ReadAccount(self._details.row.key), owner=self, then=partial(self._reload, error))
            return
        self.primary.setEnabled(True)
        self.show_refusal(error)

    def _reload(self, error: Refused, fresh: AccountDetails) -> None:
        """Somebody else has changed the account: their roles are shown, and nothing is sent unseen."""
        self._details = fresh
        for name, box in self.boxes.items():
            box.setChecked(name in fresh.role_names)
        self._tell()
        self.messages.say(str(error), Kind.WARN)
        self.fit()


def _lines(before: frozenset[Permission], after: frozenset[Permission]) -> list[tuple[str, Face]]:
    """Each right with its area, in the face of a label: new, gone or as it was."""
    found: list[tuple[str, Face]] = []
    for right in sorted(before | after):
        text = tr(N_("{area}: {right}"), area=area_name(right), right=right_name(right))
        if right not in before:
            found.append((f"＋ {text}", "done"))
        elif right not in after:
            found.append((f"－ {text}", "error"))
        else:
            found.append((text, "small"))
    return found or [(tr(N_("Nothing but the own account.")), "small")]
