"""What lies in a community beside homes: estates, lanes, fronts, organisations, shops, places."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.db import path_field
from linge.kernel.models import Identified

from ..rules.kinds import (
    AHEAD_OF_HANDOVER,
    EstateState,
    OrganisationKind,
    OrganisationState,
    PlaceKind,
    ShopState,
)


class Located(Identified):
    """A row that lies in one community, at one place of the tree.

    ``community`` stands beside ``path`` so that a table can be partitioned by it.
    """

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    path = path_field(unique=True, db_index=False)

    class Meta:
        abstract = True


class InGrid(Located):
    """A located row with the grid it belongs to today; publishing a division sets it."""

    grid = models.ForeignKey(
        "territory.Grid", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class Named(models.Model):
    """A name and the other names people use for the same thing."""

    name = models.CharField(_("名称"), max_length=60)
    aliases = models.JSONField(_("别名"), default=list, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Estate(Named, Located):
    """A housing estate (小区), counted from the day it is planned."""

    state = models.CharField(
        _("状态"), max_length=18, choices=EstateState, default=EstateState.HANDED_OVER
    )
    planned_units = models.PositiveIntegerField(_("规划套数"), null=True, blank=True)
    handover_on = models.DateField(_("交付日期"), null=True, blank=True)
    developer = models.CharField(_("开发单位"), max_length=80, blank=True)
    handover_note = models.CharField(_("户数差异说明"), max_length=200, blank=True)
    manager = models.ForeignKey(
        "territory.Organisation",
        verbose_name=_("物业服务单位"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    point = models.JSONField(_("位置"), null=True, blank=True)
    outline = models.JSONField(_("范围"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                condition=~Q(state=EstateState.DEMOLISHED),
                name="estate_name",
                violation_error_message=_("本社区已有同名小区，请核对。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AHEAD_OF_HANDOVER)
                | Q(planned_units__gt=0, handover_on__isnull=False),
                name="estate_site_is_planned",
                violation_error_message=_("未交付的小区要填写规划套数和交付日期。"),
            ),
        ]


class Lane(Named, Located):
    """A lane of an old quarter (巷道): the parent of buildings, like an estate."""

    number_from = models.PositiveIntegerField(_("起始门牌"), null=True, blank=True)
    number_to = models.PositiveIntegerField(_("终止门牌"), null=True, blank=True)
    centre_line = models.JSONField(_("中心线"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="lane_name",
                violation_error_message=_("本社区已有同名巷道，请核对。"),
            ),
            models.CheckConstraint(
                condition=Q(number_from__isnull=True)
                | Q(number_to__isnull=True)
                | Q(number_to__gte=models.F("number_from")),
                name="lane_numbers",
                violation_error_message=_("终止门牌不能小于起始门牌。"),
            ),
        ]


class StreetFront(Named, Located):
    """A side of a street whose buildings carry its house numbers (沿街)."""

    centre_line = models.JSONField(_("中心线"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="street_front_name",
                violation_error_message=_("本社区已有同名街道立面，请核对。"),
            )
        ]


class Organisation(InGrid):
    """An organisation seated in the community (辖区单位)."""

    name = models.CharField(_("单位名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=13, choices=OrganisationKind)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True)
    industry = models.CharField(_("行业代码"), max_length=4, blank=True)
    legal_form = models.CharField(_("法律形式"), max_length=40, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=9,
        choices=OrganisationState,
        default=OrganisationState.OPERATING,
    )
    building = models.ForeignKey(
        "territory.Building",
        verbose_name=_("所在楼栋"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
    )
    address = models.CharField(_("标准地址"), max_length=120, blank=True)
    point = models.JSONField(_("位置"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                condition=~Q(state=OrganisationState.DISSOLVED) & Q(uscc__isnull=False),
                name="organisation_open_uscc",
                violation_error_message=_("这个统一社会信用代码已登记在另一家单位名下，请核对。"),
            )
        ]
        indexes = [
            models.Index(fields=["grid", "state"], name="organisation_by_grid"),
            models.Index(fields=["community", "name"], name="organisation_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Shop(InGrid):
    """A shop front (沿街店面): a numbered front of a building, or a stall of a place."""

    name = models.CharField(_("招牌名称"), max_length=60, blank=True)
    building = models.ForeignKey(
        "territory.Building",
        verbose_name=_("所在楼栋"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shops",
    )
    place = models.ForeignKey(
        "territory.Place",
        verbose_name=_("所在场所"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shops",
    )
    front_no = models.CharField(_("门面号"), max_length=20)
    trade = models.CharField(_("经营类别"), max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=9, choices=ShopState, default=ShopState.TRADING)
    point = models.JSONField(_("位置"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(building__isnull=False, place__isnull=True)
                | Q(building__isnull=True, place__isnull=False),
                name="shop_one_frontage",
                violation_error_message=_("请选择店面所在的楼栋或场所，只选一个。"),
            ),
            models.UniqueConstraint(
                fields=["building", "front_no"],
                condition=~Q(state=ShopState.CLOSED) & Q(building__isnull=False),
                name="shop_open_front_of_building",
                violation_error_message=_("这个门面号已登记店面，请核对。"),
            ),
            models.UniqueConstraint(
                fields=["place", "front_no"],
                condition=~Q(state=ShopState.CLOSED) & Q(place__isnull=False),
                name="shop_open_front_of_place",
                violation_error_message=_("这个门面号已登记店面，请核对。"),
            ),
        ]
        indexes = [models.Index(fields=["grid", "state"], name="shop_by_grid")]

    def __str__(self) -> str:
        return self.name or self.front_no


class Place(InGrid):
    """A place people go to or must mind (场所): a school, a park, a car park, a building site.

    ``estate`` ties a site to the estate rising there; its planned homes count in the grid's load.
    ``closed_on`` is the first day it is no longer there.
    """

    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=8, choices=PlaceKind)
    estate = models.ForeignKey(
        "territory.Estate",
        verbose_name=_("所属小区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="places",
    )
    point = models.JSONField(_("位置"), null=True, blank=True)
    outline = models.JSONField(_("范围"), null=True, blank=True)

    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "kind"], name="place_by_kind")]

    def __str__(self) -> str:
        return self.name
