"""Reading a catalogue sheet: one line a standard, every fault named, all or nothing. Source: §3."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from linge.kernel.worktime import Limit, Unit

COLUMNS = (
    "large_code",
    "large_name",
    "small_code",
    "small_name",
    "kind",
    "standard_no",
    "criterion",
    "limit_amount",
    "limit_unit",
    "urgent_limit_amount",
    "urgent_limit_unit",
    "close_condition",
    "agency_post",
    "line",
    "visible_on_patrol",
    "self_handle",
    "public",
    "questions_key",
    "duplicate_metres",
    "duplicate_days",
    "postpone",
    "verify_mode",
    "keywords",
    "valid_from",
    "valid_to",
)
ENGLISH = ("large_name_en", "small_name_en")  # may be absent: Chinese then serves both
YES, NO = ("1", "是", "yes"), ("0", "否", "no", "")
WHOLE = ("standard_no", "duplicate_metres", "duplicate_days")
YES_OR_NO = ("visible_on_patrol", "self_handle", "public", "postpone")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, and how to put it right."""

    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One line of the sheet, read."""

    large: tuple[str, str, str]  # code, name, English name
    small: tuple[str, str, str]
    facts: Mapping[str, object]
    number: int
    criterion: str
    close_condition: str
    agency_post: str
    limit: Limit
    urgent_limit: Limit | None
    since: date
    until: date | None


def check_rows(rows: Iterable[Row]) -> list[Fault]:
    """Every fault of a sheet; the first line under the heading is row 2."""
    faults: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    names: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        faults += [Fault(number, column, words) for column, words in _faults(row)]
        key = (row["small_code"], row["standard_no"])
        if key in seen:
            faults.append(Fault(number, "standard_no", _("同一小类的标准序号重复，请改号")))
        seen.add(key)
        for kind in ("large", "small"):
            known = names.setdefault(row[f"{kind}_code"], row[f"{kind}_name"])
            if known != row[f"{kind}_name"]:
                faults.append(Fault(number, f"{kind}_name", _("同一编码有两个名称，请改成一个")))
    return faults


def canonical(row: Row) -> dict[str, str]:
    """A checked line in the one way an export writes it: amounts plain, yes and no as 1 and 0."""
    said = dict(row)
    for name in ("limit_amount", "urgent_limit_amount"):
        said[name] = f"{Decimal(row[name]).normalize():f}" if row[name] else ""
    for name in YES_OR_NO:
        said[name] = "1" if row[name] in YES else "0"
    for name in WHOLE:
        said[name] = str(int(row[name]))
    if not said["urgent_limit_amount"]:
        said["urgent_limit_unit"] = ""
    return said


def read_line(row: Row) -> StandardLine:
    """A checked line with its values in their own types."""
    return StandardLine(
        large=(row["large_code"], row["large_name"], row.get("large_name_en", "")),
        small=(row["small_code"], row["small_name"], row.get("small_name_en", "")),
        facts={
            "kind": row["kind"],
            "line": row["line"],
            "visible_on_patrol": row["visible_on_patrol"] in YES,
            "self_handle": row["self_handle"] in YES,
            "public": row["public"] in YES,
            "questions_key": row["questions_key"],
            "duplicate_metres": int(row["duplicate_metres"]),
            "duplicate_days": int(row["duplicate_days"]),
            "postpone": row["postpone"] in YES,
            "verify_mode": row["verify_mode"],
            "keywords": row["keywords"],
        },
        number=int(row["standard_no"]),
        criterion=row["criterion"],
        close_condition=row["close_condition"],
        agency_post=row["agency_post"],
        limit=_limit(row, "limit"),
        urgent_limit=_limit(row, "urgent_limit") if row["urgent_limit_amount"] else None,
        since=date.fromisoformat(row["valid_from"]),
        until=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


def _faults(row: Row) -> list[tuple[str, str]]:
    return [*_code_faults(row), *_limit_faults(row), *_word_faults(row), *_date_faults(row)]


def _code_faults(row: Row) -> list[tuple[str, str]]:
    faults = []
    if not (len(row["large_code"]) == 2 and row["large_code"].isdecimal()):
        faults.append(("large_code", _("大类编码要写2位数字，例如 01")))
    if not (len(row["small_code"]) == 4 and row["small_code"].isdecimal()):
        faults.append(("small_code", _("小类编码要写4位数字，例如 0101")))
    elif not row["small_code"].startswith(row["large_code"]):
        faults.append(("small_code", _("小类编码要以大类编码开头")))
    for column in WHOLE:
        if not row[column].isdecimal():
            faults.append((column, _("请写整数")))
    return faults


def _limit_faults(row: Row) -> list[tuple[str, str]]:
    faults = []
    for name in ("limit", "urgent_limit"):
        if name == "urgent_limit" and not row["urgent_limit_amount"]:
            continue
        if row[f"{name}_unit"] not in list(Unit):
            words = _("单位写 urgent_hour、work_hour、work_day 或 natural_day")
            faults.append((f"{name}_unit", words))
        try:
            Limit(Decimal(row[f"{name}_amount"]), Unit.WORK_DAY)  # amounts are alike in all units
        except (InvalidOperation, ValueError):
            faults.append((f"{name}_amount", _("时限写0.25的倍数，例如 0.5、1、2")))
    return faults


def _word_faults(row: Row) -> list[tuple[str, str]]:
    asked = ("large_name", "small_name", "criterion", "close_condition")
    faults = [(column, _("请填写")) for column in asked if not row[column].strip()]
    if row["kind"] not in ("event", "component"):
        faults.append(("kind", _("写 event 或 component")))
    if row["verify_mode"] not in ("site", "desk"):
        faults.append(("verify_mode", _("写 site 或 desk")))
    for column in YES_OR_NO:
        if row[column] not in YES + NO:
            faults.append((column, _("写 1 或 0")))
    return faults


def _date_faults(row: Row) -> list[tuple[str, str]]:
    faults = []
    for column in ("valid_from", "valid_to"):
        if column == "valid_to" and not row[column]:
            continue
        try:
            date.fromisoformat(row[column])
        except ValueError:
            faults.append((column, _("日期写成 2026-01-01 的样子")))
    return faults


def _limit(row: Row, name: str) -> Limit:
    return Limit(Decimal(row[f"{name}_amount"]), Unit(row[f"{name}_unit"]))
