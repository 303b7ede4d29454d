"""The first schema."""

import sqlalchemy as sa
from alembic import op

from desktop_admin.models.base import Exact, Hundredths, Json, Key, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
restates: tuple[str, ...] = ()  # tables whose audited values this changes, or to which it adds a column with values


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", Key(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("stream", Key(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("clock", sa.Integer(), nullable=False),
        sa.Column("account_id", Key(), nullable=True),
        sa.Column("account_name", sa.String(length=80), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("stream", "number", name=op.f("uq_audit_entry_stream_number")),
    )
    op.create_index("ix_audit_entry_school_id_at", "audit_entry", ["school_id", "at"], unique=False)
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
    )
    op.create_table(
        "audit_stream",
        sa.Column("stream", Key(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_audit_stream")),
    )
    op.create_table(
        "change_count",
        sa.Column("table", sa.String(length=64), nullable=False),
        sa.Column("shard", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("table", "shard", name=op.f("pk_change_count")),
    )
    op.create_table(
        "changed_record",
        sa.Column("table", sa.String(length=64), nullable=False),
        sa.Column("shard", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner", Key(), nullable=True),
        sa.PrimaryKeyConstraint("table", "shard", "number", "key", name=op.f("pk_changed_record")),
    )
    op.create_table(
        "command_log",
        sa.Column("id", Key(), nullable=False),
        sa.Column("account_id", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_command_log")),
    )
    op.create_table(
        "device",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=True),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_device")),
    )
    op.create_table(
        "school",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("three_roles_waiver", sa.Boolean(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_school")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("login", "place", name=op.f("pk_sign_in_attempts")),
    )
    op.create_table(
        "account",
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("pinyin", sa.String(length=200), nullable=False),
        sa.Column("initials", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_account_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_account")),
        sa.UniqueConstraint("school_id", "login", name=op.f("uq_account_school_id_login")),
    )
    op.create_index(op.f("ix_account_school_id"), "account", ["school_id"], unique=False)
    op.create_index(
        "ix_account_school_id_pinyin", "account", ["school_id", "pinyin", sa.literal_column("key DESC")], unique=False
    )
    op.create_index(
        "uq_account_school_id_kind_number",
        "account",
        ["school_id", "kind", "number"],
        unique=True,
        sqlite_where=sa.text("number <> ''"),
        postgresql_where=sa.text("number <> ''"),
    )
    op.create_table(
        "approval_decision",
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("subject_key", Key(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject_version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=80), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=False),
        sa.Column("after", sa.String(length=32), nullable=False),
        sa.Column("seat", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column("for_key", Key(), nullable=True),
        sa.Column("for_name", sa.String(length=40), nullable=False),
        sa.Column("pc", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("list_version", sa.String(length=40), nullable=False),
        sa.Column("voids", sa.Boolean(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_approval_decision_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_approval_decision")),
        sa.UniqueConstraint(
            "school_id", "subject_key", "number", name=op.f("uq_approval_decision_school_id_subject_key_number")
        ),
    )
    op.create_index(op.f("ix_approval_decision_school_id"), "approval_decision", ["school_id"], unique=False)
    op.create_index(op.f("ix_approval_decision_subject_key"), "approval_decision", ["subject_key"], unique=False)
    op.create_table(
        "audit_subject",
        sa.Column("table", sa.String(length=64), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("entry_id", Key(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_subject_entry_id_audit_entry")),
        sa.PrimaryKeyConstraint("table", "key", "entry_id", name=op.f("pk_audit_subject")),
    )
    op.create_table(
        "canteen",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("run_by", sa.String(length=32), nullable=False),
        sa.Column("contractor", sa.String(length=60), nullable=False),
        sa.Column("breakfast", sa.Boolean(), nullable=False),
        sa.Column("lunch", sa.Boolean(), nullable=False),
        sa.Column("dinner", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_canteen_school_id_name")),
    )
    op.create_index(op.f("ix_canteen_school_id"), "canteen", ["school_id"], unique=False)
    op.create_table(
        "canteen_checklist",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("areas", Json, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_checklist_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_checklist")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_canteen_checklist_school_id_name")),
    )
    op.create_index(op.f("ix_canteen_checklist_school_id"), "canteen_checklist", ["school_id"], unique=False)
    op.create_table(
        "canteen_limit_change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("low", Exact(), nullable=True),
        sa.Column("high", Exact(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_limit_change_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_limit_change")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_canteen_limit_change_school_id_number")),
    )
    op.create_index(op.f("ix_canteen_limit_change_school_id"), "canteen_limit_change", ["school_id"], unique=False)
    op.create_table(
        "canteen_supplier",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("licence_no", sa.String(length=40), nullable=False),
        sa.Column("licence_expiry", sa.Date(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_supplier_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_supplier")),
        sa.UniqueConstraint("school_id", "credit_code", name=op.f("uq_canteen_supplier_school_id_credit_code")),
    )
    op.create_index(op.f("ix_canteen_supplier_school_id"), "canteen_supplier", ["school_id"], unique=False)
    op.create_table(
        "clock_mark",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wrong", UtcTime(), nullable=False),
        sa.Column("accepted", UtcTime(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_clock_mark_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_clock_mark")),
        sa.UniqueConstraint("number", name=op.f("uq_clock_mark_number")),
    )
    op.create_index(op.f("ix_clock_mark_school_id"), "clock_mark", ["school_id"], unique=False)
    op.create_table(
        "paired_pc",
        sa.Column("device", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.key_hash"], name=op.f("fk_paired_pc_device_device")),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_paired_pc_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_paired_pc")),
        sa.UniqueConstraint("school_id", "device", name=op.f("uq_paired_pc_school_id_device")),
    )
    op.create_index(op.f("ix_paired_pc_school_id"), "paired_pc", ["school_id"], unique=False)
    op.create_table(
        "pairing_code",
        sa.Column("key", Key(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.Column("used_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_pairing_code_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pairing_code")),
    )
    op.create_index("ix_pairing_code_school_id_made_at", "pairing_code", ["school_id", "made_at"], unique=False)
    op.create_table(
        "publishing_channel",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("folder", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_channel_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_channel")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_publishing_channel_school_id_name")),
    )
    op.create_index(op.f("ix_publishing_channel_school_id"), "publishing_channel", ["school_id"], unique=False)
    op.create_table(
        "publishing_department",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_department_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_department")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_publishing_department_school_id_name")),
    )
    op.create_index(op.f("ix_publishing_department_school_id"), "publishing_department", ["school_id"], unique=False)
    op.create_table(
        "publishing_watch",
        sa.Column("watch", sa.String(length=32), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_watch_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_watch")),
        sa.UniqueConstraint("school_id", "watch", "since", name=op.f("uq_publishing_watch_school_id_watch_since")),
    )
    op.create_index(op.f("ix_publishing_watch_school_id"), "publishing_watch", ["school_id"], unique=False)
    op.create_table(
        "publishing_word",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_word_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_word")),
    )
    op.create_index(op.f("ix_publishing_word_school_id"), "publishing_word", ["school_id"], unique=False)
    op.create_index("ix_publishing_word_school_id_until", "publishing_word", ["school_id", "until"], unique=False)
    op.create_table(
        "publishing_word_list",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_word_list_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_word_list")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_publishing_word_list_school_id_number")),
    )
    op.create_index(op.f("ix_publishing_word_list_school_id"), "publishing_word_list", ["school_id"], unique=False)
    op.create_table(
        "school_closed_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_school_closed_day_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_school_closed_day")),
        sa.UniqueConstraint("school_id", "day", name=op.f("uq_school_closed_day_school_id_day")),
    )
    op.create_index(op.f("ix_school_closed_day_school_id"), "school_closed_day", ["school_id"], unique=False)
    op.create_table(
        "sharing",
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_sharing_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sharing")),
        sa.UniqueConstraint("school_id", name=op.f("uq_sharing_school_id")),
    )
    op.create_index(op.f("ix_sharing_school_id"), "sharing", ["school_id"], unique=False)
    op.create_table(
        "training_course",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("hours", Hundredths(), nullable=False),
        sa.Column("food_safety", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("teacher_key", Key(), nullable=False),
        sa.Column("teacher", sa.String(length=40), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("in_force", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("author_key", Key(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("reviser_key", Key(), nullable=True),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_course_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_course")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_training_course_school_id_number")),
    )
    op.create_index(op.f("ix_training_course_school_id"), "training_course", ["school_id"], unique=False)
    op.create_index(op.f("ix_training_course_teacher_key"), "training_course", ["teacher_key"], unique=False)
    op.create_table(
        "training_file",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_file_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_file")),
    )
    op.create_index(op.f("ix_training_file_by_key"), "training_file", ["by_key"], unique=False)
    op.create_index(op.f("ix_training_file_school_id"), "training_file", ["school_id"], unique=False)
    op.create_index(op.f("ix_training_file_sha256"), "training_file", ["sha256"], unique=False)
    op.create_table(
        "training_review",
        sa.Column("subject_key", Key(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("list_version", sa.String(length=20), nullable=False),
        sa.Column("points", sa.String(length=400), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_review_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_review")),
    )
    op.create_index(op.f("ix_training_review_school_id"), "training_review", ["school_id"], unique=False)
    op.create_index(op.f("ix_training_review_subject_key"), "training_review", ["subject_key"], unique=False)
    op.create_table(
        "training_rules",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_rules_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_rules")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_training_rules_school_id_number")),
    )
    op.create_index(op.f("ix_training_rules_school_id"), "training_rules", ["school_id"], unique=False)
    op.create_table(
        "account_visit",
        sa.Column("account_key", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=True),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_key"], ["account.key"], name=op.f("fk_account_visit_account_key_account")),
        sa.PrimaryKeyConstraint("account_key", name=op.f("pk_account_visit")),
    )
    op.create_table(
        "activation_code",
        sa.Column("account_key", Key(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.Column("voided_at", UtcTime(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_key"], ["account.key"], name=op.f("fk_activation_code_account_key_account")),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_activation_code_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_activation_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_activation_code_code_hash")),
    )
    op.create_index(op.f("ix_activation_code_account_key"), "activation_code", ["account_key"], unique=False)
    op.create_index(op.f("ix_activation_code_school_id"), "activation_code", ["school_id"], unique=False)
    op.create_table(
        "approval_delegation",
        sa.Column("from_key", Key(), nullable=False),
        sa.Column("from_name", sa.String(length=40), nullable=False),
        sa.Column("to_key", Key(), nullable=False),
        sa.Column("to_name", sa.String(length=40), nullable=False),
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("seat", sa.String(length=40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["from_key"], ["account.key"], name=op.f("fk_approval_delegation_from_key_account")),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_approval_delegation_school_id_school")),
        sa.ForeignKeyConstraint(["to_key"], ["account.key"], name=op.f("fk_approval_delegation_to_key_account")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_approval_delegation")),
    )
    op.create_index(op.f("ix_approval_delegation_from_key"), "approval_delegation", ["from_key"], unique=False)
    op.create_index(op.f("ix_approval_delegation_school_id"), "approval_delegation", ["school_id"], unique=False)
    op.create_index(
        "ix_approval_delegation_to_key_last_day", "approval_delegation", ["to_key", "last_day"], unique=False
    )
    op.create_table(
        "canteen_checklist_item",
        sa.Column("checklist_key", Key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("area", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("declared", Json, nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checklist_key"],
            ["canteen_checklist.key"],
            name=op.f("fk_canteen_checklist_item_checklist_key_canteen_checklist"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_checklist_item_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_checklist_item")),
        sa.UniqueConstraint("checklist_key", "code", name=op.f("uq_canteen_checklist_item_checklist_key_code")),
    )
    op.create_index(op.f("ix_canteen_checklist_item_school_id"), "canteen_checklist_item", ["school_id"], unique=False)
    op.create_table(
        "canteen_note",
        sa.Column("canteen_key", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["canteen_key"], ["canteen.key"], name=op.f("fk_canteen_note_canteen_key_canteen")),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_note_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_note")),
    )
    op.create_index("ix_canteen_note_canteen_key_day", "canteen_note", ["canteen_key", "day"], unique=False)
    op.create_index(op.f("ix_canteen_note_school_id"), "canteen_note", ["school_id"], unique=False)
    op.create_table(
        "canteen_sheet",
        sa.Column("canteen_key", Key(), nullable=False),
        sa.Column("canteen", sa.String(length=40), nullable=False),
        sa.Column("contractor", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("checklist_key", Key(), nullable=False),
        sa.Column("diners", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("late_by_key", Key(), nullable=True),
        sa.Column("late_allowed_by", sa.String(length=40), nullable=False),
        sa.Column("late_allowed_at", UtcTime(), nullable=True),
        sa.Column("signed_by", sa.String(length=40), nullable=False),
        sa.Column("signed_by_key", Key(), nullable=True),
        sa.Column("signed_at", UtcTime(), nullable=True),
        sa.Column("reviewed_by", sa.String(length=40), nullable=False),
        sa.Column("reviewed_at", UtcTime(), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["canteen_key"], ["canteen.key"], name=op.f("fk_canteen_sheet_canteen_key_canteen")),
        sa.ForeignKeyConstraint(
            ["checklist_key"], ["canteen_checklist.key"], name=op.f("fk_canteen_sheet_checklist_key_canteen_checklist")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_sheet_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_sheet")),
        sa.UniqueConstraint("school_id", "canteen_key", "day", name=op.f("uq_canteen_sheet_school_id_canteen_key_day")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_canteen_sheet_school_id_number")),
    )
    op.create_index(op.f("ix_canteen_sheet_school_id"), "canteen_sheet", ["school_id"], unique=False)
    op.create_index("ix_canteen_sheet_school_id_day", "canteen_sheet", ["school_id", "day"], unique=False)
    op.create_table(
        "canteen_unit",
        sa.Column("canteen_key", Key(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("resolution", Exact(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["canteen_key"], ["canteen.key"], name=op.f("fk_canteen_unit_canteen_key_canteen")),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_unit_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_unit")),
        sa.UniqueConstraint("canteen_key", "name", name=op.f("uq_canteen_unit_canteen_key_name")),
    )
    op.create_index(op.f("ix_canteen_unit_school_id"), "canteen_unit", ["school_id"], unique=False)
    op.create_table(
        "canteen_worker",
        sa.Column("canteen_key", Key(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("certificate_no", sa.String(length=40), nullable=False),
        sa.Column("certificate_issued", sa.Date(), nullable=False),
        sa.Column("certificate_expiry", sa.Date(), nullable=False),
        sa.Column("account_key", Key(), nullable=True),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_key"], ["account.key"], name=op.f("fk_canteen_worker_account_key_account")),
        sa.ForeignKeyConstraint(["canteen_key"], ["canteen.key"], name=op.f("fk_canteen_worker_canteen_key_canteen")),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_worker_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_worker")),
        sa.UniqueConstraint("school_id", "certificate_no", name=op.f("uq_canteen_worker_school_id_certificate_no")),
    )
    op.create_index(op.f("ix_canteen_worker_canteen_key"), "canteen_worker", ["canteen_key"], unique=False)
    op.create_index(op.f("ix_canteen_worker_school_id"), "canteen_worker", ["school_id"], unique=False)
    op.create_table(
        "credential",
        sa.Column("account_key", Key(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("set_at", UtcTime(), nullable=False),
        sa.Column("retired_at", UtcTime(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_key"], ["account.key"], name=op.f("fk_credential_account_key_account")),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_credential_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_credential")),
    )
    op.create_index("ix_credential_account_key_set_at", "credential", ["account_key", "set_at"], unique=False)
    op.create_index(op.f("ix_credential_school_id"), "credential", ["school_id"], unique=False)
    op.create_table(
        "known_device",
        sa.Column("account_key", Key(), nullable=False),
        sa.Column("device", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_key"], ["account.key"], name=op.f("fk_known_device_account_key_account")),
        sa.PrimaryKeyConstraint("account_key", "device", name=op.f("pk_known_device")),
    )
    op.create_table(
        "publishing_column",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("watch", sa.String(length=32), nullable=False),
        sa.Column("department_key", Key(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_key"],
            ["publishing_department.key"],
            name=op.f("fk_publishing_column_department_key_publishing_department"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_column_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_column")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_publishing_column_school_id_name")),
    )
    op.create_index(op.f("ix_publishing_column_department_key"), "publishing_column", ["department_key"], unique=False)
    op.create_index(op.f("ix_publishing_column_school_id"), "publishing_column", ["school_id"], unique=False)
    op.create_table(
        "publishing_seat",
        sa.Column("department_key", Key(), nullable=False),
        sa.Column("seat", sa.String(length=32), nullable=False),
        sa.Column("account_key", Key(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_key"], ["account.key"], name=op.f("fk_publishing_seat_account_key_account")),
        sa.ForeignKeyConstraint(
            ["department_key"],
            ["publishing_department.key"],
            name=op.f("fk_publishing_seat_department_key_publishing_department"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_seat_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_seat")),
    )
    op.create_index(op.f("ix_publishing_seat_account_key"), "publishing_seat", ["account_key"], unique=False)
    op.create_index(op.f("ix_publishing_seat_department_key"), "publishing_seat", ["department_key"], unique=False)
    op.create_index(op.f("ix_publishing_seat_school_id"), "publishing_seat", ["school_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("account_key", Key(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_key"], ["account.key"], name=op.f("fk_role_grant_account_key_account")),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_role_grant_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("account_key", "role", name=op.f("uq_role_grant_account_key_role")),
    )
    op.create_index(op.f("ix_role_grant_school_id"), "role_grant", ["school_id"], unique=False)
    op.create_table(
        "training_assignment",
        sa.Column("course_key", Key(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("due", UtcTime(), nullable=False),
        sa.Column("marks", Hundredths(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("set_at", UtcTime(), nullable=True),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_key"], ["training_course.key"], name=op.f("fk_training_assignment_course_key_training_course")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_assignment_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_assignment")),
    )
    op.create_index(op.f("ix_training_assignment_course_key"), "training_assignment", ["course_key"], unique=False)
    op.create_index(op.f("ix_training_assignment_school_id"), "training_assignment", ["school_id"], unique=False)
    op.create_table(
        "training_course_revision",
        sa.Column("course_key", Key(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("hours", Hundredths(), nullable=False),
        sa.Column("objectives", sa.String(length=4000), nullable=False),
        sa.Column("content", sa.String(length=4000), nullable=False),
        sa.Column("methods", sa.String(length=4000), nullable=False),
        sa.Column("schedule", sa.String(length=4000), nullable=False),
        sa.Column("pass_mark", Hundredths(), nullable=False),
        sa.Column("least_attendance", Hundredths(), nullable=False),
        sa.Column("food_safety", sa.Boolean(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_key"], ["training_course.key"], name=op.f("fk_training_course_revision_course_key_training_course")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.key"], name=op.f("fk_training_course_revision_school_id_school")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_course_revision")),
        sa.UniqueConstraint("course_key", "number", name=op.f("uq_training_course_revision_course_key_number")),
    )
    op.create_index(
        op.f("ix_training_course_revision_school_id"), "training_course_revision", ["school_id"], unique=False
    )
    op.create_table(
        "training_enrolment",
        sa.Column("course_key", Key(), nullable=False),
        sa.Column("learner_key", Key(), nullable=False),
        sa.Column("learner", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("applied_at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", UtcTime(), nullable=True),
        sa.Column("seated_on", sa.Date(), nullable=True),
        sa.Column("mark", Hundredths(), nullable=True),
        sa.Column("attendance", Hundredths(), nullable=True),
        sa.Column("released_at", UtcTime(), nullable=True),
        sa.Column("released_by_key", Key(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_key"], ["training_course.key"], name=op.f("fk_training_enrolment_course_key_training_course")
        ),
        sa.ForeignKeyConstraint(
            ["learner_key"], ["account.key"], name=op.f("fk_training_enrolment_learner_key_account")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_enrolment_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_enrolment")),
        sa.UniqueConstraint("course_key", "turn", name=op.f("uq_training_enrolment_course_key_turn")),
    )
    op.create_index(op.f("ix_training_enrolment_learner_key"), "training_enrolment", ["learner_key"], unique=False)
    op.create_index(op.f("ix_training_enrolment_school_id"), "training_enrolment", ["school_id"], unique=False)
    op.create_index(
        "uq_training_enrolment_current",
        "training_enrolment",
        ["course_key", "learner_key"],
        unique=True,
        sqlite_where=sa.text("state IN ('applied', 'waitlisted', 'approved', 'active')"),
        postgresql_where=sa.text("state IN ('applied', 'waitlisted', 'approved', 'active')"),
    )
    op.create_table(
        "training_resource",
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("contributed_on", sa.Date(), nullable=False),
        sa.Column("checked_at", UtcTime(), nullable=True),
        sa.Column("broken", sa.Boolean(), nullable=False),
        sa.Column("in_force", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("file_key", Key(), nullable=True),
        sa.Column("rights_owner", sa.String(length=80), nullable=False),
        sa.Column("licence", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("permission_key", Key(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("author_key", Key(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("reviser_key", Key(), nullable=True),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_key"], ["training_file.key"], name=op.f("fk_training_resource_file_key_training_file")
        ),
        sa.ForeignKeyConstraint(
            ["permission_key"], ["training_file.key"], name=op.f("fk_training_resource_permission_key_training_file")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_resource_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_resource")),
    )
    op.create_index(op.f("ix_training_resource_file_key"), "training_resource", ["file_key"], unique=False)
    op.create_index(op.f("ix_training_resource_permission_key"), "training_resource", ["permission_key"], unique=False)
    op.create_index(op.f("ix_training_resource_school_id"), "training_resource", ["school_id"], unique=False)
    op.create_table(
        "training_session",
        sa.Column("course_key", Key(), nullable=False),
        sa.Column("unit_id", Key(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("hours", Hundredths(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("teacher_key", Key(), nullable=False),
        sa.Column("teacher", sa.String(length=40), nullable=False),
        sa.Column("held", Hundredths(), nullable=True),
        sa.Column("log", sa.String(length=2000), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_key"], ["training_course.key"], name=op.f("fk_training_session_course_key_training_course")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_session_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_session")),
    )
    op.create_index("ix_training_session_course_key_day", "training_session", ["course_key", "day"], unique=False)
    op.create_index(op.f("ix_training_session_school_id"), "training_session", ["school_id"], unique=False)
    op.create_table(
        "canteen_item",
        sa.Column("sheet_key", Key(), nullable=False),
        sa.Column("declared_key", Key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("by_sight", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("answered_by_key", Key(), nullable=True),
        sa.Column("answered_by", sa.String(length=40), nullable=False),
        sa.Column("computed", Json, nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declared_key"],
            ["canteen_checklist_item.key"],
            name=op.f("fk_canteen_item_declared_key_canteen_checklist_item"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_item_school_id_school")),
        sa.ForeignKeyConstraint(
            ["sheet_key"], ["canteen_sheet.key"], name=op.f("fk_canteen_item_sheet_key_canteen_sheet")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_item")),
        sa.UniqueConstraint("sheet_key", "code", name=op.f("uq_canteen_item_sheet_key_code")),
    )
    op.create_index(op.f("ix_canteen_item_school_id"), "canteen_item", ["school_id"], unique=False)
    op.create_table(
        "canteen_print",
        sa.Column("sheet_key", Key(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_print_school_id_school")),
        sa.ForeignKeyConstraint(
            ["sheet_key"], ["canteen_sheet.key"], name=op.f("fk_canteen_print_sheet_key_canteen_sheet")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_print")),
        sa.UniqueConstraint("sheet_key", "count", name=op.f("uq_canteen_print_sheet_key_count")),
    )
    op.create_index(op.f("ix_canteen_print_school_id"), "canteen_print", ["school_id"], unique=False)
    op.create_table(
        "canteen_signature",
        sa.Column("sheet_key", Key(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_signature_school_id_school")),
        sa.ForeignKeyConstraint(
            ["sheet_key"], ["canteen_sheet.key"], name=op.f("fk_canteen_signature_sheet_key_canteen_sheet")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_signature")),
    )
    op.create_index(op.f("ix_canteen_signature_school_id"), "canteen_signature", ["school_id"], unique=False)
    op.create_index(op.f("ix_canteen_signature_sheet_key"), "canteen_signature", ["sheet_key"], unique=False)
    op.create_table(
        "publishing_notice",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("column_key", Key(), nullable=False),
        sa.Column("column", sa.String(length=40), nullable=False),
        sa.Column("department_key", Key(), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("found", sa.String(length=32), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("replied_by_key", Key(), nullable=True),
        sa.Column("replied_by", sa.String(length=40), nullable=False),
        sa.Column("replied_at", UtcTime(), nullable=True),
        sa.Column("reply", sa.String(length=500), nullable=False),
        sa.Column("verified_by", sa.String(length=40), nullable=False),
        sa.Column("verified_at", UtcTime(), nullable=True),
        sa.Column("conclusion", sa.String(length=500), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["column_key"], ["publishing_column.key"], name=op.f("fk_publishing_notice_column_key_publishing_column")
        ),
        sa.ForeignKeyConstraint(
            ["department_key"],
            ["publishing_department.key"],
            name=op.f("fk_publishing_notice_department_key_publishing_department"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_notice_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_notice")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_publishing_notice_school_id_number")),
    )
    op.create_index(op.f("ix_publishing_notice_column_key"), "publishing_notice", ["column_key"], unique=False)
    op.create_index(op.f("ix_publishing_notice_school_id"), "publishing_notice", ["school_id"], unique=False)
    op.create_index("ix_publishing_notice_school_id_state", "publishing_notice", ["school_id", "state"], unique=False)
    op.create_table(
        "publishing_submission",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("department_key", Key(), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("column_key", Key(), nullable=True),
        sa.Column("column", sa.String(length=40), nullable=False),
        sa.Column("channels", Json, nullable=False),
        sa.Column("theme", sa.String(length=32), nullable=True),
        sa.Column("results", sa.Boolean(), nullable=False),
        sa.Column("sponsor_key", Key(), nullable=True),
        sa.Column("event_day", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edited_at", UtcTime(), nullable=False),
        sa.Column("handed_in_at", UtcTime(), nullable=True),
        sa.Column("publish_at", UtcTime(), nullable=True),
        sa.Column("published_at", UtcTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("author_key", Key(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("reviser_key", Key(), nullable=True),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["column_key"],
            ["publishing_column.key"],
            name=op.f("fk_publishing_submission_column_key_publishing_column"),
        ),
        sa.ForeignKeyConstraint(
            ["department_key"],
            ["publishing_department.key"],
            name=op.f("fk_publishing_submission_department_key_publishing_department"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_submission_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_submission")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_publishing_submission_school_id_number")),
    )
    op.create_index(op.f("ix_publishing_submission_column_key"), "publishing_submission", ["column_key"], unique=False)
    op.create_index(op.f("ix_publishing_submission_day"), "publishing_submission", ["day"], unique=False)
    op.create_index(
        op.f("ix_publishing_submission_department_key"), "publishing_submission", ["department_key"], unique=False
    )
    op.create_index(op.f("ix_publishing_submission_publish_at"), "publishing_submission", ["publish_at"], unique=False)
    op.create_index(
        op.f("ix_publishing_submission_published_at"), "publishing_submission", ["published_at"], unique=False
    )
    op.create_index(op.f("ix_publishing_submission_school_id"), "publishing_submission", ["school_id"], unique=False)
    op.create_index(
        "ix_publishing_submission_school_id_state", "publishing_submission", ["school_id", "state"], unique=False
    )
    op.create_table(
        "signed_in_session",
        sa.Column("id", Key(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_key", Key(), nullable=False),
        sa.Column("device", sa.LargeBinary(), nullable=False),
        sa.Column("device_name", sa.String(length=80), nullable=False),
        sa.Column("began_at", UtcTime(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("code_key", Key(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("copied_at", UtcTime(), nullable=True),
        sa.Column("last_at", UtcTime(), nullable=True),
        sa.Column("last_device", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_key"], ["account.key"], name=op.f("fk_signed_in_session_account_key_account")
        ),
        sa.ForeignKeyConstraint(
            ["code_key"], ["activation_code.key"], name=op.f("fk_signed_in_session_code_key_activation_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_session_token_hash")),
    )
    op.create_index(op.f("ix_signed_in_session_account_key"), "signed_in_session", ["account_key"], unique=False)
    op.create_table(
        "training_attendance",
        sa.Column("session_key", Key(), nullable=False),
        sa.Column("enrolment_key", Key(), nullable=False),
        sa.Column("presence", sa.String(length=32), nullable=False),
        sa.Column("remark", sa.String(length=80), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_key"],
            ["training_enrolment.key"],
            name=op.f("fk_training_attendance_enrolment_key_training_enrolment"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_attendance_school_id_school")),
        sa.ForeignKeyConstraint(
            ["session_key"], ["training_session.key"], name=op.f("fk_training_attendance_session_key_training_session")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_attendance")),
        sa.UniqueConstraint(
            "session_key", "enrolment_key", name=op.f("uq_training_attendance_session_key_enrolment_key")
        ),
    )
    op.create_index(
        op.f("ix_training_attendance_enrolment_key"), "training_attendance", ["enrolment_key"], unique=False
    )
    op.create_index(op.f("ix_training_attendance_school_id"), "training_attendance", ["school_id"], unique=False)
    op.create_table(
        "training_certificate",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("enrolment_key", Key(), nullable=False),
        sa.Column("learner_key", Key(), nullable=False),
        sa.Column("learner", sa.String(length=40), nullable=False),
        sa.Column("course_key", Key(), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hours", Hundredths(), nullable=False),
        sa.Column("mark", Hundredths(), nullable=False),
        sa.Column("food_safety", sa.Boolean(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("issued_by_key", Key(), nullable=False),
        sa.Column("issued_by", sa.String(length=40), nullable=False),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.Column("revoked_by_key", Key(), nullable=True),
        sa.Column("revoked_by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_key"], ["training_course.key"], name=op.f("fk_training_certificate_course_key_training_course")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_key"],
            ["training_enrolment.key"],
            name=op.f("fk_training_certificate_enrolment_key_training_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["learner_key"], ["account.key"], name=op.f("fk_training_certificate_learner_key_account")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_certificate_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_certificate")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_training_certificate_school_id_number")),
    )
    op.create_index(op.f("ix_training_certificate_course_key"), "training_certificate", ["course_key"], unique=False)
    op.create_index(
        "ix_training_certificate_learner_key_food_safety",
        "training_certificate",
        ["learner_key", "food_safety"],
        unique=False,
    )
    op.create_index(op.f("ix_training_certificate_school_id"), "training_certificate", ["school_id"], unique=False)
    op.create_index(
        "uq_training_certificate_stands",
        "training_certificate",
        ["enrolment_key"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "training_course_resource",
        sa.Column("course_key", Key(), nullable=False),
        sa.Column("resource_key", Key(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_key"], ["training_course.key"], name=op.f("fk_training_course_resource_course_key_training_course")
        ),
        sa.ForeignKeyConstraint(
            ["resource_key"],
            ["training_resource.key"],
            name=op.f("fk_training_course_resource_resource_key_training_resource"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.key"], name=op.f("fk_training_course_resource_school_id_school")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_course_resource")),
        sa.UniqueConstraint(
            "course_key", "resource_key", name=op.f("uq_training_course_resource_course_key_resource_key")
        ),
    )
    op.create_index(
        op.f("ix_training_course_resource_resource_key"), "training_course_resource", ["resource_key"], unique=False
    )
    op.create_index(
        op.f("ix_training_course_resource_school_id"), "training_course_resource", ["school_id"], unique=False
    )
    op.create_table(
        "training_credit_entry",
        sa.Column("person_key", Key(), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("hours", Hundredths(), nullable=False),
        sa.Column("enrolment_key", Key(), nullable=True),
        sa.Column("reverses_key", Key(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_key"],
            ["training_enrolment.key"],
            name=op.f("fk_training_credit_entry_enrolment_key_training_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["person_key"], ["account.key"], name=op.f("fk_training_credit_entry_person_key_account")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_key"],
            ["training_credit_entry.key"],
            name=op.f("fk_training_credit_entry_reverses_key_training_credit_entry"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_credit_entry_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_credit_entry")),
        sa.UniqueConstraint("reverses_key", name=op.f("uq_training_credit_entry_reverses_key")),
    )
    op.create_index(
        op.f("ix_training_credit_entry_enrolment_key"), "training_credit_entry", ["enrolment_key"], unique=False
    )
    op.create_index(
        "ix_training_credit_entry_person_key_year", "training_credit_entry", ["person_key", "year"], unique=False
    )
    op.create_index(op.f("ix_training_credit_entry_school_id"), "training_credit_entry", ["school_id"], unique=False)
    op.create_table(
        "training_criterion",
        sa.Column("assignment_key", Key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("marks", Hundredths(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_key"],
            ["training_assignment.key"],
            name=op.f("fk_training_criterion_assignment_key_training_assignment"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_criterion_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_criterion")),
    )
    op.create_index(
        op.f("ix_training_criterion_assignment_key"), "training_criterion", ["assignment_key"], unique=False
    )
    op.create_index(op.f("ix_training_criterion_school_id"), "training_criterion", ["school_id"], unique=False)
    op.create_table(
        "training_grade_item",
        sa.Column("course_key", Key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("assignment_key", Key(), nullable=True),
        sa.Column("weight", Hundredths(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_key"],
            ["training_assignment.key"],
            name=op.f("fk_training_grade_item_assignment_key_training_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["course_key"], ["training_course.key"], name=op.f("fk_training_grade_item_course_key_training_course")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_grade_item_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_grade_item")),
    )
    op.create_index(op.f("ix_training_grade_item_course_key"), "training_grade_item", ["course_key"], unique=False)
    op.create_index(op.f("ix_training_grade_item_school_id"), "training_grade_item", ["school_id"], unique=False)
    op.create_table(
        "training_plan_unit",
        sa.Column("revision_key", Key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_id", Key(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("hours", Hundredths(), nullable=False),
        sa.Column("content", sa.String(length=500), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_key"],
            ["training_course_revision.key"],
            name=op.f("fk_training_plan_unit_revision_key_training_course_revision"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_plan_unit_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_plan_unit")),
        sa.UniqueConstraint("revision_key", "position", name=op.f("uq_training_plan_unit_revision_key_position")),
        sa.UniqueConstraint("revision_key", "unit_id", name=op.f("uq_training_plan_unit_revision_key_unit_id")),
    )
    op.create_index(op.f("ix_training_plan_unit_school_id"), "training_plan_unit", ["school_id"], unique=False)
    op.create_table(
        "training_resource_revision",
        sa.Column("resource_key", Key(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("file_key", Key(), nullable=True),
        sa.Column("rights_owner", sa.String(length=80), nullable=False),
        sa.Column("licence", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("expiry", sa.Date(), nullable=True),
        sa.Column("permission_key", Key(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_key"], ["training_file.key"], name=op.f("fk_training_resource_revision_file_key_training_file")
        ),
        sa.ForeignKeyConstraint(
            ["permission_key"],
            ["training_file.key"],
            name=op.f("fk_training_resource_revision_permission_key_training_file"),
        ),
        sa.ForeignKeyConstraint(
            ["resource_key"],
            ["training_resource.key"],
            name=op.f("fk_training_resource_revision_resource_key_training_resource"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.key"], name=op.f("fk_training_resource_revision_school_id_school")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_resource_revision")),
        sa.UniqueConstraint("resource_key", "number", name=op.f("uq_training_resource_revision_resource_key_number")),
    )
    op.create_index(
        op.f("ix_training_resource_revision_file_key"), "training_resource_revision", ["file_key"], unique=False
    )
    op.create_index(
        op.f("ix_training_resource_revision_permission_key"),
        "training_resource_revision",
        ["permission_key"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_resource_revision_school_id"), "training_resource_revision", ["school_id"], unique=False
    )
    op.create_table(
        "training_resource_use",
        sa.Column("resource_key", Key(), nullable=False),
        sa.Column("course_key", Key(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_key"], ["training_course.key"], name=op.f("fk_training_resource_use_course_key_training_course")
        ),
        sa.ForeignKeyConstraint(
            ["resource_key"],
            ["training_resource.key"],
            name=op.f("fk_training_resource_use_resource_key_training_resource"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_resource_use_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_resource_use")),
    )
    op.create_index(
        "ix_training_resource_use_resource_key_course_key",
        "training_resource_use",
        ["resource_key", "course_key"],
        unique=False,
    )
    op.create_index(op.f("ix_training_resource_use_school_id"), "training_resource_use", ["school_id"], unique=False)
    op.create_table(
        "training_submission",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("assignment_key", Key(), nullable=False),
        sa.Column("enrolment_key", Key(), nullable=False),
        sa.Column("learner_key", Key(), nullable=False),
        sa.Column("learner", sa.String(length=40), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("decided_by_key", Key(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column("total", Hundredths(), nullable=True),
        sa.Column("marker", sa.String(length=40), nullable=False),
        sa.Column("marked_at", UtcTime(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_key"],
            ["training_assignment.key"],
            name=op.f("fk_training_submission_assignment_key_training_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_key"],
            ["training_enrolment.key"],
            name=op.f("fk_training_submission_enrolment_key_training_enrolment"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_submission_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_submission")),
        sa.UniqueConstraint(
            "assignment_key",
            "enrolment_key",
            "attempt",
            name=op.f("uq_training_submission_assignment_key_enrolment_key_attempt"),
        ),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_training_submission_school_id_number")),
    )
    op.create_index(
        op.f("ix_training_submission_enrolment_key"), "training_submission", ["enrolment_key"], unique=False
    )
    op.create_index(op.f("ix_training_submission_learner_key"), "training_submission", ["learner_key"], unique=False)
    op.create_index(op.f("ix_training_submission_school_id"), "training_submission", ["school_id"], unique=False)
    op.create_index(
        "ix_training_submission_school_id_state_day", "training_submission", ["school_id", "state", "day"], unique=False
    )
    op.create_table(
        "canteen_action",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("canteen_key", Key(), nullable=False),
        sa.Column("canteen_name", sa.String(length=40), nullable=False),
        sa.Column("sheet_key", Key(), nullable=False),
        sa.Column("item_key", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("key_item", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("severity", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("precaution", sa.String(length=500), nullable=False),
        sa.Column("owner_key", Key(), nullable=True),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("deadline", UtcTime(), nullable=True),
        sa.Column("cause", sa.String(length=500), nullable=False),
        sa.Column("done", sa.String(length=500), nullable=False),
        sa.Column("done_by_key", Key(), nullable=True),
        sa.Column("evidence", sa.String(length=60), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["canteen_key"], ["canteen.key"], name=op.f("fk_canteen_action_canteen_key_canteen")),
        sa.ForeignKeyConstraint(
            ["item_key"], ["canteen_item.key"], name=op.f("fk_canteen_action_item_key_canteen_item")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_action_school_id_school")),
        sa.ForeignKeyConstraint(
            ["sheet_key"], ["canteen_sheet.key"], name=op.f("fk_canteen_action_sheet_key_canteen_sheet")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_action")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_canteen_action_school_id_number")),
    )
    op.create_index(op.f("ix_canteen_action_day"), "canteen_action", ["day"], unique=False)
    op.create_index(op.f("ix_canteen_action_item_key"), "canteen_action", ["item_key"], unique=False)
    op.create_index(op.f("ix_canteen_action_school_id"), "canteen_action", ["school_id"], unique=False)
    op.create_index(
        "ix_canteen_action_school_id_state_deadline", "canteen_action", ["school_id", "state", "deadline"], unique=False
    )
    op.create_index(op.f("ix_canteen_action_sheet_key"), "canteen_action", ["sheet_key"], unique=False)
    op.create_table(
        "canteen_basis",
        sa.Column("item_key", Key(), nullable=False),
        sa.Column("record_key", Key(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_key"], ["canteen_item.key"], name=op.f("fk_canteen_basis_item_key_canteen_item")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_basis_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_basis")),
    )
    op.create_index(op.f("ix_canteen_basis_item_key"), "canteen_basis", ["item_key"], unique=False)
    op.create_index(op.f("ix_canteen_basis_record_key"), "canteen_basis", ["record_key"], unique=False)
    op.create_index(op.f("ix_canteen_basis_school_id"), "canteen_basis", ["school_id"], unique=False)
    op.create_table(
        "canteen_correction",
        sa.Column("item_key", Key(), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=False),
        sa.Column("after", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_key"], ["canteen_item.key"], name=op.f("fk_canteen_correction_item_key_canteen_item")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_correction_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_correction")),
    )
    op.create_index(op.f("ix_canteen_correction_item_key"), "canteen_correction", ["item_key"], unique=False)
    op.create_index(op.f("ix_canteen_correction_school_id"), "canteen_correction", ["school_id"], unique=False)
    op.create_table(
        "canteen_photo",
        sa.Column("item_key", Key(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_key"], ["canteen_item.key"], name=op.f("fk_canteen_photo_item_key_canteen_item")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_photo_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_photo")),
    )
    op.create_index(op.f("ix_canteen_photo_item_key"), "canteen_photo", ["item_key"], unique=False)
    op.create_index(op.f("ix_canteen_photo_school_id"), "canteen_photo", ["school_id"], unique=False)
    op.create_table(
        "canteen_reading",
        sa.Column("item_key", Key(), nullable=False),
        sa.Column("slot", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("value", Exact(), nullable=False),
        sa.Column("raw", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("low", Exact(), nullable=True),
        sa.Column("high", Exact(), nullable=True),
        sa.Column("in_limit", sa.Boolean(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_key"], ["canteen_item.key"], name=op.f("fk_canteen_reading_item_key_canteen_item")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_reading_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_reading")),
    )
    op.create_index(op.f("ix_canteen_reading_item_key"), "canteen_reading", ["item_key"], unique=False)
    op.create_index(op.f("ix_canteen_reading_school_id"), "canteen_reading", ["school_id"], unique=False)
    op.create_table(
        "publishing_answer",
        sa.Column("submission_key", Key(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("list_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_answer_school_id_school")),
        sa.ForeignKeyConstraint(
            ["submission_key"],
            ["publishing_submission.key"],
            name=op.f("fk_publishing_answer_submission_key_publishing_submission"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_answer")),
    )
    op.create_index(op.f("ix_publishing_answer_school_id"), "publishing_answer", ["school_id"], unique=False)
    op.create_index(op.f("ix_publishing_answer_submission_key"), "publishing_answer", ["submission_key"], unique=False)
    op.create_table(
        "publishing_checks",
        sa.Column("submission_key", Key(), nullable=False),
        sa.Column("decision_key", Key(), nullable=False),
        sa.Column("seat", sa.String(length=40), nullable=False),
        sa.Column("items", Json, nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_key"],
            ["approval_decision.key"],
            name=op.f("fk_publishing_checks_decision_key_approval_decision"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_checks_school_id_school")),
        sa.ForeignKeyConstraint(
            ["submission_key"],
            ["publishing_submission.key"],
            name=op.f("fk_publishing_checks_submission_key_publishing_submission"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_checks")),
        sa.UniqueConstraint("decision_key", name=op.f("uq_publishing_checks_decision_key")),
    )
    op.create_index(op.f("ix_publishing_checks_school_id"), "publishing_checks", ["school_id"], unique=False)
    op.create_index(op.f("ix_publishing_checks_submission_key"), "publishing_checks", ["submission_key"], unique=False)
    op.create_table(
        "publishing_file",
        sa.Column("submission_key", Key(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_file_school_id_school")),
        sa.ForeignKeyConstraint(
            ["submission_key"],
            ["publishing_submission.key"],
            name=op.f("fk_publishing_file_submission_key_publishing_submission"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_file")),
        sa.UniqueConstraint("submission_key", "sha256", name=op.f("uq_publishing_file_submission_key_sha256")),
    )
    op.create_index(op.f("ix_publishing_file_school_id"), "publishing_file", ["school_id"], unique=False)
    op.create_index(op.f("ix_publishing_file_sha256"), "publishing_file", ["sha256"], unique=False)
    op.create_table(
        "publishing_job",
        sa.Column("submission_key", Key(), nullable=False),
        sa.Column("channel_key", Key(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reached", sa.String(length=32), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("remote_id", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("screenshot", sa.String(length=64), nullable=True),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_key"], ["publishing_channel.key"], name=op.f("fk_publishing_job_channel_key_publishing_channel")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_job_school_id_school")),
        sa.ForeignKeyConstraint(
            ["submission_key"],
            ["publishing_submission.key"],
            name=op.f("fk_publishing_job_submission_key_publishing_submission"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_job")),
        sa.UniqueConstraint(
            "submission_key",
            "channel_key",
            "revision",
            "task",
            name=op.f("uq_publishing_job_submission_key_channel_key_revision_task"),
        ),
    )
    op.create_index(op.f("ix_publishing_job_channel_key"), "publishing_job", ["channel_key"], unique=False)
    op.create_index(op.f("ix_publishing_job_school_id"), "publishing_job", ["school_id"], unique=False)
    op.create_index("ix_publishing_job_school_id_state", "publishing_job", ["school_id", "state"], unique=False)
    op.create_table(
        "publishing_notice_step",
        sa.Column("notice_key", Key(), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=True),
        sa.Column("after", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_key"],
            ["publishing_notice.key"],
            name=op.f("fk_publishing_notice_step_notice_key_publishing_notice"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_notice_step_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_notice_step")),
    )
    op.create_index(
        op.f("ix_publishing_notice_step_notice_key"), "publishing_notice_step", ["notice_key"], unique=False
    )
    op.create_index(op.f("ix_publishing_notice_step_school_id"), "publishing_notice_step", ["school_id"], unique=False)
    op.create_table(
        "publishing_revision",
        sa.Column("submission_key", Key(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("list_version", sa.Integer(), nullable=False),
        sa.Column("found", Json, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_publishing_revision_school_id_school")),
        sa.ForeignKeyConstraint(
            ["submission_key"],
            ["publishing_submission.key"],
            name=op.f("fk_publishing_revision_submission_key_publishing_submission"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_revision")),
        sa.UniqueConstraint("submission_key", "revision", name=op.f("uq_publishing_revision_submission_key_revision")),
    )
    op.create_index(op.f("ix_publishing_revision_school_id"), "publishing_revision", ["school_id"], unique=False)
    op.create_table(
        "publishing_submission_channel",
        sa.Column("submission_key", Key(), nullable=False),
        sa.Column("channel_key", Key(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_key"],
            ["publishing_channel.key"],
            name=op.f("fk_publishing_submission_channel_channel_key_publishing_channel"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.key"], name=op.f("fk_publishing_submission_channel_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["submission_key"],
            ["publishing_submission.key"],
            name=op.f("fk_publishing_submission_channel_submission_key_publishing_submission"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_publishing_submission_channel")),
        sa.UniqueConstraint(
            "submission_key", "channel_key", name=op.f("uq_publishing_submission_channel_submission_key_channel_key")
        ),
    )
    op.create_index(
        op.f("ix_publishing_submission_channel_channel_key"),
        "publishing_submission_channel",
        ["channel_key"],
        unique=False,
    )
    op.create_index(
        op.f("ix_publishing_submission_channel_school_id"), "publishing_submission_channel", ["school_id"], unique=False
    )
    op.create_table(
        "training_grade_event",
        sa.Column("enrolment_key", Key(), nullable=False),
        sa.Column("item_key", Key(), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("mark", Hundredths(), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_key"],
            ["training_enrolment.key"],
            name=op.f("fk_training_grade_event_enrolment_key_training_enrolment"),
        ),
        sa.ForeignKeyConstraint(
            ["item_key"], ["training_grade_item.key"], name=op.f("fk_training_grade_event_item_key_training_grade_item")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_grade_event_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_grade_event")),
    )
    op.create_index(
        "ix_training_grade_event_enrolment_key_at", "training_grade_event", ["enrolment_key", "at"], unique=False
    )
    op.create_index(op.f("ix_training_grade_event_school_id"), "training_grade_event", ["school_id"], unique=False)
    op.create_table(
        "training_marking",
        sa.Column("submission_key", Key(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("total", Hundredths(), nullable=False),
        sa.Column("feedback", sa.String(length=4000), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_marking_school_id_school")),
        sa.ForeignKeyConstraint(
            ["submission_key"],
            ["training_submission.key"],
            name=op.f("fk_training_marking_submission_key_training_submission"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_marking")),
        sa.UniqueConstraint("submission_key", "number", name=op.f("uq_training_marking_submission_key_number")),
    )
    op.create_index(op.f("ix_training_marking_school_id"), "training_marking", ["school_id"], unique=False)
    op.create_table(
        "training_submission_file",
        sa.Column("submission_key", Key(), nullable=False),
        sa.Column("file_key", Key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_key"], ["training_file.key"], name=op.f("fk_training_submission_file_file_key_training_file")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.key"], name=op.f("fk_training_submission_file_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["submission_key"],
            ["training_submission.key"],
            name=op.f("fk_training_submission_file_submission_key_training_submission"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_submission_file")),
    )
    op.create_index(
        op.f("ix_training_submission_file_file_key"), "training_submission_file", ["file_key"], unique=False
    )
    op.create_index(
        op.f("ix_training_submission_file_school_id"), "training_submission_file", ["school_id"], unique=False
    )
    op.create_index(
        op.f("ix_training_submission_file_submission_key"), "training_submission_file", ["submission_key"], unique=False
    )
    op.create_table(
        "canteen_action_step",
        sa.Column("action_key", Key(), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=True),
        sa.Column("after", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_key"], ["canteen_action.key"], name=op.f("fk_canteen_action_step_action_key_canteen_action")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_action_step_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_action_step")),
    )
    op.create_index(op.f("ix_canteen_action_step_action_key"), "canteen_action_step", ["action_key"], unique=False)
    op.create_index(op.f("ix_canteen_action_step_school_id"), "canteen_action_step", ["school_id"], unique=False)
    op.create_table(
        "canteen_finding",
        sa.Column("item_key", Key(), nullable=False),
        sa.Column("action_key", Key(), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("precaution", sa.String(length=500), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("severity", sa.String(length=32), nullable=False),
        sa.Column("owner_key", Key(), nullable=True),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("deadline", UtcTime(), nullable=True),
        sa.Column("described_at", UtcTime(), nullable=True),
        sa.Column("described_by", sa.String(length=40), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_key"], ["canteen_action.key"], name=op.f("fk_canteen_finding_action_key_canteen_action")
        ),
        sa.ForeignKeyConstraint(
            ["item_key"], ["canteen_item.key"], name=op.f("fk_canteen_finding_item_key_canteen_item")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_finding_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_finding")),
    )
    op.create_index(op.f("ix_canteen_finding_item_key"), "canteen_finding", ["item_key"], unique=False)
    op.create_index(op.f("ix_canteen_finding_school_id"), "canteen_finding", ["school_id"], unique=False)
    op.create_table(
        "canteen_recheck",
        sa.Column("action_key", Key(), nullable=False),
        sa.Column("slot", sa.String(length=60), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("value", Exact(), nullable=False),
        sa.Column("raw", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("low", Exact(), nullable=True),
        sa.Column("high", Exact(), nullable=True),
        sa.Column("in_limit", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("by_key", Key(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_key"], ["canteen_action.key"], name=op.f("fk_canteen_recheck_action_key_canteen_action")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_canteen_recheck_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_canteen_recheck")),
    )
    op.create_index(op.f("ix_canteen_recheck_action_key"), "canteen_recheck", ["action_key"], unique=False)
    op.create_index(op.f("ix_canteen_recheck_school_id"), "canteen_recheck", ["school_id"], unique=False)
    op.create_table(
        "training_rubric_score",
        sa.Column("marking_key", Key(), nullable=False),
        sa.Column("criterion_key", Key(), nullable=False),
        sa.Column("marks", Hundredths(), nullable=False),
        sa.Column("school_id", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_key"],
            ["training_criterion.key"],
            name=op.f("fk_training_rubric_score_criterion_key_training_criterion"),
        ),
        sa.ForeignKeyConstraint(
            ["marking_key"],
            ["training_marking.key"],
            name=op.f("fk_training_rubric_score_marking_key_training_marking"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.key"], name=op.f("fk_training_rubric_score_school_id_school")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_training_rubric_score")),
        sa.UniqueConstraint(
            "marking_key", "criterion_key", name=op.f("uq_training_rubric_score_marking_key_criterion_key")
        ),
    )
    op.create_index(op.f("ix_training_rubric_score_school_id"), "training_rubric_score", ["school_id"], unique=False)
