"""The population table as a query: which row of it decides for each person, asked of the database.

`rules.population` is the rule; this is the same table for lists and counts, nothing is stored. A
test holds the two against each other over every combination of facts.
"""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Substr

from linge.kernel import clock
from linge.territory.models import Region

from ..models import HukouRecord, IdentityDocument, Residency, Resident
from ..rules.kinds import DocumentState, HukouState, Left
from ..rules.population import ABROAD, MUNICIPALITIES, away_since
from .people import ABROAD_KINDS

HUKOU = ("state", "region_code", "left", "left_street_on", "left_reason")


def with_population_row(
    people: QuerySet[Resident], *, as_of: date | None = None, definition: str = "census2020"
) -> QuerySet[Resident]:
    """People with ``because``, the row of the population table that decides on the day."""
    day = as_of or clock.today()
    return _with_facts(people).annotate(
        because=Case(
            *(When(condition, then=Value(row)) for row, condition in _rows(day, definition)),
            default=Value(13),
            output_field=IntegerField(),
        )
    )


def _with_facts(people: QuerySet[Resident]) -> QuerySet[Resident]:
    home = Residency.objects.filter(person=OuterRef("pk"), main=True, until=None)
    hukou = HukouRecord.objects.filter(person=OuterRef("pk"), until=None)
    facts: dict[str, Any] = {f"hukou_{name}": Subquery(hukou.values(name)[:1]) for name in HUKOU}
    return people.annotate(
        street=Substr("community__code", 1, 9),
        home_street=Substr(Subquery(home.values("dwelling__community__code")[:1]), 1, 9),
        **facts,
    ).annotate(
        street_city=_city("street"),
        hukou_city=_city("hukou_region_code"),
        street_in_district=_in_district("street"),
        hukou_in_district=_in_district("hukou_region_code"),
    )


def _city(code: str) -> Case:
    """The city of a code, for the four municipalities the province."""
    big = Q(**{f"{code}__regex": f"^({'|'.join(MUNICIPALITIES)})"})
    return Case(
        When(big, then=Substr(code, 1, 2)), default=Substr(code, 1, 4), output_field=CharField()
    )


def _in_district(code: str) -> Exists:
    """The county-level region of a code is a 市辖区."""
    area = Substr(OuterRef(code), 1, 6)
    return Exists(Region.objects.filter(code=area, name__endswith="区", until=None))


def _abroad() -> Q:
    """Of another nationality, with a residence permit of 港澳台, or with such documents alone."""
    valid = IdentityDocument.objects.filter(person=OuterRef("pk"), state=DocumentState.VALID)
    only = Exists(valid) & ~Exists(valid.exclude(kind__in=ABROAD_KINDS))
    return ~Q(nationality="CHN") | Q(Exists(valid.filter(kind="154"))) | Q(only)


def _rows(day: date, definition: str) -> list[tuple[int, Q]]:
    """The table from top to bottom, as `rules.population` reads it; the first that fits decides."""
    away_from = away_since(day, definition)
    here, elsewhere = Q(hukou_state=HukouState.HERE), Q(hukou_state=HukouState.ELSEWHERE)
    dated = Q(hukou_left_street_on__isnull=False)
    gone = Q(hukou_left_street_on__lte=away_from)
    homeless = Q(home_street__isnull=True)
    left_home = homeless & here & Q(hukou_left=Left.YES) & dated
    lives = Q(home_street=F("street")) | homeless & here & Q(hukou_left=Left.NO)
    away = Q(home_street__isnull=False) & ~Q(home_street=F("street")) | left_home
    city = Q(hukou_city=F("street_city"), street_in_district=True, hukou_in_district=True)
    one_city = city & Q(hukou_region_code__regex=r"^\d{6}")
    return [
        (14, Q(death_date__lte=day)),
        (12, lives & _abroad()),
        (1, here & lives),
        (6, here & away & Q(hukou_left_reason__in=ABROAD)),
        (7, here & away & dated & ~gone),
        (8, here & away & gone),
        (11, here),
        (5, lives & Q(hukou_state=HukouState.PENDING)),
        (9, lives & elsewhere & ~dated),
        (4, lives & elsewhere & ~gone),
        (3, lives & elsewhere & one_city),
        (2, lives & elsewhere),
        (10, lives),
    ]
