"""The door of a page: signed out leads to sign-in, without the capability to a clear no."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from linge.kernel.access import SENTENCES, can
from linge.kernel.refusals import Refused

View = Callable[..., HttpResponse]


def door(capability: str = "") -> Callable[[View], View]:
    """Let in whoever holds the capability in any grant; without one, whoever is signed in."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return _sent_away(request) or _admitted(request, capability, view, *args, **kwargs)

        return guarded

    return guard


def _sent_away(request: HttpRequest) -> HttpResponse | None:
    if request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path())


def _admitted(
    request: HttpRequest, capability: str, view: View, *args: Any, **kwargs: Any
) -> HttpResponse:
    if capability and not can(request.actor, capability):  # type: ignore[attr-defined]  # set by the middleware
        raise Refused("access.no_capability", str(SENTENCES["access.no_capability"]))
    return view(request, *args, **kwargs)
