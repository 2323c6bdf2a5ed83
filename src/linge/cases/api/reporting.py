"""Reporting from the field (上报): sent twice it is one case, and it is never refused for its grid."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linge.files import queries as files
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory import queries as territory
from linge.territory.models import Building, Region

from .. import actions
from ..actions import Report, Reported
from ..models import Case
from ..queries.places import buildings_for, buildings_in
from .asks import ReportAsk
from .deeds import answered, category_of
from .reading import RELATED, router
from .shapes import CaseOut, line

AS_TOLD = (
    "source",
    "words",
    "urgent",
    "lon",
    "lat",
    "place_text",
    "place_unknown",
    "client_id",
    "device_at",
)


class ReportedOut(CaseOut):
    """The case a report became, with the code under which its reporter follows it."""

    code: str
    replayed: bool


@router.post("/cases", response=ReportedOut, summary="上报事件")
def report(request: HttpRequest, asked: ReportAsk) -> dict[str, Any]:
    """Report what was found. The same ``request_id`` or ``client_id`` gives the same case."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    replayed = answered(actor, asked.request_id)
    made = make_report(asked, actor)
    return receipt(made) | {"code": made.code, "replayed": replayed}


def receipt(made: Reported) -> dict[str, Any]:
    """The case as a line for its reporter, also where it fell outside the reporter's own grid."""
    return line(Case.objects.select_related(*RELATED).get(pk=made.case.pk))


def make_report(asked: ReportAsk, by: Actor) -> Reported:
    """Turn names into rows and report."""
    building = _building(asked, by)
    told = Report(
        community=building.community if building else community_of(by),
        building=building,
        photos=files.own_photos(asked.photos, by),
        category=category_of(asked.category) if asked.category else None,
        **{name: getattr(asked, name) for name in AS_TOLD},
    )
    return actions.report_case(told, by=by, request_id=asked.request_id)


def community_of(by: Actor) -> Region:
    """The community somebody reports in: the only one, or that of the first post."""
    rows = territory.communities(by)
    held = [grant.node for grant in by.grants]
    community = rows.filter(path__in=held).first() or rows.first()
    if community is None:
        raise Refused("cases.no_community", _("您还没有分配网格或社区，请联系社区值守。"))
    return community


def _building(asked: ReportAsk, by: Actor) -> Building | None:
    """The building named; one of a grid the worker has left since counts as well."""
    if asked.building is None:
        return None
    return (
        buildings_for(by).filter(uuid=asked.building).first()
        or buildings_in(community_of(by)).filter(uuid=asked.building).first()
    )
