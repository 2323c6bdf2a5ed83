"""A report from another system: kept as told, then made a case like any other report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linge.cases import actions as cases
from linge.cases.actions import Report
from linge.cases.models import Category
from linge.cases.rules import Source
from linge.kernel import crypto, jobs
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.trail import record
from linge.territory import queries as territory

from .. import permissions
from ..models import Jurisdiction, PartnerKey, ReceivedRequest, ServiceQuestion
from ..queries.services import kind_of, questions_of
from ..rules.georeport import Faulty, Place, Problem, ServiceType

FETCH = "linge.integrations.jobs.fetch_media"
BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a partner sent, read and found whole."""

    category: Category
    place: Place
    description: str = ""
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    device_id: str = ""
    account_id: str = ""
    media_url: str = ""


def receive_request(
    told: Told,
    *,
    key: PartnerKey,
    jurisdiction: Jurisdiction,
    payload_hash: str,
    request_key: str | None = None,
) -> ReceivedRequest:
    """Keep a report and, unless its kind waits for the batch, make it a case at once.

    The same ``request_key`` answers with the first report; with other content it is a fault (409).
    """
    try:
        return _received(told, key, jurisdiction, payload_hash, request_key)
    except IntegrityError:
        if request_key is None:
            raise
    earlier = ReceivedRequest.objects.select_related("case").get(key=key, request_key=request_key)
    if earlier.payload_hash != payload_hash:
        raise Faulty(Problem(409, _("同一X-Request-Id对应了不同内容，没有保存。")))
    return earlier


@transaction.atomic
def _received(
    told: Told,
    key: PartnerKey,
    jurisdiction: Jurisdiction,
    payload_hash: str,
    request_key: str | None,
) -> ReceivedRequest:
    row = ReceivedRequest.objects.create(
        key=key,
        jurisdiction=jurisdiction,
        request_key=request_key,
        payload_hash=payload_hash,
        received_at=now(),
        kind=kind_of(told.category.code),
        service_code=told.category.code,
        description=told.description,
        address=told.place.address,
        address_id=told.place.address_id,
        lon=told.place.lon,
        lat=told.place.lat,
        answers={code: list(values) for code, values in told.answers.items()},
        reporter_name=f"{told.last_name}{told.first_name}",
        phone=told.phone,
        email=told.email,
        device_id=told.device_id,
        account_id=told.account_id,
        media_url=told.media_url,
        media_state=_Media.WAITING if told.media_url else _Media.NONE,
    )
    by = permissions.partner(key, jurisdiction.community)
    record(by, "integrations.receive", row, service=row.service_code)
    if row.kind != ServiceType.BATCH:
        _make_case(row, told.category, by, told.phone, f"{told.last_name}{told.first_name}")
    return row


_Media = ReceivedRequest.Media


def _make_case(row: ReceivedRequest, category: Category, by: Actor, phone: str, name: str) -> None:
    community = row.jurisdiction.community
    with translation.override(settings.LANGUAGE_CODE):
        answers = _answers(row, category)
        number = _("对方地址编号：%(number)s") % {"number": row.address_id}
        words = row.description.strip() or answers or category.name
        report = Report(
            community=community,
            source=Source.OPEN311,
            words=words,
            category=category,
            lon=row.lon,
            lat=row.lat,
            place_text=row.address or (number if row.address_id else ""),
            reporter_name=name,
            reporter_phone=phone,
            anonymous=not (name or phone),
        )
        row.case = cases.report_case(report, by=by).case
        row.outside = _lies_outside(row)
        row.save(update_fields=["case", "outside"])
        _remark(row, by, answers if answers != words else "")
    if row.media_url:
        jobs.enqueue(FETCH, row.pk)


def _lies_outside(row: ReceivedRequest) -> bool:
    if row.lon is None or row.lat is None:
        return False
    return territory.grid_of_point(row.jurisdiction.community, row.lon, row.lat) is None


def _remark(row: ReceivedRequest, by: Actor, answers: str) -> None:
    """What the clerk should know besides the words."""
    outside = _("不在辖区：所报位置不在本社区的任何网格内。") if row.outside else ""
    words = "\n".join(filter(None, (outside, answers)))
    if words and row.case is not None:
        cases.add_note(row.case, by=by, words=words[:1000])


def _answers(row: ReceivedRequest, category: Category) -> str:
    """The answers in words, one line each."""
    asked = questions_of(category).filter(code__in=row.answers)
    return "\n".join(f"{one.description}：{_spoken(one, row.answers[one.code])}" for one in asked)


def _spoken(question: ServiceQuestion, values: Sequence[str]) -> str:
    names = {key: name for key, name, *_more in question.choices}
    return "、".join(names.get(value, value) for value in values)


def take_up_batch() -> int:
    """Make cases of what waits, each in its own transaction; returns how many."""
    waiting = ReceivedRequest.objects.filter(case__isnull=True).order_by("received_at", "pk")
    return sum(_take_up(pk) for pk in waiting.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _take_up(pk: int) -> int:
    from_key = ReceivedRequest.objects.select_for_update(of=("self",))
    row = from_key.select_related("key", "jurisdiction__community").get(pk=pk)
    category = Category.objects.filter(code=row.service_code, until__isnull=True).first()
    if row.case_id is not None or category is None:
        return 0
    by = permissions.partner(row.key, row.jurisdiction.community)
    _make_case(
        row, category, by, crypto.open_field(row, "phone"), crypto.open_field(row, "reporter_name")
    )
    return 1
