"""`linge serve`: the web server and the worker of background jobs, under one parent."""

import os
import signal
import subprocess
import sys
from datetime import time, timedelta
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from linge.kernel import jobs

CLOCKWORK = (
    (timedelta(minutes=1), "linge.kernel.outbox.send_waiting", None),
    (timedelta(minutes=5), "linge.staff.jobs.tell_uncovered_grids", None),
    (timedelta(minutes=5), "linge.cases.jobs.keep_figures", None),
    (timedelta(minutes=15), "linge.registry.jobs.destroy_workbooks", None),
    (timedelta(minutes=15), "linge.files.jobs.end_exports", None),
    (timedelta(minutes=15), "linge.integrations.jobs.take_up_batch", None),
    (timedelta(minutes=15), "linge.integrations.jobs.take_updates", None),
    (timedelta(minutes=15), "linge.registry.jobs.keep_care_in_time", None),
    (timedelta(minutes=5), "linge.cases.jobs.escalate", None),
    (timedelta(minutes=5), "linge.cases.jobs.go_on_after_waiting", None),
    (timedelta(hours=1), "linge.registry.jobs.run_overdue_edits", None),
    (timedelta(hours=1), "linge.territory.jobs.begin_divisions", None),
    (timedelta(days=1), "linge.registry.jobs.find_matches", time(1)),
    (timedelta(days=1), "linge.cases.jobs.find_chronic_places", time(2)),
    (timedelta(days=1), "linge.registry.jobs.audit_records", time(3)),
    (timedelta(days=1), "linge.registry.jobs.forget_bookmarks", time(4)),
    (timedelta(days=1), "linge.registry.jobs.remind_checkers", time(8)),
    (timedelta(days=1), "linge.cases.jobs.remind_of_confirmations", time(8)),
)
"""How often a job runs, its name, and at what hour in Shanghai where that matters."""
GRACE = "30"


class Command(BaseCommand):
    """Serve until told to stop; both children end gracefully."""

    help = "Serve the pages and run the background jobs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port")
        parser.add_argument("--workers", default="2", help="web worker processes")
        parser.add_argument(
            "--migrate", action="store_true", help="bring the database up to date first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["migrate"]:
            call_command("migrate", verbosity=0)
        for span, job, at in CLOCKWORK:
            jobs.every(span, job, at=at)
        children = [subprocess.Popen(command) for command in _commands(options)]

        def stop(number: int, frame: FrameType | None) -> None:
            for child in children:
                child.send_signal(signal.SIGTERM)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        status = children[0].wait()
        stop(0, None)
        for child in children[1:]:
            child.wait()
        raise SystemExit(0 if status in (0, -signal.SIGTERM) else 1)


def _commands(options: dict[str, Any]) -> list[list[str]]:
    web = [
        *(sys.executable, "-m", "gunicorn", "linge.site.wsgi:application"),
        *("--worker-class", "gthread", "--threads", "4", "--workers", options["workers"]),
        *("--bind", options["bind"], "--graceful-timeout", GRACE, "--log-level", "warning"),
    ]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linge.site.settings")
    return [web, [sys.executable, "-m", "linge", "qcluster"]]
