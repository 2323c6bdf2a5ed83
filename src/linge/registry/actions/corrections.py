"""Correcting a whole record in one stroke: what the edit page sends.

What is not protected is saved at once; what is, waits as a change request for a second person.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from linge.audit.actions import record
from linge.kernel.access import Actor

from .. import permissions
from ..models import HEAD, ChangeRequest, HouseholdMember, HukouRecord, Resident
from ..queries.requests import as_text, fact_values
from ..rules import names
from ..rules.drafts import NewHukou
from ..rules.kinds import Source
from ..rules.requests import split
from .facts import write_facts
from .households import refuse_misfit
from .hukou import HUKOU_FACTS, moved, set_hukou
from .requests import request_change
from .saving import change, refuse_moved_on


@transaction.atomic
def correct_resident(
    person: Resident,
    *,
    by: Actor,
    version: int,
    values: Mapping[str, Any],
    reason: str = "",
    evidence: Sequence[Mapping[str, str]] = (),
    source: Source = Source.DESK,
) -> ChangeRequest | None:
    """Correct facts of a person by the names of `rules.requests.FACTS`; all or none.

    Answers with the request that now waits, when some of them are protected. ``version`` is the
    one the editor saw; an older one is refused with ``registry.moved_on``.
    """
    permissions.require(by, permissions.EDIT, person)
    refuse_moved_on(person, version)
    told = {name: as_text(value).strip() for name, value in values.items()}
    if "name" in told:
        told["name"] = names.clean(told["name"])
    free, guarded = split(fact_values(person), told)
    write_facts(person, free, by=by, source=source, reason=reason)
    if not guarded:
        return None
    return request_change(person, guarded, by=by, reason=reason, evidence=evidence, source=source)


@transaction.atomic
def tell_hukou(
    person: Resident, told: NewHukou, *, by: Actor, version: int, reason: str = ""
) -> ChangeRequest | None:
    """Say where the hukou is, or more about it; that it moved waits for a second person."""
    current = HukouRecord.objects.filter(person=person, until=None).first()
    if current is None or not moved(current, told):
        set_hukou(person, told, by=by)
        return None
    values = {name: getattr(told, name) for name in HUKOU_FACTS if name != "state"}
    values["hukou_state"] = told.state
    return correct_resident(person, by=by, version=version, values=values, reason=reason)


@transaction.atomic
def relate_member(
    member: HouseholdMember,
    *,
    by: Actor,
    relation: str,
    version: int,
    head_becomes: str = "",
    reason: str = "",
) -> ChangeRequest | None:
    """Correct what a member is to the head; another head than now is asked for by a request.

    ``head_becomes`` is what the present head will be to the new one. Refuses with
    ``registry.head_becomes`` where that is left open.
    """
    permissions.require(by, permissions.EDIT, member)
    refuse_misfit(member.person, relation, member.since)
    refuse_moved_on(member, version)
    headed = member.household.members.filter(relation=HEAD, until=None).exists()
    if relation == member.relation or not headed or HEAD not in (relation, member.relation):
        if change(member, {"relation": relation}, by=by, version=version):
            record(by, "registry.relate_member", member.household, relation=relation)
        return None
    asked = {"relation": relation}
    if relation == HEAD:
        asked["head_becomes"] = head_becomes
        refuse_misfit(member.person, head_becomes, member.since, "head_becomes")
    return request_change(member.person, asked, by=by, reason=reason, member=member)
