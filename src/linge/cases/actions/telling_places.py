"""The community leader hears of a place where the same trouble keeps coming back."""

from django.urls import reverse
from django.utils.translation import gettext as _

from linge.accounts import queries as accounts
from linge.kernel import outbox
from linge.kernel.models import OutboxMessage

from ..events import ChronicPlaceFound
from ..models import ChronicPlace


def tell_leaders(event: ChronicPlaceFound) -> None:
    """One message a finding, to whoever leads the community."""
    place = ChronicPlace.objects.select_related("community", "category").get(pk=event.place_id)
    facts = {"category": place.category.name, "times": place.cases.count()}
    for leader in accounts.holders_of("community_leader", place.community.path):
        outbox.post(
            OutboxMessage.Kind.IN_APP,
            key=f"cases.chronic_place:{place.pk}:{place.found_at:%Y%m%d}:{leader.pk}",
            recipient_id=leader.pk,
            subject=_("反复点位"),
            body=_("同一地点“%(category)s”反复发生，已%(times)s件，请看是否从根上解决。") % facts,
            link=reverse("cases:chronic_place", args=[place.uuid]),
        )
