"""流程: the versions of the moves, and a version drafted, compared, tried and published."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.refusals import Refused
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, Tab, say
from linge.ui.pages.base import Page
from linge.ui.tables import Badge

from .. import permissions
from ..actions.workflows import draft_workflow, publish_draft, read_workflow_file
from ..forms.workflows import WorkflowForm
from ..models import WorkflowDraft
from ..queries import workflow_versions as versions
from ..queries.workflows import workflow_now


class Workflows(Page):
    """Every version that was published, and the drafts."""

    title = gettext_lazy("办理流程")
    capability = permissions.CATALOGUE
    template = "cases/workflows.html"

    def actions(self) -> list[Link]:
        return [
            Link(_("下载现行流程"), reverse("cases:workflow_file")),
            Link(_("起草新版本"), reverse("cases:workflow_new"), "plus", True),
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        context = self.frame(
            versions=versions.versions(),
            drafts=versions.drafts(request.actor)[:10],
            here=in_force(),
            now=now(),
        )
        return render(request, self.template, context)


class NewWorkflow(FormPage):
    """A new version: numbers and limits in fields, whatever else by a changed file."""

    title = gettext_lazy("起草新版本")
    capability = permissions.CATALOGUE
    form = WorkflowForm
    submit = gettext_lazy("检查并存为草稿")
    done = gettext_lazy("已存为草稿；看过对比和试算后再发布。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("办理流程")), reverse("cases:workflows"))]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"base": in_force()}

    def perform(self, form: WorkflowForm, row: None) -> WorkflowDraft:
        file = form.cleaned_data["file"]
        data = read_workflow_file(file.read()) if file else form.edited()
        return draft_workflow(data, by=self.request.actor)

    def done_at(self, row: WorkflowDraft) -> str:
        return reverse("cases:workflow_draft", args=[row.uuid])


def load_comparison(draft: WorkflowDraft, actor: Actor) -> dict[str, Any]:
    """Where the draft differs from the version in force."""
    return {"differences": versions.compare(in_force(), draft.data)}


def load_trial(draft: WorkflowDraft, actor: Actor) -> dict[str, Any]:
    """How the last thousand cases would have stood under its limits."""
    return {"stages": versions.trial(draft, in_force())}


class WorkflowDraftDetail(DetailPage):
    capability = permissions.CATALOGUE
    query = versions.drafts
    tabs = (
        Tab("compare", gettext_lazy("对比"), "cases/_workflow_compare.html", load_comparison),
        Tab("trial", gettext_lazy("试算"), "cases/_workflow_trial.html", load_trial),
    )

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("办理流程")), reverse("cases:workflows"))]

    def heading(self, row: WorkflowDraft) -> str:
        return _("流程第%(number)s版") % {"number": row.data["number"]}

    def badge(self, row: WorkflowDraft) -> Badge:
        published = row.published_at is not None
        return Badge("ok", _("已发布")) if published else Badge("warn", _("草稿"))


@require_POST
@door(permissions.CATALOGUE)
def publish(request: HttpRequest, uuid: str) -> HttpResponse:
    """Put a draft in force from the coming midnight."""
    drafts: QuerySet[WorkflowDraft] = versions.drafts(request.actor)
    draft = get_object_or_404(drafts, uuid=uuid)
    try:
        publish_draft(draft, by=request.actor)
    except Refused as refusal:
        say(request, refusal.message)
        return redirect("cases:workflow_draft", uuid=uuid)
    say(request, _("已发布，明日零时起上报的事件按新版本办理；办理中的事件不变。"))
    return redirect("cases:workflows")


@door(permissions.CATALOGUE)
def download(request: HttpRequest) -> HttpResponse:
    """The version in force as a file that can be changed and brought back."""
    body = json.dumps(in_force(), ensure_ascii=False, indent=2)
    named = {"Content-Disposition": 'attachment; filename="workflow.json"'}
    return HttpResponse(body, content_type="application/json", headers=named)


def in_force() -> dict[str, Any]:
    """The version that holds everywhere now, in its JSON form."""
    moves: dict[str, Any] = workflow_now("", now()).moves
    return moves
