"""What was told at a door: the raw answer is kept, the present value derives from it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.actions import set_use
from linge.territory.models import Dwelling
from linge.territory.rules.kinds import DwellingUseKind

from .. import permissions
from ..models import Heard, Observation, Visit
from ..rules import telling
from ..rules.kinds import Became
from ..rules.telling import NewHeard

USE = "use"


def observe(
    row: Any,
    field: str,
    told: str,
    normalised: str,
    *,
    by: Actor,
    home: Dwelling | None = None,
    visit: Visit | None = None,
    place: Any = None,
) -> Observation:
    """Keep an answer as it was told and as we read it. ``place`` says where ``row`` lies."""
    where = home or place or row
    return Observation.objects.create(
        community_id=where.community_id,
        path=where.path,
        grid_id=getattr(where, "grid_id", None),
        by_id=by.user_id,
        visit=visit,
        dwelling=home,
        entity=row._meta.model_name,
        subject=row.uuid,
        field=field,
        told=told,
        normalised=normalised,
    )


def tell_use(home: Dwelling, told: str, *, by: Actor, visit: Visit | None = None) -> None:
    """Keep what was told of a home's use; the home takes it where it could be read.

    A vacancy is not taken from words: it needs evidence and a lead (`approve_vacancy`).
    """
    read = telling.read_use(told)
    observe(home, USE, told, read, by=by, home=home, visit=visit)
    if read and read not in (home.use, DwellingUseKind.VACANT):
        set_use(home, by=by, use=read)


def tell_found(home: Dwelling, told: str, *, by: Actor, visit: Visit) -> None:
    """What a visit lets us say of the use, kept and taken."""
    found = telling.use_found(visit.outcome, told)
    if told or found:
        observe(home, USE, told, found, by=by, home=home, visit=visit)
    if found and found != home.use:
        set_use(home, by=by, use=found)


def take_vacancy(visit: Visit, *, by: Actor) -> None:
    """The accepted evidence makes the home vacant, if it is not so already."""
    home = visit.dwelling
    observe(home, USE, "", DwellingUseKind.VACANT.value, by=by, home=home, visit=visit)
    if home.use != DwellingUseKind.VACANT:
        evidence = [item.get("name") or item.get("file", "") for item in visit.evidence]
        set_use(home, by=by, use=DwellingUseKind.VACANT.value, evidence=evidence)


def hear(visit: Visit, heard: Sequence[NewHeard], *, by: Actor) -> list[Heard]:
    """Write down what people had on their minds, sealed."""
    return [
        Heard.objects.create(
            visit=visit,
            community_id=visit.community_id,
            path=visit.path,
            grid_id=visit.grid_id,
            by_id=by.user_id,
            at=visit.at,
            kind=said.kind,
            words=said.words.strip()[: telling.LONGEST_WORDS],
        )
        for said in telling.worth_keeping(heard)
    ]


@transaction.atomic
def link_heard(heard: Heard, *, by: Actor, became: Became, uuid: UUID) -> Heard:
    """Note what something heard was made into; the row keeps the link.

    Refuses with ``registry.heard_taken`` when somebody was first.
    """
    permissions.require(by, permissions.VISIT, heard)
    taken = Heard.objects.filter(pk=heard.pk, became="").update(
        became=became, became_uuid=uuid, became_at=clock.now()
    )
    if not taken:
        raise Refused("registry.heard_taken", str(_("这条内容刚刚已转办，请刷新页面。")))
    heard.became, heard.became_uuid = became, uuid
    record(by, "registry.link_heard", heard, became=str(became), matter=str(uuid))
    return heard
