"""Measures an import as a community meets it: 50,000 rows × 30 columns into an empty register.

``python -m bench.imports [ROWS]`` prints seconds, processor time and peak memory of each step. Every
step runs in a process of its own, against a database made for the purpose.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linge.site.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  after setup
from django.db import connection  # noqa: E402  after setup

from bench.sheets import A_BUILDING, FLOORS, HOMES, UNITS, workbook  # noqa: E402  after setup
from linge.kernel.access import Actor  # noqa: E402  after setup
from linge.registry.actions import imports  # noqa: E402  after setup
from linge.registry.models import ImportBatch  # noqa: E402  after setup
from linge.territory import actions as territory  # noqa: E402  after setup
from linge.territory.actions import Plan  # noqa: E402  after setup
from linge.territory.models import Region  # noqa: E402  after setup

ROWS = 50_000
CODES = ("99", "9901", "990101", "990101001", "990101001001")
STEPS = ("preview", "apply", "again", "undo")


def build(rows: int) -> None:
    """An empty register: one community with a home for every three rows."""
    call_command("migrate", verbosity=0)
    by, region = Actor.clock("service"), None
    for code in CODES:
        region = territory.create_region(by=by, code=code, name=f"示范{code}", parent=region)
    estate = territory.open_estate(region, by=by, name="锦绣花园")
    for number in range(1, -(-rows // 3 // A_BUILDING) + 1):
        plan = Plan(units=UNITS, floors=FLOORS, homes=HOMES)
        territory.raise_building(estate, by=by, number=str(number), plan=plan)


def preview(data: bytes) -> str:
    """From the file to the preview."""
    community = Region.objects.get(code=CODES[-1])
    by = Actor.clock("service", node=community.path)
    batch = imports.receive_workbook(
        data, "居民.xlsx", by=by, community=community, subject="residents"
    )
    imports.map_columns(batch, by=by, choices={c["index"]: c["field"] for c in batch.columns})
    imports.check_batch(batch, by=by)
    return str(batch.counts)


def apply(_data: bytes) -> str:
    """Write the last batch."""
    batch, by = last()
    imports.confirm_batch(batch, by=by, start=False)
    imports.apply_batch(batch, by=by)
    return str(batch.counts)


def undo(_data: bytes) -> str:
    """Take the written batch back."""
    batch, by = last(state="applied")
    imports.roll_back(batch, by=by)
    return f"{len(batch.kept)} kept"


def last(**state: str) -> tuple[ImportBatch, Actor]:
    batch = ImportBatch.objects.filter(**state).select_related("community").latest("pk")
    return batch, Actor.clock("service", node=batch.community.path)


def step(name: str, data: bytes) -> None:
    """One step, with its time and the most memory the process ever held."""
    deed = {"preview": preview, "apply": apply, "again": preview, "undo": undo}[name]
    connection.ensure_connection()
    start, worked = time.perf_counter(), time.process_time()
    told = deed(data)
    seconds, work = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:8} {seconds:6.1f} s ({work:5.1f} s of one core) {peak:5.0f} MiB  {told}", flush=True
    )


def main(rows: int) -> None:
    """Make the database and the file, then run every step in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "居民.xlsx"
        file.write_bytes(workbook(rows))
        told = {**os.environ, "LINGE_DATA_DIR": folder, "LINGE_DEMO": "1"}
        told.pop("DATABASE_URL", None)
        for name in ("build", *STEPS):
            command = [sys.executable, "-m", "bench.imports", name, str(rows), str(file)]
            subprocess.run(command, env=told, check=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["build", rows, _file]:
            build(int(rows))
        case [name, _rows, file]:
            step(name, Path(file).read_bytes())
        case arguments:
            main(int(arguments[0]) if arguments else ROWS)
