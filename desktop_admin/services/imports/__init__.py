"""What is brought in from files. Importing this package registers every handler."""

from desktop_admin.services.imports import departments, participants, words

__all__ = ["departments", "participants", "words"]
