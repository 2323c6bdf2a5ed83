"""Teams and agencies for tests, straight into the tables."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from linge.accounts.models import PHONE, User
from linge.kernel import crypto
from linge.staff.models import Agency, Post, StandIn
from linge.staff.rules import Role
from linge.territory.tests.factories import GridFactory, RegionFactory


class WorkerFactory(DjangoModelFactory):
    """Somebody who can sign in; the name is made up, the mobile was never issued."""

    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"网格员{n + 1}")
    phone = factory.Sequence(lambda n: f"1200001{n:04d}")
    phone_index = factory.LazyAttribute(lambda me: crypto.blind(PHONE, me.phone))


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    community = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"城市照明所{n + 1}")
    short_name = factory.LazyAttribute(lambda me: me.name)
    lines = factory.LazyFunction(lambda: ["lighting"])


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    grid = factory.SubFactory(GridFactory)
    user = factory.SubFactory(WorkerFactory)
    role = Role.A
    since = date(2025, 1, 1)


class StandInFactory(DjangoModelFactory):
    class Meta:
        model = StandIn

    grid = factory.SubFactory(GridFactory)
    absent = factory.SubFactory(WorkerFactory)
    stand_in = factory.SubFactory(WorkerFactory)
    since = date(2026, 6, 15)
    until = date(2026, 6, 18)
    reason = "年休假"
