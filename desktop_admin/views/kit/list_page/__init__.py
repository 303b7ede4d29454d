"""List screens, drawn from a ListSpec: ListPage(desk, spec, details=..., opens=..., choices=..., export=...).

remember_in(folder) is called once at the start, for the columns that a person has chosen on this PC.
"""

from desktop_admin.views.kit.list_page.memory import remember_in
from desktop_admin.views.kit.list_page.page import Export, Exporter, ListPage

__all__ = ["Export", "Exporter", "ListPage", "remember_in"]
