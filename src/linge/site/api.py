"""The JSON door for the phone and for partners, assembled from each context's router."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import SessionAuth

from linge.accounts.api import router as accounts
from linge.cases.api import router as cases
from linge.files.api import router as files
from linge.kernel.access import SENTENCES
from linge.kernel.refusals import Outside, Refused
from linge.registry.api import router as registry

STATUS = {"access.signed_out": 401, "access.quota": 429, "kernel.request_reused": 409}

api = NinjaAPI(
    title="邻格 Linge",
    version="1",
    auth=SessionAuth(csrf=True),
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", accounts)
api.add_router("", cases)
api.add_router("", files)
api.add_router("", registry)


def _answer(request: HttpRequest, status: int, code: str, message: str, **more: Any) -> HttpResponse:
    return api.create_response(request, {"code": code, "message": message, **more}, status=status)


@api.exception_handler(Refused)
def refused(request: HttpRequest, fault: Refused) -> HttpResponse:
    """A refusal: the code for the program, the sentence for the person."""
    if isinstance(fault, Outside):
        return not_found(request, Http404())
    status = STATUS.get(fault.code, 403 if fault.code.startswith("access.") else 409)
    return _answer(request, status, fault.code, fault.message, field=fault.field)


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
    """The body does not have the published shape; names the places, never the values."""
    places = [".".join(str(part) for part in error["loc"]) for error in fault.errors]
    return _answer(request, 422, "api.malformed", "请求的内容不符合接口说明。", places=places)
