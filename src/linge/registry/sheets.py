"""Tables somebody brings to be searched for duplicates, read whole as text."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from linge.files.sheets import open_book
from linge.kernel.refusals import Refused

from . import codes
from .rules.importing.cells import text_of
from .rules.matching import tables, verdicts
from .rules.matching.headers import LABEL, ROW, read_headers


class Table(NamedTuple):
    """Headers and rows as text; every row is as long as the headers."""

    headers: list[str]
    rows: list[list[str]]


def read_table(path: Path) -> Table:
    """The first sheet of a csv or a workbook; its first row holds the headers."""
    try:
        book = open_book(path.read_bytes(), path.name)
    except OSError as fault:
        message = _("打不开文件“%(file)s”，请检查路径。") % {"file": path}
        raise Refused("registry.no_file", message) from fault
    lines = [[text_of(cell) for cell in row] for _at, row in book.read(next(iter(book.sheets)))]
    if len(lines) < 2:
        raise Refused("registry.no_rows", _("表格里没有数据行，第一行应是表头。"))
    width = len(lines[0])
    rows = [(line + [""] * width)[:width] for line in lines[1:]]
    return Table([header.strip() for header in lines[0]], rows)


def search_table(table: Table) -> tables.Answer:
    """The rows of a table that look like one person."""
    return tables.match_rows(table.headers, table.rows, codes.match_headings(), codes.tongue())


def true_pairs(table: Table, truth: Table) -> set[verdicts.Pair]:
    """What a truth file says of a table: pairs of record numbers, or a label for each number."""
    places = {number: place for place, number in enumerate(record_numbers(table))}
    labelled = read_headers(truth.headers, truth.rows, codes.match_headings()).columns
    if LABEL in labelled:
        number, label = labelled.get(ROW, 0), labelled[LABEL]
        labels = [""] * len(table.rows)
        for row in truth.rows:
            if row[number] in places:
                labels[places[row[number]]] = row[label]
        return verdicts.true_pairs(labels)
    return {
        (places[row[0]], places[row[1]])
        for row in truth.rows
        if row[0] in places and row[1] in places
    }


def record_numbers(table: Table) -> Sequence[str]:
    """The record numbers of a table; without such a column, rows count from 1."""
    layout = read_headers(table.headers, table.rows, codes.match_headings())
    place = layout.columns.get(ROW)
    if place is None:
        return [str(number) for number in range(1, len(table.rows) + 1)]
    return [row[place] for row in table.rows]
