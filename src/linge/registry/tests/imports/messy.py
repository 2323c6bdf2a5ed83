"""A workbook as communities really send them, with a truth table of every planted fault.

Title and note rows, a header of two rows, merged household blocks, a numbering row, dates and
numbers in every habit, footers — and one household for each kind of fault. All people are made up:
ID numbers begin with 990101, mobiles with 120.
"""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils import get_column_letter

from linge.registry.rules.identity import check_digit

TITLE = "幸福里社区实有人口登记表"
HEADER = (
    ("序号", ""), ("户编号", ""), ("小区", ""), ("住址", "楼栋"), ("住址", "单元"),
    ("住址", "房号"), ("姓名", ""), ("与户主关系", ""), ("性别", ""), ("身份证号码", ""),
    ("出生年月日", ""), ("联系电话", ""), ("民族", ""), ("文化程度", ""), ("婚姻状况", ""),
    ("居住身份", ""), ("入住日期", ""), ("户籍信息", "户籍状态"), ("户籍信息", "户籍地址"), ("备注", ""),
)  # fmt: skip
SEQ, HOUSE, ESTATE, BUILDING, UNIT, ROOM, NAME, RELATION, SEX, ID, BIRTH, PHONE = range(12)
ETHNICITY, EDUCATION, MARITAL, ROLE, SINCE, HUKOU, HUKOU_AT, REMARK = range(12, 20)
FIRST_ROW = 6
WHOLE_HOUSE = (HOUSE, ESTATE, BUILDING, UNIT, ROOM)
GIVEN = "安邦晨达恩芳光涵佳康兰敏宁平勤荣书棠文欣亚媛远泽"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


class Place(NamedTuple):
    estate: str
    building: str
    unit: str
    room: str


@dataclass(frozen=True)
class Fault:
    """One kind of fault: edits of (member, column, bad value), and what must be said where."""

    edits: Sequence[tuple[int, int, Any]]
    expected: Sequence[tuple[int, int, str]]
    outcome: str = "error"
    whole_house: bool = False


def _bad(column: int, value: Any, code: str, member: int = 0, outcome: str = "error") -> Fault:
    return Fault([(member, column, value)], [(member, column, code)], outcome)


def number_of(born: date, order: int) -> str:
    body = f"990101{born:%Y%m%d}{order:03}"
    return body + check_digit(body)


