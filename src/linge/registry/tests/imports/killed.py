"""A writing process that can be killed for real: run by `test_killed`, one deed per process.

``python -m linge.registry.tests.imports.killed prepare|write|count``; the database is that of
``LINGE_DATA_DIR``.
"""

import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linge.site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  after setup

from linge.kernel.access import Actor  # noqa: E402  after setup
from linge.registry import jobs  # noqa: E402  after setup
from linge.registry.actions import imports  # noqa: E402  after setup
from linge.registry.actions.imports import applying  # noqa: E402  after setup
from linge.registry.models import ImportBatch, Resident  # noqa: E402  after setup

from . import messy, town  # noqa: E402  after setup

applying.CHUNK = 10


def prepare() -> None:
    """A confirmed batch of some hundred people."""
    call_command("migrate", verbosity=0)
    community = town.make_community()
    by = Actor.clock("service", node=community.path)
    data = messy.write(town.PLACES, corrected=True).data
    batch = imports.receive_workbook(
        data, "人口.xlsx", by=by, community=community, subject="residents"
    )
    imports.map_columns(batch, by=by, choices={c["index"]: c["field"] for c in batch.columns})
    imports.check_batch(batch, by=by)
    imports.confirm_batch(batch, by=by, start=False)


def write() -> None:
    """Write it, or go on; says when each chunk is on record."""
    real = applying._apply_chunk

    def spoken(*told: Any) -> bool:
        more = real(*told)
        print("chunk", flush=True)
        return more

    applying._apply_chunk = spoken
    jobs.apply_batch(ImportBatch.objects.get().pk)


def count() -> None:
    """People on record, how many different, rows written, rows in all."""
    batch = ImportBatch.objects.get()
    people = Resident.objects.count()
    different = Resident.objects.values("name", "birth_date", "documents__number_index").distinct()
    written = batch.rows.exclude(applied_at=None).count()
    print(people, different.count(), written, batch.total, batch.state)


if __name__ == "__main__":
    {"prepare": prepare, "write": write, "count": count}[sys.argv[1]]()
