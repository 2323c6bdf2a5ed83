"""Invented people and families, as somebody at the door would tell them. No database here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from linge.registry.rules.drafts import (
    NewDocument,
    NewHousehold,
    NewHukou,
    NewMember,
    NewPerson,
    NewPhone,
)
from linge.registry.rules.identity import DEMO_AREA, check_digit
from linge.registry.rules.kinds import HukouState, Left, LeftReason, LivingKind, ResidencyRole

from .words import NamePool

HUNDRED_SIZES = [1] * 25 + [2] * 32 + [3] * 27 + [4] * 11 + [5] * 5
HEAD, HUSBAND, WIFE, SON, DAUGHTER, FATHER, MOTHER, OTHER = (
    "02", "11", "12", "20", "30", "51", "52", "97",
)  # fmt: skip
MALE, FEMALE = "1", "2"
HERE, ONE_CITY, FAR = "990101001", "990102001", ("990202001", "990221001")
FIRST_PHONE = 12_010_000_000
PHONES_OF_SERIES, SEQUENCES_OF_SERIES = 5_000_000, 49
GUILANS_PHONE = "12000000020"
WITH_PHONE_FROM = 12
CHILD_AGE = 18
STATUS_OF_OWNERS = ("here", "one_city", "far", "lately", "left_unknown", "unknown", "foreign")
OWNERS_WEIGHTS = (76, 10, 8, 2.2, 2, 1, 0.8)
TENANTS_WEIGHTS = (10, 18, 52, 12, 5, 2, 1)
LEAST_OF_EACH = 30
HIGHER = ((24, "20"), (19, "40"), (16, "60"), (13, "70"), (7, "80"))


class Numbers:
    """Identity and phone numbers nobody has: area 990101, mobiles from 120, right check signs."""

    def __init__(self, rng: Random, series: int = 0) -> None:
        self.rng = rng
        self.series = series  # 0 to 9: each has phones and sequences of its own
        self.phone = FIRST_PHONE + series * PHONES_OF_SERIES
        self.given: dict[tuple[date, str], int] = {}

    def identity(self, born: date, sex: str) -> str:
        """The next number of a birthday; odd sequences are men's."""
        first = self.series * SEQUENCES_OF_SERIES
        count = self.given.get((born, sex), first + self.rng.randrange(SEQUENCES_OF_SERIES // 2))
        self.given[born, sex] = count + 1
        sequence = 2 * count + (1 if sex == MALE else 2)
        body = f"{DEMO_AREA}{born:%Y%m%d}{sequence:03d}"
        return body + check_digit(body)

    def mobile(self) -> str:
        """The next mobile number."""
        self.phone += 1
        return str(self.phone)


@dataclass
class Crowd:
    """Makes people and families as of a day; the same seed makes the same ones."""

    rng: Random
    today: date
    numbers: Numbers
    names: NamePool
    waiting_names: list[str] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)

    def family(self, dwelling: int, size: int, *, let: bool) -> NewHousehold:
        """A household of a size in a dwelling, owners or tenants."""
        status = self._status(let)
        since = self._moved_in(let)
        members = tuple(
            NewMember(person, relation, self._role(relation, let))
            for person, relation in self._people(size, status)
        )
        return NewHousehold(dwelling, since, members)

    def sharers(self, dwelling: int, size: int) -> NewHousehold:
        """Workers who share rooms: a collective household."""
        since = self._moved_in(True)
        people = [self.person(self.rng.randint(19, 45), "far") for _ in range(size)]
        members = tuple(
            NewMember(one, HEAD if place == 0 else OTHER, ResidencyRole.DORMITORY)
            for place, one in enumerate(people)
        )
        return NewHousehold(dwelling, since, members, LivingKind.COLLECTIVE, shared=True)

    def person(self, age: int, status: str, *, sex: str = "", surname: str = "") -> NewPerson:
        """One person of an age, with a document, a phone from twelve on, and where the hukou is."""
        rng = self.rng
        sex = sex or rng.choice((MALE, FEMALE))
        born = self.today - timedelta(days=age * 365 + age // 4 + rng.randrange(1, 364))
        name = self.names.name(sex, born.year, surname)
        if age > WITH_PHONE_FROM and self.waiting_names:
            name = self.waiting_names.pop()
        foreign = status == "foreign"
        number = NewDocument(self._passport(), kind="414") if foreign else NewDocument(
            self.numbers.identity(born, sex)
        )  # fmt: skip
        return NewPerson(
            name=name,
            sex=sex,
            birth_date=born,
            nationality="SGP" if foreign else "CHN",
            marital=self._marital(age),
            education=next((code for least, code in HIGHER if age >= least), ""),
            documents=(number,),
            phones=(NewPhone(self.numbers.mobile()),) if age > WITH_PHONE_FROM else (),
            hukou=None if foreign else self.hukou(status, born),
        )

    def guilan(self) -> NewPerson:
        """张桂兰, 73, who has her say in every story; her phone opens the portal."""
        born = date(1953, 3, 8)
        return NewPerson(
            name="张桂兰",
            sex=FEMALE,
            birth_date=born,
            marital="30",
            education="70",
            documents=(NewDocument(self.numbers.identity(born, FEMALE)),),
            phones=(NewPhone(GUILANS_PHONE),),
            hukou=self.hukou("here", born),
        )

    def hukou(self, status: str, born: date) -> NewHukou | None:
        """The hukou a status of the population table stands for."""
        rng = self.rng
        long_ago = max(born, self.today - timedelta(days=rng.randint(260, 4_000)))
        lately = max(born, self.today - timedelta(days=rng.randint(10, 150)))
        far = rng.choice(FAR)
        left: dict[str, tuple[HukouState, str, Left, date | None, str]] = {
            "here": (HukouState.HERE, HERE, Left.NO, None, ""),
            "one_city": (HukouState.ELSEWHERE, ONE_CITY, Left.YES, long_ago, LeftReason.FAMILY),
            "far": (HukouState.ELSEWHERE, far, Left.YES, long_ago, LeftReason.WORK),
            "lately": (HukouState.ELSEWHERE, far, Left.YES, lately, LeftReason.WORK),
            "pending": (HukouState.PENDING, "", Left.UNKNOWN, None, ""),
            "left_unknown": (HukouState.ELSEWHERE, far, Left.UNKNOWN, None, ""),
            "away_abroad": (HukouState.HERE, HERE, Left.YES, long_ago, LeftReason.ABROAD_STUDY),
            "away_lately": (HukouState.HERE, HERE, Left.YES, lately, LeftReason.WORK),
            "away_long": (HukouState.HERE, HERE, Left.YES, long_ago, LeftReason.WORK),
            "away_unknown": (HukouState.HERE, HERE, Left.UNKNOWN, None, ""),
        }
        if status not in left:
            return None
        state, code, gone, since, reason = left[status]
        return NewHukou(state, born, code, left=gone, left_street_on=since, left_reason=reason)

    def size(self) -> int:
        """A household's size, a hundred at a time; of five and more, a few are six and seven."""
        if not self.sizes:
            self.sizes = self.rng.sample(HUNDRED_SIZES, k=len(HUNDRED_SIZES))
        size = self.sizes.pop()
        return size if size < HUNDRED_SIZES[-1] else self.rng.choices((5, 6, 7), (70, 22, 8))[0]

    def _status(self, let: bool) -> str:
        """Where a household's hukou is; of each kind there are some before chance decides."""
        for status in STATUS_OF_OWNERS[1:]:
            if self.made.get(status, 0) < LEAST_OF_EACH and self.rng.random() < 0.02:
                break
        else:
            weights = TENANTS_WEIGHTS if let else OWNERS_WEIGHTS
            status = self.rng.choices(STATUS_OF_OWNERS, weights)[0]
        self.made[status] = self.made.get(status, 0) + 1
        return status

    def _people(self, size: int, status: str) -> Iterator[tuple[NewPerson, str]]:
        """Head first: alone, a couple, a couple with children, with parents too."""
        rng = self.rng
        age = self._age_of_head(size)
        sex = rng.choices((MALE, FEMALE), (62, 38))[0]
        surname = self.names.surname()
        yield self.person(age, status, sex=sex, surname=surname), HEAD
        if size == 1:
            return
        if size > 2 or rng.random() < 0.8:
            spouse = FEMALE if sex == MALE else MALE
            years = max(22, age + rng.randint(-4, 3))
            yield self.person(years, status, sex=spouse), WIFE if spouse == FEMALE else HUSBAND
            size -= 1
        yield from self._kin(size - 1, age, sex, surname, status)

    def _kin(
        self, count: int, age: int, sex: str, surname: str, status: str
    ) -> Iterator[tuple[NewPerson, str]]:
        """Children of the head, at most three, then parents."""
        rng = self.rng
        for place in range(count):
            if place < 3 and age >= 24:
                years = max(0, age - rng.randint(23, 34) - 2 * place)
                child = rng.choice((MALE, FEMALE))
                registered = self._of_child(status, years)
                one = self.person(years, registered, sex=child, surname=surname)
                yield one, SON if child == MALE else DAUGHTER
            else:
                parent = (FATHER, MOTHER, OTHER)[min(place % 3, 2)]
                of_sex = FEMALE if parent == MOTHER else MALE
                yield self.person(age + rng.randint(22, 30), status, sex=of_sex), parent

    def _of_child(self, status: str, years: int) -> str:
        """A newborn may still wait for the hukou."""
        return "pending" if years == 0 and self.rng.random() < 0.5 else status

    def _role(self, relation: str, let: bool) -> ResidencyRole:
        if relation == HEAD:
            return ResidencyRole.TENANT if let else ResidencyRole.OWNER
        return ResidencyRole.FAMILY

    def _age_of_head(self, size: int) -> int:
        rng = self.rng
        if size == 1:
            return rng.choices((rng.randint(22, 45), rng.randint(60, 92)), (55, 45))[0]
        if size == 2:
            return rng.choices((rng.randint(25, 40), rng.randint(55, 85)), (45, 55))[0]
        return rng.randint(28, 52)

    def _moved_in(self, let: bool) -> date:
        most = 1_500 if let else 6_500
        return self.today - timedelta(days=self.rng.randint(40, most))

    def _marital(self, age: int) -> str:
        if age < 22:
            return "10"
        return self.rng.choices(("20", "10", "40", "30"), (78, 12, 6, 4))[0]

    def _passport(self) -> str:
        return f"E{self.rng.randrange(10_000_000, 99_999_999)}"
