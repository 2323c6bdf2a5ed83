"""Every job that is meant for the clock is started by it."""

import inspect
from datetime import time, timedelta
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.utils.module_loading import import_string
from django_q.models import Schedule

from linge.kernel import jobs
from linge.site.management.commands.serve import CLOCKWORK

NAMED = {job for _span, job, _at in CLOCKWORK}


def clock_jobs():
    """The public functions of every `jobs.py` that need no argument."""
    rooms = [f"{app.name}.jobs" for app in apps.get_app_configs() if app.name.startswith("linge.")]
    found = [import_module(room) for room in rooms if find_spec(room)]
    return {
        f"{room.__name__}.{name}"
        for room in found
        for name, job in inspect.getmembers(room, inspect.isfunction)
        if job.__module__ == room.__name__ and not name.startswith("_")
        and all(p.default is not p.empty for p in inspect.signature(job).parameters.values())
    }  # fmt: skip


def test_the_clock_starts_every_job_meant_for_it():
    assert clock_jobs() == {job for job in NAMED if ".jobs." in job}


@pytest.mark.parametrize("job", sorted(NAMED))
def test_what_the_clock_starts_exists(job):
    assert callable(import_string(job))


@pytest.mark.django_db
def test_a_nightly_job_keeps_its_hour_however_often_we_start(at):
    at("2026-11-24 10:00")
    jobs.every(timedelta(days=1), "linge.registry.jobs.audit_records", at=time(3))
    first = Schedule.objects.get().next_run
    at("2026-11-24 18:00")
    jobs.every(timedelta(days=1), "linge.registry.jobs.audit_records", at=time(3))
    assert Schedule.objects.get().next_run == first
    assert first.isoformat() == "2026-11-24T19:00:00+00:00", "three o'clock in Shanghai"
