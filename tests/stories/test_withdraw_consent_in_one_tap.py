"""张桂兰 changes her mind: one tap, and within a minute nobody sees, visits or plans (X1).

What was agreed to goes within a day; that it was there stays on the trail. Giving took one tap too.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from linge.audit.models import AuditEntry
from linge.kernel import clock
from linge.registry import actions, jobs
from linge.registry.models import CareNeed, CareVisit
from linge.registry.queries import care
from linge.registry.rules.kinds import ConsentChannel
from linge.registry.tests import carers
from linge.registry.tests.factories import homes, resident

pytestmark = [pytest.mark.django_db, pytest.mark.proves("X1")]


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "已撤回"), ("en", "Withdrawn")])
def test_she_agrees_is_looked_after_and_takes_it_back(at, as_actor, language, said):
    at("2026-06-15 09:00")
    home = homes()[0]
    guilan = resident(home=home)
    worker, lead = carers.team(home.grid)
    officer = carers.carer(home.community)
    proposed = actions.propose_need(guilan, carers.kind("SN"), by=officer)

    portal = as_actor(carers.signed_in(guilan))
    portal.cookies["django_language"] = language
    portal.post(reverse("portal:agree"), {"purpose": "care.SN"})
    consent = guilan.consents.get()
    assert consent.channel == ConsentChannel.PORTAL
    need = actions.grant_need(proposed, by=officer)
    for actor in (worker, lead, officer):
        assert list(care.visible_needs(actor)) == [need]

    page = portal.post(reverse("portal:withdraw", args=[consent.uuid]), follow=True)
    assert said in page.text
    for actor in (worker, lead, officer):
        assert not care.visible_needs(actor).exists()
    assert not CareVisit.objects.exists()

    at("2026-06-15 09:15")
    jobs.keep_care_in_time()
    assert not CareNeed.objects.exists()
    consent.refresh_from_db()
    assert clock.now() - consent.withdrawn_at < timedelta(days=1)
    trail = AuditEntry.objects.filter(act__in=["registry.withdraw_consent", "registry.erase_need"])
    assert trail.count() == 2
