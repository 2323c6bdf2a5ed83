"""Change requests (变更申请): asking for a protected change, checking it, sending it back.

`request_change` is the one way in, from the desk, the phone, a workbook or the person's own page.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.refusals import Refused

from .. import permissions
from ..events import ChangeApplied, ChangeRequested, ChangeSentBack
from ..models import ChangeRequest, ChangeRequestStep, HouseholdMember, Resident
from ..queries.requests import as_text, fact_values, told
from ..rules import checking, names, requests
from ..rules.drafts import NewDocument, NewPerson, NewPhone
from ..rules.kinds import Source
from ..rules.requests import FACTS, OPEN, Part, RequestState, Values
from .facts import typed, write_facts
from .saving import known, refuse_first, sound


@transaction.atomic
def request_change(
    person: Resident,
    asked: Mapping[str, Any],
    *,
    by: Actor,
    reason: str = "",
    evidence: Sequence[Mapping[str, str]] = (),
    source: Source = Source.DESK,
    batch: UUID | None = None,
    member: HouseholdMember | None = None,
    draft: bool = False,
) -> ChangeRequest:
    """Ask that facts of a person change; somebody else will check it (提出变更申请).

    ``asked`` maps names of `rules.requests.FACTS` to new values, as text or typed:
    ``{"name": "张桂兰", "birth_date": date(1953, 3, 14)}``, ``{"number": "9901…"}``,
    ``{"phone": "120…"}``, ``{"hukou_state": "here"}``. For ``relation`` give the ``member`` row.
    Facts equal to the record are left out. ``evidence`` as in `Visit`. A ``draft`` waits until it
    is submitted. The same question asked again while it is open is the same request.

    Anybody who holds ``registry.change`` on the person may ask: staff in scope, and people for
    their own record. Refuses with ``registry.request_nothing``, ``registry.request_fact``, and
    with the code of the first fault of a value (``registry.checksum`` …).
    """
    permissions.require(by, permissions.CHANGE, person)
    now = fact_values(person, member)
    new = _different(asked, now)
    _refuse_faults(person, new)
    same = _asked_already(person, new)
    if same:
        return same
    request = ChangeRequest(
        person=person,
        member=member,
        facts=list(new),
        old=json.dumps({name: now.get(name, "") for name in new}, ensure_ascii=False),
        new=json.dumps(new, ensure_ascii=False),
        reason=reason.strip()[:100],
        evidence=list(evidence),
        source=source,
        batch=batch,
        state=RequestState.DRAFT if draft else RequestState.SUBMITTED,
        submitted_on=None if draft else clock.today(),
        requester_id=by.user_id,
        requester_key=by.key,
        requester_name=by.name,
    )
    request.save()
    _note(request, "draft" if draft else "submit", by)
    record(by, "registry.request_change", request, facts=list(new))
    if not draft:
        publish(ChangeRequested(request.pk, person.pk))
    return request


def _different(asked: Mapping[str, Any], now: Values) -> dict[str, str]:
    unknown = asked.keys() - FACTS.keys()
    if unknown:
        raise Refused("registry.request_fact", str(_("这一项不能申请变更。")), min(unknown))
    new = {name: as_text(value).strip() for name, value in asked.items()}
    if "name" in new:
        new["name"] = names.clean(new["name"])
    new = {name: value for name, value in new.items() if value != now.get(name, "")}
    if not new:
        message = _("填写的内容与现有资料相同，没有需要变更的。")
        raise Refused("registry.request_nothing", str(message))
    return new


def _refuse_faults(person: Resident, new: Values) -> None:
    """What could not be put on record anyway is refused at once, beside its field."""
    born = typed("birth_date", new["birth_date"]) if "birth_date" in new else person.birth_date
    draft = NewPerson(
        name=new.get("name", person.name),
        sex=new.get("sex", person.sex),
        birth_date=born,
        documents=(NewDocument(new["number"]),) if new.get("number") else (),
        phones=(NewPhone(new["phone"]),) if new.get("phone") else (),
    )
    world = known()
    refuse_first(checking.errors(draft, world))
    refuse_first(fault for fault in checking.warnings(draft, world) if fault.code == "demo_number")
    wished = Resident(uuid=person.uuid, community_id=person.community_id, name=draft.name)
    for name, fact in FACTS.items():
        if fact.part == Part.PERSON:
            value = typed(name, new[name]) if name in new else getattr(person, name)
            setattr(wished, name, value)
    sound(wished)


def _asked_already(person: Resident, new: Values) -> ChangeRequest | None:
    rows = person.change_requests.filter(state__in=OPEN).order_by("pk")
    return next((row for row in rows if told(row)[1] == new), None)


@transaction.atomic
def submit_request(request: ChangeRequest, *, by: Actor) -> ChangeRequest:
    """Hand in a draft, or one that was sent back; the fifteen days begin today."""
    permissions.require(by, permissions.CHANGE, request)
    _own(request, by)
    old = json.dumps(_now(request), ensure_ascii=False)
    _take(request, "submit", by=by, submitted_on=clock.today(), old=old)
    publish(ChangeRequested(request.pk, request.person_id))
    return request


@transaction.atomic
def withdraw_request(request: ChangeRequest, *, by: Actor) -> ChangeRequest:
    """Take one's own request back (撤回)."""
    permissions.require(by, permissions.CHANGE, request)
    _own(request, by)
    return _take(request, "withdraw", by=by, ended_at=clock.now())


