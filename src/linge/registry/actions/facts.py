"""Writing facts of a person by their names, wherever they stand: person, document, phone, hukou.

The door is opened by the caller: an edit of what is not protected, or a checked request.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from linge.kernel import clock
from linge.kernel.access import Actor

from ..models import HEAD, HouseholdMember, HukouRecord, Resident
from ..rules.drafts import NewDocument, NewHukou
from ..rules.kinds import HukouState, Left, Life, Source
from ..rules.requests import FACTS, Part, Values
from .hukou import HUKOU_FACTS, place_hukou
from .life import settle_death
from .people import correct, put_document, put_phone
from .saving import change

DAYS = ("birth_date", "death_date", "left_street_on")


def typed(name: str, value: str) -> Any:
    """A fact's text as its column holds it."""
    if name in DAYS:
        return date.fromisoformat(value) if value else None
    return value


def write_facts(
    person: Resident,
    values: Values,
    *,
    by: Actor,
    source: Source = Source.DESK,
    batch: UUID | None = None,
    reason: str = "",
    member: HouseholdMember | None = None,
) -> None:
    """Write each fact into its row, as one deed of the caller's transaction."""
    marks: Mapping[str, Any] = {"by": by, "source": source, "batch": batch}
    told = {part: _of(part, values) for part in Part}
    if told[Part.PERSON]:
        facts = {name: typed(name, value) for name, value in told[Part.PERSON].items()}
        correct(person, facts, version=person.version, reason=reason, **marks)
        if facts.get("life") == Life.DEAD and person.death_date:
            settle_death(person, person.death_date, **marks)
    if number := values.get("number"):
        put_document(person, NewDocument(number), **marks)
    if phone := values.get("phone"):
        put_phone(person, phone, **marks)
    if told[Part.HUKOU]:
        _hukou(person, told[Part.HUKOU], marks)
    if member and told[Part.MEMBER]:
        _relate(member, told[Part.MEMBER], reason, marks)


def _of(part: Part, values: Values) -> dict[str, str]:
    return {name: value for name, value in values.items() if FACTS[name].part == part}


def _hukou(person: Resident, told: Values, marks: Mapping[str, Any]) -> None:
    """What is not told stays as the open hukou has it; without any hukou the state must be told."""
    current = HukouRecord.objects.filter(person=person, until=None).first()
    facts = {name: getattr(current, name) for name in HUKOU_FACTS} if current else {}
    facts |= {
        "state" if name == "hukou_state" else name: typed(name, value)
        for name, value in told.items()
    }
    if not facts.get("state"):
        return
    facts["state"] = HukouState(facts["state"])
    facts["left"] = Left(facts.get("left") or Left.UNKNOWN)
    place_hukou(person, NewHukou(since=clock.today(), **facts), **marks)


def _relate(member: HouseholdMember, told: Values, reason: str, marks: Mapping[str, Any]) -> None:
    """A new head first needs the head before to become somebody else's relative."""
    relation = told.get("relation", member.relation)
    before: Any = member.household.members.filter(relation=HEAD, until=None).exclude(pk=member.pk)
    if relation == HEAD and told.get("head_becomes"):
        for head in before:
            change(head, {"relation": told["head_becomes"]}, version=head.version,
                   reason=reason, **marks)  # fmt: skip
    change(member, {"relation": relation}, version=member.version, reason=reason, **marks)
