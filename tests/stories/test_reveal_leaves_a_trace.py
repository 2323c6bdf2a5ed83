"""王芳 opens a phone number before a visit; 张桂兰 reads who did, when and why (X1, X2)."""

import pytest
from django.urls import reverse

from linge.audit.models import AuditEntry
from linge.registry.tests import carers
from linge.registry.tests.factories import homes, resident

pytestmark = [pytest.mark.django_db, pytest.mark.proves("X2")]


@pytest.mark.parametrize(
    ("language", "post", "purpose"),
    [("zh-hans", "A岗网格员", "入户走访"), ("en", "A-post grid worker", "visit")],
)
def test_the_person_reads_who_opened_her_number(at, as_actor, language, post, purpose):
    at("2026-06-15 09:00")
    home = homes()[0]
    guilan = resident(home=home)
    phone = guilan.phones.get()
    worker, _lead = carers.team(home.grid)
    desk = as_actor(worker)
    asked = {"subject": f"registry.phone:{phone.uuid}", "field": "number", "purpose": "visit"}
    refused = desk.post(reverse("accounts:reveal"), asked | {"reason": "短"})
    assert "至少6个字" in refused.text
    opened = desk.post(reverse("accounts:reveal"), asked | {"reason": "上门前电话约时间"})
    assert opened.status_code == 200
    assert AuditEntry.objects.filter(act="registry.reveal").count() == 1

    portal = as_actor(carers.signed_in(guilan))
    portal.cookies["django_language"] = language
    page = portal.get(reverse("portal:trail"))
    for words in (post, purpose, "上门前电话约时间"):
        assert words in page.text
    assert "王芳" not in page.text
