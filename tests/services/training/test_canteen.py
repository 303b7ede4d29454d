"""A canteen worker's food-safety training stands beside the health certificate, and in the day's computed item."""

from datetime import timedelta

import pytest

from desktop_admin.api.canteen.registers import CertificateState, EditWorker, ListWorkers
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.api.training.certificates import RevokeCertificate
from desktop_admin.core.i18n import tr
from tests.conftest import House
from tests.services.canteen.conftest import Kitchen, kitchen
from tests.services.canteen.test_registers import worker
from tests.services.training.conftest import Centre, centre, plan
from tests.services.training.test_results import issued

__all__ = ["centre", "kitchen"]


def with_account(kitchen: Kitchen, centre: Centre, name: str) -> None:
    """The cook is a learner as well."""
    cook = kitchen.cook
    kitchen.officer.ask(
        EditWorker(
            cook.key,
            cook.version,
            canteen_key=cook.canteen_key,
            name=cook.name,
            post=cook.post,
            certificate_no=cook.certificate_no,
            certificate_issued=cook.certificate_issued,
            certificate_expiry=cook.certificate_expiry,
            account_key=centre.learner(name).actor.account_id,
        )
    )


def said(kitchen: Kitchen) -> tuple[Verdict | None, str]:
    """What C01 proposes on a sheet begun today."""
    proposal = kitchen.line("C01").proposal
    assert proposal is not None
    return proposal.verdict, tr(proposal.text, **proposal.params)


def test_a_workers_food_safety_training_stands_beside_the_health_certificate(kitchen: Kitchen, centre: Centre) -> None:
    with_account(kitchen, centre, "陈新")
    before = kitchen.officer.ask(ListWorkers()).rows
    assert [(row.training, row.training_until) for row in before] == [(None, None)]
    issued(centre, "陈新", made=plan("8"))
    assert kitchen.officer.ask(ListWorkers()).rows[0].training is None  # of another subject
    (certificate,) = issued(centre, "陈新", made=plan("8", food_safety=True, valid_months=12))
    row = kitchen.officer.ask(ListWorkers()).rows[0]
    assert (row.training, row.training_no, row.training_until) == (
        CertificateState.VALID,
        certificate.number,
        certificate.valid_until,
    )
    kitchen.house.clock.forward(timedelta(days=340))
    officer = kitchen.house.desk("food_safety_officer", login="next")
    assert officer.ask(ListWorkers()).rows[0].training is CertificateState.EXPIRING


def test_the_daily_sheet_tells_who_lacks_food_safety_training(kitchen: Kitchen, centre: Centre) -> None:
    with_account(kitchen, centre, "陈新")
    kitchen.officer.ask(worker(kitchen, 1))
    kitchen.start()
    assert said(kitchen) == (Verdict.PASS, "The health certificates of all 2 workers are valid")
    (certificate,) = issued(centre, "陈新", made=plan("8", food_safety=True, valid_months=12))
    verdict, text = said(kitchen)
    assert verdict is Verdict.PASS
    assert text == "The health certificates of all 2 workers are valid; without food-safety training: 张师傅1"
    centre.boss.ask(RevokeCertificate(certificate.key, certificate.version, reason="撤销"))
    assert said(kitchen)[1] == "The health certificates of all 2 workers are valid"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_training_that_all_have_is_told_and_relied_on(kitchen: Kitchen, centre: Centre, house: House) -> None:
    assert kitchen.house is centre.house is house
    with_account(kitchen, centre, "陈新")
    issued(centre, "陈新", made=plan("8", food_safety=True))
    kitchen.start()
    assert said(kitchen)[1] == "The health certificates of all 1 workers are valid; all have food-safety training"
