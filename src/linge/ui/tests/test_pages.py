"""The generic pages, over a table every database has."""

import json

import django_filters
import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from linge.kernel.access import Actor, Grant, tables
from linge.kernel.refusals import Refused
from linge.ui.forms import LingeForm
from linge.ui.pages import DetailPage, FormPage, Link, ListPage, Tab, open_links, toast
from linge.ui.tables import Badge, Column, Table

pytestmark = pytest.mark.django_db
OFFICER = Actor(
    user_id=1,
    name="周敏",
    kind="staff",
    how="desk",
    grants=(Grant("kit_officer", "", ""),),
)


@pytest.fixture(autouse=True)
def officer_may_read(monkeypatch):
    monkeypatch.setattr(
        tables, "capabilities", {"kit_officer": frozenset({"kit.read", "kit.take"})}
    )


class SomeUser:
    """Signed in, with the choices of an account."""

    pk, is_authenticated, shortcuts = 1, True, True
    theme, type_size, language = "system", "normal", ""


def asked(path="/things/", *, user=None, actor=OFFICER, data=None, **headers):
    factory = RequestFactory(headers=headers)
    request = factory.get(path) if data is None else factory.post(path, data)
    request.user = user or SomeUser()
    request.actor = actor
    request._messages = CookieStorage(request)
    return request


def things(actor):
    return ContentType.objects.all() if actor.user_id else ContentType.objects.none()


class ThingFilter(django_filters.FilterSet):
    app = django_filters.CharFilter(field_name="app_label", label="应用")
    model = django_filters.CharFilter(field_name="model", lookup_expr="startswith", label="名称")

    class Meta:
        model = ContentType
        fields = ()


class ThingTable(Table):
    order = ("app_label", "model")
    columns = (
        Column("model", "名称", sort="model", link=True),
        Column("app", "应用", "app_label", sort="app_label"),
        Column("state", "状态", lambda row: Badge("ok", "正常")),
    )

    def href(self, row):
        return f"/things/{row.pk}/"


class Bare:
    """In the plainest of the shells."""

    face = "portal/page.html"


class Things(Bare, ListPage):
    title = "东西"
    capability = "kit.read"
    query = things
    filter = ThingFilter
    table = ThingTable
    nothing = "还没有东西。"
    export = "kit.take"


class ThingDetail(Bare, DetailPage):
    capability = "kit.read"
    query = things
    look_up = "pk"
    tabs = (
        Tab("basic", "基本信息", "ui/_links.html"),
        Tab(
            "more",
            "更多",
            "ui/_links.html",
            load=lambda row, actor: {"links": [Link("甲", "/a/")]},
        ),
    )

    def heading(self, row):
        return row.model

    def badge(self, row):
        return Badge("warn", "将到期")

    def moves(self, row):
        return [
            Link("派遣", "/go/", primary=True),
            Link("删除", "/no/", capability="kit.burn"),
        ]


class ThingForm(LingeForm):
    name = forms.CharField(label="名称")


class NewThing(Bare, FormPage):
    title = "新建"
    capability = "kit.read"
    form = ThingForm
    done = "已新建。"

    def perform(self, form, row):
        if form.cleaned_data["name"] == "taken":
            raise Refused("kit.taken", "这个名称已经有了，请换一个。", "name")
        return form.cleaned_data["name"]

    def done_at(self, row):
        return f"/things/{row}/"


def show(page, request, **address) -> HttpResponse:
    return page.as_view()(request, **address)


def text(response):
    return response.content.decode()


def test_signed_out_leads_to_sign_in_and_back():
    response = show(Things, asked("/things/?page=2", user=AnonymousUser(), actor=Actor.public()))
    assert response.status_code == 302
    assert "next=/things/%3Fpage%3D2" in response["Location"]


def test_a_swapped_region_sends_the_whole_window_to_sign_in():
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/things/"}
    response = show(Things, asked(user=AnonymousUser(), actor=Actor.public(), **headers))
    assert response.status_code == 204
    assert "next=" in response["HX-Redirect"]


def test_without_the_capability_the_door_stays_shut(monkeypatch):
    monkeypatch.setattr(tables, "capabilities", {})
    with pytest.raises(PermissionDenied):
        show(Things, asked())


def test_a_list_says_how_many_and_offers_twenty_at_once():
    content = text(show(Things, asked()))
    assert f"共 {ContentType.objects.count()} 条" in content
    assert content.count("data-key=") == min(20, ContentType.objects.count())


def test_a_list_is_counted_as_far_as_anybody_turns_over(monkeypatch):
    monkeypatch.setattr("linge.ui.pages.lists.COUNT_MOST", 3)
    content = text(show(Things, asked("/things/")))
    assert "共 3+ 条" in content
    assert content.count("data-key=") == 3
    monkeypatch.setattr("linge.ui.pages.lists.COUNT_MOST", ContentType.objects.count())
    assert f"共 {ContentType.objects.count()} 条" in text(show(Things, asked("/things/")))


def test_a_filter_in_the_address_narrows_the_list():
    content = text(show(Things, asked("/things/?app=contenttypes")))
    assert "共 1 条" in content
    assert 'value="contenttypes"' in content


