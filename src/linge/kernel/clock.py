"""The one clock of the house: everything asks here, so that a test can set it."""

from datetime import date, datetime

from django.utils import timezone

from .zone import SHANGHAI as SHANGHAI


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The calendar day in Asia/Shanghai."""
    return now().astimezone(SHANGHAI).date()
