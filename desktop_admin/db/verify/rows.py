"""Every audited row against what the trail last said of it."""

from typing import Any
from uuid import UUID

from msgspec import MsgspecError, json
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from desktop_admin.api.audit import Difference, Finding
from desktop_admin.db.audit import Diff, Payload, audited, labels_of, plain, row_digest, stored
from desktop_admin.db.verify import findings as wrong
from desktop_admin.db.verify.check import BATCH, Check
from desktop_admin.models.audit import AuditEntry, AuditSubject
from desktop_admin.models.base import Audited

NEVER = (0, False, "")


def count(check: Check) -> int:
    """How many rows there are to look at."""
    tables = (select(func.count()).select_from(model) for model in audited().values())
    return sum(check.connection.scalar(rows) or 0 for rows in tables)


def check_rows(check: Check) -> None:
    for table, model in audited().items():
        _check_table(check, model, check.last.pop(table, {}))


def _check_table(check: Check, model: type[Audited], known: dict[UUID, tuple[int, bool, str]]) -> None:
    columns = sorted(stored(inspect(model)))
    names = [name for name, _ in columns]
    place = names.index("key")
    every = select(*(column for _, column in columns)).execution_options(yield_per=BATCH)
    for row in check.connection.execute(every):
        check.step()
        check.rows += 1
        key = row[place]
        _, deleted, digest = known.pop(key, NEVER)
        if deleted or not digest:
            check.found(_finding(check, wrong.ROW_ADDED, model, key))
        elif row_digest(dict(zip(names, row, strict=True))) != digest:
            check.found(_changed(check, model, key, dict(zip(names, row, strict=True))))
    for key, (_, deleted, _digest) in known.items():
        if not deleted:
            check.found(_finding(check, wrong.ROW_REMOVED, model, key))


def _finding(
    check: Check, message: str, model: type[Audited], key: UUID, columns: tuple[Difference, ...] = ()
) -> Finding:
    with Session(check.connection, join_transaction_mode="rollback_only") as session:
        record = session.get(model, key)
        name = (record.describe() if record is not None else "") or key.hex
    return Finding(message, {"name": name}, model.in_trail.title or model.__tablename__, columns)


def _changed(check: Check, model: type[Audited], key: UUID, row: dict[str, Any]) -> Finding:
    """With the columns that differ from what was last audited of them."""
    known, labels = _last_told(check, model.__tablename__, key), labels_of(model.__tablename__)
    secret = [name for name, column in stored(inspect(model)) if column.info.get("secret")]
    differing = tuple(
        Difference(labels.get(name, name), _short(known[name]), _short(plain(value)))
        for name, value in row.items()
        if name not in secret and name in known and known[name] != plain(value)
    )
    hidden = tuple(Difference(labels.get(name, name)) for name in secret)
    return _finding(check, wrong.ROW_CHANGED, model, key, differing or hidden)


def _short(value: Any) -> str:
    text = "—" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - as much as a line takes


def _last_told(check: Check, table: str, key: UUID) -> dict[str, Any]:
    """Each field as the trail last left it, and the version."""
    mine = select(AuditEntry.payload).join(AuditSubject, AuditSubject.entry_id == AuditEntry.id)
    mine = mine.where(AuditSubject.table == table, AuditSubject.key == key)
    told: list[tuple[int, Diff]] = []
    for payload in check.connection.scalars(mine):
        try:
            changes = json.decode(payload, type=Payload).changes
        except MsgspecError:
            continue  # it has been named
        told += [(each.version, each.fields) for each in changes if (each.table, each.key) == (table, key)]
    known: dict[str, Any] = {}
    for version, fields in sorted(told, key=lambda each: each[0]):
        known |= {name: after for name, (_, after) in fields.items()} | {"version": version}
    return known
