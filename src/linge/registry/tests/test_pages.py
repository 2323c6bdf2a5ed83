"""Doors open for whom they should, in words people understand, with figures that agree."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from linge.registry import actions, numbers, queries
from linge.registry.models import Household, Resident, Visit
from linge.registry.rules.kinds import Outcome
from linge.registry.tests.factories import (
    citizen_number,
    clerk,
    collection_round,
    homes,
    household,
    resident,
    visit,
)
from linge.territory.models import Building
from linge.territory.tests.actors import leader, officer, staff, worker
from linge.territory.tests.factories import GridFactory, RegionFactory

pytestmark = pytest.mark.django_db
LISTS = ("residents", "households", "dwellings", "visits", "missing", "collection")
PHOTO = {"kind": "photo", "file": "019ab2f0-0000-7000-8000-000000000001"}


@pytest.fixture
def grid():
    return GridFactory()


@pytest.fixture
def home(grid):
    place = homes(grid)[0]
    collection_round(grid.community)
    household(place)
    visit(place)
    return place


def records(home):
    person = Resident.objects.get(name="张桂兰")
    return {
        "resident": person,
        "resident_edit": person,
        "move_in": person,
        "move_out": person.residencies.get(),
        "household": Household.objects.get(),
        "member_new": Household.objects.get(),
        "member_relate": person.memberships.get(),
        "member_leave": person.memberships.get(),
        "dwelling": home,
        "household_new": home,
        "visit_new": home,
        "visit_void": Visit.objects.first(),
        "stack": home.building,
    }


def address(page, row):
    return reverse(f"registry:{page}", args=[row.uuid])


@pytest.mark.parametrize("page", LISTS)
def test_each_list_opens(page, home, as_actor):
    answer = as_actor(officer(home.community)).get(reverse(f"registry:{page}"))
    assert answer.status_code == 200
    assert "bound method" not in answer.content.decode()


@pytest.mark.parametrize("page", ["residents", "households", "dwellings", "missing", "visits"])
def test_each_list_is_empty_in_another_community(page, home, as_actor):
    answer = as_actor(officer(RegionFactory())).get(reverse(f"registry:{page}"))
    assert answer.context["slice"].paginator.count == 0


def test_every_record_opens_for_its_own_team_and_for_nobody_else(home, grid, as_actor):
    for page, row in records(home).items():
        assert as_actor(worker(grid)).get(address(page, row)).status_code == 200, page
        other = worker(GridFactory(community=grid.community))
        assert as_actor(other).get(address(page, row)).status_code == 404, page
        assert as_actor(officer(RegionFactory())).get(address(page, row)).status_code == 404, page


@pytest.mark.parametrize("tab", ["identity", "home", "history"])
def test_every_tab_of_a_resident_opens(tab, home, as_actor):
    person = Resident.objects.get(name="张桂兰")
    answer = as_actor(officer(home.community)).get(address("resident", person), {"tab": tab})
    assert answer.status_code == 200


@pytest.mark.parametrize("tab", ["people", "visits", "rights"])
def test_every_tab_of_a_dwelling_opens(tab, home, as_actor):
    answer = as_actor(officer(home.community)).get(address("dwelling", home), {"tab": tab})
    assert answer.status_code == 200


def test_no_page_shows_a_full_number_or_birth_date(home, as_actor):
    client = as_actor(officer(home.community))
    clear = set()
    for person in Resident.objects.all():
        clear |= {numbers.clear(row) for row in (*person.documents.all(), *person.phones.all())}
        clear.add(person.birth_date.isoformat())
    pages = [reverse(f"registry:{page}") for page in LISTS]
    pages += [address(page, row) for page, row in records(home).items() if page != "resident_edit"]
    pages += [reverse("desk:search")]
    for page in pages:
        shown = client.get(page).content.decode()
        assert not [value for value in clear if value in shown], page


def test_masks_and_the_way_to_reveal(home, as_actor):
    person = Resident.objects.get(name="张桂兰")
    shown = as_actor(officer(home.community)).get(address("resident", person)).content.decode()
    assert "99****************" in shown
    assert re.search(r"120\*{4}\d{4}", shown)
    assert f"registry.identitydocument%3A{person.documents.get().uuid}" in shown


def test_the_street_reads_figures_and_no_people(home, as_actor):
    client = as_actor(staff("street_officer", home.community.parent.path))
    board = client.get(reverse("registry:collection"), {"community": home.community_id})
    assert board.context["board"].total.expected == 4
    person = Resident.objects.get(name="张桂兰")
    for page in (address("resident", person), reverse("registry:residents")):
        assert client.get(page).status_code == 403


def test_a_resident_is_registered_on_the_page(home, as_actor):
    client = as_actor(officer(home.community))
    number = citizen_number(date(1990, 5, 20), sex="1")
    sent = {
        "name": "李 晓明",
        "number": number,
        "phone": "120 0000 0999",
        "community": home.community_id,
        "address": f"{home.estate.name}{home.key}",
        "role": "family",
        "since": "2025-06-01",
        "hukou_state": "here",
        "left": "no",
    }
    answer = client.post(reverse("registry:resident_new"), sent)
    assert answer.status_code == 302, answer.content.decode()
    person = Resident.objects.get(name="李晓明")
    assert (person.sex, person.birth_date) == ("1", date(1990, 5, 20))
    shown = client.get(answer["Location"]).content.decode()
    assert "常住·户籍" in shown
    assert number not in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": "990101198507120027"}, "身份证号第18位校验不符，请核对原件。"),
        ({"number": "990101202502300019"}, "身份证号中的出生日期不存在或晚于今天。"),
        ({"phone": "1381234567"}, "电话号码不完整"),
        ({"name": ""}, "请填写姓名。"),
        ({"address": "9-9-909"}, "找不到房屋“9-9-909”"),
        ({"address": "东头第二间"}, "地址写法无法识别"),
        ({"since": "2025-02-31"}, "请按年月日填写"),
        ({"since": "2025-13-01"}, "请按年月日填写"),
        ({"hukou_state": "elsewhere"}, "户口在外地的，请填写所在地"),
        ({"region_code": "42", "hukou_state": "elsewhere"}, "区划代码应为6、9或12位数字"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(home, as_actor, typed, sentence):
    sent = {
        "name": "李晓明",
        "community": home.community_id,
        "address": home.key,
        "role": "family",
        "since": "2025-06-01",
    }
    answer = as_actor(officer(home.community)).post(reverse("registry:resident_new"), sent | typed)
    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())
    assert not Resident.objects.filter(name="李晓明").exists()


def edit_form(person, **more):
    return {
        "version": person.version,
        "name": person.name,
        "sex": person.sex,
        "birth_date": person.birth_date.isoformat(),
        "nationality": "CHN",
        "life": "alive",
    } | more


def test_a_resident_is_corrected_on_the_page(home, as_actor):
    person = Resident.objects.get(name="张桂兰")
    client = as_actor(officer(home.community))
    sent = edit_form(person, name="张桂兰兰", phone="12099990000")
    assert client.post(address("resident_edit", person), sent).status_code == 302
    person.refresh_from_db()
    assert person.name == "张桂兰"
    assert person.change_requests.get().facts == ["name"]
    assert numbers.clear(person.phones.get(is_main=True)) == "12099990000"
    actions.edit_resident(
        person, by=clerk(home.community), version=person.version, values={"marital": "20"}
    )
    stale = client.post(address("resident_edit", person), sent | {"name": "别名"})
    assert stale.status_code == 422
    assert "刚刚被其他人修改" in stale.content.decode()


def test_moving_in_and_out_on_the_pages(home, grid, as_actor):
    person = Resident.objects.get(name="李建国")
    other = homes(grid)[1]
    client = as_actor(officer(home.community))
    sent = {"address": other.estate.name + other.key, "role": "tenant", "since": "2026-01-01"}
    refused = client.post(address("move_in", person), sent)
    assert "此人已有主要居所" in refused.content.decode()
    assert client.post(address("move_in", person), sent | {"leaving": "on"}).status_code == 302
    residency = person.residencies.get(until=None)
    assert residency.dwelling == other
    out = client.post(address("move_out", residency), {"on": "2026-02-01", "reason": "回老家"})
    assert out["Location"] == reverse("registry:residents")


def test_a_household_is_formed_and_changed_on_the_pages(home, grid, as_actor):
    place = homes(grid)[1]
    head, child = resident("王强", home=place), resident("王小强", home=place)
    client = as_actor(officer(home.community))
    sent = {"since": "2026-01-01", "living_kind": "1", f"relation_{head.pk}": "02"}
    answer = client.post(address("household_new", place), sent)
    assert answer.status_code == 302
    family = Household.objects.get(dwelling=place)
    joined = {"person": child.pk, "relation": "20", "since": "2026-01-01"}
    doubtful = unescape(client.post(address("member_new", family), joined).content.decode())
    assert "“王小强”登记为户主的子女，但年龄只差不到14岁" in doubtful
    assert client.post(address("member_new", family), joined | {"checked": "on"}).status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    assert "王强户" in shown
    assert "年龄只差不到14岁" in unescape(shown)
    member = child.memberships.get()
    client.post(address("member_relate", member), {"relation": "97", "version": 1})
    member.refresh_from_db()
    assert member.relation == "97"
    assert client.post(address("member_leave", member), {"on": "2026-02-01"}).status_code == 302


def test_nobody_chosen_forms_no_household(home, grid, as_actor):
    answer = as_actor(officer(home.community)).post(
        address("household_new", homes(grid)[0]), {"since": "2026-01-01", "living_kind": "1"}
    )
    assert "请至少选择一位成员" in answer.content.decode()


def test_a_visit_is_recorded_on_the_page(home, grid, as_actor):
    place = homes(grid)[1]
    client = as_actor(worker(grid))
    refused = client.post(address("visit_new", place), {"outcome": "vacant"})
    assert "请附一张照片，或写明两位知情人" in refused.content.decode()
    sent = {"outcome": "vacant", "source_1": "物业管家", "source_2": "对门邻居"}
    assert client.post(address("visit_new", place), sent).status_code == 302
    shown = client.get(address("dwelling", place), {"tab": "visits"}).content.decode()
    assert "待网格长审核" in shown
    assert "认可空置" not in shown


def test_the_lead_accepts_a_vacancy_from_the_page(home, grid, as_actor, django_user_model):
    place = homes(grid)[1]
    paid = visit(place, Outcome.VACANT, evidence=[PHOTO])
    user = django_user_model.objects.create(name="李强")
    lead = staff("grid_lead", grid.community.path, grid=grid.pk, user=user)
    client = as_actor(lead)
    assert "认可空置" in client.get(address("dwelling", place), {"tab": "visits"}).content.decode()
    client.post(address("visit_approve", paid))
    paid.refresh_from_db()
    assert paid.approved_by == user


def test_a_visit_is_voided_on_the_page(home, as_actor):
    paid = Visit.objects.get()
    client = as_actor(officer(home.community))
    assert client.post(address("visit_void", paid), {"reason": "走错门"}).status_code == 302
    paid.refresh_from_db()
    assert paid.void_reason == "走错门"


def test_every_figure_of_the_board_opens_the_list_it_counts(home, grid, as_actor):
    next_grid = GridFactory(community=grid.community)
    visit(homes(next_grid, floors=3)[2])
    Building.objects.filter(grid=next_grid).update(expected_dwellings=9)
    client = as_actor(officer(home.community))
    page = client.get(reverse("registry:collection"))
    figures = re.findall(
        r'<a [^>]*href="([^"]*registry/(?:dwellings|missing)/[^"]*)"[^>]*>([\d,]+)<',
        page.content.decode(),
    )
    assert len(figures) >= 3 * (1 + 2 + 2 + 2)
    for href, figure in figures:
        listed = client.get(unescape(href))
        assert listed.status_code == 200
        shown = listed.context["slice"].paginator.count + listed.context["unlisted"]
        assert shown == int(figure.replace(",", "")), href


def test_every_figure_of_a_past_day_opens_the_list_of_that_day(home, as_actor, at):
    at("2026-06-15 09:00")
    visit(home, day=date(2026, 6, 10))
    client = as_actor(officer(home.community))
    page = client.get(reverse("registry:collection"), {"as_of": "2026-06-01"})
    pattern = r'href="([^"]*missing/[^"]*as_of=2026-06-01)"'
    link = unescape(re.search(pattern, page.content.decode())[1])
    assert client.get(link).context["slice"].paginator.count == 4


@pytest.mark.parametrize("page", ["collection", "dwellings", "missing"])
@pytest.mark.parametrize(
    ("as_of", "sentence"),
    [("2026-02-31", "日期“2026-02-31”不存在"), ("2999-01-01", "统计日期不能晚于今天")],
)
def test_a_day_that_is_none_is_refused_in_chinese(home, as_actor, page, as_of, sentence):
    answer = as_actor(officer(home.community)).get(reverse(f"registry:{page}"), {"as_of": as_of})
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_a_worker_reads_the_own_count_only(home, grid, as_actor):
    homes(GridFactory(community=grid.community), floors=9)
    board = as_actor(worker(grid)).get(reverse("registry:collection")).context["board"]
    assert (board.total.expected, board.total.collected) == (4, 1)


def test_a_round_is_opened_on_the_page(home, as_actor):
    client = as_actor(leader(home.community))
    sent = {"name": "二季度采集", "since": "2026-04-01"}
    assert client.post(reverse("registry:round_new"), sent).status_code == 302
    assert queries.round_on(home.community_id, date(2026, 5, 1)).name == "二季度采集"
    late = client.post(reverse("registry:round_new"), sent | {"since": "2999-01-01"})
    assert "开始日期不能晚于今天" in late.content.decode()


def test_the_missing_list_says_when_all_is_done(home, grid, as_actor):
    client = as_actor(worker(grid))
    assert client.get(reverse("registry:missing")).context["slice"].paginator.count == 3
    for row in queries.missing(worker(grid)):
        visit(row)
    assert "已全部采集" in client.get(reverse("registry:missing")).content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("name=桂兰", 1), ("name=zgl", 1), ("name=jianguo", 1), ("name=%25", 0), ("sex=2", 2),
        ("age=60-79", 2), ("age=0-6", 0), ("role=family", 2), ("role=tenant", 0),
        ("gap=phone", 0), ("stale=90", 0), ("source=desk", 2),
    ],
)  # fmt: skip
def test_residents_are_narrowed(home, as_actor, query, count, at):
    answer = as_actor(officer(home.community)).get(f"{reverse('registry:residents')}?{query}")
    assert answer.context["slice"].paginator.count == count


def test_residents_are_narrowed_by_where_they_live(home, grid, as_actor):
    resident("王强", home=homes(GridFactory(community=grid.community))[0])
    client = as_actor(officer(home.community))
    for name, key in (("grid", grid.pk), ("building", home.building_id)):
        answer = client.get(reverse("registry:residents"), {name: key})
        assert answer.context["slice"].paginator.count == 2


def test_the_search_answers_under_the_box_and_as_a_page(home, as_actor):
    client = as_actor(officer(home.community))
    part = client.post(reverse("desk:search"), {"q": "zgl"}, headers={"HX-Request": "true"})
    assert "张桂兰" in part.content.decode()
    assert "<html" not in part.content.decode()
    whole = client.post(reverse("desk:search"), {"q": "不存在"})
    assert "没有找到“不存在”" in unescape(whole.content.decode())
    hurt = client.post(reverse("desk:search"), {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in hurt.content.decode()


def test_the_last_four_of_an_id_are_looked_up_thirty_times_a_day(home, as_actor):
    number = numbers.clear(Resident.objects.get(name="张桂兰").documents.get())
    client = as_actor(officer(home.community))
    ask = {"q": number[-4:]}
    for _ in range(30):
        assert "张桂兰" in client.post(reverse("desk:search"), ask).content.decode()
    late = client.post(reverse("desk:search"), ask).content.decode()
    assert "今天按证件后四位查询已达30次" in late
    assert "张桂兰" not in late


def test_the_wall_shows_letters_beside_colours(home, as_actor):
    shown = as_actor(officer(home.community)).get(address("stack", home.building)).content.decode()
    assert "homewall-collected" in shown
    assert ">采<" in shown
    assert shown.count(">未<") == 4


def test_a_person_who_is_known_is_not_registered_twice_on_the_page(home, as_actor):
    number = numbers.clear(Resident.objects.get(name="张桂兰").documents.get())
    sent = {
        "name": "张桂兰", "number": number, "community": home.community_id, "role": "family",
        "since": "2025-06-01",
    }  # fmt: skip
    answer = as_actor(officer(home.community)).post(reverse("registry:resident_new"), sent)
    assert "不要重复建档" in answer.content.decode()


def test_a_moved_person_leaves_the_list_of_the_grid(home, grid, as_actor):
    person = Resident.objects.get(name="张桂兰")
    actions.move_out(person.residencies.get(), by=clerk(home.community), on=date(2026, 1, 1))
    assert as_actor(worker(grid)).get(address("resident", person)).status_code == 404
