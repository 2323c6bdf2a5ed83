"""What a clerk may release of a case, and what was."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from linge.cases import queries as cases
from linge.cases.models import Case
from linge.files.models import StoredFile
from linge.kernel.access import Actor, can

from .. import permissions
from ..models import Jurisdiction, Publication


def publishable(actor: Actor) -> QuerySet[Case]:
    """Public cases of opened communities in the actor's scope, newest first."""
    rows = cases.visible_to(actor)
    if not can(actor, permissions.PUBLISH):
        return rows.none()
    served = Jurisdiction.objects.filter(is_open=True).values("community")
    rows = rows.filter(community__in=served, category__public=True)
    withheld = Publication.objects.filter(case=OuterRef("pk"), withheld=True)
    shown = Publication.objects.filter(case=OuterRef("pk"), photo__isnull=False)
    rows = rows.annotate(withheld=Exists(withheld), photo_shown=Exists(shown))
    return rows.select_related("category").order_by(F("reported_at").desc(), "-id")


def released_photo(file: UUID) -> StoredFile | None:
    """A photo that was looked at and released, of a case that is still public."""
    released = Publication.objects.filter(
        withheld=False,
        photo__uuid=file,
        photo__destroyed_at__isnull=True,
        case__category__public=True,
        case__community__in=Jurisdiction.objects.filter(is_open=True).values("community"),
    ).exclude(case__state__in=("void", "withdrawn"))
    row = released.select_related("photo").first()
    return row.photo if row else None
