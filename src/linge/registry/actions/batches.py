"""One deed for several people at once: every row by the same action, refused row by row in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from ..models import Residency, Resident
from ..rules.drafts import NewHome
from .renewing import confirm_person
from .residencies import move_in

MOST = 50


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one row: done, or why not."""

    person: Resident
    refusal: str = ""


def sound_batch(people: Sequence[Resident]) -> None:
    """People to be confirmed together live in one building, and are few enough to have been seen.

    Refuses with ``registry.batch_too_many`` and ``registry.batch_two_buildings``.
    """
    if len(people) > MOST:
        many = _("一次最多确认%(most)s人，请分几次选。") % {"most": MOST}
        raise Refused("registry.batch_too_many", str(many))
    homes = Residency.objects.filter(person__in=people, main=True, until=None)
    if homes.values("dwelling__building").distinct().count() > 1:
        apart = _("所选的人住在不同的楼栋。一次只能确认同一栋楼，请先按楼栋筛选。")
        raise Refused("registry.batch_two_buildings", str(apart))


def confirm_people(people: Sequence[Resident], *, by: Actor) -> list[Told]:
    """“无变化” for several people of one building (`sound_batch`); each row stands for itself."""
    sound_batch(people)
    return _each(people, lambda person: confirm_person(person, by=by))


def move_people(people: Sequence[Resident], home: NewHome, *, by: Actor) -> list[Told]:
    """Several people move to one dwelling; each leaves the present main home that day."""
    return _each(people, lambda person: move_in(person, home, by=by, leaving=True))


def _each(people: Sequence[Resident], deed: Callable[[Resident], object]) -> list[Told]:
    return [Told(person, _refused(deed, person)) for person in people]


def _refused(deed: Callable[[Resident], object], person: Resident) -> str:
    try:
        deed(person)
    except Refused as refusal:
        return str(refusal.message)
    return ""
