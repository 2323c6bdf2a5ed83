"""The cast: who works in the communities and what each may do. All share one password."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from linge.accounts.models import PHONE, Grant, User
from linge.kernel import crypto
from linge.kernel.access import Actor
from linge.staff import actions
from linge.staff.models import Agency
from linge.staff.rules import Line, Role
from linge.territory.models import Grid, Region

from .words import NamePool

PASSWORD = "xingfuli-2026"
SINCE = date(2026, 1, 1)
FIRST_PHONE = 12_000_000_100


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the cast: phone ends in ``phone``; posts in a grid; or a grant on the node."""

    name: str
    phone: int
    told: str
    grid: int = 0
    grid_role: str = ""
    post: str = ""
    role: str = ""
    line: str = ""
    above: bool = False
    everywhere: bool = False


XINGFULI = (
    Part("王芳", 1, "第3网格A岗网格员", 3, Role.A),
    Part("赵磊", 2, "第3网格B岗网格员", 3, Role.B),
    Part("李强", 3, "第3网格网格长", 3, Role.LEAD),
    Part("陈静", 4, "受理员", post="intake_clerk", role="community_officer"),
    Part("孙悦", 5, "派遣员", post="dispatcher", role="community_officer"),
    Part("周敏", 6, "社区专干", post="community_officer", role="community_officer"),
    Part("何建国", 7, "社区书记", post="community_leader", role="community_leader"),
    Part("刘洋", 8, "城市照明所承办人", post="agency_handler", role="agency_officer",
         line=Line.LIGHTING),
    Part("马超", 9, "城市照明所负责人", post="agency_head", role="agency_officer",
         line=Line.LIGHTING),
    Part("吴丹", 10, "街道工作人员", post="street_officer", role="street_officer", above=True),
    Part("郑凯", 11, "社区民警", post="police_liaison", role="police_liaison"),
    Part("林涛", 12, "第4网格A岗网格员", 4, Role.A),
    Part("钱进", 13, "派遣员", post="dispatcher", role="community_officer"),
    Part("冯伟", 14, "第1至第4网格督导员", 3, Role.SUPERVISOR),
    Part("张桂兰", 20, "居民"),
    Part("系统管理员", 99, "系统管理员", post="system_admin", role="system_admin", everywhere=True),
)  # fmt: skip
GUIZISHAN = (
    Part("黄丽", 31, "桂子山第1网格A岗网格员", 1, Role.A),
    Part("徐刚", 32, "桂子山社区专干", post="community_officer", role="community_officer"),
    Part("秦芬", 33, "桂子山受理员", post="intake_clerk", role="community_officer"),
    Part("段鹏", 34, "桂子山派遣员", post="dispatcher", role="community_officer"),
    Part("蒋岚", 35, "桂子山社区书记", post="community_leader", role="community_leader"),
)
AGENCIES = (
    ("示范区城市照明管理所", "城市照明所", (Line.LIGHTING,)),
    ("示范街道环境卫生管理所", "环卫所", (Line.SANITATION,)),
    ("幸福里联合物业服务中心", "物业", (Line.PROPERTY,)),
    ("示范区市政道路养护队", "市政养护队", (Line.ROADS,)),
    ("示范区电梯应急处置中心", "电梯应急中心", (Line.LIFTS,)),
    ("示范区水电服务站", "水电站", (Line.UTILITIES,)),
    ("示范燃气有限公司抢修队", "燃气抢修队", (Line.GAS,)),
    ("示范街道微型消防站", "消防站", (Line.FIRE,)),
    ("示范街道城市管理中队", "城管中队", (Line.URBAN_MANAGEMENT,)),
    ("示范街道房屋管理站", "房管站", (Line.HOUSING,)),
    ("社区人民调解委员会", "调解委员会", (Line.MEDIATION,)),
    ("示范街道民政服务站", "民政站", (Line.CIVIL_AFFAIRS,)),
    ("社区警务室", "警务室", (Line.POLICE,)),
    ("示范街道劳动保障所", "劳动保障所", (Line.LABOUR,)),
    ("社区值守室", "值守室", (Line.DESK,)),
)
SUPERVISED = 4
STAND_IN_DAYS = (-1, 4)  # 林涛 for 赵磊, around today


@dataclass
class Cast:
    """Who is there, by name, and the agencies with their handlers."""

    people: dict[str, User]
    agencies: list[Agency]
    handlers: dict[int, list[User]]


class Hiring:
    """Makes users with one password, phones in order."""

    def __init__(self, rng: Random) -> None:
        self.password = make_password(PASSWORD)
        self.names = NamePool(rng)
        self.rng = rng
        self.phone = FIRST_PHONE
        self.count = 0

    def user(self, name: str = "", phone: str = "") -> User:
        """A user with a staff number; invented when no name is given."""
        self.count += 1
        if not phone:
            self.phone += 1
            phone = str(self.phone)
        user = User(
            name=name or self.names.name(self.rng.choice("12"), self.rng.randint(1970, 2000)),
            staff_no=f"XFL{self.count:04d}",
            phone=phone,
            phone_index=crypto.blind(PHONE, phone),
            password=self.password,
        )
        user.save()
        return user


