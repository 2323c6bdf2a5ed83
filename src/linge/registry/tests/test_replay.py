"""Whatever happens to a few people in whatever order, their history tells how it came to be."""

from collections import defaultdict
from datetime import date

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linge.kernel import crypto
from linge.kernel.models import Dated
from linge.kernel.refusals import Refused
from linge.registry import actions
from linge.registry.actions import imports, merging, unmerging
from linge.registry.actions.saving import sound
from linge.registry.models import ChangeEvent, MergeEvent, Resident
from linge.registry.queries.history import said
from linge.registry.queries.imports.batches import roll_back_of
from linge.registry.rules.drafts import NewHome, NewHukou
from linge.registry.rules.kinds import HukouState, ResidencyRole
from linge.registry.rules.merging import MergeState
from linge.territory.queries import address_text

from .factories import citizen_number, clerk, homes, mobile, resident
from .imports.test_things import load

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2025, 2, 1), date(2026, 11, 20))
WHO = st.integers(0, 1)
DEEDS = st.one_of(
    st.tuples(st.just("edit"), WHO, st.sampled_from(["20", "60", "70"])),
    st.tuples(st.just("move_in"), WHO, st.integers(0, 3)),
    st.tuples(st.just("move_out"), WHO, DAYS),
    st.tuples(st.just("phone"), WHO, st.just(0)),
    st.tuples(st.just("hukou"), WHO, DAYS),
    st.tuples(st.just("undo"), WHO, st.just(0)),
    st.tuples(st.just("import"), WHO, st.integers(0, 3)),
    st.tuples(st.just("import"), WHO, st.sampled_from(["初中", "本科"])),
    st.tuples(st.just("roll_back"), WHO, st.just(0)),
    st.tuples(st.just("restore"), WHO, st.just(0)),
    st.tuples(st.just("merge"), WHO, st.just(0)),
    st.tuples(st.just("unmerge"), WHO, st.just(0)),
)


class Town:
    """Two people who may be one, four homes, and what can happen to them."""

    def __init__(self):
        self.homes = homes()
        self.by = clerk(self.homes[0].community)
        self.people = [resident(home=self.homes[0]), resident(home=self.homes[1])]
        self.people[1].documents.all().delete()
        self.batches, self.undone = [], None

    def edit(self, person, education):
        actions.edit_resident(
            person, by=self.by, version=person.version, values={"education": education}
        )

    def move_in(self, person, which):
        home = NewHome(self.homes[which].pk, date(2025, 3, 1), ResidencyRole.FAMILY, True)
        actions.move_in(person, home, by=self.by)

    def move_out(self, person, day):
        if home := person.residencies.filter(until=None).first():
            actions.move_out(home, by=self.by, on=day)

    def phone(self, person, _nothing):
        actions.set_phone(person, mobile(), by=self.by)

    def hukou(self, person, day):
        told = NewHukou(state=HukouState.HERE, since=day, address="示范路8号", book_no="B000123")
        actions.set_hukou(person, told, by=self.by)

    def undo(self, person, _nothing):
        event = ChangeEvent.objects.filter(subject=person.uuid).exclude(field="").last()
        if event:
            actions.undo_change(event, by=self.by)

    def import_(self, person, told):
        """A sheet with somebody new in one of the homes, or with what it tells of the person."""
        if isinstance(told, str):
            row = {"系统编号": str(person.uuid), "姓名": person.name, "文化程度": told}
        else:
            row = {
                "姓名": person.name,
                "身份证号": citizen_number(),
                "住址": address_text(self.homes[told]),
                "与户主关系": "户主",
            }
        row["联系电话"] = mobile()
        self.batches.append(load("residents", [row], self.homes[0].community, self.by))

    def roll_back(self, _person, _nothing):
        if self.batches:
            self.undone = self.batches.pop()
            imports.roll_back(self.undone, by=self.by)

    def restore(self, _person, _nothing):
        """The last roll-back is taken back itself."""
        if self.undone and (undoing := roll_back_of(self.undone)):
            imports.roll_back(undoing, by=self.by)

    def merge(self, _person, _nothing):
        one, two = self.people
        merging.merge_residents(one, two, by=self.by, choices={"education": "absorbed"})

    def unmerge(self, _person, _nothing):
        merge = MergeEvent.objects.filter(state=MergeState.APPLIED).last()
        if merge:
            unmerging.unmerge_residents(merge, by=self.by)

    def do(self, deed, who, value):
        """One deed; one that is refused changes nothing."""
        self.people = [Resident.objects.get(pk=person.pk) for person in self.people]
        person = self.people[who]
        try:
            with transaction.atomic():
                getattr(self, deed if deed != "import" else "import_")(person, value)
        except Refused:
            return


def opened(event, column):
    text = getattr(event, column)
    if not crypto.is_sealed(text):
        return text
    return crypto.unseal(text, field=crypto.field_name(event, column), owner=event.subject)


def assert_history_tells_the_rows():
    """Each field's events follow one upon another, and the last left what the row says."""
    chains = defaultdict(list)
    for event in ChangeEvent.objects.exclude(field="").order_by("pk"):
        chains[event.entity, event.subject, event.field].append(event)
    for (entity, subject, field), events in chains.items():
        values = [opened(event, "new") for event in events]
        assert [opened(event, "old") for event in events[1:]] == values[:-1], (entity, field)
        row = apps.get_model("registry", entity)._default_manager.filter(uuid=subject).first()
        if row is not None:
            assert said(row, field) == values[-1], (entity, field)


def assert_every_interval_holds():
    for model in apps.get_app_config("registry").get_models():
        if issubclass(model, Dated):
            for row in model._default_manager.all():
                sound(row)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture,
                                                           HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(DEEDS, min_size=3, max_size=10))
def test_the_history_of_any_order_of_deeds_tells_the_present_rows(deeds):
    with transaction.atomic():
        town = Town()
        for deed in deeds:
            town.do(*deed)
        assert_history_tells_the_rows()
        assert_every_interval_holds()
        transaction.set_rollback(True)


def test_one_story_with_every_deed():
    town = Town()
    story = [
        ("edit", 0, "20"), ("move_in", 0, 2), ("phone", 0, 0), ("hukou", 0, date(2025, 5, 1)),
        ("import", 0, 3), ("import", 0, "初中"), ("roll_back", 0, 0), ("restore", 0, 0),
        ("edit", 1, "60"), ("merge", 0, 0), ("phone", 0, 0), ("import", 0, "本科"),
        ("unmerge", 0, 0), ("undo", 1, 0), ("move_out", 0, date(2026, 1, 1)),
    ]  # fmt: skip
    for deed in story:
        town.do(*deed)
    assert ChangeEvent.objects.exclude(field="").count() >= 8
    assert MergeEvent.objects.filter(state=MergeState.UNDONE).count() == 1
    assert_history_tells_the_rows()
    assert_every_interval_holds()
