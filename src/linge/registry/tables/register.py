"""What the lists of people, households, dwellings and visits show; numbers stay masked."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock, masking
from linge.territory.models import Dwelling
from linge.territory.queries import address_text
from linge.ui.tables import Badge, Column, Due, Masked, RowLink, Table

from .. import panels, permissions, queries
from ..models import (
    CareKind,
    CareNeed,
    CareVisit,
    ChangeRequest,
    Heard,
    Household,
    HouseholdMember,
    Resident,
    Visit,
)
from ..models.households import HEAD
from ..rules.care import NeedState
from ..rules.kinds import SEXES, HouseholdKind, Outcome
from ..rules.requests import RequestState

OUTCOME_LOOKS = {
    Outcome.MET: "ok",
    Outcome.CONFIRMED: "ok",
    Outcome.VACANT: "info",
    Outcome.NONRESIDENTIAL: "info",
    Outcome.PHONE: "warn",
    Outcome.NOBODY: "warn",
    Outcome.NO_ACCESS: "warn",
    Outcome.REFUSED: "danger",
}


def sex(person: Resident) -> str:
    return str(dict(SEXES).get(person.sex, ""))


def band(person: Resident) -> str:
    """The five-year age band of a list."""
    return masking.age_band(person.birth_date, clock.today()) if person.birth_date else ""


def home_of(person: Resident) -> str:
    home = next(iter(person.main_homes), None)
    return address_text(home.dwelling) if home else ""


def grid_of(person: Resident) -> str:
    home = next(iter(person.main_homes), None)
    return home.dwelling.grid.name if home and home.dwelling.grid else ""


def grid_name(row: Any) -> str:
    """The grid of a row that lies in one."""
    return row.grid.name if row.grid else ""


def role_of(person: Resident) -> str:
    home = next(iter(person.main_homes), None)
    return home.get_role_display() if home else ""


def phone_of(person: Resident) -> Masked | None:
    phone = next(iter(person.main_phones), None)
    if phone is None:
        return None
    return Masked(queries.shown_phone(phone), f"registry.phone:{phone.uuid}", "number")


def outcome_badge(outcome: str | None) -> Badge | None:
    if not outcome:
        return None
    known = Outcome(outcome)
    return Badge(OUTCOME_LOOKS[known], str(known.label))


class ResidentTable(Table):
    caption = _("居民名单")
    order = ("name", "pk")
    columns = (
        Column("name", _("姓名"), sort="name", link=True),
        Column("sex", _("性别"), sex, sort="sex"),
        Column("age", _("年龄段"), band, sort=("-birth_date",)),
        Column("home", _("现住房屋"), home_of),
        Column("role", _("居住身份"), role_of),
        Column("grid", _("网格"), grid_of),
        Column("phone", _("电话"), phone_of),
        Column("source", _("来源"), lambda row: row.get_source_display(), hidden=True),
        Column("confirmed", _("最近确认"), "confirmed_at", sort="confirmed_at", hidden=True),
    )

    def href(self, row: Resident) -> str:
        return reverse("registry:resident", args=[row.uuid])

    links_ask = permissions.EDIT

    def links(self, row: Resident) -> list[RowLink]:
        edit = reverse("registry:resident_edit", args=[row.uuid])
        return [RowLink(gettext("编辑"), edit, key="e")]


def head_of(household: Household) -> HouseholdMember | None:
    return next((m for m in household.open_members if m.relation == HEAD), None)


def head_name(household: Household) -> str:
    head = head_of(household)
    return head.person.name if head else gettext("未登记户主")


def household_address(household: Household) -> str:
    return address_text(household.dwelling) if household.dwelling else ""


def household_kind(household: Household) -> str:
    if household.kind == HouseholdKind.HUKOU:
        return str(household.get_kind_display())
    shared = f" · {gettext('合租')}" if household.shared else ""
    return f"{household.get_living_kind_display()}{shared}"


class HouseholdTable(Table):
    caption = _("户名单")
    order = ("-kind", "dwelling__path", "pk")
    columns = (
        Column("head", _("户主"), head_name, link=True),
        Column("address", _("房屋"), household_address, sort="dwelling__path"),
        Column("kind", _("户类型"), household_kind),
        Column("size", _("人数"), lambda row: len(row.open_members), sort="size", number=True),
        Column(
            "grid",
            _("网格"),
            lambda row: row.dwelling.grid.name if row.dwelling and row.dwelling.grid else "",
            sort="dwelling__grid__code",
        ),
        Column("since", _("起始日期"), "since", sort="since", hidden=True),
    )

    def href(self, row: Household) -> str:
        return reverse("registry:household", args=[row.uuid])


def collected_badge(dwelling: Dwelling) -> Badge:
    if dwelling.collected:
        return Badge("ok", gettext("已采集"))
    return Badge("muted", gettext("未采集"))


class DwellingTable(Table):
    caption = _("房屋名单")
    order = ("path", "pk")
    columns: tuple[Column, ...] = (
        Column("address", _("房屋"), address_text, sort="path", link=True),
        Column(
            "use", pgettext_lazy("building", "用途"), lambda row: row.get_use_display(), sort="use"
        ),
        Column("people", _("现住人数"), lambda row: row.people or 0, sort="people", number=True),
        Column("collected", _("采集"), collected_badge),
        Column("outcome", _("最近走访"), lambda row: outcome_badge(row.last_outcome)),
        Column("day", _("走访日期"), "last_day", sort="last_day"),
        Column("grid", _("网格"), lambda row: row.grid and row.grid.name, sort="grid__code"),
    )

    def href(self, row: Dwelling) -> str:
        return reverse("registry:dwelling", args=[row.uuid])


class MissingTable(DwellingTable):
    """What is still to do: in the order one climbs down a building."""

    caption = _("未采集房屋")
    links_ask = permissions.VISIT
    order = ("building__path", "unit__number", "-floor", "room", "pk")

    def links(self, row: Dwelling) -> list[RowLink]:
        return [RowLink(gettext("登记走访"), reverse("registry:visit_new", args=[row.uuid]))]


def visit_state(visit: Visit) -> Any:
    if visit.voided_at:
        return Badge("muted", gettext("已作废"))
    if visit.outcome == Outcome.VACANT and not visit.approved_at:
        return Badge("warn", gettext("待审核"))
    return Badge("ok", gettext("有效"))


class VisitTable(Table):
    caption = _("入户走访")
    order = ("-at", "-pk")
    columns = (
        Column("at", _("走访时间"), "at", sort="at"),
        Column("address", _("房屋"), lambda row: address_text(row.dwelling), link=True),
        Column("outcome", _("结果"), lambda row: outcome_badge(row.outcome), sort="outcome"),
        Column("worker", _("走访人"), lambda row: row.worker.name if row.worker else ""),
        Column("state", _("状态"), visit_state),
    )

    def href(self, row: Visit) -> str:
        return reverse("registry:dwelling", args=[row.dwelling.uuid]) + "?tab=visits"


def became_badge(heard: Heard) -> Badge:
    if heard.became:
        return Badge("ok", gettext("已转%(what)s") % {"what": heard.get_became_display()})
    return Badge("muted", gettext("未转办"))


class HeardTable(Table):
    """What was heard; each way into a matter is a link the floors above offer."""

    caption = _("听到的话")
    order = ("-at", "-pk")
    columns = (
        Column(
            "words", _("原话"), lambda row: masking.mask_words(queries.words_of(row)), link=True
        ),
        Column("kind", _("类别"), lambda row: row.get_kind_display(), sort="kind"),
        Column("address", _("房屋"), lambda row: address_text(row.visit.dwelling)),
        Column("at", _("时间"), "at", sort="at"),
        Column("by", _("记录人"), lambda row: row.by.name if row.by else ""),
        Column("state", _("状态"), became_badge),
    )

    def href(self, row: Heard) -> str:
        return reverse("registry:dwelling", args=[row.visit.dwelling.uuid]) + "?tab=visits"

    def links(self, row: Heard) -> list[RowLink]:
        if row.became:
            return []
        return [RowLink(str(way.label), way.address(row)) for way in panels.ways_of(row)]


NEED_LOOKS = {NeedState.PROPOSED: "warn", NeedState.GRANTED: "ok", NeedState.PAUSED: "danger"}


def need_badge(need: CareNeed) -> Badge:
    state = NeedState(need.state)
    return Badge(NEED_LOOKS.get(state, "muted"), str(state.label))


def days_left(day: date | None) -> Due | None:
    """A planned day against today, in whole days."""
    if day is None:
        return None
    left = (day - clock.today()).days
    if left < 0:
        return Due("danger", gettext("已超期%(count)s天") % {"count": -left})
    if left == 0:
        return Due("warn", gettext("今天"))
    return Due("ok", gettext("还有%(count)s天") % {"count": left})


def next_visit(need: CareNeed) -> CareVisit | None:
    return next(iter(need.waiting), None)


class NeedTable(Table):
    caption = _("关爱对象")
    order = ("person__name", "pk")
    columns = (
        Column("name", _("姓名"), "person.name", sort="person__name", link=True),
        Column("kind", _("关爱需求"), "kind.name", sort="kind"),
        Column("home", _("现住房屋"), lambda row: home_of(row.person)),
        Column("state", _("状态"), need_badge, sort="state"),
        Column("next", _("下次走访"), lambda row: (v := next_visit(row)) and v.planned_on),
        Column(
            "due", _("还有几天"), lambda row: (v := next_visit(row)) and days_left(v.planned_on)
        ),
        Column("review", _("复核期限"), "review_due", sort="review_due"),
    )

    def href(self, row: CareNeed) -> str:
        return reverse("registry:care_need", args=[row.uuid])


class CareVisitTable(Table):
    caption = _("关爱走访")
    order = ("planned_on", "pk")
    columns = (
        Column("name", _("姓名"), "need.person.name", link=True),
        Column("kind", _("关爱需求"), "need.kind.name"),
        Column("home", _("现住房屋"), lambda row: home_of(row.need.person)),
        Column("way", _("方式"), lambda row: row.get_way_display()),
        Column("day", _("计划日期"), "planned_on", sort="planned_on"),
        Column("due", _("还有几天"), lambda row: days_left(row.planned_on)),
        Column(
            "worker", _("走访人"), lambda row: row.worker.name if row.worker else gettext("未安排")
        ),
    )

    def href(self, row: CareVisit) -> str:
        return reverse("registry:care_need", args=[row.need.uuid])

    def links(self, row: CareVisit) -> list[RowLink]:
        return [RowLink(gettext("登记"), reverse("registry:care_visit_record", args=[row.uuid]))]


class KindTable(Table):
    caption = _("关爱需求种类")
    order = ("code",)
    columns = (
        Column("code", _("代码"), sort="code"),
        Column("name", _("名称"), sort="name", link=True),
        Column("service", _("对应的服务")),
        Column("basis", _("依据"), lambda row: row.article or row.get_basis_display()),
        Column("visit", _("看望间隔（天）"), "visit_days", number=True),
        Column("review", _("复核间隔（天）"), "review_days", number=True),
        Column("state", _("状态"), lambda row: kind_badge(row)),
    )

    def href(self, row: CareKind) -> str:
        return reverse("registry:care_kind", args=[row.uuid])


def kind_badge(kind: CareKind) -> Badge:
    return Badge("ok", gettext("已发布")) if kind.published_at else Badge("warn", gettext("草稿"))


def sample_state(check: Any) -> Badge:
    if check.closed_at:
        return Badge("ok", gettext("已抽查"))
    return Badge("warn", gettext("待抽查%(n)s户") % {"n": check.left})


class SampleTable(Table):
    """Runs of entries to be looked at again; it flags entries, and ranks nobody."""

    caption = _("抽查")
    order = ("closed_at", "-opened_at", "-pk")
    columns = (
        Column("began", _("开始"), "began_at", sort="began_at", link=True),
        Column("ended", _("结束"), "ended_at"),
        Column("doors", _("户数"), "doors", number=True),
        Column("grid", _("网格"), grid_name, sort="grid__code"),
        Column("worker", _("登记人"), lambda row: row.worker.name if row.worker else ""),
        Column("state", _("状态"), sample_state),
    )

    def href(self, row: Any) -> str:
        return reverse("registry:sample", args=[row.uuid])


REQUEST_LOOKS = {
    RequestState.SUBMITTED: "info",
    RequestState.CHECKED: "info",
    RequestState.APPLIED: "ok",
    RequestState.SENT_BACK: "warn",
}


def request_badge(request: ChangeRequest) -> Badge:
    look = REQUEST_LOOKS.get(RequestState(request.state), "muted")
    return Badge(look, request.get_state_display())


def request_due(request: ChangeRequest) -> Due | None:
    """How long the request still has until its answer is due."""
    wait = queries.waiting(request)
    if wait is None:
        return None
    if wait.left < 0:
        return Due("danger", gettext("已超%(days)s天") % {"days": -wait.left})
    return Due(wait.look, gettext("还有%(days)s天") % {"days": wait.left})


class ChangeRequestTable(Table):
    caption = _("变更申请")
    order = ("submitted_on", "pk")
    columns = (
        Column("person", _("居民"), "person.name", link=True),
        Column("facts", _("变更项"), queries.fact_labels),
        Column("requester", _("申请人"), "requester_name"),
        Column("source", _("来源"), lambda row: row.get_source_display()),
        Column("submitted", _("提交日期"), "submitted_on", sort="submitted_on"),
        Column("due", _("时限"), request_due),
        Column("state", _("状态"), request_badge),
    )

    def href(self, row: ChangeRequest) -> str:
        return reverse("registry:change_request", args=[row.uuid])
