"""List screens, drawn from a ListSpec: ListPage(desk, spec, details=..., opens=..., choices=..., export=...).

SwitchedLists(specs, make) holds several of them in one page.
Neighbours(page, screen) leads from a record that was opened to those above and below it in the list.
remember_in(folder) is called once at the start, for the columns that a person has chosen on this PC.
"""

from desktop_admin.views.kit.list_page.export import Export, Exporter
from desktop_admin.views.kit.list_page.memory import remember_in
from desktop_admin.views.kit.list_page.neighbours import Neighbours
from desktop_admin.views.kit.list_page.page import ListPage
from desktop_admin.views.kit.list_page.switch import SwitchedLists

__all__ = ["Export", "Exporter", "ListPage", "Neighbours", "SwitchedLists", "remember_in"]
