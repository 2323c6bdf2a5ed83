"""Putting people on record, correcting them, moving them: what changes and who is refused."""

from dataclasses import replace
from datetime import date

import pytest

from linge.kernel import crypto
from linge.kernel.access import Actor
from linge.kernel.refusals import Outside, Refused
from linge.registry import actions, numbers
from linge.registry.actions.hukou import place_hukou
from linge.registry.actions.people import correct, put_document
from linge.registry.models import ChangeEvent, HukouRecord, IdentityDocument, NameKey, Phone
from linge.registry.rules.drafts import NewDocument, NewHome, NewHukou, NewPerson, NewPhone
from linge.registry.rules.kinds import DocumentState, HukouState, Left, ResidencyRole, Source
from linge.registry.tests.factories import SINCE, citizen_number, clerk, draft, homes, resident
from linge.territory.events import DivisionApplied
from linge.territory.tests.actors import worker
from linge.territory.tests.factories import DwellingFactory, GridFactory, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return homes()[0]


def register(person, home, **more):
    return actions.register_resident(
        person,
        by=clerk(home.community),
        community=home.community,
        home=NewHome(home.pk, SINCE),
        **more,
    )


def test_a_person_is_registered_with_numbers_sealed_and_indexed(home):
    number = citizen_number()
    person = register(draft("张桂兰", number=number), home)
    document = person.documents.get()
    assert document.number.startswith(crypto.VERSION)
    assert number not in document.number
    assert crypto.open_field(document, "number") == number
    assert document.number_index == numbers.document_index(number)
    assert document.tail_index == numbers.document_tail(number, home.community_id)
    assert person.phones.get().is_main
    assert person.scopes.get().path == home.path
    assert NameKey.objects.filter(person=person, key="zgl").exists()


def test_every_row_that_is_born_has_its_event(home):
    person = register(draft(), home, source=Source.VISIT)
    born = ChangeEvent.objects.filter(field="")
    assert set(born.values_list("entity", flat=True)) == {
        "resident", "identitydocument", "phone", "residency",
    }  # fmt: skip
    assert born.get(subject=person.uuid).source == Source.VISIT


def test_the_same_valid_number_is_not_registered_twice(home):
    person = register(draft("张桂兰"), home)
    number = numbers.clear(person.documents.get())
    with pytest.raises(Refused, match="registry.known_person") as refusal:
        register(draft("张桂蘭", number=number), home)
    assert refusal.value.field == "number"
    assert refusal.value.facts == {"resident": str(person.uuid)}


def test_a_number_known_elsewhere_is_said_without_telling_whose(home):
    elsewhere = resident("李建国", home=homes(GridFactory(community=RegionFactory()))[0])
    number = numbers.clear(elsewhere.documents.get())
    with pytest.raises(Refused, match="registry.known_elsewhere") as refusal:
        register(draft("李建国", number=number), home)
    assert refusal.value.facts == {}


@pytest.mark.parametrize(
    ("person", "code", "field"),
    [
        (draft(""), "name_empty", "name"),
        (draft("张" * 51), "name_too_long", "name"),
        (draft("张😀"), "name_characters", "name"),
        (draft("<script>"), "name_characters", "name"),
        (draft(born=date(2999, 1, 1), number=citizen_number()), "birth_future", "birth_date"),
        (draft(number="990101198507120027"), "checksum", "number"),
        (draft(number="990101202502300019"), "date", "number"),
        (draft(number="9.9010119850712e+17"), "stored_as_number", "number"),
        (draft(phone="1381234567"), "length", "phone"),
    ],
)
def test_bad_input_is_refused_at_its_field(home, person, code, field):
    with pytest.raises(Refused, match=f"registry.{code}:") as refusal:
        register(person, home)
    assert refusal.value.field == field
    assert not IdentityDocument.objects.exists()


def test_control_marks_are_stripped_and_text_is_kept_as_text(home):
    assert register(draft("张\0桂\u202e兰"), home).name == "张桂兰"


def test_a_single_character_name_and_a_birth_long_ago_only_warn(home):
    assert register(NewPerson("王", birth_date=date(1850, 1, 1)), home).name == "王"


def test_a_number_with_errors_is_kept_as_suspect_with_a_reason(home):
    doubtful = NewDocument("990101198507120027", doubt="复印件模糊")
    person = register(NewPerson("张桂兰", documents=(doubtful,)), home)
    assert person.documents.get().state == DocumentState.SUSPECT
    assert person.documents.get().reason == "复印件模糊"


