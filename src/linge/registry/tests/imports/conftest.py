"""A community with homes to import people into, and who imports them."""

import pytest

from linge.territory.tests import actors

from .town import PLACES, make_community


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def places():
    return PLACES


@pytest.fixture
def officer(community):
    return actors.officer(community)


@pytest.fixture
def leader(community):
    return actors.leader(community)
