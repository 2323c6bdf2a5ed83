"""Three messy workbooks to import into the demonstration, with a list of every planted fault.

Title rows, a header of two rows, merged household blocks, days and numbers in every habit, footers,
a text file in an old encoding. The same database and seed make the same files. All people are
invented: numbers begin with 990101, mobiles with 120.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from linge.registry.rules.identity import DEMO_AREA, check_digit
from linge.territory.models import Dwelling, Region
from linge.territory.rules.uscc import body_check_sign, check_sign

PAIRS = 100
"""People who stand twice in a workbook, under the same number."""
CLEAN = 40
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "安邦晨达恩芳光涵佳康兰敏宁平勤荣书棠文欣亚媛远泽"
Home = tuple[str, str, str, str]
"""Estate, building, unit, room."""


@dataclass
class Book:
    """A workbook, and cell → code of what is wrong in it."""

    name: str
    data: bytes = b""
    truth: list[tuple[str, str]] = field(default_factory=list)


def write_workbooks(folder: Path, community: Region, seed: int) -> list[Book]:
    """Write the workbooks and ``truth.csv`` (workbook, cell, code) into a folder."""
    homes = empty_homes(community)
    books = [people(homes, Random(f"{seed}:people")), doors(homes), organisations()]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(("workbook", "cell", "code"))
        for book in books:
            (folder / book.name).write_bytes(book.data)
            lines.writerows((book.name, cell, code) for cell, code in book.truth)
    return books


def empty_homes(community: Region) -> list[Home]:
    """Homes of the community where nobody is on record, in the order of their paths."""
    rows = Dwelling.objects.filter(community=community, residencies=None, unit__isnull=False)
    columns = ("estate__name", "building__number", "unit__number", "room")
    wanted = PAIRS + CLEAN + len(FAULTS) + 1
    return list(rows.exclude(estate=None).order_by("path").values_list(*columns)[:wanted])


HEADER = (
    ("序号", ""), ("小区", ""), ("住址", "楼栋"), ("住址", "单元"), ("住址", "房号"), ("姓名", ""),
    ("与户主关系", ""), ("性别", ""), ("身份证号码", ""), ("出生年月日", ""), ("联系电话", ""),
    ("文化程度", ""),
)  # fmt: skip
ROOM, NAME, RELATION, SEX, NUMBER, BORN, PHONE, SCHOOL = range(4, 12)
WRITTEN = {"created": datetime(2026, 11, 2, 9)}
FIRST = 5
"""Where the people begin, counted from 0: title, unit, two rows of header, numbering."""
FAULTS: Sequence[tuple[int, Any, str]] = (
    (NUMBER, "990101198507120027", "id_checksum"),
    (NUMBER, "990101202502300019", "id_date"),
    (NUMBER, "99010119850712002", "id_length"),
    (NUMBER, "A90101198507120026", "id_characters"),
    (NUMBER, 9.9010119850712e17, "id_as_number"),
    (NAME, "张<b>兰", "name_characters"),
    (NAME, "", "name_missing"),
    (BORN, "03/04/1985", "date_ambiguous"),
    (BORN, "1985-02-30", "date_unknown"),
    (PHONE, "1200000002", "phone_length"),
    (SCHOOL, "看不清", "code_unknown"),
    (RELATION, "本人", "relation_self"),
    (ROOM, "9999", "address_unknown"),
)


def person(order: int, chance: Random) -> list[Any]:
    """A name, head of the household, with a number, a birthday and a phone in some habit."""
    born = date(1950, 1, 1) + timedelta(days=order * 131 % 18_000)
    male = order % 2
    body = f"{DEMO_AREA}{born:%Y%m%d}{980 + order % 10 * 2 + male:03}"
    number = body + check_digit(body)
    name = "".join((chance.choice(SURNAMES), chance.choice(GIVEN), chance.choice(GIVEN)))
    days = (f"{born:%Y-%m-%d}", f"{born:%Y%m%d}", f"{born.year}年{born.month}月{born.day}日")
    phone = f"120{order:08}"
    phones = (phone, f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"+86{phone}")
    return [
        name,
        "户主",
        "男" if male else "女",
        number,
        days[order % 3],
        phones[order % 3],
        "初中",
    ]


def people(homes: Sequence[Home], chance: Random) -> Book:
    """居民: a fault to a household, and a hundred people who stand there twice."""
    book = Book("居民登记表.xlsx")
    rows: list[list[Any]] = []
    for order, home in enumerate(homes):
        row = [order + 1, *home, *person(order, chance)]
        if order < len(FAULTS):
            column, wrong, code = FAULTS[order]
            row[column] = wrong
            book.truth.append((xl_rowcol_to_cell(FIRST + len(rows), column), code))
        rows.append(row)
    for row in rows[len(FAULTS) : len(FAULTS) + PAIRS]:
        book.truth.append((xl_rowcol_to_cell(FIRST + len(rows), NUMBER), "same_in_file"))
        rows.append([*row[:RELATION], "", *row[SEX:]])
    book.data = _workbook("幸福里社区实有人口登记表", HEADER, rows)
    return book


def _workbook(title: str, header: Sequence[tuple[str, str]], rows: Sequence[list[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.set_properties(WRITTEN)
    page = book.add_worksheet("人口")
    page.merge_range(0, 0, 0, len(header) - 1, title)
    page.write(1, 0, "填报单位：幸福里社区居民委员会")
    for column, (upper, lower) in enumerate(header):
        if lower:
            page.write(2, column, upper)
            page.write(3, column, lower)
        else:
            page.merge_range(2, column, 3, column, upper)
        page.write(4, column, column + 1)
    for number, row in enumerate(rows, start=FIRST):
        page.write_row(number, 0, row)
    page.write(FIRST + len(rows), 0, f"合计：{len(rows)}人")
    page.write(FIRST + len(rows) + 1, 0, "制表人：周敏")
    book.close()
    return out.getvalue()


def doors(homes: Sequence[Home]) -> Book:
    """房屋: a text file in GB18030 with areas in every habit."""
    book = Book("房屋台账.csv")
    habits = ("89.5", "89.50㎡", "８９．５平方米", "89.5 m2")
    rows = [["小区", "楼栋", "单元", "房号", "建筑面积(㎡)", "使用状态"]]
    for order, home in enumerate(homes[:CLEAN]):
        rows.append([*home, habits[order % 4], "自住" if order % 3 else "出租"])
    wrong = (
        (4, "很大", "number_unknown"),
        (4, "99999", "number_range"),
        (5, "闹鬼", "code_unknown"),
        (5, "空置", "vacant_evidence"),
        (1, "9999", "building_unknown"),
    )
    for place, (column, value, code) in enumerate(wrong, start=1):
        rows[place][column] = value
        at = 3 if column == 1 else column
        book.truth.append((xl_rowcol_to_cell(place, at), code))
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    book.data = out.getvalue().encode("gb18030")
    return book


def organisations() -> Book:
    """单位: credit codes, some of them wrong."""
    book = Book("辖区单位.xlsx")
    rows = [["单位名称", "统一社会信用代码", "单位性质", "地址", "法定代表人", "联系电话"]]
    for order in range(CLEAN):
        name = f"示范{GIVEN[order % 24]}{GIVEN[(order + 5) % 24]}有限公司"
        rows.append([name, uscc(order), "企业", f"示范路{order + 1}号", "周敏", f"120{order:08}"])
    rows[1][1], rows[2][1], rows[3][1] = rows[1][1][:-1] + "I", rows[2][1][:-1], rows[4][1]
    rows[5][2], rows[6][0] = "大厂", ""
    book.truth += [("B2", "uscc_characters"), ("B3", "uscc_length"), ("B5", "same_in_file"),
                   ("C6", "code_unknown"), ("A7", "required")]  # fmt: skip
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out)
    workbook.set_properties(WRITTEN)
    page = workbook.add_worksheet("单位")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    workbook.close()
    book.data = out.getvalue()
    return book


def uscc(order: int) -> str:
    """A credit code whose two check signs are right, of the demonstration's area."""
    core = f"MB{order:06}"
    body = f"91{DEMO_AREA}{core}{body_check_sign(core)}"
    return body + check_sign(body)
