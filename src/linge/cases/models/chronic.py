"""A place where the same trouble comes back, proposed to the community leader (反复点位)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from linge.kernel.db import path_field
from linge.kernel.models import Identified


class ChronicPlace(Identified):
    """One proposal for one small category and place, known by its first case.

    It grows while more cases come; the leader opens a parent case for it, or lets it rest until a
    day, after which further cases bring it back.
    """

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    path = path_field()
    category = models.ForeignKey(
        "cases.Category", verbose_name=_("小类"), on_delete=models.PROTECT, related_name="+"
    )
    first_case = models.ForeignKey(
        "cases.Case", verbose_name=_("第一件"), on_delete=models.CASCADE, related_name="+"
    )
    cases: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        "cases.Case", verbose_name=_("事件"), related_name="chronic_places"
    )
    found_at = models.DateTimeField(_("发现时间"))
    parent = models.ForeignKey(
        "cases.Case",
        verbose_name=_("母事件"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    dismissed_until = models.DateField(_("暂不处理到"), null=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "first_case"], name="chronic_place_once")
        ]
        ordering = ["-found_at", "-id"]
