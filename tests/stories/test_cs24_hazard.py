"""CS24: a blocked fire lane is a hazard of a place: notice, a failed look, a second one that passes.

王芳 finds it on patrol, 陈静 serves the notice; the case can't close before it has passed, and no
person is labelled anywhere.
"""

from datetime import date

import pytest
from django.db import models

from linge.accounts.models import Grant, User
from linge.cases import actions
from linge.cases.models import Hazard, Reinspection
from linge.cases.queries.hazards import hazards, open_hazards_of
from linge.cases.rules.hazards import HazardState, Level
from linge.cases.tests.factories import TEN, CaseFactory, make_photo, make_town
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused
from linge.territory.tests.factories import ShopFactory


@pytest.fixture
def town(db, at):
    at("2026-06-15 09:00")
    return make_town()


@pytest.fixture
def shop(town):
    return ShopFactory(community=town.community, grid=town.grid, name="好又多便利店")


@pytest.mark.proves("C5")
def test_a_hazard_is_noticed_fails_once_passes_and_then_the_case_closes(town, shop, at):
    case = CaseFactory(town=town, state="verified", code="0301")
    actions.record_contact(case, by=town.intake_clerk, reached=True)
    hazard = actions.find_hazard(case, by=town.grid_a, what="货物堵住消防通道", shop=shop)
    close = {"by": town.intake_clerk, "condition_met": True, "words": "通道已清理"}
    with pytest.raises(Refused, match="hazard_open"):
        actions.close_case(case, **close)
    with pytest.raises(Refused, match="rectify_past"):
        actions.serve_notice(
            hazard, by=town.intake_clerk, text="清理", rectify_by=date(2026, 6, 14)
        )
    actions.serve_notice(
        hazard,
        by=town.intake_clerk,
        text="三日内清理通道",
        rectify_by=date(2026, 6, 18),
        receipt=make_photo(town),
    )
    assert hazard.notice_no.startswith(case.number)
    with pytest.raises(Refused, match="hazard_state"):
        actions.reinspect(hazard, by=town.grid_a, passed=True, photo=make_photo(town))
    actions.record_rectified(hazard, by=town.intake_clerk, words="店主称已搬走")
    with pytest.raises(Refused, match="photo_needed"):
        actions.reinspect(hazard, by=town.grid_a, passed=True, photo=None)
    with pytest.raises(Refused, match="reason_needed"):
        actions.reinspect(hazard, by=town.grid_a, passed=False, photo=make_photo(town))
    actions.reinspect(
        hazard, by=town.grid_a, passed=False, photo=make_photo(town), words="仍有三箱货物堵在出口处"
    )
    assert hazard.state == HazardState.NOTICED
    with pytest.raises(Refused, match="hazard_open"):
        actions.close_case(case, **close)
    assert list(open_hazards_of(shop)) == [hazard]
    actions.record_rectified(hazard, by=town.intake_clerk, words="已全部搬走")
    actions.reinspect(hazard, by=town.grid_a, passed=True, photo=make_photo(town))
    assert [look.passed for look in hazard.reinspections.all()] == [False, True]
    assert not open_hazards_of(shop).exists()
    actions.close_case(case, **close)
    assert case.state == "closed"


def test_a_major_hazard_reaches_the_street_at_once(town, shop):
    street = town.people["street_officer"]
    Grant.objects.create(
        user=street,
        post="street_officer",
        role="street_officer",
        node=town.community.path[:-4],
        since=date(2025, 1, 1),
    )
    case = CaseFactory(town=town, state="accepted", code="0301")
    told = OutboxMessage.objects.filter(key__startswith="cases.major_hazard:")
    hazard = actions.find_hazard(case, by=town.grid_a, what="燃气瓶靠近明火", shop=shop)
    assert not told.exists()
    with pytest.raises(Refused, match="reason_needed"):
        actions.set_level(hazard, by=town.grid_a, level=Level.MAJOR, reason="严重")
    actions.set_level(hazard, by=town.grid_a, level=Level.MAJOR, reason="燃气瓶距灶台不到半米")
    (message,) = told
    assert message.recipient_id == street.pk and "燃气瓶" in message.body
    with pytest.raises(Refused, match="not_yours"):
        actions.set_level(hazard, by=town.intake_clerk, level=Level.GENERAL, reason=TEN)
    actions.set_level(hazard, by=town.community_leader, level=Level.GENERAL, reason=TEN)
    assert hazard.lowered_by_id == town.community_leader.user_id


def test_one_of_two_moves_a_hazard_on(town, shop):
    case = CaseFactory(town=town, state="accepted", code="0301")
    hazard = actions.find_hazard(case, by=town.grid_a, what="堵塞通道", component="3号楼东侧通道")
    stale = Hazard.objects.get(pk=hazard.pk)
    notice = {"by": town.intake_clerk, "text": "清理", "rectify_by": date(2026, 6, 18)}
    actions.serve_notice(hazard, **notice)
    with pytest.raises(Refused, match="moved_on"):
        actions.serve_notice(stale, **notice)
    with pytest.raises(Refused, match="hazard_where"):
        actions.find_hazard(case, by=town.grid_a, what="没写在哪里")


def test_the_pages_lead_from_the_case_to_the_second_look(town, shop, as_actor):
    case = CaseFactory(town=town, state="accepted", code="0301")
    page = as_actor(town.grid_a)
    way = f"/desk/cases/{case.uuid}/hazards/new/"
    assert way in page.get(f"/desk/cases/{case.uuid}/").content.decode()
    assert shop.name in page.get(way).content.decode()
    page.post(way, {"what": "货物堵住通道", "level": "general", "shop": shop.pk})
    hazard = Hazard.objects.get()
    address = f"/desk/cases/hazards/{hazard.uuid}/"
    page.post(f"{address}notice/", {"text": "清理", "rectify_by": "2026-06-18"})
    page.post(f"{address}rectified/", {"words": "已清理"})
    shown = page.get(address).content.decode()
    assert hazard.what in shown and "待复查" in shown
    assert hazard.what in page.get("/desk/cases/hazards/").content.decode()
    other = town.actor("grid_a", grid=town.other_grid)
    assert as_actor(other).get(address).status_code == 404
    assert hazards(town.grid_a).get() == hazard


def test_a_hazard_names_no_person_but_those_who_worked_on_it():
    people = {
        f"{model.__name__}.{field.name}"
        for model in (Hazard, Reinspection)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is User
    }
    assert people == {"Hazard.found_by", "Hazard.lowered_by", "Reinspection.by"}
    tied = {
        field.related_model._meta.app_label
        for field in Hazard._meta.concrete_fields
        if field.is_relation
    }
    assert tied == {"cases", "territory", "accounts", "files"}
