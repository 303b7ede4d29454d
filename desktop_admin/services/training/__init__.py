"""The rules of training. Importing this package registers every handler."""

from desktop_admin.services.training import course_steps, courses, enrolments, rules

__all__ = ["course_steps", "courses", "enrolments", "rules"]
