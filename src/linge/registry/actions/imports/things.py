"""Writing rows that tie people and places, each by the deed of the register for it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory import actions as territory
from linge.territory.models import Building, Dwelling, Organisation, Shop

from ...models import (
    HEAD,
    Household,
    HouseholdMember,
    HukouRecord,
    ImportBatch,
    OrganisationContact,
    Resident,
    ResidentScope,
    ShopOperation,
    Tenancy,
)
from ...numbers import book_index
from ...queries.imports.batches import RowPayload
from ...rules.drafts import NewHukou
from ...rules.importing.states import RowOutcome
from ...rules.kinds import ContactRole, HouseholdKind, HukouState, LivingKind, Source
from ..entries import Entries
from ..households import add_member, form_household, open_book
from ..rights import record_tenancy
from ..saving import change, known
from ..shops import change_operator, name_contact
from .people import ONLY_ADDRESS, day_of
from .undo import Key, Undo, difference, stored

Picture = dict[Key, dict[str, Any]]
ONE_DAY = timedelta(days=1)


class ThingsWriter(ABC):
    """Writes one chunk; a row the register refuses after all is left for a new check."""

    def __init__(self, batch: ImportBatch, by: Actor) -> None:
        self.batch, self.by = batch, by
        self.marks: dict[str, Any] = {"by": by, "source": Source.IMPORT}

    def write(self, told: Sequence[RowPayload]) -> dict[int, Undo]:
        undone = {row.number: self._row(row) for row in told}
        return {number: undo for number, undo in undone.items() if undo is not None}

    def _row(self, row: RowPayload) -> Undo | None:
        before = self.picture(row.values)
        new = {name: pair[1] for name, pair in row.changes.items()}
        try:
            with transaction.atomic():
                if row.outcome == RowOutcome.NEW:
                    self.add(row.values)
                else:
                    self.amend(row.values, new)
        except Refused:
            return None
        return difference(before, self.picture(row.values))

    @abstractmethod
    def picture(self, values: Mapping[str, Any]) -> Picture:
        """The rows of the register a row may touch."""

    @abstractmethod
    def add(self, values: Mapping[str, Any]) -> None:
        """Put it on record."""

    @abstractmethod
    def amend(self, values: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Change what the row changes."""

    def set(self, row: Any, values: Mapping[str, Any]) -> None:
        change(row, values, version=row.version, batch=self.batch.uuid, **self.marks)


def since_of(values: Mapping[str, Any]) -> date:
    """The day a row tells, else today."""
    return day_of(values["since"]) if values.get("since") else clock.today()


def party_of(told: Sequence[Any]) -> Resident | Organisation:
    kind, pk = told
    return (Resident if kind == "person" else Organisation).objects.get(pk=pk)


def seen(values: Mapping[str, Any], *parties: str) -> Picture:
    """Where the people of a row are seen."""
    people = [values[party][1] for party in parties if values.get(party, [""])[0] == "person"]
    return stored(ResidentScope, person__in=people)


