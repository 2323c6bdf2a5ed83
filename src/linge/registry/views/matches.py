"""Likely duplicates: the queue, a pair side by side, the merge and its undoing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.kernel.access import Actor
from linge.kernel.refusals import Outside, Refused
from linge.territory.queries import communities
from linge.ui.pages import Crumb, DetailPage, ListPage, Tab, say
from linge.ui.tables import Badge

from .. import filters, permissions, tables
from ..actions import matches, merging, unmerging
from ..models import MatchCandidate, MergeEvent, Resident
from ..queries import compared
from ..queries import matches as queries
from ..rules.merging import ASKED, MergeState, Side, Verdict

MERGE_LOOKS = {MergeState.PROPOSED: "warn", MergeState.APPLIED: "ok"}


def matches_crumb() -> Crumb:
    return Crumb(str(_("查重")), reverse("registry:matches"))


class Matches(ListPage):
    title = _("查重")
    capability = permissions.MATCH
    template = "registry/matches.html"
    query = queries.waiting
    filter = filters.MatchFilter
    table = tables.MatchTable
    nothing = _("没有待判断的疑似重复。每晚自动查找；改动姓名、出生日期、性别后立即重查。")

    def frame(self, **more: Any) -> dict[str, Any]:
        """Who may search a whole community is offered it, and told what the last one found."""
        actor = self.request.actor
        offered = [
            each for each in communities(actor) if permissions.may(actor, permissions.MATCH, each)
        ]
        searches = queries.last_searches(offered)
        running = [each.community_id for each in searches if each.ended_at is None]
        return super().frame(offered=offered, searches=searches, running=running, **more)


def match_tab(row: MatchCandidate, actor: Actor) -> dict[str, Any]:
    """The two records side by side, and what this person may decide."""
    both = (row.first, row.second)
    return {
        "lines": compared.side_by_side(row),
        "fields": compared.choices(row.first, row.second),
        "moving": compared.moving(row.second),
        "two": merging.needs_two(row.first, row.second),
        "asked": row.state in ASKED,
        "decided": row.decisions.first(),
        "may_merge": all(permissions.may(actor, permissions.MERGE, one) for one in both),
    }


class MatchDetail(DetailPage):
    capability = permissions.MATCH
    query = queries.candidates
    tabs = (Tab("compare", _("比对"), "registry/_match.html", match_tab),)

    def crumbs(self) -> list[Crumb]:
        return [matches_crumb()]

    def heading(self, row: MatchCandidate) -> str:
        return f"{row.first.name} · {row.second.name}"

    def badge(self, row: MatchCandidate) -> Badge:
        return tables.tier_badge(row)


def merge_tab(row: MergeEvent, actor: Actor) -> dict[str, Any]:
    """What was chosen and moved, what undoing left, and the moves possible."""
    may = permissions.may(actor, permissions.MERGE, row.survivor)
    return {
        "moved": compared.moved(row),
        "kept": compared.kept(row),
        "unclaimed": compared.unclaimed(row),
        "may_confirm": may and row.state == MergeState.PROPOSED and row.proposed_key != actor.key,
        "may_undo": may and row.state == MergeState.APPLIED,
        "may_settle": may,
    }


class MergeDetail(DetailPage):
    capability = permissions.MATCH
    query = queries.merges
    tabs = (Tab("merge", _("合并"), "registry/_merge.html", merge_tab),)

    def crumbs(self) -> list[Crumb]:
        return [matches_crumb()]

    def heading(self, row: MergeEvent) -> str:
        return str(_("合并档案：%(name)s") % {"name": row.survivor.name})

    def badge(self, row: MergeEvent) -> Badge:
        return Badge(MERGE_LOOKS.get(MergeState(row.state), "muted"), row.get_state_display())


def _told(request: HttpRequest, deed: Callable[[], tuple[str, str]], back: str) -> HttpResponse:
    """Do the deed and go on, or say on the page before why it was refused."""
    try:
        sentence, onward = deed()
    except Outside:
        raise
    except Refused as refusal:
        sentence, onward = refusal.message, back
    say(request, sentence)
    return HttpResponseRedirect(onward)


@require_POST
@door(permissions.MATCH)
def find(request: HttpRequest, code: str) -> HttpResponse:
    """Search a whole community now."""
    community = get_object_or_404(communities(request.actor), code=code)
    here = reverse("registry:matches")

    def deed() -> tuple[str, str]:
        matches.ask_for_search(community, by=request.actor)
        return str(_("已开始查重，完成后在这里显示结果。")), here

    return _told(request, deed, here)


@require_POST
@door(permissions.MATCH)
def decide(request: HttpRequest, uuid: str) -> HttpResponse:
    """Different or unsure; the same is said by merging."""
    row = get_object_or_404(queries.candidates(request.actor), uuid=uuid)
    verdict = Verdict(request.POST.get("verdict", Verdict.UNSURE))

    def deed() -> tuple[str, str]:
        matches.decide_match(row, by=request.actor, verdict=verdict)
        after = queries.waiting(request.actor).exclude(pk=row.pk).order_by("-points", "pk").first()
        page = reverse("registry:match", args=[after.uuid]) if after else ""
        return str(_("已记下结论，比对项不变就不再询问。")), page or reverse("registry:matches")

    return _told(request, deed, reverse("registry:match", args=[row.uuid]))


@require_POST
@door(permissions.MERGE)
def merge(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take one record of a pair into the other."""
    row = get_object_or_404(queries.candidates(request.actor), uuid=uuid)
    survivor, absorbed = row.first, row.second
    turned = request.POST.get("survivor") == str(row.second.uuid)
    if turned:
        survivor, absorbed = absorbed, survivor
    choices = compared.chosen(request.POST, turned=turned)

    def deed() -> tuple[str, str]:
        made = merging.merge_residents(survivor, absorbed, by=request.actor, choices=choices)
        words = _("已合并。") if made.state == MergeState.APPLIED else _("已提出，待第二人确认。")
        return str(words), reverse("registry:merge", args=[made.uuid])

    return _told(request, deed, reverse("registry:match", args=[row.uuid]))