LATE = number_of(date(2015, 3, 9), 511)
FAULTS: tuple[Fault, ...] = (
    _bad(ID, 990101198507120026, "id_as_number"),
    _bad(ID, "990101198507120027", "id_checksum"),
    _bad(ID, "990101202502300019", "id_date"),
    _bad(ID, "99010119850712002", "id_length"),
    _bad(ID, "A90101198507120026", "id_characters"),
    _bad(ID, "#N/A", "cell_error"),
    Fault([(0, ID, "100101198507120020"), (0, BIRTH, None), (0, SEX, "女")],
          [(0, ID, "id_area")], "new"),
    Fault([(0, ID, "990101850712002"), (0, BIRTH, None), (0, SEX, "女")],
          [(0, ID, "id_15")], "new"),
    Fault([(0, ID, "99010119850712000X"), (0, BIRTH, None), (0, SEX, "女")],
          [(0, ID, "id_sequence")], "new"),
    Fault([(0, SEX, "女")], [(0, SEX, "id_sex")], "new"),
    Fault([(0, BIRTH, "1970-01-02")], [(0, BIRTH, "id_birth")], "new"),
    Fault([(0, ID, None)], [(0, ID, "id_missing")], "new"),
    Fault([(0, ID, None), (0, BIRTH, None)], [(0, ID, "no_key")], "parked"),
    _bad(NAME, None, "name_missing", 1),
    _bad(NAME, "张<b>兰", "name_characters"),
    _bad(NAME, "李😀明", "name_characters"),
    _bad(NAME, "欧" * 51, "too_long"),
    Fault([(0, NAME, "李")], [(0, NAME, "name_single")], "new"),
    _bad(NAME, "[清空]", "clear_refused"),
    Fault([(0, NAME, "张 桂\u200b香")], [(0, NAME, "repaired")], "new"),
    Fault([(1, ID, None), (1, BIRTH, "03/04/1985")], [(1, BIRTH, "date_ambiguous")]),
    Fault([(1, ID, None), (1, BIRTH, "1985-02-31")], [(1, BIRTH, "date_unknown")]),
    Fault([(1, ID, None), (1, BIRTH, "不详")], [(1, BIRTH, "date_unknown")]),
    Fault([(1, ID, None), (1, BIRTH, "2027年1月1日")], [(1, BIRTH, "date_future")]),
    Fault([(1, ID, None), (1, BIRTH, "1900-05-06")], [(1, BIRTH, "birth_long_ago")], "new"),
    _bad(SINCE, "1930-01-01", "before_birth"),
    _bad(SINCE, "#REF!", "cell_error"),
    _bad(PHONE, "1200000001", "phone_length"),
    _bad(PHONE, 120000000012, "phone_length"),
    _bad(PHONE, "找居委会", "phone_characters"),
    _bad(RELATION, "邻居", "code_unknown", 1),
    _bad(RELATION, "媳妇", "code_ambiguous", 1),
    _bad(RELATION, "本人", "relation_self", 1),
    _bad(SEX, "南", "code_unknown"),
    _bad(EDUCATION, "识字", "code_unknown"),
    _bad(MARITAL, "#VALUE!", "cell_error"),
    _bad(ETHNICITY, "汗族", "code_unknown"),
    _bad(ROLE, "亲友", "code_unknown"),
    _bad(HUKOU, "户口在外地", "hukou_where"),
    _bad(HUKOU_AT, "很长的地址" * 25, "too_long"),
    Fault([(0, BUILDING, "99号楼")], [(0, ROOM, "address_unknown")], "error", True),
    Fault([(0, ROOM, "9999")], [(0, ROOM, "address_unknown")], "error", True),
    Fault([(0, ROOM, "东头第二间")], [(0, ROOM, "address_unknown")], "error", True),
    Fault([(0, BUILDING, None), (0, ROOM, "东头第二间")], [(0, ROOM, "address_unclear")], "error", True),
    Fault([(0, UNIT, None)], [(0, ROOM, "address_units")], "parked", True),
    Fault([(0, ESTATE, "桂子苑")], [(0, ROOM, "out_of_scope")], "error", True),
    Fault([(1, RELATION, "户主")], [(0, RELATION, "two_heads"), (1, RELATION, "two_heads")]),
    Fault([(0, RELATION, "其他亲属")], [(0, RELATION, "no_head")], "new"),
    Fault([(0, ID, LATE), (0, BIRTH, None), (0, SEX, None)],
          [(0, RELATION, "head_young")], "new"),
    Fault([(2, RELATION, "妻")], [(1, RELATION, "two_spouses"), (2, RELATION, "two_spouses")],
          "new"),
    Fault([(2, ID, None), (2, BIRTH, "1961-01-05")], [(2, RELATION, "child_age")], "new"),
    Fault([(2, RELATION, "父亲")], [(2, RELATION, "parent_age")], "new"),
)  # fmt: skip


@dataclass
class Messy:
    """The workbook, and for each planted fault its cell, its code and the row's outcome."""

    data: bytes
    truth: list[tuple[str, str]] = field(default_factory=list)
    outcomes: dict[int, str] = field(default_factory=dict)
    people: int = 0
    repeated: tuple[int, int] = (0, 0)


def write(places: Sequence[Place], *, corrected: bool = False, seed: int = 7) -> Messy:
    """The workbook with its faults, or the same people with every faulty cell put right."""
    chance = random.Random(seed)
    book = openpyxl.Workbook()
    page = book.active
    page.title = "人口"
    _above(page)
    messy = Messy(b"")
    row = FIRST_ROW
    for index, place in enumerate(places):
        members = _household(chance, index, place)
        fault = None if corrected or index >= len(FAULTS) else FAULTS[index]
        if fault:
            _spoil(messy, members, fault, row)
        _put(page, row, members)
        row += len(members)
        if index == len(FAULTS) + 2:
            page.append([None, "小计", None, None, None, None, None, len(members)])
            row += 1
        if index == len(FAULTS) + 5 and not corrected:
            row = _repeat(page, messy, row)
    messy.people = row - FIRST_ROW
    _below(page)
    out = io.BytesIO()
    book.save(out)
    messy.data = out.getvalue()
    return messy


def _above(page: Any) -> None:
    page.append([TITLE])
    page.merge_cells("A1:T1")
    page.append(["填报单位：幸福里社区居民委员会    （红色表头为必填）"])
    page.merge_cells("A2:T2")
    page.append([upper for upper, _ in HEADER])
    page.append([lower or None for _, lower in HEADER])
    page.append([f"({n})" for n in range(1, len(HEADER) + 1)])
    page.merge_cells("D3:F3")
    page.merge_cells("R3:S3")
    for column, (_, lower) in enumerate(HEADER, start=1):
        if not lower:
            letter = get_column_letter(column)
            page.merge_cells(f"{letter}3:{letter}4")


