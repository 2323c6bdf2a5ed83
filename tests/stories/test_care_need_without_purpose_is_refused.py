"""A need of a person leads to a service, or it is not written down (A11, registry.md §7).

The leader invents a kind without a purpose; nobody can put it on a person. A kind that watches is
not even kept as a draft. Written whole and agreed to, it opens the service it was written for.
"""

import pytest
from django.urls import reverse
from django.utils.translation import override

from linge.registry.models import CareKind, CareNeed, CareVisit
from linge.registry.tests import carers
from linge.registry.tests.factories import homes, resident
from linge.territory.tests.actors import leader

pytestmark = [pytest.mark.django_db, pytest.mark.proves("A11")]
MEALS = {
    "code": "ZC",
    "name": "用餐困难老人",
    "service": "老年食堂送餐上门",
    "basis": "consent",
    "visit_days": 7,
    "review_days": 180,
    "line": "civil_affairs",
    "keep_days": 30,
}


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "用途"), ("en", "purpose")])
def test_a_kind_without_purpose_reaches_nobody(at, as_actor, language, said):
    at("2026-06-15 09:00")
    home = homes()[0]
    guilan = resident(home=home)
    with override(language):
        chief = as_actor(leader(home.community))
        chief.cookies["django_language"] = language
        chief.post(reverse("registry:care_kind_new"), MEALS)
        draft = CareKind.objects.get(code="ZC")
        publish = reverse("registry:care_kind_publish", args=[draft.uuid])
        assert said in chief.post(publish, follow=True).text.lower()
        chief.post(reverse("registry:care_kind_new"), MEALS | {"code": "ZD", "name": "重点人员"})
        assert not CareKind.objects.filter(code="ZD").exists()

        officer = as_actor(carers.carer(home.community))
        propose = reverse("registry:care_propose", args=[guilan.uuid])
        assert officer.post(propose, {"kind": draft.pk, "way": "visit"}).status_code == 422
        assert not CareNeed.objects.exists()


def test_written_whole_and_agreed_to_it_opens_its_service(at, as_actor):
    at("2026-06-15 09:00")
    home = homes()[0]
    guilan = resident(home=home)
    chief = as_actor(leader(home.community))
    chief.post(reverse("registry:care_kind_new"), MEALS | {"purpose": "为做不了饭的老人送餐"})
    kind = CareKind.objects.get()
    chief.post(reverse("registry:care_kind_publish", args=[kind.uuid]))
    officer = as_actor(carers.carer(home.community))
    officer.post(
        reverse("registry:care_propose", args=[guilan.uuid]), {"kind": kind.pk, "way": "visit"}
    )
    need = CareNeed.objects.get()
    carers.agree(guilan, "ZC", home=home)
    officer.post(reverse("registry:care_grant", args=[need.uuid]))
    assert CareVisit.objects.get().planned_on.isoformat() == "2026-06-22"
    page = officer.get(reverse("registry:care_need", args=[need.uuid]))
    assert "为做不了饭的老人送餐" in page.text
    assert "老年食堂送餐上门" in page.text
