"""List screens, drawn from a ListSpec: ListPage(desk, spec, details=..., opens=..., choices=..., export=...).

SwitchedLists(specs, make) holds several of them in one page.
remember_in(folder) is called once at the start, for the columns that a person has chosen on this PC.
"""

from desktop_admin.views.kit.list_page.export import Export, Exporter
from desktop_admin.views.kit.list_page.memory import remember_in
from desktop_admin.views.kit.list_page.page import ListPage
from desktop_admin.views.kit.list_page.switch import SwitchedLists

__all__ = ["Export", "Exporter", "ListPage", "SwitchedLists", "remember_in"]
