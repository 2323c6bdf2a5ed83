"""Care needs at the desk: who is looked after, what is due, and the deeds along the way."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.kernel.access import can
from linge.kernel.refusals import Outside, Refused
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Page, Tab, say
from linge.ui.tables import Badge

from .. import actions, filters, forms, permissions, tables
from ..models import CareNeed, CareVisit
from ..queries import care
from ..rules.care import Ending, NeedState, VisitResult, Way


def needs_crumb() -> Crumb:
    return Crumb(str(_("关爱对象")), reverse("registry:care_needs"))


def need_crumb(need: CareNeed) -> Crumb:
    return Crumb(need.person.name, need_at(need))


def need_at(need: CareNeed) -> str:
    return reverse("registry:care_need", args=[need.uuid])


class CareNeeds(ListPage):
    title = _("关爱对象")
    capability = permissions.CARE
    query = care.needs
    filter = filters.NeedFilter
    table = tables.NeedTable
    nothing = _("您的关爱清单是空的。在居民页面点“关爱”，征得同意后提出需求。")

    def actions(self) -> list[Link]:
        visits, figures = reverse("registry:care_visits"), reverse("registry:care_figures")
        kinds = reverse("registry:care_kinds")
        return [
            Link(_("种类"), kinds, "settings", capability=permissions.CARE_KINDS),
            Link(_("人数"), figures, "chart", capability=permissions.CARE_FIGURES),
            Link(_("待走访"), visits, "list", True, capability=permissions.CARE_VISIT),
        ]


class CareVisits(ListPage):
    title = _("待走访的关爱对象")
    capability = permissions.CARE_VISIT
    query = care.care_visits
    filter = filters.CareVisitFilter
    table = tables.CareVisitTable
    nothing = _("没有待走访的关爱对象。")

    def crumbs(self) -> list[Crumb]:
        return [needs_crumb()]


class CareNeedDetail(DetailPage):
    capability = permissions.CARE
    query = care.need_record
    tabs = (Tab("need", _("关爱需求"), "registry/care/_need.html"),)

    def crumbs(self) -> list[Crumb]:
        return [needs_crumb()]

    def heading(self, row: CareNeed) -> str:
        return f"{row.person.name} · {row.kind.name}"

    def badge(self, row: CareNeed) -> Badge:
        return tables.need_badge(row)

    def moves(self, row: CareNeed) -> list[Link]:
        by = self.request.actor
        links = []
        if permissions.may(by, permissions.CARE_GRANT, row):
            links.append(Link(_("结束"), reverse("registry:care_end", args=[row.uuid])))
        if row.state == NeedState.GRANTED and permissions.may(by, permissions.CARE_VISIT, row):
            plan = reverse("registry:care_plan", args=[row.uuid])
            links.append(Link(_("安排走访"), plan, "clock"))
            if visit := tables.next_visit(row):
                done = reverse("registry:care_visit_record", args=[visit.uuid])
                links.append(Link(_("登记走访"), done, "edit", True))
        return links

    def more(self, row: CareNeed) -> dict[str, Any]:
        actions.note_reading(row, by=self.request.actor)
        decides = permissions.may(self.request.actor, permissions.CARE_GRANT, row)
        return {
            "visit": tables.next_visit(row),
            "past": care.past_visits(row),
            "words": care.words_of(row),
            "may_grant": decides and row.state == NeedState.PROPOSED,
            "may_review": decides and row.state in (NeedState.GRANTED, NeedState.PAUSED),
            "review": tables.days_left(row.review_due),
        }


def _deed(request: HttpRequest, uuid: str, deed: Any, told: str) -> HttpResponse:
    """One press on a need's page: the deed, and its sentence or the refusal's."""
    need = get_object_or_404(care.need_record(request.actor), uuid=uuid)
    try:
        deed(need, by=request.actor)
        say(request, told)
    except Outside:
        raise
    except Refused as refusal:
        say(request, refusal.message)
    return HttpResponseRedirect(need_at(need))


@require_POST
@door(permissions.CARE_GRANT)
def grant(request: HttpRequest, uuid: str) -> HttpResponse:
    """Accept a proposed need."""
    return _deed(request, uuid, actions.grant_need, str(_("已审核，第一次走访已安排。")))


@require_POST
@door(permissions.CARE_GRANT)
def review(request: HttpRequest, uuid: str) -> HttpResponse:
    """Find a need still true."""
    return _deed(request, uuid, actions.review_need, str(_("已复核，关爱继续。")))


class EndNeed(FormPage):
    title = _("结束关爱需求")
    capability = permissions.CARE_GRANT
    form = forms.EndForm
    query = care.need_record
    submit = _("结束")
    done = _("已结束，相关走访不再安排。")

    def crumbs(self) -> list[Crumb]:
        return [needs_crumb(), need_crumb(self.row())]

    def perform(self, form: forms.EndForm, row: CareNeed) -> CareNeed:
        ending = Ending(form.cleaned_data["ending"])
        return actions.end_need(row, by=self.request.actor, ending=ending)

    def done_at(self, row: CareNeed) -> str:
        return reverse("registry:care_needs")


class PlanVisit(FormPage):
    title = _("安排走访")
    capability = permissions.CARE_VISIT
    form = forms.PlanForm
    query = care.need_record
    done = _("已安排走访。")

    def crumbs(self) -> list[Crumb]:
        return [needs_crumb(), need_crumb(self.row())]

    def form_facts(self, row: CareNeed) -> dict[str, Any]:
        return {"need": row}

    def initial(self, row: CareNeed) -> dict[str, Any]:
        visit = tables.next_visit(row)
        if visit is None:
            return {"way": row.way}
        return {"way": visit.way, "planned_on": visit.planned_on, "worker": visit.worker_id}

    def perform(self, form: forms.PlanForm, row: CareNeed) -> CareNeed:
        facts = form.cleaned_data | {"way": Way(form.cleaned_data["way"])}
        actions.plan_care_visit(row, by=self.request.actor, **facts)
        return row

    def done_at(self, row: CareNeed) -> str:
        """The need, unless the visit went to somebody else's list."""
        seen = care.visible_needs(self.request.actor).filter(pk=row.pk).exists()
        return need_at(row) if seen else reverse("registry:care_needs")


