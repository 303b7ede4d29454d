"""Two roles on PostgreSQL: the owner makes and upgrades the tables, the one that serves may only fill them.

Whoever breaks into the server can then still not rewrite the audit trail: the database itself refuses.
"""

from collections.abc import Iterable
from contextlib import suppress

from sqlalchemy import Connection, text

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.db import guards, search
from desktop_admin.models.base import Base

VERSION = "alembic_version"
USUAL = ("SELECT", "INSERT", "UPDATE", "DELETE")
ADDED = (  # what was written, reviewed or marked is never changed; a mistake is put right by another row
    "training_course_revision",
    "training_grade_event",
    "training_marking",
    "training_plan_unit",
    "training_resource_revision",
    "training_review",
    "training_rubric_score",
    "training_rules",
)
FEWER: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(guards.FIXED, ("SELECT", "INSERT")),
    "audit_stream": ("SELECT", "INSERT", "UPDATE"),  # the end of a stream moves on; its trigger refuses all else
    "command_log": ("SELECT", "INSERT", "DELETE"),  # old answers are forgotten, none is changed
    "approval_decision": ("SELECT", "INSERT"),  # what was decided is never changed
    **dict.fromkeys(ADDED, ("SELECT", "INSERT")),
    VERSION: ("SELECT",),
}
DANGEROUS = ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER")

_HELD = text(
    "SELECT t AS place FROM unnest(CAST(:tables AS text[]), CAST(:privileges AS text[])) AS wanted(t, p)"
    " WHERE (has_table_privilege(to_regclass(t), p) IS TRUE) = :held ORDER BY t"
)
_OWNS = text("SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass(:table)")
_MAY_CREATE = text("SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)")
_OWNS_DATABASE = text("SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = current_database()")
_STRENGTH = text(
    "SELECT rolsuper OR pg_has_role(rolname, (SELECT relowner FROM pg_class WHERE oid = to_regclass(:table)), 'MEMBER')"
    " FROM pg_roles WHERE rolname = :role"
)
_SERVING = text(
    "SELECT DISTINCT role.rolname FROM pg_class, aclexplode(relacl) AS granted"
    " JOIN pg_roles AS role ON role.oid = granted.grantee"
    " WHERE pg_class.oid = to_regclass('audit_entry') AND granted.privilege_type = 'INSERT'"
    " AND granted.grantee <> relowner ORDER BY role.rolname"
)


class NotGranted(Refused):
    message = N_(
        "The database role {role} may not use {table}. The owner of the database runs:"
        " desktop-admin upgrade --database {address} --serve-as {role}"
    )


class NotPrepared(Refused):
    message = N_(
        "The database is empty, and the role {role} may not make tables in it. The owner of the database runs:"
        " desktop-admin set-up --database {address} --serve-as {role} --school NAME --name NAME --login NAME"
    )


class OwnerMustUpgrade(Refused):
    message = N_(
        "The database has schema {theirs}, this program needs {ours}, and the role {role} may not change it."
        " The owner of the database runs: desktop-admin upgrade --database {address}"
    )


class OwnerMustMove(Refused):
    message = N_(
        "The database to move to is empty, and the role {role} may not make tables in it. The owner of the database"
        " runs: desktop-admin move --to {address}"
    )


class NotTheOwner(Refused):
    message = N_("The role {role} does not own the tables. Give rights as their owner: --database {address}")


class OwnerMustRestore(Refused):
    message = N_(
        "The role {role} does not own the database, and only its owner puts a backup in its place. The owner runs:"
        " desktop-admin restore NAME --database {address}"
    )


class NoRoles(Refused):
    message = N_("Only PostgreSQL has roles; leave out --serve-as.")


class NoSuchRole(Refused):
    message = N_("PostgreSQL knows no role {role}. Make it first: createuser --pwprompt {role}")


class RoleTooStrong(Refused):
    message = N_(
        "The role {role} owns the tables or is a superuser: no rights can be kept from it."
        " Make another one to serve: createuser --pwprompt NAME"
    )


def require(connection: Connection, tables: Iterable[str] | None = None) -> None:
    """Raises NotGranted where the role may not do all that serving needs, with these tables or with any."""
    if connection.dialect.name == "sqlite":
        return
    wanted = [(table, privilege) for table in tables or _tables() for privilege in FEWER.get(table, USUAL)]
    lacking = _which(connection, wanted, held=False)
    if lacking:
        raise NotGranted(role=name(connection), table=lacking[0], address=_owners_address(connection))


