"""What a sheet holds: values with their kind kept, addresses, merged ranges, spreadsheet days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error instead of a value: ``#REF!``, or a day no calendar has."""

    text: str


Value = str | int | float | bool | date | datetime | time | CellError | None
"""None is a blank cell. Whole numbers of up to fifteen digits are int, all others float."""

Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows count from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the rows that hold something, by their spreadsheet number (from 1)."""

    name: str
    rows: dict[int, Row]
    merges: tuple[Merge, ...] = ()
    hidden: frozenset[int] = frozenset()
    date1904: bool = False
    width: int = field(default=0)

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        return iter(self.rows.items())

    def cell(self, row: int, column: int) -> Value:
        values = self.rows.get(row, ())
        return values[column] if column < len(values) else None


@cache
def column_letters(column: int) -> str:
    """0 → ``A``, 25 → ``Z``, 26 → ``AA``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """``A`` → 0, ``AA`` → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def address(row: int, column: int) -> str:
    """The address people read: row 5, column 3 is ``D5``."""
    return f"{column_letters(column)}{row}"


EPOCH_1900, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
THE_DAY_THAT_NEVER_WAS = 60
LAST_SERIAL = 2_958_465


def from_serial(serial: float, *, date1904: bool = False) -> date | datetime | CellError:
    """The day a spreadsheet number stands for.

    Excel's 1900 calendar has a 29 February 1900; that number, negative ones and those after the
    year 9999 are no day at all.
    """
    whole = int(serial)
    if not 0 <= serial <= LAST_SERIAL or (whole < 1 and not date1904):
        return CellError("#####")
    if date1904:
        moment = EPOCH_1904 + timedelta(days=serial)
    elif whole == THE_DAY_THAT_NEVER_WAS:
        return CellError("1900-02-29")
    else:
        early = 1 if whole < THE_DAY_THAT_NEVER_WAS else 0
        moment = EPOCH_1900 + timedelta(days=serial + early)
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    return moment.date() if serial == whole else moment


def time_of(serial: float) -> time | CellError:
    """The time of day of a cell formatted as one; 24:00 and more is none."""
    if not 0 <= serial < 1:
        return CellError("24:00" if serial == 1 else "#####")
    return (datetime.min + timedelta(seconds=round(serial * 86_400))).time()


def number_of(text: str) -> int | float:
    """A stored number; sixteen digits and more are float, for a spreadsheet lost the rest."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def trimmed(values: list[Value]) -> Row:
    """The row without its blank end."""
    end = len(values)
    while end and values[end - 1] in (None, ""):
        end -= 1
    return tuple(values[:end])
