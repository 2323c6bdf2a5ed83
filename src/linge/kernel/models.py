"""Abstract rows every context builds on, and the two tables that guard the way out and in."""

from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .identifiers import uuid7
from .intervals import Span

Row = TypeVar("Row", bound=models.Model)


class Identified(models.Model):
    """A row with a name of its own that survives moves, merges and other installations."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet[Row]):
    """Rows that hold for an interval of days, half-open: ``[since, until)``."""

    def on(self, day: date) -> Self:
        """Rows that hold on the day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def open(self) -> Self:
        """Rows without an end."""
        return self.filter(until__isnull=True)

    def during(self, span: Span) -> Self:
        """Rows that hold on some day of the interval; one without a day meets nothing."""
        if span.until is not None and span.until <= span.since:
            return self.none()
        rows = self.filter(
            Q(until__isnull=True) | Q(until__gt=span.since) & Q(until__gt=F("since"))
        )
        return rows.filter(since__lt=span.until) if span.until else rows


class Dated(models.Model):
    """A row that holds from ``since`` until the day before ``until``; no ``until``: still open."""

    since = models.DateField("起始日期")
    until = models.DateField("截止日期（不含）", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    @property
    def span(self) -> Span:
        return Span(self.since, self.until)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="%(app_label)s_%(class)s_interval",
                violation_error_message="截止日期不能早于起始日期。",
            )
        ]


class OutboxMessage(Identified):
    """What leaves the building, written in the deed's own transaction, sent afterwards."""

    class Kind(models.TextChoices):
        SMS = "sms", "短信"
        MAIL = "mail", "邮件"
        IN_APP = "inapp", "站内消息"
        OPEN311 = "open311", "转到其他系统"

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField("幂等键", max_length=120, unique=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    address_sealed = models.TextField("收件地址（密文）", blank=True)
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(  # the sender's walk: what is due and not yet gone
                fields=["not_before"], name="outbox_waiting", condition=Q(sent_at__isnull=True)
            ),
            models.Index(fields=["recipient", "-created_at"], name="outbox_inbox"),
        ]


class StoredAnswer(models.Model):
    """The answer once given to a request id, so that sending twice is harmless."""

    actor_key = models.CharField(max_length=80)
    request_id = models.UUIDField()
    payload_hash = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor_key", "request_id"], name="stored_answer_once")
        ]
