"""Agencies that handle cases, posts in grid teams, and stand-ins for days of absence."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Dated, Identified

from .rules import SINGLE, WORKERS, Role


class Agency(Identified):
    """An agency that handles what is dispatched to it (责任单位). ``lines`` are its fields of work.

    It serves ``community``; an agency of the street or district names that node instead.
    """

    community = models.ForeignKey(
        "territory.Region", verbose_name=_("服务区域"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("单位名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=20)
    lines = models.JSONField(_("条线"), default=list, blank=True)
    phone = models.CharField(_("值班电话"), max_length=20, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="agency_name",
                violation_error_message=_("已有同名责任单位，请核对。"),
            )
        ]

    def __str__(self) -> str:
        return self.short_name


class Post(Identified, Dated):
    """One person in one post of one grid's team, from when to when."""

    grid = models.ForeignKey(
        "territory.Grid", verbose_name=_("网格"), on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        on_delete=models.PROTECT,
        related_name="posts",
    )
    role = models.CharField(_("岗位"), max_length=10, choices=Role)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["grid", "role"],
                condition=Q(until__isnull=True, role__in=SINGLE),
                name="post_one_open_of_a_kind",
                violation_error_message=_("这个岗位已有人在岗，请先结束原任期。"),
            ),
            models.UniqueConstraint(
                fields=["grid", "user"],
                condition=Q(until__isnull=True, role__in=WORKERS),
                name="post_a_is_not_b",
                violation_error_message=_("同一网格的A岗和B岗不能是同一人。"),
            ),
        ]
        indexes = [models.Index(fields=["user", "since"], name="post_by_user")]


class StandIn(Identified, Dated):
    """Somebody who stands in for an absent worker in a grid (顶岗), for exactly these days."""

    grid = models.ForeignKey(
        "territory.Grid", verbose_name=_("网格"), on_delete=models.PROTECT, related_name="+"
    )
    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("缺岗人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("顶岗人"),
        on_delete=models.PROTECT,
        related_name="stand_ins",
    )
    reason = models.CharField(_("原因"), max_length=120)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until__isnull=False),
                name="stand_in_has_an_end",
                violation_error_message=_("请填写顶岗的最后一天。"),
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("stand_in")),
                name="stand_in_is_another",
                violation_error_message=_("顶岗人不能是缺岗人本人。"),
            ),
        ]
        indexes = [models.Index(fields=["stand_in", "since"], name="stand_in_by_user")]

    @property
    def last_day(self) -> date | None:
        """The last day of standing in, as people say it."""
        return self.until - timedelta(days=1) if self.until else None


class FourInOne(Identified, Dated):
    """The four posts of a grid that a community inspects together (四位一体)."""

    community = models.ForeignKey(
        "territory.Region", verbose_name=_("社区"), on_delete=models.PROTECT, related_name="+"
    )
    roles = models.JSONField(_("岗位"))

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(until__isnull=True),
                name="four_in_one_open",
                violation_error_message=_("本社区已有现行的四位一体安排。"),
            ),
        ]


class SupervisorRating(Identified):
    """The supervisor's word on a grid's results of a month: five questions from 1 to 5, words.

    One line of the appraisal. It says nothing about where a worker was.
    """

    grid = models.ForeignKey(
        "territory.Grid", verbose_name=_("网格"), on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField(_("月份"))
    scores = models.JSONField(_("评分"))
    words = models.CharField(_("评语"), max_length=300, blank=True)
    rated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    rated_at = models.DateTimeField(_("评价时间"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "month"],
                name="supervisor_rating_once",
                violation_error_message=_("这个网格本月已有评价。"),
            )
        ]

    @property
    def total(self) -> int:
        """The sum of the five answers, at most 25."""
        return sum(self.scores)


class RoleWord(models.Model):
    """What a territory calls a post: grid lead 网格长 is 网格管理员 in some; the narrowest wins."""

    region = models.ForeignKey("territory.Region", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("岗位"), max_length=10, choices=Role)
    word = models.CharField(_("显示名称"), max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "role"],
                name="role_word_once",
                violation_error_message=_("这个岗位在本区域已有显示名称。"),
            )
        ]
