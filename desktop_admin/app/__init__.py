"""The one place that puts the program together, in one of its shapes."""

from desktop_admin.app.premises import DATABASE, Premises, local_door, open_premises

__all__ = ["DATABASE", "Premises", "local_door", "open_premises"]