class OfVisit(FormPage):
    """A form about one planned visit."""

    capability = permissions.CARE_VISIT
    query = care.care_visits

    def crumbs(self) -> list[Crumb]:
        return [needs_crumb(), need_crumb(self.row().need)]

    def done_at(self, row: CareVisit) -> str:
        return need_at(row.need)


class RecordVisit(OfVisit):
    title = _("登记关爱走访")
    form = forms.CareVisitForm
    done = _("已登记，下一次已安排。")

    def actions(self) -> list[Link]:
        missed = reverse("registry:care_visit_miss", args=[self.kwargs["uuid"]])
        return [Link(_("没有走访到"), missed)]

    def perform(self, form: forms.CareVisitForm, row: CareVisit) -> CareVisit:
        facts = form.cleaned_data | {"result": VisitResult(form.cleaned_data["result"])}
        return actions.record_care_visit(row, by=self.request.actor, **facts)


class MissVisit(OfVisit):
    title = _("没有走访到")
    form = forms.MissedForm
    done = _("已登记，三天内再去一次。")

    def perform(self, form: forms.MissedForm, row: CareVisit) -> CareVisit:
        return actions.miss_care_visit(row, by=self.request.actor, **form.cleaned_data)


class Figures(Page):
    title = _("关爱人数")
    capability = permissions.CARE_FIGURES
    template = "registry/care/figures.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, self.template, self.frame(figures=care.figures(request.actor)))

    def crumbs(self) -> list[Crumb]:
        return [needs_crumb()] if can(self.request.actor, permissions.CARE) else []
