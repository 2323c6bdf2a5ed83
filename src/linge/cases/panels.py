"""What cases add to the pages below: a way from something heard to a case."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.registry.models import Heard
from linge.registry.panels import Way, add_way
from linge.registry.rules.kinds import HeardKind


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
