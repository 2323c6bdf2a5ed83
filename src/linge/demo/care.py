"""Who is looked after in 幸福里: needs of every kind with their consents, visits due and paid."""

from datetime import date, datetime, timedelta
from random import Random

from linge.accounts.models import Grant, Reveal, User
from linge.kernel.access import Actor
from linge.registry import actions, numbers
from linge.registry.actions.slips import leave_care_slip
from linge.registry.events import CareVisitDone
from linge.registry.models import CareKind, CareVisit, Phone, Resident
from linge.registry.queries.accounts import guardians
from linge.registry.rules.care import VisitResult
from linge.registry.rules.consents import age_on, care_purpose
from linge.registry.rules.kinds import ConsentChannel, Source
from linge.staff.rules import Line
from linge.territory.models import Region

from .cast import SINCE, Cast
from .people import GUILANS_PHONE

AGES = {"LN80": (80, 99), "DJ": (60, 79), "KC": (60, 79), "ET": (6, 13)}
GROWN = (30, 75)
OF_A_KIND = 6
LATE = (-4, -1, 0, 2, 5)  # days from today on which visits are planned


def care(region: Region, cast: Cast, today: date, rng: Random, *, by: Actor, at: datetime) -> None:
    """People in care, 张桂兰 with her account, consent and slip among them."""
    actions.ship_care_kinds(by=by)
    officer = cast.people["周敏"]
    Grant.objects.create(
        user=officer, post="care_officer", role="community_officer", node=region.path,
        lines=[Line.CIVIL_AFFAIRS], since=SINCE,
    )  # fmt: skip
    kinds = {kind.code: kind for kind in CareKind.objects.all()}
    people = Resident.objects.filter(community=region, life="alive", residencies__main=True)
    known = list(people.exclude(name="张桂兰").order_by("pk")[:2500])
    for code, kind in kinds.items():
        youngest, oldest = AGES.get(code, GROWN)
        fitting = [
            one for one in known if youngest <= (age_on(one.birth_date, today) or 0) <= oldest
        ]
        for person in fitting[:OF_A_KIND]:
            known.remove(person)
            _look_after(person, kind, today, rng, by=by)
    _guilan(cast.people["张桂兰"], officer, kinds["DJ"], today, by=by, at=at)


def _look_after(
    person: Resident, kind: CareKind, today: date, rng: Random, *, by: Actor
) -> CareVisit | None:
    """One need with its consent, granted, its visit planned about today."""
    need = actions.propose_need(person, kind, by=by)
    adults = guardians(person)
    small = (age_on(person.birth_date, today) or 99) < 14
    if small and not adults:
        return None
    if small or kind.basis == "consent":
        actions.give_consent(
            person,
            care_purpose(kind.code),
            by=by,
            channel=ConsentChannel.PAPER,
            guardian=adults[0] if small else None,
        )
    actions.grant_need(need, by=by)
    visit = need.visits.get()
    visit.planned_on = today + timedelta(days=rng.choice(LATE))
    visit.save(update_fields=["planned_on"])
    return visit


def _guilan(
    user: User, officer: User, kind: CareKind, today: date, *, by: Actor, at: datetime
) -> None:
    """张桂兰 lives alone, agreed to be looked after, was visited and had her number opened once."""
    phone = Phone.objects.get(number_index=numbers.phone_index(GUILANS_PHONE))
    guilan = Resident.objects.get(phones=phone)
    actions.link_account(guilan, user, by=by)
    visit = _look_after(guilan, kind, today, Random(0), by=by)
    if visit is not None:
        actions.record_care_visit(
            visit, by=by, result=VisitResult.WELL, what="精神很好，想参加社区合唱队。"
        )
        leave_care_slip(CareVisitDone(visit.pk))
    me = Actor(user_id=user.pk, name=user.name, kind="resident", how="portal")
    actions.request_change(
        guilan,
        {"education": "60"},
        by=me,
        reason="我是高中毕业，登记成初中了",
        source=Source.PORTAL,
    )
    Reveal.objects.create(
        user=officer, subject=f"registry.phone:{phone.uuid}",
        field="number", purpose="visit", reason="上门前电话联系", at=at,
    )  # fmt: skip