class HouseholdsWriter(ThingsWriter):
    def picture(self, values: Mapping[str, Any]) -> Picture:
        if "held" in values:
            return stored(Household, pk=values["held"])
        here = stored(Household, dwelling=values["dwelling"])
        return here | stored(HouseholdMember, household__dwelling=values["dwelling"])

    def add(self, values: Mapping[str, Any]) -> None:
        form_household(
            Dwelling.objects.get(pk=values["dwelling"]),
            [(Resident.objects.get(pk=values["head"][1]), HEAD)],
            since=since_of(values),
            living_kind=LivingKind(values.get("living_kind", LivingKind.FAMILY)),
            shared=bool(values.get("shared")),
            batch=self.batch.uuid,
            **self.marks,
        )

    def amend(self, values: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        household = Household.objects.get(pk=values["held"])
        self.set(household, {name: value or False for name, value in new.items()})


class OrganisationsWriter(ThingsWriter):
    def picture(self, values: Mapping[str, Any]) -> Picture:
        row = self._row_of(values)
        if row is None:
            return {}
        return stored(Organisation, pk=row.pk) | stored(OrganisationContact, organisation=row)

    def _row_of(self, values: Mapping[str, Any]) -> Organisation | None:
        """The organisation on record, else the one just made: of the code, else of the name."""
        here = Organisation.objects.filter(community=self.batch.community)
        if "held" in values:
            return here.filter(pk=values["held"]).first()
        by_code = here.filter(uscc=values["uscc"]) if values.get("uscc") else here.none()
        return by_code.first() or here.filter(name=values["name"]).order_by("pk").first()

    def add(self, values: Mapping[str, Any]) -> None:
        facts = {name: values.get(name, "") for name in ("industry", "legal_form")}
        row = territory.register_organisation(
            self.batch.community,
            by=self.by,
            name=values["name"],
            kind=values["kind"],
            uscc=values.get("uscc"),
            address=values.get("place", ""),
            **facts,
            **({"state": values["state"]} if values.get("state") else {}),
        )
        self._contact(row, values)

    def amend(self, values: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        row = self._row_of(values)
        if row is None:
            return
        facts = {name: value for name, value in new.items() if name not in ("legal_rep", "phone")}
        if "place" in facts:
            facts["address"] = facts.pop("place")
        territory.amend(row, by=self.by, **facts)
        if {"legal_rep", "phone"} & new.keys():
            self._contact(row, values)

    def _contact(self, row: Organisation, values: Mapping[str, Any]) -> None:
        current = OrganisationContact.objects.filter(
            organisation=row, role=ContactRole.LEGAL_REP, until=None
        ).first()
        name, phone = values.get("legal_rep", ""), values.get("phone", "")
        same = current is not None and name in ("", current.name)
        if current is not None and same and phone:
            self.set(current, {"phone": phone})
        elif name:
            name_contact(row, role=ContactRole.LEGAL_REP, since=clock.today(), name=name,
                         phone=phone, **self.marks)  # fmt: skip


class ShopsWriter(ThingsWriter):
    def picture(self, values: Mapping[str, Any]) -> Picture:
        shop = self._shop(values)
        here = seen(values, "operator")
        if shop is None:
            return here
        return here | stored(Shop, pk=shop.pk) | stored(ShopOperation, shop=shop)

    def _shop(self, values: Mapping[str, Any]) -> Shop | None:
        if "held" in values:
            return Shop.objects.filter(pk=values["held"]).first()
        here = Shop.objects.filter(building=values["building_pk"])
        return here.filter(front_no=values["front_no"]).first()

    def add(self, values: Mapping[str, Any]) -> None:
        facts = {name: values[name] for name in ("name", "trade", "state") if values.get(name)}
        building = Building.objects.get(pk=values["building_pk"])
        shop = territory.open_shop(building, by=self.by, front_no=values["front_no"], **facts)
        self._operator(shop, values)

    def amend(self, values: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        shop = self._shop(values)
        if shop is None:
            return
        facts = {name: new[name] for name in ("name", "trade", "state") if name in new}
        territory.amend(shop, by=self.by, **facts)
        if "operator" in new:
            self._operator(shop, values)
            return
        told = {n: new[n] for n in ("trade_name", "licence_no", "staff_count") if n in new}
        current = ShopOperation.objects.filter(shop=shop, until=None).first()
        if told and current is not None:
            self.set(current, {**told, **({"staff_count": told["staff_count"] or None}
                                          if "staff_count" in told else {})})  # fmt: skip

    def _operator(self, shop: Shop, values: Mapping[str, Any]) -> None:
        if not values.get("operator"):
            return
        name = values.get("trade_name") or values.get("name") or values.get("operator_name", "")
        change_operator(
            shop,
            party_of(values["operator"]),
            trade_name=name or shop.name or shop.front_no,
            since=since_of(values),
            licence_no=values.get("licence_no", ""),
            staff_count=values.get("staff_count"),
            **self.marks,
        )


class BooksWriter(ThingsWriter):
    def picture(self, values: Mapping[str, Any]) -> Picture:
        index, person = book_index(values["household_no"]), values["person"][1]
        rows = stored(Household, book_index=index, community=self.batch.community)
        for model in (HouseholdMember, HukouRecord, ResidentScope):
            rows |= stored(model, person=person)
        return rows

    def _book(self, values: Mapping[str, Any]) -> Household | None:
        index = book_index(values["household_no"])
        here = Household.objects.filter(book_index=index, community=self.batch.community)
        return here.filter(kind=HouseholdKind.HUKOU, until=None).first()

    def add(self, values: Mapping[str, Any]) -> None:
        person = Resident.objects.get(pk=values["person"][1])
        since, book = since_of(values), self._book(values)
        marks = {**self.marks, "batch": self.batch.uuid}
        if book is not None:
            add_member(book, person, relation=values["relation"], since=since, **marks)
        else:
            members = [(person, values["relation"])]
            open_book(values["household_no"], members, community=self.batch.community_id,
                      since=since, **marks)  # fmt: skip
        self._hukou(person, values)

    def _hukou(self, person: Resident, values: Mapping[str, Any]) -> None:
        """Where the hukou is: the book stands here unless the row or the register says else."""
        address = values.get("hukou_address", "")
        current = HukouRecord.objects.filter(person=person, until=None).first()
        if current is not None:
            told = {"book_no": values["household_no"], **({"address": address} if address else {})}
            self.set(current, told)
            return
        state = HukouState(values.get("hukou_state") or HukouState.HERE)
        region = values.get("hukou_region", "")
        hukou = NewHukou(
            state=state,
            since=since_of(values),
            region_code=region,
            no_code_reason=ONLY_ADDRESS if state == HukouState.ELSEWHERE and not region else "",
            address=address,
            book_no=values["household_no"],
        )
        entries = Entries(self.by, known(), Source.IMPORT, self.batch.uuid)
        entries.hukou(hukou, person)
        entries.write()

    def amend(self, values: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        person = Resident.objects.get(pk=values["person"][1])
        member = HouseholdMember.objects.filter(
            household=self._book(values), person=person, until=None
        ).first()
        if "relation" in new and member is not None:
            self.set(member, {"relation": new["relation"]})
        record = HukouRecord.objects.filter(person=person, until=None).first()
        if "hukou_address" in new and record is not None:
            self.set(record, {"address": new["hukou_address"]})
        elif "hukou_address" in new:
            self._hukou(person, values)


class TenanciesWriter(ThingsWriter):
    def picture(self, values: Mapping[str, Any]) -> Picture:
        return stored(Tenancy, dwelling=values["dwelling"]) | seen(values, "landlord", "tenant")

    def add(self, values: Mapping[str, Any]) -> None:
        record_tenancy(
            Dwelling.objects.get(pk=values["dwelling"]),
            landlord=party_of(values["landlord"]),
            tenant=party_of(values["tenant"]),
            since=since_of(values),
            until=_after(values.get("until", "")),
            by_room=bool(values.get("by_room")),
            filing_no=values.get("filing_no", ""),
            **self.marks,
        )

    def amend(self, values: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        kind, pk = values["tenant"]
        tenant = "tenant" if kind == "person" else "tenant_organisation"
        lease = Tenancy.objects.get(
            dwelling=values["dwelling"], since=day_of(values["since"]), **{tenant: pk}
        )
        facts = {**new, **({"until": _after(new["until"])} if "until" in new else {})}
        if "by_room" in facts:
            facts["by_room"] = bool(facts["by_room"])
        self.set(lease, facts)


def _after(last: str) -> date | None:
    """The day after the last one of a lease."""
    return day_of(last) + ONE_DAY if last else None


WRITERS: Mapping[str, type[ThingsWriter]] = {
    "households": HouseholdsWriter,
    "organisations": OrganisationsWriter,
    "shops": ShopsWriter,
    "books": BooksWriter,
    "tenancies": TenanciesWriter,
}
