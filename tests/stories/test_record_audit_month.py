"""A month of the record audit (G1): rules find, a worker mends, another looks again, a sample is drawn."""

from datetime import date
from uuid import uuid4

import pytest

from linge.accounts.models import User
from linge.kernel.access import Actor, Grant
from linge.registry.models import AuditFinding, AuditSample, IdentityDocument, SampledRecord
from linge.registry.rules.audits import FindingState, sampled
from linge.registry.tests.factories import homes, resident

pytestmark = [pytest.mark.django_db, pytest.mark.proves("G1")]


def officer(community, name, phone):
    user = User.objects.create(name=name, phone=phone, phone_index=uuid4().hex)
    grant = Grant(role="community_officer", post="community_officer", node=community.path)
    return Actor(user_id=user.pk, name=name, kind="staff", how="desk", grants=(grant,))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_month_of_the_record_audit(as_actor, at, language):
    at("2026-11-02 09:00")
    home = homes()[0]
    community = home.community
    people = [resident(name, home=home) for name in ("张桂兰", "李建国", "王秀英", "赵敏")]
    IdentityDocument.objects.filter(person=people[0]).delete()
    zhou = officer(community, "周敏", "12000000006")
    he = officer(community, "何建国", "12000000007")

    browser = as_actor(zhou)
    browser.cookies["django_language"] = language
    browser.post(f"/desk/registry/audit/run/{community.code}/")
    board = browser.get("/desk/registry/audit/?rule=no_document").content.decode()
    assert "张桂兰" in board
    finding = AuditFinding.objects.get(rule="no_document")
    steps = f"/desk/registry/audit/findings/{finding.uuid}"
    browser.post(f"{steps}/assign/", {"assignee": zhou.user_id})
    browser.post(f"{steps}/fix/", {"note": "本人未办过身份证，已核实"})
    refused = browser.post(f"{steps}/recheck/", {"passed": "1"})
    assert refused.status_code == 422, "whoever mended it does not look again"

    as_actor(he).post(f"{steps}/recheck/", {"passed": "1"})
    finding.refresh_from_db()
    assert finding.state == FindingState.CLOSED
    assert finding.checked_by_id == he.user_id

    browser = as_actor(zhou)
    browser.post(
        "/desk/registry/audit/sample/new/",
        {"community": community.pk, "month": "2026-11-24", "size": "2"},
    )
    sample = AuditSample.objects.get(community=community, month=date(2026, 11, 1))
    drawn = set(sample.records.values_list("person__uuid", flat=True))
    assert drawn == set(sampled(sample.seed, [each.uuid for each in people], 2))

    first, second = SampledRecord.objects.filter(sample=sample)
    browser.post(f"/desk/registry/audit/sample/{first.uuid}/", {"answer": "right"})
    browser.post(
        f"/desk/registry/audit/sample/{second.uuid}/", {"answer": "wrong", "note": "已搬走"}
    )
    assert AuditFinding.objects.get(rule="sample").person_id == second.person_id
    board = browser.get("/desk/registry/audit/").content.decode()
    assert "3/20,000" in board, "two sampled records and one finding looked at again"
