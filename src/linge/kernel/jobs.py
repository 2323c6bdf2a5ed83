"""Background work: a thin face over django-q2, so that the queue can change without us noticing."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string


def enqueue(job: str, *args: Any) -> None:
    """Run a job (dotted path of an idempotent function) after the present transaction commits."""
    if settings.JOBS_INLINE:
        transaction.on_commit(lambda: import_string(job)(*args))
        return
    transaction.on_commit(lambda: _hand_over(job, *args))


def _hand_over(job: str, *args: Any) -> None:
    async_task = import_string("django_q.tasks.async_task")  # its models need a ready registry
    async_task(job, *args)


def every(span: timedelta, job: str) -> None:
    """Make the clock start a job again and again; called once at installation, idempotent."""
    schedule = import_string("django_q.models.Schedule")
    minutes = max(1, int(span.total_seconds() // 60))
    schedule.objects.update_or_create(
        name=job, defaults={"func": job, "schedule_type": schedule.MINUTES, "minutes": minutes}
    )
