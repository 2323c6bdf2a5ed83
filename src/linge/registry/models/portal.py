"""Who a signed-in resident is in the register, and the slips left after a visit."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.models import Dated, Identified

from .records import one_of

SLIP_LIFE = timedelta(days=30)
SLIP_TRIES = 5


class ResidentAccount(Identified, Dated):
    """An account and the record of the person who signs in with it (居民账号)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="accounts", db_index=False
    )

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            *(
                models.UniqueConstraint(
                    fields=[side],
                    condition=Q(until__isnull=True),
                    name=f"resident_account_one_{side}",
                    violation_error_message=_("这个账号或这位居民已经关联过了。"),
                )
                for side in ("user", "person")
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class ReceiptSlip(Identified):
    """The slip of a visit (采集回执): what was recorded, why, by whom.

    It opens by its code in the portal or by QR, then with a code sent to the phone. The code is
    kept as a keyed hash.
    """

    visit = models.OneToOneField(
        "registry.Visit", null=True, blank=True, on_delete=models.CASCADE, related_name="slip"
    )
    care_visit = models.OneToOneField(
        "registry.CareVisit", null=True, blank=True, on_delete=models.CASCADE, related_name="slip"
    )
    person = models.ForeignKey(
        "registry.Resident", null=True, on_delete=models.CASCADE, related_name="slips"
    )
    made_at = models.DateTimeField(_("出具时间"), default=clock.now)
    code_hash = models.CharField(_("验证码摘要"), max_length=64, blank=True)
    code_sent_at = models.DateTimeField(_("验证码发送时间"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("已试次数"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=one_of("visit", "care_visit"), name="slip_one_visit")
        ]
        indexes = [models.Index(fields=["person", "-made_at"], name="slip_of_person")]

    def __str__(self) -> str:
        return str(self.uuid)
