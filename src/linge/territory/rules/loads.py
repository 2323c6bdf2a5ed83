"""How many homes a grid will hold on a day to come: what stands, and what will be moved into.

Move-in is 100 % on the day of handover unless a community says how it grows by months.
Source: registry.md §2.1.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

WHOLE = 100
AT_ONCE: Mapping[int, int] = {0: WHOLE}


@dataclass(frozen=True, slots=True)
class Site:
    """Homes to be handed over on a day, in one grid."""

    grid: int
    planned: int
    handover_on: date


def months_between(start: date, day: date) -> int:
    """Whole months from one day to another; negative before it."""
    months = (day.year - start.year) * 12 + day.month - start.month
    return months - 1 if day.day < start.day and not _is_last(day) else months


def share(shares: Mapping[int, int], handover_on: date, day: date) -> int:
    """The percentage moved in by a day: that of the latest month reached; none before handover."""
    if day < handover_on:
        return 0
    passed = months_between(handover_on, day)
    reached = [month for month in (shares or AT_ONCE) if month <= passed]
    return (shares or AT_ONCE)[max(reached)] if reached else 0


def moved_in(site: Site, shares: Mapping[int, int], day: date) -> int:
    """The homes of a site that are lived in by a day, half up."""
    return (site.planned * share(shares, site.handover_on, day) + WHOLE // 2) // WHOLE


def load(standing: int, sites: Iterable[Site], shares: Mapping[int, int], day: date) -> int:
    """The homes of a grid on a day."""
    return standing + sum(moved_in(site, shares, day) for site in sites)


def month_ends(first: date, months: int) -> list[date]:
    """The last day of the month of ``first`` and of the months after it."""
    starts = [first.year * 12 + first.month + number for number in range(months)]
    return [date.fromordinal(date(start // 12, start % 12 + 1, 1).toordinal() - 1)
            for start in starts]  # fmt: skip


def _is_last(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).month != day.month
