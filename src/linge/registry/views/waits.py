"""A form whose answer may wait for a second person: what was saved, and what was not, is said."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from linge.ui.pages import FormPage, say

from .. import queries
from ..models import ChangeRequest


class MayWait(FormPage):
    """``waits`` is the change request that ``perform`` left, if any."""

    waits: ChangeRequest | None = None
    said = _("“%(facts)s”的更正已转为变更申请，由另一人核对后生效；其余改动已保存。")

    def answer(self, row: Any) -> HttpResponse:
        if self.waits is None:
            return super().answer(row)
        say(self.request, str(self.said % {"facts": queries.fact_labels(self.waits)}))
        return HttpResponseRedirect(resolve_url(self.done_at(row)))
