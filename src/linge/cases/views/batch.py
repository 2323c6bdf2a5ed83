"""批量办理: one deed for many waiting cases; what moved on meanwhile is named and left alone."""

from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.ui.pages import Crumb, FormPage
from linge.ui.pages.base import Query

from .. import actions, permissions, queries
from ..actions.batch import Batch, for_each
from ..forms.batch import BatchDispatchForm, BatchForm, BatchRejectForm, well_formed
from ..models import Case
from ..rules import State


class BatchPage(FormPage):
    """Up to fifty cases of a queue. The answer lists what was done and what was left, and why."""

    template = "cases/batch.html"
    form: type[BatchForm] = BatchForm
    queue: ClassVar[Query]
    home = ""

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("返回列表")), reverse(self.home))]

    def form_facts(self, row: None) -> dict[str, Any]:
        sent = self.request.method == "POST"
        return {"waiting": self._ticked() if sent else self.waiting()}

    def waiting(self) -> QuerySet[Case]:
        """The cases offered."""
        return type(self).queue(self.request.actor)

    def perform(self, form: BatchForm, row: None) -> Batch:
        asked = dict(form.cleaned_data)
        return for_each(asked.pop("cases"), partial(self.deed, **asked), form.gone)

    def deed(self, case: Case, **asked: Any) -> Case:
        """What happens to each."""
        raise NotImplementedError

    def answer(self, row: Batch) -> HttpResponse:
        return render(self.request, "cases/batch_done.html", self.frame(batch=row))

    def _ticked(self) -> QuerySet[Case]:
        """The ticked cases in scope, wherever they stand by now."""
        sent = filter(well_formed, self.request.POST.getlist("cases"))
        uuids = [value.partition(":")[0] for value in sent]
        cases = queries.visible_to(self.request.actor).filter(uuid__in=uuids)
        return cases.select_related("community", "category", "standard").order_by("pk")


class BatchSign(BatchPage):
    title = _("批量签收")
    capability = permissions.SIGN
    queue = queries.agency_queue
    home = "cases:agency"
    submit = _("签收所选")

    def waiting(self) -> QuerySet[Case]:
        return super().waiting().filter(signed_at__isnull=True)

    def deed(self, case: Case, **asked: Any) -> Case:
        return actions.sign_case(case, by=self.request.actor)


class BatchDispatch(BatchPage):
    title = _("批量派遣")
    capability = permissions.DISPATCH
    queue = queries.dispatch_queue
    home = "cases:dispatching"
    form = BatchDispatchForm
    submit = _("派遣所选")

    def deed(self, case: Case, **asked: Any) -> Case:
        return actions.dispatch_case(case, by=self.request.actor, **asked)


class BatchReject(BatchPage):
    title = _("批量不予受理")
    capability = permissions.REJECT
    queue = queries.intake_queue
    home = "cases:intake"
    form = BatchRejectForm
    submit = _("不予受理所选")

    def waiting(self) -> QuerySet[Case]:
        return super().waiting().filter(state=State.REPORTED)

    def deed(self, case: Case, **asked: Any) -> Case:
        return actions.reject_case(case, by=self.request.actor, **asked)
