"""What a community decides about collecting: limits, what counts, when entries are looked at."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.models import Identified
from linge.territory.rules.kinds import PlaceKind

from ..rules.collection import BURST_DOORS, BURST_MINUTES
from ..rules.items import Item


class CollectionRule(models.Model):
    """How a community collects (采集规则); without a row the defaults hold."""

    community = models.OneToOneField("territory.Region", on_delete=models.CASCADE, related_name="+")
    phone_counts = models.BooleanField(_("电话核实算已采集"), default=False)
    burst_doors = models.PositiveSmallIntegerField(_("抽查起点（户）"), default=BURST_DOORS)
    burst_minutes = models.PositiveSmallIntegerField(_("抽查时段（分钟）"), default=BURST_MINUTES)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(burst_doors__gte=3, burst_minutes__gte=1),
                name="collection_rule_burst",
                violation_error_message=_("抽查起点至少3户，时段至少1分钟。"),
            )
        ]


class ItemLimit(models.Model):
    """For how many days a confirmed item group stays fresh in a community (鲜活期限)."""

    community = models.ForeignKey("territory.Region", on_delete=models.CASCADE, related_name="+")
    item = models.CharField(_("采集项"), max_length=2, choices=Item)
    days = models.PositiveSmallIntegerField(_("期限（天）"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "item"],
                name="item_limit_once",
                violation_error_message=_("这个采集项已有期限。"),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1),
                name="item_limit_days",
                violation_error_message=_("期限至少1天。"),
            ),
        ]


class PlaceCount(Identified):
    """How many places of a kind somebody counted in a grid on a day (场所清点); 0 is an answer."""

    grid = models.ForeignKey("territory.Grid", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("场所类别"), max_length=8, choices=PlaceKind)
    counted = models.PositiveSmallIntegerField(_("数量"))
    day = models.DateField(_("日期"), default=clock.today)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["grid", "kind", "-day"], name="place_count_of_grid")]
