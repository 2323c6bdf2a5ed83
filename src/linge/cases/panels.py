"""What cases add to the pages below, a way from something heard to a case; and what others above add
to the page of a case."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor
from linge.registry.models import Heard
from linge.registry.panels import Way, add_way
from linge.registry.rules.kinds import HeardKind
from linge.ui.pages import Link

from .models import Case

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


def offer(way: CaseWay) -> None:
    """Show a further way on the page of a case; named by a context above, once at start."""
    _ways.append(way)


def ways_of(case: Case, actor: Actor) -> list[Link]:
    """The further ways open to this person."""
    return [link for way in _ways if (link := way(case, actor))]
