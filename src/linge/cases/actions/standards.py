"""Putting a case under its standard: category, criterion, urgency, and the promise that follows."""

from collections.abc import Mapping
from typing import Any

from .. import rules
from ..models import CaseStep, Category, Standard
from ..queries.facts import standard_limit
from .clocks import promise
from .moving import Turn, take, wind_up


def fitting_standard(category: Category | None, standard: Standard | None) -> Standard | None:
    """The standard, if it is one of this category's."""
    belongs = standard and category and standard.category_id == category.pk
    return standard if belongs else None


def standing(turn: Turn, *, urgent: bool) -> dict[str, Any]:
    """The columns a case gets from the category and criterion that were asked for."""
    standard: Standard = turn.asked.get("criterion")
    return {
        "category": turn.asked.get("category"),
        "standard": standard,
        "by_urgent_limit": urgent and standard.urgent_limit is not None,
        "urgent": rules.is_urgent(
            standard.limit, chosen=urgent, urgent_limit=standard.urgent_limit
        ),
    }


def take_up(
    turn: Turn, *, urgent: bool, data: Mapping[str, Any] | None = None, **columns: Any
) -> CaseStep:
    """Move the case to 待派遣 under its standard, and promise the reporter a time."""
    columns |= standing(turn, urgent=urgent)
    standard: Standard = columns["standard"]
    told = {"category": columns["category"].code, "standard": standard.pk, **(data or {})}
    step = take(turn, data=told, accepted_at=turn.at, **columns)
    case = turn.case
    handling = standard_limit(case)
    assert handling is not None  # the case just got its standard
    case.promise_at = promise(wind_up(turn, step), handling)
    case.save(update_fields=["promise_at"])
    return step
