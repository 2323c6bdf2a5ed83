"""Open311 GeoReport v2 (开放接口): what we offer, what comes in, how it stands. Source: cases §10."""

import hashlib
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from linge.cases import queries as cases
from linge.cases.models import Case, Category
from linge.files import queries as files
from linge.kernel.clock import now

from .. import actions, queries
from ..models import PartnerKey, ReceivedRequest
from ..queries.jurisdictions import open_jurisdictions
from ..queries.requests import narrowed, zulu
from ..queries.services import checkable
from ..rules import georeport as rules
from ..rules.answers import checked, sent_answers
from ..rules.georeport import Faulty, Params, Problem, bad, listed, one, unknown
from .endpoint import Reply, endpoint

ID_SIGNS = 128
PEOPLE = ("first_name", "last_name", "phone", "email", "device_id", "account_id")


def get_discovery(request: HttpRequest, params: Params) -> Reply:
    """Where we are, since when what we offer is as it is, and how to get a key."""
    served = open_jurisdictions()
    if one(params, "jurisdiction_id") or not served:
        served = queries.jurisdiction_of(one(params, "jurisdiction_id"))
    changed = zulu(actions.changeset())
    url = request.build_absolute_uri(reverse("open311:discovery", args=["xml"]))
    contact = "；".join(f"{each.community.name} {each.contact}" for each in served)
    return "discovery", {
        "changeset": changed,
        "contact": contact,
        "key_service": _("密钥由社区发放，请联系：%(contact)s") % {"contact": contact},
        "endpoints": [
            {
                "specification": rules.SPECIFICATION,
                "url": url.rpartition("/")[0],
                "changeset": changed,
                "type": "production",
                "formats": list(rules.FORMATS.values()),
            }
        ],
    }


def get_services(request: HttpRequest, params: Params) -> Reply:
    """Every kind of report we take."""
    queries.jurisdiction_of(one(params, "jurisdiction_id"))
    return "services", queries.service_rows()


def get_definition(request: HttpRequest, params: Params, code: str) -> Reply:
    """What is asked about one kind."""
    queries.jurisdiction_of(one(params, "jurisdiction_id"))
    return "service_definition", queries.definition(_service(code))


def _service(code: str) -> Category:
    found = cases.public_smalls().filter(code=code).first()
    if found is None:
        raise Faulty(unknown(_("没有service_code“%(code)s”。") % {"code": code}))
    return found


def post_request(request: HttpRequest, params: Params) -> Reply:
    """Take a report from another system."""
    key = _key(params)
    (jurisdiction,) = queries.jurisdiction_of(one(params, "jurisdiction_id"))
    if not key.jurisdictions.filter(pk=jurisdiction.pk).exists():
        raise Faulty(Problem(403, _("这把密钥不能用于该辖区。")))
    payload = hashlib.sha256(request.body).hexdigest()
    row = actions.receive_request(
        _told(params),
        key=key,
        jurisdiction=jurisdiction,
        payload_hash=payload,
        request_key=request.headers.get("X-Request-Id", "").strip()[:ID_SIGNS] or None,
    )
    return "service_requests", [_receipt(row)]


def _key(params: Params) -> PartnerKey:
    """The key of a report, counted; without one that works nothing is done."""
    key = queries.key_of_secret(one(params, "api_key"))
    if key is None:
        raise Faulty(Problem(403, _("api_key缺失、不存在或已停用。")))
    if not actions.spend(key):
        told = {"most": key.per_minute}
        raise Faulty(bad(_("这把密钥每分钟最多上报%(most)s次，请稍后再试。") % told))
    return key


def _told(params: Params) -> actions.Told:
    """The report read to its end; all faults are told at once."""
    problems: list[Problem] = []
    code = one(params, "service_code")
    category = None
    if not code:
        problems.append(bad(_("缺少service_code。")))
    else:
        category = _service(code)
    place = rules.read_place(params, problems)
    description = rules.read_description(params, problems)
    asked = checkable(category) if category else []
    answers = checked(asked, sent_answers(params), problems)
    media_url = _media_url(params, problems)
    if problems or category is None:
        raise Faulty(*problems)
    people: dict[str, Any] = {name: rules.printable(one(params, name))[:200] for name in PEOPLE}
    return actions.Told(
        category=category,
        place=place,
        description=description,
        answers=answers,
        media_url=media_url,
        **people,
    )


