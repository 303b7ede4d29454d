"""Two canteens with what stands in them, who works there and who supplies them."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from desktop_admin.api.canteen.registers import (
    AddCanteen,
    AddSupplier,
    AddUnit,
    AddWorker,
    CanteenRow,
    RunBy,
    UnitKind,
    WorkerRow,
)
from desktop_admin.app.demo.calendar import Plan
from desktop_admin.app.demo.people import CREW, Staff
from desktop_admin.app.premises import Premises
from desktop_admin.core.permissions import Actor
from desktop_admin.services.canteen.credit_code import check_character

UNITS = {
    "一食堂": (("1 号冷藏柜", UnitKind.CHILLED), ("2 号冷藏柜", UnitKind.CHILLED), ("1 号冷冻柜", UnitKind.FROZEN)),
    "二食堂": (("1 号冷藏柜", UnitKind.CHILLED), ("1 号冷冻柜", UnitKind.FROZEN)),
}
POSTS = ("厨师长", "厨师", "切配", "面点", "洗消", "保洁", "仓管")
SUPPLIERS = (
    "青禾蔬菜配送有限公司",
    "绿源农产品有限公司",
    "惠民粮油商行",
    "金穗米业有限公司",
    "鲜达水产有限公司",
    "康乐肉类加工厂",
    "佳禾禽蛋合作社",
    "好味调味品商行",
    "晨光乳业有限公司",
    "洁安餐具洗消服务部",
    "永兴副食品批发部",
    "田园豆制品厂",
)
EXPIRING = {4: 12, 9: 5}  # supplier's place -> days its licence is still valid today


@dataclass(frozen=True, slots=True)
class Place:
    canteen: CanteenRow
    workers: tuple[WorkerRow, ...]


def register(premises: Premises, staff: Staff, random: Random, plan: Plan) -> tuple[Place, ...]:
    answer, director = premises.office.answer, staff["limin"]
    for place, name in enumerate(SUPPLIERS):
        left = EXPIRING.get(place, random.randint(200, 900))
        answer(director, _supplier(name, place, plan.today + timedelta(days=left), random))
    places: list[Place] = []
    for position, (name, units) in enumerate(UNITS.items(), 1):
        crew = staff.with_role("canteen_worker")[(position - 1) * CREW : position * CREW]
        contractor = "和兴餐饮管理有限公司" if position > 1 else ""
        run_by = RunBy.CONTRACTOR if contractor else RunBy.SCHOOL
        asked = AddCanteen(name=name, position=position, run_by=run_by, contractor=contractor, since=plan.first)
        canteen = answer(director, asked)
        for unit, kind in units:
            answer(director, AddUnit(canteen_key=canteen.key, name=unit, kind=kind, resolution="0.1"))
        places.append(Place(canteen, tuple(_workers(premises, director, random, canteen, plan, crew))))
    return tuple(places)


def _supplier(name: str, place: int, expiry: date, random: Random) -> AddSupplier:
    body = f"91330100MA2{place:02d}{random.randint(1000, 9999)}"[:17]
    body += "0" * (17 - len(body))
    return AddSupplier(
        name=name,
        credit_code=body + check_character(body),
        address=f"农贸东路 {random.randint(1, 200)} 号",
        phone=f"0571-8{random.randint(1000000, 9999999)}",
        licence_no=f"JY1330100{random.randint(1000000, 9999999)}",
        licence_expiry=expiry,
    )


def _workers(  # noqa: PLR0913, PLR0917 - who works where
    premises: Premises, director: Actor, random: Random, canteen: CanteenRow, plan: Plan, crew: list[Actor]
) -> list[WorkerRow]:
    made: list[WorkerRow] = []
    for number, person in enumerate(crew):
        issued = plan.first - timedelta(days=random.randint(20, 180))
        asked = AddWorker(
            canteen_key=canteen.key,
            name=person.name,
            post=POSTS[number % len(POSTS)],
            certificate_no=f"杭健{issued.year}{random.randint(100000, 999999)}",
            certificate_issued=issued,
            certificate_expiry=issued + timedelta(days=364),
            account_key=person.account_id,
        )
        made.append(premises.office.answer(director, asked))
    return made
