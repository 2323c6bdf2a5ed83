"""People who stand in the register twice, and people who only look so: the slips of real desks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from linge.registry import codes, numbers
from linge.registry.actions.entries import Entries, Spot
from linge.registry.models import Residency, Resident
from linge.registry.rules.drafts import NewDocument, NewHome, NewPerson, NewPhone
from linge.registry.rules.identity import CITIZEN
from linge.registry.rules.kinds import Precision, ResidencyRole
from linge.registry.rules.matching.planting import HAN
from linge.territory.models import Dwelling

from .people import Crowd
from .sizes import Planted
from .truth import Truth

NOT_SEEN = "登记时未见原件"
SEQUENCE = (14, 15)
"""Places of the number that say neither birthday nor sex."""
Twice = Callable[["Doubles", NewPerson], NewPerson]


class Doubles:
    """Makes second records out of people on record."""

    def __init__(self, crowd: Crowd, entries: Entries, truth: Truth) -> None:
        self.crowd, self.entries, self.truth = crowd, entries, truth
        self.rng: Random = crowd.rng
        self.slips = codes.match_slips(HAN)

    def plant(self, homes: list[Residency], planted: Planted) -> None:
        """Take so many people from the list and write each a second time, or a look-alike beside."""
        waiting = iter(homes)
        for home in _first(waiting, planted.one_slip):
            elsewhere = self.rng.choice(homes).dwelling
            self._again("T2", home, self.rng.choice(ONE_SLIP), elsewhere)
        for order, home in enumerate(_first(waiting, planted.several_alike)):
            self._again("T3", home, SEVERAL_ALIKE[order % len(SEVERAL_ALIKE)], home.dwelling)
        for order, home in enumerate(_first(waiting, planted.look_alikes)):
            self._again("", home, LOOK_ALIKES[order % len(LOOK_ALIKES)], home.dwelling)

    def _again(self, tier: str, home: Residency, twice: Twice, dwelling: Dwelling) -> None:
        """``dwelling`` is where the second record says the person lodges."""
        told = twice(self, as_told(home.person))
        spot = Spot(dwelling.pk, dwelling.community_id, dwelling.path, dwelling.grid_id)
        second = self.entries.person(told, community=dwelling.community_id)
        self.entries.home(NewHome(dwelling.pk, home.since, ResidencyRole.LODGER), second, spot)
        self.truth.pair(tier, home.person, second)

    def slipped(self, number: str) -> str:
        """A number with one digit mistaken, or two that changed places."""
        first, second = (number[place] for place in SEQUENCE)
        if first != second and self.rng.random() < 0.5:
            return number[:14] + second + first + number[16:]
        other = self.rng.choice([sign for sign in "0123456789" if sign != second])
        return number[:15] + other + number[16:]

    def other_number(self, told: NewPerson) -> NewPerson:
        """The same words about somebody else: a valid number of one's own."""
        assert told.birth_date is not None
        own = NewDocument(self.crowd.numbers.identity(told.birth_date, told.sex))
        return replace(told, documents=(own,))


def as_told(person: Resident) -> NewPerson:
    """What a person on record would tell at a counter."""
    document = next(one for one in person.documents.all() if one.kind == CITIZEN)
    phones = [NewPhone(numbers.clear(one)) for one in person.phones.all()]
    return NewPerson(
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        documents=(NewDocument(numbers.clear(document)),),
        phones=tuple(phones),
    )


def _first(waiting: Iterator[Residency], count: int) -> list[Residency]:
    return [next(waiting) for _number in range(count)]


def _slip(own: Doubles, told: NewPerson) -> NewPerson:
    number = own.slipped(told.documents[0].number)
    return replace(told, documents=(NewDocument(number, doubt=NOT_SEEN),), phones=())


def _slip_and_sound(own: Doubles, told: NewPerson) -> NewPerson:
    return replace(_slip(own, told), name=_sounding(own, told.name))


def _no_number(_own: Doubles, told: NewPerson) -> NewPerson:
    return replace(told, documents=())


def _variant(own: Doubles, told: NewPerson) -> NewPerson:
    return replace(told, documents=(), name=own.slips.variant(told.name, own.rng))


def _sound(own: Doubles, told: NewPerson) -> NewPerson:
    return replace(told, documents=(), name=_sounding(own, told.name))


def _wrong_day(_own: Doubles, told: NewPerson) -> NewPerson:
    """The day of birth with its tens mistaken: 3 for 13, 20 for 30."""
    assert told.birth_date is not None
    born = told.birth_date
    return replace(told, documents=(), birth_date=born.replace(day=(born.day + 9) % 20 + 1))


def _sounding(own: Doubles, name: str) -> str:
    return name[0] + own.slips.homophone(name[1:], own.rng)


def _namesake(own: Doubles, told: NewPerson) -> NewPerson:
    """Somebody else of the same name, born on the same day."""
    return replace(own.other_number(told), phones=())


def _twin(own: Doubles, told: NewPerson) -> NewPerson:
    """A twin at the same home with the family's phone and a name that sounds alike."""
    return replace(own.other_number(told), name=_sounding(own, told.name))


def _heir(own: Doubles, told: NewPerson) -> NewPerson:
    """A child who bears the parent's name and has the family's phone."""
    assert told.birth_date is not None
    born = told.birth_date.replace(year=told.birth_date.year + 26, day=1)
    return own.other_number(replace(told, birth_date=min(born, own.crowd.today)))


def _hearsay(_own: Doubles, told: NewPerson) -> NewPerson:
    """Somebody of the same name of whom only the year of birth is known."""
    assert told.birth_date is not None
    born = told.birth_date.replace(month=1, day=1)
    return replace(told, documents=(), phones=(), birth_date=born, birth_precision=Precision.YEAR)


ONE_SLIP: tuple[Twice, ...] = (_slip, _slip, _slip_and_sound)
SEVERAL_ALIKE: tuple[Twice, ...] = (_no_number, _variant, _sound, _wrong_day)
LOOK_ALIKES: tuple[Twice, ...] = (_namesake, _twin, _heir, _namesake, _hearsay)
