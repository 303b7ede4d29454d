"""Every module of the program, in the order of the rail."""

from desktop_admin.views import accounts, approval, audit, canteen, publishing, reports, school, training
from desktop_admin.views.kit.shell import Module

MODULES: tuple[Module, ...] = (
    canteen.MODULE,
    publishing.MODULE,
    training.MODULE,
    accounts.MODULE,
    approval.MODULE,
    reports.MODULE,
    school.MODULE,
    audit.MODULE,
)
