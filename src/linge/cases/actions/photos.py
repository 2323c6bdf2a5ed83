"""Photos of a case: what was there before, during and after."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linge.audit import actions as audit
from linge.files.models import StoredFile
from linge.kernel.access import Actor

from .. import permissions
from ..models import Case, CasePhoto, CaseStep
from ..rules import PhotoPhase


@transaction.atomic
def add_report_photo(case: Case, *, by: Actor, photo: StoredFile) -> Case:
    """Hang a photo that came after its report on the step that reported it."""
    permissions.require(by, permissions.NOTE, case)
    attach(case.steps.earliest("number"), PhotoPhase.BEFORE, [photo])
    audit.record(by, "cases.add_photo", case, photo=photo.sha256)
    return case


def attach(step: CaseStep, phase: str, photos: Sequence[StoredFile]) -> None:
    """Hang stored photos on the step that brought them; one sent twice hangs once."""
    CasePhoto.objects.bulk_create(
        (CasePhoto(case=step.case, file=file, phase=phase, step=step) for file in photos),
        ignore_conflicts=True,
    )


def taken_at(photos: Sequence[StoredFile]) -> datetime | None:
    """When the first of them was taken, as far as the cameras told."""
    return min((file.taken_at for file in photos if file.taken_at), default=None)
