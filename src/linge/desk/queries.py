"""What waits for somebody today, from the queues of the contexts below."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from linge.cases import queries as cases
from linge.cases.models import Case
from linge.cases.models.cases import CaseQuerySet
from linge.kernel.access import Actor, can
from linge.kernel.clock import now
from linge.registry import permissions as registry_permissions
from linge.registry import queries as registry
from linge.registry.queries import Line
from linge.territory import queries as territory
from linge.territory.models import Region

from .menu import Entry

SOON = timedelta(days=1)
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Queue:
    """A number of things waiting and the page that lists exactly those."""

    title: str
    note: str
    count: int
    address: str
    urgent: bool = False


QUEUES = (
    (
        "intake",
        Entry(_("待受理"), "cases:intake", "cases.accept"),
        _("核对地点和类别后立案"),
    ),
    (
        "dispatch",
        Entry(_("待派遣"), "cases:dispatching", "cases.dispatch"),
        _("选择责任单位"),
    ),
    (
        "agency",
        Entry(_("待处置"), "cases:agency", "cases.handle"),
        _("派到我单位的事件"),
    ),
    (
        "confirming",
        Entry(_("待核实"), "cases:confirming", "cases.confirm"),
        _("到现场看一看是否属实"),
    ),
    (
        "verify",
        Entry(_("待核查"), "cases:verifying", "cases.verify"),
        _("到现场看处置结果"),
    ),
    (
        "closing",
        Entry(_("待结案"), "cases:closing", "cases.close"),
        _("核查通过，等待结案"),
    ),
)


def queues(actor: Actor) -> list[Queue]:
    """The queues this person works, in the order a case passes them. One query."""
    return list(_queues(actor))


def _queues(actor: Actor) -> Iterator[Queue]:
    counts = cases.queue_counts(actor)
    for name, entry, note in QUEUES:
        if entry.address and can(actor, entry.capability):
            yield Queue(entry.title, note, getattr(counts, name), entry.address)


def due_soon(actor: Actor) -> CaseQuerySet:
    """Open cases that are late or fall due within a day, the nearest due first."""
    return cases.board(actor).filter(current_due_at__lte=now() + SOON)


def nearest_dues(actor: Actor) -> list[Case]:
    """The first few of `due_soon`, for the page 今日."""
    return list(due_soon(actor)[:SHOWN])


def places(actor: Actor) -> list[Region]:
    """The places a person works under, for the top bar."""
    return list(territory.visible_to(actor, Region).filter(path__in={g.node for g in actor.grants}))


def collection(actor: Actor) -> list[Line]:
    """How far the collection is in each community, counted over what this person may see."""
    if not can(actor, registry_permissions.COLLECTION):
        return []
    boards = (registry.collection_board(actor, each) for each in territory.communities(actor))
    return [board.total for board in boards if board.total.expected]
