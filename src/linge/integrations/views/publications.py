"""公开事件: what other systems and the public may read of a case."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.cases.models import Case
from linge.ui.pages import Crumb, FormPage, ListPage

from .. import actions, permissions, queries, tables
from ..forms.publications import PublishForm
from ..models import Publication


class Publications(ListPage):
    title = _("公开事件")
    capability = permissions.PUBLISH
    query = queries.publishable
    table = tables.PublicationTable
    nothing = _("还没有开放给其他系统的事件。请管理员先在“对接”里开放社区。")


class Publish(FormPage):
    title = _("公开设置")
    capability = permissions.PUBLISH
    query = queries.publishable
    form = PublishForm

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("公开事件")), reverse("integrations:publications"))]

    def form_facts(self, row: Case) -> dict[str, Any]:
        return {"case": row}

    def initial(self, row: Case) -> dict[str, Any]:
        held = Publication.objects.filter(case=row).first()
        if held is None:
            return {}
        return {"withheld": held.withheld, "photo": held.photo_id, "reason": held.reason}

    def perform(self, form: PublishForm, row: Case) -> Any:
        return actions.publish_case(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Any) -> str:
        return reverse("integrations:publications")
