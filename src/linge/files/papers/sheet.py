"""A ledger as an Excel workbook: frozen header, repeated titles, numbers of pages, signatures."""

from datetime import date
from io import BytesIO
from itertools import accumulate

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .paper import Paper, Value

NARROWEST, WIDEST = 8, 40
MOST_BREAKS = 1_000
BOOKISH = str.maketrans("[]:*?/\\", "（）：＊？／＼")
HEAD = 3


def workbook(paper: Paper) -> bytes:
    """One sheet: title, issuer, header, rows, total, who signs."""
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"title": paper.title + paper.sign})
    page = book.add_worksheet(paper.title.translate(BOOKISH)[:31])
    bold = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    quiet = book.add_format({"font_color": "#555555"})
    head = book.add_format(
        {"bold": True, "bg_color": "#E2F1EE", "border": 1, "text_wrap": True, "num_format": "@"}
    )
    last = len(paper.heads) - 1
    _across(page, 0, last, paper.title + paper.sign, bold)
    _across(page, 1, last, "　".join([paper.unit + paper.sign, *paper.notes]), quiet)
    page.write_row(HEAD - 1, 0, [each.label for each in paper.heads], head)
    after = _write_rows(book, page, paper)
    total = book.add_format({"bold": True})
    page.write_string(after, 0, paper.total, total)
    page.write_string(after + 2, 0, "　　　　".join(f"{who}：" for who in paper.signatures))
    _lay_out(page, paper)
    book.close()
    return file.getvalue()


def _across(page: Worksheet, row: int, last: int, text: str, style: Format) -> None:
    if last:
        page.merge_range(row, 0, row, last, text, style)
    else:
        page.write_string(row, 0, text, style)


def _write_rows(book: xlsxwriter.Workbook, page: Worksheet, paper: Paper) -> int:
    """Text stays text, so that 00123 and =1+1 are read as written; returns the next free row."""
    text = book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"})
    number = book.add_format({"border": 1, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "border": 1, "valign": "top"})
    row = HEAD - 1
    for row, values in enumerate(paper.rows, start=HEAD):
        for place, value in enumerate(values):
            _write(page, row, place, value, text, number, day)
    return row + 1


def _write(
    page: Worksheet, row: int, place: int, value: Value, text: Format, number: Format, day: Format
) -> None:
    match value:
        case None | "":
            page.write_blank(row, place, None, text)
        case int():
            page.write_number(row, place, value, number)
        case date():
            page.write_datetime(row, place, value, day)
        case str():
            page.write_string(row, place, value, text)


def _lay_out(page: Worksheet, paper: Paper) -> None:
    for place, head in enumerate(paper.heads):
        page.set_column(place, place, min(max(head.width, NARROWEST), WIDEST))
    page.freeze_panes(HEAD, 0)
    page.repeat_rows(HEAD - 1)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    mark = paper.mark.replace("&", "&&")
    page.set_header(f"&L{paper.title.replace('&', '&&')}{paper.sign}&R{mark}")
    page.set_footer(f"&C{paper.page_words.format(n='&P', m='&N')}{paper.sign}")
    ends = list(accumulate((len(group.rows) for group in paper.groups()), initial=HEAD))[1:-1]
    if paper.lead and len(ends) <= MOST_BREAKS:
        page.set_h_pagebreaks(ends)
