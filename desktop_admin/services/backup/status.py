"""What is known of the backups: the last good one, whether there should be a newer one, and where they are."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from desktop_admin.api.backup import BackupState
from desktop_admin.core.backups import overdue
from desktop_admin.models.audit import AuditEntry
from desktop_admin.services.backup import make, store
from desktop_admin.services.registry import Backstage


def last_good(data: Path, now: datetime) -> datetime | None:
    """When the newest backup that nothing is known against was made. One of the future is none."""
    made = (each.manifest.made_at for each in store.listed(make.place_of(data)) if each.good)
    return max((moment for moment in made if moment <= now), default=None)


def state(backstage: Backstage, data: Path, connection: Connection, now: datetime) -> BackupState:
    place, last = make.place_of(data), last_good(data, now)
    return BackupState(
        folder=str(place),
        same_disk=_same_disk(data, place),
        last_good=last,
        overdue=is_overdue(connection, last, now),
        here=backstage.host is not None and backstage.host.here,
    )


def is_overdue(connection: Connection, last: datetime | None, now: datetime) -> bool:
    begun = connection.scalar(select(func.min(AuditEntry.at)))
    return begun is not None and overdue(last, begun, now)


def _same_disk(data: Path, place: Path) -> bool:
    """As far as the system tells: two partitions of one disk count as two."""
    nearest = place if place.is_dir() else place.parent
    return not nearest.is_dir() or nearest.stat().st_dev == data.stat().st_dev
