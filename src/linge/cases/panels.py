"""What cases add to the pages below, a way from something heard to a case; and what others above add
to the page of a case."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor, can
from linge.registry.models import Heard
from linge.registry.panels import Way, add_way
from linge.registry.rules.kinds import HeardKind
from linge.ui.pages import Link

from . import permissions
from .models import Case
from .queries.mediation import disputes
from .rules.mediation import DISPUTES

CaseWay = Callable[[Case, Actor], Link | None]
_ways: list[CaseWay] = []


def _address(heard: Heard) -> str:
    return reverse("cases:from_heard", args=[heard.uuid])


TO_CASE = Way(
    _("转为事件"),
    (HeardKind.OPINION, HeardKind.SUGGESTION, HeardKind.WISH, HeardKind.NEED),
    _address,
)


def offer_ways() -> None:
    """Called once at start."""
    add_way(TO_CASE)
    offer(to_mediation)
    offer(to_hazard)


def offer(way: CaseWay) -> None:
    """Show a further way on the page of a case; named by a context above, once at start."""
    _ways.append(way)


def ways_of(case: Case, actor: Actor) -> list[Link]:
    """The further ways open to this person."""
    return [link for way in _ways if (link := way(case, actor))]


def to_mediation(case: Case, actor: Actor) -> Link | None:
    """To the dispute, for those who mediate it; to its beginning, for those who may begin one."""
    if case.category is None or not case.category.code.startswith(DISPUTES):
        return None
    found = disputes(actor).filter(case=case).first()
    if found is not None:
        return Link(_("调解"), reverse("cases:dispute", args=[found.uuid]))
    begins = can(actor, permissions.DISPUTES)
    if not begins or not case.is_open or hasattr(case, "dispute"):
        return None
    return Link(_("开始调解"), reverse("cases:dispute_open", args=[case.uuid]))


def to_hazard(case: Case, actor: Actor) -> Link | None:
    """To a new hazard of an open case."""
    if not case.is_open or not can(actor, permissions.HAZARD):
        return None
    return Link(_("登记隐患"), reverse("cases:hazard_new", args=[case.uuid]))
