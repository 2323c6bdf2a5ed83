"""A list as a file: the columns of the page, masked as on the page, in CSV or Excel."""

import csv
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from linge.ui.tables import Table

RISKY = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
NARROWEST, WIDEST = 8, 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe(value: Any) -> Any:
    """Text a spreadsheet would run as a formula gets a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def csv_file(table: Table, records: Iterable[Any], name: str) -> HttpResponse:
    """UTF-8 with a byte order mark, so that Excel reads the Chinese."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([str(column.label) for column in table.sheet_columns()])
    for row in table.sheet_rows(records):
        writer.writerow([safe("" if value is None else value) for value in row])
    return _download(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", name, "csv")


def excel_file(table: Table, records: Iterable[Any], name: str) -> HttpResponse:
    """One sheet: frozen header, filter on, widths from the content, days and numbers real."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(name[:31])
    labels = [str(column.label) for column in table.sheet_columns()]
    rows = list(table.sheet_rows(records))
    page.write_row(
        0,
        0,
        labels,
        book.add_format({"bold": True, "bg_color": "#E2F1EE", "border": 1}),
    )
    styles = {
        str: book.add_format({"num_format": "@"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            page.write(number, place, safe(value), styles.get(type(value)))
    for place, width in enumerate(_widths([labels, *rows])):
        page.set_column(place, place, width)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(rows), 1), max(len(labels) - 1, 0))
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.set_landscape()
    book.close()
    return _download(file.getvalue(), XLSX, name, "xlsx")


def _widths(rows: list[list[Any]]) -> list[int]:
    """Column widths in characters, a Chinese one counting two."""
    return [
        min(max(NARROWEST, *(_width(value) + 2 for value in column)), WIDEST)
        for column in zip(*rows, strict=True)
    ]


def _width(value: Any) -> int:
    text = "" if value is None else str(value)
    return sum(2 if unicodedata.east_asian_width(sign) in "FW" else 1 for sign in text)


def _download(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    called = quote(f"{name}.{ending}")
    response["Content-Disposition"] = (
        f"attachment; filename=\"list.{ending}\"; filename*=UTF-8''{called}"
    )
    response["Cache-Control"] = "no-store"
    return response


SHEETS = {"csv": csv_file, "xlsx": excel_file}
