"""The values ledgers print: as the mask leaves them, and in the clear for those approved."""

from collections.abc import Callable
from typing import Any

from linge.kernel import clock, crypto, masking
from linge.territory.queries import address_text, building_text

from .. import codes, numbers, queries
from ..models import IdentityDocument, Phone, Resident
from .declared import Getter, LedgerColumn, Words


def of(path: str, getter: Callable[[Any], Any]) -> Getter:
    """``getter`` of what stands under an attribute of the row; nothing where nothing stands."""

    def value(row: Any) -> Any:
        for name in path.split("."):
            row = getattr(row, name, None)
        return getter(row) if row is not None else ""

    return value


def sex(person: Resident) -> str:
    return codes.table("sex").get(person.sex, "")[:1] if person.sex in "12" else ""


def age_band(person: Resident) -> str:
    return masking.age_band(person.birth_date, clock.today()) if person.birth_date else ""


def home(person: Any) -> Any:
    """The main home among those fetched, if there is one."""
    return next(iter(person.main_homes), None)


def home_address(person: Any) -> str:
    found = home(person)
    return address_text(found.dwelling) if found else ""


def home_grid(person: Any) -> str:
    found = home(person)
    return grid(found.dwelling) if found else ""


def grid(row: Any) -> str:
    return row.grid.name if row.grid else ""


def document(person: Any) -> IdentityDocument | None:
    return next(iter(person.papers), None)


def phone(person: Any) -> Phone | None:
    return next(iter(person.main_phones), None)


def masked_document(person: Any) -> str:
    held = document(person)
    return queries.shown_number(held) if held else ""


def clear_document(person: Any) -> str:
    held = document(person)
    return numbers.clear(held) if held else ""


def masked_phone(person: Any) -> str:
    held = phone(person)
    return queries.shown_phone(held) if held else ""


def clear_phone(person: Any) -> str:
    held = phone(person)
    return numbers.clear(held) if held else ""


def party(person: str, organisation: str) -> Getter:
    """The name of a person or of an organisation, whichever the row has."""

    def value(row: Any) -> str:
        found = getattr(row, person) or getattr(row, organisation)
        return found.name if found else ""

    return value


def masked_contact(organisation: Any) -> str:
    found = next(iter(organisation.representatives), None)
    return queries.shown_contact_phone(found) if found else ""


def clear_contact(organisation: Any) -> str:
    found = next(iter(organisation.representatives), None)
    return crypto.open_field(found, "phone") if found and found.phone else ""


def representative(organisation: Any) -> str:
    found = next(iter(organisation.representatives), None)
    return (found.person.name if found.person else found.name) if found else ""


def place_name(building: Any) -> str:
    """The estate, lane or street a building stands in."""
    return str(building.estate or building.lane or building.street_front or "")


def front(shop: Any) -> str:
    where = building_text(shop.building) if shop.building else str(shop.place)
    return f"{where} {shop.front_no}"


def trading(shop: Any) -> Any:
    return next(iter(shop.trading), None)


def attribute(name: str) -> Getter:
    """A fact of the row itself."""
    return lambda row: getattr(row, name)


def words(name: str) -> Getter:
    """A code of the row in its words."""
    return lambda row: str(getattr(row, f"get_{name}_display")())


def column(name: str, label: Words, value: Getter, **more: Any) -> LedgerColumn:
    return LedgerColumn(name, label, value, **more)
