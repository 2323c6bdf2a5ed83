"""热线工单: sheets of the 12345 hotline in, their results out."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from linge.accounts.doors import door
from linge.kernel.clock import today
from linge.kernel.zone import day_begins
from linge.ui.pages import FormPage, Link

from .. import actions, permissions
from ..actions import FaultyFile, Imported
from ..forms.hotline import HotlineForm

LOOK_BACK = timedelta(days=30)


class ImportHotline(FormPage):
    """All or nothing; every faulty cell is listed above the form."""

    title = _("热线工单")
    capability = permissions.HOTLINE
    template = "integrations/hotline.html"
    form = HotlineForm
    submit = _("导入")

    def actions(self) -> list[Link]:
        return [Link(_("导出办理结果"), reverse("integrations:hotline_results"), icon="download")]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def perform(self, form: HotlineForm, row: None) -> Imported:
        self.faults: tuple[Any, ...] = ()
        try:
            return actions.import_hotline(
                form.cleaned_data["file"].read(),
                by=self.request.actor,
                community=form.cleaned_data["community"],
            )
        except FaultyFile as refused:
            self.faults = refused.faults
            raise

    def frame(self, **more: Any) -> dict[str, Any]:
        return super().frame(**more) | {"faults": getattr(self, "faults", ())}

    def answer(self, row: Imported) -> HttpResponse:
        told = {"new": len(row.new), "known": len(row.known)}
        self.done = gettext("新登记%(new)s件，已有%(known)s件。") % told
        return super().answer(row)

    def done_at(self, row: Imported) -> str:
        return reverse("cases:intake" if row.new else "integrations:hotline")


@require_GET
@door(permissions.HOTLINE)
def results(request: HttpRequest) -> HttpResponse:
    """How the sheets since a day stand, the last 30 days unless told."""
    try:
        day = date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        day = today() - LOOK_BACK
    body = actions.hotline_results(by=request.actor, since=day_begins(day))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    name = quote(gettext("热线办理结果") + f"-{today():%Y%m%d}.csv")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
