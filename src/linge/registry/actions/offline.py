"""What one offline edit does: a person born on the phone, or facts merged field by field."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linge.kernel import access, clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Outside, Refused

from .. import permissions
from ..models import Conflict, HouseholdMember, Resident, SyncEdit
from ..queries.requests import fact_values, in_words
from ..queries.scope import seen
from ..queries.synced import person_named
from ..rules import names, threeway
from ..rules.drafts import NewDocument, NewHome, NewHukou, NewPerson, NewPhone
from ..rules.kinds import HukouState, Left, ResidencyRole, Source
from ..rules.requests import FACTS, Part, split
from ..rules.syncing import EditState
from ..rules.threeway import Merged
from .facts import typed, write_facts
from .families import form_family, home_told, since_told, values_of
from .hukou import HUKOU_FACTS
from .people import register_resident
from .requests import request_change

BIRTH = ("dwelling", "since", "role")
"""What a person born on a phone tells besides facts."""
Told = dict[str, Any]


def merge_edit(row: SyncEdit, told: Told, *, by: Actor) -> dict[str, Any]:
    """Do one edit. Refuses with ``access.outside``, ``registry.version_ahead`` and the like, and
    with ``registry.sync_value`` where a day or a code is none."""
    try:
        return _done(row, told, by)
    except ValueError as fault:
        message = _("手机上填的内容无法识别，请核对日期和选项后重新上传。")
        raise Refused("registry.sync_value", str(message)) from fault


def _done(row: SyncEdit, told: Told, by: Actor) -> dict[str, Any]:
    uuid = UUID(told["uuid"])
    match told["entity"]:
        case "resident":
            person = person_named(uuid, by)
            if told["base_version"] == 0:
                return (
                    _born(row, uuid, told, by) if person is None else _again(row, person, told, by)
                )
            return _merged(row, _seen(person), None, told, by)
        case "household" if told["base_version"] == 0:
            return form_family(row, uuid, values_of(told), by=by)
        case "householdmember":
            member = _member_named(uuid, by)
            return _merged(row, member.person, member, told, by)
    raise Refused("registry.sync_entity", str(_("手机程序版本过旧，请更新后再同步。")), "entity")


def _seen(person: Resident | None) -> Resident:
    if person is None:
        raise Outside("access.outside", str(access.SENTENCES["access.outside"]))
    return person


def _member_named(uuid: UUID, by: Actor) -> HouseholdMember:
    """The membership, or, where its household was split meanwhile, the person's present one."""
    sent = HouseholdMember.objects.filter(seen(by), uuid=uuid).first()
    if sent is None:
        raise Outside("access.outside", str(access.SENTENCES["access.outside"]))
    if sent.until is None:
        return sent
    present = HouseholdMember.objects.filter(person=sent.person_id, main=sent.main, until=None)
    return present.first() or sent


def _born(row: SyncEdit, uuid: UUID, told: Told, by: Actor) -> dict[str, Any]:
    """Register a person born on the phone; one who is on record by now receives the edit instead."""
    values = values_of(told)
    home, since = home_told(values, by), since_told(values)
    role = ResidencyRole(values.get("role") or ResidencyRole.FAMILY)
    try:
        person = register_resident(
            _draft(uuid, values),
            by=by,
            community=home.community,
            home=NewHome(home.pk, since, role, role != ResidencyRole.REGISTERED_ONLY),
            source=Source.VISIT,
        )
    except Refused as refusal:
        if refusal.code != "registry.known_person":
            raise
        known = _seen(person_named(UUID(refusal.facts["resident"]), by))
        return _joined(row, known, told, by)
    row.person = person
    return _answer(EditState.APPLIED, person)


def _draft(uuid: UUID, values: Mapping[str, str]) -> NewPerson:
    facts = {
        name: typed(name, value)
        for name, value in values.items()
        if name in FACTS and FACTS[name].part == Part.PERSON and name not in ("life", "death_date")
    }
    number, phone = values.get("number", ""), values.get("phone", "")
    return NewPerson(
        **{"name": "", **facts},
        documents=(NewDocument(number),) if number else (),
        phones=(NewPhone(phone),) if phone else (),
        hukou=_hukou(values),
        uuid=uuid,
    )


