"""What was said at a door: facts as they were told, and what people had on their minds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.db import path_field
from linge.kernel.fields import SealedField
from linge.kernel.models import Identified

from ..rules.kinds import Became, HeardKind


class Said(Identified):
    """A row that somebody on our side wrote down at a place, once; it is never edited."""

    community = models.ForeignKey(
        "territory.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    path = path_field()
    grid = models.ForeignKey(
        "territory.Grid", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField(_("时间"), default=clock.now)

    class Meta:
        abstract = True


class Observation(Said):
    """A fact as it was told (原始记录); the present value of the record derives from it.

    ``told`` is the answer in the words or signs it came in, ``normalised`` how we read it: empty
    when it could not be read, and then the record stays as it is. ``visit`` is empty for what was
    said at a counter. ``subject`` is the uuid of the row that the fact is about.
    """

    visit = models.ForeignKey(
        "registry.Visit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
    )
    dwelling = models.ForeignKey(
        "territory.Dwelling",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    entity = models.CharField(_("对象"), max_length=30)
    subject = models.UUIDField(_("对象编号"))
    field = models.CharField(_("字段"), max_length=30)
    told = SealedField(_("所述"), blank=True)
    normalised = SealedField(_("规范值"), blank=True)
    day = models.DateField(_("日期"), default=clock.today)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "field"], name="observation_of_row"),
            models.Index(fields=["dwelling", "field", "-day"], name="observation_of_home"),
        ]


class Heard(Said):
    """Something people had on their minds (听到的话), until it becomes a matter for somebody.

    ``became`` and ``became_uuid`` name what it was made into: a row of a floor above, so a uuid
    and no foreign key.
    """

    visit = models.ForeignKey("registry.Visit", on_delete=models.PROTECT, related_name="heard")
    kind = models.CharField(_("类别"), max_length=10, choices=HeardKind)
    words = SealedField(_("内容"))
    became = models.CharField(_("转为"), max_length=13, choices=Became, blank=True)
    became_uuid = models.UUIDField(_("转办编号"), null=True, blank=True)
    became_at = models.DateTimeField(_("转办时间"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(became="", became_uuid__isnull=True)
                | ~Q(became="") & Q(became_uuid__isnull=False),
                name="heard_became_something",
                violation_error_message=_("转办要写明转成了什么。"),
            )
        ]
        indexes = [
            models.Index(fields=["community", "-at"], name="heard_of_community"),
        ]
