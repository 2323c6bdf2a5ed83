"""Who belongs together: hukou books, living households, and where the hukou is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.fields import SealedField
from linge.kernel.models import Dated, Identified

from ..rules.kinds import HouseholdKind, HukouState, Left, LeftReason, LivingKind
from .records import Recorded

HEAD = "02"
SELF = "01"


class HukouRecord(Identified, Recorded, Dated):
    """Where a person's household registration is (户籍), and whether the person left it."""

    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="hukou_records"
    )
    state = models.CharField(_("户籍状态"), max_length=9, choices=HukouState)
    region_code = models.CharField(_("户口所在地区划代码"), max_length=12, blank=True)
    no_code_reason = models.CharField(_("无代码的原因"), max_length=60, blank=True)
    address = SealedField(_("户籍地址"), blank=True)
    book_no = SealedField(_("户口簿号"), blank=True)
    left = models.CharField(
        _("是否离开户口所在街道"), max_length=7, choices=Left, default=Left.UNKNOWN
    )
    left_street_on = models.DateField(_("何时离开户口所在街道"), null=True, blank=True)
    left_reason = models.CharField(_("离开原因"), max_length=12, choices=LeftReason, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until__isnull=True),
                name="hukou_one_open",
                violation_error_message=_("此人已有现行户籍记录，请先结束它。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=HukouState.ELSEWHERE)
                | ~Q(region_code="")
                | ~Q(no_code_reason=""),
                name="hukou_elsewhere_where",
                violation_error_message=_("户口在外地的，请填写所在地，或写明为何没有。"),
            ),
            models.CheckConstraint(
                condition=Q(left_street_on__isnull=True) | Q(left=Left.YES),
                name="hukou_left_date",
                violation_error_message=_("选择“已离开”后才能填写离开日期。"),
            ),
        ]


class Household(Identified, Recorded, Dated):
    """People of one hukou book (户籍户), or people who live together in a dwelling (居住户)."""

    community = models.ForeignKey(
        "territory.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(
        _("户类型"), max_length=6, choices=HouseholdKind, default=HouseholdKind.LIVING
    )
    living_kind = models.CharField(
        _("居住户类别"), max_length=1, choices=LivingKind, default=LivingKind.FAMILY
    )
    dwelling = models.ForeignKey(
        "territory.Dwelling",
        verbose_name=_("房屋"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="households",
    )
    shared = models.BooleanField(_("合租"), default=False)
    book_no = SealedField(_("户口簿号"), blank=True)
    book_index = models.CharField(max_length=32, editable=False, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind=HouseholdKind.LIVING, dwelling__isnull=False)
                | Q(kind=HouseholdKind.HUKOU) & ~Q(book_index=""),
                name="household_place_or_book",
                violation_error_message=_("居住户要选择房屋，户籍户要填写户口簿号。"),
            ),
            models.UniqueConstraint(
                fields=["dwelling"],
                condition=Q(
                    kind=HouseholdKind.LIVING,
                    living_kind=LivingKind.FAMILY,
                    shared=False,
                    until__isnull=True,
                ),
                name="household_one_family",
                violation_error_message=_("这套房屋已有一户；如为合租，请勾选“合租”。"),
            ),
            models.UniqueConstraint(
                fields=["community", "book_index"],
                condition=Q(kind=HouseholdKind.HUKOU, until__isnull=True),
                name="household_one_book",
                violation_error_message=_("这个户口簿号已登记，请核对。"),
            ),
        ]
        indexes = [models.Index(fields=["community", "kind"], name="household_by_community")]

    def __str__(self) -> str:
        return str(self.uuid)


class HouseholdMember(Identified, Recorded, Dated):
    """A person's place in a household: the relation to its head (GB/T 4761)."""

    household = models.ForeignKey(
        "registry.Household", on_delete=models.CASCADE, related_name="members"
    )
    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="memberships"
    )
    relation = models.CharField(_("与户主关系"), max_length=2)
    main = models.BooleanField(_("主要居住户"), default=False)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(relation__in=("", SELF)),
                name="member_relation",
                violation_error_message=_("请选择与户主的关系；户主本人请选“户主”。"),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation=HEAD, until__isnull=True),
                name="member_one_head",
                violation_error_message=_("该户已有户主，请先更改原户主的关系。"),
            ),
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=Q(until__isnull=True),
                name="member_open_once",
                violation_error_message=_("此人已在该户中。"),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(main=True, until__isnull=True),
                name="member_one_main",
                violation_error_message=_("此人已属于另一居住户，请先迁出。"),
            ),
        ]
