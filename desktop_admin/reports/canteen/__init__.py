"""The canteen on paper and in Excel: a day's inspection, and a month of them."""

from desktop_admin.reports.canteen.daily import DAILY
from desktop_admin.reports.canteen.month import MONTH

__all__ = ["DAILY", "MONTH"]
