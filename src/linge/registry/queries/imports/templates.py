"""The empty workbook people fill in: headers, an example, drop-downs, and a page of notes."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from ... import columns
from ...rules.importing.fields import Field
from ...rules.importing.places import PARTS
from ...rules.importing.states import Subject

ROWS_READY = 2_000
REQUIRED = {
    "residents": {"name", "id_number", "address"},
    "dwellings": {"building", "room"},
    "households": {"address", "head_name"},
    "organisations": {"name", "kind"},
    "shops": {"building", "front_no"},
    "books": {"household_no", "name", "relation", "id_number"},
    "tenancies": {"address", "since"},
}
ONE_WAY = {"residents": {"seq", "head_name", "estate", "building", "unit", "room", "id_kind"},
           "dwellings": {"seq", "address"}, "shops": {"seq"}, "organisations": {"seq"},
           "books": {"seq", "head_name"}, "households": {"seq", *PARTS},
           "tenancies": {"seq", *PARTS}}  # fmt: skip
"""Columns left out of the template: it shows one way of each, the importer reads all."""


def template_workbook(subject: str) -> bytes:
    """A workbook with one sheet to fill in and one that explains every column."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    shown = [f for f in columns.fields(subject).shown if f.name not in ONE_WAY[subject]]
    _sheet(book, subject, shown)
    _notes(book, subject, shown)
    book.close()
    return out.getvalue()


def _sheet(book: Any, subject: str, shown: list[Field]) -> None:
    page = book.add_worksheet(str(Subject(subject).label))
    bold = {"bold": True, "border": 1, "align": "center", "valign": "vcenter"}
    must = book.add_format({**bold, "bg_color": "#FDE9D9", "font_color": "#9C2B00"})
    may = book.add_format({**bold, "bg_color": "#E2F0EC"})
    text = book.add_format({"num_format": "@"})
    example = book.add_format({"num_format": "@", "italic": True, "font_color": "#6B7280"})
    page.set_row(0, 28)
    for column, told in enumerate(shown):
        page.set_column(column, column, _width(told), text)
        page.write_string(0, column, told.label, must if told.name in REQUIRED[subject] else may)
        first = str(_("例：%(value)s") % {"value": told.example}) if column == 0 else told.example
        page.write_string(1, column, first, example)
        if options := _options(told):
            page.data_validation(
                1, column, ROWS_READY, column, {"validate": "list", "source": options,
                                                "error_type": "warning"}
            )  # fmt: skip
    page.freeze_panes(1, 0)


def _width(told: Field) -> int:
    return {"id": 22, "address": 34, "text": 24, "phones": 18}.get(told.kind, 14)


def _options(told: Field) -> list[str]:
    """The words of a drop-down; Excel holds 255 signs, so long lists are told on the notes."""
    if told.kind == "sex":
        return ["男", "女"]
    if told.kind == "yesno":
        return ["是", "否"]
    if told.kind != "code":
        return []
    labels = list(dict.fromkeys(w.label for w in columns.codebooks()[told.table].words))
    kept = labels[:12] if told.table == "relation" else labels
    return kept if len(",".join(kept)) <= 255 else []


def _notes(book: Any, subject: str, shown: list[Field]) -> None:
    page = book.add_worksheet(str(_("填写说明")))
    bold = book.add_format({"bold": True, "bg_color": "#E2F0EC", "border": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 60)
    page.set_column(2, 2, 70)
    for column, label in enumerate((_("列"), _("怎么填"), _("可以填的值"))):
        page.write_string(0, column, str(label), bold)
    for row, told in enumerate(shown, start=1):
        page.write_string(row, 0, told.label, wrap)
        page.write_string(row, 1, told.note or str(_("可以不填。")), wrap)
        book_words = columns.codebooks()[told.table].options(99) if told.kind == "code" else ""
        page.write_string(row, 2, book_words, wrap)
    hints = (
        _("留空表示保留系统里的值；填“[清空]”或“[CLEAR]”表示清掉系统里的值。"),
        _("第2行是例子，导入时会自动跳过，可以删掉。"),
        _("身份证号、电话整列请保持文本格式，不要改成数字。"),
    )
    for offset, hint in enumerate(hints, start=len(shown) + 2):
        page.write_string(offset, 0, str(hint))
