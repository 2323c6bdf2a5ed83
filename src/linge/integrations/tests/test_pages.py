"""The pages of keys and of what is public: who may, what is shown once, what it opens."""

import re
from datetime import date

import pytest
from django.test import Client

from linge.audit.models import AuditEntry
from linge.cases.tests.factories import CaseFactory, make_town
from linge.integrations.models import Jurisdiction, PartnerKey, Publication
from linge.integrations.tests.factories import Opened, open_town, post
from linge.kernel.access import Actor, Grant
from linge.staff.tests.factories import WorkerFactory


def administrator() -> Actor:
    """何建国 looks after the installation."""
    user = WorkerFactory(name="何建国")
    grant = Grant(role="system_admin", post="system_admin", node="", since=date(2025, 1, 1))
    return Actor(user_id=user.pk, name=user.name, kind="staff", how="desk", grants=(grant,))


@pytest.mark.proves("C1")
def test_an_administrator_opens_a_community_and_gives_out_a_key_once(db, at, as_actor):
    at("2026-06-15 09:00")
    town = make_town()
    page = as_actor(administrator())
    opening = page.get("/desk/integrations/jurisdictions/new/")
    assert "幸福里社区" in opening.content.decode()
    page.post(
        "/desk/integrations/jurisdictions/new/",
        {"community": town.community.pk, "contact": "值班电话 027-00000000"},
    )
    jurisdiction = Jurisdiction.objects.get()
    asked = {"name": "随手拍", "jurisdictions": [jurisdiction.pk], "per_minute": 60}
    shown = page.post("/desk/integrations/keys/new/", asked)
    secret = re.search(r"lg_[\w-]{40,}", shown.content.decode())[0]
    assert shown["Cache-Control"].startswith("max-age=0")
    key = PartnerKey.objects.get()
    assert secret not in (key.secret_hash, key.hint)
    board = page.get("/desk/integrations/").content.decode()
    assert key.hint in board and secret not in board and "还没有用过" in board
    told = AuditEntry.objects.filter(act="integrations.create_key").get()
    assert secret not in str(told.__dict__)

    opened = Opened(town, jurisdiction, key, secret)
    assert post(opened).status_code == 200
    assert "2026-06-15 09:00" in page.get("/desk/integrations/").content.decode()
    page.post(f"/desk/integrations/keys/{key.uuid}/revoke/")
    assert post(opened).status_code == 403
    assert "已停用" in page.get("/desk/integrations/").content.decode()


def test_a_clerk_withholds_a_case_but_gives_out_no_keys(db, at, as_actor):
    at("2026-06-15 09:00")
    opened = open_town()
    case = CaseFactory(town=opened.town, state="accepted", code="0103")
    page = as_actor(opened.town.intake_clerk)
    assert page.get("/desk/integrations/").status_code == 403
    assert page.post(f"/desk/integrations/keys/{opened.key.uuid}/revoke/").status_code == 403
    assert case.number in page.get("/desk/integrations/published/").content.decode()
    address = f"/desk/integrations/published/{case.uuid}/"
    refused = page.post(address, {"withheld": "on"})
    assert refused.status_code == 422 and "请写明不公开的原因" in refused.content.decode()
    page.post(address, {"withheld": "on", "reason": "涉及住户隐私"})
    assert Publication.objects.get(case=case).withheld
    number = f"/open311/v2/requests/{case.number}.json"
    assert Client().get(number).status_code == 404
    page.post(address, {})
    assert Client().get(number).status_code == 200
