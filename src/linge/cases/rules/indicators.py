"""The indicators K01–K21 (指标): each a numerator over a denominator, both sums of measures.

Rates are rounded half-up to two places; nothing to count gives no value, never nought or hundred.
Source: cases §11.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
FORMULA_VERSION = 1
RANKED_FROM = 20
"""The fewest cases behind a figure that may be ranked."""
CENT = Decimal("0.01")
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A rate: its code, its name, its formula in words, and the measures it is made of."""

    code: str
    name: Words
    words: Words
    numerator: Mapping[str, Decimal]
    denominator: tuple[str, ...]
    high_is_good: bool = True

    def figure(self, sums: Mapping[str, int]) -> "Figure":
        """The rate over sums of measures."""
        upper = sum(
            (sums.get(name, 0) * weight for name, weight in self.numerator.items()), Decimal()
        )
        return Figure(self.code, upper, sum(sums.get(name, 0) for name in self.denominator))


@dataclass(frozen=True, slots=True)
class Figure:
    """A numerator, a denominator, and the version of the formula they follow."""

    code: str
    numerator: Decimal
    denominator: int
    formula: int = FORMULA_VERSION

    @property
    def percent(self) -> Decimal | None:
        """To two places, half-up; None where there is nothing to divide by."""
        if not self.denominator:
            return None
        return (100 * self.numerator / self.denominator).quantize(CENT, ROUND_HALF_UP)

    @property
    def ranked(self) -> bool:
        return self.denominator >= RANKED_FROM

    def __str__(self) -> str:
        return "—" if self.percent is None else f"{self.percent}%"


@dataclass(frozen=True, slots=True)
class Spread:
    """How long handling took (K21): the middle and the ninth tenth, in worked minutes."""

    median: Decimal | None
    p90: Decimal | None
    count: int

    @property
    def ranked(self) -> bool:
        return self.count >= RANKED_FROM


def spread(minutes: Iterable[Decimal]) -> Spread:
    """Median and p90 by nearest rank: of 30, 60, 90, 240, 600 they are 90 and 600."""
    ordered = sorted(minutes)
    return Spread(_rank(ordered, 50), _rank(ordered, 90), len(ordered))


def _rank(ordered: Sequence[Decimal], percent: int) -> Decimal | None:
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None


def _rate(
    code: str, name: Words, words: Words, upper: str, lower: str, *, high_is_good: bool = True
) -> Indicator:
    weights = dict.fromkeys(upper.split(), ONE)
    return Indicator(code, name, words, weights, tuple(lower.split()), high_is_good)


INDICATORS = {
    each.code: each
    for each in (
        _rate(
            "K01", _("立案率"), _("本期上报的事件中，期末前已受理的÷本期上报的。"),
            "reported_accepted", "reported",
        ),
        _rate(
            "K02", _("按时立案率"), _("本期首次受理的事件中，在受理时限内受理的÷本期首次受理的。"),
            "accepted_in_time", "accepted",
        ),
        _rate(
            "K03", _("准确立案率"), _("本期首次受理的事件中，没有作废的÷本期首次受理的。"),
            "accepted_rightly", "accepted",
        ),
        _rate(
            "K04", _("按时派遣率"),
            _("在派遣时限内派出的÷应派遣的：本期首次派遣，或期末仍待派遣且已过派遣时限。"),
            "dispatched_in_time", "to_dispatch",
        ),
        _rate(
            "K05", _("准确派遣率"), _("已派遣且从未改派第二家单位的÷应派遣的。"),
            "dispatched_once", "to_dispatch",
        ),
        _rate(
            "K06", _("处置率"),
            _("已处置的÷应处置的：本期末次处置，或期末未处置且已过处置时限；期末挂账和已转出的不计。"),
            "handled", "to_handle",
        ),
        _rate(
            "K07", _("按期处置率"), _("末次处置不晚于当时处置时限的÷应处置的。"),
            "handled_in_time", "to_handle",
        ),
        _rate("K08", _("结案率"), _("期末前已结案的÷应结案的（与应处置的相同）。"), "closed", "to_handle"),
        _rate(
            "K09", _("按期结案率"), _("已结案且按期处置的÷应结案的。"), "closed_in_time", "to_handle",
        ),
        _rate(
            "K10", _("返工率"), _("被退回过的÷应结案的。"), "reworked", "to_handle",
            high_is_good=False,
        ),
        _rate(
            "K11a", _("退单率"), _("本期退单次数÷本期派遣次数。"), "declines", "dispatches",
            high_is_good=False,
        ),
        _rate(
            "K11b", _("延期率"), _("批准过延期的÷本期首次受理的。"), "postponed", "accepted",
            high_is_good=False,
        ),
        _rate(
            "K11c", _("挂账率"), _("挂过账的÷本期首次受理的。"), "suspended", "accepted",
            high_is_good=False,
        ),
        _rate(
            "K12", _("超期率"), _("超期处置和超期未处置的÷应处置的，与按期处置率之和为100%。"),
            "late", "to_handle", high_is_good=False,
        ),
        _rate(
            "K13", _("漏报率"),
            _("居民发现的÷居民发现和巡查走访发现的；只计巡查看得见的小类、本期首次受理的事件。"),
            "found_by_residents", "found_by_residents found_on_rounds", high_is_good=False,
        ),
        _rate(
            "K14", _("有效上报率"), _("网格巡查走访上报的事件中，期末前已受理的÷本期上报的。"),
            "own_accepted", "own_reports",
        ),
        _rate(
            "K15a", _("按时核实率"), _("按时核实的÷应核实的：本期核实，或期末未核实且已过时限。"),
            "confirm_in_time", "confirm_due",
        ),
        _rate(
            "K15b", _("按时核查率"), _("按时核查的÷应核查的：本期核查，或期末未核查且已过时限。"),
            "verify_in_time", "verify_due",
        ),
        _rate("K16", _("响应率"), _("上报人说联系过的÷本期答复的回访；未答复的不计。"), "contacted", "answered"),
        _rate("K17", _("解决率"), _("上报人说已解决的÷本期答复的回访；未答复的不计。"), "solved", "answered"),
        Indicator(
            "K18", _("回访满意率"), _("（满意＋0.9×基本满意）÷本期答复的回访；未答复的不计。"),
            {"satisfied": ONE, "basically": Decimal("0.9")}, ("answered",),
        ),
        _rate(
            "K19", _("重开率"), _("本期结案的事件中，期末前又重开的÷本期结案的。"),
            "reopened", "closed_now", high_is_good=False,
        ),
        _rate("K20", _("办结比"), _("本期结案的÷本期首次受理的，可以超过100%。"), "closed_now", "accepted"),
    )
}  # fmt: skip
SPREAD = "K21"
MEASURES = tuple(
    dict.fromkeys(
        name for each in INDICATORS.values() for name in (*each.numerator, *each.denominator)
    )
)
"""Every measure that a figure is made of, in the order of the indicators."""
