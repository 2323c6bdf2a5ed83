"""What the three pages have in common: the door, the words on top, the telling of what was done."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views import View

from linge.kernel.access import Actor, can

Query = Callable[[Actor], QuerySet]


@dataclass(frozen=True, slots=True)
class Link:
    """A button of a page: what it does, where it leads. ``capability`` hides it from others."""

    label: str
    href: str
    icon: str = ""
    primary: bool = False
    dialog: bool = False
    capability: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to this page; the last has no address."""

    label: str
    href: str = ""


def asked_by_htmx(request: HttpRequest) -> bool:
    """A swap of a region; going back in history needs the whole page again."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def say(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """Tell on the next page, in one line, what was done; ``undo`` is the address that takes it back."""
    messages.success(request, sentence, extra_tags=undo)


def toast(
    response: HttpResponse, sentence: str, *, kind: str = "success", undo: str = ""
) -> HttpResponse:
    """Tell the same with a swapped region, where there is no next page."""
    told = {"toast": {"message": str(sentence), "kind": kind, "undo": undo}}
    others = json.loads(response["HX-Trigger"]) if "HX-Trigger" in response else {}
    response["HX-Trigger"] = json.dumps(others | told)
    return response


class Page(View):
    """What the three have in common: the door, the words on top, the face they belong to."""

    title: str = ""
    capability: str = ""
    face = "desk/page.html"
    template = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self._to_sign_in(request)
        if self.capability and not can(request.actor, self.capability):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def _to_sign_in(self, request: HttpRequest) -> HttpResponseBase:
        """A swapped region must not swallow the sign-in page: the whole window goes there."""
        if not asked_by_htmx(request):
            return redirect_to_login(request.get_full_path())
        away = redirect_to_login(request.headers.get("HX-Current-URL", request.path))
        return HttpResponse(status=204, headers={"HX-Redirect": away["Location"]})

    def crumbs(self) -> list[Crumb]:
        """The way here, without this page itself."""
        return []

    def actions(self) -> list[Link]:
        """Buttons right of the head."""
        return []

    def frame(self, **more: Any) -> dict[str, Any]:
        """The context every page's template reads."""
        return {
            "page": self,
            "face": self.face,
            "title": self.title,
            "crumbs": self.crumbs(),
            "actions": open_links(self.actions(), self.request.actor),
            "asked_by_htmx": asked_by_htmx(self.request),
        } | more


def open_links(links: Sequence[Link], actor: Actor) -> list[Link]:
    """Only the links whose capability the person holds."""
    return [link for link in links if not link.capability or can(actor, link.capability)]
