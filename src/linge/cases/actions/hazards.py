"""Hazards (隐患): found, noticed in writing, rectified, looked at again until they pass."""

from datetime import date
from typing import Any

from django.db import transaction

from linge.audit import actions as audit
from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.kernel.clock import now, today
from linge.kernel.db import hold
from linge.kernel.events import publish
from linge.territory.models import Place, Shop

from .. import events, permissions, rules
from ..models import Case, Hazard, Reinspection
from ..rules import hazards
from ..rules.hazards import HazardState, Level

SHORTEST_REASON = 10


@transaction.atomic
def find_hazard(
    case: Case,
    *,
    by: Actor,
    what: str,
    level: str = Level.GENERAL,
    place: Place | None = None,
    shop: Shop | None = None,
    component: str = "",
) -> Hazard:
    """Write a hazard down in its case; a major one (重大) is told to the street at once.

    Refuses with ``cases.hazard_where`` without a place, shop or component, ``cases.bad_hazard_place``
    for one of another community, and for a case that is over with ``cases.wrong_state``.
    """
    permissions.require(by, permissions.HAZARD, case)
    hold(case)
    case.refresh_from_db()
    if not case.is_open:
        raise rules.refusal("wrong_state", state=case.get_state_display(), action=_HAZARD)
    if not what.strip():
        raise rules.refusal("needed", "what", what=Hazard._meta.get_field("what").verbose_name)
    if place is None and shop is None and not component.strip():
        raise rules.refusal("hazard_where", "component")
    if any(spot is not None and spot.community_id != case.community_id for spot in (place, shop)):
        raise rules.refusal("bad_hazard_place", "place")
    hazard = Hazard.objects.create(
        case=case,
        what=what.strip(),
        level=level,
        place=place,
        shop=shop,
        component=component.strip(),
        found_at=now(),
        found_by_id=by.person,
    )
    audit.record(by, "cases.find_hazard", case, hazard=hazard.pk, level=level)
    if level == Level.MAJOR:
        _announce(hazard)
    return hazard


_HAZARD = Hazard._meta.verbose_name


def _move(hazard: Hazard, deed: str, by: Actor, **columns: Any) -> Hazard:
    """Compare and set, so that of two people one moves a hazard on."""
    permissions.require(by, permissions.HAZARD, hazard.case)
    state = hazards.lands(deed, hazard.state)
    if state is None:
        raise rules.refusal("hazard_state", state=HazardState(hazard.state).label)
    columns |= {"state": state}
    if not Hazard.objects.filter(pk=hazard.pk, state=hazard.state).update(**columns):
        raise rules.refusal("moved_on")
    for name, value in columns.items():
        setattr(hazard, name, value)
    audit.record(by, f"cases.hazard_{deed}", hazard.case, hazard=hazard.pk)
    return hazard


@transaction.atomic
def serve_notice(
    hazard: Hazard,
    *,
    by: Actor,
    text: str,
    rectify_by: date,
    receipt: StoredFile | None = None,
) -> Hazard:
    """Serve the notice (下发整改通知书): its number, what has to be done, by when; signed for by photo.

    Refuses with ``cases.rectify_past`` for a day that is over.
    """
    if not text.strip():
        raise rules.refusal(
            "needed", "text", what=Hazard._meta.get_field("notice_text").verbose_name
        )
    if rectify_by < today():
        raise rules.refusal("rectify_past", "rectify_by")
    number = f"{hazard.case.number}-{hazard.pk}"
    return _move(
        hazard,
        "notice",
        by,
        notice_no=number,
        notice_text=text.strip(),
        noticed_at=now(),
        rectify_by=rectify_by,
        receipt=receipt,
    )


@transaction.atomic
def record_rectified(hazard: Hazard, *, by: Actor, words: str) -> Hazard:
    """What was done about it (整改), by those the notice went to; now somebody looks."""
    if not words.strip():
        what = Hazard._meta.get_field("rectified_words").verbose_name
        raise rules.refusal("needed", "words", what=what)
    return _move(hazard, "rectify", by, rectified_at=now(), rectified_words=words.strip()[:500])


@transaction.atomic
def reinspect(
    hazard: Hazard, *, by: Actor, passed: bool, photo: StoredFile | None, words: str = ""
) -> Reinspection:
    """Look again (复查), with a photo: passed, or back to be rectified.

    Refuses with ``cases.photo_needed``, and with ``cases.reason_needed`` when a failure isn't told.
    """
    if photo is None:
        raise rules.refusal("photo_needed", "photo", which=Reinspection._meta.verbose_name)
    if not passed and len(words.strip()) < SHORTEST_REASON:
        raise rules.refusal("reason_needed", "words")
    _move(hazard, "pass" if passed else "fail", by)
    return Reinspection.objects.create(
        hazard=hazard, at=now(), by_id=by.person, passed=passed, words=words.strip(), photo=photo
    )


@transaction.atomic
def set_level(hazard: Hazard, *, by: Actor, level: str, reason: str) -> Hazard:
    """Judge a hazard anew. Raising it tells the street; lowering it needs the leader and a reason.

    Refuses with ``cases.not_yours`` and ``cases.reason_needed``.
    """
    if level == hazard.level:
        return hazard
    lowers = level == Level.GENERAL
    needed = permissions.LOWER_HAZARD if lowers else permissions.HAZARD
    permissions.require(by, needed, hazard.case)
    if len(reason.strip()) < SHORTEST_REASON:
        raise rules.refusal("reason_needed", "reason")
    hazard.level = level
    if lowers:
        hazard.lowered_reason, hazard.lowered_by_id = reason.strip()[:300], by.person
    hazard.save(update_fields=["level", "lowered_reason", "lowered_by"])
    audit.record(by, "cases.hazard_level", hazard.case, hazard=hazard.pk, level=level)
    if not lowers:
        _announce(hazard)
    return hazard


def _announce(hazard: Hazard) -> None:
    step = hazard.case.steps.latest("number")
    publish(events.MajorHazardFound(hazard.case_id, step.pk, hazard.pk))
