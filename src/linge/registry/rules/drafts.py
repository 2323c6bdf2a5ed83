"""What is told about people before it is on record: the same shape from page, phone and sheet."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .kinds import HukouState, Left, LivingKind, Precision, ResidencyRole


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document as told. ``doubt`` says why a number with errors is kept, as suspect."""

    number: str
    kind: str = "111"
    issued_on: date | None = None
    expires_on: date | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class NewPhone:
    number: str
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class NewHukou:
    state: HukouState
    since: date
    region_code: str = ""
    no_code_reason: str = ""
    address: str = ""
    book_no: str = ""
    left: Left = Left.UNKNOWN
    left_street_on: date | None = None
    left_reason: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as told; ``uuid`` when the row was born on a phone."""

    name: str
    sex: str = "0"
    birth_date: date | None = None
    birth_precision: Precision = Precision.DAY
    former_name: str = ""
    nationality: str = "CHN"
    marital: str = ""
    education: str = ""
    ethnicity: str = ""
    documents: tuple[NewDocument, ...] = ()
    phones: tuple[NewPhone, ...] = ()
    hukou: NewHukou | None = None
    uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewHome:
    """A tie to a dwelling, by the dwelling's id."""

    dwelling: int
    since: date
    role: ResidencyRole = ResidencyRole.FAMILY
    main: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewMember:
    """A person of a new household, with the relation to its head (GB/T 4761)."""

    person: NewPerson
    relation: str
    role: ResidencyRole = ResidencyRole.FAMILY


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """People who live together in a dwelling since a day."""

    dwelling: int
    since: date
    members: tuple[NewMember, ...]
    living_kind: LivingKind = LivingKind.FAMILY
    shared: bool = False
