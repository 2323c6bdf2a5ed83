"""The record audit of a community (数据核查): what the rules found, and this month's sample."""

from datetime import date
from random import Random

from linge.accounts.actors import actor_of
from linge.kernel.access import Actor
from linge.registry import actions
from linge.registry.models import AuditFinding, SampledRecord
from linge.registry.rules.audits import SampleAnswer

from .cast import Cast
from .places import Community

SAMPLED, LOOKED_AT, MENDED = 60, 40, 12
WRONG_EVERY = 13
OFFICERS = ("周敏", "徐刚")
LEADERS = ("何建国", "蒋岚")


def check_records(community: Community, cast: Cast, today: date, rng: Random, *, by: Actor) -> None:
    """Run every rule, mend some of what was found, and look at part of the month's sample."""
    officer, leader = (
        actor_of(next(cast.people[name] for name in names if name in cast.people))
        for names in (OFFICERS, LEADERS)
    )
    actions.run_rules(community.region, by=by)
    _mend(community, cast, officer, leader)
    seed = f"{today:%Y%m}{rng.getrandbits(48):012x}"
    sample = actions.draw_sample(community.region, by=by, month=today, size=SAMPLED, seed=seed)
    waiting = SampledRecord.objects.filter(sample=sample).order_by("pk")
    for place, sampled in enumerate(waiting[:LOOKED_AT], start=1):
        wrong = place % WRONG_EVERY == 0
        actions.answer_sampled(
            sampled,
            by=officer,
            answer=SampleAnswer.WRONG if wrong else SampleAnswer.RIGHT,
            note="电话已停机，请更新" if wrong else "",
        )


def _mend(community: Community, cast: Cast, officer: Actor, leader: Actor) -> None:
    """Findings at every stage: assigned, mended, looked at again and closed, or found still wrong."""
    found = AuditFinding.objects.filter(community=community.region).order_by("rule", "path", "pk")
    worker = cast.people[officer.name]
    for place, finding in enumerate(found[:MENDED]):
        finding = actions.assign_finding(finding, by=leader, assignee=worker)
        if place % 4 == 0:
            continue
        finding = actions.fix_finding(finding, by=officer, note="已联系本人核对并改正")
        if place % 4 > 1:
            passed = place % 4 == 2
            actions.recheck_finding(
                finding, by=leader, passed=passed, note="" if passed else "证件号仍缺末位"
            )
