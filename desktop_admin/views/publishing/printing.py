"""From an article to its printed 《信息发布申请表》."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_admin.core.permissions import Actor
from desktop_admin.reports.catalogue import REPORTS
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.paper import PaperView, open_report

APPLICATION = "publishing-application"


def may_print(actor: Actor) -> bool:
    return any(report.name == APPLICATION and actor.may(report.permission) for report in REPORTS)


def print_application(parent: QWidget, desk: QtDesk, article: UUID) -> PaperView | None:
    """The preview."""
    return open_report(parent, desk, APPLICATION, subject=article)
