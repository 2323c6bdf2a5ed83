"""目录时限: the catalogue in force, changed by spreadsheet, weighed before it is published."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, Tab, say
from linge.ui.pages.base import Page
from linge.ui.tables import Badge

from .. import permissions
from ..actions.catalogue_drafts import draft_catalogue, publish_catalogue
from ..forms.catalogue import CatalogueForm
from ..models import CatalogueDraft
from ..queries import catalogue_sheet as sheet


class Catalogue(Page):
    """The catalogue of today, large by large."""

    title = gettext_lazy("目录时限")
    capability = permissions.CATALOGUE
    template = "cases/catalogue.html"

    def actions(self) -> list[Link]:
        return [
            Link(_("下载目录"), reverse("cases:catalogue_csv")),
            Link(_("导入目录"), reverse("cases:catalogue_import"), "plus", True),
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(
            request,
            self.template,
            self.frame(larges=sheet.in_force(), drafts=sheet.drafts(request.actor)[:10]),
        )


class ImportCatalogue(FormPage):
    """A changed catalogue is brought: every fault is named by its cell, or a draft is kept."""

    title = gettext_lazy("导入目录")
    capability = permissions.CATALOGUE
    template = "cases/catalogue_import.html"
    form = CatalogueForm
    submit = gettext_lazy("检查并存为草稿")
    done = gettext_lazy("已存为草稿；看过改动和试算后再发布。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("目录时限")), reverse("cases:catalogue"))]

    def perform(self, form: CatalogueForm, row: None) -> CatalogueDraft:
        file = form.cleaned_data["file"]
        return draft_catalogue(file.read(), file.name, by=self.request.actor)

    def done_at(self, row: CatalogueDraft) -> str:
        return reverse("cases:catalogue_draft", args=[row.uuid])


def load_changes(draft: CatalogueDraft, actor: Actor) -> dict[str, Any]:
    """What the draft says otherwise, cell by cell."""
    return {"changes": sheet.changes_of(draft.rows)}


def load_effects(draft: CatalogueDraft, actor: Actor) -> dict[str, Any]:
    """How the last thousand cases would have fared."""
    return {"effects": sheet.rehearse(draft.rows)}


class CatalogueDraftDetail(DetailPage):
    capability = permissions.CATALOGUE
    query = sheet.drafts
    template = "cases/catalogue_draft.html"
    tabs = (
        Tab("changes", gettext_lazy("改动"), "cases/_catalogue_changes.html", load_changes),
        Tab("effects", gettext_lazy("试算"), "cases/_catalogue_effects.html", load_effects),
    )

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("目录时限")), reverse("cases:catalogue"))]

    def heading(self, row: CatalogueDraft) -> str:
        return row.name

    def badge(self, row: CatalogueDraft) -> Badge:
        published = row.published_at is not None
        return Badge("ok", _("已发布")) if published else Badge("warn", _("草稿"))


@require_POST
@door(permissions.CATALOGUE)
def publish(request: HttpRequest, uuid: str) -> HttpResponse:
    """Put a draft in force from today on."""
    draft = get_object_or_404(sheet.drafts(request.actor), uuid=uuid)
    try:
        loaded = publish_catalogue(draft, by=request.actor)
    except Refused as refusal:
        say(request, refusal.message)
        return redirect("cases:catalogue_draft", uuid=uuid)
    told = _("已发布：新增%(opened)s行，停用%(closed)s行。办理中的事件仍按原目录。")
    say(request, told % {"opened": loaded.opened, "closed": loaded.closed})
    return redirect("cases:catalogue")


@door(permissions.CATALOGUE)
def download(request: HttpRequest) -> HttpResponse:
    """The catalogue as a file that can be changed and brought back."""
    named = {"Content-Disposition": 'attachment; filename="catalogue.csv"'}
    return HttpResponse(sheet.catalogue_csv(), content_type="text/csv", headers=named)
