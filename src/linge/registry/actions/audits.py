"""The record audit: rules are run, findings move, a month's sample is drawn and looked at."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.accounts.models import User
from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Region

from .. import permissions
from ..models import AuditFinding, AuditSample, Residency, Resident, SampledRecord
from ..queries import audits as queries
from ..rules import audits as rules
from ..rules.audits import Ending, FindingState, SampleAnswer

Place = tuple[str, int | None]


@transaction.atomic
def run_rules(community: Region, *, by: Actor) -> dict[str, int]:
    """Ask every rule of a community again: new faults are found, faults that are gone are closed.

    Gives how many open findings each rule has afterwards. Running it twice changes nothing.
    """
    permissions.require(by, permissions.AUDIT, community)
    open_by_rule = {
        code: _ask(community, code, severity)
        for code, severity in queries.rules_of(community).items()
    }
    record(by, "registry.run_audit", community, open=sum(open_by_rule.values()))
    return open_by_rule


def _ask(community: Region, code: str, severity: str) -> int:
    about = "person" if code in queries.PEOPLE_RULES else "household"
    faulty = _faulty(community, code, about)
    known = AuditFinding.objects.filter(community=community, rule=code).exclude(
        state=FindingState.CLOSED
    )
    open_ids = set(known.values_list(f"{about}_id", flat=True))
    known.exclude(**{f"{about}_id__in": faulty}).update(
        state=FindingState.CLOSED, ending=Ending.GONE, closed_at=clock.now()
    )
    places = _places(community, about, set(faulty) - open_ids)
    AuditFinding.objects.bulk_create(
        [
            AuditFinding(
                community=community, rule=code, severity=severity, path=path, grid_id=grid,
                **{f"{about}_id": pk},
            )
            for pk, (path, grid) in places.items()
        ],
        batch_size=500,
    )  # fmt: skip
    return len(faulty)


def _faulty(community: Region, code: str, about: str) -> set[int]:
    if about == "person":
        return set(queries.faulty_people(community, code).values_list("pk", flat=True))
    return set(queries.faulty_households(community, code).values_list("pk", flat=True))


def _places(community: Region, about: str, ids: set[int]) -> Mapping[int, Place]:
    """Where the record lies: at the main home, else in the community that keeps it."""
    if not ids:
        return {}
    homes = Residency.objects.filter(main=True, until=None, person__community=community)
    column = "person_id" if about == "person" else "dwelling__households__id"
    found = homes.values_list(column, "dwelling__path", "dwelling__grid_id")
    lying = {pk: (path, grid) for pk, path, grid in found.iterator() if pk in ids}
    return {pk: lying.get(pk, (community.path, None)) for pk in ids}


def assign_finding(finding: AuditFinding, *, by: Actor, assignee: User) -> AuditFinding:
    """Give a finding to somebody to put right."""
    return _take(finding, "assign", by, assignee_id=assignee.pk)


def fix_finding(finding: AuditFinding, *, by: Actor, note: str = "") -> AuditFinding:
    """Say that the record was put right, or why it is right as it stands."""
    if not note.strip():
        raise Refused("registry.note_needed", str(_("请写明怎样改正，或为何无需更改。")), "note")
    facts = {"fixed_by_id": by.user_id, "fixed_at": clock.now(), "note": note.strip()}
    return _take(finding, "fix", by, **facts)


def recheck_finding(
    finding: AuditFinding, *, by: Actor, passed: bool, note: str = ""
) -> AuditFinding:
    """Look at a mended record again; whoever mended it may not."""
    if finding.fixed_by_id == by.user_id:
        raise Refused("registry.own_fix", str(_("复查要由改正人以外的人员办理。")))
    if not passed:
        if not note.strip():
            raise Refused("registry.note_needed", str(_("请写明哪里仍不对。")), "note")
        return _take(finding, "fail", by, note=note.strip())
    ended = {"checked_by_id": by.user_id, "closed_at": clock.now(), "ending": Ending.PASSED}
    return _take(finding, "pass", by, **ended)


@transaction.atomic
def _take(finding: AuditFinding, move: str, by: Actor, **facts: Any) -> AuditFinding:
    """Make a move on the condition that nobody made one first."""
    permissions.require(by, permissions.AUDIT, finding)
    step = rules.MOVES[move]
    if finding.state not in step.begins:
        raise Refused("registry.wrong_state", str(_("这条问题当前不能这样办理，请刷新页面。")))
    taken = AuditFinding.objects.filter(pk=finding.pk, state=finding.state).update(
        state=step.lands, **facts
    )
    if not taken:
        raise Refused("registry.moved_on", str(_("这条问题刚刚被其他人处理，请刷新页面。")))
    record(by, f"registry.audit_{move}", finding, rule=finding.rule)
    finding.refresh_from_db()
    return finding


@transaction.atomic
def draw_sample(
    community: Region, *, by: Actor, month: date, size: int, seed: str = ""
) -> AuditSample:
    """Draw the month's random sample; its seed is published with it, so anyone can draw it again.

    Refuses a second sample of the month with ``registry.audit_sample_once``.
    """
    permissions.require(by, permissions.AUDIT, community)
    month = month.replace(day=1)
    if queries.sample_of(community, month):
        raise Refused("registry.audit_sample_once", str(_("本月已抽取过样本。")), "month")
    sample = AuditSample.objects.create(
        community=community, month=month, size=size, seed=seed or secrets.token_hex(8)
    )
    people = dict(Resident.objects.filter(community=community).values_list("uuid", "pk"))
    chosen = rules.sampled(sample.seed, people, size)
    SampledRecord.objects.bulk_create(
        [SampledRecord(sample=sample, person_id=people[uuid]) for uuid in chosen], batch_size=500
    )
    record(by, "registry.draw_sample", sample, size=len(chosen), seed=sample.seed)
    return sample


@transaction.atomic
def answer_sampled(
    sampled: SampledRecord, *, by: Actor, answer: SampleAnswer, note: str = ""
) -> SampledRecord:
    """Say whether a sampled record is right; a wrong one becomes a finding."""
    community = sampled.sample.community
    permissions.require(by, permissions.AUDIT, community)
    if answer == SampleAnswer.WRONG and not note.strip():
        raise Refused("registry.note_needed", str(_("请写明哪里不对。")), "note")
    facts = {"answer": answer, "note": note.strip(), "checked_by_id": by.user_id}
    taken = SampledRecord.objects.filter(pk=sampled.pk, answer="").update(
        checked_at=clock.now(), **facts
    )
    if not taken:
        raise Refused("registry.moved_on", str(_("这份档案已被核查过，请刷新页面。")))
    if answer == SampleAnswer.WRONG:
        _find(sampled, note.strip())
    record(by, "registry.answer_sampled", sampled, answer=str(answer))
    sampled.refresh_from_db()
    return sampled


def _find(sampled: SampledRecord, note: str) -> None:
    community = sampled.sample.community
    ((path, grid),) = _places(community, "person", {sampled.person_id}).values()
    AuditFinding.objects.get_or_create(
        person_id=sampled.person_id,
        rule=queries.SAMPLE,
        state=FindingState.FOUND,
        defaults={
            "community": community, "path": path, "grid_id": grid,
            "severity": rules.Severity.ERROR, "note": note,
        },
    )  # fmt: skip
