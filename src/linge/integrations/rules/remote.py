"""What other Open311 servers answer, read with patience: both formats, odd types, missing names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a report is called over there: a number, or a token for it."""

    number: str
    token: str


@dataclass(frozen=True, slots=True)
class Update:
    """How one of our cases stands over there, since when."""

    number: str
    status: str
    words: str
    at: datetime


def receipt(rows: Any) -> Receipt | None:
    """The first entry's number or token; nothing where there is neither."""
    row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], Mapping) else {}
    found = Receipt(_word(row, "service_request_id")[:80], _word(row, "token")[:80])
    return found if found.number or found.token else None


def updates(rows: Any) -> list[Update]:
    """Readable entries, oldest first; one without number, status or a time with zone is left out."""
    entries: Sequence[Any] = rows if isinstance(rows, list) else []
    read = [found for row in entries if isinstance(row, Mapping) and (found := _update(row))]
    return sorted(read, key=lambda one: one.at)


def _update(row: Mapping[str, Any]) -> Update | None:
    number, status = _word(row, "service_request_id"), _word(row, "status").lower()
    at = _moment(_word(row, "updated_datetime") or _word(row, "requested_datetime"))
    if not number or status not in ("open", "closed") or at is None:
        return None
    agency, why = _word(row, "agency_responsible"), _word(row, "status_notes")
    return Update(number, status, "：".join(filter(None, (agency, why)))[:1000], at)


def _word(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None else None
