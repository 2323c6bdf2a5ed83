"""Something heard at a door becomes a case, and keeps the link to it (registry.md §6)."""

from django.db import transaction

from linge.kernel.access import Actor
from linge.registry.actions import link_heard
from linge.registry.models import Heard
from linge.registry.rules.kinds import Became, HeardKind
from linge.territory.queries import address_text

from ..models import Category
from ..rules import Source
from .reporting import Report, Reported, report_case

SUGGESTED = {HeardKind.SUGGESTION: "0902", HeardKind.OPINION: "0902"}


def suggested_category(heard: Heard) -> Category | None:
    """The category a kind of words usually belongs to; a wish or a need is looked at first."""
    code = SUGGESTED.get(HeardKind(heard.kind), "0901")
    return Category.objects.filter(code=code, until=None).first()


@transaction.atomic
def report_heard(
    heard: Heard, *, by: Actor, words: str, category: Category | None = None
) -> Reported:
    """Report what was heard as a case at the building it was heard in; both or none.

    ``words`` may leave out what nobody else need read. The uuid of what was heard names the report,
    so a second tap finds the same case. Refuses with ``registry.heard_taken``.
    """
    home = heard.visit.dwelling
    made = report_case(
        Report(
            community=heard.community,
            source=Source.VISIT,
            words=words,
            category=category or suggested_category(heard),
            building=home.building,
            place_text=address_text(home),
            client_id=heard.uuid,
        ),
        by=by,
    )
    link_heard(heard, by=by, became=Became.CASE, uuid=made.case.uuid)
    return made
