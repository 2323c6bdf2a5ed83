"""The record audit (数据核查): how a finding moves, and which records a month looks at."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

YEARLY_CHECKS = 20_000
STALE_DAYS = 365
SHARED_BY_MOST = 5


class Severity(TextChoices):
    """How much a fault matters."""

    ERROR = "error", _("错误")
    WARNING = "warning", _("警告")
    NOTICE = "notice", _("提示")


class FindingState(TextChoices):
    """Where a finding stands; whoever fixed it doesn't check it again."""

    FOUND = "found", _("待派")
    ASSIGNED = "assigned", _("待整改")
    FIXED = "fixed", _("待复查")
    CLOSED = "closed", _("已销号")


class Ending(TextChoices):
    """How a finding came to its end."""

    PASSED = "passed", _("复查通过")
    GONE = "gone", _("重新核查时已不存在")
    RIGHT = "right", _("情况属实，无需更改")


class SampleAnswer(TextChoices):
    """What somebody who looked at a sampled record says."""

    RIGHT = "right", _("属实")
    WRONG = "wrong", _("有误")


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a finding: from which states it may be made, and where it lands."""

    title: Any
    begins: frozenset[FindingState]
    lands: FindingState


MOVES: Mapping[str, Move] = {
    "assign": Move(
        _("派给"),
        frozenset({FindingState.FOUND, FindingState.ASSIGNED}),
        FindingState.ASSIGNED,
    ),
    "fix": Move(
        _("已改正"),
        frozenset({FindingState.FOUND, FindingState.ASSIGNED}),
        FindingState.FIXED,
    ),
    "pass": Move(_("复查通过"), frozenset({FindingState.FIXED}), FindingState.CLOSED),
    "fail": Move(_("复查不通过"), frozenset({FindingState.FIXED}), FindingState.ASSIGNED),
    "gone": Move(
        _("已不存在"),
        frozenset({FindingState.FOUND, FindingState.ASSIGNED, FindingState.FIXED}),
        FindingState.CLOSED,
    ),
}


def sampled(seed: str, records: Iterable[UUID], size: int) -> list[UUID]:
    """The records a seed chooses: those whose hash with it is smallest.

    Anyone who knows the published seed and the records gets the same list, in any order given.
    """
    return sorted(records, key=lambda record: _rank(seed, record))[:size]


def _rank(seed: str, record: UUID) -> bytes:
    return hashlib.sha256(f"{seed}:{record}".encode()).digest()
