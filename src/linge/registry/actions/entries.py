"""New rows of the register and the history of their birth, gathered and written together.

One resident at a counter and forty thousand out of a workbook take the same way: a draft becomes
unsaved rows here, and `write` inserts them, parents first, in chunks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.identifiers import uuid7
from linge.kernel.refusals import Refused
from linge.territory.models import Region

from .. import codes, numbers
from ..models import (
    Employment,
    Household,
    HouseholdItem,
    HouseholdMember,
    HukouRecord,
    IdentityDocument,
    NameKey,
    OrganisationContact,
    Ownership,
    Phone,
    Residency,
    Resident,
    ResidentScope,
    ShopOperation,
    Tenancy,
)
from ..rules import checking, identity, names
from ..rules.checking import Known
from ..rules.drafts import NewDocument, NewHome, NewHukou, NewPerson, NewPhone
from ..rules.kinds import DocumentState, HukouState, ScopeReason, Source
from .pouring import find_keys, pour, pour_events, pour_rows

Row = TypeVar("Row", bound=models.Model)
PARENTS: tuple[type[models.Model], ...] = (Resident, Household)
CHILDREN: tuple[type[models.Model], ...] = (
    IdentityDocument,
    Phone,
    HukouRecord,
    Residency,
    HouseholdMember,
    HouseholdItem,
    Employment,
    Ownership,
    Tenancy,
    ShopOperation,
    OrganisationContact,
    ResidentScope,
)
SEEN_LATER = _("由15位旧号码补出，见到原件后确认")
MANY = 100


class Spot(NamedTuple):
    """A dwelling as scopes need it."""

    pk: int
    community_id: int
    path: str
    grid_id: int | None


@dataclass
class Entries:
    """Rows to be inserted by one actor, from one source, with the day they became true."""

    by: Actor
    known: Known
    source: Source = Source.DESK
    batch: UUID | None = None
    at: datetime = field(default_factory=clock.now)
    rows: dict[type[models.Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    paths: dict[int, str] = field(default_factory=dict)  # of communities, asked once

    def person(self, draft: NewPerson, *, community: int) -> Resident:
        """A resident with documents, phones and hukou, as unsaved rows."""
        person = Resident(
            uuid=draft.uuid or uuid7(),
            community_id=community,
            name=names.clean(draft.name),
            former_name=names.clean(draft.former_name),
            sex=draft.sex,
            birth_date=draft.birth_date,
            birth_precision=draft.birth_precision,
            nationality=draft.nationality,
            marital=draft.marital,
            education=draft.education,
            ethnicity=draft.ethnicity,
            **self._recorded(),
        )
        self.rows[Resident].append(person)
        for document in draft.documents:
            self.document(document, draft, person)
        for phone in draft.phones:
            self.phone(phone, person)
        if draft.hukou:
            self.hukou(draft.hukou, person)
        return person

    def document(self, told: NewDocument, draft: NewPerson, person: Resident) -> None:
        """A document; a 15-digit number is kept retired, its 18-digit form beside it as suspect."""
        checked = checking.check_number(told, draft, self.known)
        if checked.value is None:
            return
        doubt = told.doubt
        if "retired_15" in checked.warnings and not checked.errors:
            typed = identity.normalise(told.number)
            self._document(told, person, checked.kind, typed, DocumentState.RETIRED, "", ())
            doubt = str(SEEN_LATER)
        kind = checked.kind if told.kind == identity.CITIZEN else told.kind
        state = DocumentState.SUSPECT if doubt else DocumentState.VALID
        self._document(told, person, kind, checked.value, state, doubt, checked.warnings)

    def _document(
        self,
        told: NewDocument,
        person: Resident,
        kind: str,
        number: str,
        state: DocumentState,
        doubt: str,
        warnings: Iterable[str],
    ) -> None:
        self.rows[IdentityDocument].append(
            IdentityDocument(
                community_id=person.community_id,
                person=person,
                kind=kind,
                number=number,
                number_index=numbers.document_index(number),
                tail_index=numbers.document_tail(number, person.community_id),
                state=state,
                reason=doubt,
                issued_on=told.issued_on,
                expires_on=told.expires_on,
                warnings=list(warnings),
                **self._recorded(),
            )
        )

    def phone(self, told: NewPhone, person: Resident) -> None:
        """A phone of the person."""
        checked = checking.check_phone(told, self.known)
        if checked.value is None:
            return
        self.rows[Phone].append(
            Phone(
                community_id=person.community_id,
                person=person,
                number=checked.value,
                number_index=numbers.phone_index(checked.value),
                tail_index=numbers.phone_tail(checked.value, person.community_id),
                kind=checked.kind,
                is_main=told.is_main,
                **self._recorded(),
            )
        )

    def hukou(self, told: NewHukou, person: Resident) -> None:
        """Where the person's hukou is."""
        self.rows[HukouRecord].append(
            HukouRecord(
                person=person,
                state=told.state,
                since=told.since,
                region_code=told.region_code,
                no_code_reason=told.no_code_reason,
                address=told.address,
                book_no=told.book_no,
                left=told.left,
                left_street_on=told.left_street_on,
                left_reason=told.left_reason,
                **self._recorded(),
            )
        )
        if told.state == HukouState.HERE:
            self.rows[ResidentScope].append(
                ResidentScope(
                    person=person,
                    community_id=person.community_id,
                    path=self._path_of(person.community_id),
                    reason=ScopeReason.HUKOU,
                    since=told.since,
                )
            )

    def _path_of(self, community: int) -> str:
        if community not in self.paths:
            self.paths[community] = Region.objects.values_list("path", flat=True).get(pk=community)
        return self.paths[community]

    def home(self, told: NewHome, person: Resident, spot: Spot) -> Residency:
        """A tie to a dwelling, and the sight of the person that comes with it."""
        residency = Residency(
            person=person,
            dwelling_id=spot.pk,
            role=told.role,
            main=told.main,
            since=told.since,
            reason=told.reason,
            **self._recorded(),
        )
        self.rows[Residency].append(residency)
        self.scope(person, spot, ScopeReason.RESIDENCY, told.since)
        return residency

    def scope(self, person: Resident, spot: Spot, reason: ScopeReason, since: date) -> None:
        """Let the person be seen at the dwelling."""
        self.rows[ResidentScope].append(
            ResidentScope(
                person=person,
                community_id=spot.community_id,
                path=spot.path,
                grid_id=spot.grid_id,
                dwelling_id=spot.pk,
                reason=reason,
                since=since,
            )
        )

    def add(self, row: Row) -> Row:
        """A row built by the caller, with our marks of who, when and whence."""
        for name, value in self._recorded().items():
            setattr(row, name, value)
        self.rows[type(row)].append(row)
        return row

    def all(self) -> Iterator[Any]:
        """Every gathered row, parents first."""
        return (row for model in (*PARENTS, *CHILDREN) for row in self.rows[model])

    def write(self) -> None:
        """Insert everything, or refuse with ``registry.clash`` what is on record already."""
        try:
            with transaction.atomic():
                self._write_rows()
                write_name_keys(self.rows[Resident])
                self._write_births()
        except IntegrityError as fault:
            message = _("证件、户或户主已登记过，可能刚刚被其他人登记，请先查询再登记。")
            raise Refused("registry.clash", str(message)) from fault

    def _write_rows(self) -> None:
        for model, rows in ((model, self.rows[model]) for model in (*PARENTS, *CHILDREN)):
            if len(rows) < MANY:
                model._default_manager.bulk_create(rows)
                continue
            pour_rows(model, rows)
            if model in PARENTS:
                find_keys(rows)

    def _write_births(self) -> None:
        """One event for each new row."""
        born_today = self.at.astimezone(clock.SHANGHAI).date()
        pour_events(
            (
                (row._meta.model_name, row.uuid, getattr(row, "since", born_today))
                for row in self.all()
                if not isinstance(row, ResidentScope)
            ),
            recorded_at=self.at,
            actor=self.by.user_id,
            actor_name=self.by.name,
            source=self.source,
            batch=self.batch,
        )

    def _recorded(self) -> dict[str, Any]:
        return {"source": self.source, "recorded_at": self.at, "confirmed_at": self.at}


def write_name_keys(people: Iterable[Resident]) -> None:
    """Make new people findable by any part of their names."""
    rows = sorted(
        (str(kind), key, person.pk)
        for person in people
        for kind, key in names.keys(person.name, codes.surnames())
    )
    pour(NameKey, ("kind", "key", "person"), rows)