def _media_url(params: Params, problems: list[Problem]) -> str:
    """The address of a photo; whether it may be fetched is looked at when it is."""
    url = one(params, "media_url")
    try:
        if url:
            URLValidator(schemes=("http", "https"))(url)
    except ValidationError:
        url = "x" * 1001
    if len(url) > 1000:
        problems.append(bad(_("media_url不是有效的网址。")))
        return ""
    return url


def _receipt(row: ReceivedRequest) -> dict[str, Any]:
    """The number, or a token for it, or neither; never both."""
    told: dict[str, Any] = {"service_notice": None, "account_id": None}
    if row.kind == rules.ServiceType.REALTIME:
        told = {"service_request_id": row.case.number if row.case else None} | told
    elif row.kind == rules.ServiceType.BATCH:
        told = {"token": str(row.uuid)} | told
    return told


def get_token(request: HttpRequest, params: Params, token: str) -> Reply:
    """The number behind a token, empty while there is none."""
    served = queries.jurisdiction_of(one(params, "jurisdiction_id"))
    row = queries.received_by_token(token, served)
    if row is None:
        raise Faulty(unknown(_("没有这个token。")))
    number = row.case.number if row.case else None
    return "service_requests", [{"service_request_id": number, "token": token}]


def get_requests(request: HttpRequest, params: Params) -> Reply:
    """Requests by number, or by service, status and time; newest first, at most a thousand."""
    rows = queries.public_requests(queries.jurisdiction_of(one(params, "jurisdiction_id")))
    numbers = listed(params, "service_request_id")
    if numbers:
        found = list(rows.filter(number__in=numbers[: rules.MOST_REQUESTS]))
        if not found:
            raise Faulty(unknown(_("没有这些编号的事件。")))
        return _list(request, params, found)
    codes = listed(params, "service_code")
    known = rules.known_of(codes, cases.public_codes(), "service_code") if codes else []
    rows = narrowed(
        rows,
        codes=known,
        statuses=rules.read_statuses(params),
        window=rules.read_window(params, now()),
    )
    return _list(request, params, _slice(params, rows))


def _slice(params: Params, rows: Any) -> list[Case]:
    """The first thousand; with extensions the page asked for."""
    if not _extended(params):
        return list(rows[: rules.MOST_REQUESTS])
    size = rules.read_count(params, "page_size", rules.MOST_REQUESTS, rules.MOST_REQUESTS)
    first = (rules.read_count(params, "page", 1, 10**6) - 1) * size
    return list(rows[first : first + size])


def get_request(request: HttpRequest, params: Params, number: str) -> Reply:
    """One request."""
    rows = queries.public_requests(queries.jurisdiction_of(one(params, "jurisdiction_id")))
    found = list(rows.filter(number=number))
    if not found:
        raise Faulty(unknown(_("没有这个编号的事件。")))
    return _list(request, params, found)


def _list(request: HttpRequest, params: Params, found: list[Case]) -> Reply:
    host = request.build_absolute_uri("/").rstrip("/")
    told = queries.request_rows(found, extended=_extended(params), host=host)
    return "service_requests", told


def _extended(params: Params) -> bool:
    return one(params, "extensions") == rules.TRUE


def photo(request: HttpRequest, file: UUID) -> HttpResponse:
    """A released photo, readable without a session."""
    stored = queries.released_photo(file)
    if stored is None:
        raise Http404
    response = HttpResponse(files.photo(stored), content_type=stored.media_type)
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"
    return response


discovery = endpoint(get=get_discovery)
services = endpoint(get=get_services)
service = endpoint(get=get_definition)
tokens = endpoint(get=get_token)
requests = endpoint(get=get_requests, post=post_request)
request_ = endpoint(get=get_request)
