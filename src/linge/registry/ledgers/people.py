"""Ledgers of people: 户籍人口, 流动人口, 关爱对象, 户表."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linge.kernel.access import DataClass
from linge.territory.queries import address_text

from .. import codes, permissions
from ..queries import care, ledgers
from ..rules.kinds import LivingKind
from ..tables import next_visit
from . import cells
from .cells import column, of
from .declared import Ledger, LedgerColumn
from .narrowing import CareFilter, HouseholdLines, PeopleFilter

C2, C3, C4 = DataClass.C2, DataClass.C3, DataClass.C4


def person_columns(path: str = "") -> tuple[LedgerColumn, ...]:
    """Name, sex, age, document and phone of the person of a row."""

    def at(getter: Any) -> Any:
        return of(path, getter) if path else getter

    prefix = f"{path}__" if path else ""
    return (
        column("name", _("姓名"), at(lambda p: p.name), klass=C2, sort=f"{prefix}name", width=10),
        column("sex", _("性别"), at(cells.sex), klass=C2, sort=f"{prefix}sex", width=6),
        column(
            "birth",
            _("年龄段"),
            at(cells.age_band),
            klass=C3,
            clear=at(lambda p: p.birth_date),
            sort=f"-{prefix}birth_date",
            width=11,
        ),
        column(
            "document",
            _("证件号码"),
            at(cells.masked_document),
            klass=C3,
            clear=at(cells.clear_document),
            width=20,
        ),
        column(
            "phone",
            _("电话"),
            at(cells.masked_phone),
            klass=C3,
            clear=at(cells.clear_phone),
            width=13,
        ),
    )


HOME = (
    column("home", _("现住房屋"), cells.home_address, klass=C2, width=24),
    column("grid", _("网格"), cells.home_grid, width=10),
)


def hukou_then(person: Any) -> Any:
    return next(iter(person.hukou_then), None)


def hukou_place(person: Any) -> str:
    """The county of the hukou; the street and the house are nobody's business here."""
    found = hukou_then(person)
    return found.county or found.region_code[:6] if found else ""


def left_on(person: Any) -> Any:
    found = hukou_then(person)
    return found.left_street_on if found else None


def next_day(need: Any) -> Any:
    planned = next_visit(need)
    return planned.planned_on if planned else None


LEFT = column("left", _("离开户口街道"), left_on, klass=C2, width=12)
HUKOU = Ledger(
    code="hukou",
    title=_("户籍人口台账"),
    about=_("户口在本街道的人，不论现在住在哪里。"),
    capability=permissions.VIEW,
    query=ledgers.hukou_people,
    columns=(*person_columns(), *HOME, LEFT),
    order=("name", "pk"),
    filter=PeopleFilter,
    counted=_("合计 %(n)s 人"),
    dated=True,
)
FLOATING = Ledger(
    code="floating",
    title=_("流动人口台账"),
    about=_("住在本街道、户口在外市、离开户口所在街道满六个月的人。"),
    capability=permissions.VIEW,
    query=ledgers.floating_people,
    columns=(
        *person_columns(),
        *HOME,
        column("hukou", _("户口所在地"), hukou_place, klass=C2, width=16),
        LEFT,
    ),
    order=("name", "pk"),
    filter=PeopleFilter,
    counted=_("合计 %(n)s 人"),
    dated=True,
)
CARE = Ledger(
    code="care",
    title=_("关爱对象台账"),
    about=_("经本人同意、正在关爱的人。只有本条线的人员能看到。"),
    capability=permissions.CARE,
    query=lambda actor, _day: care.needs(actor),
    columns=(
        column("name", _("姓名"), of("person", lambda p: p.name), klass=C2, sort="person__name"),
        column("kind", _("关爱需求"), of("kind", lambda k: k.name), klass=C4, sort="kind"),
        column("home", _("现住房屋"), of("person", cells.home_address), klass=C2, width=24),
        column("state", _("状态"), cells.words("state"), klass=C4, sort="state", width=10),
        column("next", _("下次走访"), next_day, klass=C2, width=12),
        column("review", _("复核期限"), cells.attribute("review_due"), klass=C2, width=12),
    ),
    order=("person__name", "pk"),
    filter=CareFilter,
    counted=_("合计 %(n)s 人次"),
    floor=C4,
)


def household_kind(row: Any) -> str:
    shared = f" · {_('合租')}" if row.household.shared else ""
    return f"{LivingKind(row.household.living_kind).label}{shared}"


HOUSEHOLDS = Ledger(
    code="households",
    title=_("户表"),
    about=_("每户一页：住在哪里、有哪些人、与户主是什么关系。"),
    capability=permissions.VIEW,
    query=ledgers.household_lines,
    columns=(
        column(
            "home",
            _("房屋"),
            of("household.dwelling", address_text),
            klass=C2,
            sort="household__dwelling__path",
            width=24,
        ),
        column("kind", _("户类型"), household_kind, klass=C2, width=10),
        column("head", _("户主"), lambda row: row.head_name or "", klass=C2, width=10),
        column(
            "relation",
            _("与户主关系"),
            lambda row: codes.table("family_relation").get(row.relation, ""),
            klass=C2,
            width=12,
        ),
        *person_columns("person"),
    ),
    order=("household__dwelling__path", "household", "relation", "pk"),
    filter=HouseholdLines,
    counted=_("合计 %(n)s 人"),
    dated=True,
    lead=3,
)
