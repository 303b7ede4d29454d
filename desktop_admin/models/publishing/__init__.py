"""Publishing's tables."""

from desktop_admin.models.publishing import columns, jobs, registers, submission, words

__all__ = ["columns", "jobs", "registers", "submission", "words"]
