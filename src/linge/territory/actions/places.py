"""Opening and correcting what lies in a community: estates, lanes, fronts, places."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from .. import permissions
from ..models import (
    Building,
    Dwelling,
    Estate,
    Grid,
    Lane,
    Organisation,
    Place,
    Region,
    Shop,
    StreetFront,
)
from ..rules import uscc
from ..rules.kinds import AHEAD_OF_HANDOVER, EstateState, Level
from .paths import take_path
from .rows import Row, changed, keep
from .seats import seat

STRUCTURE = permissions.CHANGE
ROUND = permissions.SURVEY
NAMED = {"name", "aliases"}
AMENDABLE: dict[type, tuple[str, set[str]]] = {
    Estate: (
        STRUCTURE,
        NAMED
        | {"state", "planned_units", "handover_on", "developer", "manager", "point", "outline"},
    ),
    Lane: (STRUCTURE, NAMED | {"number_from", "number_to", "centre_line"}),
    StreetFront: (STRUCTURE, NAMED | {"centre_line"}),
    Building: (
        ROUND,
        {"aliases", "floors_up", "floors_down", "use", "expected_dwellings"}
        | {"built_on", "surveyed_on", "point", "footprint"},
    ),
    Dwelling: (ROUND, {"area_m2"}),
    Organisation: (
        ROUND,
        {"name", "kind", "uscc", "industry", "legal_form", "state", "address", "point"},
    ),
    Shop: (ROUND, {"name", "trade", "state", "point"}),
    Place: (ROUND, {"name", "kind", "point", "outline", "closed_on"}),
    Grid: (permissions.DRAFT, {"name"}),
}


@transaction.atomic
def open_estate(community: Region, *, by: Actor, name: str, **facts: Any) -> Estate:
    """Add a housing estate (小区); one not handed over needs planned homes and a date."""
    return _open(Estate(community=community, name=name.strip(), **facts), by=by)


@transaction.atomic
def open_lane(community: Region, *, by: Actor, name: str, **facts: Any) -> Lane:
    """Add a lane (巷道) whose houses carry its numbers."""
    return _open(Lane(community=community, name=name.strip(), **facts), by=by)


@transaction.atomic
def open_street_front(community: Region, *, by: Actor, name: str, **facts: Any) -> StreetFront:
    """Add a street whose buildings carry its house numbers (沿街)."""
    return _open(StreetFront(community=community, name=name.strip(), **facts), by=by)


@transaction.atomic
def register_place(
    community: Region, *, by: Actor, name: str, kind: str, grid: Grid | None = None, **facts: Any
) -> Place:
    """Add a place (场所), in a grid when it is known which; a site names the estate it becomes."""
    place = Place(community=community, name=name.strip(), kind=kind, grid=grid, **facts)
    _open(place, by=by, capability=ROUND)
    seat([place])
    return place


@transaction.atomic
def register_organisation(
    community: Region, *, by: Actor, name: str, kind: str, grid: Grid | None = None, **facts: Any
) -> Organisation:
    """Add an organisation seated in the community (辖区单位); in a building it has its grid.

    Refuses with ``territory.uscc`` when the credit code is faulty.
    """
    building = facts.get("building")
    organisation = Organisation(
        community=community,
        name=name.strip(),
        kind=kind,
        grid=(building.grid if building else None) or grid,
        **{**facts, "uscc": sound_uscc(facts.get("uscc"))},
    )
    _open(organisation, by=by, capability=ROUND)
    seat([organisation])
    return organisation


@transaction.atomic
def open_shop(frontage: Building | Place, *, by: Actor, front_no: str, **facts: Any) -> Shop:
    """Add a shop front (沿街店面) to a building or a place; it lies in the same grid."""
    kind = "building" if isinstance(frontage, Building) else "place"
    shop = Shop(
        community=frontage.community,
        grid=frontage.grid,
        front_no=front_no.strip(),
        **{kind: frontage},
        **facts,
    )
    _open(shop, by=by, capability=ROUND, under=frontage.path)
    seat([shop])
    return shop


@transaction.atomic
def amend(row: Row, *, by: Actor, **changes: Any) -> Row:
    """Correct the facts of a place; what changed stays in the trail.

    Numbers, parents, grids and uses have deeds of their own and cannot be amended.
    """
    capability, fields = AMENDABLE[type(row)]
    permissions.require(by, capability, row)
    if refused := changes.keys() - fields:
        raise Refused("territory.not_amendable", str(_("这些内容不能直接修改。")), min(refused))
    if isinstance(row, Estate):
        _is_no_handover(row, changes)
    if "uscc" in changes:
        changes["uscc"] = sound_uscc(changes["uscc"])
    if differences := changed(row, changes):
        keep(row)
        record(by, "territory.amend", row, changes=differences)
    return row


def _is_no_handover(estate: Estate, changes: dict[str, Any]) -> None:
    """Taking an estate into use is a deed of its own."""
    ahead = estate.state in AHEAD_OF_HANDOVER
    if ahead and changes.get("state") == EstateState.HANDED_OVER:
        raise Refused(
            "territory.hand_it_over", str(_("交付请在小区页面办理，以便核对户数。")), "state"
        )


def sound_uscc(raw: str | None) -> str | None:
    """The credit code in its one form, nothing when blank; refuses one that cannot be right."""
    if not raw or not raw.strip():
        return None
    checked = uscc.check_uscc(raw)
    if checked.error:
        words = {
            "length": _("统一社会信用代码应为18位，请核对。"),
            "characters": _("统一社会信用代码中有不会出现的字符（如 I、O、S、V、Z），请核对。"),
            "checksum": _("统一社会信用代码的校验位不对，请逐位核对。"),
        }
        offered = checked.suggestion and _("是不是%(code)s？") % {"code": checked.suggestion}
        raise Refused("territory.uscc", f"{words[checked.error]}{offered}", "uscc")
    return checked.value


def _open(row: Row, *, by: Actor, capability: str = STRUCTURE, under: str = "") -> Row:
    """Check, give a path, save and record a new row; it lies under its community by default."""
    community: Region = row.community  # type: ignore[attr-defined]  # all rows here are Located
    if community.level != Level.COMMUNITY:
        raise Refused("territory.not_a_community", str(_("请选择所属社区。")), "community")
    row.path = under or community.path  # type: ignore[attr-defined]  # every row given here lies on a path
    permissions.require(by, capability, row)
    row.path = take_path(row.path)  # type: ignore[attr-defined]  # every row given here lies on a path
    keep(row)
    record(by, f"territory.open_{row._meta.model_name}", row)
    return row
