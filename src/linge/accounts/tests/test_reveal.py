"""Opening a masked value: purpose, reason, quota and trail."""

import pytest
from django.urls import reverse

from linge.accounts import reveals
from linge.accounts.forms import PURPOSE_WORDS
from linge.accounts.models import Reveal
from linge.audit.models import AuditEntry
from linge.registry.tests.factories import homes, resident
from linge.staff.tests.factories import WorkerFactory
from linge.territory.tests.actors import officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(db):
    home = homes()[0]
    person = resident(home=home, phone="12000001234")
    return home, person.phones.get()


def test_every_purpose_a_page_offers_has_its_word() -> None:
    offered = {word for declared in reveals._declared.values() for word in declared.purposes}
    assert offered <= set(PURPOSE_WORDS)


@pytest.mark.proves("X1")
def test_a_reveal_asks_why_and_leaves_a_trace(phone, as_actor) -> None:
    home, number = phone
    client = as_actor(officer(home.community, user=WorkerFactory()))
    subject = f"registry.phone:{number.uuid}"
    dialog = client.get(reverse("accounts:reveal"), {"subject": subject, "field": "number"})
    assert "查看原因" in dialog.content.decode()
    assert "12000001234" not in dialog.content.decode()
    asked = {"subject": subject, "field": "number", "purpose": "visit"}
    short = client.post(reverse("accounts:reveal"), asked | {"reason": "看看"})
    assert "12000001234" not in short.content.decode()
    opened = client.post(reverse("accounts:reveal"), asked | {"reason": "入户核对联系电话"})
    assert "12000001234" in opened.content.decode()
    assert Reveal.objects.count() == 1
    entry = AuditEntry.objects.filter(act="registry.reveal").get()
    assert "12000001234" not in str(entry.what)


def test_a_number_out_of_scope_does_not_exist(phone, as_actor) -> None:
    _home, number = phone
    stranger = officer(homes()[0].community, user=WorkerFactory())
    answer = as_actor(stranger).get(
        reverse("accounts:reveal"), {"subject": f"registry.phone:{number.uuid}", "field": "number"}
    )
    assert answer.status_code == 404
