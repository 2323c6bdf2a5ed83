"""Taking one record into another, and taking them apart again to the row (合并、撤销合并)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.models import Dated
from linge.kernel.refusals import Refused

from .. import permissions
from ..events import ResidentsMerged
from ..models import (
    HouseholdMember,
    HukouRecord,
    MatchCandidate,
    MatchDecision,
    MergeEvent,
    NameKey,
    Residency,
    Resident,
    ResidentScope,
    UnclaimedRow,
)
from ..models.records import Recorded
from ..rules import merging
from ..rules.kinds import DocumentState, ScopeReason
from ..rules.merging import CandidateState, MergeState, Side
from .people import respell
from .saving import change

LEFT_ALONE = (MatchCandidate, MatchDecision, MergeEvent, NameKey, UnclaimedRow, Resident)
Choices = Mapping[str, str]


@transaction.atomic
def merge_residents(
    survivor: Resident, absorbed: Resident, *, by: Actor, choices: Choices | None = None
) -> MergeEvent:
    """Take one record into another (合并). ``choices``: field, ``home`` and ``hukou`` → whose is kept.

    Where both hold a valid document of one kind the merge waits for a second person. Refuses with
    ``registry.merge_self``, ``registry.merge_absorbed`` and ``registry.merge_elsewhere``.
    """
    for person in (survivor, absorbed):
        permissions.require(by, permissions.MERGE, person)
    _refuse_pair(survivor, absorbed)
    merge = MergeEvent.objects.create(
        community=survivor.community,
        survivor=survivor,
        absorbed=absorbed,
        state=MergeState.PROPOSED,
        choices=dict(choices or {}),
        proposed_by_id=by.user_id,
        proposed_key=by.key,
        proposed_name=by.name,
    )
    record(by, "registry.propose_merge", survivor, absorbed=str(absorbed.uuid))
    if not needs_two(survivor, absorbed):
        _apply(merge, by=by)
    return merge


def needs_two(survivor: Resident, absorbed: Resident) -> bool:
    """Whether a second person has to agree: both hold a valid document of one kind."""
    kinds = (
        person.documents.filter(state=DocumentState.VALID).values_list("kind", flat=True)
        for person in (survivor, absorbed)
    )
    return merging.needs_two(*kinds)


def _refuse_pair(survivor: Resident, absorbed: Resident) -> None:
    if survivor.pk == absorbed.pk:
        raise Refused("registry.merge_self", str(_("一份档案不能与自己合并。")))
    open_merges = MergeEvent.objects.filter(
        absorbed__in=(survivor, absorbed), state__in=(MergeState.PROPOSED, MergeState.APPLIED)
    )
    if survivor.merged_into_id or absorbed.merged_into_id or open_merges.exists():
        message = _("其中一份档案已并入另一份，或正等待确认，请刷新页面。")
        raise Refused("registry.merge_absorbed", str(message))
    if survivor.community_id != absorbed.community_id:
        message = _("两份档案不在同一社区，请先由现居住地社区迁入，再合并。")
        raise Refused("registry.merge_elsewhere", str(message))


@transaction.atomic
def confirm_merge(merge: MergeEvent, *, by: Actor, agree: bool = True) -> MergeEvent:
    """The second person's word on a merge that needs two (第二人确认)."""
    for person in (merge.survivor, merge.absorbed):
        permissions.require(by, permissions.MERGE, person)
    if merge.state != MergeState.PROPOSED:
        raise Refused("registry.moved_on", str(_("这次合并刚刚已有人处理，请刷新页面。")))
    if merge.proposed_key == by.key:
        message = _("两份档案各有一个有效证件，合并要由另一人确认，不能由提出人自己确认。")
        raise Refused("registry.second_person", str(message))
    if not agree:
        merge.state, merge.confirmed_name = MergeState.REFUSED, by.name
        merge.save(update_fields=["state", "confirmed_name"])
        record(by, "registry.refuse_merge", merge.survivor, merge=str(merge.uuid))
        return merge
    merge.confirmed_name = by.name
    _apply(merge, by=by)
    return merge


def _apply(merge: MergeEvent, *, by: Actor) -> None:
    steps = Steps(by, merge)
    survivor, absorbed = merge.survivor, merge.absorbed
    merge.owned = dict(owned_rows(survivor, absorbed))
    values = merging.taken(survivor, absorbed, merge.choices)
    for name, value in values.items():
        steps.take(survivor, name, value)
    for choice, kinds in SETTLED.items():
        loser = survivor if merge.choices.get(choice) == Side.ABSORBED else absorbed
        winner = absorbed if loser is survivor else survivor
        steps.settle(loser, winner, kinds)
    for row, column in _rows_of(absorbed):
        steps.move(row, column, survivor)
    steps.take(absorbed, "merged_into", survivor)
    NameKey.objects.filter(person=absorbed).delete()
    if "name" in values:
        respell(survivor)
    merge.state, merge.applied_at, merge.steps = MergeState.APPLIED, clock.now(), steps.taken
    merge.save()
    MatchCandidate.objects.filter(
        first__in=(survivor, absorbed), second__in=(survivor, absorbed)
    ).update(state=CandidateState.MERGED)
    record(by, "registry.merge", survivor, absorbed=str(absorbed.uuid), merge=str(merge.uuid))
    publish(ResidentsMerged(merge.pk, survivor.pk, absorbed.pk))


