"""What every fact of the register carries: how often it changed, whence and how old it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock

from ..rules.kinds import Source


class Recorded(models.Model):
    """``version`` rises with each edit; ``confirmed_at`` is the last time someone found it true."""

    version = models.PositiveIntegerField(_("版本"), default=1)
    source = models.CharField(_("来源"), max_length=8, choices=Source, default=Source.DESK)
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now)
    confirmed_at = models.DateTimeField(_("确认时间"), default=clock.now)

    class Meta:
        abstract = True


def one_of(*fields: str) -> models.Q:
    """Exactly one of the foreign keys is set."""
    condition = models.Q()
    for chosen in fields:
        condition |= models.Q(**{f"{field}__isnull": field != chosen for field in fields})
    return condition
