"""The record audit: rules find, people mend, others look again; a seed chooses the sample."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.accounts.models import User
from linge.kernel.access import Actor, Grant
from linge.kernel.refusals import Outside, Refused
from linge.registry import actions, codes
from linge.registry.models import AuditFinding, AuditRule, IdentityDocument, Residency, Resident
from linge.registry.queries import audits as queries
from linge.registry.rules import audits
from linge.registry.rules.audits import Ending, FindingState, SampleAnswer
from linge.registry.rules.drafts import NewDocument, NewHukou
from linge.registry.rules.kinds import HukouState
from linge.registry.tests.factories import SINCE, clerk, homes, household, mobile, resident
from linge.territory.tests.actors import worker


@given(st.lists(st.uuids(), unique=True, max_size=40), st.integers(0, 10), st.randoms())
def test_a_seed_chooses_the_same_records_in_whatever_order_they_come(records, size, chance):
    mixed = list(records)
    chance.shuffle(mixed)
    chosen = audits.sampled("2026", records, size)
    assert chosen == audits.sampled("2026", mixed, size)
    assert len(chosen) == min(size, len(records))


def test_another_seed_chooses_others():
    records = [UUID(int=number) for number in range(1000)]
    assert set(audits.sampled("a", records, 50)) != set(audits.sampled("b", records, 50))


@pytest.fixture
def home(db):
    return homes()[0]


@pytest.fixture
def officer(home):
    """A community officer with an account of her own."""
    return somebody(home.community)


def somebody(community, name="周敏"):
    grant = Grant(role="community_officer", post="community_officer", node=community.path)
    user = User.objects.create(name=name, phone=mobile(), phone_index=uuid4().hex)
    return Actor(user_id=user.pk, name=name, kind="staff", how="desk", grants=(grant,))


def open_rules(community):
    rows = AuditFinding.objects.filter(community=community).exclude(state=FindingState.CLOSED)
    return set(rows.values_list("rule", flat=True))


def undocumented(home):
    person = resident(home=home)
    IdentityDocument.objects.filter(person=person).delete()
    return person


def faults(home):
    """One record for each rule."""
    undocumented(home)
    old = resident("李建国", home=home)
    Resident.objects.filter(pk=old.pk).update(confirmed_at="2024-01-01T00:00:00Z")
    dead = resident("王秀英", home=home)
    Resident.objects.filter(pk=dead.pk).update(life="dead")
    unborn = resident("赵敏", home=home)
    Resident.objects.filter(pk=unborn.pk).update(birth_date=None)
    for warning in ("birth_mismatch", "sex_mismatch"):
        person = resident("孙丽", home=home)
        IdentityDocument.objects.filter(person=person).update(warnings=[warning])
    suspect = resident("周强", home=home)
    IdentityDocument.objects.filter(person=suspect).update(state="suspect", reason="待核")


def test_every_rule_finds_its_fault(home, officer):
    faults(home)
    headless = household(home, names=("钱一", "钱二"))
    headless.members.filter(relation="02").update(relation="97")
    found = actions.run_rules(home.community, by=officer)
    silent = {"phone_shared", "empty_household"}
    assert set(codes.audit_rules()) - silent <= {code for code, count in found.items() if count}
    assert open_rules(home.community) >= set(codes.audit_rules()) - silent


def test_a_number_of_more_than_five_households_is_one_finding(db):
    number = mobile()
    for each in homes(floors=3):
        person = resident(home=each, phone=number)
        actions.form_household(each, [(person, "02")], by=clerk(each.community), since=SINCE)
    found = actions.run_rules(each.community, by=somebody(each.community))
    assert found["phone_shared"] == 1


def test_a_household_everybody_left_is_found(home, officer):
    empty = household(home)
    empty.members.update(until=date(2026, 1, 1))
    assert actions.run_rules(home.community, by=officer)["empty_household"] == 1


def test_running_twice_changes_nothing_and_what_is_mended_closes(home, officer):
    person = undocumented(home)
    actions.run_rules(home.community, by=officer)
    actions.run_rules(home.community, by=officer)
    finding = AuditFinding.objects.get(person=person, rule="no_document")
    actions.add_document(person, NewDocument("990101198507120026"), by=officer)
    actions.run_rules(home.community, by=officer)
    finding.refresh_from_db()
    assert (finding.state, finding.ending) == (FindingState.CLOSED, Ending.GONE)


def test_a_rule_a_community_does_not_ask_finds_nothing(home, officer):
    undocumented(home)
    AuditRule.objects.create(
        community=home.community, code="no_document", severity="error", active=False
    )
    assert "no_document" not in actions.run_rules(home.community, by=officer)


def test_a_finding_lies_where_the_person_lives(home, officer):
    person = undocumented(home)
    actions.run_rules(home.community, by=officer)
    finding = AuditFinding.objects.get(person=person, rule="no_document")
    assert (finding.path, finding.grid_id) == (home.path, home.grid_id)


def test_whoever_mended_a_record_does_not_check_it_again(home, officer):
    undocumented(home)
    actions.run_rules(home.community, by=officer)
    finding = AuditFinding.objects.filter(rule="no_document").first()
    finding = actions.fix_finding(finding, by=officer, note="已补录证件")
    with pytest.raises(Refused, match=r"registry.own_fix"):
        actions.recheck_finding(finding, by=officer, passed=True)
    other = somebody(home.community, "何建国")
    failed = actions.recheck_finding(finding, by=other, passed=False, note="号码仍缺一位")
    assert failed.state == FindingState.ASSIGNED
    failed = actions.fix_finding(failed, by=officer, note="已重新录入")
    passed = actions.recheck_finding(failed, by=other, passed=True)
    assert (passed.state, passed.ending) == (FindingState.CLOSED, Ending.PASSED)


def test_a_step_the_state_does_not_allow_is_refused(home, officer):
    undocumented(home)
    actions.run_rules(home.community, by=officer)
    finding = AuditFinding.objects.filter(rule="no_document").first()
    with pytest.raises(Refused, match=r"registry.wrong_state"):
        actions.recheck_finding(finding, by=officer, passed=True)
    with pytest.raises(Refused, match=r"registry.note_needed"):
        actions.fix_finding(finding, by=officer, note=" ")


def test_only_the_first_of_two_who_act_at_once_wins(home, officer):
    undocumented(home)
    actions.run_rules(home.community, by=officer)
    first = AuditFinding.objects.filter(rule="no_document").first()
    second = AuditFinding.objects.get(pk=first.pk)
    actions.fix_finding(first, by=officer, note="已补录")
    with pytest.raises(Refused, match=r"registry.moved_on"):
        actions.fix_finding(second, by=officer, note="已补录")


def test_a_grid_worker_audits_nothing(home):
    with pytest.raises(Refused, match=r"access"):
        actions.run_rules(home.community, by=worker(home.grid))


def test_an_officer_of_elsewhere_audits_nothing_here(home):
    elsewhere = homes()[0].community
    with pytest.raises(Outside):
        actions.run_rules(home.community, by=somebody(elsewhere))


def test_the_sample_of_a_month_is_drawn_once_and_can_be_drawn_again_by_anyone(home, officer):
    people = [resident(home=home) for _each in range(6)]
    day = date(2026, 11, 24)
    sample = actions.draw_sample(home.community, by=officer, month=day, size=3, seed="公布的种子")
    drawn = set(sample.records.values_list("person__uuid", flat=True))
    assert drawn == set(audits.sampled("公布的种子", [each.uuid for each in people], 3))
    with pytest.raises(Refused, match=r"registry.audit_sample_once"):
        actions.draw_sample(home.community, by=officer, month=day, size=3)


def test_a_wrong_record_of_the_sample_becomes_a_finding(home, officer):
    resident(home=home)
    sample = actions.draw_sample(home.community, by=officer, month=date(2026, 11, 1), size=1)
    sampled = sample.records.get()
    with pytest.raises(Refused, match=r"registry.note_needed"):
        actions.answer_sampled(sampled, by=officer, answer=SampleAnswer.WRONG)
    actions.answer_sampled(sampled, by=officer, answer=SampleAnswer.WRONG, note="已搬走")
    assert AuditFinding.objects.get(rule="sample").note == "已搬走"
    with pytest.raises(Refused, match=r"registry.moved_on"):
        actions.answer_sampled(sampled, by=officer, answer=SampleAnswer.RIGHT)


def test_the_year_counts_samples_answered_and_findings_looked_at_again(home, officer):
    person = undocumented(home)
    sample = actions.draw_sample(home.community, by=officer, month=date(2026, 11, 1), size=1)
    actions.answer_sampled(sample.records.get(), by=officer, answer=SampleAnswer.RIGHT)
    actions.run_rules(home.community, by=officer)
    finding = AuditFinding.objects.get(person=person, rule="no_document")
    finding = actions.fix_finding(finding, by=officer, note="本人未办过证件")
    actions.recheck_finding(finding, by=somebody(home.community, "何建国"), passed=True)
    year = queries.audit_year(home.community, finding.found_at.year)
    assert year.checks == 2
    assert year.target == 20_000


def test_filing_counts_who_has_a_document_a_birth_day_and_a_hukou(home, officer):
    filed = resident(home=home)
    actions.set_hukou(filed, NewHukou(state=HukouState.HERE, since=date(2025, 1, 1)), by=officer)
    undocumented(home)
    assert str(queries.filing(home.community)) == "50.00%"


def test_the_pages_open_and_lead_on(home, officer, as_actor):
    undocumented(home)
    browser = as_actor(officer)
    browser.post(f"/desk/registry/audit/run/{home.community.code}/")
    page = browser.get("/desk/registry/audit/").content.decode()
    assert "没有有效证件" in page
    finding = AuditFinding.objects.filter(rule="no_document").first()
    for step in ("assign", "fix"):
        answer = browser.get(f"/desk/registry/audit/findings/{finding.uuid}/{step}/")
        assert answer.status_code == 200
    browser.post(f"/desk/registry/audit/findings/{finding.uuid}/fix/", {"note": "已补录"})
    own = browser.post(f"/desk/registry/audit/findings/{finding.uuid}/recheck/", {"passed": "1"})
    assert "复查要由改正人以外的人员办理。" in own.content.decode()


def test_the_sample_is_drawn_and_answered_on_its_pages(home, officer, as_actor):
    resident(home=home)
    browser = as_actor(officer)
    facts = {"community": home.community.pk, "month": "2026-11-24", "size": "5"}
    assert browser.post("/desk/registry/audit/sample/new/", facts).status_code == 302
    page = browser.get("/desk/registry/audit/sample/").content.decode()
    assert "随机种子" in page
    assert Residency.objects.exists()


def test_findings_cost_the_same_however_many(
    home, officer, as_actor, django_assert_max_num_queries
):
    for _each in range(5):
        undocumented(home)
    actions.run_rules(home.community, by=officer)
    browser = as_actor(officer)
    with django_assert_max_num_queries(16):
        browser.get("/desk/registry/audit/")
