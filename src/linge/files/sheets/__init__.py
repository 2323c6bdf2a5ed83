"""Workbooks and tables other people made: read them safely, give them back with words.

``open_book`` knows xlsx, xls, delimited text and HTML saved as xls, by content. Formulas and macros
are never run; a formula's stored value is read. Every fault of a file is one sentence (``Refused``).
"""

from .book import ACCEPTED, MOST_COLUMNS, MOST_ROWS, Book, open_book
from .cells import CellError, Merge, Sheet, Value, address, column_letters, column_number
from .marking import Mark, Marked, marked_copy
from .safety import MOST_BYTES, plain_text

__all__ = [
    "ACCEPTED",
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Book",
    "CellError",
    "Mark",
    "Marked",
    "Merge",
    "Sheet",
    "Value",
    "address",
    "column_letters",
    "column_number",
    "marked_copy",
    "open_book",
    "plain_text",
]
