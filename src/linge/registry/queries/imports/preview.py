"""A batch as its sender sees it before saying yes: the sheet again, red cells with words, old → new."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from linge.files.sheets import column_letters
from linge.kernel.masking import mask_id, mask_phone
from linge.territory.models import Dwelling, Organisation
from linge.territory.queries import address_text, with_address

from ... import columns
from ...models import ImportBatch, ImportRow, Resident
from ...rules.importing.fields import Fields
from ...rules.importing.findings import Finding, Severity
from ...rules.importing.states import RowOutcome
from ...rules.kinds import SEXES as SEX_WORDS
from .batches import RowPayload, row_payload
from .parties import COLUMNS

LOOKS = {
    RowOutcome.NEW: "ok",
    RowOutcome.UPDATED: "info",
    RowOutcome.SAME: "muted",
    RowOutcome.PARKED: "warn",
    RowOutcome.ERROR: "danger",
    RowOutcome.EXCLUDED: "muted",
}
SAID_LOOKS = {Severity.ERROR: "danger", Severity.WARNING: "warn", Severity.NOTICE: "info"}
SEXES = dict(SEX_WORDS)


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the preview: the letter and header of the sheet."""

    letter: str
    header: str
    field: str


@dataclass(frozen=True, slots=True)
class Cell:
    """``look`` is danger or warn for a cell something is said about."""

    header: str
    text: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said about a cell, or about the row when ``cell`` names none."""

    cell: str
    words: str
    look: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the preview, with remarks and old → new below it."""

    number: int
    outcome: str
    look: str
    cells: Sequence[Cell]
    remarks: Sequence[Remark] = ()
    changes: Sequence[tuple[str, str, str]] = ()


def heads(batch: ImportBatch) -> list[Head]:
    """The columns that mean something, in the order of the sheet."""
    skipped = {f.name for f in columns.fields(batch.subject) if f.kind == "skip"}
    return [
        Head(column_letters(c["index"]), c["header"], c["field"])
        for c in batch.columns
        if c["field"] and c["field"] not in skipped
    ]


def preview(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[Line]:
    """Some rows of a batch, ready to be shown: numbers masked, codes as words."""
    opened = [row_payload(row) for row in rows]
    shower = Shower(columns.fields(batch.subject), _addresses(opened), _parties(opened))
    return [_line(row, heads(batch), shower) for row in opened]


def _addresses(rows: Iterable[RowPayload]) -> dict[int, str]:
    pks = {pk for row in rows for pk in row.changes.get("dwelling", ()) if isinstance(pk, int)}
    homes = with_address(Dwelling.objects.filter(pk__in=pks))
    return {home.pk: address_text(home) for home in homes}


def _parties(rows: Iterable[RowPayload]) -> dict[tuple[str, int], str]:
    """(Kind, id) → the name of everybody a row changes hands to or from."""
    told = [
        tuple(party)
        for row in rows
        for name in row.changes.keys() & COLUMNS.keys()
        for party in row.changes[name]
        if party
    ]
    people = Resident.objects.filter(pk__in=[pk for kind, pk in told if kind == "person"])
    places = Organisation.objects.filter(pk__in=[pk for kind, pk in told if kind != "person"])
    named = {("person", person.pk): person.name for person in people}
    return named | {("organisation", place.pk): place.name for place in places}


@dataclass(frozen=True, slots=True)
class Shower:
    """Turns stored values into words."""

    fields: Fields
    addresses: Mapping[int, str]
    parties: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def label(self, name: str) -> str:
        if name == "dwelling":
            return str(_("住址"))
        shown = COLUMNS[name][-1] if name in COLUMNS else name
        return self.fields["phone" if name == "phones" else shown].label

    def text(self, name: str, value: Any) -> str:
        """A value as people read it; document and phone numbers stay masked."""
        if value in ("", None):
            return ""
        if name == "dwelling":
            return self.addresses.get(value, "")
        if name in ("phone", "phones"):
            numbers = value if isinstance(value, list) else str(value).split("、")
            return "、".join(mask_phone(number) for number in numbers)
        if name in COLUMNS:
            return self.parties.get(tuple(value), "")
        kind = self.fields[name].kind
        if kind == "id":
            return mask_id(str(value))
        if kind == "sex":
            return str(SEXES.get(value, value))
        if kind == "yesno":
            return {True: _("是"), False: _("否")}.get(value, "")
        if kind == "code":
            return columns.codebooks()[self.fields[name].table].label(value)
        return str(value)


def _line(row: RowPayload, shown: Sequence[Head], shower: Shower) -> Line:
    outcome = RowOutcome(row.outcome)
    return Line(
        number=row.number,
        outcome=str(outcome.label),
        look=LOOKS[outcome],
        cells=[_cell(row, head, shower) for head in shown],
        remarks=_remarks(row),
        changes=[
            (shower.label(name), shower.text(name, old), shower.text(name, new))
            for name, (old, new) in row.changes.items()
        ],
    )


def _remarks(row: RowPayload) -> list[Remark]:
    """Errors first, then warnings, then notices."""
    said = (*row.errors, *row.warnings, *row.notices)
    return [
        Remark("" if f.column is None else f.cell, f.message, SAID_LOOKS[f.severity]) for f in said
    ]


def _cell(row: RowPayload, head: Head, shower: Shower) -> Cell:
    name = "phones" if head.field == "phone" and "phones" in row.values else head.field
    text = (
        _short_address(row.values)
        if head.field == "address"
        else shower.text(name, row.values.get(name, ""))
    )
    return Cell(head.header, text, _look(f for f in row.findings if f.about == head.field))


def _short_address(values: Mapping[str, Any]) -> str:
    """``锦绣花园 3-2-501``, or what was written when it could not be read."""
    if not values.get("room"):
        return str(values.get("address", ""))
    parts = (values.get("building", ""), values.get("unit", ""), values["room"])
    return f"{values.get('estate', '')} {'-'.join(parts)}".strip()


def _look(said: Iterable[Finding]) -> str:
    """The look of the gravest thing said about a cell; a notice leaves it plain."""
    looks = {SAID_LOOKS[finding.severity] for finding in said}
    return next((look for look in ("danger", "warn") if look in looks), "")
