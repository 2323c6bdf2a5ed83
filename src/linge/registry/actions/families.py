"""The family a phone met behind a door: people registered before it, brought together in one home."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling

from ..models import Household, HouseholdMember, Resident, SyncEdit
from ..queries.scope import visible_dwellings
from ..queries.synced import person_named
from ..rules.kinds import HouseholdKind, LivingKind, Source
from ..rules.syncing import EditState
from .households import Related, add_member, form_household

MEMBER = "member:"
"""A member is told as ``member:<uuid of the person>`` → relation to the head (GB/T 4761)."""


def form_family(
    row: SyncEdit, uuid: UUID, values: Mapping[str, str], *, by: Actor
) -> dict[str, Any]:
    """Form the living household of a home; where a family lives already, they join it.

    Refuses with ``registry.home_unknown``, ``registry.family_unknown`` when one of the people is
    not on record, and with what `form_household` and `add_member` refuse.
    """
    home, since = home_told(values, by), since_told(values)
    told = _members(values, by)
    row.person = told[0][0]
    household = _family_in(home)
    if household is None:
        household = form_household(home, told, by=by, since=since, source=Source.VISIT, uuid=uuid)
        return _answer(EditState.APPLIED, household)
    for person, relation in told:
        if not _belongs(household, person):
            add_member(
                household, person, by=by, relation=relation, since=since, source=Source.VISIT
            )
    return _answer(EditState.PARALLEL if household.uuid != uuid else EditState.APPLIED, household)


def values_of(told: Mapping[str, Any]) -> dict[str, str]:
    """What an edit says of a row born on the phone, as text."""
    return {name: str(change["value"] or "") for name, change in told["changes"].items()}


def home_told(values: Mapping[str, str], by: Actor) -> Dwelling:
    """The home an edit names. Refuses with ``registry.home_unknown``."""
    uuid = values.get("dwelling", "")
    home = visible_dwellings(by).filter(uuid=UUID(uuid)).first() if uuid else None
    if home is None:
        raise Refused("registry.home_unknown", str(_("请选择现住房屋后再保存。")), "dwelling")
    return home


def since_told(values: Mapping[str, str]) -> date:
    """The day somebody moved in; today where nobody said."""
    return date.fromisoformat(values["since"]) if values.get("since") else clock.today()


def _members(values: Mapping[str, str], by: Actor) -> list[Related]:
    told = [
        (person_named(UUID(name.removeprefix(MEMBER)), by), relation)
        for name, relation in values.items()
        if name.startswith(MEMBER)
    ]
    known = [(person, relation) for person, relation in told if person is not None]
    if not known or len(known) < len(told):
        message = _("这一户有人还没有登记成功，请先处理上面的提示，再重新上传。")
        raise Refused("registry.family_unknown", str(message), "members")
    return known


def _family_in(home: Dwelling) -> Household | None:
    """The family that lives in a home; of several who share it, none is meant."""
    families = Household.objects.filter(
        dwelling=home, kind=HouseholdKind.LIVING, living_kind=LivingKind.FAMILY, until=None
    )
    return families.filter(shared=False).first()


def _belongs(household: Household, person: Resident) -> bool:
    return HouseholdMember.objects.filter(household=household, person=person, until=None).exists()


def _answer(result: EditState, household: Household) -> dict[str, Any]:
    return {
        "result": result.value,
        "household": str(household.uuid),
        "version": household.version,
    }
