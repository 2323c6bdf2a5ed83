"""The standard address: building, unit, dwelling, and the other ways people write it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel import clock
from linge.kernel.db import BytewiseCharField
from linge.kernel.models import Dated, Identified

from ..rules.kinds import AliasSource, BuildingUse, DwellingUseKind
from .places import InGrid


class Building(InGrid):
    """A building (楼栋) of an estate, a lane or a street front; it stands since ``built_on``,
    or since before anyone counted.

    ``number_key`` is the number as addresses compare it: ``十二号楼`` and ``12`` are one.
    """

    estate = models.ForeignKey(
        "territory.Estate",
        verbose_name=_("小区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="buildings",
    )
    lane = models.ForeignKey(
        "territory.Lane",
        verbose_name=_("巷道"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="buildings",
    )
    street_front = models.ForeignKey(
        "territory.StreetFront",
        verbose_name=_("沿街"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="buildings",
    )
    number = models.CharField(_("楼号"), max_length=20)
    number_key = BytewiseCharField(max_length=20, editable=False)
    aliases = models.JSONField(_("别名"), default=list, blank=True)
    floors_up = models.PositiveSmallIntegerField(_("地上层数"), default=1)
    floors_down = models.PositiveSmallIntegerField(_("地下层数"), default=0)
    use = models.CharField(
        pgettext_lazy("building", "用途"),
        max_length=11,
        choices=BuildingUse,
        default=BuildingUse.RESIDENTIAL,
    )
    expected_dwellings = models.PositiveIntegerField(_("应有户数"), default=0)
    built_on = models.DateField(_("建成日期"), null=True, blank=True)
    surveyed_on = models.DateField(_("核实日期"), null=True, blank=True)
    point = models.JSONField(_("位置"), null=True, blank=True)
    footprint = models.JSONField(_("轮廓"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(estate__isnull=False, lane__isnull=True, street_front__isnull=True)
                | Q(estate__isnull=True, lane__isnull=False, street_front__isnull=True)
                | Q(estate__isnull=True, lane__isnull=True, street_front__isnull=False),
                name="building_one_parent",
                violation_error_message=_("楼栋要属于一个小区、巷道或沿街，只选一个。"),
            ),
            models.CheckConstraint(
                condition=Q(expected_dwellings__gte=0),
                name="building_expected",
                violation_error_message=_("应有户数不能小于0。"),
            ),
            *(
                models.UniqueConstraint(
                    fields=[parent, "number_key"],
                    condition=Q(**{f"{parent}__isnull": False}),
                    name=f"building_number_of_{parent}",
                    violation_error_message=_("这个楼号已经登记，请核对。"),
                )
                for parent in ("estate", "lane", "street_front")
            ),
        ]
        indexes = [models.Index(fields=["community", "grid"], name="building_by_grid")]

    def __str__(self) -> str:
        return self.number


class Unit(InGrid):
    """A staircase of a building (单元). It has a grid of its own, for buildings split by units."""

    building = models.ForeignKey(
        "territory.Building", on_delete=models.CASCADE, related_name="units"
    )
    number = models.CharField(_("单元号"), max_length=10)
    lifts = models.PositiveSmallIntegerField(_("电梯数"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["building", "number"],
                name="unit_number",
                violation_error_message=_("这个单元号已经登记，请核对。"),
            )
        ]

    def __str__(self) -> str:
        return self.number


class Dwelling(InGrid):
    """A home, or rooms used as something else (房屋). ``key`` is its short address, ``3-2-501``."""

    estate = models.ForeignKey(
        "territory.Estate", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    building = models.ForeignKey(
        "territory.Building", on_delete=models.PROTECT, related_name="dwellings"
    )
    unit = models.ForeignKey(
        "territory.Unit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dwellings",
    )
    floor = models.SmallIntegerField(_("楼层"))
    room = models.CharField(_("房号"), max_length=12)
    area_m2 = models.DecimalField(
        _("建筑面积"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    use = models.CharField(
        pgettext_lazy("building", "用途"),
        max_length=16,
        choices=DwellingUseKind,
        default=DwellingUseKind.OWN_USE,
    )
    key = BytewiseCharField(_("短地址"), max_length=40)
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(floor__gte=-9, floor__lte=199),
                name="dwelling_floor",
                violation_error_message=_("楼层应在-9到199之间。"),
            ),
            models.UniqueConstraint(
                fields=["estate", "key"],
                condition=~Q(use=DwellingUseKind.DEMOLISHED) & Q(estate__isnull=False),
                name="dwelling_open_key_of_estate",
                violation_error_message=_("这个门牌已经登记，请核对。"),
            ),
            models.UniqueConstraint(
                fields=["building", "key"],
                condition=~Q(use=DwellingUseKind.DEMOLISHED) & Q(estate__isnull=True),
                name="dwelling_open_key_of_building",
                violation_error_message=_("这个门牌已经登记，请核对。"),
            ),
        ]
        indexes = [
            models.Index(fields=["grid", "use"], name="dwelling_by_grid"),
            models.Index(fields=["community", "key"], name="dwelling_by_key"),
            models.Index(fields=["building", "floor", "room"], name="dwelling_stack"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class DwellingUse(Dated):
    """What a dwelling was used for, from when to when, who saw it and by what evidence."""

    dwelling = models.ForeignKey(
        "territory.Dwelling", on_delete=models.CASCADE, related_name="uses"
    )
    use = models.CharField(
        pgettext_lazy("building", "用途"), max_length=16, choices=DwellingUseKind
    )
    evidence = models.JSONField(_("佐证"), default=list, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=clock.now)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["dwelling"],
                condition=Q(until__isnull=True),
                name="dwelling_one_open_use",
                violation_error_message=_("这套房屋已有现行用途，请先结束它。"),
            ),
        ]


class AddressAlias(Identified):
    """Another way of writing a dwelling's address. A text that fits two dwellings is a question."""

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey(
        "territory.Dwelling", on_delete=models.CASCADE, related_name="address_aliases"
    )
    text = models.CharField(_("地址写法"), max_length=120)
    text_key = BytewiseCharField(max_length=120, editable=False)
    source = models.CharField(_("来源"), max_length=12, choices=AliasSource)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "text_key"],
                name="address_alias_text",
                violation_error_message=_("这种地址写法已指向另一套房屋，请核对。"),
            )
        ]
