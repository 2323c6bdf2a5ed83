"""The kit page, and the switch of theme and type size that works before sign-in."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from linge.ui import kit
from linge.ui.appearance import Appearance
from linge.ui.pages import say


class Kit(TemplateView):
    """Every component in every state; the switches on top show each theme, size and face."""

    template_name = "ui/kit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        face = "portal" if self.request.GET.get("face") == "portal" else "desk"
        return super().get_context_data(**kwargs) | {"face": face} | kit.examples()


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Change theme, type size or both in this browser, then go back."""
    response = HttpResponseRedirect(way_back(request))
    asked_look(request).keep(response, request)
    return response


def asked_look(request: HttpRequest) -> Appearance:
    """The present look with what the form changes of it."""
    now = Appearance.of(request)
    return Appearance.chosen(
        request.POST.get("theme", now.theme), request.POST.get("size", now.size)
    )


def way_back(request: HttpRequest) -> str:
    """The page the form stood on, but only inside this site."""
    address = request.POST.get("next", "/")
    inside = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if inside else "/"


@require_POST
def undone(request: HttpRequest) -> HttpResponse:
    """Where the kit's own 撤销 leads."""
    say(request, _("已撤销。"))
    return HttpResponseRedirect(reverse("ui:kit"))
