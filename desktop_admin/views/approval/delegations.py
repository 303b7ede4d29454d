"""委托: who acts for whom in approvals."""

from desktop_admin.api import flows
from desktop_admin.api.approval.delegation import DELEGATIONS, SEPARATOR, Delegate, DelegateSeat, ListDelegates
from desktop_admin.api.approval.told import EVERYTHING
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors.base import Pairs
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.known import KnownPairs
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.list_page.rows import school_day


class DelegationsPage(ListPage):
    def __init__(self, desk: QtDesk) -> None:
        self.delegates = Delegates(desk)
        super().__init__(desk, DELEGATIONS, create=self._delegate)
        self.delegates.setParent(self)

    def _delegate(self) -> None:
        today = school_day()
        self.form = FormDialog(
            self,
            self.desk,
            DelegateSeat,
            initial={"what": "", "first_day": today, "last_day": today},
            choices={"to_key": self.delegates, "what": own_scopes(self.desk)},
            then=self._delegated,
        )
        self.form.open()

    def _delegated(self, _row: object) -> None:
        self.word.say(tr(N_("Delegated")))


class Delegates(KnownPairs):
    """The people one may choose, as they were when the page was made."""

    def wanted(self) -> ListDelegates:
        return ListDelegates()

    def pairs_of(self, answer: tuple[Delegate, ...]) -> Pairs:
        return [(person.key, f"{person.name} {person.department}".strip()) for person in answer]


def own_scopes(desk: QtDesk) -> Pairs:
    """What the reader has a right to themselves; the service decides for good."""
    found = [("", tr(EVERYTHING))]
    for flow, seat in flows.scopes():
        steps = [step for step in flow.steps if seat is None or step.seat == seat.name]
        if any(desk.actor.may(step.permission) for step in steps):
            value = f"{flow.name}{SEPARATOR}{seat.name}" if seat else flow.name
            found.append((value, f"{tr(flow.title)} · {tr(seat.label)}" if seat else tr(flow.title)))
    return found
