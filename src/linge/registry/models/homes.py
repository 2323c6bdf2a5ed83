"""Ties of people and organisations to dwellings and shops: living, owning, letting, trading."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.fields import SealedField
from linge.kernel.models import Dated, Identified

from ..rules.kinds import ContactRole, ResidencyRole
from .records import Recorded, one_of


class Residency(Identified, Recorded, Dated):
    """A person's tie to a dwelling (居住关系); one open tie is the main one."""

    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="residencies"
    )
    dwelling = models.ForeignKey(
        "territory.Dwelling", on_delete=models.PROTECT, related_name="residencies"
    )
    role = models.CharField(
        _("居住身份"), max_length=15, choices=ResidencyRole, default=ResidencyRole.FAMILY
    )
    main = models.BooleanField(_("主要居所"), default=True)
    reason = models.CharField(_("事由"), max_length=60, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(role=ResidencyRole.REGISTERED_ONLY) | Q(main=False),
                name="residency_paper_not_main",
                violation_error_message=_("空挂户不能作为主要居所。"),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(main=True, until__isnull=True),
                name="residency_one_main",
                violation_error_message=_("此人已有主要居所，请先迁出。"),
            ),
            models.UniqueConstraint(
                fields=["person", "dwelling", "role"],
                condition=Q(until__isnull=True),
                name="residency_open_once",
                violation_error_message=_("此人已登记在这套房屋。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["dwelling"], name="residency_open_home", condition=Q(until__isnull=True)
            )
        ]


class Property(Dated):
    """What is owned or let: a dwelling or a shop, exactly one."""

    dwelling = models.ForeignKey(
        "territory.Dwelling",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    shop = models.ForeignKey(
        "territory.Shop", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Dated.Meta):
        abstract = True

    @property
    def thing(self) -> Any:
        """The dwelling or the shop."""
        return self.dwelling or self.shop

    @property
    def ended(self) -> bool:
        """Whether it no longer holds today."""
        return self.until is not None and self.until <= clock.today()


class Ownership(Identified, Recorded, Property):
    """A share in a dwelling or shop (产权), held by a person or an organisation."""

    person = models.ForeignKey(
        "registry.Resident", null=True, blank=True, on_delete=models.PROTECT, related_name="owned"
    )
    organisation = models.ForeignKey(
        "territory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    share_num = models.PositiveIntegerField(_("份额分子"), default=1)
    share_den = models.PositiveIntegerField(_("份额分母"), default=1)
    certificate_no = models.CharField(_("产权证号"), max_length=60, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=one_of("dwelling", "shop"),
                name="ownership_one_thing",
                violation_error_message=_("请选择一套房屋或一个店面。"),
            ),
            models.CheckConstraint(
                condition=one_of("person", "organisation"),
                name="ownership_one_party",
                violation_error_message=_("产权人请选择个人或单位，只选一个。"),
            ),
            models.CheckConstraint(
                condition=Q(share_num__gt=0, share_den__gte=F("share_num")),
                name="ownership_share",
                violation_error_message=_("产权份额应大于0、不超过1。"),
            ),
        ]


class Tenancy(Identified, Recorded, Property):
    """A lease (租赁): ``since`` and ``until`` are its first day and the day after its last."""

    landlord = models.ForeignKey(
        "registry.Resident", null=True, blank=True, on_delete=models.PROTECT, related_name="let"
    )
    landlord_organisation = models.ForeignKey(
        "territory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    tenant = models.ForeignKey(
        "registry.Resident", null=True, blank=True, on_delete=models.PROTECT, related_name="rented"
    )
    tenant_organisation = models.ForeignKey(
        "territory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agent = models.ForeignKey(
        "territory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_room = models.BooleanField(_("分间出租"), default=False)
    filing_no = models.CharField(_("备案号"), max_length=60, blank=True)

    class Meta(Dated.Meta):
        verbose_name_plural = "tenancies"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=one_of("dwelling", "shop"),
                name="tenancy_one_thing",
                violation_error_message=_("请选择一套房屋或一个店面。"),
            ),
            models.CheckConstraint(
                condition=one_of("landlord", "landlord_organisation"),
                name="tenancy_one_landlord",
                violation_error_message=_("出租人请选择个人或单位，只选一个。"),
            ),
            models.CheckConstraint(
                condition=one_of("tenant", "tenant_organisation"),
                name="tenancy_one_tenant",
                violation_error_message=_("承租人请选择个人或单位，只选一个。"),
            ),
            models.CheckConstraint(
                condition=(
                    Q(landlord__isnull=True) | Q(tenant__isnull=True) | ~Q(landlord=F("tenant"))
                )
                & (
                    Q(landlord_organisation__isnull=True)
                    | Q(tenant_organisation__isnull=True)
                    | ~Q(landlord_organisation=F("tenant_organisation"))
                ),
                name="tenancy_two_parties",
                violation_error_message=_("出租人和承租人不能是同一人。"),
            ),
        ]


class ShopOperation(Identified, Recorded, Dated):
    """Who trades in a shop front, from when to when: a new operator, the same shop."""

    shop = models.ForeignKey("territory.Shop", on_delete=models.PROTECT, related_name="operations")
    operator = models.ForeignKey(
        "registry.Resident", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    operator_organisation = models.ForeignKey(
        "territory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    trade_name = models.CharField(_("商号"), max_length=60)
    licence_no = models.CharField(_("营业执照号"), max_length=40, blank=True)
    staff_count = models.PositiveIntegerField(_("从业人数"), null=True, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=one_of("operator", "operator_organisation"),
                name="shop_operation_one_operator",
                violation_error_message=_("经营者请选择个人或单位，只选一个。"),
            ),
            models.UniqueConstraint(
                fields=["shop"],
                condition=Q(until__isnull=True),
                name="shop_operation_one_open",
                violation_error_message=_("这个店面已有经营者，请先结束原来的经营。"),
            ),
        ]


class OrganisationContact(Identified, Recorded, Dated):
    """Whom to speak to at an organisation or a shop, and in which role."""

    organisation = models.ForeignKey(
        "territory.Organisation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="contacts",
    )
    shop = models.ForeignKey(
        "territory.Shop", null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    person = models.ForeignKey(
        "registry.Resident", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("姓名"), max_length=50, blank=True)
    role = models.CharField(_("职责"), max_length=9, choices=ContactRole)
    phone = SealedField(_("联系电话"), blank=True)
    phone_index = models.CharField(max_length=32, editable=False, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=one_of("organisation", "shop"),
                name="contact_one_place",
                violation_error_message=_("联系人请登记在一家单位或一个店面。"),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | Q(person__isnull=True) & ~Q(name=""),
                name="contact_person_or_name",
                violation_error_message=_("请选择居民，或填写联系人姓名。"),
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(
                    role=ContactRole.LEGAL_REP, until__isnull=True, organisation__isnull=False
                ),
                name="contact_one_legal_rep",
                violation_error_message=_("该单位已有法定代表人，请先结束原来的。"),
            ),
        ]
