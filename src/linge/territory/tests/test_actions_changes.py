"""Changes of divisions carried out: who ends, who begins, what follows, what stays to be read."""

from datetime import date

import pytest

from linge.accounts.models import Grant, User
from linge.kernel.refusals import Outside, Refused
from linge.territory import actions, queries
from linge.territory.models import Region
from linge.territory.rules.changes import ChangeKind, ChangeState, Successor
from linge.territory.rules.kinds import Level
from linge.territory.tests.actors import leader, staff
from linge.territory.tests.factories import BuildingFactory, EstateFactory, RegionFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _today(at):
    at("2026-06-15 09:00")


class Town:
    """Two streets of one district; the first has two communities, the second one."""

    def __init__(self):
        self.district = RegionFactory(level=Level.DISTRICT, code="990101", name="示范区")
        self.street = self.add("990101001", "示范街道", self.district, Level.STREET)
        self.other = self.add("990101002", "邻街道", self.district, Level.STREET)
        self.ours = self.add("990101001001", "幸福里社区", self.street)
        self.theirs = self.add("990101001002", "桂子山社区", self.street)
        self.far = self.add("990101002001", "远山社区", self.other)
        self.by = staff("district_officer", "")

    def add(self, code, name, parent, level=Level.COMMUNITY):
        return RegionFactory(level=level, code=code, name=name, parent=parent)

    def change(self, kind, before, after, **more):
        facts = {"effective_on": ON, "document": "示民函〔2026〕1号"} | more
        return actions.propose_change(
            by=self.by, kind=kind, predecessors=before, successors=after, **facts
        )

    def do(self, *args, **more):
        change = actions.carry_out_change(self.change(*args, **more), by=self.by)
        for region in (self.street, self.other, self.ours, self.theirs, self.far):
            region.refresh_from_db()
        return change


def keys(*regions):
    return tuple(str(region.uuid) for region in regions)


@pytest.fixture
def town():
    return Town()


def whole(town, code, name, keeps):
    return [Successor(code, name, str(keeps.uuid), keys(town.ours, town.theirs))]


def test_a_rename_keeps_the_row_and_remembers_the_name(town):
    path = town.street.path
    town.do(ChangeKind.RENAME, [town.street], whole(town, "990101001", "光谷街道", town.street))
    assert (town.street.name, town.street.path, town.street.until) == ("光谷街道", path, None)
    (former,) = queries.former_states(town.street)
    assert (former.name, former.until) == ("示范街道", ON)


def test_a_new_code_runs_down_to_the_communities(town):
    town.do(ChangeKind.RECODE, [town.street], whole(town, "990101009", "示范街道", town.street))
    assert [town.ours.code, town.theirs.code] == ["990101009001", "990101009002"]
    assert queries.former_states(town.ours).get().code == "990101001001"


def test_a_merger_ends_both_and_gives_way_where_codes_clash(town):
    building = BuildingFactory(estate__community=town.far)
    uuids = {region.uuid for region in (town.ours, town.theirs, town.far)}
    takes = keys(town.ours, town.theirs, town.far)
    change = town.do(
        ChangeKind.MERGE,
        [town.street, town.other],
        [Successor("990101001", "合并街道", "", takes)],
    )
    (merged,) = change.successors.all()
    assert (town.street.until, town.other.until, merged.since) == (ON, ON, ON)
    assert {row.uuid for row in queries.open_regions_below(merged)} == uuids
    assert [row.code for row in (town.ours, town.theirs, town.far)] == [
        "990101001001", "990101001002", "990101001003",
    ]  # fmt: skip
    building.refresh_from_db()
    assert building.path.startswith(town.far.path) and town.far.path.startswith(merged.path)


def test_who_worked_in_a_merged_street_works_in_the_one_that_follows(town):
    grant = Grant.objects.create(
        user=User.objects.create(name="周敏", phone="12000000009", phone_index="9" * 32),
        role="street_officer",
        node=town.other.path,
        since=date(2025, 1, 1),
    )
    takes = keys(town.ours, town.theirs, town.far)
    change = town.do(
        ChangeKind.MERGE,
        [town.street, town.other],
        [Successor("990101003", "合并街道", "", takes)],
    )
    grant.refresh_from_db()
    assert grant.node == change.successors.get().path


def test_a_community_moves_to_another_street_with_a_code_of_its_own(town):
    old = town.ours.path
    town.do(
        ChangeKind.MOVE,
        [town.ours],
        [Successor("990101002002", "幸福里社区", str(town.ours.uuid))],
        parent=town.other,
    )
    assert town.ours.parent == town.other
    assert town.ours.path.startswith(town.other.path)
    former = queries.former_states(town.ours).get()
    assert (former.path, former.parent, former.code) == (old, town.street, "990101001001")


def test_an_abolished_street_goes_into_one_that_stays(town):
    town.do(
        ChangeKind.ABOLISH,
        [town.other],
        [Successor("990101001", "示范街道", str(town.street.uuid), keys(town.far))],
    )
    assert town.other.until == ON and town.far.parent == town.street
    assert town.far.code == "990101001003"


def test_a_community_is_split_by_its_estates(town):
    kept, going = EstateFactory(community=town.ours), EstateFactory(community=town.ours)
    town.do(
        ChangeKind.SPLIT,
        [town.ours],
        [
            Successor("990101001001", "幸福里社区", str(town.ours.uuid), keys(kept)),
            Successor("990101001003", "新苑社区", "", keys(going)),
        ],
    )
    kept.refresh_from_db()
    going.refresh_from_db()
    assert kept.community == town.ours
    assert going.community == Region.objects.get(code="990101001003")
    assert going.path.startswith(going.community.path)


def test_a_faulty_change_is_refused_in_words(town):
    nobody = [Successor("990101001", "示范街道", str(town.street.uuid))]
    with pytest.raises(Refused, match="territory.change_one_to_many"):
        town.change(ChangeKind.SPLIT, [town.street], nobody)
    taken = whole(town, "990101002", "示范街道", town.street)
    with pytest.raises(Refused, match="territory.change_code_twice") as refusal:
        town.change(ChangeKind.RECODE, [town.street], taken)
    assert refusal.value.field == "code"
    early = whole(town, "990101001", "光谷街道", town.street)
    with pytest.raises(Refused, match="territory.change_too_early"):
        town.change(ChangeKind.RENAME, [town.street], early, effective_on=date(2024, 12, 31))


def test_a_change_is_checked_again_on_its_day_and_done_once(town):
    change = town.change(
        ChangeKind.RENAME, [town.street], whole(town, "990101001", "光谷街道", town.street)
    )
    town.add("990101001003", "后来社区", town.street)
    with pytest.raises(Refused, match="territory.change_gap"):
        actions.carry_out_change(change, by=town.by)
    actions.withdraw_change(change, by=town.by)
    assert change.state == ChangeState.WITHDRAWN
    with pytest.raises(Refused, match="territory.moved_on"):
        actions.withdraw_change(change, by=town.by)


def test_only_who_may_reshape_proposes(town):
    town.by = leader(town.ours)
    with pytest.raises(Outside):
        town.change(
            ChangeKind.RENAME, [town.street], whole(town, "990101001", "光谷街道", town.street)
        )


def test_moves_keep_the_order_of_their_days(town):
    estate = EstateFactory(community=town.ours)
    by = staff("community_leader", "")
    actions.move_node(estate, by=by, to=town.theirs)
    with pytest.raises(Refused, match="territory.before_last_move"):
        actions.move_node(estate, by=by, to=town.far, on=date(2026, 6, 1))
