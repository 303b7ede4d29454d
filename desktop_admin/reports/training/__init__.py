"""Training on paper and in Excel."""

from desktop_admin.reports.training.attendance import ATTENDANCE
from desktop_admin.reports.training.certificate import CERTIFICATE
from desktop_admin.reports.training.credit_hours import CREDIT_HOURS
from desktop_admin.reports.training.grades import GRADES
from desktop_admin.reports.training.plan import PLAN
from desktop_admin.reports.training.sign_in import SIGN_IN

__all__ = ["ATTENDANCE", "CERTIFICATE", "CREDIT_HOURS", "GRADES", "PLAN", "SIGN_IN"]
