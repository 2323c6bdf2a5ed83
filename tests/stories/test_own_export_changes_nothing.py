"""周敏 imports what she exported: every row is known, and nothing would change."""

import pytest
from django.urls import reverse

from linge.registry.tests.imports.desk import Desk
from linge.territory.tests.actors import officer
from linge.territory.tests.factories import GridFactory, OrganisationFactory


@pytest.fixture
def grid(db):
    grid = GridFactory()
    OrganisationFactory(name="幸福里小学", community=grid.community, grid=grid)
    OrganisationFactory(name="幸福里药店", community=grid.community, grid=grid)
    return grid


@pytest.mark.proves("D2")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_ledger_of_organisations_comes_back_unchanged(form, grid, as_actor):
    client = as_actor(officer(grid.community))
    body = client.get(reverse("ledgers:ledger", args=["organisations"]), {"as": form}).content
    batch = Desk(client).check(body, name=f"单位.{form}", subject="organisations")
    assert (batch.counts["same"], batch.counts["total"]) == (2, 2)
