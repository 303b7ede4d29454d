"""A canteen worker's food-safety training stands beside the health certificate, and in the day's computed item."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop_admin.api.canteen.entry import Confirm
from desktop_admin.api.canteen.refusals import VerdictMoved
from desktop_admin.api.canteen.registers import CertificateState, EditWorker, ListWorkers, StopWorker
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.api.training.certificates import RevokeCertificate
from desktop_admin.core.i18n import tr
from desktop_admin.models.canteen.sheet import Basis
from tests.services.canteen.conftest import TODAY, Kitchen, kitchen
from tests.services.canteen.test_registers import worker
from tests.services.training.conftest import NOON, Centre, centre, plan
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


def said(kitchen: Kitchen, day: date = TODAY) -> tuple[Verdict | None, str]:
    """What C01 proposes on the sheet of the day."""
    proposal = kitchen.line("C01", day).proposal
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


def test_who_lacks_food_safety_training_is_not_fit_for_duty_once_the_school_trains(
    kitchen: Kitchen, centre: Centre
) -> None:
    with_account(kitchen, centre, "陈新")
    new = worker(kitchen, 1, certificate_issued=TODAY, certificate_expiry=TODAY + timedelta(days=300))
    row = kitchen.officer.ask(new)
    kitchen.start()
    assert said(kitchen) == (Verdict.PASS, "The health certificates of all 2 workers are valid")
    issued(centre, "陈新", made=plan("8"))
    assert said(kitchen)[0] is Verdict.PASS  # of another subject
    (certificate,) = issued(centre, "陈新", made=plan("8", food_safety=True, valid_months=12))
    lacking = "The health certificates of all 2 workers are valid; without food-safety training: {}"
    assert said(kitchen) == (Verdict.FAIL, lacking.format("张师傅1"))
    with pytest.raises(VerdictMoved):
        kitchen.officer.ask(Confirm(kitchen.line("C01").key, kitchen.line("C01").version, verdict=Verdict.PASS))
    kitchen.officer.ask(StopWorker(row.key, row.version))
    trained = "The health certificates of all 1 workers are valid; all have food-safety training"
    assert said(kitchen) == (Verdict.PASS, trained)
    centre.boss.ask(RevokeCertificate(certificate.key, certificate.version, reason="撤销"))
    assert said(kitchen) == (Verdict.FAIL, lacking.format(kitchen.cook.name).replace("2", "1"))


def test_training_counts_on_its_last_day_warns_before_and_fails_the_day_after(kitchen: Kitchen, centre: Centre) -> None:
    with_account(kitchen, centre, "陈新")
    issued(centre, "陈新", made=plan("8", food_safety=True, valid_months=1))
    assert relied_on(kitchen) == {kitchen.cook.certificate_expiry, date(2026, 9, 30)}
    name = kitchen.cook.name
    assert said(kitchen) == (
        Verdict.PASS,
        "The health certificates of all 1 workers are valid; all have food-safety training;"
        f" ending within 30 days: {name} 2026-09-30",
    )
    for days, verdict in ((29, Verdict.PASS), (30, Verdict.FAIL)):
        day = TODAY + timedelta(days=days)
        kitchen.house.clock.time = NOON + timedelta(days=days)
        kitchen.officer = kitchen.house.desk("food_safety_officer", login=f"officer{days}")
        kitchen.start(day)
        assert said(kitchen, day)[0] is verdict, day


def test_training_for_ever_is_relied_on_as_well(kitchen: Kitchen, centre: Centre) -> None:
    with_account(kitchen, centre, "陈新")
    issued(centre, "陈新", made=plan("8", food_safety=True))
    assert relied_on(kitchen) == {kitchen.cook.certificate_expiry, None}
    assert said(kitchen)[1] == "The health certificates of all 1 workers are valid; all have food-safety training"


def relied_on(kitchen: Kitchen) -> set[date | None]:
    """The last days of what C01 rests on, once it is confirmed."""
    kitchen.start()
    line = kitchen.line("C01")
    kitchen.officer.ask(Confirm(line.key, line.version, verdict=Verdict.PASS))
    with kitchen.house.premises.backstage.database.reading() as connection:
        return set(connection.scalars(select(Basis.valid_until)))
