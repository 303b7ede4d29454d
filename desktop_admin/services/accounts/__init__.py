"""Accounts, passwords, sessions and roles."""

from desktop_admin.services.accounts import session

__all__ = ["session"]
