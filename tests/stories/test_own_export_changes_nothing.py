"""周敏 takes a list away and sends it back: as it is it changes nothing, what she corrects it does."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from linge.files.models import ExportRequest
from linge.registry import actions
from linge.registry.models import Resident
from linge.registry.queries.imports.batches import batch_rows, row_payload
from linge.registry.rules.drafts import NewHukou
from linge.registry.rules.kinds import ContactRole, HukouState, Left, ResidencyRole
from linge.registry.tests import factories
from linge.registry.tests.factories import SINCE, clerk
from linge.registry.tests.imports.desk import Desk
from linge.registry.tests.imports.tables import register_rows
from linge.registry.tests.imports.town import make_community
from linge.territory.models import Building, Dwelling
from linge.territory.tests.actors import officer
from linge.territory.tests.factories import OrganisationFactory, ShopFactory

PAGES = {
    "residents": "registry:residents",
    "households": "registry:households",
    "dwellings": "registry:dwellings",
    "organisations": "territory:organisations",
    "shops": "territory:shops",
}


@pytest.fixture
def community(db):
    """Two households in one home, who is only registered there, who left, a shop, a school."""
    here = make_community()
    by, (home, other, empty) = clerk(here), Dwelling.objects.filter(community=here)[:3]
    couple = factories.household(home)
    lodger = factories.resident("王强", home=home, role=ResidencyRole.TENANT, sex="1")
    actions.form_household(home, [(lodger, "02")], by=by, since=SINCE, shared=True)
    gone = NewHukou(
        HukouState.ELSEWHERE, SINCE, "420106", left=Left.YES, left_street_on=date(2024, 1, 1)
    )
    actions.set_hukou(lodger, gone, by=by)
    factories.resident("买买提·吐尔逊", home=other, role=ResidencyRole.REGISTERED_ONLY)
    Dwelling.objects.filter(pk=empty.pk).update(use="vacant", area_m2="89.5")
    school = OrganisationFactory(name="幸福里小学", kind="institution", community=here)
    OrganisationFactory(name="幸福里药店", community=here)
    facts = {"role": ContactRole.LEGAL_REP, "name": "李明", "phone": "12000000021"}
    actions.name_contact(school, by=by, since=SINCE, **facts)
    shop = ShopFactory(building=Building.objects.filter(community=here)[0], trade="餐饮")
    head = couple.members.get(relation="02").person
    facts = {"licence_no": "L1", "staff_count": 3}
    actions.change_operator(shop, head, by=by, trade_name="桂兰小吃", since=SINCE, **facts)
    return here


def taken(client, subject, form="xlsx", **narrow):
    answer = client.get(reverse(PAGES[subject]), {"as": form, **narrow})
    assert answer.status_code == 200
    return answer.content


def said(batch):
    """What a sheet was told, to see why a row would change something."""
    rows = [row_payload(row) for row in batch_rows(batch)]
    return batch.counts, [(r.outcome, r.errors, r.warnings, r.changes) for r in rows]


@pytest.mark.proves("D2", "X4")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_lists_come_back_unchanged(form, community, as_actor):
    client, lengths = as_actor(officer(community)), {}
    for subject in PAGES:
        batch = Desk(client).check(taken(client, subject, form), name=f"表.{form}", subject=subject)
        assert batch.counts["same"] == batch.counts["total"], said(batch)
        lengths[subject] = batch.counts["total"]
    exports = ExportRequest.objects.values_list("ledger", "rows")
    assert lengths == {
        "residents": 4,
        "households": 2,
        "dwellings": 120,
        "organisations": 2,
        "shops": 1,
    }
    assert sorted(rows for _ledger, rows in exports) == sorted(lengths.values())


def corrected(body, **cells):
    """The file with a cell of the first row written over, by the header of its column."""
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    at = next(number for number, line in enumerate(lines) if "系统编号" in line)
    for header, text in cells.items():
        lines[at + 1][lines[at].index(header)] = text
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


@pytest.mark.proves("X4")
@pytest.mark.parametrize(
    ("subject", "cells"),
    [
        ("residents", {"文化程度": "初中", "联系电话": "12000000099"}),
        ("households", {"户别": "集体户"}),
        ("dwellings", {"建筑面积": "101.5"}),
        ("organisations", {"单位名称": "幸福里第一小学", "法律形式": "其他"}),
        ("shops", {"招牌名称": "桂兰面馆"}),
    ],
)
def test_a_corrected_cell_alone_is_written_and_taken_back(
    subject, cells, community, as_actor, django_capture_on_commit_callbacks
):
    client = as_actor(officer(community))
    before = register_rows(), register_rows("territory")
    body = corrected(taken(client, subject, "csv"), **cells)
    desk = Desk(client)
    desk.check(body, name="表.csv", subject=subject)
    counts = desk.batch.counts
    assert (counts["updated"], counts["same"]) == (1, counts["total"] - 1), said(desk.batch)
    with django_capture_on_commit_callbacks(execute=True):
        desk.do("confirm", mode="all")
    again = Desk(client).check(body, name="表2.csv", subject=subject)
    assert again.counts["same"] == again.counts["total"], said(again)
    desk.do("roll_back")
    assert (register_rows(), register_rows("territory")) == before


@pytest.mark.proves("X4")
def test_a_number_of_another_row_or_of_nobody_is_refused(community, as_actor):
    client = as_actor(officer(community))
    body = taken(client, "residents", "csv")
    stranger = "01930000-0000-7000-8000-000000000000"
    for number in (stranger, "不知道"):
        batch = Desk(client).check(corrected(body, 系统编号=number), name="表.csv")
        assert batch.counts["error"] == 1
    other = Resident.objects.exclude(name="王强").first()
    swapped = corrected(body, 系统编号=str(other.uuid))
    assert Desk(client).check(swapped, name="表.csv").counts["same"] < 4


@pytest.mark.proves("D2")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_ledger_of_organisations_comes_back_unchanged(form, community, as_actor):
    client = as_actor(officer(community))
    body = client.get(reverse("ledgers:ledger", args=["organisations"]), {"as": form}).content
    batch = Desk(client).check(body, name=f"单位.{form}", subject="organisations")
    assert (batch.counts["same"], batch.counts["total"]) == (2, 2)


@pytest.mark.proves("X4")
def test_a_list_is_taken_as_narrowed_and_never_in_the_clear(community, as_actor):
    client = as_actor(officer(community))
    text = taken(client, "residents", "csv", name="王强").decode()
    assert "王强" in text
    assert "张桂兰" not in text
    assert "990101****" in text or "99****" in text
    assert "1990-" not in text