SETTLED: Mapping[str, tuple[type[models.Model], ...]] = {
    "home": (Residency, HouseholdMember),
    "hukou": (HukouRecord,),
}
"""What only one of may be open: the choice of the form → the tables it settles."""


def columns_of_people() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of the register that names a person, but those of matching itself."""
    for relation in Resident._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.app_label == "registry" and model not in LEFT_ALONE:
            yield model, relation.field.name


def _rows_of(person: Resident) -> Iterator[tuple[Any, str]]:
    for model, column in columns_of_people():
        for row in model._default_manager.filter(**{column: person}).order_by("pk"):
            yield row, column


def owned_rows(*people: Resident) -> Iterator[tuple[str, list[int]]]:
    for model, column in columns_of_people():
        rows = model._default_manager.filter(**{f"{column}__in": people})
        yield (
            f"{model._meta.label}.{column}",
            list(rows.order_by("pk").values_list("pk", flat=True)),
        )


class Steps:
    """Takes steps that can be taken back, one column of one row at a time."""

    def __init__(self, by: Actor, merge: MergeEvent) -> None:
        self.by, self.merge = by, merge
        self.taken: list[list[Any]] = []

    def take(self, row: Any, column: str, value: Any) -> None:
        """Set one column; a refusal of the tables leaves the row as it was."""
        old = getattr(row, column)
        if old == value:
            return
        try:
            write(row, column, value, by=self.by, reason=str(_("合并档案")))
        except Refused:
            setattr(row, column, old)
            raise
        self.taken.append([row._meta.label, row.pk, column, plain(old), plain(value)])

    def settle(
        self, loser: Resident, winner: Resident, kinds: tuple[type[models.Model], ...]
    ) -> None:
        """End what the loser has open where the winner has it open too."""
        for kind in kinds:
            rows = kind._default_manager.filter(until=None)
            if kind is not HukouRecord:
                rows = rows.filter(main=True)
            if rows.filter(person=winner).exists():
                for row in rows.filter(person=loser):
                    self.close(row)
                    self._end_with(row)

    def close(self, row: Any) -> None:
        """End a row today."""
        self.take(row, "until", max(clock.today(), row.since))

    def _end_with(self, row: Any) -> None:
        """What ends with a tie: being seen there with a home, a household with its last member."""
        if isinstance(row, Residency):
            seen = ResidentScope.objects.filter(
                person=row.person_id, dwelling=row.dwelling_id, reason=ScopeReason.RESIDENCY
            )
            for scope in seen.filter(until=None):
                self.close(scope)
        if isinstance(row, HouseholdMember):
            household = row.household
            if not household.members.filter(until=None).exists():
                self.close(household)

    def move(self, row: Any, column: str, survivor: Resident) -> None:
        """Give a row to the survivor; what the survivor can't have twice is eased first.

        A second main number is no longer main, a second open row ends today, and what the survivor
        had on the same days stays behind. A lease whose parties become one is refused.
        """
        refused = self._given(row, column, survivor)
        for ease in ("is_main", "main"):
            if refused and getattr(row, ease, False):
                self.take(row, ease, False)
                refused = self._given(row, column, survivor)
        if refused and isinstance(row, Dated) and row.until is None:
            self.close(row)
            refused = self._given(row, column, survivor)
        if refused and column != "person":
            raise refused

    def _given(self, row: Any, column: str, survivor: Resident) -> Refused | None:
        try:
            self.take(row, column, survivor)
        except Refused as refusal:
            return refusal
        return None


def write(row: Any, column: str, value: Any, *, by: Actor, reason: str) -> None:
    """Set a column the way its table is changed: with version and history where it has them."""
    if isinstance(row, Recorded):
        change(row, {column: value}, by=by, version=row.version, reason=reason)
        return
    refuse_clash(row, column, value)
    setattr(row, column, value)
    row.save(update_fields=[column])


def refuse_clash(row: Any, column: str, value: Any) -> None:
    """Refuse what a constraint would, before the database does."""
    old = getattr(row, column)
    setattr(row, column, value)
    try:
        row.validate_constraints()
    except ValidationError as fault:
        setattr(row, column, old)
        raise Refused("registry.merge_clash", fault.messages[0]) from fault


def plain(value: Any) -> Any:
    """A value as a step keeps it."""
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value
