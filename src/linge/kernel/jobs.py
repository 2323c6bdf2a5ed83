"""Background work: a thin face over django-q2, so that the queue can change without us noticing."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from . import clock


def enqueue(job: str, *args: Any) -> None:
    """Run a job (dotted path of an idempotent function) after the present transaction commits."""
    if settings.JOBS_INLINE:
        transaction.on_commit(lambda: import_string(job)(*args))
        return
    transaction.on_commit(lambda: _hand_over(job, *args))


def _hand_over(job: str, *args: Any) -> None:
    async_task = import_string("django_q.tasks.async_task")  # its models need a ready registry
    async_task(job, *args)


def every(span: timedelta, job: str, *, at: time | None = None) -> None:
    """Make the clock start a job again and again; called at every start, idempotent.

    ``at`` is the hour in Shanghai at which it first runs, and so the hour of a daily job.
    """
    schedule = import_string("django_q.models.Schedule")
    minutes = max(1, int(span.total_seconds() // 60))
    defaults = {"func": job, "schedule_type": schedule.MINUTES, "minutes": minutes}
    first = {"next_run": _next(at)} if at else {}
    schedule.objects.update_or_create(
        name=job, defaults=defaults, create_defaults={**defaults, **first}
    )


def _next(at: time) -> datetime:
    """The next time it is that late in Shanghai."""
    now = clock.now().astimezone(clock.SHANGHAI)
    first = datetime.combine(now, at, clock.SHANGHAI)
    return first if first > now else first + timedelta(days=1)
