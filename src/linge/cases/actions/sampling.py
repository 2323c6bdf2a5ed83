"""The second look at what was handled on the spot (抽查)."""

from collections.abc import Sequence
from uuid import UUID

from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.kernel.events import publish

from .. import events
from ..models import Case
from ..rules import PhotoPhase
from .moving import begin, repeatable, take
from .photos import attach


@repeatable
def check_sample(
    case: Case,
    *,
    by: Actor,
    outcome: str,
    photos: Sequence[StoredFile] = (),
    words: str = "",
    request_id: UUID | None = None,
) -> Case:
    """Somebody else looks whether it really was settled on the spot (抽查), once for each case.

    The case stays closed; what failed is listed to the desk, which reopens it. Refuses with
    ``cases.not_sampled``, ``cases.own_work``, ``cases.photo_needed`` and ``cases.reason_needed``.
    """
    turn = begin(case, "spot_check", by=by, outcome=outcome, photos=photos, words=words)
    step = take(turn, data={"outcome": outcome, "words": words})
    attach(step, PhotoPhase.VERIFY, photos)
    publish(events.SampleChecked(case.pk, step.pk))
    return case
