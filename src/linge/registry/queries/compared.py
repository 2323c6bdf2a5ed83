"""Two records side by side, and what a merge of them moves; numbers stay behind their masks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.kernel import clock, masking
from linge.territory.queries import address_text

from .. import codes
from ..models import (
    HouseholdMember,
    HukouRecord,
    MatchCandidate,
    MergeEvent,
    Residency,
    Resident,
    UnclaimedRow,
)
from ..rules.kinds import DocumentState
from ..rules.matching.likeness import Level
from ..rules.merging import Side, differing, usual_side
from .people import HOME, shown_number, shown_phone

WORDS = {
    Level.EQUAL: gettext_lazy("相同"),
    Level.COMMON: gettext_lazy("相同，但同名的多"),
    Level.VARIANT: gettext_lazy("异体或繁体"),
    Level.READING: gettext_lazy("读音相同"),
    Level.REPAIR: gettext_lazy("只差一处"),
    Level.YEAR: gettext_lazy("同一年"),
    Level.DIFFERS: gettext_lazy("不同"),
}
GOOD = (Level.EQUAL, Level.COMMON, Level.VARIANT, Level.READING, Level.REPAIR)
LABELS = {
    "registry.Residency": gettext_lazy("居住关系"),
    "registry.HouseholdMember": gettext_lazy("户内关系"),
    "registry.IdentityDocument": gettext_lazy("证件"),
    "registry.Phone": gettext_lazy("电话"),
    "registry.HukouRecord": gettext_lazy("户籍"),
    "registry.ResidentScope": gettext_lazy("可见范围"),
    "registry.Ownership": gettext_lazy("产权"),
    "registry.Tenancy": gettext_lazy("租赁"),
    "registry.Employment": gettext_lazy("就业"),
    "registry.CareNeed": gettext_lazy("关爱需求"),
    "registry.Consent": gettext_lazy("授权同意"),
    "registry.Resident": gettext_lazy("档案内容"),
    "registry.Household": gettext_lazy("户"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A fact of two records: both values as they may be shown, and how alike they are."""

    label: str
    first: str
    second: str
    likeness: str
    alike: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A field somebody chooses a side for."""

    name: str
    label: str
    first: str
    second: str
    usual: str


def side_by_side(pair: MatchCandidate) -> list[Line]:
    """The compared facts of a pair, those that differ marked."""
    one, two = _shown(pair.first), _shown(pair.second)
    lines = []
    for name, label in FACTS:
        level = pair.because.get(name, "")
        told = one[name] or two[name]
        differs = bool(one[name] and two[name]) and level not in ("equal", "common")
        if name in ("recorded", "companion"):
            differs = False
        if told:
            words = str(WORDS[Level(level)]) if level else ""
            lines.append(Line(str(label), one[name], two[name], words, level in GOOD, differs))
    return lines


FACTS = (
    ("name", gettext_lazy("姓名")),
    ("sex", gettext_lazy("性别")),
    ("birth_date", gettext_lazy("年龄")),
    ("document", gettext_lazy("证件")),
    ("phone", gettext_lazy("电话")),
    ("dwelling", gettext_lazy("现住房屋")),
    ("companion", gettext_lazy("同户人员")),
    ("recorded", gettext_lazy("建档日期")),
)


def _shown(person: Resident) -> dict[str, str]:
    """What may be shown of a person, by the name of the compared field."""
    documents = person.documents.exclude(state=DocumentState.RETIRED)
    homes = Residency.objects.filter(person=person, until=None).select_related(*HOME)
    households = person.memberships.filter(until=None).values("household")
    others = HouseholdMember.objects.filter(household__in=households, until=None)
    names = others.exclude(person=person).values_list("person__name", flat=True)
    born = person.birth_date
    return {
        "name": person.name,
        "sex": codes.label("sex", person.sex) if person.sex in "12" else "",
        "birth_date": masking.mask_birth(born, clock.today()) if born else "",
        "document": "、".join(shown_number(row) for row in documents),
        "phone": "、".join(shown_phone(row) for row in person.phones.all()),
        "dwelling": "、".join(address_text(home.dwelling) for home in homes),
        "companion": "、".join(sorted(set(names))),
        "recorded": person.recorded_at.astimezone(clock.SHANGHAI).date().isoformat(),
    }


def choices(one: Resident, two: Resident) -> list[Choice]:
    """The fields of two records that differ, and home and hukou where both have one open."""
    found = [
        Choice(
            name,
            _column("registry.Resident", name),
            _word(one, name),
            _word(two, name),
            "second" if usual_side(name, one, two) == Side.ABSORBED else "first",
        )
        for name in differing(one, two)
    ]
    mains = [
        Residency.objects.filter(person=each, main=True, until=None).select_related(*HOME).first()
        for each in (one, two)
    ]
    if mains[0] and mains[1] and mains[0].dwelling_id != mains[1].dwelling_id:
        told = [address_text(home.dwelling) for home in mains if home]
        found.append(Choice("home", _("主要居所"), told[0], told[1], "first"))
    hukou = [HukouRecord.objects.filter(person=each, until=None).first() for each in (one, two)]
    if hukou[0] and hukou[1]:
        states = [row.get_state_display() for row in hukou if row]
        found.append(Choice("hukou", _("户籍"), states[0], states[1], "first"))
    return found


def _word(person: Resident, name: str) -> str:
    """A field of a record as a choice shows it; a birth date is shown as an age."""
    value = getattr(person, name)
    if name == "birth_date":
        return masking.mask_birth(value, clock.today()) if value else "—"
    if name in ("sex", "marital", "education", "ethnicity"):
        return codes.label(name, value) or "—"
    shown = getattr(person, f"get_{name}_display", None)
    return str(shown() if shown else value or "") or "—"


def chosen(sent: Mapping[str, str], *, turned: bool) -> dict[str, str]:
    """What the form chose, as sides of the merge; ``turned``: the second record stays."""
    sides = {"first": Side.SURVIVOR, "second": Side.ABSORBED}
    if turned:
        sides = {"first": Side.ABSORBED, "second": Side.SURVIVOR}
    names = (name for name in sent if name.startswith("keep_"))
    return {
        name.removeprefix("keep_"): str(sides[sent[name]]) for name in names if sent[name] in sides
    }


def moving(person: Resident) -> list[tuple[str, int]]:
    """What would move with a record, counted by kind."""
    counts: Counter[str] = Counter()
    for relation in Resident._meta.related_objects:
        label = relation.related_model._meta.label
        if label in LABELS and label != "registry.Resident":
            rows = relation.related_model._default_manager
            counts[label] += rows.filter(**{relation.field.name: person}).count()
    return [(str(LABELS[label]), count) for label, count in counts.items() if count]


def moved(merge: MergeEvent) -> list[tuple[str, int]]:
    """What a merge changed, rows counted by kind."""
    rows = {(step[0], step[1]) for step in merge.steps}
    counts = Counter(label for label, _row in rows)
    return [(_kind(label), count) for label, count in counts.items()]


def kept(merge: MergeEvent) -> list[str]:
    """What undoing a merge left with the survivor, in words."""
    return [
        f"{_kind(label)} · {_column(label, column)}" for label, _row, column, *_rest in merge.kept
    ]


def unclaimed(merge: MergeEvent) -> list[tuple[UnclaimedRow, str]]:
    """Rows born while two records were one, that wait for an owner."""
    return [(row, _kind(row.entity)) for row in merge.unclaimed.filter(settled_at=None)]


def _kind(label: str) -> str:
    return str(LABELS.get(label) or apps.get_model(label)._meta.verbose_name)


def _column(label: str, column: str) -> str:
    field: Any = apps.get_model(label)._meta.get_field(column)
    return str(field.verbose_name)
