"""Triggers that keep the audit trail as it was written. Whoever removes them is named by desktop_admin.db.verify."""

from sqlalchemy import Connection, MetaData, event, text

from desktop_admin.models.base import Base

FIXED = ("audit_entry", "audit_subject", "audit_seal")
TABLES = (*FIXED, "audit_stream")
REFUSAL = "the audit trail is never changed"
FUNCTION = "audit_trail_is_fixed"

# A row that replaces another is refused as well where PRAGMA recursive_triggers was left off.
_TAKEN = {
    "audit_entry": "id = NEW.id OR (stream = NEW.stream AND number = NEW.number)",
    "audit_subject": '"table" = NEW."table" AND "key" = NEW."key" AND entry_id = NEW.entry_id',
    "audit_seal": "number = NEW.number",
    "audit_stream": "stream = NEW.stream",
}
# The end of a stream moves one entry on, or is marked as sealed; nothing else.
_MOVES = (
    "NEW.stream = OLD.stream AND NEW.school_id = OLD.school_id AND ("
    "(NEW.count = OLD.count + 1 AND NEW.sealed = OLD.sealed)"
    " OR (NEW.count = OLD.count AND NEW.head = OLD.head AND NEW.sealed = OLD.count))"
)


def triggers(dialect: str) -> dict[str, str]:
    """The statement that makes each trigger, by its name."""
    return _on_sqlite() if dialect == "sqlite" else _on_postgresql()


def _on_sqlite() -> dict[str, str]:
    stop = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    made: dict[str, str] = {}
    for table in TABLES:
        update = f" WHEN NOT ({_MOVES})" if table == "audit_stream" else ""
        taken = f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {_TAKEN[table]})"  # noqa: S608 - from the tables above
        for verb, condition in (("update", update), ("delete", ""), ("insert", taken)):
            name = f"{table}_no_{'replace' if verb == 'insert' else verb}"
            made[name] = f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table}{condition} {stop}"
    return made


def _on_postgresql() -> dict[str, str]:
    stop = f"EXECUTE FUNCTION {FUNCTION}()"
    made: dict[str, str] = {}
    for table in TABLES:
        update = f" WHEN (NOT ({_MOVES}))" if table == "audit_stream" else ""
        made[f"{table}_no_update"] = (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW{update} {stop}"
        )
        made[f"{table}_no_delete"] = f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {stop}"
        made[f"{table}_no_truncate"] = (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {stop}"
        )
    return made


def install(connection: Connection) -> None:
    """Put every trigger in place, whatever is there: after all tables are made, and after every migration."""
    dialect = connection.dialect.name
    if dialect != "sqlite":
        connection.execute(text(_function()))
    for name, statement in triggers(dialect).items():
        table = name.rpartition("_no_")[0]
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}" + ("" if dialect == "sqlite" else f" ON {table}")))
        connection.execute(text(statement))


def _function() -> str:
    return f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"


def missing(connection: Connection) -> list[str]:
    """The triggers that are gone, switched off or not as they were made."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        there = {row.name: row.sql for row in found}
        return [name for name, statement in triggers("sqlite").items() if there.get(name) != statement]
    found = connection.execute(text(_IN_FORCE), {"function": FUNCTION, "body": _BODY})
    in_force = {row.tgname for row in found}
    return [name for name in triggers("postgresql") if name not in in_force]


_BODY = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
_IN_FORCE = (
    "SELECT t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE t.tgenabled IN ('O', 'A') AND p.proname = :function AND p.prosrc = :body"
    " AND c.relname = split_part(t.tgname, '_no_', 1)"
)


@event.listens_for(Base.metadata, "after_create")
def _with_the_tables(_metadata: MetaData, connection: Connection, **_: object) -> None:
    install(connection)