def hire(
    xingfuli: Region, guizishan: Region, grids: dict[str, dict[int, Grid]], rng: Random,
    today: date, *, by: Actor,
) -> dict[str, Cast]:  # fmt: skip
    """The named cast, a team for every grid, and two people at every agency."""
    hiring = Hiring(rng)
    casts = {}
    for slug, region, parts in (
        ("xingfuli", xingfuli, XINGFULI),
        ("guizishan", guizishan, GUIZISHAN),
    ):
        people = {part.name: hiring.user(part.name, f"120{part.phone:08d}") for part in parts}
        _fill_teams(grids[slug], parts, people, hiring, by)
        agencies = _open_agencies(region, slug, by)
        handlers = _staff_agencies(agencies, parts, people, hiring, region)
        for part in parts:
            if part.role and not part.line:
                _grant(part, people[part.name], region)
        casts[slug] = Cast(people, agencies, handlers)
    _stand_in(casts["xingfuli"], grids["xingfuli"], today, by)
    return casts


def hire_officers(parts: tuple[Part, ...], region: Region, rng: Random) -> None:
    """People with an office and no grid, named by their parts."""
    hiring = Hiring(rng)
    for part in parts:
        _grant(part, hiring.user(part.name, f"120{part.phone:08d}"), region)


def _fill_teams(
    grids: dict[int, Grid], parts: tuple[Part, ...], people: dict[str, User], hiring: Hiring,
    by: Actor,
) -> None:  # fmt: skip
    """A lead, an A and a B post and an assistant in every grid; the named ones in theirs."""
    named = {(part.grid, part.grid_role): people[part.name] for part in parts if part.grid}
    for number, grid in grids.items():
        for role in (Role.LEAD, Role.A, Role.B, Role.ASSISTANT):
            user = named.get((number, role)) or hiring.user()
            actions.appoint(grid, by=by, user=user, role=role, since=SINCE)
    _supervise(list(grids.items()), named, hiring, by)


def _supervise(
    grids: list[tuple[int, Grid]], named: dict[tuple[int, str], User], hiring: Hiring, by: Actor
) -> None:
    """One supervisor to four grids that lie together."""
    for start in range(0, len(grids), SUPERVISED):
        part = grids[start : start + SUPERVISED]
        found = [named.get((number, Role.SUPERVISOR)) for number, _grid in part]
        user = next((one for one in found if one), None) or hiring.user()
        for _number, grid in part:
            actions.appoint(grid, by=by, user=user, role=Role.SUPERVISOR, since=SINCE)


def _open_agencies(region: Region, slug: str, by: Actor) -> list[Agency]:
    return [
        actions.create_agency(
            region,
            by=by,
            name=name.replace("幸福里", region.name[:-2]),
            short_name=short,
            lines=[str(line) for line in lines],
            phone=f"120{place:04d}{1 if slug == 'xingfuli' else 2:04d}",
        )
        for place, (name, short, lines) in enumerate(AGENCIES, start=7001)
    ]


def _staff_agencies(
    agencies: list[Agency], parts: tuple[Part, ...], people: dict[str, User], hiring: Hiring,
    region: Region,
) -> dict[int, list[User]]:  # fmt: skip
    """A handler and a head at every agency."""
    handlers: dict[int, list[User]] = {}
    for agency in agencies:
        for post in ("agency_handler", "agency_head"):
            named = [one for one in parts if one.post == post and one.line in agency.lines]
            user = people[named[0].name] if named else hiring.user()
            Grant.objects.create(
                user=user, post=post, role="agency_officer", node=region.path,
                agency_id=agency.pk, since=SINCE,
            )  # fmt: skip
            handlers.setdefault(agency.pk, []).append(user)
    return handlers


def _grant(part: Part, user: User, region: Region) -> None:
    """The grant of a post held on the community, or above it."""
    node = "" if part.everywhere else region.path
    if part.above and region.parent is not None:
        node = region.parent.path
    Grant.objects.create(user=user, post=part.post, role=part.role, node=node, since=SINCE)


def give_home(cast: Cast, name: str, path: str) -> None:
    """Let a resident of the cast see the own home."""
    user = cast.people[name]
    Grant.objects.create(user=user, post="resident", role="resident", node=path, since=SINCE)


def _stand_in(cast: Cast, grids: dict[int, Grid], today: date, by: Actor) -> None:
    """赵磊 is away this week and 林涛 stands in for him in grid 3."""
    first, last = (today + timedelta(days=days) for days in STAND_IN_DAYS)
    actions.arrange_stand_in(
        grids[3], by=by, absent=cast.people["赵磊"], stand_in=cast.people["林涛"],
        since=first, until=last, reason="年休假",
    )  # fmt: skip
