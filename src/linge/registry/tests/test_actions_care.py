"""Care needs: on which ground, who decides, how visits follow one another, what withdrawing does."""

from datetime import date, timedelta

import pytest

from linge.audit.models import AuditEntry
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Outside, Refused
from linge.registry import actions
from linge.registry.models import CareAnswer, CareKind, CareNeed, CareVisit
from linge.registry.queries import care as care_queries
from linge.registry.rules.care import CareAnswered, Ending, NeedState, VisitResult
from linge.registry.tests import carers
from linge.registry.tests.carers import CLOCK, carer
from linge.registry.tests.factories import SINCE, homes, household, resident
from linge.staff.tests.factories import WorkerFactory
from linge.territory.tests.actors import leader, officer
from linge.territory.tests.factories import GridFactory, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(at):
    at("2026-06-15 09:00")
    return homes()[0]


@pytest.fixture
def person(home):
    return resident(home=home)


@pytest.mark.proves("A11")
def test_a_kind_without_purpose_cannot_be_published(home):
    kind = actions.draft_kind(by=CLOCK, values={"code": "XX", "name": "其他"})
    with pytest.raises(Refused, match=r"registry\.kind_incomplete") as refused:
        actions.publish_kind(kind, by=CLOCK)
    assert "用途" in refused.value.message


@pytest.mark.proves("A11")
def test_a_kind_that_watches_people_is_not_even_drafted(home):
    with pytest.raises(Refused, match=r"registry\.kind_forbidden"):
        actions.draft_kind(by=CLOCK, values={"code": "ZD", "name": "重点人员"})
    assert not CareKind.objects.exists()


def test_a_kind_that_is_only_drafted_cannot_be_given_to_a_person(home, person):
    kind = actions.draft_kind(by=CLOCK, values={"code": "XX", "name": "其他"})
    with pytest.raises(Refused, match=r"registry\.kind_unpublished"):
        actions.propose_need(person, kind, by=carer(home.community))


def test_a_need_is_granted_by_somebody_else_than_who_proposed_it(home, person):
    user = WorkerFactory()
    by = carer(home.community, user=user)
    proposed = actions.propose_need(person, carers.kind(), by=by)
    with pytest.raises(Refused, match=r"registry\.own_proposal"):
        actions.grant_need(proposed, by=by)


def test_without_consent_a_need_is_not_granted(home, person):
    proposed = actions.propose_need(person, carers.kind(), by=carer(home.community))
    with pytest.raises(Refused, match=r"registry\.care_no_consent"):
        actions.grant_need(proposed, by=carer(home.community))


def test_a_cited_duty_needs_no_consent(home, person):
    granted = carers.need(person, "DB", home=home, consent=False)
    assert granted.state == NeedState.GRANTED
    assert granted.article == "《社会救助暂行办法》第十三条"


def test_a_small_child_is_cared_for_with_the_guardian_s_consent_alone(home):
    parents = household(home).members.get(relation="02").person
    child = resident("李小宝", home=home, born=date(2018, 5, 1))
    actions.add_member(
        parents.memberships.get().household,
        child,
        relation="20",
        since=SINCE,
        by=officer(home.community),
    )
    proposed = actions.propose_need(child, carers.kind("ET"), by=carer(home.community))
    with pytest.raises(Refused, match=r"registry\.care_no_consent"):
        actions.grant_need(proposed, by=carer(home.community))
    with pytest.raises(Refused, match=r"registry\.consent_guardian"):
        carers.agree(child, "ET", home=home)
    carers.agree(child, "ET", home=home, guardian=parents)
    assert actions.grant_need(proposed, by=carer(home.community)).state == NeedState.GRANTED


def test_a_grant_plans_the_first_visit_for_the_worker_of_the_grid(home, person):
    worker, _lead = carers.team(home.grid)
    visit = carers.need(person, "DJ", home=home).visits.get()
    assert visit.worker_id == worker.user_id
    assert visit.planned_on == date(2026, 6, 22)


def test_a_visit_paid_plans_the_next_in_the_rhythm_of_the_kind(home, person):
    visit = carers.need(person, "LN80", home=home).visits.get()
    actions.record_care_visit(visit, by=carer(home.community), result=VisitResult.WELL)
    following = CareVisit.objects.get(done_at=None)
    assert following.planned_on == date(2026, 7, 15)


def test_a_visit_is_closed_once(home, person):
    visit = carers.need(person, "DJ", home=home).visits.get()
    stale = CareVisit.objects.get()
    actions.record_care_visit(visit, by=carer(home.community), result=VisitResult.WELL)
    with pytest.raises(Refused, match=r"registry\.moved_on"):
        actions.miss_care_visit(stale, by=carer(home.community), reason="无人")


def test_three_visits_missed_in_a_row_are_told_to_the_lead(
    home, person, django_capture_on_commit_callbacks
):
    _worker, lead = carers.team(home.grid)
    need = carers.need(person, "DJ", home=home)
    for told in ([], [], [lead.user_id]):
        visit = need.visits.get(done_at=None, missed_at=None)
        with django_capture_on_commit_callbacks(execute=True):
            actions.miss_care_visit(visit, by=carer(home.community), reason="敲门无人应")
        assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == told


