"""The population table as a query: which row of it decides for each person, asked of the database.

`rules.population` is the rule; this is the same table for lists and counts, nothing is stored. A
test holds the two against each other over every combination of facts.
"""

from datetime import date

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Substr

from linge.kernel import clock
from linge.territory.models import Region
from linge.territory.rules.kinds import Level

from ..models import IdentityDocument, Residency, Resident
from ..rules.identity import RESIDENCE_PERMIT
from ..rules.kinds import DocumentState, HukouState, Left
from ..rules.population import ABROAD, MUNICIPALITIES, away_since
from .people import ABROAD_KINDS

HUKOU = ("state", "region_code", "left", "left_street_on", "left_reason")


def with_population_row(
    people: QuerySet[Resident], *, as_of: date | None = None, definition: str = "census2020"
) -> QuerySet[Resident]:
    """People with ``because``, the row of the population table that decides on the day."""
    day = as_of or clock.today()
    return _with_facts(people, day).annotate(
        because=Case(
            *(When(condition, then=Value(row)) for row, condition in _rows(day, definition)),
            default=Value(13),
            output_field=IntegerField(),
        )
    )


def _with_facts(people: QuerySet[Resident], day: date) -> QuerySet[Resident]:
    """The hukou and the main home of the day are one row at most each, so both are joined."""
    held = _held("hukou_records", day)
    main_home = _held("residencies", day) & Q(residencies__main=True)
    told = {f"hukou_{name}": F(f"hukou__{name}") for name in HUKOU}
    return people.annotate(
        hukou=FilteredRelation("hukou_records", condition=held),
        home=FilteredRelation("residencies", condition=main_home),
    ).annotate(
        street=Substr("community__code", 1, 9),
        home_street=Substr("home__dwelling__community__code", 1, 9),
        hukou_area=Substr("hukou__region_code", 1, 6),
        street_area=Substr("community__code", 1, 6),
        street_city=_city("community__code"),
        hukou_city=_city("hukou__region_code"),
        **told,
    )


def _held(tie: str, day: date) -> Q:
    """The rows of a tie that hold on the day; one that is open holds until further notice."""
    ends = Q(**{f"{tie}__until": None}) | Q(**{f"{tie}__until__gt": day})
    return ends & Q(**{f"{tie}__since__lte": day})


def _city(code: str) -> Case:
    """The city of a code, for the four municipalities the province."""
    big = Q(*(Q(**{f"{code}__startswith": start}) for start in MUNICIPALITIES), _connector=Q.OR)
    return Case(
        When(big, then=Substr(code, 1, 2)), default=Substr(code, 1, 4), output_field=CharField()
    )


def _districts() -> QuerySet[Region, str]:
    """The codes of the county-level regions that are 市辖区."""
    areas = Region.objects.filter(level=Level.DISTRICT, name__endswith="区", until=None)
    return areas.values_list("code", flat=True)


def _abroad() -> Q:
    """Of another nationality, with a residence permit of 港澳台, or with such documents alone.

    The few with such a document are gathered once; only about them is each document asked.
    """
    valid = IdentityDocument.objects.filter(state=DocumentState.VALID)
    own = valid.filter(person=OuterRef("pk"))
    some = Q(pk__in=valid.filter(kind__in=(RESIDENCE_PERMIT, *ABROAD_KINDS)).values("person"))
    alone = ~Exists(own.exclude(kind__in=ABROAD_KINDS))
    return ~Q(nationality="CHN") | some & (Q(Exists(own.filter(kind=RESIDENCE_PERMIT))) | Q(alone))


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
    one_city = Q(
        hukou_city=F("street_city"), street_area__in=_districts(), hukou_area__in=_districts()
    )
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


def kept_by(people: QuerySet[Resident], community: Region) -> QuerySet[Resident]:
    """The people whose record a community keeps.

    The sum keeps the database from walking the index by birth date, where every fact of the
    population table would be read in that order: twice the time for a whole community.
    """
    return people.annotate(kept=F("community_id") + 0).filter(kept=community.pk)


def lives_in(place: Q, day: date) -> Q:
    """Whose main home of the day lies in the place, which is told of the dwelling."""
    homes = Residency.objects.on(day).filter(place, main=True)
    return Q(pk__in=homes.values("person"))
