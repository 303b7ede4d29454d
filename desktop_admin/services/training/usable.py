"""Whether a resource may be used: approved, its rights in force on the day, its file whole (网上教学 三)."""

from datetime import date

from sqlalchemy import ColumnElement, or_

from desktop_admin.api.training.resources import Usability
from desktop_admin.models.training.resources import Resource


def usability_of(in_force: int, expiry: date | None, today: date, *, broken: bool) -> Usability:
    """in_force: the approved revision, 0 for none. expiry: the last day of the rights."""
    if expiry is not None and expiry < today:
        return Usability.EXPIRED
    if not in_force:
        return Usability.NOT_APPROVED
    return Usability.BROKEN if broken else Usability.USABLE


def blocked(resource: Resource, today: date) -> str:
    """Why it may not be used, a message; empty where it may."""
    found = usability_of(resource.in_force, resource.expiry, today, broken=resource.broken)
    return "" if found is Usability.USABLE else found.label


def may_be_used(today: date) -> ColumnElement[bool]:
    in_time = or_(Resource.expiry.is_(None), Resource.expiry >= today)
    return in_time & (Resource.in_force > 0) & Resource.broken.is_(False)
