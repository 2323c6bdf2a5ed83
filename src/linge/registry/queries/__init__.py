"""Every read of the register, scoped to who is asking."""

from .boards import Board, Line, collection_board
from .homes import (
    Stack,
    counted,
    dwelling_record,
    dwellings,
    households,
    missing,
    round_on,
    stack,
)
from .people import (
    Change,
    age_range,
    companions,
    history,
    main_home,
    read_number,
    resident_record,
    residents,
    shown_number,
    shown_phone,
    status,
)
from .scope import (
    visible_dwellings,
    visible_households,
    visible_members,
    visible_residencies,
    visible_to,
    visible_visits,
)
from .search import Answer, dwellings_at, search

__all__ = [
    "Answer",
    "Board",
    "Change",
    "Line",
    "Stack",
    "age_range",
    "collection_board",
    "companions",
    "counted",
    "dwelling_record",
    "dwellings",
    "dwellings_at",
    "history",
    "households",
    "main_home",
    "missing",
    "read_number",
    "resident_record",
    "residents",
    "round_on",
    "search",
    "shown_number",
    "shown_phone",
    "stack",
    "status",
    "visible_dwellings",
    "visible_households",
    "visible_members",
    "visible_residencies",
    "visible_to",
    "visible_visits",
]
