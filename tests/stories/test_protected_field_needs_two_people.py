"""周敏 corrects a birth date; nothing changes until 赵主任 has looked at both values."""

from dataclasses import replace

import pytest
from django.urls import reverse

from linge.registry.models import ChangeRequest
from linge.registry.tests.factories import clerk, homes, resident
from linge.territory.tests.actors import leader
from linge.territory.tests.factories import GridFactory

WORDS = {
    "zh-hans": ("已转为变更申请", "要由另一位工作人员核对", "已核对并生效", "待核", "已生效"),
    "en": (
        "has become a change request",
        "has to be checked by another member of staff",
        "Checked and in effect",
        "To be checked",
        "In effect",
    ),
}


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.proves("G1")
@pytest.mark.proves("D2")
def test_a_birth_date_takes_two_people(as_actor, language):
    waits, own, done, open_word, applied = WORDS[language]
    grid = GridFactory()
    person = resident(home=homes(grid)[0])
    asker = replace(clerk(grid.community), kind="staff-1")
    checker = replace(leader(grid.community), name="赵主任", kind="staff-2")
    page = reverse("registry:resident", args=[person.uuid])

    def sign_in(actor):
        client = as_actor(actor)
        client.cookies["django_language"] = language
        return client

    client = sign_in(asker)
    told = client.post(
        reverse("registry:resident_edit", args=[person.uuid]),
        {
            "version": person.version,
            "name": person.name,
            "sex": person.sex,
            "birth_date": "1953-04-13",
            "nationality": "CHN",
            "life": "alive",
            "marital": "20",
            "reason": "户口簿为准",
        },
        follow=True,
    ).content.decode()
    assert waits in told
    person.refresh_from_db()
    assert (person.birth_date.isoformat(), person.marital) == ("1953-03-14", "20")

    request = ChangeRequest.objects.get()
    address = reverse("registry:change_request", args=[request.uuid])
    shown = client.get(address).content.decode()
    assert own in shown
    assert "1953-03-14" in shown
    assert "1953-04-13" in shown
    check = reverse("registry:request_check", args=[request.uuid])
    assert client.post(check, {"version": request.version}).status_code in (302, 403)
    person.refresh_from_db()
    assert person.birth_date.isoformat() == "1953-03-14"

    client = sign_in(checker)
    assert open_word in client.get(reverse("registry:change_requests")).content.decode()
    told = client.post(check, {"version": request.version}, follow=True).content.decode()
    assert done in told
    assert applied in told
    person.refresh_from_db()
    assert person.birth_date.isoformat() == "1953-04-13"
    assert "户口簿为准" in client.get(page, {"tab": "history"}).content.decode()
