"""Judging a row about a person."""

from datetime import date
from typing import Any

from linge.files.sheets import Value

from .. import identity, names, phones
from ..checking import CITIZEN_KINDS, EARLIEST
from .cells import plain, read_sex, text_of
from .fields import Field
from .judging import Judge, Judged
from .layout import Entry
from .places import PARTS, Homes, Lookup, settle, told_address

ID_ERRORS = {
    "stored_as_number": "id_as_number",
    "length": "id_length",
    "characters": "id_characters",
    "date": "id_date",
    "checksum": "id_checksum",
}
ID_WARNINGS = {
    "area_unknown": "id_area",
    "area_retired": "id_area_retired",
    "sex_mismatch": "id_sex",
    "birth_mismatch": "id_birth",
    "retired_15": "id_15",
    "century_ambiguous": "id_century",
    "sequence_zero": "id_sequence",
    "birth_early": "id_early",
}
HEAD, SELF = "02", "01"
HUKOU = ("hukou_state", "hukou_region", "hukou_address", "book_no", "left", "left_street_on",
         "left_reason")  # fmt: skip


class PeopleJudge(Judge):
    """Reads the fields of a resident."""

    unclearable = frozenset(
        ("name", "sex", "birth_date", "id_number", "id_kind", "relation", "phone", "role", "since",
         "hukou_state", "hukou_region", *PARTS, "address")
    )  # fmt: skip

    def __init__(self, *arguments: Any, homes: Homes) -> None:
        super().__init__(*arguments)
        self.homes = homes

    def read_name(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        raw = text_of(value)
        name = names.clean(raw)
        for fault in names.faults(name):
            if fault == "too_long":
                self.say(judged, entry, "too_long", told.name, max=told.limit)
            elif fault == "characters":
                self.say(judged, entry, "name_characters", told.name, raw=raw)
            elif fault == "single":
                self.say(judged, entry, "name_single", told.name)
        judged.values[told.name] = name
        if name != raw:
            self.say(judged, entry, "repaired", told.name, old=raw, new=name)

    def read_head(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        judged.values[told.name] = names.clean(text_of(value))

    def read_sex(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        if sex := read_sex(value):
            judged.values[told.name] = sex
        else:
            self.say(judged, entry, "code_unknown", told.name,
                     raw=text_of(value), field=told.label, options="男、女")  # fmt: skip

    def read_id(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        judged.values[told.name] = value if isinstance(value, float) else text_of(value)

    def read_region(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        code = plain(text_of(value)).rstrip("0").ljust(6, "0")
        if code.isdigit() and len(code) in (6, 9, 12):
            judged.values[told.name] = code
        else:
            self.say(judged, entry, "number_unknown", told.name,
                     raw=text_of(value), field=told.label)  # fmt: skip

    def read_phones(self, judged: Judged, entry: Entry, told: Field, value: Value) -> None:
        kept: list[str] = []
        for raw in phones.split_phones(text_of(value)):
            checked = phones.check_phone(raw, demo=self.world.demo)
            if checked.errors:
                digits = sum(sign.isdigit() for sign in plain(raw))
                code = "phone_length" if checked.errors == ("length",) else "phone_characters"
                facts = {"count": digits} if code == "phone_length" else {}
                self.say(judged, entry, code, told.name, raw=hinted(raw), **facts)
            elif "demo_number" in checked.warnings:
                self.say(judged, entry, "phone_demo", told.name, raw=hinted(raw))
            elif checked.value and checked.value not in kept:
                kept.append(checked.value)
        if kept:
            judged.values |= {"phone": kept[0], "phones": kept}

    def complete(self, judged: Judged, entry: Entry) -> None:
        values = judged.values
        if not values.get("name") and not _said(judged, "name"):
            self.say(judged, entry, "name_missing", "name")
        self._document(judged, entry)
        self._birth(judged, entry)
        self._home(judged, entry)
        self._ties(judged, entry)

    def _document(self, judged: Judged, entry: Entry) -> None:
        raw = judged.values.pop("id_number", None)
        if raw is None:
            return
        kind = judged.values.get("id_kind", identity.CITIZEN)
        if kind in CITIZEN_KINDS or isinstance(raw, float):
            birth = judged.values.get("birth_date", "")
            checked = identity.check_citizen(
                raw,
                today=self.world.today,
                areas=self.world.areas,
                sex=judged.values.get("sex"),
                birth=date.fromisoformat(birth) if len(birth) == 10 else None,
                demo=self.world.demo,
            )
            kind = checked.kind if kind == identity.CITIZEN else kind
        else:
            checked = identity.check_document(kind, raw)
        self._number_findings(judged, entry, checked)
        if checked.value is not None:
            judged.values |= {"id_kind": kind, "id_number": checked.value}
            if len(identity.normalise(raw)) == 15:
                judged.values["id_written"] = identity.normalise(raw)
        if checked.ok and checked.birth is not None:
            judged.values.setdefault("birth_date", checked.birth.isoformat())
            judged.values.setdefault("sex", checked.sex)

    def _number_findings(self, judged: Judged, entry: Entry, checked: identity.Checked) -> None:
        for error in checked.errors:
            facts = {"count": len(checked.value or "")} if error == "length" else {}
            self.say(judged, entry, ID_ERRORS[error], "id_number", **facts)
        if "demo_number" in checked.warnings:
            self.say(judged, entry, "id_demo", "id_number")
        if not checked.errors:
            self._number_warnings(judged, entry, checked)

    def _number_warnings(self, judged: Judged, entry: Entry, checked: identity.Checked) -> None:
        for warning in checked.warnings:
            if warning in ID_WARNINGS:
                at = {"sex_mismatch": "sex", "birth_mismatch": "birth_date"}.get(warning, "")
                name = at if at in self.columns else "id_number"
                self.say(judged, entry, ID_WARNINGS[warning], name)

    def _birth(self, judged: Judged, entry: Entry) -> None:
        born = judged.values.get("birth_date", "")
        if born and int(born[:4]) < self.world.today.year - EARLIEST:
            self.say(judged, entry, "birth_long_ago",
                     "birth_date" if "birth_date" in self.columns else "id_number")  # fmt: skip
        if born and (since := judged.values.get("since")) and since < born[: len(since)]:
            self.say(judged, entry, "before_birth", "since")

    def _home(self, judged: Judged, entry: Entry) -> None:
        told, raw = told_address(judged.values)
        if not raw:
            return
        at = next(name for name in ("room", "address", "building") if name in entry.values)
        if told is None or not told.room:
            self.say(judged, entry, "address_unclear", at, raw=raw)
            return
        found = self.homes.find(told, raw)
        if found.home is not None:
            settle(judged, found.home)
            return
        judged.values |= {"estate": told.estate, "building": told.building,
                          "unit": told.unit, "room": told.room}  # fmt: skip
        self.say_lookup(judged, entry, at, found, raw)

    def say_lookup(self, judged: Judged, entry: Entry, at: str, found: Lookup, raw: str) -> None:
        facts = {} if found.fault == "out_of_scope" else {"raw": raw, "near": "、".join(found.near)}
        self.say(judged, entry, found.fault, at, **facts)

    def _ties(self, judged: Judged, entry: Entry) -> None:
        values = judged.values
        if values.get("relation") == SELF:
            self.say(judged, entry, "relation_self", "relation")
        if values.get("left_street_on"):
            values.setdefault("left", True)
        if values.get("hukou_state") == "elsewhere":
            where = values.get("hukou_region") or values.get("hukou_address")
            if not where and "hukou_state" in entry.values and "record" not in values:
                self.say(judged, entry, "hukou_where", "hukou_state")
        alone = next((name for name in HUKOU[1:] if name in values), "")
        if alone and not values.get("hukou_state"):
            self.say(judged, entry, "hukou_alone", alone)


def hinted(number: str) -> str:
    """Enough of a number to find it in the cell, not enough to dial it."""
    return f"{number[:3]}…{number[-2:]}" if len(number) > 6 else number


def _said(judged: Judged, name: str) -> bool:
    return any(finding.about == name for finding in judged.findings)
