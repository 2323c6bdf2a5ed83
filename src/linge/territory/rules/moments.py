"""When a figure is true, when it was known, and by whose borders it is cut.

Every figure takes the three, so that last year's can be had again and compared with this year's.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class By(TextChoices):
    """The division a figure is cut by: that of its day, or today's."""

    THEN = "then", _("当日划分")
    NOW = "now", _("现行划分")


@dataclass(frozen=True, slots=True)
class Moment:
    """What was true on ``as_of``, as recorded by ``known_at`` (nothing: as recorded today)."""

    as_of: date
    known_at: datetime | None = None
    by: By = By.NOW