def _hukou(values: Mapping[str, str]) -> NewHukou | None:
    """Where the hukou is, as told at the door; nothing where nobody said."""
    state = values.get("hukou_state", "")
    if not state:
        return None
    told = {name: typed(name, value) for name, value in values.items() if name in HUKOU_FACTS}
    left = Left(values.get("left") or Left.UNKNOWN)
    return NewHukou(HukouState(state), clock.today(), **told | {"left": left})


def _joined(row: SyncEdit, person: Resident, told: Told, by: Actor) -> dict[str, Any]:
    """Two phones met one new person: the second uuid leads to the first; nothing told is lost."""
    answer = _again(row, person, told, by)
    if answer["result"] == EditState.APPLIED:
        answer["result"] = EditState.PARALLEL.value
    return answer


def _again(row: SyncEdit, person: Resident, told: Told, by: Actor) -> dict[str, Any]:
    """A birth told of somebody on record: what is told there already stands, the rest is merged."""
    changes = {
        name: {"base": "", "value": change["value"]}
        for name, change in told["changes"].items()
        if name not in BIRTH
    }
    return _merged(row, person, None, {"changes": changes, "base_version": 0}, by)


def _merged(
    row: SyncEdit, person: Resident, member: HouseholdMember | None, told: Told, by: Actor
) -> dict[str, Any]:
    permissions.require(by, permissions.EDIT, member or person)
    row.person = person
    version = (member or person).version
    if told["base_version"] > version:
        message = _("手机上的版本比系统还新，请重新同步后再改。")
        raise Refused("registry.version_ahead", str(message), "base_version")
    ours = fact_values(person, member)
    mine = _told(told["changes"])
    moved = told["base_version"] != version
    base = {
        name: _base(name, told["changes"][name].get("base"), ours[name], moved) for name in mine
    }
    _free, guarded = split(ours, mine)
    merged = threeway.merge_row(
        base, mine, ours, moved=moved, guard=lambda name, _old, _new: name in guarded
    )
    write_facts(person, merged.taken, by=by, source=Source.VISIT, member=member)
    conflicts = [_conflict(row, person, member, name, base, ours, mine, by)
                 for name in merged.conflicts]  # fmt: skip
    request = None
    if merged.requests:
        request = request_change(person, merged.requests, by=by, source=Source.VISIT, member=member)
    return _answer(
        _result(merged),
        person,
        version=(member or person).version,
        fields=dict.fromkeys(merged.taken, "taken")
        | dict.fromkeys(merged.conflicts, "conflict")
        | dict.fromkeys(merged.requests, "request"),
        conflicts=[str(conflict.uuid) for conflict in conflicts],
        request=str(request.uuid) if request else None,
    )


def _told(changes: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    unknown = changes.keys() - FACTS.keys()
    if unknown:
        raise Refused("registry.request_fact", str(_("这一项不能申请变更。")), min(unknown))
    told = {name: str(change["value"] or "").strip() for name, change in changes.items()}
    return told | ({"name": names.clean(told["name"])} if "name" in told else {})


def _base(name: str, told: str | None, ours: str, moved: bool) -> str | None:
    """What the phone began from: as told; a masked number by its mask; else by the version."""
    if told is None:
        return None if moved else ours
    return ours if "*" in told and told == in_words(name, ours) else told


def _conflict(
    row: SyncEdit,
    person: Resident,
    member: HouseholdMember | None,
    name: str,
    base: Mapping[str, str | None],
    ours: Mapping[str, str],
    mine: Mapping[str, str],
    by: Actor,
) -> Conflict:
    return Conflict.objects.create(
        edit=row,
        person=person,
        member=member,
        fact=name,
        base=base[name] or "",
        ours=ours[name],
        mine=mine[name],
        sender_id=by.user_id,
        sender_name=by.name,
        made_at=clock.now(),
    )


def _result(merged: Merged) -> EditState:
    if merged.conflicts:
        return EditState.CONFLICT
    if merged.requests:
        return EditState.REQUEST
    return EditState.PARALLEL if merged.parallel and merged.taken else EditState.APPLIED


def _answer(result: EditState, person: Resident, **more: Any) -> dict[str, Any]:
    return {
        "result": result.value,
        "person": str(person.uuid),
        "version": person.version,
        **more,
    }