def test_an_old_number_is_kept_retired_beside_its_18_digits(home):
    person = register(NewPerson("李建国", documents=(NewDocument("990101850712002"),)), home)
    states = {numbers.clear(row): row.state for row in person.documents.all()}
    assert states == {
        "990101850712002": DocumentState.RETIRED,
        "990101198507120026": DocumentState.SUSPECT,
    }


def test_a_demo_number_is_refused_where_demo_is_off(home, settings):
    settings.DEMO_IDENTITIES = False
    with pytest.raises(Refused, match="registry.demo_identity"):
        register(draft(), home)
    with pytest.raises(Refused, match="registry.demo_identity"):
        register(NewPerson("张桂兰", phones=(NewPhone("12000000020"),)), home)


def test_living_somewhere_before_birth_is_refused(home):
    with pytest.raises(Refused, match="registry.before_birth") as refusal:
        register(draft(born=date(2025, 6, 1), number=citizen_number(date(2025, 6, 1))), home)
    assert refusal.value.field == "since"


def test_without_a_home_the_community_still_sees_its_record(home):
    person = actions.register_resident(draft(), by=clerk(home.community), community=home.community)
    assert person.scopes.get().path == home.community.path


def test_only_who_may_register_here_may(home):
    other = GridFactory(community=home.community)
    with pytest.raises(Outside):
        actions.register_resident(
            draft(), by=worker(other), community=home.community, home=NewHome(home.pk, SINCE)
        )
    with pytest.raises(Refused, match="access"):
        actions.register_resident(draft(), by=Actor.public(), community=home.community)
    assert actions.register_resident(
        draft(), by=worker(home.grid), community=home.community, home=NewHome(home.pk, SINCE)
    )


def test_an_edit_keeps_what_was_and_who_changed_it(home):
    person = resident("单晓", home=home)
    correct(person, {"name": "单晓晓", "marital": "20"}, by=clerk(home.community), version=1)
    assert (person.name, person.version) == ("单晓晓", 2)
    events = ChangeEvent.objects.exclude(field="").values_list("field", "old", "new", "actor_name")
    assert set(events) == {
        ("name", "单晓", "单晓晓", "周敏"),
        ("marital", "", "20", "周敏"),
    }
    for key in ("sxx", "dxx", "shanxiaoxiao", "danxiaoxiao"):
        assert NameKey.objects.filter(person=person, key=key).exists()


def test_only_the_first_of_two_editors_wins(home):
    person = resident(home=home)
    by = clerk(home.community)
    actions.edit_resident(person, by=by, version=1, values={"marital": "20"})
    with pytest.raises(Refused, match="registry.moved_on"):
        actions.edit_resident(person, by=by, version=1, values={"marital": "30"})
    person.refresh_from_db()
    assert person.marital == "20"


def test_an_edit_that_changes_nothing_leaves_no_trace(home):
    person = resident(home=home)
    actions.edit_resident(person, by=clerk(home.community), version=1, values={"name": person.name})
    person.refresh_from_db()
    assert person.version == 1
    assert not ChangeEvent.objects.exclude(field="").exists()


def test_death_before_birth_is_refused(home):
    person = resident(home=home)
    with pytest.raises(Refused, match="registry.resident_death_after_birth") as refusal:
        actions.request_change(person, {"death_date": date(1950, 1, 1)}, by=clerk(home.community))
    assert refusal.value.field == "death_date"


def test_a_grid_worker_does_not_edit_the_next_grids_people(home):
    person = resident(home=home)
    with pytest.raises(Outside):
        actions.edit_resident(
            person,
            by=worker(GridFactory(community=home.community)),
            version=1,
            values={"marital": "20"},
        )


def test_a_new_document_retires_the_one_before(home):
    person = resident(home=home)
    new = citizen_number()
    put_document(person, NewDocument(new), by=clerk(home.community))
    states = sorted(person.documents.values_list("state", flat=True))
    assert states == [DocumentState.RETIRED, DocumentState.VALID]
    assert numbers.clear(person.documents.get(state=DocumentState.VALID)) == new


def test_a_new_phone_becomes_the_main_one_and_an_old_one_comes_back(home):
    person = resident(home=home, phone="12000000020")
    by = clerk(home.community)
    actions.set_phone(person, "120 0000 0021", by=by)
    assert numbers.clear(person.phones.get(is_main=True)) == "12000000021"
    actions.set_phone(person, "12000000020", by=by)
    assert numbers.clear(person.phones.get(is_main=True)) == "12000000020"
    assert person.phones.count() == 2


