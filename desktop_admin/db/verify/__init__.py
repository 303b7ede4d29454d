"""Is the audit trail, and is every audited row, still as it was written? Streams everything once, as plain rows."""

from pathlib import Path

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DatabaseError

from desktop_admin.api.audit import Finding, Report
from desktop_admin.core.keys import Keys
from desktop_admin.db import tail
from desktop_admin.db.seals import FILE, Remembered
from desktop_admin.db.verify.chain import check_entries, check_guards, check_seals, check_subjects, take_tail
from desktop_admin.db.verify.check import Check, Told
from desktop_admin.db.verify.findings import DAMAGED, FORGOTTEN, OTHER_KEY
from desktop_admin.db.verify.rows import check_rows, count
from desktop_admin.db.work import Database
from desktop_admin.models.audit import AuditEntry, AuditSubject

__all__ = ["examine", "verify"]


def verify(database: Database, keys: Keys, folder: Path | None, told: Told = lambda _done, _total: None) -> Report:
    """Of everything as it was at one moment; writing goes on meanwhile.

    told is given the steps done and their total now and then; what it raises ends the check.
    """
    key = keys.key("audit seal")  # both notes before the snapshot: what was made since is no finding
    remembered, ends = (Remembered.load(folder), tail.read(folder, key)) if folder else (None, None)
    with database.reading() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        check = Check(connection, told)
        try:
            _run(check, key, remembered, ends)
            _check_notes(check, folder, ends)
        except DatabaseError as error:
            check.findings.insert(0, Finding(DAMAGED, {"detail": str(error.orig)}))
    return Report(database.now(), check.entries, check.rows, check.seals, tuple(check.findings))


def _check_notes(check: Check, folder: Path | None, ends: tail.Ends | None) -> None:
    """Without them an older copy of the database, put in its place, would not be noticed, nor a cut after the last
    seal. Of notes that were signed with another key the seals have told already."""
    if folder is None or not check.seals:
        return
    if Remembered.load(folder) is None:
        check.found(Finding(FORGOTTEN, {"file": FILE}))
    elif ends is None and not any(finding.message == OTHER_KEY for finding in check.findings):
        check.found(Finding(FORGOTTEN, {"file": tail.FILE}))


def examine(connection: Connection, keys: Keys) -> list[Finding]:
    """The findings on what stands in this transaction, wherever it came from: no seal of another time counts."""
    check = Check(connection, lambda _done, _total: None)
    _run(check, keys.key("audit seal"), None, None)
    return check.findings


def _run(check: Check, key: bytes, remembered: Remembered | None, ends: tail.Ends | None) -> None:
    _check_file(check)
    tables = (AuditEntry, AuditSubject)
    lines = sum(check.connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
    check.total = lines + count(check)
    check.told(0, check.total)
    check_guards(check)
    check_seals(check, key, remembered)
    take_tail(check, ends or {})
    check_entries(check)
    check_subjects(check)
    check_rows(check)
    check.told(check.total, check.total)


def _check_file(check: Check) -> None:
    connection: Connection = check.connection
    if connection.dialect.name != "sqlite":
        return
    found = connection.scalar(text("PRAGMA quick_check(1)"))
    if found != "ok":
        check.found(Finding(DAMAGED, {"detail": str(found)}))
