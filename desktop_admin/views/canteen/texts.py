"""Small texts that several of the canteen's screens share."""

from datetime import date

from desktop_admin.core.i18n import N_, tr

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def day_title(day: date, *parts: str) -> str:
    """09-01 Tuesday · First canteen · ST-20260901-01"""
    return " · ".join((f"{day:%m-%d} {tr(WEEKDAYS[day.weekday()])}", *parts))
