"""Judging rows about what is tied to people and places: households, organisations, shops, hukou
books, leases. Their people, homes and organisations must be on record; a row only ties them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linge.files.sheets import Value
from linge.territory.rules.addresses import number_key, text_key
from linge.territory.rules.uscc import check_uscc

from .. import identity
from .cells import plain, text_of
from .fields import Field
from .findings import Finding
from .households import record_keys
from .judging import Judged
from .layout import Entry
from .matching import Decision
from .people import HEAD, ID_ERRORS, PeopleJudge
from .states import RowOutcome

MOST_STAFF = 9_999
ASKED = ("address_units", "address_estates", "several_meant")
"""Findings that leave a row to a person."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a row of one kind needs, by what it is known, and what of it may change.

    Of each tuple of ``required`` one field must be told. ``parties`` are fields of documents and
    credit codes that must lead to somebody on record. ``fixed`` differences are only said.
    """

    required: Sequence[tuple[str, ...]]
    key: Sequence[str]
    changing: Sequence[str] = ()
    fixed: Sequence[str] = ()
    parties: Sequence[str] = ()
    homes: bool = False


KINDS: Mapping[str, Kind] = {
    "households": Kind(
        required=(("dwelling", "room", "address"), ("head_id", "head_name")),
        key=("dwelling", "head_id", "head_name"),
        changing=("living_kind", "shared"),
        fixed=("since",),
        parties=("head",),
        homes=True,
    ),
    "organisations": Kind(
        required=(("name",), ("kind",)),
        key=("uscc",),
        changing=("name", "kind", "uscc", "industry", "legal_form", "state", "place", "legal_rep",
                  "phone"),
    ),
    "shops": Kind(
        required=(("building",), ("front_no",)),
        key=("estate", "building", "front_no"),
        changing=("name", "trade", "state", "operator", "trade_name", "licence_no", "staff_count"),
        parties=("operator",),
    ),
    "books": Kind(
        required=(("household_no",), ("id_number",), ("relation",)),
        key=("household_no", "id_number"),
        changing=("relation", "hukou_address"),
        fixed=("hukou_state", "hukou_region"),
        parties=("person",),
    ),
    "tenancies": Kind(
        required=(("dwelling", "room", "address"), ("landlord_id", "landlord_uscc"),
                  ("tenant_id", "tenant_uscc"), ("since",)),
        key=("dwelling", "tenant_id", "tenant_uscc", "since"),
        changing=("until", "filing_no", "by_room"),
        fixed=("landlord",),
        parties=("landlord", "tenant"),
        homes=True,
    ),
}  # fmt: skip


class ThingsJudge(PeopleJudge):
    """Reads the fields of a row that ties people and places."""

    def __init__(self, subject: str, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.kind = KINDS[subject]
        self.unclearable = frozenset(f.name for f in self.fields) - set(self.kind.changing)

    def read_uscc(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        checked = check_uscc(text_of(value))
        if checked.error:
            self.say(judged, entry, f"uscc_{checked.error}", told.name)
        else:
            judged.values[told.name] = checked.value
            for _doubt in checked.warnings[:1]:
                self.say(judged, entry, "uscc_doubt", told.name)

    def read_industry(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        code = plain(text_of(value)).upper()
        if code.isascii() and code.isalnum() and len(code) <= 5:
            judged.values[told.name] = code.lstrip("ABCDEFGHIJKLMNOPQRST")[:4] or code
        else:
            self.say(judged, entry, "number_unknown", told.name, raw=code, field=told.label)

    def read_count(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        bare = plain(text_of(value)).removesuffix("人")
        count = self.number(judged, entry, told, bare, 0, MOST_STAFF)
        if count is not None:
            judged.values[told.name] = int(count)

    def read_future(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        """A day that may lie ahead."""
        self.keep_date(judged, entry, told, value, ahead=True)

    def complete(self, judged: Judged, entry: Entry) -> None:
        values = judged.values
        for told in self.fields:
            if told.kind == "id" and told.name in values:
                self._number(judged, entry, told)
        if self.kind.homes:
            self._home(judged, entry)
        for choice in () if "record" in values else self.kind.required:
            if not any(name in values for name in choice) and not self._told(judged, choice):
                label = "、".join(self.fields[n].label for n in choice if n in self.fields)
                self.say(judged, entry, "required", _shown(choice, self.columns), field=label)
        if values.get("until") and values.get("since") and values["until"] < values["since"]:
            self.say(judged, entry, "ends_before", "until")

    def _told(self, judged: Judged, choice: Sequence[str]) -> bool:
        return any(finding.about in choice for finding in judged.findings)

    def _number(self, judged: Judged, entry: Entry, told: Field) -> None:
        """Bring a document number to its one form; its kind stands beside it."""
        raw = judged.values.pop(told.name)
        checked = identity.check_citizen(
            raw, today=self.world.today, areas=self.world.areas, demo=self.world.demo
        )
        for error in checked.errors:
            facts = {"count": len(checked.value or "")} if error == "length" else {}
            self.say(judged, entry, ID_ERRORS[error], told.name, **facts)
        if "demo_number" in checked.warnings:
            self.say(judged, entry, "id_demo", told.name)
        if checked.ok and checked.value:
            judged.values[told.name] = checked.value
            judged.values[f"{told.name}_kind"] = checked.kind


def _shown(choice: Sequence[str], columns: Mapping[str, int]) -> str:
    """The field of a choice that the sheet has a column for."""
    return next((name for name in choice if name in columns), choice[-1])


def thing_keys(kind: Kind) -> Any:
    """By what a row is known within its sheet."""

    def keys(values: Mapping[str, Any]) -> list[tuple[Any, str]]:
        told = tuple(_plain(values.get(name, "")) for name in kind.key)
        at = next((name for name in reversed(kind.key) if values.get(name)), "")
        return [*record_keys(values), *([(told, at)] if at and "record" not in values else ())]

    return keys


def front_key(estate: str, building: str, front_no: str) -> tuple[str, str, str]:
    """A shop front as it compares: estate or street, building, number."""
    return text_key(estate), number_key(building), number_key(front_no)


def _plain(value: Any) -> Any:
    return plain(value).upper() if isinstance(value, str) else value


def decide_thing(
    row: Judged, held: Mapping[str, Any] | None, kind: Kind, columns: Mapping[str, int]
) -> Decision:
    """New when nothing is held, else what differs; a blank leaves, a clear mark clears."""
    if row.excluded:
        return Decision(RowOutcome.EXCLUDED)
    if row.wrong:
        return Decision(RowOutcome.ERROR)
    if any(finding.code in ASKED for finding in row.findings):
        return Decision(RowOutcome.PARKED)
    if held is None:
        return Decision(RowOutcome.NEW)
    for name in kind.fixed:
        if row.values.get(name, "") not in ("", held.get(name, "")):
            row.findings.append(Finding("fixed", row.row, columns.get(name), name))
    changes: dict[str, tuple[Any, Any]] = {}
    for name in kind.changing:
        old, new = held.get(name, ""), row.values.get(name, "")
        if name == "relation" and new != old and HEAD in (old, new):
            row.findings.append(Finding("head_changes", row.row, columns.get(name), name))
        elif name in row.cleared and old not in ("", None):
            changes[name] = (old, "")
        elif new != "" and new != old:
            changes[name] = (old, new)
    return Decision(RowOutcome.UPDATED if changes else RowOutcome.SAME, None, changes)
