"""Pages of a change of divisions: propose, look at what moves, carry out."""

from datetime import date

import pytest
from django.urls import reverse

from linge.territory.models import Region, RegionChange
from linge.territory.rules.changes import ChangeKind, ChangeState
from linge.territory.tests.actors import leader
from linge.territory.tests.factories import DwellingFactory, RegionFactory
from linge.territory.tests.test_actions_changes import Town, keys

pytestmark = pytest.mark.django_db
SENT = {"effective_on": "2026-06-15", "document": "示民函〔2026〕1号"}


@pytest.fixture
def town(at):
    at("2026-06-15 09:00")
    return Town()


def page(region, kind):
    return reverse("territory:region_change", args=[region.uuid, kind])


@pytest.mark.parametrize("kind", ChangeKind.values)
def test_each_kind_has_a_form(kind, town, as_actor):
    answer = as_actor(town.by).get(page(town.street, kind))
    assert answer.status_code == 200
    assert str(ChangeKind(kind).label) in answer.content.decode()


def test_a_split_is_proposed_looked_at_and_carried_out(town, as_actor):
    client = as_actor(town.by)
    DwellingFactory(unit__building__estate__community=town.theirs)
    ours, theirs = keys(town.ours, town.theirs)
    sent = SENT | {
        "goes_on": "on",
        "name_1": "示范街道", "code_1": "990101001",
        "name_2": "桂山街道", "code_2": "990101003",
        f"of_{ours}": "1", f"of_{theirs}": "2",
    }  # fmt: skip
    answer = client.post(page(town.street, "split"), sent, follow=True)
    change = RegionChange.objects.get()
    shown = answer.content.decode()
    assert "桂山街道（990101003）" in shown and "桂子山社区" in shown
    answer = client.post(reverse("territory:change_carry_out", args=[change.uuid]), follow=True)
    assert "已执行" in answer.content.decode()
    town.theirs.refresh_from_db()
    assert town.theirs.parent == Region.objects.get(code="990101003")
    region = client.get(reverse("territory:region", args=[town.theirs.uuid])).content.decode()
    assert "990101001002" in region and "示民函〔2026〕1号" in region


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("rename", {"name": "光谷街道"}),
        ("recode", {"code": "990101009"}),
        ("abolish", {"into": "other"}),
        ("merge", {"others": "other", "name": "合并街道", "code": "990101001", "goes_on": "on"}),
        ("move", {"parent": "district", "code": "990102001"}),
    ],
)
def test_every_kind_is_proposed_from_its_form(kind, asked, town, as_actor):
    rows = {
        "other": town.other.pk,
        "district": RegionFactory(level="district", code="990102", parent=town.district.parent).pk,
    }
    sent = SENT | {name: rows.get(value, value) for name, value in asked.items()}
    answer = as_actor(town.by).post(page(town.street, kind), sent)
    assert answer.status_code == 302, answer.content.decode()
    assert RegionChange.objects.get().kind == kind


def test_a_fault_stands_beside_its_field(town, as_actor):
    sent = SENT | {"code": "990101002"}
    answer = as_actor(town.by).post(page(town.street, "recode"), sent)
    assert answer.status_code == 422
    assert "代码990101002已有区划在用，请换一个。" in answer.content.decode()


def test_a_change_to_come_cannot_be_carried_out_but_withdrawn(town, as_actor):
    client = as_actor(town.by)
    client.post(page(town.street, "rename"), SENT | {"effective_on": "2027-01-01", "name": "新名"})
    change = RegionChange.objects.get(effective_on=date(2027, 1, 1))
    answer = client.post(reverse("territory:change_carry_out", args=[change.uuid]), follow=True)
    assert "生效日期未到" in answer.content.decode()
    client.post(reverse("territory:change_withdraw", args=[change.uuid]))
    change.refresh_from_db()
    assert change.state == ChangeState.WITHDRAWN


def test_a_leader_sees_no_buttons_and_no_form(town, as_actor):
    client = as_actor(leader(town.ours))
    assert client.get(page(town.ours, "rename")).status_code == 403
    answer = client.get(reverse("territory:region", args=[town.ours.uuid]))
    assert page(town.ours, "rename") not in answer.content.decode()
