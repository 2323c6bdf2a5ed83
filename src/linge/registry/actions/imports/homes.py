"""Writing rows about homes: new doors in known buildings, floor area, use, other spellings."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory import actions as territory
from linge.territory.models import AddressAlias, Building, Dwelling, DwellingUse, Unit
from linge.territory.rules.addresses import number_key
from linge.territory.rules.kinds import AliasSource

from ...models import ImportBatch
from ...queries.imports.batches import RowPayload
from ...queries.imports.register import dwellings_held
from ...rules.importing.matching import decide_home
from ...rules.importing.states import RowOutcome
from .undo import Key, Undo, difference, stored


class HomesWriter:
    """Writes one chunk of rows about homes."""

    def __init__(self, batch: ImportBatch, by: Actor) -> None:
        self.batch, self.by = batch, by

    def write(self, told: Sequence[RowPayload]) -> dict[int, Undo]:
        held = dwellings_held({r.values["dwelling"] for r in told if "dwelling" in r.values})
        undone: dict[int, Undo] = {}
        for row in told:
            pk = row.values.get("dwelling", 0)
            columns = dict.fromkeys(("area_m2", "use", "floor", "plate"), 0)
            decision = decide_home(row.judged, held.get(pk), columns)
            if row.outcome == RowOutcome.UPDATED and decision.changes.keys() < row.changes.keys():
                continue
            if (undo := self._row(row)) is not None:
                undone[row.number] = undo
        return undone

    def _row(self, row: RowPayload) -> Undo | None:
        try:
            if row.outcome == RowOutcome.NEW:
                return self._new_door(row.values)
            return self._amend(row)
        except (Refused, Building.DoesNotExist):
            return None

    def _building(self, values: dict[str, Any]) -> Building:
        found = [
            building
            for building in Building.objects.filter(
                community=self.batch.community,
                number_key=number_key(values["building"]),
            ).select_related("estate", "lane", "street_front")
            if str(building.estate or building.lane or building.street_front) == values["estate"]
        ]
        if len(found) != 1:
            raise Building.DoesNotExist
        return found[0]

    def _new_door(self, values: Any) -> Undo:
        building = self._building(values)
        undo = Undo()
        unit = self._unit(building, values.get("unit", ""), undo)
        dwelling = territory.add_dwelling(
            building,
            by=self.by,
            unit=unit,
            floor=int(values.get("floor", 1)),
            room=values["room"],
            area_m2=Decimal(values["area_m2"]) if values.get("area_m2") else None,
        )
        undo.made(dwelling)
        if use := values.get("use"):
            territory.set_use(dwelling, by=self.by, use=use)
        if plate := values.get("plate"):
            territory.name_address(dwelling, by=self.by, text=plate, source=AliasSource.IMPORT)
        undo.created += [key for key in _rows_of(dwelling) if key not in undo.created]
        return undo

    def _unit(self, building: Building, number: str, undo: Undo) -> Unit | None:
        if not number:
            return None
        for unit in building.units.all():
            if number_key(unit.number) == number_key(number):
                return unit
        unit = territory.add_unit(building, by=self.by, number=number)
        undo.made(unit)
        return unit

    def _amend(self, row: RowPayload) -> Undo:
        dwelling = Dwelling.objects.get(pk=row.values["dwelling"], community=self.batch.community)
        before = _rows_of(dwelling)
        new = {name: pair[1] for name, pair in row.changes.items()}
        if "area_m2" in new:
            area = Decimal(new["area_m2"]) if new["area_m2"] else None
            territory.amend(dwelling, by=self.by, area_m2=area)
        if "use" in new:
            territory.set_use(dwelling, by=self.by, use=new["use"])
        if "plate" in new:
            territory.name_address(
                dwelling, by=self.by, text=new["plate"], source=AliasSource.IMPORT
            )
        return difference(before, _rows_of(dwelling))


def _rows_of(dwelling: Dwelling) -> dict[Key, dict[str, Any]]:
    rows = stored(Dwelling, pk=dwelling.pk)
    rows |= stored(DwellingUse, dwelling=dwelling)
    return rows | stored(AddressAlias, dwelling=dwelling)
