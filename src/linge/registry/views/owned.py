"""The page a fact is kept on: what is known stands above the form, one tap says 无变化 (D2)."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.territory.models import Dwelling, Organisation, Shop
from linge.territory.queries import address_text
from linge.ui.pages import Crumb, FormPage, say

from .. import actions, forms, permissions
from ..models import Household, Resident
from ..queries import ties

PAGES = {
    Resident: "registry:resident",
    Household: "registry:household",
    Dwelling: "registry:dwelling",
    Shop: "territory:shop",
    Organisation: "territory:organisation",
}


def page_of(row: Any, tab: str = "") -> str:
    """The page of whom or what a fact is about."""
    href = reverse(PAGES[type(row)], args=[row.uuid])
    return f"{href}?tab={tab}" if tab else href


def name_of(row: Any) -> str:
    """What that page is called."""
    if isinstance(row, Household):
        return str(_("家庭成员"))
    return address_text(row) if isinstance(row, Dwelling) else str(getattr(row, "name", "") or row)


class OwnedPage(FormPage):
    """A form about one fact of a row; ``held`` gives what is on record, ``tab`` where it shows."""

    capability = permissions.EDIT
    template = "registry/owned.html"
    tab = ""
    held: Callable[[Any], Sequence[ties.Held]] | None = None

    def bearer(self) -> Any:
        return permissions.bearer(self.row())

    def crumbs(self) -> list[Crumb]:
        bearer = self.bearer()
        return [Crumb(name_of(bearer), page_of(bearer, self.tab))]

    def frame(self, **more: Any) -> dict[str, Any]:
        held = type(self).held
        return super().frame(held=held(more["row"]) if held else [], **more)

    def done_at(self, row: Any) -> str:
        return page_of(permissions.bearer(row), self.tab)


class EndPage(OwnedPage):
    """A tie no longer holds from a day on."""

    form = forms.EndTieForm
    submit = _("登记结束")
    done = _("已登记结束。")
    deed: Callable[..., Any]

    def perform(self, form: forms.EndTieForm, row: Any) -> Any:
        return type(self).deed(row, by=self.request.actor, on=form.cleaned_data["on"])


@require_POST
@door(permissions.EDIT)
def confirm(request: HttpRequest, kind: str, uuid: str) -> HttpResponse:
    """无变化: the fact on record is true today."""
    if kind not in ties.CONFIRMABLE:
        raise Http404
    row = get_object_or_404(ties.CONFIRMABLE[kind](request.actor), uuid=uuid)
    actions.confirm_fact(row, by=request.actor)
    say(request, str(_("已确认无变化。")))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if safe else page_of(permissions.bearer(row)))
