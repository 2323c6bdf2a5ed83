"""Make the whole demonstration, in one transaction, on an empty installation."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.accounts.models import User
from linge.cases.actions.catalogue import ship_catalogue
from linge.cases.models import Case
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.db import gather_statistics
from linge.kernel.refusals import Refused
from linge.kernel.worktime import Workdays, intervals
from linge.registry.models import Resident
from linge.staff.models import Post
from linge.territory import queries as territory
from linge.territory.actions import load_calendar
from linge.territory.actions.loading import packaged_days
from linge.territory.models import Dwelling, Region

from .asked import ask
from .books import open_books
from .brought import bring
from .care import care
from .cases import live_a_year
from .cast import Cast, give_home, hire
from .checked import check_records
from .climbed import climb_late
from .geometry import base_map, placement
from .overseen import oversee
from .owners import tie
from .people import Crowd, Numbers
from .photos import add_photos
from .places import Community, file_first_division, raise_community, raise_regions
from .planted import plant
from .register import collect, home_of_guilan
from .sizes import SEED, SIZES, Size
from .told import tell
from .truth import Truth
from .words import NamePool, edge_case_names
from .working import employ

SLUGS = ("xingfuli", "guizishan")
Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Made:
    """What was made, for the person who waited."""

    dwellings: int
    people: int
    cases: int


def is_empty() -> bool:
    """Whether nobody has begun to work here: no community, no user."""
    return not Region.objects.exists() and not User.objects.exists()


@contextmanager
def no_garbage() -> Iterator[None]:
    """Let the collector rest: half a million rows without a cycle among them are made here."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@no_garbage()
@transaction.atomic
def make_demo(
    size: str = "full", *, seed: int = SEED, say: Say = lambda _words: None, cases: int = 0
) -> Made:
    """Make the demonstration of a size: ``full`` or ``small``. The same seed makes the same one.

    ``cases`` is how many the first community lives through, where not what its size says.
    Refuses with ``demo.not_empty`` where there is anything to overwrite, and with
    ``demo.real_place`` where demo identities are off.
    """
    if not settings.DEMO_IDENTITIES:
        message = _("演示人物使用演示号码，请以 LINGE_DEMO=1 启动后再写入。")
        raise Refused("demo.real_place", str(message))
    if not is_empty():
        message = _("这里已经有数据，演示数据只写入空库；需要重做请换一个空的数据目录。")
        raise Refused("demo.not_empty", str(message))
    by = Actor.clock("task")
    load_calendar(packaged_days(), by=by)
    ship_catalogue(by=by)
    end = last_closing_time(clock.now(), territory.workdays())
    say(str(_("小区、楼栋和网格……")))
    communities = _raise(_sizes(size, cases), seed, by)
    for community in communities:
        lay_base_map(community)
    for community in communities:
        file_first_division(community, by=by)
    casts = _hire(communities, seed, end, by)
    truth = Truth()
    for community in communities:
        _fill(community, casts[community.slug], seed, end, truth, by, say)
    gather_statistics()
    truth.write(Path(settings.DATA_DIR))
    mark_demo()
    return Made(Dwelling.objects.count(), Resident.objects.count(), Case.objects.count())


def mark_demo() -> None:
    """Note in the data directory that its people are invented, so that imports take such numbers.

    It opens nothing else: the pages of a demonstration still want ``LINGE_DEMO=1``.
    """
    words = _("这个数据目录由 linge demo 写入，人物都是虚构的，演示号码可以登记。")
    Path(settings.DATA_DIR, settings.DEMO_MARK.name).write_text(f"{words}\n", "utf-8")


def lay_base_map(community: Community) -> None:
    """Put the map beneath a community where the map page looks for it."""
    folder = Path(settings.DATA_DIR) / "maps"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{community.region.code}.geojson.gz").write_bytes(base_map(community.slug))


def last_closing_time(now: datetime, calendar: Workdays) -> datetime:
    """The end of the last working day before now: as far as the demonstration's story goes."""
    day = now.astimezone(clock.SHANGHAI).date()
    while True:
        ends = [closes for _opens, closes in intervals(day, calendar) if closes <= now]
        if len(ends) == len(intervals(day, calendar)) and ends:
            return ends[-1]
        day -= timedelta(days=1)


def _sizes(size: str, cases: int) -> dict[str, Size]:
    sizes = SIZES[size]
    return sizes | {SLUGS[0]: replace(sizes[SLUGS[0]], cases=cases)} if cases else sizes


def _raise(sizes: dict[str, Size], seed: int, by: Actor) -> list[Community]:
    regions = raise_regions(by=by)
    return [
        raise_community(
            slug, region, placement(slug), sizes[slug], Random(f"{seed}:{slug}:places"), by=by
        )
        for slug, region in zip(SLUGS, regions, strict=True)
    ]


def _hire(communities: list[Community], seed: int, end: datetime, by: Actor) -> dict[str, Cast]:
    xingfuli, guizishan = (community.region for community in communities)
    grids = {community.slug: community.grids for community in communities}
    rng = Random(f"{seed}:cast")
    return hire(xingfuli, guizishan, grids, rng, clock.today(), by=by)


def _fill(
    community: Community, cast: Cast, seed: int, end: datetime, truth: Truth, by: Actor, say: Say
) -> None:
    """People, visits, owners, what is hidden among them, and cases of one community."""
    crowd = _crowd(community, seed, end)
    today = end.date()

    def chance(subject: str) -> Random:
        return Random(f"{seed}:{community.slug}:{subject}")

    say(str(_("%(name)s：居民和走访……") % {"name": community.region.name}))
    round_ = collect(community, crowd, today, chance("visits"), by=by)
    tie(community, round_, crowd, today, by=by, at=end)
    gather_statistics()
    employ(community, round_, today, chance("work"))
    open_books(community, chance("books"), by=by, at=end)
    if home := home_of_guilan(community):
        give_home(cast, "张桂兰", home.path)
        care(community.region, cast, today, chance("care"), by=by, at=end)
    tell(community, round_, today, chance("told"), by=by)
    plant(community, round_, crowd, today, truth, by=by, at=end)
    bring(community, cast, chance("brought"))
    oversee(community, today, chance("overseen"), by=by)
    check_records(community, cast, today, chance("checked"), by=by)
    ask(community, cast)
    say(str(_("%(name)s：一年的事件……") % {"name": community.region.name}))
    workers = _workers(community)
    lived = live_a_year(community, cast, crowd, workers, end, chance("cases"))
    add_photos(lived, community.region, by=by)
    climb_late(community, end)


def _crowd(community: Community, seed: int, end: datetime) -> Crowd:
    rng = Random(f"{seed}:{community.slug}:people")
    series = SLUGS.index(community.slug)
    waiting = [] if series else edge_case_names()[::-1]
    return Crowd(rng, end.date(), Numbers(rng, series), NamePool(rng), waiting)


def _workers(community: Community) -> dict[int, list[User]]:
    """The A and the B worker of each grid, by grid id."""
    posts = Post.objects.filter(grid__community=community.region, role__in=("a", "b"))
    found: dict[int, list[User]] = {}
    for post in posts.select_related("user").order_by("grid", "role"):
        found.setdefault(post.grid_id, []).append(post.user)
    return found
