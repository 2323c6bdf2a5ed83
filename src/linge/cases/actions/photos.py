"""Photos of a case: what was there before, during and after."""

from collections.abc import Sequence
from datetime import datetime

from linge.files.models import StoredFile

from ..models import CasePhoto, CaseStep


def attach(step: CaseStep, phase: str, photos: Sequence[StoredFile]) -> None:
    """Hang stored photos on the step that brought them; one sent twice hangs once."""
    CasePhoto.objects.bulk_create(
        (CasePhoto(case=step.case, file=file, phase=phase, step=step) for file in photos),
        ignore_conflicts=True,
    )


def taken_at(photos: Sequence[StoredFile]) -> datetime | None:
    """When the first of them was taken, as far as the cameras told."""
    return min((file.taken_at for file in photos if file.taken_at), default=None)
