"""What other systems add to the page of a case: a way out."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.cases import permissions as cases
from linge.cases.models import Case
from linge.cases.panels import offer
from linge.cases.rules import State
from linge.kernel.access import Actor, can
from linge.ui.pages import Link

from .queries.sent import servers_for


def _way(case: Case, actor: Actor) -> Link | None:
    """To another system, while the case may be forwarded and there is one."""
    if case.state not in (State.REPORTED, State.ACCEPTED) or not can(actor, cases.FORWARD):
        return None
    if not servers_for(case).exists():
        return None
    return Link(_("转到其他系统"), reverse("integrations:send", args=[case.uuid]))


def offer_ways() -> None:
    """Called once at start."""
    offer(_way)
