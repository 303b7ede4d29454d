"""Accounts, passwords, sessions and roles."""

from desktop_admin.services.accounts import change, codes, grants, own, people

__all__ = ["change", "codes", "grants", "own", "people"]
