"""Which PCs may speak to this database: a short code makes one known, once."""

from desktop_admin.services.sharing.hosting import NOWHERE, wanted
from desktop_admin.services.sharing.pcs import numbered, paired_pcs
from desktop_admin.services.sharing.reception import GUESSED, PAIRED, Reception

__all__ = ["GUESSED", "NOWHERE", "PAIRED", "Reception", "numbered", "paired_pcs", "wanted"]
