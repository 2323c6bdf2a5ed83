"""Batches of a community and their rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet

from linge.kernel import crypto
from linge.kernel.access import Actor
from linge.kernel.scope import within
from linge.territory.models import Region

from ...models import ImportBatch, ImportRow, MappingProfile
from ...rules.importing.findings import Finding, Severity
from ...rules.importing.judging import Judged
from ...rules.importing.states import BatchState


def visible_batches(actor: Actor) -> QuerySet[ImportBatch]:
    """Batches of the communities the actor works for as a whole."""
    whole = within(actor, path="community__path")
    return ImportBatch.objects.filter(whole).select_related("community")


def batches(actor: Actor) -> QuerySet[ImportBatch]:
    """The list of imports, newest first, without those given up."""
    shown = visible_batches(actor).exclude(
        Q(state=BatchState.DISCARDED) | Q(state=BatchState.UPLOADED, undoes__isnull=False)
    )
    return shown.order_by("-uploaded_at", "-pk")


def earlier_batch(
    community: Region, sha256: str, subject: str, *, before: int
) -> ImportBatch | None:
    """The batch the same file made before, unless it was given up or failed."""
    gone = (BatchState.DISCARDED, BatchState.FAILED)
    same = ImportBatch.objects.filter(
        community=community, sha256=sha256, subject=subject, pk__lt=before
    )
    return same.exclude(state__in=gone).order_by("-pk").first()


def importer(batch: ImportBatch) -> Actor:
    """Who writes a batch in the background: the clock for this community, in the sender's name."""
    clock_actor = Actor.clock("service", node=batch.community.path)
    return replace(clock_actor, user_id=batch.sender_id, name=batch.sender_name)


def roll_back_of(batch: ImportBatch) -> ImportBatch | None:
    """The batch that keeps what the last roll-back of a batch did."""
    done = ImportBatch.objects.filter(undoes=batch, state=BatchState.APPLIED)
    return done.order_by("-pk").first()


def last_profile(community: Region, subject: str, fingerprint: str) -> MappingProfile | None:
    """What somebody said before about a sheet with the same headers."""
    return MappingProfile.objects.filter(
        community=community, subject=subject, fingerprint=fingerprint
    ).first()


@dataclass(frozen=True, slots=True)
class RowPayload:
    """An import row opened: values, what was said, old → new."""

    number: int
    outcome: str
    values: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    cleared: frozenset[str] = frozenset()
    person: int | None = None
    applied: bool = False

    @property
    def judged(self) -> Judged:
        """The row as rules take it, without what was said about the register."""
        return Judged(self.number, dict(self.values), [], set(self.cleared))

    def said(self, severity: Severity) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity is severity]

    @property
    def errors(self) -> list[Finding]:
        return self.said(Severity.ERROR)

    @property
    def warnings(self) -> list[Finding]:
        return self.said(Severity.WARNING)

    @property
    def notices(self) -> list[Finding]:
        return self.said(Severity.NOTICE)


def row_payload(row: ImportRow) -> RowPayload:
    """Open a row of a batch."""
    told = json.loads(crypto.open_field(row, "payload"))
    return RowPayload(
        number=row.number,
        outcome=row.outcome,
        values=told["values"],
        findings=tuple(
            Finding(f["code"], f["row"], f["column"], f["about"], f["facts"])
            for f in told["findings"]
        ),
        changes={name: (pair[0], pair[1]) for name, pair in told["changes"].items()},
        cleared=frozenset(told["cleared"]),
        person=told["person"],
        applied=row.applied_at is not None,
    )


def batch_rows(batch: ImportBatch, outcome: str = "") -> QuerySet[ImportRow]:
    """The rows of a batch in the order of the sheet."""
    rows = batch.rows.order_by("number")
    return rows.filter(outcome=outcome) if outcome else rows
