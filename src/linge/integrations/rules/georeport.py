"""The words of Open311 GeoReport v2 and what its parameters may say. Source: cases §10.

Specification: http://wiki.open311.org/GeoReport_v2. Every fault is a status and a sentence; a
request is read to its end, so that a partner reads all faults at once.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.cases.rules import OPEN

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORMATS = {"xml": "text/xml", "json": "application/json"}
LONGEST_DESCRIPTION = 4000
MOST_REQUESTS = 1000
MOST_FIELDS = 500
SPAN = timedelta(days=90)
HIDDEN_STATES = ("void", "withdrawn")
TRUE = "true"
UNESCAPED = re.compile(r" (\d\d:?\d\d)$")  # the plus of a zone, read as a blank

Params = Mapping[str, list[str]]


class ServiceType(TextChoices):
    """How a report of a kind is answered: with its number, with a token for later, or with neither."""

    REALTIME = "realtime", gettext_lazy("立即给出编号")
    BATCH = "batch", gettext_lazy("先给回执，稍后给出编号")
    BLACKBOX = "blackbox", gettext_lazy("只接收，不给编号")


class DataType(TextChoices):
    """What an answer to a question looks like."""

    STRING = "string", gettext_lazy("一行文字")
    NUMBER = "number", gettext_lazy("数字")
    DATETIME = "datetime", gettext_lazy("时间")
    TEXT = "text", gettext_lazy("多行文字")
    SINGLE = "singlevaluelist", gettext_lazy("单选")
    MULTI = "multivaluelist", gettext_lazy("多选")


LISTS = (DataType.SINGLE, DataType.MULTI)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a request: an HTTP status and what a developer reads."""

    code: int
    description: str


class Faulty(Exception):
    """A request that can't be answered as asked."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


def bad(description: str) -> Problem:
    """A parameter that can't be read (400)."""
    return Problem(400, description)


def unknown(description: str) -> Problem:
    """Something named that isn't here (404)."""
    return Problem(404, description)


def read_pairs(raw: bytes) -> dict[str, list[str]]:
    """Parameters as sent, values in order; an empty one is as good as absent.

    Raises ``Faulty`` for what is not UTF-8, for U+0000 and for more fields than anybody fills in.
    """
    try:
        pairs = parse_qsl(
            raw.decode("utf-8"), encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
        )
    except UnicodeDecodeError as fault:
        raise Faulty(bad(_("请求不是有效的UTF-8编码。"))) from fault
    except ValueError as fault:
        raise Faulty(bad(_("参数过多，最多%(n)s个。") % {"n": MOST_FIELDS})) from fault
    read: dict[str, list[str]] = {}
    for name, value in pairs:
        if "\0" in name or "\0" in value:
            raise Faulty(bad(_("请求含有空字符（U+0000）。")))
        read.setdefault(name, []).append(value)
    return read


def one(params: Params, name: str) -> str:
    """The value of a parameter, "" when it is absent; of several the last."""
    return params.get(name, [""])[-1].strip()


def listed(params: Params, name: str) -> list[str]:
    """The values of a comma list, empty ones left out."""
    return [part.strip() for part in one(params, name).split(",") if part.strip()]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report lies: a point in WGS-84, words, or the jurisdiction's own address number."""

    lat: float | None
    lon: float | None
    address: str
    address_id: str


def read_place(params: Params, problems: list[Problem]) -> Place:
    """The place of a report; one of point, address_string and address_id is enough."""
    words, number = one(params, "address_string")[:200], one(params, "address_id")[:80]
    lat, lon = _point(one(params, "lat"), one(params, "long"), problems)
    if not (one(params, "lat") or one(params, "long") or words or number):
        problems.append(bad(_("缺少地点：请给出lat和long，或address_string，或address_id。")))
    return Place(lat, lon, words, number)


def _point(lat: str, lon: str, problems: list[Problem]) -> tuple[float | None, float | None]:
    if not lat and not lon:
        return None, None
    if not lat or not lon:
        problems.append(bad(_("lat和long要同时给出。")))
        return None, None
    found = _degrees(lat, 90), _degrees(lon, 180)
    if None in found or found == (0.0, 0.0):
        problems.append(bad(_("lat、long不是有效的经纬度，请检查是否写反。")))
        return None, None
    return found


def _degrees(text: str, most: int) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= most else None


def read_description(params: Params, problems: list[Problem]) -> str:
    """The words of a report: line breaks stay, other control signs go."""
    text = one(params, "description").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_DESCRIPTION:
        told = {"most": LONGEST_DESCRIPTION, "n": len(text)}
        problems.append(bad(_("description最多%(most)s个字符，现在有%(n)s个。") % told))
    return printable(text)


def printable(text: str) -> str:
    """Text that XML 1.0 can carry: tab, line break and all signs but control signs and halves."""
    return "".join(sign for sign in text if sign in "\t\n" or _is_sign(ord(sign)))


def _is_sign(number: int) -> bool:
    control = number < 0x20 or 0x7F <= number < 0xA0
    return not (control or 0xD800 <= number < 0xE000 or number & 0xFFFE == 0xFFFE)


def status_of(state: str) -> str:
    """``open`` while somebody still has to do something, else ``closed``."""
    return "open" if state in OPEN else "closed"


def read_statuses(params: Params) -> tuple[str, ...]:
    """The statuses asked for; other words than open and closed are refused."""
    words = listed(params, "status")
    wrong = [word for word in words if word not in ("open", "closed")]
    if wrong:
        raise Faulty(bad(_("status只能是open或closed，不能是“%(word)s”。") % {"word": wrong[0]}))
    return tuple(words)


def known_of(asked: Collection[str], known: Iterable[str], name: str) -> list[str]:
    """Those of a list that exist; unknown ones are passed over, unless none is left."""
    found = [code for code in known if code in asked]
    if asked and not found:
        raise Faulty(unknown(_("没有这样的%(name)s。") % {"name": name}))
    return found


def read_window(params: Params, now: datetime) -> tuple[datetime, datetime]:
    """The stretch of time asked for, at most 90 days; without dates the last 90."""
    since, until = _moment(params, "start_date"), _moment(params, "end_date")
    if since is None:
        until = until or now
        return until - SPAN, until
    until = until or since + SPAN
    if since > until:
        raise Faulty(bad(_("start_date不能晚于end_date。")))
    if until - since > SPAN:
        raise Faulty(bad(_("start_date和end_date最多相隔90天。")))
    return since, until


def _moment(params: Params, name: str) -> datetime | None:
    text = one(params, name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(UNESCAPED.sub(r"+\1", text))
        zoned = moment.utcoffset() is not None and bool(moment - SPAN) and bool(moment + SPAN)
    except (ValueError, OverflowError):
        zoned = False
    if not zoned:
        told = {"name": name}
        raise Faulty(bad(_("%(name)s要写成带时区的时间，例如2026-06-15T09:00:00+08:00。") % told))
    return moment


def read_count(params: Params, name: str, default: int, most: int) -> int:
    """A counting number of the address, at least 1; ``most`` is silently the end."""
    text = one(params, name)
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise Faulty(bad(_("%(name)s要写成大于0的整数。") % {"name": name}))
    return min(int(text), most)
