"""Naming the divisions of the country, from the province to the community."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.kernel.refusals import Refused

from .. import permissions
from ..models import Region
from ..rules import codes
from ..rules.kinds import Level
from .paths import take_path
from .rows import keep


@transaction.atomic
def create_region(
    *,
    by: Actor,
    code: str,
    name: str,
    parent: Region | None = None,
    since: date | None = None,
    urban_class: int | None = None,
) -> Region:
    """Add a division under its parent; the code's length says its level.

    Refuses with ``territory.code_level`` or ``territory.code_parent``.
    """
    level = _level_below(code, parent)
    region = Region(
        level=level,
        code=code,
        name=name.strip(),
        parent=parent,
        urban_class=urban_class,
        since=since or today(),
        path=parent.path if parent else "",
    )
    permissions.require(by, permissions.LOAD, region)
    region.path = take_path(region.path)
    keep(region)
    record(by, "territory.create_region", region, code=code)
    return region


def _level_below(code: str, parent: Region | None) -> Level:
    level = codes.level_of(code)
    above = Level(parent.level) if parent else None
    if level is None or codes.parent_level(level) != above:
        raise Refused(
            "territory.code_level", str(_("区划代码的位数与级别不符，请核对代码和上级。")), "code"
        )
    if parent and not parent.holder and not codes.code_fits(code, level, parent.code):
        raise Refused("territory.code_parent", str(_("区划代码要以上级的代码开头。")), "code")
    return level
