"""Cases as other systems read them: no person, no private word, only what is public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from linge.cases import queries as cases
from linge.cases.models import Case, CaseNote
from linge.cases.models.cases import CaseQuerySet
from linge.cases.rules import OPEN, RejectReason, State

from ..models import Jurisdiction, Publication, ReceivedRequest
from ..rules.georeport import status_of


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What is known of a case besides its row: what a partner sent, what a clerk released."""

    received: ReceivedRequest | None
    photo: UUID | None
    why: str
    notes: Sequence[tuple[datetime, str]]


def public_requests(served: Sequence[Jurisdiction]) -> CaseQuerySet:
    """The requests of these jurisdictions, newest first, in an order that never wavers."""
    withheld = Publication.objects.filter(case=OuterRef("pk"), withheld=True)
    blackbox = ReceivedRequest.objects.filter(case=OuterRef("pk"), kind="blackbox")
    rows = cases.public_cases([one.community for one in served])
    rows = rows.filter(~Exists(withheld), ~Exists(blackbox))
    return rows.select_related("category", "agency").order_by("-reported_at", "-id")


def narrowed(
    rows: CaseQuerySet,
    *,
    codes: Sequence[str],
    statuses: Sequence[str],
    window: tuple[datetime, datetime],
) -> CaseQuerySet:
    """Requests of some services and statuses, reported within a window, both ends included."""
    rows = rows.filter(reported_at__gte=window[0], reported_at__lte=window[1])
    if codes:
        rows = rows.filter(category__code__in=codes)
    if len(set(statuses)) == 1:
        wanted = Q(state__in=OPEN)
        rows = rows.filter(wanted if statuses[0] == "open" else ~wanted)
    return rows


def request_rows(
    found: Sequence[Case], *, extended: bool = False, host: str = ""
) -> list[dict[str, Any]]:
    """Requests with all their fields; ``host`` begins the address of a photo."""
    facts = _facts(found, extended)
    return [_row(case, facts[case.pk], extended, host) for case in found]


def _facts(found: Sequence[Case], extended: bool) -> dict[int, RequestFacts]:
    numbers = [case.pk for case in found]
    received = {one.case_id: one for one in ReceivedRequest.objects.filter(case__in=numbers)}
    photos = dict(
        Publication.objects.filter(case__in=numbers, photo__destroyed_at__isnull=True).values_list(
            "case", "photo__uuid"
        )
    )
    ended = [case for case in found if case.state in (State.REJECTED, State.MERGED)]
    why = {step.case_id: step.data for step in cases.endings(ended)} if ended else {}
    notes: dict[int, list[tuple[datetime, str]]] = {}
    if extended:
        rows = CaseNote.objects.filter(case__in=numbers, public=True)
        for case, at, words in rows.values_list("case", "at", "words"):
            notes.setdefault(case, []).append((at, words))
    return {
        case.pk: RequestFacts(
            received.get(case.pk),
            photos.get(case.pk),
            _why(case, why.get(case.pk, {}), case.pk in received),
            notes.get(case.pk, ()) if case.pk in received else (),
        )
        for case in found
    }


def _why(case: Case, told: dict[str, Any], theirs: bool) -> str:
    """Why a case stands as it does. Words written to a reporter go to the partner they came by."""
    words = case.public_words if theirs else ""
    if case.state == State.REJECTED and not words:
        words = str(RejectReason(told["reason_code"]).label) if "reason_code" in told else ""
    if case.state == State.MERGED and told.get("target_number"):
        merged = _("已并入%(number)s") % {"number": told["target_number"]}
        return f"{merged}：{words}" if words else merged
    if case.state == State.FORWARDED:
        return _("已转%(receiver)s办理") % {"receiver": case.forwarded_to}
    return words or str(case.get_state_display())


def _row(case: Case, facts: RequestFacts, extended: bool, host: str) -> dict[str, Any]:
    theirs, category = facts.received, case.category
    assert category is not None  # only cases of public categories are read here
    plain = {
        "service_request_id": case.number,
        "status": status_of(case.state),
        "status_notes": facts.why,
        "service_name": category.label,
        "service_code": category.code,
        "description": (theirs.description or None) if theirs else None,
        "agency_responsible": case.agency.name if case.agency else None,
        "service_notice": None,
        "requested_datetime": zulu(case.reported_at),
        "updated_datetime": zulu(case.moved_at),
        "expected_datetime": zulu(case.promise_at) if case.promise_at else None,
        "address": (theirs.address or None) if theirs else None,
        "address_id": (theirs.address_id or None) if theirs else None,
        "zipcode": None,
        "lat": case.lat,
        "long": case.lon,
        "media_url": _photo(facts.photo, host),
    }
    return plain | _more(case, facts, host) if extended else plain


def _more(case: Case, facts: RequestFacts, host: str) -> dict[str, Any]:
    """What ``extensions=true`` adds."""
    photo = _photo(facts.photo, host)
    return {
        "notes": [{"datetime": zulu(at), "description": words} for at, words in facts.notes],
        "extended_attributes": {
            "detailed_status": case.state,
            "detailed_status_name": str(case.get_state_display()),
            "outside_jurisdiction": facts.received.outside if facts.received else False,
            "media_urls": [photo] if photo else [],
        },
    }


def _photo(file: UUID | None, host: str) -> str | None:
    return host + reverse("open311:photo", args=[file]) if file else None


def zulu(moment: datetime) -> str:
    """An instant in UTC, to the second, with Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
