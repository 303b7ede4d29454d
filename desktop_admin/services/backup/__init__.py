"""Backups of the database and of all that is needed to go on with it on another PC."""

from desktop_admin.services.backup import requests

__all__ = ["requests"]
