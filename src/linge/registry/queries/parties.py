"""Whom somebody means by the words typed into a form: a resident, or an organisation."""

from unicodedata import normalize

from django.db.models import QuerySet

from linge.kernel.access import Actor
from linge.territory.models import Organisation
from linge.territory.queries import address_text
from linge.territory.queries import visible_to as territory_visible_to

from .. import numbers
from ..models import IdentityDocument, Residency, Resident
from ..rules import names, searching
from ..rules.searching import Kind
from .people import HOME
from .scope import visible_to
from .search import dwellings_at

FEW = 4


def people_meant(actor: Actor, words: str) -> list[Resident]:
    """People in scope by whole name, by name and home (“王强 3-2-501”), or by document number."""
    text = normalize("NFKC", words).strip()
    name, _space, place = text.partition(" ")
    ask = next(iter(searching.understand(text)), None)
    if ask and ask.kind == Kind.DOCUMENT:
        held = IdentityDocument.objects.filter(number_index=numbers.document_index(ask.text))
        return list(visible_to(actor).filter(pk__in=held.values("person")))
    people = visible_to(actor).filter(name=names.clean(name))
    if place.strip():
        people = _living_at(actor, people, place.strip())
    return list(people.order_by("birth_date", "pk")[:FEW])


def _living_at(actor: Actor, people: QuerySet[Resident], place: str) -> QuerySet[Resident]:
    homes = dwellings_at(actor, place)
    if homes is None:
        return people.none()
    ties = Residency.objects.filter(dwelling__in=homes, until=None)
    return people.filter(pk__in=ties.values("person"))


def organisations_meant(actor: Actor, words: str) -> list[Organisation]:
    """Organisations in scope by name or credit code."""
    text = normalize("NFKC", words).strip()
    rows = territory_visible_to(actor, Organisation)
    found = rows.filter(uscc=text.upper()) | rows.filter(name=text)
    return list(found.order_by("path")[:FEW])


def told_apart(person: Resident) -> str:
    """A person as the form names one of several: name and home, else name alone."""
    home = person.residencies.filter(main=True, until=None).select_related(*HOME).first()
    return f"{person.name} {address_text(home.dwelling)}" if home else person.name
