"""Two workbooks somebody brought: one is written, one waits in the preview with its faults."""

import csv
import io
from random import Random

from linge.accounts.actors import actor_of
from linge.kernel.access import Actor
from linge.registry.actions import imports
from linge.registry.models import ImportBatch
from linge.registry.rules.importing.states import Subject
from linge.territory.models import Dwelling

from .cast import Cast
from .places import Community
from .workbooks import empty_homes, people

HOMES = 40
AREAS = ("89.5", "101.2", "76.8", "120", "58.6")
OFFICERS = ("周敏", "徐刚")


def bring(community: Community, cast: Cast, rng: Random) -> None:
    """A list of areas of homes is on record; a messy list of people is not yet."""
    officer = actor_of(next(cast.people[name] for name in OFFICERS if name in cast.people))
    areas = _checked(
        community, officer, "房屋建筑面积.csv", Subject.DWELLINGS, _areas(community, rng)
    )
    imports.confirm_batch(areas, by=officer, start=False)
    imports.apply_batch(areas, by=officer)
    imports.destroy_workbook(areas, officer)
    book = people(empty_homes(community.region), rng)
    _checked(community, officer, book.name, Subject.RESIDENTS, book.data)


def _checked(
    community: Community, by: Actor, filename: str, subject: Subject, data: bytes
) -> ImportBatch:
    """A workbook received, its columns understood, every row judged."""
    batch = imports.receive_workbook(
        data, filename, by=by, community=community.region, subject=subject
    )
    choices = {column["index"]: column["field"] for column in batch.columns}
    imports.map_columns(batch, by=by, choices=choices)
    return imports.check_batch(batch, by=by)


def _areas(community: Community, rng: Random) -> bytes:
    columns = ("building__number", "unit__number", "room")
    homes = Dwelling.objects.filter(community=community.region, unit__isnull=False)
    named = homes.order_by("path").values_list("estate__name", "building__lane__name", *columns)
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(("小区", "楼栋", "单元", "房号", "建筑面积(㎡)"))
    for estate, lane, *door in named[:HOMES]:
        lines.writerow((estate or lane, *door, rng.choice(AREAS)))
    return out.getvalue().encode()
