"""Invented tables with planted doubles, to measure the matcher: the same seed, the same table.

People live in families that share a home, often a phone and a surname; there are twins, and some
sons bear their father's name. Doubles differ by the slips of ``slips``, one to three each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from ..identity import DEMO_AREA, check_digit
from .slips import HAN_SLIPS, LATIN_SLIPS, Slips

HAN, LATIN = "han", "latin"
HEADERS = {
    HAN: ("编号", "真实编号", "姓名", "性别", "出生日期", "身份证号", "电话", "地址"),
    LATIN: ("rec_id", "entity", "given_name", "surname", "sex", "date_of_birth", "soc_sec_id",
            "phone", "street_number", "address_1", "suburb", "postcode", "state"),
}  # fmt: skip
SIZES = (1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5)
DOUBLES = 0.1
TWINS, NAMESAKE_SON = 0.02, 0.03
LEFT_BLANK = {"document": 0.12, "phone": 0.12, "birth": 0.02, "sex": 0.03, "address": 0.03}
FIRST_DAY, DAYS = date(1936, 1, 1), 21_500
ESTATES = ("锦绣花园", "阳光家园", "翠湖苑", "金桂新村", "银杏里", "学府雅苑", "铁路宿舍")
STREETS = ("wattle", "station", "church", "albert", "victoria", "mitchell", "banksia", "hume")
WAYS = ("street", "road", "place", "crescent", "avenue", "close", "circuit", "drive")
SUBURBS = tuple(
    f"{first}{last}"
    for first in ("north", "glen", "kings", "port", "river", "oak", "ash", "mount ")
    for last in ("field", "wood", "vale", "brook", "haven", "dale")
)
LATIN_FAMILIES = tuple(
    f"{first}{last}"
    for last in ("ley", "ford", "well", "ton", "man", "wood", "son", "ard", "ham", "worth", "er",
                 "by", "stone", "dge", "field", "bury", "shaw")
    for first in ("har", "ash", "brad", "cal", "dun", "el", "fair", "gil", "hol", "kin", "lang",
                  "mar", "nor", "pres", "rad", "stan", "thorn", "wal", "whit", "win", "mac", "bur",
                  "cro", "den", "fle", "gar", "hen", "lin", "mil", "oak", "pem", "rus", "sel")
)  # fmt: skip
STATES = ("nsw", "vic", "qld", "wa", "sa", "tas")


@dataclass(frozen=True, slots=True)
class Told:
    """What one record tells of a person; days and numbers as they are written."""

    given: str = ""
    family: str = ""
    sex: str = ""
    birth: str = ""
    document: str = ""
    phone: str = ""
    number: str = ""
    address: str = ""
    suburb: str = ""
    postcode: str = ""
    state: str = ""


@dataclass
class Town:
    """Makes people family by family."""

    rng: Random
    style: str
    slips: Slips
    given: dict[tuple[str, str], int] = field(default_factory=dict)
    phones: int = 12_000_000_000

    def people(self) -> Iterator[Told]:
        """Families without end."""
        while True:
            yield from self._family(self.rng.choice(SIZES))

    def home(self) -> Told:
        """A home, and nobody in it yet."""
        rng = self.rng
        if self.style == HAN:
            unit, room = rng.randint(1, 3), f"{rng.randint(1, 18)}{rng.randint(1, 4):02}"
            return Told(address=f"{rng.choice(ESTATES)}{rng.randint(1, 60)}-{unit}-{room}")
        place = rng.randrange(len(SUBURBS) * 4)
        return Told(
            number=str(rng.randint(1, 240)),
            address=f"{rng.choice(self.slips.families)} {rng.choice(WAYS)}"
            if rng.random() < 0.7
            else f"{rng.choice(STREETS)} {rng.choice(WAYS)}",
            suburb=SUBURBS[place % len(SUBURBS)],
            postcode=str(2000 + place * 7),
            state=STATES[place % len(STATES)],
        )

    def phone(self) -> str:
        """A number nobody has."""
        self.phones += self.rng.randint(1, 9)
        return str(self.phones)

    def _family(self, size: int) -> Iterator[Told]:
        rng, home = self.rng, self.home()
        home = replace(home, phone=self.phone())
        elder = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
        head = self._person(home, "1" if rng.random() < 0.7 else "2", elder)
        yield head
        if size == 1:
            return
        near = elder + timedelta(days=rng.randint(-1_500, 1_500))
        family = head.family if self.style == LATIN and rng.random() < 0.7 else ""
        yield self._person(home, "2" if head.sex == "1" else "1", near, family)
        yield from self._children(size - 2, head, home, elder)

    def _children(self, count: int, head: Told, home: Told, elder: date) -> Iterator[Told]:
        rng = self.rng
        born = elder + timedelta(days=rng.randint(7_000, 11_000))
        mark = self.slips.given_sign(rng) if self.style == HAN else ""
        named = {head.given}
        for place in range(count):
            child = self._person(home, rng.choice("12"), born, head.family, mark)
            same = not place and child.sex == head.sex and rng.random() < NAMESAKE_SON
            while child.given in named:
                child = replace(child, given=self.slips.given(rng, child.sex, mark))
            named.add(child.given)
            yield replace(child, phone=home.phone, given=head.given if same else child.given)
            born += timedelta(days=0 if rng.random() < TWINS * 5 else rng.randint(400, 2_000))

    def _person(self, home: Told, sex: str, born: date, family: str = "", mark: str = "") -> Told:
        rng = self.rng
        return replace(
            home,
            family=family or self.slips.family(rng),
            given=self.slips.given(rng, sex, mark),
            sex=sex,
            birth=born.isoformat(),
            document=self._document(born, sex),
            phone=self.phone() if rng.random() < 0.8 else home.phone,
        )

    def _document(self, born: date, sex: str) -> str:
        if self.style == LATIN:
            return str(self.rng.randrange(10**6, 10**7))
        count = self.given.get((born.isoformat(), sex), self.rng.randrange(200))
        self.given[born.isoformat(), sex] = count + 1
        body = f"{DEMO_AREA}{born:%Y%m%d}{(2 * count + (sex == '1')) % 1000:03d}"
        return body + check_digit(body)


def plant(people: int, seed: int, style: str, slips: Slips) -> Iterator[tuple[str, ...]]:
    """The rows of a table about so many people, doubles among them, after the row of headers."""
    rng = Random(seed)
    town = Town(rng, style, slips)
    records: list[tuple[int, Told]] = []
    for number, person in zip(range(people), town.people(), strict=False):
        records.append((number, _blanked(person, rng)))
        while rng.random() < DOUBLES:
            records.append((number, _blanked(_double(person, town), rng)))
    rng.shuffle(records)
    yield HEADERS[style]
    for place, (number, told) in enumerate(records, 1):
        yield (f"r{place}", f"p{number}", *_written(told, style))


def _double(person: Told, town: Town) -> Told:
    """The same person, told again with one to three slips."""
    rng = town.rng
    kinds = HAN_SLIPS if town.style == HAN else LATIN_SLIPS
    for kind in rng.sample(kinds, rng.choice((1, 1, 2, 2, 3))):
        if kind == "moved":
            home = town.home()
            phone = town.phone() if rng.random() < 0.3 else person.phone
            person = replace(home, given=person.given, family=person.family, sex=person.sex,
                             birth=person.birth, document=person.document, phone=phone)  # fmt: skip
        elif kind == "new_phone":
            person = replace(person, phone=town.phone())
        else:
            person = replace(person, **town.slips.slip(kind, person, rng))
    return person


def _blanked(person: Told, rng: Random) -> Told:
    return replace(
        person, **{name: "" for name, share in LEFT_BLANK.items() if rng.random() < share}
    )


def _written(told: Told, style: str) -> tuple[str, ...]:
    if style == HAN:
        sex = {"1": "男", "2": "女"}.get(told.sex, "")
        name = told.family + told.given
        return (name, sex, told.birth, told.document, told.phone, told.address)
    sex = {"1": "m", "2": "f"}.get(told.sex, "")
    return (told.given, told.family, sex, told.birth.replace("-", ""), told.document, told.phone,
            told.number, told.address, told.suburb, told.postcode, told.state)  # fmt: skip
