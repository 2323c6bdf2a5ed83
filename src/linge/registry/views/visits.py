"""Home visits: recorded, approved, voided; and what was heard at the doors."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.files import queries as files
from linge.files.actions import store_photo
from linge.files.models import StoredFile
from linge.kernel.refusals import Outside, Refused
from linge.territory.models import Dwelling
from linge.ui.pages import Crumb, FormPage, ListPage, say

from .. import actions, filters, forms, permissions, queries, tables
from ..models import Visit
from ..rules.kinds import Outcome
from .calls import next_words
from .homes import dwelling_crumb, dwellings_crumb


class NewVisit(FormPage):
    title = _("登记走访")
    capability = permissions.VISIT
    form = forms.VisitForm
    query = queries.dwellings
    done = _("已登记走访。")

    def crumbs(self) -> list[Crumb]:
        return [dwellings_crumb(), dwelling_crumb(self.row())]

    def perform(self, form: forms.VisitForm, row: Dwelling) -> Dwelling:
        facts = form.cleaned_data
        by = self.request.actor
        photos = [
            store_photo(upload, by=by, community=row.community) for upload in facts["evidence"]
        ]
        evidence = [{"kind": "photo", "file": str(photo.uuid)} for photo in photos]
        told = actions.NewVisit(
            outcome=Outcome(facts["outcome"]),
            evidence=[*evidence, *form.sources()],
            words=facts["words"],
            use=facts["use"],
            card_left=facts["card_left"],
            heard=form.heard(),
        )
        actions.pay_visit(row, told, by=by)
        return row

    def answer(self, row: Dwelling) -> HttpResponse:
        """The deed in one line, and what follows it."""
        follows = queries.guidance(row)
        words = [str(self.done), next_words(follows)] if follows else [str(self.done)]
        say(self.request, "".join(words))
        return HttpResponseRedirect(self.done_at(row))

    def done_at(self, row: Dwelling) -> str:
        return reverse("registry:dwelling", args=[row.uuid]) + "?tab=visits"


class Visits(ListPage):
    title = _("走访")
    capability = permissions.VISIT
    query = queries.visits
    filter = filters.VisitFilter
    table = tables.VisitTable
    nothing = _("还没有走访记录。在房屋页面点“登记走访”开始。")


class VoidVisit(FormPage):
    title = _("作废走访")
    capability = permissions.VISIT
    form = forms.VoidForm
    query = queries.visits
    submit = _("作废")
    done = _("已作废这次走访。")

    def crumbs(self) -> list[Crumb]:
        return [dwelling_crumb(self.row().dwelling)]

    def perform(self, form: forms.VoidForm, row: Visit) -> Visit:
        return actions.void_visit(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Visit) -> str:
        return reverse("registry:dwelling", args=[row.dwelling.uuid]) + "?tab=visits"


@require_POST
@door(permissions.APPROVE_VACANCY)
def approve_vacancy(request: HttpRequest, uuid: str) -> HttpResponse:
    """The lead accepts the evidence of a vacant home."""
    visit = get_object_or_404(queries.visits(request.actor), uuid=uuid)
    try:
        actions.approve_vacancy(visit, by=request.actor)
        say(request, str(_("已审核，这套房屋计入已采集。")))
    except Outside:
        raise
    except Refused as refusal:
        say(request, refusal.message)
    href = reverse("registry:dwelling", args=[visit.dwelling.uuid])
    return HttpResponseRedirect(f"{href}?tab=visits")


@door(permissions.VISIT)
def photo(request: HttpRequest, uuid: str, file: str) -> HttpResponse:
    """A photo kept as evidence, for those who see the visit."""
    visit = get_object_or_404(queries.visits(request.actor), uuid=uuid)
    if str(file) not in {item.get("file") for item in visit.evidence}:
        raise Http404
    stored = get_object_or_404(StoredFile, uuid=file)
    body = files.photo(stored, thumb="thumb" in request.GET)
    kept = {"Cache-Control": "private, max-age=3600"}
    return HttpResponse(body, content_type="image/jpeg", headers=kept)


class HeardList(ListPage):
    """What people had on their minds, and what became of it."""

    title = _("听到的话")
    capability = permissions.VISIT
    query = queries.heard
    filter = filters.HeardFilter
    table = tables.HeardTable
    nothing = _("还没有记录居民的话。登记走访时写下原话，可一键转为事件。")
