"""Puts the actor on every request, and keeps personal pages out of shared caches."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from linge.kernel.access import Actor

from .actors import actor_of

Answer = Callable[[HttpRequest], HttpResponse]
FACES = {"desk": "desk", "field": "phone", "api": "phone", "portal": "portal"}


def actor_middleware(get_response: Answer) -> Answer:
    """``request.actor``: built once, when first asked for."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]  # set by the middleware
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def _actor(request: HttpRequest) -> Actor:
    face = FACES.get(request.path.split("/")[1], "portal")
    if not request.user.is_authenticated:
        return Actor.public(how=face)
    return actor_of(request.user, how=face)
