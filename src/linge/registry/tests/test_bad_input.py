"""Bad input about people (registry.md §16): refused, stripped, escaped or doubted, as said there."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from linge.kernel.refusals import Refused
from linge.registry import actions
from linge.registry.actions.people import correct
from linge.registry.models import Resident
from linge.registry.rules.drafts import NewHome, NewPerson
from linge.registry.rules.kinds import ResidencyRole
from linge.registry.tests.factories import SINCE, clerk, draft, homes, household, resident
from linge.territory.tests.actors import officer

pytestmark = pytest.mark.django_db
TODAY = "2026-06-15 09:00"


@pytest.fixture
def home(at):
    at(TODAY)
    return homes()[0]


@pytest.fixture
def register(home, as_actor):
    client = as_actor(officer(home.community))
    sound = {
        "name": "李晓明",
        "community": home.community_id,
        "address": home.estate.name + home.key,
        "role": "family",
        "since": "2026-06-01",
        "birth_date": "1990-05-20",
    }
    return lambda **typed: client.post(reverse("registry:resident_new"), sound | typed)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("李" * 51, "50"),
        ("李😀明", "姓名中有不能使用的符号"),
        ("<script>alert(1)</script>", "姓名中有不能使用的符号"),
    ],
)
def test_a_name_that_is_none_is_refused(register, name, sentence):
    answer = register(name=name)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert sentence in unescape(shown)
    assert "<script>alert" not in shown
    assert not Resident.objects.exists()


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u200b"])
def test_marks_nobody_sees_are_stripped_from_a_name(register, mark):
    assert register(name=f"李{mark}晓明").status_code == 302
    assert Resident.objects.get().name == "李晓明"


def test_a_nul_never_reaches_the_register(register):
    answer = register(name="李\x00晓明")
    assert answer.status_code in (302, 422)
    assert not any("\x00" in name for name in Resident.objects.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "李"}, "姓名只有一个字，请核对。"),
        ({"birth_date": "1850-01-01"}, "出生日期距今超过120年，请核对。"),
        ({"birth_date": "1896-01-01"}, "出生日期距今超过120年，请核对。"),
    ],
)
def test_what_is_doubtful_is_asked_once_and_then_taken(register, typed, sentence):
    doubtful = register(**typed)
    assert doubtful.status_code == 422
    assert sentence in unescape(doubtful.content.decode())
    assert not Resident.objects.exists()
    assert register(**typed, checked="on").status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"birth_date": "2026-06-16"}, "出生日期不能晚于今天"),
        ({"birth_date": "1990-02-31"}, "请按年月日填写"),
        ({"birth_date": "1990-13-01"}, "请按年月日填写"),
        ({"since": "1980-01-01"}, "居住起始日期不能早于出生日期"),
    ],
)
def test_days_that_cannot_be_are_refused(register, typed, sentence):
    answer = register(**typed)
    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())


def test_nobody_dies_before_birth(home):
    person = resident(home=home, born=date(1953, 3, 14))
    with pytest.raises(Refused, match="registry.resident_death_after_birth") as refusal:
        correct(person, {"death_date": date(1950, 1, 1)}, by=clerk(home.community), version=1)
    assert refusal.value.field == "death_date"


def test_a_head_aged_five_is_doubted(home, as_actor):
    child = resident("王小强", home=home, born=date(2021, 3, 1))
    client = as_actor(officer(home.community))
    sent = {"since": "2026-06-01", "living_kind": "1", f"relation_{child.pk}": "02"}
    page = reverse("registry:household_new", args=[home.uuid])
    assert "户主不满16周岁" in unescape(client.post(page, sent).content.decode())
    assert client.post(page, sent | {"checked": "on"}).status_code == 302


def test_a_residency_does_not_end_before_it_starts(home):
    tie = resident(home=home, since=date(2026, 1, 1)).residencies.get()
    with pytest.raises(Refused, match="registry.interval") as refusal:
        actions.move_out(tie, by=clerk(home.community), on=date(2025, 12, 31))
    assert refusal.value.field == "until"


def test_nobody_has_two_main_homes(home):
    person, other = resident(home=home), homes()[0]
    with pytest.raises(Refused, match="registry.residency_one_main") as refusal:
        actions.move_in(person, NewHome(other.pk, date(2026, 2, 1)), by=clerk(other.community))
    assert refusal.value.field == "main"


def test_a_home_on_paper_is_never_the_main_one(home):
    paper = NewHome(home.pk, SINCE, ResidencyRole.REGISTERED_ONLY, main=True)
    with pytest.raises(Refused, match="registry.residency_paper_not_main"):
        actions.register_resident(
            draft(), by=clerk(home.community), community=home.community, home=paper
        )


def test_a_lease_to_oneself_is_refused_at_the_tenant(home, as_actor):
    resident(home=home)
    client = as_actor(officer(home.community))
    sent = {"landlord": "张桂兰", "tenant": "张桂兰", "since": "2026-01-01"}
    answer = client.post(reverse("registry:tenancy_new", args=[home.uuid]), sent)
    assert answer.context["form"].errors["tenant"] == ["出租人和承租人不能是同一人。"]


@pytest.mark.parametrize("words", ["%", "_", "'", '"', "\\", "' OR 1=1 --"])
def test_signs_of_a_query_are_only_text(home, as_actor, words):
    household(home)
    client = as_actor(officer(home.community))
    answer = client.get(reverse("registry:residents"), {"name": words})
    assert answer.status_code == 200
    assert "张桂兰" not in answer.content.decode()


def test_an_empty_name_is_no_person(home):
    with pytest.raises(Refused, match="registry.name_empty"):
        actions.register_resident(
            NewPerson(name="  "), by=clerk(home.community), community=home.community
        )
