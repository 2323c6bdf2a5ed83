"""What the main pages of every context cost, in statements, against ``query_counts.json``.

A page may become cheaper at any time. One that becomes dearer fails here, until its new count stands
in the file with a sentence in ``rises`` that says what the statement is for (CONTRIBUTING.md).
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linge.accounts.models import User
from linge.cases.models import Case
from linge.registry.models import Household, Resident
from linge.territory.models import Building, Dwelling, Estate, Grid, Region

BASELINE = Path(__file__).with_name("query_counts.json")
CAST = {
    "受理员": "陈静",
    "派遣员": "孙悦",
    "专干": "周敏",
    "书记": "何建国",
    "承办人": "刘洋",
    "网格员": "王芳",
}


def community() -> Region:
    return Region.objects.get(name="幸福里社区")


def first(model: type[Model], **facts: Any) -> Any:
    """One row of 幸福里社区, the same every time."""
    rows = model._default_manager.filter(**facts).order_by("pk")
    return rows.first()


def longest() -> Case:
    """The case with the most steps: its page must cost no more than that of a fresh one."""
    cases = Case.objects.filter(community=community()).order_by("-seq", "pk")
    return cases[0]


def page(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def of(name: str, row: Callable[[], Any], *, by: str = "uuid") -> Callable[[], str]:
    return lambda: page(name, getattr(row(), by))


def plain(name: str) -> Callable[[], str]:
    return lambda: page(name)


PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "desk:today": ("受理员", plain("desk:today")),
    "desk:due_soon": ("受理员", plain("desk:due_soon")),
    "desk_map:of_community": ("书记", of("desk_map:of_community", community, by="code")),
    "cases:intake": ("受理员", plain("cases:intake")),
    "cases:dispatching": ("派遣员", plain("cases:dispatching")),
    "cases:agency": ("承办人", plain("cases:agency")),
    "cases:verifying": ("网格员", plain("cases:verifying")),
    "cases:closing": ("受理员", plain("cases:closing")),
    "cases:ledger": ("受理员", plain("cases:ledger")),
    "cases:case": ("受理员", of("cases:case", longest)),
    "cases:case clocks": ("受理员", lambda: page("cases:case", longest().uuid) + "?tab=clocks"),
    "cases:register": ("受理员", plain("cases:register")),
    "registry:residents": ("专干", plain("registry:residents")),
    "registry:resident": ("专干", of("registry:resident", lambda: first(Resident))),
    "registry:households": ("专干", plain("registry:households")),
    "registry:household": ("专干", of("registry:household", lambda: first(Household))),
    "registry:dwellings": ("专干", plain("registry:dwellings")),
    "registry:dwelling": ("专干", of("registry:dwelling", lambda: first(Dwelling))),
    "registry:collection": ("专干", plain("registry:collection")),
    "registry:population": ("专干", plain("registry:population")),
    "registry:missing": ("专干", plain("registry:missing")),
    "registry:visits": ("专干", plain("registry:visits")),
    "desk:search": ("专干", plain("desk:search")),
    "registry:imports": ("专干", plain("registry:imports")),
    "territory:regions": ("书记", plain("territory:regions")),
    "territory:estates": ("专干", plain("territory:estates")),
    "territory:estate": ("专干", of("territory:estate", lambda: first(Estate))),
    "territory:buildings": ("专干", plain("territory:buildings")),
    "territory:building": ("专干", of("territory:building", lambda: first(Building))),
    "territory:grids": ("书记", plain("territory:grids")),
    "territory:grid": ("书记", of("territory:grid", lambda: first(Grid))),
    "staff:teams": ("书记", plain("staff:teams")),
    "staff:agencies": ("书记", plain("staff:agencies")),
}


ASKED = {"desk:search": {"q": "王"}}  # posted: words of a search never stand in an address


def cost(who: str, address: str, asked: dict[str, str] | None) -> int:
    """The statements of a page that was looked at before, so that caches are warm."""
    client = Client()
    user = User.objects.filter(name=CAST[who]).earliest("pk")  # a resident may have the name too
    client.force_login(user, backend="linge.accounts.backends.PhoneBackend")
    look = client.post if asked else client.get
    look(address, asked)
    with CaptureQueriesContext(connection) as statements:
        answer = look(address, asked)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return len(statements)


@pytest.mark.django_db
def test_no_page_costs_more_than_was_explained() -> None:
    call_command("demo", "small", verbosity=0)
    kept = json.loads(BASELINE.read_text("utf-8"))
    now = {name: cost(who, address(), ASKED.get(name)) for name, (who, address) in PAGES.items()}
    assert set(kept) == set(PAGES)
    risen = {
        name: f"{kept[name]['count']} → {count}"
        for name, count in now.items()
        if count > kept[name]["count"]
    }
    assert not risen, f"name the new statement in {BASELINE.name}: {risen}"
    assert kept["cases:case"]["count"] <= 20
