"""Give a sender the own workbook back: faulty cells red with a note, a result for each row."""

import io
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from .cells import CellError, Sheet, column_letters

RED, AMBER, GREY = "FFC7CE", "FFEB9C", "DDEBF7"
DARK_RED = "9C0006"
NOTE_AUTHOR = "邻格"
MOST_ROWS_TO_ANNOTATE = 20_000
"""Above this openpyxl needs too much memory, and the copy is written anew."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to colour; column counts from 0. ``faulty`` is red, otherwise amber."""

    row: int
    column: int
    note: str
    faulty: bool = True


@dataclass(frozen=True, slots=True)
class Marked:
    """What to write into a copy: marks, a result and reasons for each row, and a summary."""

    header_row: int
    results: Mapping[int, tuple[str, str]]
    marks: Sequence[Mark] = ()
    summary: Sequence[tuple[str, str]] = ()
    only_rows: frozenset[int] | None = field(default=None)


RESULT, REASON, SUMMARY = "处理结果", "错误原因", "汇总"


def marked_copy(data: bytes, kind: str, sheet: Sheet, marked: Marked) -> bytes:
    """The sender's workbook with the marks; other kinds, and selected rows, come as a new xlsx."""
    if kind == "xlsx" and marked.only_rows is None and len(sheet.rows) <= MOST_ROWS_TO_ANNOTATE:
        return _annotated(data, sheet, marked)
    return _written(sheet, marked)


def _annotated(data: bytes, sheet: Sheet, marked: Marked) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    page = book[sheet.name]
    result, reason = _result_columns(sheet, marked.header_row)
    _forget_former_marks(page)
    for column, title in ((result, _("处理结果")), (reason, _("错误原因"))):
        _text(page, marked.header_row, column, str(title))
        page.cell(marked.header_row, column + 1).font = Font(bold=True)
    for row, (outcome, words) in marked.results.items():
        _text(page, row, result, outcome)
        _text(page, row, reason, words)
        page.cell(row, reason + 1).alignment = Alignment(wrap_text=True, vertical="top")
    for mark in marked.marks:
        _mark(page, mark)
    page.column_dimensions[column_letters(result)].width = 16
    page.column_dimensions[column_letters(reason)].width = 60
    _add_summary(book, marked.summary)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _result_columns(sheet: Sheet, header_row: int) -> tuple[int, int]:
    """Where the two columns go: where they are already, else after the last column."""
    header = sheet.rows.get(header_row, ())
    if RESULT in header and REASON in header:
        return header.index(RESULT), header.index(REASON)
    return sheet.width, sheet.width + 1


def _forget_former_marks(page: Any) -> None:
    for cells in page.iter_rows():
        for cell in cells:
            if getattr(cell, "comment", None) and cell.comment.author == NOTE_AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _text(page: Any, row: int, column: int, words: str) -> None:
    """Write words as text, whatever sign they begin with."""
    cell = page.cell(row, column + 1)
    cell.value = words
    cell.data_type = "s"


def _mark(page: Any, mark: Mark) -> None:
    cell = page.cell(mark.row, mark.column + 1)
    if type(cell).__name__ == "MergedCell":
        return
    cell.fill = PatternFill("solid", fgColor=RED if mark.faulty else AMBER)
    if mark.faulty:
        font = copy(cell.font)
        cell.font = Font(name=font.name, size=font.sz, bold=font.b, color=DARK_RED)
    note = Comment(mark.note, NOTE_AUTHOR)
    note.width, note.height = 320, 40 + 24 * (1 + len(mark.note) // 22)
    cell.comment = note


def _add_summary(book: Any, summary: Sequence[tuple[str, str]]) -> None:
    if SUMMARY in book.sheetnames:
        del book[SUMMARY]
    page = book.create_sheet(SUMMARY)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 32, 70
    for row, (label, words) in enumerate(summary, start=1):
        _text(page, row, 0, label)
        _text(page, row, 1, words)
        page.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top")


def _written(sheet: Sheet, marked: Marked) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": False, "strings_to_formulas": False})
    page = book.add_worksheet(_sheet_name(sheet.name))
    pen = _Pen(book, page, {(mark.row, mark.column): mark for mark in marked.marks})
    result, reason = _result_columns(sheet, marked.header_row)
    target = 0
    for number, values in sheet:
        chosen = marked.only_rows is None or number in marked.only_rows
        if not chosen and number > marked.header_row:
            continue
        target = number if marked.only_rows is None else target + 1
        for column, value in enumerate(values):
            if column not in (result, reason) or number < marked.header_row:
                pen.write(target, column, value, (number, column))
        pen.write_result(target, (result, reason), number, marked)
    page.set_column(result, result, 16)
    page.set_column(reason, reason, 60)
    page.freeze_panes(marked.header_row, 0)
    summary = book.add_worksheet(SUMMARY)
    summary.set_column(0, 0, 32)
    summary.set_column(1, 1, 70)
    for row, words in enumerate(marked.summary):
        for column, text in enumerate(words):
            summary.write_string(row, column, text)
    book.close()
    return out.getvalue()


def _sheet_name(name: str) -> str:
    allowed = "".join(sign for sign in name if sign not in "[]:*?/\\'")[:31]
    return allowed if allowed and allowed != SUMMARY else "Sheet1"


class _Pen:
    """Writes values of any kind as what they are, coloured where they are marked."""

    def __init__(self, book: Any, page: Any, marks: Mapping[tuple[int, int], Mark]) -> None:
        self.page, self.marks = page, marks
        self._formats: dict[tuple[str, str], Any] = {}
        self._book = book

    def _format(self, colour: str, pattern: str) -> Any:
        if (colour, pattern) not in self._formats:
            look: dict[str, Any] = {"num_format": pattern} if pattern else {}
            if colour:
                look |= {"bg_color": f"#{colour}"}
            self._formats[colour, pattern] = self._book.add_format(look)
        return self._formats[colour, pattern]

    def write(self, row: int, column: int, value: object, place: tuple[int, int]) -> None:
        mark = self.marks.get(place)
        colour = "" if mark is None else RED if mark.faulty else AMBER
        match value:
            case None:
                self.page.write_blank(row - 1, column, None, self._format(colour, ""))
            case bool():
                self.page.write_boolean(row - 1, column, value, self._format(colour, ""))
            case int() | float():
                self.page.write_number(row - 1, column, value, self._format(colour, ""))
            case date() | datetime():
                look = self._format(colour, "yyyy-mm-dd")
                self.page.write_datetime(row - 1, column, value, look)
            case _:
                self.page.write_string(row - 1, column, _words(value), self._format(colour, "@"))
        if mark is not None:
            note = {"author": NOTE_AUTHOR, "x_scale": 2}
            self.page.write_comment(row - 1, column, mark.note, note)

    def write_result(
        self, target: int, columns: tuple[int, int], number: int, marked: Marked
    ) -> None:
        if number == marked.header_row:
            words = (str(_("处理结果")), str(_("错误原因")))
        elif number in marked.results:
            words = marked.results[number]
        else:
            return
        for column, text in zip(columns, words, strict=True):
            self.page.write_string(target - 1, column, text, self._format("", ""))


def _words(value: object) -> str:
    if isinstance(value, CellError):
        return value.text
    return value.isoformat() if isinstance(value, time) else str(value)
