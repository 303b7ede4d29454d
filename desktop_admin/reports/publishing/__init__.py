"""Publishing on paper and in Excel."""

from desktop_admin.reports.publishing.application import APPLICATION
from desktop_admin.reports.publishing.ledger import LEDGER

__all__ = ["APPLICATION", "LEDGER"]
