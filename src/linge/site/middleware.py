"""What every answer carries: security headers, and refusals turned into pages people can read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from linge.kernel.refusals import Outside, Refused

Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = "camera=(self), microphone=(self), geolocation=(self)"
WORDS = ("text/", "application/json", "application/geo+json")
STATUS = {"access.signed_out": 401, "access.outside": 404, "access.quota": 429}


def headers(get_response: Answer) -> Answer:
    """Content policy and permissions of every page (trust.md §8)."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return answer


class Compressed(GZipMiddleware):
    """Pages and JSON go out small; photos and workbooks are small already."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The answer, compressed where it is words."""
        if not response.headers.get("Content-Type", "").startswith(WORDS):
            return response
        return super().process_response(request, response)


class refusals:  # noqa: N801  named like its sibling; a class only for `process_exception`
    """A refusal no form caught becomes its own page; out of scope looks like “not found”."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The page of a refusal; other faults go on."""
        if not isinstance(fault, Refused):
            return None
        if isinstance(fault, Outside):
            return render(request, "404.html", status=404)
        status = STATUS.get(fault.code, 403 if fault.code.startswith("access.") else 409)
        return render(request, "403.html", {"refusal": fault}, status=status)