def test_a_review_overdue_by_thirty_days_pauses_and_only_the_officer_still_sees(home, person, at):
    worker, lead = carers.team(home.grid)
    need = carers.need(person, "DJ", home=home)
    assert seen_by(worker) == seen_by(lead) == [need]
    at("2027-01-11 09:00")
    assert actions.pause_lapsed(by=CLOCK) == 1
    assert seen_by(worker) == seen_by(lead) == []
    assert seen_by(carer(home.community)) == [need]
    assert not CareVisit.objects.exists()
    need.refresh_from_db()
    actions.review_need(need, by=carer(home.community))
    assert seen_by(worker) == [need]


def seen_by(actor):
    return list(care_queries.visible_needs(actor))


def test_a_need_is_seen_on_the_own_list_and_line_alone(home, person):
    worker, lead = carers.team(home.grid)
    need = carers.need(person, "DJ", home=home)
    assert seen_by(worker) == seen_by(lead) == seen_by(carer(home.community)) == [need]
    other_line = carer(home.community, lines=("housing",))
    stranger = carer(RegionFactory())
    neighbour, _ = carers.team(GridFactory(community=home.community))
    for other in (officer(home.community), leader(home.community), other_line, stranger, neighbour):
        assert seen_by(other) == []


def test_a_worker_without_a_planned_visit_sees_nothing(home, person):
    worker, _lead = carers.team(home.grid)
    need = carers.need(person, "DJ", home=home)
    need.visits.update(worker=WorkerFactory())
    assert seen_by(worker) == []
    with pytest.raises(Refused, match=r"access\."):
        visit = need.visits.get()
        actions.record_care_visit(visit, by=worker, result=VisitResult.WELL)


def test_nobody_of_another_community_decides(home, person):
    proposed = actions.propose_need(person, carers.kind(), by=carer(home.community))
    with pytest.raises(Outside):
        actions.grant_need(proposed, by=carer(RegionFactory()))


def test_withdrawing_hides_stops_and_within_a_day_destroys_but_the_trail_stays(home, person):
    need = carers.need(person, "DJ", home=home)
    actions.answer_care(person, {need.kind: CareAnswered.YES}, by=carer(home.community))
    consent = person.consents.get()
    actions.withdraw_consent(consent, by=carer(home.community))
    need.refresh_from_db()
    assert (need.state, need.ended_for) == (NeedState.ENDED, Ending.WITHDRAWN)
    assert seen_by(carer(home.community)) == []
    assert not CareVisit.objects.exists()
    assert actions.erase_ended(by=CLOCK) == 1
    assert not CareNeed.objects.exists()
    assert not CareAnswer.objects.exists()
    acts = AuditEntry.objects.filter(obj=f"registry.careneed:{need.uuid}")
    assert [entry.act for entry in acts.order_by("pk")][-1] == "registry.erase_need"


def test_a_consent_is_withdrawn_once(home, person):
    carers.agree(person, "DJ", home=home)
    consent = person.consents.get()
    actions.withdraw_consent(consent, by=carer(home.community))
    with pytest.raises(Refused, match=r"registry\.moved_on"):
        actions.withdraw_consent(consent, by=carer(home.community))


def test_the_person_withdraws_in_the_portal_and_a_neighbour_cannot(home, person):
    carers.agree(person, "DJ", home=home)
    neighbour = carers.signed_in(resident("李建国", home=home), phone="12000000021")
    with pytest.raises(Refused, match=r"access\."):
        actions.withdraw_consent(person.consents.get(), by=neighbour)
    actions.withdraw_consent(person.consents.get(), by=carers.signed_in(person))
    assert person.consents.get().withdrawn_at


def test_a_need_that_ended_otherwise_is_kept_as_long_as_its_kind_says(home, person, at):
    need = carers.need(person, "DJ", home=home)
    actions.end_need(need, by=carer(home.community))
    at("2026-07-15 08:00")
    assert actions.erase_ended(by=CLOCK) == 0
    at("2026-07-15 10:00")
    assert actions.erase_ended(by=CLOCK) == 1


def test_whoever_answered_every_kind_counts_as_asked(home, person):
    actions.ship_care_kinds(by=CLOCK)
    every = dict.fromkeys(care_queries.kinds(), CareAnswered.NO)
    some = dict(list(every.items())[:-1])
    actions.answer_care(person, some, by=carer(home.community))
    assert care_queries.asked_within([person.pk]) == {}
    every[next(iter(every))] = CareAnswered.DECLINED
    actions.answer_care(person, every, by=carer(home.community))
    assert care_queries.asked_within([person.pk]) == {person.pk: date(2026, 6, 15)}
    assert care_queries.asked_within([person.pk], date(2026, 6, 16)) == {}


def test_figures_below_five_people_are_not_told(home):
    people = [resident(f"张桂{word}", home=home) for word in "甲乙丙丁戊"]
    for person in people[:4]:
        carers.need(person, "DJ", home=home)
    chief = leader(home.community)
    assert figure_of(chief, "DJ") == "<5"
    carers.need(people[4], "DJ", home=home)
    assert figure_of(chief, "DJ") == "5"
    assert figure_of(leader(RegionFactory()), "DJ") == "<5"


def figure_of(actor, code):
    return next(row.people for row in care_queries.figures(actor) if row.kind.code == code)


def test_a_planned_visit_is_moved_not_doubled(home, person):
    need = carers.need(person, "DJ", home=home)
    day = date(2026, 6, 15) + timedelta(days=3)
    actions.plan_care_visit(need, by=carer(home.community), planned_on=day, worker=WorkerFactory())
    assert need.visits.get().planned_on == day
    with pytest.raises(Refused, match=r"registry\.visit_past"):
        past = date(2026, 6, 14)
        actions.plan_care_visit(need, by=carer(home.community), planned_on=past, worker=None)
