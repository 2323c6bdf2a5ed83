"""The second look at one in ten of the cases handled on the spot (抽查). Source: cases §2.2."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Refused

from .guards import Asked, CaseFacts, barring, guard, words_long_enough
from .refusals import refusal
from .states import SampleOutcome


@barring
def sample_waits(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """The hash picked the case, and nobody has looked at it yet."""
    return None if facts.sample_waits else refusal("not_sampled")


@guard
def photo_of_sample(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """Good or bad, the second look shows what it saw."""
    return None if asked.get("photos") else refusal("photo_needed", "photos", which=_("现场"))


@guard
def words_where_failed(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """What isn't done after all is said in words."""
    failed = asked.get("outcome") == SampleOutcome.FAIL
    return words_long_enough(facts, asked, now) if failed else None
