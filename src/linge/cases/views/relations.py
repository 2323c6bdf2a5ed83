"""Tying cases together and apart at the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .. import actions, queries, tables
from ..forms import moves as forms
from ..forms.relations import MergeForm
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


def _named(linked: str) -> dict[str, str]:
    """A case by its uuid in a link, or by its number."""
    return {"uuid": linked} if linked.count("-") == 4 else {"number": linked}
