"""What comes over the wire as both databases can keep it: moments in UTC, text without odd signs."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as fault:
        raise ValueError("outside the years 1 to 9999 in UTC") from fault


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An instant with its offset. PostgreSQL knows no offset beyond sixteen hours, so UTC is kept."""


def keepable(value: Any) -> Any:
    """JSON without NUL and halves of surrogate pairs, which no database keeps as text."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode()
    if isinstance(value, list):
        return [keepable(each) for each in value]
    if isinstance(value, dict):
        return {keepable(name): keepable(each) for name, each in value.items()}
    return value