def _below(page: Any) -> None:
    page.append(["合计", None, None, None, None, None, None, page.max_row])
    page.append(["制表人：周敏", None, None, None, "审核人：何建国"])
    page.append(["填报日期：2026年11月20日"])


def _household(chance: random.Random, index: int, place: Place) -> list[list[Any]]:
    """A man, his wife and a child, written in the habits of different clerks."""
    born = (
        date(1955, 1, 10) + timedelta(days=37 * index),
        date(1957, 3, 5) + timedelta(days=41 * index),
        date(1986, 6, 20) + timedelta(days=29 * index),
    )
    relations, sexes = ("户主", "妻", "长子"), ("男", "女", "男")
    members = []
    for member in range(3):
        order = 100 + 2 * (index % 200) + (1 if sexes[member] == "男" else 0)
        members.append(
            [
                None,
                index + 1,
                place.estate,
                _number(index, place.building),
                _number(index + 1, place.unit),
                int(place.room) if index % 2 else place.room,
                chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN),
                relations[member],
                sexes[member] if index % 3 else {"男": "M", "女": "F"}[sexes[member]],
                _id_habit(index, number_of(born[member], order)),
                _date_habit(index + member, born[member]),
                _phone_habit(index, f"120{10_000_000 + index * 3 + member}"),
                "汉" if index % 2 else "汉族",
                ("初中", "高中", "大学本科")[member],
                ("已婚", "20", "未婚")[member],
                "业主" if member == 0 else "家庭成员",
                _date_habit(index + member + 3, date(2021, 5, 1 + index % 20)),
                "本地",
                None,
                "老党员家庭" if index % 9 == 0 and member == 0 else None,
            ]
        )
    return members


def _number(habit: int, number: str) -> Any:
    """3, ``"3"``, ``３``, ``三``."""
    han = "零一二三四五六七八九"[int(number)] if len(number) == 1 else number
    return (int(number), number, chr(0xFF10 + int(number[0])) + number[1:], han)[habit % 4]


def _id_habit(habit: int, number: str) -> str:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    return (number, number.lower(), wide, spaced, f"'{number}")[habit % 5]


def _date_habit(habit: int, day: date) -> Any:
    return (
        day,
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y/%m/%d}",
        (day - date(1899, 12, 30)).days,
    )[habit % 7]


def _phone_habit(habit: int, number: str) -> Any:
    return (
        number,
        int(number),
        f"+86 {number}",
        f"{number[:3]}-{number[3:7]}-{number[7:]}",
    )[habit % 4]


def _spoil(messy: Messy, members: list[list[Any]], fault: Fault, row: int) -> None:
    for member, column, value in fault.edits:
        for other in range(len(members)) if fault.whole_house else (member,):
            members[other][column] = value
    for member, column, code in fault.expected:
        messy.truth.append((f"{get_column_letter(column + 1)}{row + member}", code))
        messy.outcomes[row + member] = fault.outcome


def _put(page: Any, row: int, members: list[list[Any]]) -> None:
    for offset, member in enumerate(members):
        values = [value if offset == 0 or column not in WHOLE_HOUSE else None
                  for column, value in enumerate(member)]  # fmt: skip
        values[SEQ] = row + offset - FIRST_ROW + 1
        page.append(values)
        for column in (ID, PHONE):
            page.cell(row + offset, column + 1).number_format = "@"
    for column in WHOLE_HOUSE:
        letter = get_column_letter(column + 1)
        page.merge_cells(f"{letter}{row}:{letter}{row + len(members) - 1}")


def _repeat(page: Any, messy: Messy, row: int) -> int:
    """The last person once more, and a hidden row."""
    again = [page.cell(row - 1, column + 1).value for column in range(len(HEADER))]
    above = {c: page.cell(row - 3, c + 1).value for c in WHOLE_HOUSE}
    values = [above.get(column, value) for column, value in enumerate(again)]
    page.append(values)
    messy.truth.append((f"J{row}", "same_in_file"))
    messy.outcomes[row] = "error"
    messy.repeated = (row - 1, row)
    page.append(values)
    page.row_dimensions[row + 1].hidden = True
    messy.outcomes[row + 1] = "excluded"
    return row + 2
