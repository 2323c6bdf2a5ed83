"""What every GeoReport address has in common: its format, its parameters, its faults."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from linge.kernel.refusals import Refused

from .. import wire
from ..rules.georeport import FORMATS, Faulty, Params, Problem, bad, read_pairs

FORM = "application/x-www-form-urlencoded"
Reply = tuple[str, Any]
"""The root element and the value under it."""
Endpoint = Callable[..., Reply]


def endpoint(**methods: Endpoint) -> Callable[..., HttpResponse]:
    """A view of one address: a function for each method, given its parameters and the format.

    No session opens it and no cookie is read, so a forged form gains nothing (hence no CSRF check),
    and pages of other hosts may read it.
    """

    @csrf_exempt
    @wraps(next(iter(methods.values())))
    def view(request: HttpRequest, fmt: str, **named: str) -> HttpResponse:
        try:
            root, value = _called(methods, request, **named)
        except Faulty as fault:
            return faults(fault.problems, fmt, allow=methods)
        except Refused as refused:
            return faults([bad(refused.message)], fmt)
        return answer(root, value, fmt)

    return view


def _called(methods: dict[str, Endpoint], request: HttpRequest, **named: str) -> Reply:
    method = "get" if request.method == "HEAD" else (request.method or "").lower()
    if method not in methods:
        raise Faulty(Problem(405, _("这个地址不支持%(method)s。") % {"method": request.method}))
    return methods[method](request, _params(request, method), **named)


def _params(request: HttpRequest, method: str) -> Params:
    if method == "get":
        return read_pairs(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))
    if request.content_type != FORM:
        told = {"wanted": FORM, "sent": request.content_type or "—"}
        raise Faulty(bad(_("Content-Type要是%(wanted)s，收到的是%(sent)s。") % told))
    try:
        return read_pairs(request.body)
    except RequestDataTooBig as fault:
        raise Faulty(bad(_("请求内容过大。"))) from fault


def answer(root: str, value: Any, fmt: str, status: int = 200) -> HttpResponse:
    """A value in the format asked for."""
    response = HttpResponse(
        wire.write(root, value, fmt),
        content_type=f"{FORMATS[fmt]}; charset=utf-8",
        status=status,
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


def faults(problems: Any, fmt: str, allow: Any = ()) -> HttpResponse:
    """Every fault of a request; the first one's code is the status."""
    rows = [{"code": each.code, "description": each.description} for each in problems]
    response = answer("errors", rows, fmt, status=rows[0]["code"])
    if response.status_code == 405:
        response["Allow"] = ", ".join(sorted(name.upper() for name in allow))
    return response


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """An address that doesn't exist, told in the format its ending names."""
    fmt = request.path.rpartition(".")[2]
    problem = Problem(404, _("没有这个地址。"))
    return faults([problem], fmt if fmt in FORMATS else "xml")
