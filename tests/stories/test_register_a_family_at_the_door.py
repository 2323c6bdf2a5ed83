"""王芳 registers a family of three in a stairwell without signal; the desk sees it once, by her."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from linge.accounts.models import User
from linge.kernel import clock
from linge.registry.models import ChangeEvent, Household, HouseholdMember, Resident, Visit
from linge.registry.tests.factories import citizen_number, homes
from linge.territory.tests.actors import officer, worker
from linge.territory.tests.factories import GridFactory

FAMILY = (("张建国", "1", "02"), ("李桂花", "2", "10"), ("张晓雨", "2", "30"))


@pytest.fixture
def home(db):
    return homes(GridFactory())[0]


@pytest.fixture
def wang(home):
    phone = "12000000001"
    user = User.objects.create(name="王芳", phone=phone, phone_index=phone)
    return replace(worker(home.grid, user=user), name=user.name, how="field")


def told(**values):
    return {name.replace("__", ":"): {"base": "", "value": value} for name, value in values.items()}


def family_of(home):
    """What the phone sends after the door: three people, and what makes them one household."""
    people = [str(uuid4()) for _ in FAMILY]
    place = {"dwelling": str(home.uuid), "since": "2026-09-01"}
    rows = [
        ("resident", uuid, told(**place, name=name, sex=sex, hukou_state="here", left="no"))
        for uuid, (name, sex, _relation) in zip(people, FAMILY, strict=True)
    ]
    rows[0][2].update(told(number=citizen_number(sex="1"), phone="12088880001"))
    members = {
        f"member__{uuid}": relation for uuid, (*_, relation) in zip(people, FAMILY, strict=True)
    }
    rows.append(("household", str(uuid4()), told(**place, **members)))
    return {
        "edits": [
            {
                "request_id": str(uuid4()),
                "device": "手机",
                "seq": seq,
                "entity": entity,
                "uuid": uuid,
                "base_version": 0,
                "changes": changes,
                "at": clock.now().isoformat(),
            }
            for seq, (entity, uuid, changes) in enumerate(rows, 1)
        ]
    }


@pytest.mark.proves("A5", "X3")
def test_what_the_phone_sends_becomes_one_household_by_her_and_twice_is_once(home, wang, as_actor):
    phone, body = as_actor(wang), family_of(home)
    send = lambda: phone.post(reverse("api:edits"), body, content_type="application/json").json()  # noqa: E731  said twice below
    assert [each["result"] for each in send()["answers"]] == ["applied"] * 4
    events = ChangeEvent.objects.count()
    assert [each["result"] for each in send()["answers"]] == ["duplicate"] * 4
    assert ChangeEvent.objects.count() == events
    household = Household.objects.get(dwelling=home)
    members = HouseholdMember.objects.filter(household=household).order_by("relation")
    assert [(row.person.name, row.relation) for row in members] == [
        (name, relation) for name, _sex, relation in FAMILY
    ]
    assert str(household.uuid) == body["edits"][3]["uuid"]
    born = ChangeEvent.objects.filter(subject__in=[row.person.uuid for row in members])
    assert {event.actor_id for event in born} == {wang.user_id}
    assert {event.source for event in born} == {"visit"}


@pytest.mark.proves("X3")
def test_a_wrong_number_is_refused_by_name_and_the_rest_waits_for_it(home, wang, as_actor):
    body = family_of(home)
    right = body["edits"][0]["changes"]["number"]["value"]
    body["edits"][0]["changes"]["number"]["value"] = right[:-1] + ("1" if right[-1] != "1" else "2")
    phone = as_actor(wang)
    post = lambda: phone.post(reverse("api:edits"), body, content_type="application/json").json()  # noqa: E731  said twice below
    answers = post()["answers"]
    assert [each["result"] for each in answers] == ["refused", "applied", "applied", "refused"]
    assert [answers[0]["field"], answers[3]["code"]] == ["number", "registry.family_unknown"]
    body["edits"][0]["changes"]["number"]["value"] = right
    for edit in body["edits"]:
        edit |= {"request_id": str(uuid4()), "seq": edit["seq"] + 4}
    assert [each["result"] for each in post()["answers"]] == ["applied"] * 4
    assert Resident.objects.count() == 3
    assert Household.objects.get().members.count() == 3
    assert not Visit.objects.exists()


def test_two_phones_that_met_one_family_make_one_household(home, wang, as_actor):
    phone = as_actor(wang)
    first = family_of(home)
    for edit in first["edits"][:3]:
        edit["changes"].setdefault("number", told(n=citizen_number())["n"])
    second = family_of(home)
    for mine, other in zip(first["edits"][:3], second["edits"][:3], strict=True):
        other["changes"]["number"] = mine["changes"]["number"]
        other["changes"].pop("phone", None)
    for edit in second["edits"]:
        edit["device"] = "另一部手机"
    for body in (first, second):
        told_back = phone.post(reverse("api:edits"), body, content_type="application/json").json()
    assert {each["result"] for each in told_back["answers"]} == {"parallel"}
    assert told_back["answers"][3]["household"] == first["edits"][3]["uuid"]
    assert Household.objects.get().members.count() == 3
    assert Resident.objects.count() == 3


LOOKS = {"zh-hans": ("户主", "变更记录"), "en": ("Head", "Changes")}


@pytest.mark.parametrize("language", LOOKS)
def test_the_desk_reads_the_family_and_who_wrote_it(home, wang, as_actor, language):
    head, history = LOOKS[language]
    as_actor(wang).post(reverse("api:edits"), family_of(home), content_type="application/json")
    desk = as_actor(officer(home.community))
    desk.cookies["django_language"] = language
    page = reverse("registry:household", args=[Household.objects.get().uuid])
    shown = desk.get(page).content.decode()
    for word in (head, *(name for name, *_ in FAMILY)):
        assert word in shown
    told = desk.get(page, {"tab": "history"}).content.decode()
    assert history in told
    assert told.count("王芳") >= len(FAMILY)