def require_owner(connection: Connection, theirs: str | None, ours: str) -> None:
    """theirs: the schema that is there. Raises NotPrepared, OwnerMustUpgrade."""
    if connection.dialect.name == "sqlite":
        return
    role, address = name(connection), _owners_address(connection)
    if theirs is None and not connection.scalar(_MAY_CREATE):
        raise NotPrepared(role=role, address=address)
    if theirs is not None and not connection.scalar(_OWNS, {"table": VERSION}):
        raise OwnerMustUpgrade(theirs=theirs, ours=ours, role=role, address=address)


def require_mover(connection: Connection) -> None:
    """Raises OwnerMustMove: a school set up there first would be another one, and in the way."""
    if not connection.scalar(_MAY_CREATE):
        raise OwnerMustMove(role=name(connection), address=_owners_address(connection))


def require_restorer(connection: Connection) -> None:
    """Raises OwnerMustRestore where the role may not put other tables in the place of those that are there."""
    there = connection.scalar(text("SELECT to_regclass(:table) IS NOT NULL"), {"table": VERSION})
    may = connection.scalar(_OWNS, {"table": VERSION}) if there else connection.scalar(_MAY_CREATE)
    if not may:
        raise OwnerMustRestore(role=name(connection), address=_owners_address(connection))


def too_strong(connection: Connection) -> bool:
    """Whether the role could change the audit trail, or the tables themselves. Never on SQLite, which has no roles."""
    if connection.dialect.name == "sqlite":
        return False
    if connection.scalar(_OWNS, {"table": VERSION}) or connection.scalar(_MAY_CREATE):
        return True
    beyond = [(table, verb) for table, allowed in FEWER.items() for verb in DANGEROUS if verb not in allowed]
    return bool(_which(connection, beyond, held=True))


def name(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT current_user")))


def grant(connection: Connection, role: str) -> None:
    """All that serving needs, and nothing else. Raises NoRoles, NotTheOwner, NoSuchRole, RoleTooStrong."""
    if connection.dialect.name == "sqlite":
        raise NoRoles
    if not connection.scalar(_OWNS, {"table": VERSION}):
        raise NotTheOwner(role=name(connection), address=_owners_address(connection))
    strong = connection.scalar(_STRENGTH, {"role": role, "table": VERSION})
    if strong is None:
        raise NoSuchRole(role=role)
    if strong:
        raise RoleTooStrong(role=role)
    for statement in _statements(connection, role):
        connection.exec_driver_sql(statement)


def grant_again(connection: Connection) -> None:
    """After an upgrade: whoever served before may use the new tables as well."""
    if connection.dialect.name != "sqlite":
        for role in connection.scalars(_SERVING).all():
            with suppress(RoleTooStrong):  # it needs no rights any more
                grant(connection, role)


def serving(connection: Connection) -> list[str]:
    """Who may serve the database, without owning it."""
    there = connection.scalar(text("SELECT to_regclass('audit_entry') IS NOT NULL"))
    return list(connection.scalars(_SERVING)) if there else []


def _statements(connection: Connection, role: str) -> Iterable[str]:
    quoted = connection.dialect.identifier_preparer.quote_identifier
    whom, schema = quoted(role), quoted(str(connection.scalar(text("SELECT current_schema()"))))
    database = quoted(str(connection.scalar(text("SELECT current_database()"))))
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {whom}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {whom}"
    if connection.scalar(_OWNS_DATABASE):
        yield f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {whom}"
        yield f"GRANT CONNECT ON DATABASE {database} TO {whom}"
    for table in _tables():
        place = f"{schema}.{quoted(table)}"
        yield f"REVOKE ALL ON TABLE {place} FROM PUBLIC, {whom}"
        yield f"GRANT {', '.join(FEWER.get(table, USUAL))} ON TABLE {place} TO {whom}"


def _tables() -> list[str]:
    searched = (search.PREFIX + model.__tablename__ for model in search.models())
    return sorted({VERSION, *Base.metadata.tables, *searched})


def _which(connection: Connection, pairs: list[tuple[str, str]], *, held: bool) -> list[str]:
    """The tables of those pairs of a table and a privilege that the role has, or has not."""
    tables, privileges = zip(*pairs, strict=True)
    rows = connection.execute(_HELD, {"tables": list(tables), "privileges": list(privileges), "held": held})
    return [str(row.place) for row in rows]


def _owners_address(connection: Connection) -> str:
    """As one types it, for somebody else to put in who owns the database."""
    url = connection.engine.url.set(username="OWNER", password=None)
    return url.render_as_string().replace("%3A", ":")
