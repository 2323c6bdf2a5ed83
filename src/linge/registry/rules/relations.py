"""Checks between the members of a household (GB/T 4761): warnings, and one error."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEAD = "02"
SPOUSES = ("10", "11", "12")
CHILDREN = tuple(str(code) for code in range(20, 38))
PARENTS = ("51", "52", "57", "58")
HEAD_AGE = 16
GENERATION = 14

SENTENCES: dict[str, Promise] = {
    "no_head": _("该户没有户主，请补填。"),
    "head_young": _("户主不满16周岁，请核对。"),
    "two_spouses": _("该户有不止一位配偶，请核对与户主关系。"),
    "child_old": _("“%(name)s”登记为户主的子女，但年龄只差不到14岁，请核对。"),
    "parent_young": _("“%(name)s”登记为户主的父母，但年龄只差不到14岁，请核对。"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the checks see it."""

    name: str
    relation: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful relation; ``name`` is whom it is about, empty for the household."""

    code: str
    name: str = ""

    @property
    def message(self) -> str:
        return str(SENTENCES[self.code]) % {"name": self.name}


def doubts(members: Sequence[Member], today: date) -> Iterator[Doubt]:
    """What looks wrong in a household; nothing is forbidden by it."""
    head = next((member for member in members if member.relation == HEAD), None)
    if head is None:
        yield Doubt("no_head")
        return
    if head.birth_date and age(head.birth_date, today) < HEAD_AGE:
        yield Doubt("head_young", head.name)
    if sum(member.relation in SPOUSES for member in members) > 1:
        yield Doubt("two_spouses")
    yield from _generations(head, members)


def _generations(head: Member, members: Iterable[Member]) -> Iterator[Doubt]:
    for member in members:
        if head.birth_date is None or member.birth_date is None:
            continue
        years = age(head.birth_date, member.birth_date)
        if member.relation in CHILDREN and years < GENERATION:
            yield Doubt("child_old", member.name)
        if member.relation in PARENTS and age(member.birth_date, head.birth_date) < GENERATION:
            yield Doubt("parent_young", member.name)


def age(born: date, on: date) -> int:
    """Full years on a day; negative before birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
