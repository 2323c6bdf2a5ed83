"""When not to knock, and which entries are looked at again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.db import path_field
from linge.kernel.models import Dated, Identified

from ..rules.kinds import SampleResult


class QuietDoor(Identified, Dated):
    """Hours at which a household does not want to be called on (请勿打扰).

    ``opens`` and ``closes`` are times of day in Shanghai; both empty: at no time. A span past
    midnight is written with ``closes`` before ``opens``.
    """

    dwelling = models.ForeignKey(
        "territory.Dwelling", on_delete=models.CASCADE, related_name="quiet_hours"
    )
    opens = models.TimeField(_("从"), null=True, blank=True)
    closes = models.TimeField(_("到"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=60, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False),
                name="quiet_door_span",
                violation_error_message=_("请同时填写起止时间，或都不填表示全天。"),
            ),
            models.UniqueConstraint(
                fields=["dwelling"],
                condition=Q(until__isnull=True),
                name="quiet_door_one_open",
                violation_error_message=_("这一户已登记请勿打扰时段，请先撤销。"),
            ),
        ]


class SampleCheck(Identified):
    """A run of confirmations so quick that a lead looks at three of them again (抽查).

    It flags entries, not a person, and changes no figure.
    """

    community = models.ForeignKey(
        "territory.Region", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    path = path_field()
    grid = models.ForeignKey(
        "territory.Grid", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    began_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"))
    doors = models.PositiveSmallIntegerField(_("户数"))
    opened_at = models.DateTimeField(_("提出时间"), default=clock.now)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["community", "-opened_at"], name="sample_of_community")]


class SampledVisit(models.Model):
    """One of the entries a lead looks at again, and what was found."""

    check_of = models.ForeignKey(
        "registry.SampleCheck", on_delete=models.CASCADE, related_name="sampled"
    )
    visit = models.ForeignKey("registry.Visit", on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("抽查结果"), max_length=9, choices=SampleResult, blank=True)
    note = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of", "visit"], name="sampled_visit_once")
        ]
