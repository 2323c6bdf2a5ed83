"""Whether a case may be part of another: depth 1, both open, room for so many. Source: cases §6, I9."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .states import OPEN


@dataclass(frozen=True, slots=True)
class Whole:
    """A case as part or whole of a larger matter; ``parts`` counts those it has."""

    pk: int
    community: int
    state: str
    parts: int
    has_parent: bool


def link_fault(case: Whole, parent: Whole, most: int) -> str:
    """Why a case can't be part of another, in words; nothing when it can."""
    if case.pk == parent.pk:
        return _("不能是自己的子事件")
    if case.community != parent.community:
        return _("不在同一社区")
    if parent.state not in OPEN:
        return _("它已经办结")
    if parent.has_parent:
        return _("它自己是子事件")
    if case.parts:
        return _("这件事件自己有子事件")
    if case.has_parent:
        return _("这件事件已有母事件")
    full = parent.parts >= most
    return _("子事件已满%(most)s件") % {"most": most} if full else ""
