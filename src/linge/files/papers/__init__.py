"""A ledger on paper (台账): one set of rows, written as a workbook, as text, as pages, as Word."""

from collections.abc import Callable

from .pages import pdf
from .paper import MIME, Group, Head, Paper, text_of
from .plain import csv_text
from .sheet import workbook
from .word import document

WRITERS: dict[str, Callable[[Paper], bytes]] = {
    "xlsx": workbook,
    "csv": csv_text,
    "pdf": pdf,
    "docx": document,
}

__all__ = ["MIME", "WRITERS", "Group", "Head", "Paper", "text_of"]
