"""王芳 and a colleague visit one household without signal; what both changed, 李强 settles."""

from uuid import uuid4

import pytest
from django.urls import reverse

from linge.accounts.models import User
from linge.kernel import clock
from linge.registry.models import Conflict
from linge.registry.tests.factories import homes, household
from linge.territory.tests.actors import staff, worker
from linge.territory.tests.factories import GridFactory

WORDS = {
    "zh-hans": ("冲突", "先到的值", "后到的值", "已处理这项冲突"),
    "en": ("Conflicts", "Came first", "Came second", "The conflict is settled"),
}


def somebody(name, number):
    phone = f"1200000{number:04}"
    return User.objects.create(name=name, phone=phone, phone_index=phone)


def edits(*rows):
    return {
        "edits": [
            {
                "request_id": str(uuid4()),
                "device": "phone",
                "seq": seq,
                "entity": "resident",
                "uuid": str(person.uuid),
                "base_version": 1,
                "changes": changes,
                "at": clock.now().isoformat(),
            }
            for seq, (person, changes) in enumerate(rows, 1)
        ]
    }


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.proves("X3")
def test_both_phones_come_back_and_nothing_is_lost(as_actor, language):
    title, came_first, came_second, done = WORDS[language]
    grid = GridFactory()
    family = household(homes(grid)[0])
    head = family.members.get(relation="02").person
    spouse = family.members.get(relation="10").person
    lead = staff("grid_lead", grid.community.path, grid=grid.pk, user=somebody("李强", 3))

    def sync(actor, *rows):
        answer = as_actor(actor).post(
            reverse("api:edits"), edits(*rows), content_type="application/json"
        )
        assert answer.status_code == 200, answer.content
        return [each["result"] for each in answer.json()["answers"]]

    blank = {"base": ""}
    first = worker(grid, user=somebody("王芳", 1))
    second = worker(grid, user=somebody("陈东", 2))
    assert sync(first, (head, {"marital": blank | {"value": "20"}})) == ["applied"]
    results = sync(
        second,
        (head, {"marital": blank | {"value": "30"}, "education": blank | {"value": "70"}}),
        (spouse, {"marital": blank | {"value": "20"}}),
    )
    assert results == ["conflict", "applied"]
    head.refresh_from_db()
    assert (head.marital, head.education) == ("20", "70")

    client = as_actor(lead)
    client.cookies["django_language"] = language
    listed = client.get(reverse("registry:conflicts")).content.decode()
    assert title in listed
    assert head.name in listed
    page = reverse("registry:conflict", args=[Conflict.objects.get().uuid])
    shown = client.get(page).content.decode()
    assert came_first in shown
    assert came_second in shown
    told = client.post(page, {"choice": "mine"}, follow=True).content.decode()
    assert done in told
    head.refresh_from_db()
    assert head.marital == "30"
