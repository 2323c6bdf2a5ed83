"""反复点位: where the same trouble keeps coming back, and what the leader decides about it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linge.kernel.access import can
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Tab
from linge.ui.tables import Badge

from .. import actions, permissions, queries, tables
from ..forms import chronic as forms
from ..models import Case, ChronicPlace


class ChronicPlaces(ListPage):
    title = gettext_lazy("反复点位")
    capability = permissions.CHRONIC
    query = queries.chronic_places
    table = tables.ChronicTable
    nothing = gettext_lazy("没有反复点位。同一地点30天内同类事件满3件，夜里会列到这里。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(pgettext_lazy("list", "事件")))]


def load_cases(place: ChronicPlace, actor: Any) -> dict[str, Any]:
    """The cases of the place, each with its state and due."""
    cases = queries.cases_of_place(actor, place)
    return {"lines": [(case, tables.state_badge(case), tables.place_of(case)) for case in cases]}


class ChronicDetail(DetailPage):
    capability = permissions.CHRONIC
    query = queries.chronic_places
    tabs = (Tab("cases", gettext_lazy("有关事件"), "cases/_chronic.html", load_cases),)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("反复点位")), reverse("cases:chronic_places"))]

    def heading(self, row: ChronicPlace) -> str:
        return f"{row.category.label} · {tables.place_of(row.first_case) or row.community.name}"

    def badge(self, row: ChronicPlace) -> Badge:
        return tables.chronic_badge(row)

    def moves(self, row: ChronicPlace) -> list[Link]:
        if row.decided_at is not None or not can(self.request.actor, permissions.CHRONIC):
            return []
        at = {deed: reverse(f"cases:chronic_{deed}", args=[row.uuid]) for deed in ("open", "rest")}
        return [
            Link(_("开母事件"), at["open"], primary=True),
            Link(_("暂不处理"), at["rest"]),
        ]


class Deciding(FormPage):
    """A decision on a place, asked on a page of its own."""

    capability = permissions.CHRONIC
    query = queries.chronic_places

    def crumbs(self) -> list[Crumb]:
        home = reverse("cases:chronic_place", args=[self.kwargs["uuid"]])
        return [Crumb(str(_("反复点位")), home)]


class OpenParent(Deciding):
    title = gettext_lazy("开母事件")
    form = forms.OpenParentForm
    submit = gettext_lazy("开母事件")
    done = gettext_lazy("已开母事件，未办结的事件都归在它下面。")

    def initial(self, row: ChronicPlace) -> dict[str, Any]:
        facts = {
            "place": tables.place_of(row.first_case) or row.community.name,
            "category": row.category.label,
            "times": row.times,
        }
        return {"words": _("%(place)s%(category)s反复发生，已%(times)s件，请从根上解决。") % facts}

    def perform(self, form: forms.OpenParentForm, row: ChronicPlace) -> Case:
        return actions.open_parent(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Case) -> str:
        return tables.case_address(row)


class Rest(Deciding):
    title = gettext_lazy("暂不处理")
    form = forms.RestForm
    submit = gettext_lazy("暂不处理")
    done = gettext_lazy("已记下；到期后再有同类事件会重新提醒。")

    def perform(self, form: forms.RestForm, row: ChronicPlace) -> ChronicPlace:
        return actions.dismiss_place(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: ChronicPlace) -> str:
        return reverse("cases:chronic_places")
