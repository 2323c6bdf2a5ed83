"""HTML tables that office systems save with the name .xls."""

import re
from html.parser import HTMLParser

from .cells import Merge, Row, Sheet, Value, trimmed
from .limits import MOST_COLUMNS, MOST_ROWS, too_many_columns, too_many_rows
from .text import decoded

_CHARSET = re.compile(rb"charset=[\"']?\s*([A-Za-z0-9-]+)", re.IGNORECASE)


def looks_like_html(data: bytes) -> bool:
    head = data[:2048].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")) or (
        head.startswith(b"<?xml") and b"<table" in head
    )


class HtmlBook:
    """The first table of a page, its spans turned into merged ranges."""

    kind = "html"
    date1904 = False

    def __init__(self, data: bytes, name: str = "HTML") -> None:
        told = _CHARSET.search(data[:2048])
        if told and told[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
            text = data.decode("gb18030", errors="replace")
        else:
            text = decoded(data)
        self._text = text
        self.sheets = {name: name}

    def read(self, name: str, *, rows: int | None = None) -> Sheet:
        table = _Table()
        table.feed(self._text)
        kept = {n: row for n, row in table.rows.items() if rows is None or n <= rows}
        width = max((len(row) for row in kept.values()), default=0)
        return Sheet(name, kept, tuple(table.merges), width=width)


class _Table(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: dict[int, Row] = {}
        self.merges: list[Merge] = []
        self._taken: set[tuple[int, int]] = set()
        self._number = 0
        self._values: list[Value] = []
        self._texts: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row()
            self._number += 1
        elif tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._spans = _span(given.get("rowspan")), _span(given.get("colspan"))
            self._texts = []
        elif tag == "br" and self._texts is not None:
            self._texts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._texts is not None:
            self._texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def _end_cell(self) -> None:
        if self._texts is None:
            return
        while (self._number, len(self._values)) in self._taken:
            self._values.append(None)
        column, (down, across) = len(self._values), self._spans
        if column + across > MOST_COLUMNS:
            raise too_many_columns()
        self._values.append("".join(self._texts).strip() or None)
        self._values.extend([None] * (across - 1))
        self._texts = None
        if down > 1 or across > 1:
            self._span_over(column, down, across)

    def _span_over(self, column: int, down: int, across: int) -> None:
        bottom = self._number + down - 1
        self.merges.append(Merge(self._number, column, bottom, column + across - 1))
        self._taken.update(
            (row, place)
            for row in range(self._number + 1, bottom + 1)
            for place in range(column, column + across)
        )

    def _end_row(self) -> None:
        self._end_cell()
        if values := trimmed(self._values):
            self.rows[self._number] = values
            if len(self.rows) > MOST_ROWS:
                raise too_many_rows()
        self._values = []


def _span(text: str | None) -> int:
    return min(max(int(text), 1), 1000) if text and text.strip().isdigit() else 1
