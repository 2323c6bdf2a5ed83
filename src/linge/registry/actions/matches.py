"""Finding likely duplicates on record, and remembering what people found them to be."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linge.audit.actions import record
from linge.kernel import clock, jobs
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Region

from .. import codes, permissions
from ..events import ResidentChanged, ResidentRegistered
from ..models import MatchCandidate, MatchDecision, MatchSearch, Resident
from ..queries import matches
from ..rules.matching import blocks
from ..rules.matching.points import Profile, Score, Tier
from ..rules.merging import OF_VERDICT, CandidateState, Verdict

Pair = tuple[int, int]
JOB = "linge.registry.jobs.search_matches"
LONGEST_SEARCH = timedelta(hours=1)
"""A search that has not ended by then never will."""
COMPARED = {"name", "birth_date", "birth_precision", "sex"}


@transaction.atomic
def find_matches(community: Region, *, by: Actor) -> int:
    """Compare everybody of a community with everybody; says how many pairs wait (查重)."""
    permissions.require(by, permissions.MATCH, community)
    people = Resident.objects.filter(community=community, merged_into=None)
    _compare(community.pk, set(people.values_list("pk", flat=True)))
    found = matches.parked(community).count()
    record(by, "registry.find_matches", community, found=found)
    return found


@transaction.atomic
def ask_for_search(community: Region, *, by: Actor) -> MatchSearch:
    """Search the community now rather than at night (立即查重); it runs as a job.

    Refuses with ``registry.search_running`` while another search of the community runs.
    """
    permissions.require(by, permissions.MATCH, community)
    running = MatchSearch.objects.filter(community=community, ended_at=None)
    running.filter(asked_at__lt=clock.now() - LONGEST_SEARCH).update(ended_at=clock.now())
    try:
        with transaction.atomic():
            search = MatchSearch.objects.create(
                community=community, asked_by_id=by.user_id, asked_name=by.name
            )
    except IntegrityError as clash:
        raise Refused("registry.search_running", _("本社区正在查重，请等它完成。")) from clash
    record(by, "registry.ask_for_search", search)
    jobs.enqueue(JOB, search.pk)
    return search


@transaction.atomic
def run_search(search: MatchSearch, *, by: Actor) -> MatchSearch:
    """Do a search somebody asked for, and note what it found."""
    search.found = find_matches(search.community, by=by)
    waiting = matches.parked(search.community)
    search.fresh = waiting.filter(found_at__gte=search.asked_at).count()
    search.ended_at = clock.now()
    search.save(update_fields=["found", "fresh", "ended_at"])
    return search


def look_again(event: ResidentRegistered | ResidentChanged) -> None:
    """After a person was registered or changed: compare this one with the people alike."""
    if isinstance(event, ResidentChanged) and not COMPARED & set(event.fields):
        return
    person = Resident.objects.get(pk=event.resident)
    if person.merged_into_id is None:
        with transaction.atomic():
            _compare(person.community_id, matches.neighbours(person), only=person.pk)


def _compare(community: int, people: Iterable[int], only: int | None = None) -> None:
    """Score the pairs that share a block, all or those of one person, and keep what came out."""
    profiles = matches.profiles(people)
    namesakes = matches.namesakes(profiles, community)
    pairs = blocks.pairs(profiles, codes.tongue())
    scale = codes.match_scale()
    scored = {}
    for one, two in pairs:
        if only in (None, one, two):
            count = namesakes.get(profiles[one].name, 0)
            score = scale.score(profiles[one], profiles[two], count)
            if score.tier is not Tier.NONE:
                scored[one, two] = score
    _keep(community, scored, profiles, only)


def _keep(
    community: int, scored: Mapping[Pair, Score], people: Mapping[int, Profile], only: int | None
) -> None:
    """New pairs are queued, known ones follow their facts, pairs no longer alike leave."""
    known = MatchCandidate.objects.filter(community=community).exclude(state=CandidateState.MERGED)
    if only is not None:
        known = known.filter(first=only) | known.filter(second=only)
    old = {(row.first_id, row.second_id): row for row in known}
    new = []
    for pair, score in scored.items():
        told = {
            "tier": score.tier,
            "points": score.points,
            "because": {field: level for field, level in score.because.items() if level != "empty"},
            "fingerprint": matches.fingerprint(people[pair[0]], people[pair[1]]),
        }
        if row := old.pop(pair, None):
            _follow(row, told)
        else:
            one, two = pair
            new.append(MatchCandidate(community_id=community, first_id=one, second_id=two, **told))
    MatchCandidate.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    for row in old.values():
        if row.state != CandidateState.GONE:
            MatchCandidate.objects.filter(pk=row.pk).update(state=CandidateState.GONE)


def _follow(row: MatchCandidate, told: Mapping[str, object]) -> None:
    """A decided pair is asked again only when a compared value has changed since."""
    changed = row.fingerprint != told["fingerprint"]
    if not changed and row.state != CandidateState.GONE:
        return
    decided = row.decisions.first()
    state = CandidateState.WAITING
    if decided and decided.fingerprint == told["fingerprint"]:
        state = OF_VERDICT[Verdict(decided.verdict)]
    MatchCandidate.objects.filter(pk=row.pk).update(state=state, **told)


@transaction.atomic
def decide_match(candidate: MatchCandidate, *, by: Actor, verdict: Verdict) -> MatchDecision:
    """Remember what somebody found a pair to be; *different* is not asked again (查重结论)."""
    for person in (candidate.first, candidate.second):
        permissions.require(by, permissions.MATCH, person)
    decision = MatchDecision.objects.create(
        candidate=candidate,
        verdict=verdict,
        fingerprint=candidate.fingerprint,
        decided_by_id=by.user_id,
        decided_name=by.name,
    )
    MatchCandidate.objects.filter(pk=candidate.pk).update(state=OF_VERDICT[verdict])
    record(by, "registry.decide_match", candidate, verdict=str(verdict))
    return decision
