"""How templates of the register write codes, addresses, ages and outcomes."""

from datetime import date

from django import template

from linge.kernel import clock, masking
from linge.staff.rules import line_words
from linge.territory.queries import address_text

from .. import codes, queries, tables
from ..models import ChangeRequest, Resident

register = template.Library()
register.filter("address", address_text)
register.filter("outcome", tables.outcome_badge)


@register.filter
def coded(code: str, table: str) -> str:
    """The label of a code in a national table; an unset code is empty."""
    return codes.label(table, code)


@register.filter
def aged(born: date | None) -> str:
    """The age of a person, for a record's page."""
    return masking.mask_birth(born, clock.today()) if born else ""


@register.filter
def banded(born: date | None) -> str:
    """The five-year age band, for lists."""
    return masking.age_band(born, clock.today()) if born else ""


@register.filter
def mask_words(words: str) -> str:
    """Free words without runs that look like a number of somebody."""
    return masking.mask_words(words)


@register.filter
def line_word(line: str) -> str:
    """A field of work by its word."""
    return line_words([line]) if line else ""


@register.filter
def asked_facts(request: ChangeRequest) -> str:
    """What a change request is about: 姓名、出生日期."""
    return queries.fact_labels(request)


@register.filter
def lives_at(person: Resident) -> str:
    """The main home of a person fetched for a list, as an address."""
    return tables.home_of(person)
