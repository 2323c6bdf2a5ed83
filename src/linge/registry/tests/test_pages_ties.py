"""The pages of hukou, work, rights, trade, contacts, death and moves: does the door open?"""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from linge.kernel import crypto
from linge.registry import actions, numbers
from linge.registry.models import (
    ChangeRequest,
    Employment,
    Household,
    HukouRecord,
    Ownership,
    Tenancy,
)
from linge.registry.rules.kinds import ItemKind
from linge.registry.tests.factories import SINCE, clerk, homes, household, resident
from linge.territory.tests.actors import officer, worker
from linge.territory.tests.factories import GridFactory, OrganisationFactory, ShopFactory

pytestmark = pytest.mark.django_db
DAY = "2026-03-01"


@pytest.fixture
def home():
    return homes(GridFactory())[0]


@pytest.fixture
def person(home):
    return resident(home=home)


@pytest.fixture
def desk(home, as_actor):
    client = as_actor(officer(home.community))

    class Desk:
        def send(self, page, row, **sent):
            return client.post(reverse(f"registry:{page}", args=[row.uuid]), sent)

        def read(self, page, row, **asked):
            space = "" if ":" in page else "registry:"
            answer = client.get(reverse(f"{space}{page}", args=[row.uuid]), asked)
            assert answer.status_code == 200
            return unescape(answer.content.decode())

    return Desk()


@pytest.fixture
def another(home, django_user_model):
    """A second person of the community, who checks."""
    user = django_user_model.objects.create(name="陈静", phone_index="1" * 32)
    return replace(clerk(home.community), user_id=user.pk, name="陈静")


def said(answer):
    assert answer.status_code == 422
    return unescape(answer.content.decode())


def test_a_hukou_is_registered_and_moves_on_its_own_page(desk, person):
    here = {"state": "here", "since": "2020-01-01", "left": "no", "address": "示范街1号"}
    assert desk.send("hukou", person, **here).status_code == 302
    shown = desk.read("hukou", person)
    assert "户口在本街道 · 没有离开 · 窗口登记 · 刚刚" in shown
    assert "示范街1号" not in shown
    left = {"state": "elsewhere", "since": DAY, "left": "yes", "left_street_on": "2025-01-02",
            "region_code": "990202", "reason": "迁往外地"}  # fmt: skip
    assert desk.send("hukou", person, **left).status_code == 302
    row = HukouRecord.objects.get(person=person)
    assert (row.until, row.region_code) == (None, "")
    asked = ChangeRequest.objects.get(person=person)
    assert asked.reason == "迁往外地"
    assert crypto.open_field(row, "address") == "示范街1号"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"region_code": "42"}, "户口所在地代码应为6、9或12位数字"),
        ({"left_street_on": "2027-01-01"}, "离开日期不能晚于今天"),
        ({"left": "no", "left_street_on": "2025-01-01"}, "选择“已离开”后才能填写离开日期"),
        ({"region_code": ""}, "请填写所在地，或写明为何没有"),
        ({"since": "1949-01-01"}, "户籍起始日期不能早于出生日期"),
    ],
)
def test_what_is_wrong_with_a_hukou_is_said(desk, person, typed, sentence):
    sound = {"state": "elsewhere", "since": DAY, "left": "yes", "region_code": "990202"}
    assert sentence in said(desk.send("hukou", person, **sound | typed))
    assert not HukouRecord.objects.exists()


def test_no_change_renews_the_day_and_copies_nothing(desk, home, person, at, as_actor):
    at("2026-01-10 09:00")
    desk.send("hukou", person, state="here", since="2020-01-01", left="no")
    row = HukouRecord.objects.get()
    at("2026-06-15 09:00")
    page = reverse("registry:hukou", args=[person.uuid])
    client = as_actor(officer(home.community))
    address = reverse("registry:confirm", args=["hukou", row.uuid])
    assert client.post(address, {"next": page})["Location"] == page
    known = HukouRecord.objects.get()
    assert (known.confirmed_at.date(), known.version) == (date(2026, 6, 15), row.version)
    away = client.post(address, {"next": "https://example.org/"})["Location"]
    assert away == reverse("registry:resident", args=[person.uuid])
    nothing = reverse("registry:confirm", args=["score", row.uuid])
    assert client.post(nothing).status_code == 404


