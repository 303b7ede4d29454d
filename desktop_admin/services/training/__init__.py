"""The rules of training. Importing this package registers every handler."""

from desktop_admin.services.training import (
    assignments,
    attendance,
    certificates,
    course_steps,
    courses,
    enrolments,
    files,
    grades,
    ledger,
    marking,
    releasing,
    resources,
    rules,
    sessions,
    sight,
    submissions,
)

__all__ = [
    "assignments",
    "attendance",
    "certificates",
    "course_steps",
    "courses",
    "enrolments",
    "files",
    "grades",
    "ledger",
    "marking",
    "releasing",
    "resources",
    "rules",
    "sessions",
    "sight",
    "submissions",
]
