"""A small town for tests, and cases brought to any state by the real moves."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import count

import factory
from django.contrib.auth import get_user_model

from linge.accounts.models import Grant as GrantRow
from linge.cases import actions
from linge.cases.actions.catalogue import ship_catalogue
from linge.cases.models import Case, Category, Standard
from linge.cases.rules import Source, State, VerifyOutcome
from linge.files.models import StoredFile
from linge.kernel.access import Actor, Grant
from linge.kernel.clock import now
from linge.staff.models import Agency
from linge.staff.tests.factories import AgencyFactory, PostFactory, WorkerFactory
from linge.territory import actions as territory
from linge.territory.actions.loading import packaged_days
from linge.territory.models import Grid, Region
from linge.territory.tests.factories import (
    BuildingFactory,
    DivisionFactory,
    EstateFactory,
    GridFactory,
    GridShapeFactory,
    RegionFactory,
    centre,
    square,
)

User = get_user_model()
TEN = "原因写满十个字才能提交"
ROLES = {
    "grid_a": "grid_worker",
    "grid_b": "grid_worker",
    "grid_lead": "grid_lead",
    "intake_clerk": "community_officer",
    "dispatcher": "community_officer",
    "verifier": "community_officer",
    "community_leader": "community_leader",
    "street_officer": "street_officer",
    "police_liaison": "police_liaison",
    "agency_handler": "agency_officer",
    "agency_head": "agency_officer",
}
NAMES = {
    "grid_a": "王芳",
    "grid_b": "赵磊",
    "grid_lead": "李强",
    "intake_clerk": "陈静",
    "dispatcher": "孙悦",
    "verifier": "周敏",
    "community_leader": "何建国",
    "street_officer": "吴丹",
    "police_liaison": "郑凯",
    "agency_handler": "刘洋",
    "agency_head": "马超",
}
OF_GRID = ("grid_a", "grid_b", "grid_lead")
OF_AGENCY = ("agency_handler", "agency_head")
_serial = count(1)


@dataclass
class Town:
    """幸福里 in small: two grids, two agencies, one person for each post."""

    community: Region
    grid: Grid
    other_grid: Grid
    agency: Agency
    rival: Agency
    people: dict[str, object] = field(default_factory=dict)

    def actor(self, post: str, *, agency: Agency | None = None, grid: Grid | None = None) -> Actor:
        """The person of a post at work; another agency or grid makes a namesake of it."""
        user = self.people.get(post) if agency is None and grid is None else WorkerFactory()
        return actor(
            user,
            post,
            node=self.community.path,
            grid=(grid or self.grid) if post in OF_GRID else None,
            agency=(agency or self.agency) if post in OF_AGENCY else None,
        )

    def __getattr__(self, post: str) -> Actor:
        if post in ROLES:
            return self.actor(post)
        raise AttributeError(post)


def actor(user, post, *, node, grid=None, agency=None) -> Actor:
    """Somebody at work in one post, since 2025."""
    grant = Grant(
        role=ROLES[post],
        post=post,
        node=node,
        grid=grid.pk if grid else None,
        agency=agency.pk if agency else None,
        lines=("*",),
        since=date(2025, 1, 1),
        until=None,
    )
    return Actor(user_id=user.pk, name=user.name, kind="staff", how="desk", grants=(grant,))


def make_town() -> Town:
    """Build the town with its calendar, catalogue, workflow and teams."""
    clock = Actor.clock("case")
    territory.load_calendar(packaged_days(), by=clock)
    ship_catalogue(by=clock)
    community = RegionFactory(name="幸福里社区")
    grid, other = GridFactory.create_batch(2, community=community)
    division = DivisionFactory(community=community, in_force=True)
    for place, one in enumerate((grid, other)):
        GridShapeFactory(division=division, grid=one, polygon=square(place))
    agency = AgencyFactory(community=community, name="城市照明所", lines=["lighting"])
    rival = AgencyFactory(community=community, name="市政养护所", lines=["roads"])
    town = Town(community, grid, other, agency, rival)
    town.people = {post: WorkerFactory(name=name) for post, name in NAMES.items()}
    for post, role in (("grid_a", "a"), ("grid_b", "b"), ("grid_lead", "lead")):
        PostFactory(grid=grid, user=town.people[post], role=role)
    for post in OF_AGENCY:
        employ(town.people[post], agency, post)
    return town


def employ(user, agency: Agency, post: str = "agency_handler") -> None:
    """Let somebody work for an agency, since 2025."""
    GrantRow.objects.create(
        user=user,
        post=post,
        role=ROLES[post],
        node=agency.community.path,
        agency_id=agency.pk,
        since=date(2025, 1, 1),
    )


def make_building(town: Town, grid: Grid | None = None):
    """A building of the town, in its first grid unless told otherwise."""
    return BuildingFactory(estate=EstateFactory(community=town.community), grid=grid or town.grid)


def make_photo(town: Town, *, taken_at=None) -> StoredFile:
    """A stored photo, as it stands after the upload."""
    serial = next(_serial)
    return StoredFile.objects.create(
        kind="photo",
        sha256=sha256(str(serial).encode()).hexdigest(),
        size=1000,
        media_type="image/jpeg",
        width=640,
        height=480,
        taken_at=taken_at or now(),
        community=town.community,
    )


def lamp() -> tuple[Category, Standard]:
    """路灯不亮: two working days."""
    return kind_of("0201")


def kind_of(code: str) -> tuple[Category, Standard]:
    """A small category of the start set with its first standard."""
    category = Category.objects.get(code=code, until__isnull=True)
    return category, Standard.objects.filter(category=category).earliest("number")


def report(town: Town, **facts) -> actions.Report:
    """A report of a broken street lamp at the middle of the first grid."""
    lon, lat = centre(0)
    return actions.Report(
        **{
            "community": town.community,
            "source": Source.PORTAL,
            "words": "3号楼门口路灯不亮，晚上走路看不见",
            "lon": lon,
            "lat": lat,
            "place_text": "3号楼东侧",
        }
        | facts
    )


class CaseFactory(factory.Factory):
    """A case brought to ``state`` by the people who bring cases there; ``code`` is its category."""

    class Meta:
        model = Case

    town = factory.LazyFunction(make_town)
    state = State.REPORTED
    code = "0201"
    by = factory.LazyFunction(Actor.public)

    @classmethod
    def _create(cls, model_class, *args, town, state, code, by, **facts):
        case = actions.report_case(report(town, **facts), by=by).case
        for step in WAYS[State(state)]:
            step(town, case, code)
        return case


def _accept(town, case, code):
    category, standard = kind_of(code)
    actions.accept_case(case, by=town.intake_clerk, category=category, standard=standard)


def _reject(town, case, code):
    actions.reject_case(case, by=town.intake_clerk, reason_code="not_ours", words=TEN)


def _ask_confirm(town, case, code):
    actions.ask_confirm(case, by=town.intake_clerk, worker=town.people["grid_a"])


def _withdraw(town, case, code):
    actions.withdraw_case(case, by=bearer(case))


def _merge(town, case, code):
    target = actions.report_case(report(town), by=Actor.public()).case
    actions.merge_case(case, by=town.intake_clerk, target=target)


def _forward(town, case, code):
    actions.forward_case(
        case, by=town.community_leader, receiver="区城管局", follow_up=date(2026, 12, 31)
    )


def _dispatch(town, case, code):
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)


def _handle(town, case, code):
    actions.handle_case(
        case,
        by=town.agency_handler,
        result="已更换灯头",
        photos=[make_photo(town)],
        condition_met=True,
    )


def _verify(town, case, code):
    actions.verify_case(
        case, by=town.grid_a, outcome=VerifyOutcome.PASS, photos=[make_photo(town)], metres=12
    )


def _close(town, case, code):
    actions.close_case(case, by=town.intake_clerk, condition_met=True, words="路灯已修好")


def _declare(state):
    """A state whose moves are made elsewhere, set directly."""

    def declared(town, case, code):
        Case.objects.filter(pk=case.pk).update(state=state)
        case.segments.filter(ended_at__isnull=True).update(ended_at=now(), worked_minutes=0)
        case.refresh_from_db()

    return declared


MAIN = (_accept, _dispatch, _handle, _verify, _close)
WAYS = {
    State.REPORTED: (),
    State.CONFIRMING: (_ask_confirm,),
    State.ACCEPTED: MAIN[:1],
    State.DISPATCHED: MAIN[:2],
    State.HANDLED: MAIN[:3],
    State.VERIFIED: MAIN[:4],
    State.CLOSED: MAIN,
    State.REJECTED: (_reject,),
    State.WITHDRAWN: (_withdraw,),
    State.FORWARDED: (_forward,),
    State.MERGED: (_merge,),
    State.VOID: (_declare(State.VOID),),
    State.FORCE_CLOSED: (_accept, _declare(State.FORCE_CLOSED)),
}


def bearer(case: Case) -> Actor:
    """Whoever holds the code of a case."""
    return Actor.holder(f"cases.case:{case.uuid}")