def test_sorting_by_an_undeclared_column_changes_nothing():
    assert text(show(Things, asked("/things/?sort=id"))).count("aria-sort") == 0
    assert 'aria-sort="descending"' in text(show(Things, asked("/things/?sort=-model")))


@pytest.mark.parametrize("size", ["7", "100000", "x"])
def test_only_offered_page_sizes_are_taken(size):
    page = Things()
    page.request = asked(f"/things/?size={size}")
    assert page._size() == 20


@pytest.mark.parametrize("number", ["0", "-3", "999999", "x"])
def test_a_page_that_is_not_there_shows_the_nearest(number):
    assert show(Things, asked(f"/things/?page={number}")).status_code == 200


def test_htmx_gets_the_region_alone_with_the_new_count():
    content = text(show(Things, asked(**{"HX-Request": "true", "HX-Target": "results"})))
    assert content.lstrip().startswith('<section class="results')
    assert 'id="list-count" hx-swap-oob="true"' in content
    assert "<html" not in content


def test_going_back_in_history_gets_the_whole_page():
    headers = {
        "HX-Request": "true",
        "HX-Target": "results",
        "HX-History-Restore-Request": "true",
    }
    assert "<html" in text(show(Things, asked(**headers)))


def test_an_empty_list_names_the_filter_and_offers_to_clear_it():
    content = text(show(Things, asked("/things/?app=nowhere")))
    assert "没有符合所选“应用”的记录" in content
    assert "清除筛选" in content


def test_a_list_with_nothing_at_all_says_what_would_be_here():
    nobody = Actor(user_id=None, name="", kind="staff", grants=OFFICER.grants)
    assert "还没有东西。" in text(show(Things, asked(actor=nobody)))


def test_a_list_is_taken_away_as_it_is_narrowed_and_the_trail_knows(monkeypatch):
    told = []
    monkeypatch.setattr(
        "linge.ui.pages.lists.record", lambda *who, **what: told.append((who[1], what))
    )
    response = show(Things, asked("/things/?app=contenttypes&as=csv"))
    assert (
        response.content.decode("utf-8-sig")
        == "名称,应用,状态\r\ncontenttype,contenttypes,正常\r\n"
    )
    assert told == [("kit.take", {"rows": 1, "kind": "csv"})]


def test_without_the_right_to_export_the_address_gives_the_page(monkeypatch):
    monkeypatch.setattr(tables, "capabilities", {"kit_officer": frozenset({"kit.read"})})
    response = show(Things, asked("/things/?as=csv"))
    assert response["Content-Type"].startswith("text/html")
    assert "Excel" not in text(response)


def test_a_detail_shows_only_the_moves_its_reader_may_make():
    row = ContentType.objects.first()
    content = text(show(ThingDetail, asked(), pk=row.pk))
    assert row.model in content
    assert "将到期" in content
    assert "派遣" in content
    assert "删除" not in content


def test_a_tab_loads_what_it_needs_and_is_swapped_alone():
    headers = {"HX-Request": "true", "HX-Target": "tab"}
    row = ContentType.objects.first()
    content = text(show(ThingDetail, asked("/things/1/?tab=more", **headers), pk=row.pk))
    assert 'href="/a/"' in content
    assert "<html" not in content


def test_what_the_actor_may_not_see_is_not_there():
    nobody = Actor(user_id=None, name="", kind="staff", grants=OFFICER.grants)
    with pytest.raises(Http404):
        show(ThingDetail, asked(actor=nobody), pk=ContentType.objects.first().pk)


def test_a_form_that_is_right_leads_on_and_says_so():
    request = asked(data={"name": "lamp"})
    response = show(NewThing, request)
    assert (response.status_code, response["Location"]) == (302, "/things/lamp/")
    assert [str(message) for message in request._messages] == ["已新建。"]


def test_what_an_action_refuses_stands_beside_its_field_with_the_words_kept():
    response = show(NewThing, asked(data={"name": "taken"}))
    assert response.status_code == 422
    assert "这个名称已经有了，请换一个。" in text(response)
    assert 'value="taken"' in text(response)
    assert 'aria-invalid="true"' in text(response)


def test_a_missing_value_is_told_in_the_summary_and_at_the_field():
    content = text(show(NewThing, asked(data={})))
    assert content.count("请填写名称。") == 2
    assert 'href="#id_name"' in content


def test_links_behind_a_closed_door_are_left_out():
    links = [
        Link("看", "/", capability="kit.read"),
        Link("烧", "/", capability="kit.burn"),
    ]
    assert [link.label for link in open_links(links, OFFICER)] == ["看"]


def test_a_toast_keeps_the_other_triggers_and_survives_headers():
    response = HttpResponse(headers={"HX-Trigger": json.dumps({"case-moved": None})})
    told = json.loads(toast(response, "已派遣。", undo="/undo/")["HX-Trigger"])
    assert told == {
        "case-moved": None,
        "toast": {"message": "已派遣。", "kind": "success", "undo": "/undo/"},
    }
