"""The register's scale: what each likeness is worth, and the three tiers of a likely duplicate.

T1: the same valid document, one person. T2: numbers equal after one repair, and the same name or
birth date. T3: points of ``PARK_AT`` and more. From ``AUDIT_AT`` on a pair is listed for audit
alone. Nothing here merges anybody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .likeness import Kind, Level, Tongue, compare_days, compare_names
from .repairs import one_repair, plain

Weights = Mapping[tuple[str, Level], int]
"""(field, likeness) → points."""

PARK_AT = 70
AUDIT_AT = 50
MANY_NAMESAKES = 5
NOT_TOLD = ("", "0", "9")

FIELDS = MappingProxyType(
    {
        "name": Kind.HAN_NAME,
        "birth_date": Kind.DATE,
        "sex": Kind.EXACT,
        "phone": Kind.NUMBER,
        "document": Kind.NUMBER,
        "id_tail": Kind.NUMBER,
        "dwelling": Kind.EXACT,
        "companion": Kind.EXACT,
    }
)


class Tier(TextChoices):
    """How strongly a pair looks like one person."""

    T1 = "T1", _("证件相同")
    T2 = "T2", _("证件只差一处")
    T3 = "T3", _("多项相同")
    AUDIT = "audit", _("只供抽查")
    NONE = "none", _("不像同一人")


PARKED = (Tier.T1, Tier.T2, Tier.T3)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of one person. ``documents``: kind → number; ``valid``: the valid kinds.

    ``tails`` are last fours of ID numbers where only they are known; ``companions`` are the people
    of the same households.
    """

    name: str = ""
    birth_date: str = ""
    sex: str = ""
    documents: Mapping[str, str] = field(default_factory=dict)
    valid: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    dwellings: frozenset[int] = frozenset()
    companions: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Score:
    """What speaks for one person and against; ``because`` holds the fields that spoke."""

    points: int
    tier: Tier
    because: Mapping[str, Level]


@dataclass(frozen=True)
class Scale:
    """The weights of a place and its writing, ready to judge pairs."""

    weights: Weights
    tongue: Tongue

    def score(self, a: Profile, b: Profile, namesakes: int = 0) -> Score:
        """Judge a pair; ``namesakes`` is how many people of the community bear the name."""
        because = dict(self._levels(a, b, namesakes))
        total = sum(self.weights.get(found, 0) for found in because.items())
        return Score(total, self._tier(total, because), because)

    def _levels(self, a: Profile, b: Profile, namesakes: int) -> Iterator[tuple[str, Level]]:
        name = compare_names(a.name, b.name, self.tongue)
        common = name is Level.EQUAL and namesakes >= MANY_NAMESAKES
        yield "name", Level.COMMON if common else name
        yield "birth_date", compare_days(a.birth_date, b.birth_date)
        yield "sex", _sexes(a.sex, b.sex)
        yield "document", _documents(a, b)
        yield "phone", _shared(a.phones, b.phones)
        yield "id_tail", _shared(_tails(a), _tails(b))
        yield "dwelling", _shared(a.dwellings, b.dwellings)
        yield "companion", _shared(a.companions, b.companions)

    def _tier(self, total: int, because: Mapping[str, Level]) -> Tier:
        document = because["document"]
        if document is Level.EQUAL:
            return Tier.T1
        same = because["name"] in (Level.EQUAL, Level.COMMON)
        if document is Level.REPAIR and (same or because["birth_date"] is Level.EQUAL):
            return Tier.T2
        if total >= PARK_AT:
            return Tier.T3
        return Tier.AUDIT if total >= AUDIT_AT else Tier.NONE


def _sexes(a: str, b: str) -> Level:
    if a in NOT_TOLD or b in NOT_TOLD:
        return Level.EMPTY
    return Level.EQUAL if a == b else Level.DIFFERS


def _shared(a: frozenset[object], b: frozenset[object]) -> Level:
    """Of what one may have several of, one in common is enough; none in common says nothing."""
    return Level.EQUAL if a & b else Level.EMPTY


def _documents(a: Profile, b: Profile) -> Level:
    """The closest pair of one kind; two valid ones that differ speak against one person."""
    level = Level.EMPTY
    for kind in a.documents.keys() & b.documents.keys():
        first, second = a.documents[kind], b.documents[kind]
        valid = kind in a.valid and kind in b.valid
        if plain(first) == plain(second):
            return Level.EQUAL if valid else Level.REPAIR
        if one_repair(first, second):
            level = Level.REPAIR
        elif valid and level is not Level.REPAIR:
            level = Level.DIFFERS
    return level


def _tails(person: Profile) -> frozenset[str]:
    """Last fours of citizen numbers, known alone or as the end of a whole number."""
    own = {number[-4:] for number in person.documents.values() if len(number) in (15, 18)}
    return person.tails | own
