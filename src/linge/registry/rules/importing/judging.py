"""Judging a row cell by cell: values brought to one form, and everything there is to say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from linge.files.sheets import CellError, Value

from .. import identity
from .cells import CLEAR_MARKS, masked, plain, read_date, read_yes, text_of
from .codebook import Codebook
from .fields import Field, Fields
from .findings import Finding, Severity
from .layout import Entry

DONE = "已导入"
"""How the result of a row begins that an earlier batch wrote."""


@dataclass(frozen=True, slots=True)
class World:
    """What judging needs to know beside the sheet."""

    today: date
    areas: identity.Areas
    codebooks: Mapping[str, Codebook]
    demo: bool = False
    date1904: bool = False


@dataclass(slots=True)
class Judged:
    """A row after reading: ``values`` are plain JSON values, ``cleared`` the fields to empty."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    cleared: set[str] = field(default_factory=set)
    excluded: bool = False

    @property
    def packed(self) -> bytes:
        """The row in little room."""
        said = [(f.code, f.row, f.column, f.about, f.facts) for f in self.findings]
        told = (self.row, self.values, said, sorted(self.cleared), self.excluded)
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def unpacked(cls, packed: bytes) -> "Judged":
        row, values, said, cleared, excluded = json.loads(packed)
        return cls(row, values, [Finding(*one) for one in said], set(cleared), excluded)

    @property
    def wrong(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def asks(self) -> bool:
        """Whether it differs from the register in something that needs a second person."""
        return any(finding.code == "protected" for finding in self.findings)


class Judge:
    """Reads rows of one sheet. Subclasses read the fields of their subject."""

    unclearable: frozenset[str] = frozenset()

    def __init__(self, fields: Fields, columns: Mapping[str, int], world: World) -> None:
        self.fields, self.columns, self.world = fields, columns, world

    def judge(self, entry: Entry) -> Judged:
        judged = Judged(entry.row)
        if entry.hidden:
            return self._left_out(judged, entry, "hidden_row")
        for name, value in entry.values.items():
            self._cell(judged, entry, self.fields[name], value)
        self._filled_down(judged, entry)
        self.complete(judged, entry)
        if text_of(entry.values.get("_result")).startswith(DONE):
            judged.findings.clear()
            return self._left_out(judged, entry, "done_before")
        return judged

    def _left_out(self, judged: Judged, entry: Entry, code: str) -> Judged:
        """A row that is not imported; one written before still tells whose household it is."""
        judged.excluded = True
        self.say(judged, entry, code)
        return judged

    def complete(self, judged: Judged, entry: Entry) -> None:
        """What concerns the row as a whole."""

    def say(self, judged: Judged, entry: Entry, code: str, name: str = "", **facts: Any) -> None:
        """Note a finding, at the cell of the field if the sheet has a column for it."""
        row = entry.origins.get(name, entry.row)
        judged.findings.append(Finding(code, row, self.columns.get(name), name, facts))

    def _cell(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        if told.kind == "skip":
            return
        if isinstance(value, CellError):
            self.say(judged, entry, "cell_error", told.name, raw=value.text)
            return
        text = text_of(value)
        if text[:1] in "[［" and plain(text).lower() in CLEAR_MARKS:
            self._clear(judged, entry, told)
        elif masked(text, told.kind):
            self.say(judged, entry, "masked", told.name)
        elif told.limit and len(text) > told.limit:
            self.say(judged, entry, "too_long", told.name, max=told.limit)
        elif text:
            getattr(self, f"read_{told.kind}")(judged, entry, told, value)

    def _clear(self, judged: Judged, entry: Entry, told: Field) -> None:
        if told.name in self.unclearable:
            self.say(judged, entry, "clear_refused", told.name, field=told.label)
        else:
            judged.cleared.add(told.name)

    def _filled_down(self, judged: Judged, entry: Entry) -> None:
        """Say what was taken from the row above without a merged cell that shows it."""
        if entry.inherited:
            told = " ".join(text_of(entry.values[name]) for name in entry.inherited)
            name = entry.inherited[0]
            facts = {"row": entry.origins[name], "new": told}
            judged.findings.append(
                Finding("filled_down", entry.row, self.columns.get(name), name, facts)
            )

    def read_text(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        judged.values[told.name] = " ".join(text_of(value).split())

    read_block = read_text
    read_building = read_text
    read_unit = read_text
    read_room = read_text
    read_estate = read_text
    read_address = read_text

    def read_record(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        """The number our own export gave the row it tells of."""
        try:
            judged.values[told.name] = str(UUID(plain(text_of(value))))
        except ValueError:
            self.say(judged, entry, "record_unknown", told.name)

    def read_code(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        book, raw = self.world.codebooks[told.table], text_of(value)
        match book.find(raw):
            case (code,):
                judged.values[told.name] = code
            case ():
                self.say(judged, entry, "code_unknown", told.name,
                         raw=raw, field=told.label, options=book.options())  # fmt: skip
            case several:
                options = "、".join(f"{book.label(code)}（{code}）" for code in several)
                self.say(judged, entry, "code_ambiguous", told.name, raw=raw, options=options)

    def read_yesno(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        answer = read_yes(value)
        if answer is None:
            self.say(judged, entry, "code_unknown", told.name,
                     raw=text_of(value), field=told.label, options="是、否")  # fmt: skip
        else:
            judged.values[told.name] = answer

    def read_date(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        self.keep_date(judged, entry, told, value)

    def keep_date(
        self, judged: Judged, entry: Entry, told: Field, value: Value, *, ahead: bool = False
    ) -> None:
        """A day as it is written in the register; ``ahead`` lets it lie in the future."""
        raw = text_of(value)
        read = read_date(value, today=self.world.today, date1904=self.world.date1904)
        if read.value is None:
            self.say(judged, entry, read.fault, told.name, raw=raw)
        elif read.value > self.world.today and not ahead:
            self.say(judged, entry, "date_future", told.name, raw=raw)
        else:
            shown = read.value.isoformat()[: {"day": 10, "month": 7, "year": 4}[read.precision]]
            judged.values[told.name] = shown
            if read.repaired:
                self.say(judged, entry, "repaired", told.name, old=raw, new=shown)

    def number(
        self,
        judged: Judged,
        entry: Entry,
        told: Field,
        value: Value,
        low: int,
        high: int,
    ) -> Decimal | None:
        """A number between two limits, written with or without its unit."""
        raw = text_of(value)
        bare = plain(raw).removesuffix("平方米").removesuffix("㎡").removesuffix("m2")
        try:
            found = Decimal(bare.replace(",", ""))
        except InvalidOperation:
            self.say(judged, entry, "number_unknown", told.name, raw=raw, field=told.label)
            return None
        if not found.is_finite() or not low <= found <= high:
            self.say(judged, entry, "number_range", told.name,
                     raw=raw, field=told.label, low=low, high=high)  # fmt: skip
            return None
        return found
