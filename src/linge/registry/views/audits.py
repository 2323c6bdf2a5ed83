"""数据核查: the queue of findings, the rules run again, the month's sample."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.kernel import clock
from linge.territory.queries import communities
from linge.ui.pages import Crumb, FormPage, Link, ListPage, say

from .. import actions, filters, forms, permissions, tables
from ..models import AuditFinding, AuditSample, SampledRecord
from ..queries import audits as queries
from ..rules.audits import SampleAnswer
from ..tables.audits import finding_name


class Findings(ListPage):
    title = _("数据核查")
    capability = permissions.AUDIT
    template = "registry/audits/findings.html"
    query = queries.findings
    filter = filters.FindingFilter
    table = tables.FindingTable
    nothing = _("没有待处理的问题。点“重新核查”按规则再查一遍。")

    def actions(self) -> list[Link]:
        return [Link(_("按月抽查"), reverse("registry:audit_sample"), icon="list")]

    def frame(self, **more: Any) -> dict[str, Any]:
        offered = communities(self.request.actor)
        year = clock.today().year
        figures = [(each, queries.audit_year(each, year)) for each in offered[:1]]
        return super().frame(figures=figures, offered=offered, **more)


@require_POST
@door(permissions.AUDIT)
def run_rules(request: HttpRequest, code: str) -> HttpResponse:
    """Ask every rule of the community again."""
    community = get_object_or_404(communities(request.actor), code=code)
    found = actions.run_rules(community, by=request.actor)
    words = _("已重新核查，现有%(count)s条问题。") % {"count": sum(found.values())}
    say(request, words)
    return HttpResponseRedirect(reverse("registry:record_audit"))


class OneFinding(FormPage):
    """A step of one finding; the list follows."""

    capability = permissions.AUDIT
    query = queries.findings

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("数据核查")), reverse("registry:record_audit"))]

    def about(self, row: AuditFinding) -> str:
        return f"{finding_name(row)} · {queries.message_of(row.rule)}"

    def done_at(self, row: AuditFinding) -> str:
        return reverse("registry:record_audit")


class AssignFinding(OneFinding):
    title = _("派给")
    form = forms.AssignForm
    done = _("已派出。")

    def form_facts(self, row: AuditFinding) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def perform(self, form: forms.AssignForm, row: AuditFinding) -> AuditFinding:
        return actions.assign_finding(row, by=self.request.actor, **form.cleaned_data)


class FixFinding(OneFinding):
    title = _("登记改正")
    form = forms.FixForm
    done = _("已登记改正，等待另一人复查。")

    def perform(self, form: forms.FixForm, row: AuditFinding) -> AuditFinding:
        return actions.fix_finding(row, by=self.request.actor, **form.cleaned_data)


class RecheckFinding(OneFinding):
    title = _("复查")
    form = forms.RecheckForm
    done = _("已登记复查结论。")

    def perform(self, form: forms.RecheckForm, row: AuditFinding) -> AuditFinding:
        return actions.recheck_finding(row, by=self.request.actor, **form.cleaned_data)


class Sampled(ListPage):
    title = _("按月抽查")
    capability = permissions.AUDIT
    template = "registry/audits/sampled.html"
    query = queries.sampled_records
    filter = filters.SampledFilter
    table = tables.SampledTable
    nothing = _("还没有抽取样本。点“抽取样本”开始本月抽查。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("数据核查")), reverse("registry:record_audit"))]

    def actions(self) -> list[Link]:
        return [
            Link(_("抽取样本"), reverse("registry:audit_sample_draw"), icon="plus", primary=True)
        ]

    def frame(self, **more: Any) -> dict[str, Any]:
        return super().frame(samples=queries.samples(self.request.actor)[:6], **more)


class DrawSample(FormPage):
    title = _("抽取样本")
    capability = permissions.AUDIT
    form = forms.SampleForm
    submit = _("抽取")
    done = _("已抽取样本，随机种子已公布。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("按月抽查")), reverse("registry:audit_sample"))]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def perform(self, form: forms.SampleForm, row: None) -> AuditSample:
        return actions.draw_sample(by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: AuditSample) -> str:
        return reverse("registry:audit_sample")


class AnswerSampled(FormPage):
    title = _("登记核查结论")
    capability = permissions.AUDIT
    form = forms.AnswerForm
    query = queries.sampled_records
    done = _("已登记。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("按月抽查")), reverse("registry:audit_sample"))]

    def about(self, row: SampledRecord) -> str:
        return row.person.name

    def perform(self, form: forms.AnswerForm, row: SampledRecord) -> SampledRecord:
        facts = form.cleaned_data
        answer = SampleAnswer(facts["answer"])
        return actions.answer_sampled(row, by=self.request.actor, answer=answer, note=facts["note"])

    def done_at(self, row: SampledRecord) -> str:
        return reverse("registry:audit_sample")