def test_work_is_registered_and_ends(desk, home, person):
    company = OrganisationFactory(community=home.community, name="示范食品厂")
    sent = {"status": "24", "organisation": company.name, "occupation": "包装", "since": DAY}
    assert desk.send("employment_new", person, **sent).status_code == 302
    assert "示范食品厂" in desk.read("resident", person, tab="work")
    work = Employment.objects.get()
    assert desk.send("employment_end", work, on="2026-06-01").status_code == 302
    again = sent | {"organisation": "没有这家厂"}
    assert "没有找到单位“没有这家厂”" in said(desk.send("employment_new", person, **again))


def test_an_owner_and_a_lease_are_registered_from_the_home(desk, home, person):
    other = resident("李建国", home=home)
    sent = {"owner": "张桂兰", "share": "1/2", "since": DAY}
    assert desk.send("ownership_new", home, **sent).status_code == 302
    assert "张桂兰 · 1/2 · 窗口登记" in desk.read("ownership_new", home)
    too_much = {"owner": "李建国", "share": "2/3", "since": DAY}
    assert "份额合计超过1" in said(desk.send("ownership_new", home, **too_much))
    assert "份额请写成分数" in said(desk.send("ownership_new", home, **sent | {"share": "一半"}))
    lease = {"landlord": "张桂兰", "tenant": "张桂兰", "since": DAY, "until": "2027-03-01"}
    assert "出租人和承租人不能是同一人" in said(desk.send("tenancy_new", home, **lease))
    assert desk.send("tenancy_new", home, **lease | {"tenant": "李建国"}).status_code == 302
    again = lease | {"tenant": "李建国", "by_room": "on"}
    assert "两份租约都要勾选" in said(desk.send("tenancy_new", home, **again))
    assert "李建国" in desk.read("dwelling", home, tab="rights")
    assert "2027-03-01" in desk.read("resident", other, tab="rights")
    assert desk.send("tenancy_end", Tenancy.objects.get(), on="2026-05-01").status_code == 302
    assert desk.send("ownership_end", Ownership.objects.get(), on="2026-05-01").status_code == 302


def test_a_name_two_people_bear_is_asked_again_with_their_homes(desk, home, person):
    resident(home=home)
    asked = said(desk.send("ownership_new", home, owner="张桂兰", share="1", since=DAY))
    assert "“张桂兰”不止一个，请在姓名后写上房屋" in asked
    number = numbers.clear(person.documents.get())
    sent = {"owner": number, "share": "1", "since": DAY}
    assert desk.send("ownership_new", home, **sent).status_code == 302
    assert Ownership.objects.get().person == person


def test_a_home_that_was_sold_changes_hands_in_one_stroke(desk, home, person):
    resident("李建国", home=home)
    desk.send("ownership_new", home, owner="张桂兰", share="1", since="2020-01-01")
    sold = {"owner": "李建国", "share": "1", "since": DAY, "replacing": "on"}
    assert desk.send("ownership_new", home, **sold).status_code == 302
    assert [row.until for row in Ownership.objects.order_by("since")] == [date(2026, 3, 1), None]


def test_phones_are_added_and_retired(desk, person):
    old = person.phones.get()
    assert desk.send("phone_new", person, number="120 9999 0000").status_code == 302
    old.refresh_from_db()
    rated = {"version": old.version, "usable": "wrong", "main": "on"}
    assert desk.send("phone_rate", old, **rated).status_code == 302
    old.refresh_from_db()
    assert (old.usable, old.is_main) == ("wrong", False)
    assert "电话号码不完整" in said(desk.send("phone_new", person, number="1381234567"))


