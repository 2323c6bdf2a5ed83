"""The lists as sheets (名册): what a list page shows, in the columns an import reads.

A sheet carries the number of every row, so that it may be corrected and sent back: what was not
touched changes nothing, and a masked cell leaves what the register holds.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linge.kernel.access import DataClass
from linge.territory import filters as territory_filters
from linge.territory.queries import address_text

from .. import columns, filters, permissions
from ..models import HEAD
from ..queries import sheets
from . import cells
from .cells import attribute, of
from .declared import Getter, Ledger, LedgerColumn
from .worded import coded, dated, yes_no

C1, C2, C3 = DataClass.C1, DataClass.C2, DataClass.C3


class Columns:
    """Columns of one kind of sheet, named and headed as its import reads them."""

    def __init__(self, subject: str, klass: DataClass) -> None:
        self.fields, self.klass = columns.fields(subject), klass
        self.record = self("record", attribute("uuid"), klass=C1, width=38)

    def __call__(self, name: str, value: Getter, **more: Any) -> LedgerColumn:
        facts = {"klass": self.klass, **more}
        return LedgerColumn(name, self.fields[name].label, value, **facts)

    def coded(self, name: str, value: Getter, **more: Any) -> LedgerColumn:
        """A code in the word an import knows it by, whatever the language of the page."""
        return self(name, coded(self.fields[name].table, value), **more)


def home_fact(name: str) -> Getter:
    """A fact of the tie to the main home."""
    return lambda person: getattr(cells.home(person), name, "")


def hukou_fact(name: str) -> Getter:
    return lambda person: getattr(next(iter(person.open_hukou), None), name, "")


def household_no(person: Any) -> str:
    """Enough of the number of the household to tell two in one home apart."""
    return person.families[0].household.uuid.hex[-8:] if person.families else ""


def head_of(household: Any) -> Any:
    members = (member for member in household.open_members if member.relation == HEAD)
    return next((member.person for member in members), None)


of_resident = Columns("residents", C2)
RESIDENTS = Ledger(
    code="resident-list",
    title=_("居民名册"),
    about=_("居民名单上的人，一人一行。"),
    capability=permissions.VIEW,
    query=sheets.residents,
    columns=(
        of_resident.record,
        of_resident("household_no", household_no, width=10),
        of_resident("name", attribute("name"), width=10),
        of_resident("former_name", attribute("former_name"), width=10),
        of_resident.coded("relation", lambda p: p.families[-1].relation if p.families else ""),
        of_resident("sex", lambda p: {"1": "男", "2": "女"}.get(p.sex, ""), width=6),
        of_resident(
            "birth_date",
            cells.age_band,
            klass=C3,
            clear=dated("birth_date", "birth_precision"),
            width=12,
        ),
        of_resident.coded("id_kind", lambda p: getattr(cells.document(p), "kind", "")),
        of_resident(
            "id_number", cells.masked_document, klass=C3, clear=cells.clear_document, width=20
        ),
        of_resident("phone", cells.masked_phone, klass=C3, clear=cells.clear_phone, width=13),
        of_resident.coded("nationality", attribute("nationality"), width=8),
        of_resident.coded("marital", attribute("marital"), width=8),
        of_resident.coded("education", attribute("education"), width=8),
        of_resident("address", cells.home_address, width=26),
        of_resident.coded("role", home_fact("role")),
        of_resident("since", home_fact("since"), width=12),
        of_resident.coded("hukou_state", hukou_fact("state")),
        of_resident("left", lambda p: yes_no(hukou_fact("left")(p)), width=8),
        of_resident("left_street_on", hukou_fact("left_street_on"), width=12),
        of_resident.coded("left_reason", hukou_fact("left_reason")),
    ),
    order=("name", "pk"),
    filter=filters.ResidentFilter,
    counted=_("合计 %(n)s 人"),
    dated=True,
)
of_household = Columns("households", C2)
HOUSEHOLDS = Ledger(
    code="household-list",
    title=_("户名册"),
    about=_("户名单上的户，一户一行。"),
    capability=permissions.VIEW,
    query=sheets.households,
    columns=(
        of_household.record,
        of_household("address", of("dwelling", address_text), width=26),
        of_household("head_name", lambda h: getattr(head_of(h), "name", ""), width=10),
        of_household(
            "head_id",
            lambda h: cells.masked_document(head) if (head := head_of(h)) else "",
            klass=C3,
            clear=lambda h: cells.clear_document(head) if (head := head_of(h)) else "",
            width=20,
        ),
        of_household.coded("living_kind", attribute("living_kind")),
        of_household("shared", lambda h: yes_no(h.shared), width=8),
        of_household("since", attribute("since"), width=12),
    ),
    order=("dwelling__path", "pk"),
    filter=filters.HouseholdFilter,
    counted=_("合计 %(n)s 户"),
)
of_dwelling = Columns("dwellings", C1)
DWELLINGS = Ledger(
    code="dwelling-list",
    title=_("房屋名册"),
    about=_("房屋名单上的房屋，一套一行。"),
    capability=permissions.VIEW,
    query=sheets.dwellings,
    columns=(
        of_dwelling.record,
        of_dwelling("estate", of("building", cells.place_name), width=18),
        of_dwelling("building", of("building", attribute("number")), width=8),
        of_dwelling("unit", of("unit", attribute("number")), width=8),
        of_dwelling("room", attribute("room"), width=8),
        of_dwelling("floor", attribute("floor"), width=8),
        of_dwelling("area_m2", attribute("area_m2"), width=10),
        of_dwelling.coded("use", attribute("use"), width=10),
    ),
    order=("path", "pk"),
    filter=filters.DwellingFilter,
    counted=_("合计 %(n)s 套"),
    dated=True,
)
of_organisation = Columns("organisations", C1)
ORGANISATIONS = Ledger(
    code="organisation-list",
    title=_("单位名册"),
    about=_("辖区单位名单上的单位，一家一行。"),
    capability=permissions.VIEW,
    query=sheets.organisations,
    columns=(
        of_organisation.record,
        of_organisation("name", attribute("name"), width=24),
        of_organisation("uscc", attribute("uscc"), width=21),
        of_organisation.coded("kind", attribute("kind")),
        of_organisation("industry", attribute("industry"), width=8),
        of_organisation("legal_form", attribute("legal_form")),
        of_organisation.coded("state", attribute("state"), width=8),
        of_organisation("place", attribute("address"), width=24),
        of_organisation("legal_rep", cells.representative, klass=C2, width=12),
        of_organisation(
            "phone", cells.masked_contact, klass=C3, clear=cells.clear_contact, width=13
        ),
    ),
    order=("name", "pk"),
    filter=territory_filters.OrganisationFilter,
    counted=_("合计 %(n)s 家"),
)


def trading_fact(name: str) -> Getter:
    return lambda shop: getattr(cells.trading(shop), name, "")


of_shop = Columns("shops", C1)
SHOPS = Ledger(
    code="shop-list",
    title=_("店面名册"),
    about=_("沿街店面名单上的店面，一间一行。"),
    capability=permissions.VIEW,
    query=sheets.shops,
    columns=(
        of_shop.record,
        of_shop("estate", of("building", cells.place_name), width=18),
        of_shop("building", of("building", attribute("number")), width=8),
        of_shop("front_no", attribute("front_no"), width=8),
        of_shop("name", attribute("name"), width=18),
        of_shop("trade", attribute("trade"), width=12),
        of_shop.coded("state", attribute("state"), width=8),
        of_shop("trade_name", trading_fact("trade_name"), klass=C2, width=18),
        of_shop("licence_no", trading_fact("licence_no"), klass=C2, width=20),
        of_shop(
            "operator_name",
            lambda shop: (
                cells.party("operator", "operator_organisation")(now)
                if (now := cells.trading(shop))
                else ""
            ),
            klass=C2,
        ),
        of_shop("staff_count", trading_fact("staff_count"), klass=C2, width=8),
    ),
    order=("path", "pk"),
    filter=territory_filters.ShopFilter,
    counted=_("合计 %(n)s 间"),
)
