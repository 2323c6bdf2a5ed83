"""A list costs the same statements for five rows and for fifty, whatever it is narrowed by."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linge.territory.tests.actors import officer

from .factories import homes, household, resident

pytestmark = pytest.mark.django_db
FEW, MANY = 5, 50


def people(doors):
    for home in doors:
        resident("张桂兰", home=home)


def families(doors):
    for home in doors:
        household(home, names=("李建国",))


def cost(client, page):
    """Statements of the page, and how many rows it shows."""
    client.get(page, {"size": "50"})
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(page, {"size": "50"})
    return len(statements), len(answer.context["rows"])


@pytest.mark.parametrize(
    ("page", "fill"),
    [("residents", people), ("households", families), ("dwellings", people)],
)
def test_fifty_rows_cost_what_five_cost(page, fill, as_actor):
    doors = homes(floors=FEW, rooms=1)
    fill(doors)
    client = as_actor(officer(doors[0].community))
    address = reverse(f"registry:{page}")
    few, shown = cost(client, address)
    assert shown == FEW
    fill(homes(doors[0].grid, floors=MANY - FEW, rooms=1))
    assert cost(client, address) == (few, MANY)
