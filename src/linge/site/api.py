"""The JSON door for the phone and for partners, assembled from each context's router.

Published at ``/api/v1/openapi.json``. Only declared methods, fields and parameters are taken; every
fault is ``{"code", "message", "field", "request_id"}`` with a sentence for people.
"""

import logging
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import SessionAuth

from linge.accounts import api as accounts
from linge.cases.api import router as cases
from linge.field.api import router as field
from linge.files.api import router as files
from linge.kernel.access import SENTENCES
from linge.kernel.refusals import Outside, Refused
from linge.kernel.wire import keepable
from linge.registry.api import router as registry

log = logging.getLogger(__name__)
STATUS = {
    "registry.as_of_unread": 400,
    "registry.as_of_future": 400,
    "access.signed_out": 401,
    "access.quota": 429,
    "accounts.locked": 429,
    "accounts.code_wait": 429,
    "accounts.code_day": 429,
    "cases.not_yours": 403,
    "cases.own_work": 403,
    "cases.moved_on": 409,
    "cases.wrong_state": 409,
    "cases.look_again": 409,
    "kernel.request_reused": 409,
    "cases.request_reused": 409,
}
"""Codes with a status of their own; other ``access.*`` are 403, everything else asks to be filled in
differently: 422."""


class Fault(Schema):
    """Why something was not done: the code for programs, the sentence for people."""

    code: str
    message: str
    field: str | None
    request_id: str


FAULTS = {
    400: "The request cannot be read",
    401: "Nobody is signed in",
    403: "Not within the post's duties, or the request came from another page",
    404: "Not there, or out of scope",
    409: "Somebody acted first, or the request id was used for something else",
    413: "More than one request may carry",
    422: "Asks to be filled in differently",
    429: "Too many tries; wait a while",
    500: "Our fault; its number is in the log",
}


class Api(NinjaAPI):
    """An API that publishes with every operation which faults it answers and how they look."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        shapes = schema["components"].setdefault("schemas", {})
        shapes["Fault"] = Fault.json_schema()
        shape = {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}
        schema["components"]["responses"] = {
            f"Fault{status}": {"description": words, "content": shape}
            for status, words in FAULTS.items()
        }
        named = {status: {"$ref": f"#/components/responses/Fault{status}"} for status in FAULTS}
        for methods in schema["paths"].values():
            for operation in methods.values():
                operation["responses"].update(named)
        return schema


class Anyone(SessionAuth):
    """Lets in whoever has not signed in yet, but never another site's form."""

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:
        return True


def declared_only(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse parameters of the address that the operation does not name, or that come twice.

    An address with a NUL in it names nothing: no database keeps one.
    """
    operation = run.__self__  # type: ignore[attr-defined]  # ninja gives a bound method
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }

    @wraps(run)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        for name, values in request.GET.lists():
            if name not in known or len(values) > 1:
                return _answer(
                    request, 422, "api.parameter", _("地址里的参数不符合接口说明。"), name
                )
        if "\x00" in unquote(request.get_full_path()):
            return not_found(request, Http404())
        return run(request, **given)

    return guarded


class Reading(Parser):
    """Reads a body as both databases can keep it."""

    def parse_body(self, request: HttpRequest) -> Any:
        return keepable(super().parse_body(request))


api = Api(
    title="邻格 Linge",
    version="1",
    auth=SessionAuth(csrf=True),
    parser=Reading(),
    docs_url=None,
    urls_namespace="api",
)
api.add_decorator(declared_only, mode="view")
api.add_router("", accounts.door, auth=Anyone())
for _router in (accounts.router, cases, files, registry, field):
    api.add_router("", _router)


def _answer(
    request: HttpRequest, status: int, code: str, message: str, field: str | None = None
) -> HttpResponse:
    told = {"code": code, "message": message, "field": field, "request_id": _request_id(request)}
    return api.create_response(request, told, status=status)


def _request_id(request: HttpRequest) -> str:
    """Eight signs that stand in the answer and in the log."""
    if not hasattr(request, "api_request_id"):
        request.api_request_id = secrets.token_hex(4).upper()  # type: ignore[attr-defined]  # set here, once a request
    return str(request.api_request_id)  # type: ignore[attr-defined]  # set here, once a request


@api.exception_handler(Refused)
def refused(request: HttpRequest, fault: Refused) -> HttpResponse:
    """A refusal: the code for the program, the sentence for the person."""
    if isinstance(fault, Outside):
        return not_found(request, Http404())
    status = STATUS.get(fault.code, 403 if fault.code.startswith("access.") else 422)
    return _answer(request, status, fault.code, fault.message, fault.field)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, fault: Http404) -> HttpResponse:
    """Out of scope and never there look the same."""
    return _answer(request, 404, "access.outside", str(SENTENCES["access.outside"]))


@api.exception_handler(AuthenticationError)
def signed_out(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    """Nobody is signed in."""
    return _answer(request, 401, "access.signed_out", str(SENTENCES["access.signed_out"]))


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """Not the published shape; names the first place, never the value."""
    place = [str(part) for part in fault.errors[0]["loc"][1:] if part != "asked"]
    told = _("请求的内容不符合接口说明，请更新手机程序后再试。")
    return _answer(request, 422, "api.malformed", told, ".".join(place) or None)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, fault: HttpError) -> HttpResponse:
    """The request cannot be read, or it came from another site."""
    if fault.status_code == 403:
        told = _("页面停留太久，请刷新后再试，填写的内容不会丢失。")
        return _answer(request, 403, "api.csrf", told)
    return _answer(request, fault.status_code, "api.unreadable", _("请求无法读取，请重试。"))


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, fault: RequestDataTooBig) -> HttpResponse:
    """More than one request may carry (``DATA_UPLOAD_MAX_MEMORY_SIZE``)."""
    told = _("一次发送的内容超过5MB，请分几次发送，没有发出的内容还在手机里。")
    return _answer(request, 413, "api.too_big", told)


@api.exception_handler(Exception)
def fallen(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Our fault: the number is in the log, the person hears that nothing is lost."""
    number = _request_id(request)
    log.error("api %s %s", number, request.resolver_match, exc_info=fault)
    told = _("系统暂时没有响应，您填写的内容还在手机里。编号 %(number)s。") % {"number": number}
    return _answer(request, 500, "api.fault", told)
