"""隐患整改: the list and the page of a hazard, and what is done until it passes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.files import actions as files
from linge.files.models import StoredFile
from linge.kernel.access import can
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Tab
from linge.ui.tables import Badge

from .. import actions, permissions, queries
from ..forms import mediation as forms
from ..models import Case, Hazard
from ..queries import hazards as reads
from ..rules.hazards import HazardState, Level
from ..tables import HazardTable, hazard_badge, level_badge, spot_of


class Hazards(ListPage):
    title = gettext_lazy("隐患整改")
    capability = permissions.VIEW
    query = reads.hazards
    table = HazardTable
    nothing = gettext_lazy("没有登记的隐患。在事件页面点“登记隐患”。")


def load_hazard(row: Hazard, actor: Any) -> dict[str, Any]:
    """A hazard with every look at it."""
    return {"looks": row.reinspections.select_related("by"), "spot": spot_of(row)}


class HazardPage(DetailPage):
    capability = permissions.VIEW
    query = reads.hazards
    tabs = (Tab("hazard", gettext_lazy("整改情况"), "cases/_hazard.html", load_hazard),)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("隐患整改"), reverse("cases:hazards"))]

    def heading(self, row: Hazard) -> str:
        return row.what

    def badge(self, row: Hazard) -> Badge:
        return hazard_badge(row)

    def more(self, row: Hazard) -> dict[str, Any]:
        return {"level": level_badge(row)}

    def moves(self, row: Hazard) -> list[Link]:
        subject = permissions.subject_facts(row.case)
        if not can(self.request.actor, permissions.HAZARD, subject):
            return self._judging(row, subject)
        step = STEPS.get(HazardState(row.state))
        first = [self._way(row, *step, primary=True)] if step else []
        return [*first, *self._judging(row, subject)]

    def _judging(self, row: Hazard, subject: Any) -> list[Link]:
        lowers = row.level == Level.MAJOR
        needed = permissions.LOWER_HAZARD if lowers else permissions.HAZARD
        if row.state == HazardState.PASSED or not can(self.request.actor, needed, subject):
            return []
        return [self._way(row, _("降为一般") if lowers else _("升为重大"), "level")]

    def _way(self, row: Hazard, label: Any, name: str, *, primary: bool = False) -> Link:
        return Link(label, reverse(f"cases:hazard_{name}", args=[row.uuid]), primary=primary)


STEPS = {
    HazardState.FOUND: (gettext_lazy("下发通知"), "notice"),
    HazardState.NOTICED: (gettext_lazy("登记整改"), "rectified"),
    HazardState.RECTIFIED: (gettext_lazy("复查"), "reinspect"),
}


class FindHazard(FormPage):
    title = gettext_lazy("登记隐患")
    capability = permissions.HAZARD
    query = queries.visible_to
    form = forms.HazardForm
    done = gettext_lazy("已登记，请下发整改通知。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("事件"), reverse("cases:case", args=[self.kwargs["uuid"]]))]

    def form_facts(self, row: Case) -> dict[str, Any]:
        return {"case": row, "actor": self.request.actor}

    def perform(self, form: Any, row: Case) -> Hazard:
        return actions.find_hazard(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Hazard) -> str:
        return reverse("cases:hazard", args=[row.uuid])


class Deed(FormPage):
    """A deed on one hazard; it leads back to its page."""

    capability = permissions.HAZARD
    query = reads.hazards

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("隐患"), reverse("cases:hazard", args=[self.kwargs["uuid"]]))]

    def done_at(self, row: Any) -> str:
        return reverse("cases:hazard", args=[self.kwargs["uuid"]])

    def kept(self, form: Any, row: Hazard) -> StoredFile | None:
        """The photo sent along, kept."""
        photos = form.cleaned_data.pop("photos")
        if not photos:
            return None
        return files.store_photo(photos[0], by=self.request.actor, community=row.case.community)


class ServeNotice(Deed):
    title = gettext_lazy("下发整改通知")
    form = forms.NoticeForm
    done = gettext_lazy("已下发。")

    def perform(self, form: Any, row: Hazard) -> Hazard:
        receipt = self.kept(form, row)
        return actions.serve_notice(
            row, by=self.request.actor, receipt=receipt, **form.cleaned_data
        )


class Rectified(Deed):
    title = gettext_lazy("登记整改")
    form = forms.RectifiedForm
    done = gettext_lazy("已登记，等待复查。")

    def perform(self, form: Any, row: Hazard) -> Hazard:
        return actions.record_rectified(row, by=self.request.actor, **form.cleaned_data)


class Reinspect(Deed):
    title = gettext_lazy("复查")
    form = forms.ReinspectForm
    done = gettext_lazy("已登记复查。")

    def perform(self, form: Any, row: Hazard) -> Any:
        photo = self.kept(form, row)
        return actions.reinspect(row, by=self.request.actor, photo=photo, **form.cleaned_data)


class SetLevel(Deed):
    title = gettext_lazy("调整隐患级别")
    capability = permissions.VIEW
    form = forms.LevelForm

    def initial(self, row: Hazard) -> dict[str, Any]:
        return {"level": row.level}

    def perform(self, form: Any, row: Hazard) -> Hazard:
        return actions.set_level(row, by=self.request.actor, **form.cleaned_data)
