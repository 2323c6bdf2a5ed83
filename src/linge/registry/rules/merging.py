"""Two records of one person made one: what is chosen, and when a second person has to agree."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FIELDS = (
    "name", "former_name", "sex", "birth_date", "nationality", "marital", "education",
    "ethnicity", "life", "death_date",
)  # fmt: skip
WITH = {"birth_date": ("birth_precision",)}
"""Fields that go with another: half a birth date is none."""
NOT_TOLD = ("", None, "0", "9")


class Verdict(TextChoices):
    """What somebody found two records to be (查重结论)."""

    SAME = "same", _("同一人")
    DIFFERENT = "different", _("不是同一人")
    UNSURE = "unsure", _("暂不能定")


class CandidateState(TextChoices):
    WAITING = "waiting", _("待判断")
    UNSURE = "unsure", _("暂不能定")
    DIFFERENT = "different", _("不是同一人")
    MERGED = "merged", _("已合并")
    GONE = "gone", _("已不相似")


ASKED = (CandidateState.WAITING, CandidateState.UNSURE)
OF_VERDICT = {
    Verdict.DIFFERENT: CandidateState.DIFFERENT,
    Verdict.UNSURE: CandidateState.UNSURE,
    Verdict.SAME: CandidateState.WAITING,
}


class MergeState(TextChoices):
    PROPOSED = "proposed", _("待第二人确认")
    APPLIED = "applied", _("已合并")
    REFUSED = "refused", _("未同意")
    UNDONE = "undone", _("已撤销")


class Side(TextChoices):
    """Whose value, home or hukou is kept."""

    SURVIVOR = "survivor", _("保留的档案")
    ABSORBED = "absorbed", _("并入的档案")


def usual_side(field: str, survivor: Any, absorbed: Any) -> Side:
    """The survivor's value, unless it says nothing and the other does."""
    empty = getattr(survivor, field) in NOT_TOLD and getattr(absorbed, field) not in NOT_TOLD
    return Side.ABSORBED if empty else Side.SURVIVOR


def differing(survivor: Any, absorbed: Any) -> tuple[str, ...]:
    """The fields somebody has to choose: both records tell something, and not the same."""
    return tuple(field for field in FIELDS if getattr(survivor, field) != getattr(absorbed, field))


def taken(survivor: Any, absorbed: Any, choices: Mapping[str, str]) -> dict[str, Any]:
    """The values the survivor takes over from the other record."""
    values: dict[str, Any] = {}
    for field in differing(survivor, absorbed):
        if choices.get(field, usual_side(field, survivor, absorbed)) == Side.ABSORBED:
            values |= {name: getattr(absorbed, name) for name in (field, *WITH.get(field, ()))}
    return values


def needs_two(kinds: Iterable[str], others: Iterable[str]) -> bool:
    """Whether both hold a valid document of one kind; two people have to look at that."""
    return bool(set(kinds) & set(others))