def _of_merge(request: HttpRequest, uuid: str, deed: Callable[[MergeEvent], str]) -> HttpResponse:
    row = get_object_or_404(queries.merges(request.actor), uuid=uuid)
    here = reverse("registry:merge", args=[row.uuid])
    return _told(request, lambda: (deed(row), here), here)


@require_POST
@door(permissions.MERGE)
def confirm(request: HttpRequest, uuid: str) -> HttpResponse:
    """The second person's word."""
    agree = request.POST.get("agree") == "yes"

    def deed(row: MergeEvent) -> str:
        merging.confirm_merge(row, by=request.actor, agree=agree)
        return str(_("已合并。") if agree else _("已记下：不同意合并。"))

    return _of_merge(request, uuid, deed)


@require_POST
@door(permissions.MERGE)
def undo(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take a merge back."""

    def deed(row: MergeEvent) -> str:
        unmerging.unmerge_residents(row, by=request.actor)
        return str(_("已撤销合并，两份档案恢复到合并之前。"))

    return _of_merge(request, uuid, deed)


@require_POST
@door(permissions.MERGE)
def settle(request: HttpRequest, uuid: str) -> HttpResponse:
    """Say whose a row born while two records were one is."""

    def deed(row: MergeEvent) -> str:
        waiting = get_object_or_404(row.unclaimed, uuid=request.POST.get("row"))
        survivor = request.POST.get("owner") == Side.SURVIVOR
        owner = row.survivor if survivor else Resident.objects.get(pk=row.absorbed_id)
        unmerging.settle_row(waiting, by=request.actor, owner=owner)
        return str(_("已确定归属。"))

    return _of_merge(request, uuid, deed)