def test_a_family_may_share_a_phone(home):
    resident("张桂兰", home=home, phone="12000000020")
    resident("李建国", home=home, phone="12000000020")
    assert Phone.objects.values("number_index").distinct().count() == 1


def test_a_correction_is_all_or_none(home):
    person = resident(home=home)
    with pytest.raises(Refused, match="registry.checksum"):
        actions.correct_resident(
            person,
            by=clerk(home.community),
            version=1,
            values={"marital": "20", "number": "990101198507120027"},
        )
    person.refresh_from_db()
    assert (person.marital, person.version) == ("", 1)


def test_a_hukou_that_moved_closes_the_record_and_opens_another(home):
    person = resident(home=home)
    by = clerk(home.community)
    actions.set_hukou(person, NewHukou(HukouState.HERE, SINCE, left=Left.NO), by=by)
    place_hukou(
        person, NewHukou(HukouState.ELSEWHERE, date(2026, 1, 1), region_code="420102"), by=by
    )
    rows = HukouRecord.objects.filter(person=person).order_by("since")
    assert [row.until for row in rows] == [date(2026, 1, 1), None]


def test_a_hukou_elsewhere_needs_a_place_or_a_reason(home):
    person = resident(home=home)
    with pytest.raises(Refused, match="registry.hukou_elsewhere_where"):
        actions.set_hukou(person, NewHukou(HukouState.ELSEWHERE, SINCE), by=clerk(home.community))


def test_two_main_homes_are_refused_and_a_move_ends_the_first(home):
    person = resident(home=home)
    other = DwellingFactory(unit=home.unit, room="909")
    by = clerk(home.community)
    moved = NewHome(other.pk, date(2026, 3, 1))
    with pytest.raises(Refused, match="registry.residency_one_main") as refusal:
        actions.move_in(person, moved, by=by)
    assert refusal.value.field == "main"
    actions.move_in(person, moved, by=by, leaving=True)
    assert person.residencies.get(dwelling=home).until == date(2026, 3, 1)
    assert person.scopes.get(until=None).path == other.path


def test_a_paper_residency_is_never_main(home):
    person = resident(home=home)
    paper = NewHome(
        DwellingFactory(unit=home.unit, room="909").pk, SINCE, ResidencyRole.REGISTERED_ONLY
    )
    with pytest.raises(Refused, match="registry.residency_(one_main|paper_not_main)"):
        actions.move_in(person, paper, by=clerk(home.community))
    actions.move_in(person, replace(paper, main=False), by=clerk(home.community))


def test_a_residency_that_ends_before_it_begins_is_refused(home):
    person = resident(home=home)
    with pytest.raises(Refused, match="registry.interval") as refusal:
        actions.move_out(person.residencies.get(), by=clerk(home.community), on=date(2024, 1, 1))
    assert refusal.value.field == "until"


def test_moving_back_into_a_time_already_told_is_refused(home):
    person = resident(home=home)
    by = clerk(home.community)
    actions.move_out(person.residencies.get(), by=by, on=date(2026, 1, 1))
    with pytest.raises(Refused, match="registry.overlap"):
        actions.move_in(person, NewHome(home.pk, date(2025, 6, 1)), by=by)
    actions.move_in(person, NewHome(home.pk, date(2026, 1, 1)), by=by)


def test_who_moves_to_another_community_takes_the_record_along(home):
    person = resident(home=home)
    number = numbers.clear(person.documents.get())
    there = homes(GridFactory(community=RegionFactory()))[0]
    actions.move_in(
        person, NewHome(there.pk, date(2026, 3, 1)), by=clerk(there.community), leaving=True
    )
    person.refresh_from_db()
    assert person.community_id == there.community_id
    tail = numbers.document_tail(number, there.community_id)
    assert person.documents.get().tail_index == tail
    assert list(person.scopes.filter(until=None).values_list("path", flat=True)) == [there.path]


def test_people_follow_their_dwelling_into_another_grid(home):
    person = resident(home=home)
    home.grid = GridFactory(community=home.community)
    home.save()
    assert actions.follow_division(DivisionApplied(0, home.community_id)) == 1
    assert person.scopes.get().grid_id == home.grid_id
