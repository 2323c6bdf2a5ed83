"""The record audit: what each rule finds in a community, the queue, the sample, the year's figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.scope import within
from linge.territory.models import Region
from linge.territory.queries import WITH_ADDRESS

from .. import codes
from ..models import (
    HEAD,
    AuditFinding,
    AuditRule,
    AuditSample,
    Household,
    HouseholdMember,
    HukouRecord,
    IdentityDocument,
    Phone,
    Residency,
    Resident,
    SampledRecord,
)
from ..rules import audits
from ..rules.audits import FindingState
from ..rules.collection import Share
from ..rules.kinds import DocumentState, HouseholdKind, HukouState, Left, Life

SAMPLE = "sample"
SAMPLE_MESSAGE = _("抽查时记录与实际不符")


def _living() -> Q:
    return Q(life=Life.ALIVE)


def _valid_documents() -> QuerySet[IdentityDocument]:
    return IdentityDocument.objects.filter(person=OuterRef("pk"), state=DocumentState.VALID)


def _warned(people: QuerySet[Resident], warning: str) -> QuerySet[Resident]:
    """People with a valid document that was registered with the warning."""
    documents = _valid_documents().filter(warnings__icontains=warning)
    return people.filter(Exists(documents))


def _phone_shared(people: QuerySet[Resident]) -> QuerySet[Resident]:
    """The first holder of each number that people of many households give as theirs."""
    shared = (
        Phone.objects.filter(person__in=people, person__memberships__until=None)
        .values("number_index")
        .annotate(homes=Count("person__memberships__household", distinct=True))
        .filter(homes__gt=audits.SHARED_BY_MOST)
    )
    holders = Phone.objects.filter(number_index__in=shared.values("number_index"))
    earlier = holders.filter(number_index=OuterRef("number_index"), pk__lt=OuterRef("pk"))
    first = holders.filter(~Exists(earlier), person__isnull=False)
    return people.filter(pk__in=first.values("person"))


PeopleRule = Callable[[QuerySet[Resident]], QuerySet[Resident]]
PEOPLE_RULES: Mapping[str, PeopleRule] = {
    "no_document": lambda people: people.filter(_living(), ~Exists(_valid_documents())),
    "birth_differs": lambda people: _warned(people, "birth_mismatch"),
    "sex_differs": lambda people: _warned(people, "sex_mismatch"),
    "dead_lives_here": lambda people: people.filter(
        Exists(Residency.objects.filter(person=OuterRef("pk"), until=None)), life=Life.DEAD
    ),
    "document_suspect": lambda people: people.filter(
        Exists(IdentityDocument.objects.filter(person=OuterRef("pk"), state=DocumentState.SUSPECT))
    ),
    "birth_unknown": lambda people: people.filter(_living(), birth_date=None),
    "hukou_unknown": lambda people: people.filter(
        _living(), ~Exists(HukouRecord.objects.filter(person=OuterRef("pk"), until=None))
    ),
    "stale": lambda people: people.filter(
        _living(), confirmed_at__lt=clock.now() - timedelta(days=audits.STALE_DAYS)
    ),
    "phone_shared": _phone_shared,
}
HOUSEHOLD_RULES: Mapping[str, Q] = {
    "no_head": Q(has_members=True, has_head=False),
    "empty_household": Q(has_members=False),
}


def faulty_people(community: Region, code: str) -> QuerySet[Resident]:
    """The people a rule finds fault with, of those whose record the community keeps."""
    return PEOPLE_RULES[code](Resident.objects.filter(community=community))


def faulty_households(community: Region, code: str) -> QuerySet[Household]:
    """The open living households a rule finds fault with."""
    members = HouseholdMember.objects.filter(household=OuterRef("pk"), until=None)
    return (
        Household.objects.filter(community=community, kind=HouseholdKind.LIVING, until=None)
        .annotate(has_members=Exists(members), has_head=Exists(members.filter(relation=HEAD)))
        .filter(HOUSEHOLD_RULES[code])
    )


def rules_of(community: Region) -> dict[str, str]:
    """Code → severity of every rule the community asks; its own rows win over the defaults."""
    own = {row.code: row for row in AuditRule.objects.filter(community=community)}
    asked = {}
    for code, rule in codes.audit_rules().items():
        row = own.get(code)
        if row is None or row.active:
            asked[code] = row.severity if row else rule["severity"]
    return asked


def message_of(code: str) -> str:
    """What a rule says, in words."""
    return str(SAMPLE_MESSAGE) if code == SAMPLE else codes.audit_message(code)


def choices() -> list[tuple[str, str]]:
    """The rules by name, for the query form."""
    return [(code, message_of(code)) for code in (*codes.audit_rules(), SAMPLE)]


def findings(actor: Actor) -> QuerySet[AuditFinding]:
    """The findings in scope with whom they are about. One query a page."""
    return AuditFinding.objects.filter(within(actor)).select_related(
        "person",
        "grid",
        "assignee",
        *(f"household__dwelling__{part}" for part in WITH_ADDRESS),
    )


def sample_of(community: Region, month: date) -> AuditSample | None:
    """The sample drawn for the month."""
    return AuditSample.objects.filter(community=community, month=month.replace(day=1)).first()


def samples(actor: Actor) -> QuerySet[AuditSample]:
    """The samples of communities in scope, the latest first, with how many are answered."""
    answered = Count("records", filter=~Q(records__answer=""))
    scope = within(actor, path="community__path", grid=None)
    return (
        AuditSample.objects.filter(scope)
        .select_related("community")
        .annotate(answered=answered, drawn=Count("records"))
        .order_by("-month")
    )


def sampled_records(actor: Actor) -> QuerySet[SampledRecord]:
    """The sampled records in scope."""
    scope = within(actor, path="sample__community__path", grid=None)
    return SampledRecord.objects.filter(scope).select_related(
        "person", "sample__community", "checked_by"
    )


@dataclass(frozen=True, slots=True)
class AuditYear:
    """A community's year: checks made towards the target, and what is open by rule."""

    year: int
    checks: int
    target: int
    open: tuple[tuple[str, str, int], ...]
    filing: Share


