"""Invented names: people, organisations, shops. No combination means anybody."""

import csv
from dataclasses import dataclass
from functools import cache
from io import StringIO
from random import Random

from .geometry import DATA

PART_NAMES = (
    "福满", "顺意", "老街", "家和", "鑫源", "小满", "同乐", "四季", "好邻", "春江", "云来", "百味",
    "知味", "阿木", "晨光", "悦来", "聚香", "惠民", "康佳乐", "吉祥", "安心", "邻里", "橙子", "青禾",
)  # fmt: skip
TRADES = (
    "便利店", "药房", "理发店", "面馆", "早餐店", "五金店", "水果店", "洗衣店", "修车铺", "彩票站",
    "快递驿站", "棋牌室", "诊所", "房产中介", "洗车行", "宠物店", "烟酒店", "小饭桌", "火锅店",
    "服装店", "手机店", "花店", "茶叶店", "文具店", "眼镜店", "面包房", "奶茶店", "裁缝铺",
)  # fmt: skip
ENTERPRISES = (
    ("示范{n}科技有限公司", "6510"),
    ("示范{n}商贸有限公司", "5199"),
    ("{n}物业服务有限公司", "7020"),
    ("示范{n}餐饮管理有限公司", "6210"),
    ("{n}建筑装饰有限公司", "5011"),
    ("{n}广告传媒有限公司", "7251"),
    ("示范{n}物流有限公司", "5910"),
    ("{n}家政服务有限公司", "8010"),
    ("示范{n}教育咨询有限公司", "8391"),
    ("{n}电子有限公司", "3989"),
)
BODIES = (
    ("government", "11", "机关法人", "示范街道{n}服务中心", "9221"),
    ("institution", "12", "事业单位法人", "示范区{n}文化站", "8870"),
    ("institution", "12", "事业单位法人", "示范区第{k}小学", "8321"),
    ("social", "52", "民办非企业单位", "{n}社区养老服务中心", "8514"),
    ("social", "51", "社会团体", "{n}志愿者协会", "9521"),
    ("self_employed", "92", "个体工商户", "{n}日用品商行", "5213"),
)
SHARE_OF_ENTERPRISES = 0.72
STYLES = ((1959, "1930-1959"), (1979, "1960-1979"), (1999, "1980-1999"), (9999, "2000-2025"))
STYLED, DOUBLED = 0.6, 0.45


@dataclass(frozen=True, slots=True)
class NamedOrganisation:
    """An invented organisation; ``authority`` opens its credit code."""

    name: str
    kind: str
    authority: str
    legal_form: str
    industry: str


def organisation_names(count: int, community: str, rng: Random) -> list[NamedOrganisation]:
    """So many organisations with different names."""
    made: dict[str, NamedOrganisation] = {}
    stems = [one + other for one in PART_NAMES for other in ("", *"达远博嘉宏美")]
    while len(made) < count:
        stem = rng.choice(stems) + ("" if len(made) < len(stems) else rng.choice("甲乙丙丁戊己"))
        if rng.random() < SHARE_OF_ENTERPRISES:
            form, industry = rng.choice(ENTERPRISES)
            kind, authority, legal = "enterprise", "91", "有限责任公司"
        else:
            kind, authority, legal, form, industry = rng.choice(BODIES)
        name = form.format(n=stem, k=rng.randint(1, 99))
        name = f"{name}（{community[:-2]}）" if kind == "enterprise" else name
        made.setdefault(name, NamedOrganisation(name, kind, authority, legal, industry))
    return list(made.values())


class NamePool:
    """Names of people as frequent as they are, by sex and age."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        rows = _rows("surnames.csv")
        self.surnames = [row["surname"] for row in rows]
        self.weights = [float(row["weight_pct"]) for row in rows]
        self.given: dict[tuple[str, str], list[str]] = {}
        for row in _rows("given_names.csv"):
            key = row["sex"], row["cohort_style"]
            self.given.setdefault(key, []).append(row["given"])

    def surname(self) -> str:
        """A surname by its weight."""
        return self.rng.choices(self.surnames, self.weights)[0]

    def name(self, sex: str, born: int, surname: str = "") -> str:
        """A whole name in the style of the year of birth; two-sign given names are common."""
        letter = "M" if sex == "1" else "F"
        styled = self.given[letter, _style_of(born)]
        plain = self.given[letter, ""]
        given = self.rng.choice(styled if self.rng.random() < STYLED else plain)
        if len(given) == 1 and self.rng.random() < DOUBLED:
            given += self.rng.choice(plain)[-1]
        return (surname or self.surname()) + given


def _style_of(born: int) -> str:
    return next(style for last, style in STYLES if born <= last)


def edge_case_names() -> list[str]:
    """Names that have broken software before, one person each."""
    return [row["name"] for row in _rows("edge_case_names.csv")]


@cache
def case_words() -> dict[str, list[tuple[str, str]]]:
    """By small category: what people write, and what the agency answers."""
    told: dict[str, list[tuple[str, str]]] = {}
    for row in _rows("case_words.csv"):
        told.setdefault(row["code"], []).append((row["words"], row["result"]))
    return told


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((DATA / name).read_text(encoding="utf-8"))))
