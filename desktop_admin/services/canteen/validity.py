"""How long a licence or a certificate is still valid."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.api.canteen.registers import CertificateState

WARNED = 30  # days before the last


def state_of(expiry: date, today: date) -> CertificateState:
    """expiry is the last valid day."""
    left = (expiry - today).days
    if left < 0:
        return CertificateState.EXPIRED
    return CertificateState.EXPIRING if left <= WARNED else CertificateState.VALID


def expiring(expiry: InstrumentedAttribute[date], state: CertificateState, today: date) -> ColumnElement[bool]:
    """The same as a condition of a list; it changes once a day."""
    soon = today + timedelta(days=WARNED)
    conditions = {
        CertificateState.EXPIRED: expiry < today,
        CertificateState.EXPIRING: expiry.between(today, soon),
        CertificateState.VALID: expiry > soon,
    }
    return conditions[state]
