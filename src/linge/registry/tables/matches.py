"""Pairs of records that may be one person, as a list."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.ui.tables import Badge, Column, Table

from ..models import MatchCandidate
from ..rules.matching.points import Tier
from ..rules.merging import CandidateState

TIER_LOOKS = {Tier.T1: "danger", Tier.T2: "danger", Tier.T3: "warn"}
STATE_LOOKS = {CandidateState.WAITING: "warn", CandidateState.UNSURE: "info"}


def tier_badge(row: MatchCandidate) -> Badge:
    return Badge(TIER_LOOKS.get(Tier(row.tier), "muted"), row.get_tier_display())


def match_state(row: MatchCandidate) -> Badge:
    return Badge(STATE_LOOKS.get(CandidateState(row.state), "muted"), row.get_state_display())


class MatchTable(Table):
    caption = _("疑似重复")
    order = ("-points", "pk")
    columns = (
        Column("first", _("先建的档案"), "first.name", link=True),
        Column("second", _("后建的档案"), "second.name"),
        Column("tier", _("依据"), tier_badge),
        Column("points", _("分值"), "points", sort="points"),
        Column("found", _("发现日期"), lambda row: row.found_at.date(), sort="found_at"),
        Column("state", _("状态"), match_state),
    )

    def href(self, row: MatchCandidate) -> str:
        return reverse("registry:match", args=[row.uuid])
