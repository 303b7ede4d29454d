"""Canteens and people to choose from in filters and forms."""

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.checklist import ListPeople, Person
from desktop_admin.api.canteen.registers import CanteenRow, ListCanteens
from desktop_admin.views.kit.editors.base import Pairs
from desktop_admin.views.kit.known import KnownPairs


class CanteenChoices(KnownPairs):
    def wanted(self) -> ListCanteens:
        return ListCanteens()

    def pairs_of(self, answer: Page[CanteenRow]) -> Pairs:
        return [(row.key, row.name) for row in answer.rows]


class PeopleChoices(KnownPairs):
    def wanted(self) -> ListPeople:
        return ListPeople()

    def pairs_of(self, answer: tuple[Person, ...]) -> Pairs:
        return [(person.key, f"{person.name} {person.post}".strip()) for person in answer]