@transaction.atomic
def send_back_request(
    request: ChangeRequest, *, by: Actor, version: int, words: str
) -> ChangeRequest:
    """Refuse a request, saying why: which law, what is missing, where to appeal (退回)."""
    permissions.require(by, permissions.CHECK_CHANGE, request)
    _somebody_else(request, by)
    if not words.strip():
        message = _("请写明退回的依据和申请人可以怎么做。")
        raise Refused("registry.request_words", str(message), "words")
    _seen(request, version)
    _take(request, "send_back", by=by, words=words.strip()[:200])
    publish(ChangeSentBack(request.pk, request.person_id))
    return request


@transaction.atomic
def check_request(request: ChangeRequest, *, by: Actor, version: int) -> ChangeRequest:
    """Find a request right, and let it take effect (核对通过并生效).

    When the record has moved on since the request was made, nothing is written: the request is
    back at 待核 with the present values beside the asked ones, for a second look. The caller reads
    its ``state``. Refuses with ``registry.own_request`` and ``registry.moved_on``.
    """
    permissions.require(by, permissions.CHECK_CHANGE, request)
    _somebody_else(request, by)
    _seen(request, version)
    _take(request, "check", by=by, checker_key=by.key, checker_name=by.name)
    old, new = told(request)
    now = _now(request)
    if requests.stale(old, new, now):
        old_now = json.dumps(now, ensure_ascii=False)
        return _take(request, "look_again", by=by, old=old_now, checker_key="", checker_name="")
    words = _("变更申请，%(name)s提出：%(reason)s") % {
        "name": request.requester_name, "reason": request.reason,
    }  # fmt: skip
    write_facts(
        request.person,
        {name: value for name, value in new.items() if now[name] != value},
        by=by,
        source=Source(request.source),
        batch=request.batch,
        reason=str(words)[:100],
        member=request.member,
    )
    _take(request, "apply", by=by, ended_at=clock.now())
    publish(ChangeApplied(request.pk, request.person_id))
    return request


def _now(request: ChangeRequest) -> dict[str, str]:
    """What the record says at present of the facts a request is about."""
    values = fact_values(request.person, request.member)
    return {name: values.get(name, "") for name in request.facts}


def _own(request: ChangeRequest, by: Actor) -> None:
    if request.requester_key != by.key:
        raise Refused("registry.not_requester", str(_("只有申请人本人可以提交或撤回。")))


def _somebody_else(request: ChangeRequest, by: Actor) -> None:
    if request.requester_key == by.key:
        message = _("自己提出的变更申请要由其他人核对。")
        raise Refused("registry.own_request", str(message))


def _seen(request: ChangeRequest, version: int) -> None:
    """The checker decides about what stood on the page."""
    if request.version != version:
        message = _("这份变更申请刚刚被其他人办理，请刷新页面。")
        raise Refused("registry.moved_on", str(message))


def _take(
    request: ChangeRequest, deed: str, *, by: Actor, words: str = "", **facts: Any
) -> ChangeRequest:
    """Compare and set: one person makes each step."""
    step = requests.move(deed, request.state)
    version = request.version
    for name, value in facts.items():
        setattr(request, name, value)
    if "old" in facts:
        request._meta.get_field("old").pre_save(request, add=False)
        facts["old"] = request.old
    taken = ChangeRequest.objects.filter(pk=request.pk, version=version).update(
        state=step.lands, version=version + 1, **facts
    )
    if not taken:
        requests.move(deed, "")
    request.state, request.version = step.lands, version + 1
    _note(request, deed, by, words)
    record(by, f"registry.{deed}_change", request)
    return request


def _note(request: ChangeRequest, deed: str, by: Actor, words: str = "") -> None:
    ChangeRequestStep.objects.create(
        request=request,
        move=deed,
        lands=request.state,
        actor_name=by.name,
        at=clock.now(),
        words=words,
    )
