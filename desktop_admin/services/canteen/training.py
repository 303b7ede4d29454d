"""What training says of canteen workers: who has a food-safety certificate, and until when (食品安全法 44).

Told beside the health certificate. Both are needed to be on duty from the day on which the school issues its first
food-safety certificate: not every school trains in this program.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from desktop_admin.db.work import Work
from desktop_admin.models.canteen.registers import CanteenWorker
from desktop_admin.services.training.qualified import Qualified, food_safety


def of_workers(work: Work, workers: Iterable[CanteenWorker]) -> dict[UUID, Qualified]:
    """By worker; nothing for who has no account or no certificate."""
    accounts = {each.key: each.account_key for each in workers if each.account_key is not None}
    held = food_safety(work, accounts.values())
    return {worker: held[account] for worker, account in accounts.items() if account in held}


def is_valid(held: Qualified | None, day: date) -> bool:
    return held is not None and (held.valid_until is None or held.valid_until >= day)
