"""A person and the ways to recognise one: documents, phones, keys of the name."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.db import BytewiseCharField, path_field
from linge.kernel.fields import SealedField
from linge.kernel.models import Dated, Identified

from ..rules.kinds import (
    DocumentState,
    Life,
    NameKeyKind,
    PhoneKind,
    Precision,
    ScopeReason,
    Usable,
)
from .records import Recorded, one_of


class Resident(Identified, Recorded):
    """A natural person we hold a record of (居民), also an owner who lives elsewhere.

    ``community`` keeps the record; where the person may be seen is told by ``ResidentScope``.
    ``merged_into`` is the record of the same person that this one was taken into.
    Codes: sex GB/T 2261.1, marital GB/T 2261.2, education GB/T 4658, ethnicity GB/T 3304
    (for printed forms only), nationality ISO 3166-1 alpha-3.
    """

    community = models.ForeignKey(
        "territory.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(_("姓名"), max_length=50)
    former_name = models.CharField(_("曾用名"), max_length=50, blank=True)
    sex = models.CharField(_("性别"), max_length=1, default="0")
    birth_date = models.DateField(_("出生日期"), null=True, blank=True)
    birth_precision = models.CharField(
        _("出生日期精度"), max_length=7, choices=Precision, default=Precision.DAY
    )
    death_date = models.DateField(_("死亡日期"), null=True, blank=True)
    life = models.CharField(_("存续状态"), max_length=7, choices=Life, default=Life.ALIVE)
    nationality = models.CharField(_("国籍"), max_length=3, default="CHN")
    marital = models.CharField(_("婚姻状况"), max_length=2, blank=True)
    education = models.CharField(_("文化程度"), max_length=2, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=2, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="resident_name",
                violation_error_message=_("请填写姓名。"),
            ),
            models.CheckConstraint(
                condition=Q(sex__in=("0", "1", "2", "9")),
                name="resident_sex",
                violation_error_message=_("性别请选择男、女或未说明。"),
            ),
            models.CheckConstraint(
                condition=Q(death_date__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(death_date__gte=F("birth_date")),
                name="resident_death_after_birth",
                violation_error_message=_("死亡日期不能早于出生日期，请核对。"),
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="resident_in_order"),
            models.Index(fields=["community", "name"], name="resident_by_name"),
            models.Index(fields=["community", "birth_date"], name="resident_by_birth"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class ResidentScope(Dated):
    """Where a person may be seen, why and how long; kept by the actions that create the reason."""

    person = models.ForeignKey("registry.Resident", on_delete=models.CASCADE, related_name="scopes")
    community = models.ForeignKey(
        "territory.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    path = path_field(db_index=False)
    grid = models.ForeignKey(
        "territory.Grid",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    dwelling = models.ForeignKey(
        "territory.Dwelling", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("事由"), max_length=10, choices=ScopeReason)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "path", "reason"],
                condition=Q(until__isnull=True),
                name="resident_scope_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["path", "until", "person"], name="resident_scope_by_path"),
            models.Index(fields=["grid", "until", "person"], name="resident_scope_by_grid"),
            models.Index(fields=["community", "person"], name="resident_scope_by_community"),
        ]


class NameKey(models.Model):
    """A spelling of a name, or of its rest from some character on, so any part is a prefix."""

    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="name_keys"
    )
    kind = models.CharField(max_length=1, choices=NameKeyKind)
    key = BytewiseCharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "person"], name="name_key_once")
        ]


class IdentityDocument(Identified, Recorded):
    """A document that proves who somebody is (证件). Kinds are those of GA/T 517."""

    community = models.ForeignKey(
        "territory.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="documents"
    )
    kind = models.CharField(_("证件种类"), max_length=3, default="111")
    number = SealedField(_("证件号码"))
    number_index = models.CharField(max_length=32, editable=False)
    tail_index = models.CharField(max_length=32, editable=False, db_index=True)
    state = models.CharField(
        _("状态"), max_length=7, choices=DocumentState, default=DocumentState.VALID
    )
    reason = models.CharField(_("待核原因"), max_length=100, blank=True)
    issued_on = models.DateField(_("签发日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    warnings = models.JSONField(_("提示"), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number_index"],
                condition=Q(state=DocumentState.VALID),
                name="document_valid_once",
                violation_error_message=_("这个证件号码已登记在另一个人名下，请核对。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.SUSPECT) | ~Q(reason=""),
                name="document_suspect_has_reason",
                violation_error_message=_("待核的证件要写明原因。"),
            ),
        ]
        indexes = [models.Index(fields=["number_index"], name="document_by_number")]

    def __str__(self) -> str:
        return str(self.uuid)


PHONE_OWNERS = ("person", "household", "shop", "organisation")


class Phone(Identified, Recorded):
    """A phone number of one owner; a family may share a number, each member holding a row."""

    community = models.ForeignKey(
        "territory.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "registry.Resident", null=True, blank=True, on_delete=models.CASCADE, related_name="phones"
    )
    household = models.ForeignKey(
        "registry.Household", null=True, blank=True, on_delete=models.CASCADE, related_name="phones"
    )
    shop = models.ForeignKey(
        "territory.Shop", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    organisation = models.ForeignKey(
        "territory.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    number = SealedField(_("电话号码"))
    number_index = models.CharField(max_length=32, editable=False)
    tail_index = models.CharField(max_length=32, editable=False, db_index=True)
    kind = models.CharField(_("类型"), max_length=8, choices=PhoneKind, default=PhoneKind.MOBILE)
    is_main = models.BooleanField(_("主要号码"), default=False)
    usable = models.CharField(_("可用"), max_length=7, choices=Usable, default=Usable.YES)
    verified_at = models.DateTimeField(_("核实时间"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=one_of(*PHONE_OWNERS),
                name="phone_one_owner",
                violation_error_message=_("一个号码只能登记给一个人、户、店面或单位。"),
            ),
            *(
                models.UniqueConstraint(
                    fields=[owner],
                    condition=Q(is_main=True, **{f"{owner}__isnull": False}),
                    name=f"phone_main_of_{owner}",
                    violation_error_message=_("主要号码只能有一个，请先取消原来的。"),
                )
                for owner in PHONE_OWNERS
            ),
        ]
        indexes = [models.Index(fields=["number_index"], name="phone_by_number")]

    def __str__(self) -> str:
        return str(self.uuid)


class TailTally(models.Model):
    """How often somebody looked people up by the last four of an ID on a day; there is a limit."""

    actor_key = models.CharField(_("操作人"), max_length=80)
    day = models.DateField(_("日期"))
    times = models.PositiveIntegerField(_("次数"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_key", "day"], name="tail_tally_once")]
