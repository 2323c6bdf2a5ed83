"""The whole demonstration, figure by figure. Source: registry.md §17."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count, Max, Min

from linge.accounts.actors import actor_of
from linge.accounts.models import User
from linge.cases.models import Case, ClockSegment
from linge.cases.rules import OPEN, State
from linge.demo.truth import judge, read_truth
from linge.demo.words import edge_case_names
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.registry.actions.matches import find_matches
from linge.registry.models import (
    ChangeRequest,
    Conflict,
    Household,
    HukouRecord,
    IdentityDocument,
    MatchCandidate,
    Phone,
    Residency,
    Resident,
    Visit,
)
from linge.registry.queries import collection_board
from linge.registry.queries.requests import fact_values, told
from linge.registry.rules import names
from linge.registry.rules.kinds import HukouState
from linge.registry.rules.population import Facts, Place, population_status
from linge.registry.rules.requests import stale
from linge.staff.models import Agency, StandIn
from linge.territory.models import Building, Dwelling, Estate, Grid, Organisation, Region, Shop
from linge.territory.queries import visible_to

SIZE = "full"
pytestmark = pytest.mark.usefixtures("demo")
DWELLINGS = {
    "锦绣花园": 3_456, "阳光家园": 3_240, "翠湖苑": 2_304, "金桂新村": 2_160, "银杏里": 2_304,
    "学府雅苑": 1_152, "铁路宿舍": 1_114,
}  # fmt: skip
GRID_SIZES = [1_152] * 3 + [1_080] * 3 + [1_152] * 2 + [1_080] * 2 + [1_152] * 3 + [1_114]
SITES = {
    1_280: date(2026, 12, 31), 1_560: date(2027, 3, 31), 960: date(2027, 6, 30),
    1_440: date(2027, 9, 30), 1_720: date(2028, 3, 31), 1_200: date(2028, 6, 30),
}  # fmt: skip
LEAST_OF_EACH_ROW = 20


@pytest.fixture
def xingfuli() -> Region:
    return Region.objects.get(code="990101001001")


@pytest.fixture
def guizishan() -> Region:
    return Region.objects.get(code="990101001002")


def somebody(name: str) -> Actor:
    return actor_of(User.objects.get(name=name, staff_no__lte="XFL0015"))


@pytest.mark.proves("A1")
def test_estates_buildings_and_dwellings_are_the_planned_ones(xingfuli: Region) -> None:
    homes = Dwelling.objects.filter(community=xingfuli)
    by_estate = homes.values_list("estate__name").annotate(count=Count("pk"))
    assert dict(by_estate) == DWELLINGS
    assert Building.objects.filter(community=xingfuli).count() == 188
    assert homes.count() == 15_730


@pytest.mark.proves("A2")
def test_fourteen_grids_hold_a_thousand_homes_and_more(xingfuli: Region) -> None:
    grids = Grid.objects.filter(community=xingfuli).order_by("code")
    sizes = [Dwelling.objects.filter(grid=grid).count() for grid in grids]
    assert sizes == GRID_SIZES


@pytest.mark.proves("A1")
def test_six_sites_will_bring_8160_homes(xingfuli: Region) -> None:
    sites = Estate.objects.filter(community=xingfuli, state="under_construction")
    assert dict(sites.values_list("planned_units", "handover_on")) == SITES
    assert sum(SITES) == 8_160


@pytest.mark.proves("E1")
def test_organisations_and_shops_are_counted(xingfuli: Region) -> None:
    assert Organisation.objects.filter(community=xingfuli, grid__isnull=False).count() == 328
    assert Shop.objects.filter(community=xingfuli, grid__isnull=False).count() == 2_224


@pytest.mark.proves("X7")
def test_collection_rate_is_8608(xingfuli: Region) -> None:
    board = collection_board(Actor.clock("task"), xingfuli)
    assert (board.total.collected, board.total.expected) == (13_540, 15_730)
    assert str(board.total.share) == "86.08%"
    first = Visit.objects.filter(community=xingfuli).exclude(outcome="confirmed")
    found = dict(first.values_list("outcome").annotate(count=Count("pk")))
    assert found == {"met": 12_604, "vacant": 936, "nobody": 1_402, "refused": 268}
    assert Dwelling.objects.filter(community=xingfuli, visits__isnull=True).count() == 520


def test_about_45000_people_live_or_are_tied_here(xingfuli: Region) -> None:
    assert 44_000 <= Resident.objects.filter(community=xingfuli).count() <= 46_000


def test_nobody_has_a_number_that_could_be_real() -> None:
    known = User.objects.values_list("phone_index", flat=True)
    assert len(known) == len(set(known))
    assert IdentityDocument.objects.exclude(warnings=[]).count() == 0
    assert not Phone.objects.exclude(kind="mobile").exists()


def test_households_have_the_planned_sizes(xingfuli: Region) -> None:
    families = Household.objects.filter(community=xingfuli, living_kind="1", until=None)
    counts = Counter(
        min(n, 5) for n in families.annotate(n=Count("members")).values_list("n", flat=True)
    )
    shares = [100 * counts[size] / sum(counts.values()) for size in (1, 2, 3, 4, 5)]
    assert shares == pytest.approx([25, 32, 27, 11, 5], abs=0.3)


def test_every_row_of_the_population_table_is_met(xingfuli: Region) -> None:
    rows = population_rows(xingfuli)
    assert {row: rows[row] >= LEAST_OF_EACH_ROW for row in range(1, 15)} == dict.fromkeys(
        range(1, 15), True
    )


def population_rows(community: Region) -> Counter[int]:
    """Which row of the table decides for each person of a community, counted."""
    street = community.code[:9]
    homes = dict(
        Residency.objects.filter(person__community=community, main=True, until=None).values_list(
            "person", "dwelling__community__code"
        )
    )
    hukou = {one.person_id: one for one in HukouRecord.objects.filter(until=None)}
    rows: Counter[int] = Counter()
    for person in Resident.objects.filter(community=community):
        record = hukou.get(person.pk)
        code = record.region_code if record else ""
        facts = Facts(
            main_street=homes[person.pk][:9] if person.pk in homes else None,
            hukou=HukouState(record.state) if record else None,
            hukou_place=Place(code[:9], not code.startswith("990221")) if code else None,
            left=record.left if record else "unknown",
            left_street_on=record.left_street_on if record else None,
            left_reason=record.left_reason if record else None,
            from_abroad=person.nationality != "CHN",
            death_date=person.death_date,
        )
        status = population_status(facts, street=Place(street), as_of=clock.today())
        rows[status.because] += 1
    return rows


def test_names_that_have_broken_software_are_somebodys(xingfuli: Region) -> None:
    kept = {names.clean(name) for name in edge_case_names()}
    found = Resident.objects.filter(community=xingfuli, name__in=kept)
    assert set(found.values_list("name", flat=True)) == kept


@pytest.mark.proves("C2")
def test_a_year_of_cases_and_something_in_every_queue(xingfuli: Region) -> None:
    cases = Case.objects.filter(community=xingfuli)
    assert cases.count() == 2_400
    span = cases.aggregate(first=Min("reported_at"), last=Max("reported_at"))
    assert span["last"] - span["first"] > timedelta(days=350)
    waiting = Counter(cases.filter(state__in=OPEN).values_list("state", flat=True))
    assert all(waiting[state] >= 2 for state in OPEN), waiting
    late = cases.filter(state__in=OPEN, current_due_at__lt=clock.now())
    assert set(late.values_list("state", flat=True)) == OPEN


def test_clocks_of_a_case_leave_no_gap() -> None:
    """The stage segments, signing aside, cover an open case from report on (invariant I13)."""
    for case in Case.objects.order_by("uuid")[:200]:
        segments = ClockSegment.objects.filter(case=case, clock="stage", recharges=None)
        ends = case.reported_at
        for segment in segments.exclude(stage="sign").order_by("started_at", "id"):
            if segment.started_at != ends and not segment.episode > 1:
                raise AssertionError((case.number, segment.stage))
            ends = segment.ended_at or ends
        assert (case.state in OPEN) == segments.filter(ended_at=None).exists()


@pytest.mark.proves("A4")
def test_the_cast_works_where_it_should(xingfuli: Region) -> None:
    grids = visible_to(somebody("王芳"), Grid)
    assert [grid.name for grid in grids] == ["第3网格"]
    stand_in = StandIn.objects.get()
    assert (stand_in.absent.name, stand_in.stand_in.name) == ("赵磊", "林涛")
    lighting = Agency.objects.get(community=xingfuli, short_name="城市照明所")
    assert somebody("刘洋").agencies == {lighting.pk}


@pytest.mark.proves("D4")
def test_two_communities_never_see_one_another(guizishan: Region) -> None:
    ours, theirs = somebody("周敏"), actor_of(User.objects.get(name="徐刚", staff_no__gt=""))
    assert not visible_to(ours, Dwelling).filter(community=guizishan).exists()
    assert set(visible_to(theirs, Dwelling).values_list("community", flat=True)) == {guizishan.pk}
    sizes = [
        Dwelling.objects.filter(grid=g).count() for g in Grid.objects.filter(community=guizishan)
    ]
    assert len(sizes) == 7 and all(580 <= size <= 620 for size in sizes)


@pytest.mark.proves("G1")
def test_planted_doubles_are_found_and_look_alikes_are_left_alone(
    settings: Any, xingfuli: Region
) -> None:
    truth = read_truth(Path(settings.DATA_DIR))
    assert {tier: len(pairs) for tier, pairs in truth.duplicates.items()} == {"T2": 100, "T3": 100}
    assert len(truth.look_alikes) == 50
    find_matches(xingfuli, by=Actor.clock("task"))
    verdict = judge(truth)
    assert verdict.precision >= 0.99 and verdict.recall >= 0.99, verdict.figures()
    tiers = Counter(MatchCandidate.objects.values_list("tier", flat=True))
    assert (tiers["T2"], tiers["T3"]) == (100, 100)


@pytest.mark.proves("X3")
def test_forty_requests_are_stale_and_thirty_edits_met_another(settings: Any) -> None:
    truth = read_truth(Path(settings.DATA_DIR))
    assert (len(truth.stale_requests), len(truth.conflicts)) == (40, 30)
    assert Conflict.objects.filter(uuid__in=truth.conflicts, settled_at=None).count() == 30
    for request in ChangeRequest.objects.filter(uuid__in=truth.stale_requests):
        old, new = told(request)
        assert stale(old, new, fact_values(request.person))


def test_open_states_are_states() -> None:
    assert set(State) >= OPEN