def test_a_death_checked_by_another_ends_home_household_and_work(desk, home, another):
    family = household(home)
    head = family.members.get(relation="02").person
    actions.record_employment(head, by=clerk(home.community), status="80", since=SINCE)
    told = {"version": head.version, "death_date": DAY, "reason": "死亡证明"}
    assert desk.send("death", head, **told).status_code == 302
    head.refresh_from_db()
    assert head.life == "alive"
    asked = ChangeRequest.objects.get()
    actions.check_request(asked, by=another, version=asked.version)
    head.refresh_from_db()
    assert (head.life, head.death_date) == ("dead", date(2026, 3, 1))
    for ties in (head.residencies, head.memberships, head.employments):
        assert ties.get().until == date(2026, 3, 1)
    assert "死亡" in desk.read("resident", head)
    assert "该户没有户主" in desk.read("household", family)


def test_a_household_moves_with_its_relations(desk, home):
    family = household(home)
    other = homes(home.grid)[1]
    same = {"address": home.estate.name + home.key, "on": DAY}
    assert "该户已住在这套房屋" in said(desk.send("household_move", family, **same))
    sent = {"address": other.estate.name + other.key, "on": DAY}
    assert desk.send("household_move", family, **sent).status_code == 302
    family.refresh_from_db()
    moved = Household.objects.get(dwelling=other, until=None)
    assert family.until == date(2026, 3, 1)
    assert sorted(moved.members.values_list("relation", flat=True)) == ["02", "10"]
    head = moved.members.get(relation="02").person
    assert head.residencies.get(main=True, until=None).dwelling == other


def test_a_person_is_in_one_book_and_one_living_household(desk, home):
    family = household(home)
    head = family.members.get(relation="02").person
    book = {"book_no": "990101001", "relation": "02", "since": DAY}
    assert desk.send("book", head, **book).status_code == 302
    assert head.memberships.filter(until=None).count() == 2
    another = book | {"book_no": "990101002"}
    assert "或在另一户籍户中" in said(desk.send("book", head, **another))
    spouse = family.members.get(relation="10").person
    assert desk.send("book", spouse, **book | {"relation": "10"}).status_code == 302
    assert Household.objects.get(kind="hukou").members.count() == 2


def test_a_contact_has_a_name_and_a_masked_number(desk, home):
    company = OrganisationFactory(community=home.community)
    sent = {"role": "safety", "name": "王安全", "phone": "12000000055", "since": DAY}
    assert desk.send("organisation_contact", company, **sent).status_code == 302
    shown = desk.read("territory:organisation", company, tab="contacts")
    assert "王安全" in shown
    assert "120****0055" in shown
    both = sent | {"name": ""}
    assert "请选择居民，或填写联系人姓名" in said(
        desk.send("organisation_contact", company, **both)
    )
    contact = company.contacts.get()
    assert desk.send("contact_end", contact, on="2026-06-01").status_code == 302


def test_optional_items_are_asked_only_where_the_community_wants_them(desk, home):
    family = household(home)
    assert "车辆、犬只" not in desk.read("household", family)
    assert desk.send("options", home.community, e_bike="on").status_code == 302
    sent = {"kind": "e_bike", "number": "示A12345", "since": DAY}
    assert desk.send("item_new", family, **sent).status_code == 302
    shown = desk.read("household", family)
    assert "电动自行车" in shown
    assert "12345" not in shown
    assert "这个号码已登记在该户" in said(desk.send("item_new", family, **sent))
    refused = desk.send("item_new", family, **sent | {"kind": ItemKind.PET})
    assert refused.status_code == 422
    assert desk.send("item_end", family.items.get(), on="2026-06-01").status_code == 302


def test_the_worker_of_the_next_grid_finds_nothing(home, person, as_actor):
    shop = ShopFactory(building=home.building)
    client = as_actor(worker(GridFactory(community=home.community)))
    for page, row in (("hukou", person), ("ownership_new", home), ("shop_operator", shop)):
        assert client.get(reverse(f"registry:{page}", args=[row.uuid])).status_code == 404
