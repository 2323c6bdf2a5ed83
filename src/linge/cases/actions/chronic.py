"""Chronic places: found every night, decided by the community leader (反复点位)."""

from datetime import date, timedelta

from django.db import transaction

from linge.audit import actions as audit
from linge.kernel.access import Actor
from linge.kernel.clock import now, today
from linge.kernel.events import publish
from linge.territory.models import Region

from .. import events, permissions, rules
from ..models import Case, ChronicPlace
from ..queries.chronic import free_parts, lately_accepted, live_places, numbers_of
from ..rules import Source
from .linking import link_case
from .reporting import Report, report_case

LONGEST_REST = timedelta(days=365)


def find_chronic_places(community: Region, *, by: Actor) -> list[ChronicPlace]:
    """Propose what came back often enough, each place once however often this runs."""
    numbers = numbers_of(community)
    metres, least = numbers["chronic_metres"], numbers["chronic_cases"]
    found = []
    for cases in lately_accepted(community, numbers["chronic_days"]):
        spots = [_spot(case) for case in cases]
        by_pk = {case.pk: case for case in cases}
        for group in rules.clusters(spots, metres, least):
            place = _propose([by_pk[spot.pk] for spot in group], metres, by)
            if place is not None:
                found.append(place)
    return found


@transaction.atomic
def open_parent(place: ChronicPlace, *, by: Actor, words: str) -> Case:
    """Open one case for the place (开母事件) and make its open cases parts of it."""
    permissions.require_place(by, place)
    _check_waiting(place)
    first = place.first_case
    made = report_case(
        Report(
            community=place.community,
            source=Source.DESK,
            words=words,
            category=place.category,
            building=first.building,
            lon=first.lon,
            lat=first.lat,
            place_text=first.place_text,
            place_unknown=first.place_unknown,
        ),
        by=by,
    ).case
    for child in free_parts(place):
        link_case(child, by=by, parent=made)
    _decide(place, by, parent=made)
    return made


@transaction.atomic
def dismiss_place(place: ChronicPlace, *, by: Actor, until: date, reason: str) -> ChronicPlace:
    """Let the place rest until a day (暂不处理); further cases after it bring it back.

    Refuses with ``cases.rest_too_long`` beyond a year and ``cases.reason_needed``.
    """
    permissions.require_place(by, place)
    _check_waiting(place)
    if not today() < until <= today() + LONGEST_REST:
        raise rules.refusal("rest_too_long", "until")
    if len(reason.strip()) < numbers_of(place.community)["reason_length"]:
        raise rules.refusal("reason_needed", "reason")
    _decide(place, by, dismissed_until=until, reason=reason.strip())
    return place


def _spot(case: Case) -> rules.Spot:
    return rules.Spot(case.pk, case.lon, case.lat, case.building_id)


@transaction.atomic
def _propose(cases: list[Case], metres: float, by: Actor) -> ChronicPlace | None:
    """A new proposal for a place nobody knows yet; a known one takes the new cases in."""
    first = cases[0]
    assert first.category is not None
    known = next(
        (
            place
            for place in live_places(first.community, first.category)
            if rules.near(_spot(place.first_case), _spot(first), metres)
        ),
        None,
    )
    if known is not None:
        known.cases.add(*cases)
        return None
    place, new = ChronicPlace.objects.get_or_create(
        category=first.category,
        first_case=first,
        defaults={"community": first.community, "path": first.community.path, "found_at": now()},
    )
    place.cases.add(*cases)
    if not new:  # rested until a day that is over
        ChronicPlace.objects.filter(pk=place.pk).update(**AGAIN, found_at=now())
    audit.record(by, "cases.find_chronic_place", place, cases=len(cases))
    publish(events.ChronicPlaceFound(place.pk))
    return place


AGAIN = {"parent": None, "dismissed_until": None, "decided_by": None, "decided_at": None}


def _check_waiting(place: ChronicPlace) -> None:
    if place.decided_at is not None:
        raise rules.refusal("moved_on")


def _decide(place: ChronicPlace, by: Actor, **columns: object) -> None:
    decided = {"decided_by_id": by.user_id, "decided_at": now(), **columns}
    waiting = ChronicPlace.objects.filter(pk=place.pk, decided_at__isnull=True)
    if not waiting.update(**decided):
        raise rules.refusal("moved_on")
    for name, value in decided.items():
        setattr(place, name, value)
    audit.record(by, "cases.decide_chronic_place", place, parent=bool(place.parent_id))
