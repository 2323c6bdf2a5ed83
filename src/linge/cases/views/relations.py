"""Tying cases together and apart at the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .. import actions, queries, tables
from ..forms import moves as forms
from ..forms.relations import (
    AskHelpForm,
    DeclineHelpForm,
    HelpDoneForm,
    LinkForm,
    MergeForm,
    RateAgencyForm,
    ReleaseHelperForm,
)
from ..models import Case
from ..queries.story import photos_before
from .moving import Move
from .weighing import Weighed


class Merge(Weighed):
    """并案, with both reports side by side before the click."""

    title = _("并案")
    action = "merge"
    deed = actions.merge_case
    form = MergeForm
    part = "cases/_merge.html"
    choice = "cases/_sides.html"
    submit = _("并案")
    done = _("已并案，上报人会收到消息，查询码照常使用。")

    def form_facts(self, row: Case) -> dict[str, Any]:
        return super().form_facts(row) | {"actor": self.request.actor}

    def initial(self, row: Case) -> dict[str, Any]:
        asked = self.request.POST or self.request.GET
        linked = asked.get("target", "")
        found = queries.possible_targets(self.request.actor, row).filter(**_named(linked)).first()
        return {"target": found.number if found else linked}

    def outlook(self, case: Case, form: MergeForm) -> dict[str, Any]:
        target = form.target_now()
        sides = [case, target] if target else [case]
        return {
            "sides": [
                {
                    "case": each,
                    "state": tables.state_badge(each),
                    "place": tables.place_of(each),
                    "photos": photos_before(each)[:3],
                }
                for each in sides
            ]
        }


class Unmerge(Move):
    """撤销并案."""

    title = _("撤销并案")
    action = "unmerge"
    deed = actions.unmerge_case
    form = forms.ReasonForm
    submit = _("撤销并案")
    done = _("已恢复单独办理，计时接着走。")
    explains = _("恢复后回到并案前的环节，剩余时限接着计；上报人等待的时间一直在算。")


class Link(Move):
    title = _("设为子事件")
    action = "link"
    deed = actions.link_case
    form = LinkForm
    submit = _("设为子事件")
    done = _("已设为子事件，它仍独立办理。")
    explains = _("子事件各走各的流程；母事件要等它们都办结才能结案。")

    def form_facts(self, row: Case) -> dict[str, Any]:
        return super().form_facts(row) | {"actor": self.request.actor}

    def initial(self, row: Case) -> dict[str, Any]:
        return {"parent": self.request.GET.get("parent", "")}


class Unlink(Move):
    title = _("解除母子")
    action = "unlink"
    deed = actions.unlink_case
    form = forms.ReasonForm
    submit = _("解除")
    done = _("已解除，两件事件各自办理。")


class AskHelp(Move):
    """请协同."""

    title = _("请协同")
    action = "co_add"
    deed = actions.ask_help
    form = AskHelpForm
    submit = _("请协同")
    done = _("已请协同，对方开始计时。")
    explains = _("牵头单位不变；协同单位有自己的事项、时限和结果。")

    def initial(self, row: Case) -> dict[str, Any]:
        limit = queries.standard_limit(row)
        return {
            "limit": limit and limit.amount.normalize(),
            "limit_unit": limit and limit.unit.value,
        }


class HelpDone(Move):
    title = _("协同反馈")
    action = "co_done"
    deed = actions.help_done
    form = HelpDoneForm
    submit = _("提交协同结果")
    done = _("协同结果已提交。")


class DeclineHelp(Move):
    title = _("协同退单")
    action = "co_decline"
    deed = actions.decline_help
    form = DeclineHelpForm
    submit = _("退单")
    done = _("已退回派遣员，其他单位照常办理。")


class ReleaseHelper(Move):
    title = _("解除协同")
    action = "co_release"
    deed = actions.release_helper
    form = ReleaseHelperForm
    submit = _("解除协同")
    done = _("已解除协同，牵头单位不必再等。")


class RateAgency(Move):
    title = _("单位评分")
    action = "co_rate"
    deed = actions.rate_agency
    form = RateAgencyForm
    submit = _("评分")
    done = _("已评分。")


def _named(linked: str) -> dict[str, str]:
    """A case by its uuid in a link, or by its number."""
    return {"uuid": linked} if linked.count("-") == 4 else {"number": linked}
