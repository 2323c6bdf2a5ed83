"""CS43: fifty reports answered at one click, three of which had moved on: 47 are done, three named.

An advertiser has sent the same words fifty times. While 陈静's page stands open a colleague has turned
down two of them, and one was merged.
"""

import pytest
from django.urls import reverse

from linge.cases import actions
from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import TEN, CaseFactory, make_town


@pytest.mark.proves("X4")
@pytest.mark.django_db
def test_forty_seven_are_done_and_three_are_named(at, as_actor):
    at("2026-06-15 09:00")
    town = make_town()
    cases = [CaseFactory(town=town, words="低价疏通下水道") for _ in range(50)]
    client = as_actor(town.intake_clerk)
    page = reverse("cases:batch_reject")
    form = client.get(page).context["form"]
    ticked = [value for value, _label in form.fields["cases"].choices]
    assert len(ticked) == 50
    stale = cases[:3]
    for case in stale[:2]:
        seen = Case.objects.get(pk=case.pk)
        actions.reject_case(seen, by=town.intake_clerk, reason_code="spam", words=TEN)
    actions.merge_case(stale[2], by=town.intake_clerk, target=cases[3])

    said = {"reason_code": "spam", "words": "这是广告，与社区事务无关，不予受理"}
    answer = client.post(page, {"cases": ticked, **said})
    assert "47件已办理，3件状态已变化，未改动。" in answer.text
    left = [case for case, _why in answer.context["batch"].left]
    assert {case.pk for case in left} == {case.pk for case in stale}
    assert all(f"{case.number}</a> 该案件刚刚被其他人处理" in answer.text for case in stale)
    assert Case.objects.filter(state=State.REJECTED).count() == 49
    assert client.post(page, {"cases": ["no-case:reported:1"], **said}).status_code == 422
