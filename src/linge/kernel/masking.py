"""Masks (脱敏): what is shown instead of the value, and how many values a mask leaves open.

Source: trust.md §3.1–3.2. 前6后4 exists nowhere: with a birth date beside it, one number is left.
"""

import re
from datetime import date

from django.utils.translation import gettext as _

# Eighty quoted words would take eighty lines; hence the split.
COMPOUND_SURNAMES = frozenset(
    (  # noqa: SIM905  see above
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 "
        "赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 "
        "司徒 鲜于 司空 令狐 亓官 司寇 呼延 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 "
        "公良 拓跋 夹谷 宰父 谷梁 百里 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 "
        "第五"
    ).split()
)
AGE_BAND = 5
SMALLEST_CROWD = 40
_RUNS = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15}|1\d{10}|\d{16,19})(?![0-9A-Za-z])")


def mask_id(value: str) -> str:
    """Document number: two digits, then stars for the rest; letters first: one sign."""
    shown = 2 if value[:1].isdigit() else 1
    return value[:shown] + "*" * (len(value) - shown)


def mask_phone(value: str) -> str:
    """Mobile 3 + 4 stars + 4; landline: area code, four stars, last four."""
    area, hyphen, local = value.partition("-")
    if hyphen:
        return f"{area}-****{local[-4:]}"
    return f"{value[:3]}****{value[-4:]}" if len(value) >= 7 else "*" * len(value)


def mask_name(value: str) -> str:
    """Surname and a star for each further character (张** 欧阳** 阿** J*** L***)."""
    name = value.strip()
    if not name:
        return ""
    if "·" in name:
        return name[0] + "**"
    if name.isascii():
        return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
    shown = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    return name[:shown] + "*" * (len(name) - shown)


def age_on(birth: date, day: date) -> int:
    """Completed years of life."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def mask_birth(birth: date | None, day: date) -> str:
    """Age in years, for a record: 68岁."""
    return _("%(age)s岁") % {"age": age_on(birth, day)} if birth else "—"


def age_band(birth: date | None, day: date) -> str:
    """Five-year band, for lists, charts and exports: 65–69岁."""
    if not birth:
        return "—"
    first = age_on(birth, day) // AGE_BAND * AGE_BAND
    return _("%(first)s–%(last)s岁") % {"first": first, "last": first + AGE_BAND - 1}


def mask_room(address: str) -> str:
    """Estate and building only, for public pages: 3号楼."""
    found = re.search(r"^.*?(?:号楼|栋|幢|巷\d+号)", address)
    return found.group(0) if found else address


def mask_tail(value: str) -> str:
    """The last four signs of an account: **** 0123."""
    return f"**** {value[-4:]}"


def mask_mail(value: str) -> str:
    """First letter and domain: z***@example.cn."""
    name, at, domain = value.partition("@")
    return f"{name[:1]}***{at}{domain}"


def mask_words(words: str) -> str:
    """Free words with ID-, phone- and card-shaped runs masked."""

    def hide(found: re.Match[str]) -> str:
        run = found.group(0)
        return mask_phone(run) if len(run) == 11 else mask_id(run)

    return _RUNS.sub(hide, words)
