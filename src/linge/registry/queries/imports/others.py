"""What other people told the register while a batch waited or was being written."""

from collections.abc import Set

from django.db.models import Max

from ...models import ChangeEvent, IdentityDocument, ImportBatch, Phone, Residency, Resident
from .register import in_parts

OF_PERSON = (IdentityDocument, Phone, Residency)


class Others:
    """The people of whom somebody but this batch told since it was checked; grows as it is asked."""

    def __init__(self, batch: ImportBatch) -> None:
        self.batch, self.seen = batch.uuid, batch.seen_event
        self.people: set[int] = set()

    def look(self) -> Set[int]:
        """Read what is new in the history, and answer everybody found so far."""
        later = ChangeEvent.objects.filter(pk__gt=self.seen)
        self.seen = later.aggregate(last=Max("pk"))["last"] or self.seen
        subjects = later.exclude(batch=self.batch).values_list("subject", flat=True)
        for part in in_parts(set(subjects)):
            found = Resident.objects.filter(uuid__in=part)
            self.people.update(found.values_list("pk", flat=True))
            for model in OF_PERSON:
                rows = model._default_manager.filter(uuid__in=part, person__isnull=False)
                self.people.update(rows.values_list("person_id", flat=True))
        return self.people
