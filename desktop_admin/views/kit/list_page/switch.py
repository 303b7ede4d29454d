"""Several lists in one page."""

from collections.abc import Callable, Sequence
from functools import partial

from desktop_admin.api.lists import ListSpec
from desktop_admin.views.kit.list_page.page import ListPage
from desktop_admin.views.kit.switched import Switched


class SwitchedLists(Switched):
    """make: the page of one of the lists."""

    def __init__(self, specs: Sequence[ListSpec], make: Callable[[ListSpec], ListPage]) -> None:
        self.specs, self._make = tuple(specs), make
        self.lists: dict[str, ListPage] = {}
        super().__init__([(spec.title, partial(self._list, spec)) for spec in specs])

    def show_register(self, place: int) -> ListPage:
        """The list of this place, made if it is not there yet."""
        self.show_part(place)
        return self.lists[self.specs[place].name]

    def _list(self, spec: ListSpec) -> ListPage:
        made = self.lists[spec.name] = self._make(spec)
        return made