def audit_year(community: Region, year: int) -> AuditYear:
    """A check is a sampled record looked at, or a mended finding looked at again."""
    sampled = _count(SampledRecord, "checked_at", year, sample__community=community)
    again = _count(AuditFinding, "closed_at", year, community=community, checked_by__isnull=False)
    return AuditYear(
        year, sampled + again, audits.YEARLY_CHECKS, _open_by_rule(community), filing(community)
    )


def filing(community: Region) -> Share:
    """建档率: residents with item groups P1 and P2 filled ÷ residents, of the community's records."""
    people = Resident.objects.filter(_living(), community=community)
    left_known = ~Q(state=HukouState.ELSEWHERE) | Q(left_street_on__isnull=False) | Q(left=Left.NO)
    hukou = HukouRecord.objects.filter(left_known, person=OuterRef("pk"), until=None)
    filled = people.filter(
        Exists(_valid_documents()), Exists(hukou), sex__in=("1", "2"), birth_date__isnull=False
    )
    return Share(filled.count(), people.count())


def _count(model: Any, column: str, year: int, **narrow: Any) -> int:
    begin, end = (datetime(each, 1, 1, tzinfo=clock.SHANGHAI) for each in (year, year + 1))
    within_year = {f"{column}__gte": begin, f"{column}__lt": end}
    found: int = model.objects.filter(**within_year, **narrow).count()
    return found


def _open_by_rule(community: Region) -> tuple[tuple[str, str, int], ...]:
    rows = (
        AuditFinding.objects.filter(community=community)
        .exclude(state=FindingState.CLOSED)
        .values("rule")
        .annotate(count=Count("pk"))
        .order_by("-count")
    )
    return tuple((row["rule"], message_of(row["rule"]), row["count"]) for row in rows)
