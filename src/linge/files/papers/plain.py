"""A ledger as CSV: text that no spreadsheet will run."""

import csv
from io import StringIO

from .paper import RISKY, Paper, Value, text_of


def safe(value: Value) -> str:
    """Text that begins like a formula gets a leading apostrophe."""
    text = text_of(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(RISKY) else text


def csv_text(paper: Paper) -> bytes:
    """The header, the rows, the total line; a byte order mark so that Excel reads the Chinese."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([head.label for head in paper.heads])
    writer.writerows([safe(value) for value in row] for row in paper.rows)
    writer.writerow([paper.total + paper.sign, paper.mark])
    return text.getvalue().encode("utf-8-sig")
