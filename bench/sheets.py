"""A large register as a workbook: three invented people to a home, thirty columns."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import xlsxwriter

from linge.registry.rules.identity import check_digit

UNITS, FLOORS, HOMES = 3, 24, 10
A_BUILDING = UNITS * FLOORS * HOMES
HEADERS = (
    "序号", "户编号", "户主姓名", "姓名", "曾用名", "与户主关系", "性别", "证件种类", "身份证号",
    "出生日期", "联系电话", "国籍", "民族", "婚姻状况", "文化程度", "小区", "楼栋", "单元", "房号",
    "居住身份", "入住日期", "户籍状态", "户籍地代码", "户籍地址", "户口簿号", "是否离开户籍街道",
    "离开户籍街道日期", "离开原因", "采集日期", "备注",
)  # fmt: skip
FAMILY = (("户主", "1"), ("配偶", "2"), ("子", "1"))
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "安邦晨达恩芳光涵佳康兰敏宁平勤荣书棠文欣亚媛远泽"


def lines(rows: int) -> Iterator[list[str]]:
    """The rows of a register: three people to a home, home after home."""
    for order in range(rows):
        home, place = divmod(order, 3)
        (relation, sex) = FAMILY[place]
        born = date(1950 if place < 2 else 1985, 1, 1) + timedelta(days=home % 9_000)
        body = f"990101{born:%Y%m%d}{(home // 9_000) * 12 + place * 4 + int(sex):03}"
        name = SURNAMES[home % 20] + GIVEN[home // 20 % 24] + GIVEN[order // 480 % 24]
        yield _line(order, home, relation, sex, born, body + check_digit(body), name)


def _line(
    order: int, home: int, relation: str, sex: str, born: date, number: str, name: str
) -> list[str]:
    building, rest = divmod(home, A_BUILDING)
    unit, rest = divmod(rest, FLOORS * HOMES)
    floor, door = divmod(rest, HOMES)
    away = order % 4 == 0
    return [
        str(order + 1), str(home + 1), "", name, "", relation, "男" if sex == "1" else "女",
        "居民身份证", number, f"{born:%Y-%m-%d}", f"120{order:08}", "中国", "汉族", "已婚", "初中",
        "锦绣花园", str(building + 1), str(unit + 1), f"{floor + 1}{door + 1:02}", "家庭成员",
        "2020-05-01", "户口在外地" if away else "户口在本街道", "990201" if away else "",
        f"示范省示范市示范路{home}号", f"B{home:06}", "是" if away else "否",
        "2021-03-04" if away else "", "务工经商" if away else "", "2026-11-20", "见面登记",
    ]  # fmt: skip


def workbook(rows: int) -> bytes:
    """The rows as an xlsx of text cells, as another system would export them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    page = book.add_worksheet("居民")
    for row, values in enumerate([list(HEADERS), *lines(rows)]):
        for column, value in enumerate(values):
            page.write_string(row, column, value)
    book.close()
    return out.getvalue()
