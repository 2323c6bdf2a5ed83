"""Grids and the dated divisions that say what belongs to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Dated, Identified

from ..rules.kinds import DivisionState, GridKind

MEMBER_KINDS = ("building", "unit", "shop", "organisation", "place")


def _exactly_one(fields: tuple[str, ...]) -> Q:
    """One of the fields is set and the others are not."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return condition


class Grid(Identified, Dated):
    """The patch of a community that one team answers for (网格)."""

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("网格编码"), max_length=20)
    name = models.CharField(_("网格名称"), max_length=40)
    kind = models.CharField(_("类型"), max_length=7, choices=GridKind, default=GridKind.BASE)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "code"],
                condition=Q(until__isnull=True),
                name="grid_open_code",
                violation_error_message=_("本社区已有这个网格编码。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Division(Identified):
    """A way of cutting a community into grids (网格划分), from a day on.

    ``since`` of a draft is the day it would begin. ``applied_at`` tells when the rows' grids
    were set to it: at once, or on the morning of a later ``since``. ``version`` rises with each
    change of a draft, so that two people drawing never overwrite one another, and ``changed_by``
    tells whose change it was.
    """

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("起用日期"))
    until = models.DateField(_("停用日期（不含）"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=DivisionState, default=DivisionState.DRAFT
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    reason = models.CharField(_("划分说明"), max_length=200, blank=True)
    exception_reason = models.CharField(_("超出规模的理由"), max_length=200, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    drafted_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="division_interval",
                violation_error_message=_("停用日期不能早于起用日期。"),
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(state=DivisionState.IN_FORCE, until__isnull=True),
                name="division_one_in_force",
                violation_error_message=_("本社区已有现行网格划分。"),
            ),
        ]
        indexes = [models.Index(fields=["community", "-since"], name="division_history")]

    def __str__(self) -> str:
        return f"{self.community_id} {self.since:%Y-%m-%d}"


class GridShape(models.Model):
    """The outline a division gives a grid: GeoJSON Polygon or MultiPolygon, WGS-84."""

    division = models.ForeignKey(
        "territory.Division", on_delete=models.CASCADE, related_name="shapes"
    )
    grid = models.ForeignKey("territory.Grid", on_delete=models.PROTECT, related_name="shapes")
    polygon = models.JSONField(_("范围"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "grid"], name="grid_shape_once")]


class GridMember(models.Model):
    """One building, unit, shop, organisation or place that a division gives to a grid."""

    division = models.ForeignKey(
        "territory.Division", on_delete=models.CASCADE, related_name="members"
    )
    grid = models.ForeignKey("territory.Grid", on_delete=models.PROTECT, related_name="members")
    building = models.ForeignKey(
        "territory.Building", null=True, on_delete=models.CASCADE, related_name="+"
    )
    unit = models.ForeignKey(
        "territory.Unit", null=True, on_delete=models.CASCADE, related_name="+"
    )
    shop = models.ForeignKey(
        "territory.Shop", null=True, on_delete=models.CASCADE, related_name="+"
    )
    organisation = models.ForeignKey(
        "territory.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    place = models.ForeignKey(
        "territory.Place", null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one(MEMBER_KINDS),
                name="grid_member_is_one_thing",
                violation_error_message=_("一行成员只能是一个对象。"),
            ),
            *(
                models.UniqueConstraint(
                    fields=["division", kind],
                    condition=Q(**{f"{kind}__isnull": False}),
                    name=f"grid_member_{kind}_once",
                    violation_error_message=_("同一对象只能属于一个网格。"),
                )
                for kind in MEMBER_KINDS
            ),
        ]
        indexes = [models.Index(fields=["division", "grid"], name="grid_member_by_grid")]


class GridSizeRule(Dated):
    """How many homes a grid should hold in a territory; the narrowest territory's rule wins."""

    region = models.ForeignKey("territory.Region", on_delete=models.CASCADE, related_name="+")
    minimum = models.PositiveIntegerField(_("最少户数"))
    maximum = models.PositiveIntegerField(_("最多户数"), null=True, blank=True)
    target = models.PositiveIntegerField(_("目标户数"), null=True, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(until__isnull=True),
                name="grid_size_rule_open",
                violation_error_message=_("这个区域已有现行的网格规模标准。"),
            ),
            models.CheckConstraint(
                condition=Q(maximum__isnull=True) | Q(maximum__gte=models.F("minimum")),
                name="grid_size_rule_order",
                violation_error_message=_("最多户数不能小于最少户数。"),
            ),
        ]


class MoveInShare(models.Model):
    """How much of an estate is lived in so many months after its handover (入住比例).

    A community without rows reckons with all homes lived in on the day.
    """

    region = models.ForeignKey("territory.Region", on_delete=models.CASCADE, related_name="+")
    months = models.PositiveSmallIntegerField(_("交付后月数"))
    percent = models.PositiveSmallIntegerField(_("入住比例（%）"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "months"],
                name="move_in_share_once",
                violation_error_message=_("这个月数已有入住比例。"),
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="move_in_share_percent",
                violation_error_message=_("入住比例不能大于100%。"),
            ),
        ]
