"""How cases look in lists: state and due in words, the ledger's columns, the rows of a queue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.kernel import crypto
from linge.kernel.clock import now
from linge.kernel.masking import mask_name
from linge.ui.tables import Badge, Column, Due, Person, Table

from . import queries
from .models import Case, CasePhoto, ChronicPlace, Dispute, Hazard
from .queries.story import first_photos
from .rules import State
from .rules.hazards import HazardState, Level
from .rules.mediation import Outcome

KINDS = {
    State.REPORTED: "warn",
    State.CONFIRMING: "info",
    State.ACCEPTED: "warn",
    State.DISPATCHED: "info",
    State.HANDLED: "info",
    State.VERIFIED: "info",
    State.CLOSED: "done",
}


def state_badge(case: Case) -> Badge:
    """The state in words; a dispatched case waits for the agency's signature first."""
    if case.suspended_until is not None:
        day = {"day": f"{case.suspended_until:%m-%d}"}
        return Badge("muted", _("挂账至%(day)s") % day)
    if case.question_until is not None and case.state == State.REPORTED:
        return Badge("muted", _("待上报人补充"))
    if case.state == State.DISPATCHED and case.signed_at is None:
        return Badge("warn", _("待签收"))
    return Badge(KINDS.get(State(case.state), "muted"), case.get_state_display())


def due_of(case: Case) -> Due | None:
    """The nearest due in words; nothing for a case at its end."""
    said = queries.due_words(case)
    if not said.text:
        return None
    words = _("%(due)s（预计）") % {"due": said.text} if said.provisional else said.text
    return Due(said.colour, words, said.at)


def place_of(case: Case) -> str:
    """Where it is, as shortly as a list can say it."""
    if case.place_text:
        return case.place_text
    return str(_("位置不明")) if case.place_unknown else ""


def category_of(case: Case) -> Person | str:
    """The small category with the large one under it; a resident names only a large one."""
    if case.category is None:
        return ""
    large = case.category.parent
    return Person(case.category.label, large.label if large else str(_("待定小类")))


def holder_of(case: Case) -> str:
    """Who has to do something now, by post or by name of the agency."""
    if case.state == State.DISPATCHED and case.agency is not None:
        person = f" · {case.handler.name}" if case.handler else ""
        return f"{case.agency.short_name}{person}"
    if case.state == State.CONFIRMING and case.confirmer is not None:
        return case.confirmer.name
    return str(HOLDERS.get(State(case.state), ""))


HOLDERS = {
    State.REPORTED: gettext_lazy("社区受理员"),
    State.ACCEPTED: gettext_lazy("派遣员"),
    State.HANDLED: gettext_lazy("核查人员"),
    State.VERIFIED: gettext_lazy("社区受理员"),
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case as a queue shows it: enough to decide whether to open it."""

    case: Case
    key: str
    href: str
    state: Badge
    due: Due | None
    place: str
    photo: CasePhoto | None


class QueueTable(Table):
    """The order of a queue, the nearest due first; its rows are cards, not cells."""

    order = ("current_due_at",)
    columns = (
        Column("due", gettext_lazy("剩余时间"), due_of, sort="current_due_at"),
        Column("reported", gettext_lazy("上报时间"), "reported_at", sort="reported_at"),
    )

    def rows(self, records: Iterable[Any]) -> list[Any]:
        cases = list(records)
        photos = first_photos(cases)
        return [
            QueueRow(
                case=case,
                key=str(case.uuid),
                href=case_address(case),
                state=state_badge(case),
                due=due_of(case),
                place=place_of(case),
                photo=photos.get(case.pk),
            )
            for case in cases
        ]


class LedgerTable(Table):
    """事件台账: one line a case."""

    order = ("-reported_at",)
    columns = (
        Column("number", gettext_lazy("事件编号"), link=True, sort="number"),
        Column(
            "category",
            gettext_lazy("类别"),
            category_of,
            sort="category__code",
            export=lambda case: case.category and case.category.label,
        ),
        Column("place", gettext_lazy("地点"), place_of),
        Column(
            "words",
            gettext_lazy("描述"),
            lambda case: case.words[:40],
            long=True,
            export=lambda case: case.words,
        ),
        Column(
            "grid",
            gettext_lazy("网格"),
            lambda case: case.grid and case.grid.name,
            sort="grid__code",
        ),
        Column(
            "source", gettext_lazy("来源"), lambda case: case.get_source_display(), sort="source"
        ),
        Column("state", gettext_lazy("状态"), state_badge, sort="state"),
        Column(
            "agency", gettext_lazy("责任单位"), lambda case: case.agency and case.agency.short_name
        ),
        Column("due", gettext_lazy("剩余时间"), due_of, sort="current_due_at"),
        Column("reported", gettext_lazy("上报时间"), "reported_at", sort="reported_at"),
        Column("promise", gettext_lazy("承诺时间"), "promise_at", sort="promise_at", hidden=True),
        Column("closed", gettext_lazy("办结时间"), "closed_at", sort="closed_at", hidden=True),
    )

    def href(self, row: Case) -> str:
        return case_address(row)


class CountedTable(LedgerTable):
    """The cases behind a figure, and how often each counts for it."""

    columns = (
        *LedgerTable.columns[:7],
        Column(
            "agency", gettext_lazy("责任单位"), lambda case: case.agency and case.agency.short_name
        ),
        Column("times", gettext_lazy("计数"), "times", number=True),
        Column("reported", gettext_lazy("上报时间"), "reported_at", sort="reported_at"),
        Column("closed", gettext_lazy("办结时间"), "closed_at", sort="closed_at"),
    )


class FigureTable(Table):
    """指标 as a file: value, both terms, what was told, the formula in words."""

    columns = (
        Column("code", gettext_lazy("编号"), "line.indicator.code"),
        Column("name", gettext_lazy("指标"), "line.indicator.name"),
        Column("value", gettext_lazy("值"), lambda shown: str(shown.line.figure)),
        Column(
            "upper",
            gettext_lazy("分子"),
            "line.figure.numerator",
            number=True,
            export=lambda shown: float(shown.line.figure.numerator),
        ),
        Column("lower", gettext_lazy("分母"), "line.figure.denominator", number=True),
        Column("told", gettext_lazy("通报值"), lambda shown: str(shown.told or "")),
        Column("exempted", gettext_lazy("免计"), "line.exempted", number=True),
        Column("formula", gettext_lazy("口径"), "line.indicator.words", long=True),
        Column("version", gettext_lazy("口径版本"), "line.figure.formula", number=True),
    )


LEVELS = {"0": "muted", "1": "warn", "2": "warn", "3": "danger", "4": "danger", "E": "danger"}


def level_badge(case: Case) -> Badge | str:
    """How high a case has climbed; an urge alone is no level."""
    if not case.level:
        return ""
    return Badge(LEVELS[case.level], case.get_level_display())


def reply_of(case: Case) -> Due | str:
    """When the reply to an open urge is due, in words that turn red when it is not kept."""
    due = getattr(case, "reply_due", None)
    if due is None:
        return ""
    late = due < now()
    words = _("答复已超期") if late else _("待答复")
    return Due("red" if late else "yellow", words, due)


class SupervisionTable(Table):
    """督办升级: the highest level first, with who holds it and when the reply is due."""

    order = ("-level", "current_due_at")
    columns = (
        Column("level", gettext_lazy("级别"), level_badge, sort="level"),
        Column("number", gettext_lazy("事件编号"), link=True, sort="number"),
        Column("cause", gettext_lazy("升级原因"), lambda case: _last(case, "get_cause_display")),
        Column("reached", gettext_lazy("到级时间"), lambda case: _last(case, "at")),
        Column("category", gettext_lazy("类别"), category_of, sort="category__code"),
        Column("place", gettext_lazy("地点"), place_of),
        Column("holder", gettext_lazy("现由谁办"), holder_of),
        Column("due", gettext_lazy("剩余时间"), due_of, sort="current_due_at"),
        Column("reply", gettext_lazy("督办答复"), reply_of, sort="reply_due"),
        Column("empty", gettext_lazy("空缺岗位"), lambda case: _empty_post(case), hidden=True),
        Column(
            "follow_up",
            gettext_lazy("跟进日期"),
            lambda case: _last(case, "follow_up_on"),
            hidden=True,
        ),
    )

    def href(self, row: Case) -> str:
        return case_address(row)


def _last(case: Case, fact: str) -> Any:
    """A fact of the level the case stands on."""
    rows = [row for row in case.escalations.all() if row.level == case.level]
    value = getattr(rows[-1], fact) if rows else ""
    return value() if callable(value) else value


def _empty_post(case: Case) -> str:
    post = next((row.passed_over for row in case.escalations.all() if row.passed_over), "")
    return str(POSTS.get(post, post))


POSTS = {
    "agency_head": gettext_lazy("责任单位负责人"),
    "agency_handler": gettext_lazy("责任单位承办人"),
    "grid_worker": gettext_lazy("网格员"),
    "grid_lead": gettext_lazy("网格长"),
    "intake_clerk": gettext_lazy("受理员"),
    "dispatcher": gettext_lazy("派遣员"),
    "verifier": gettext_lazy("核查员"),
    "community_leader": gettext_lazy("社区书记/主任"),
    "street_officer": gettext_lazy("街道"),
    "district_officer": gettext_lazy("区县"),
    "police_liaison": gettext_lazy("社区民警"),
}


def case_address(case: Case) -> str:
    """The page of a case at the desk."""
    return reverse("cases:case", args=[case.uuid])


def chronic_badge(place: ChronicPlace) -> Badge:
    """Whether a chronic place waits for the leader, rests or has its parent case."""
    if place.decided_at is None:
        return Badge("warn", _("待处理"))
    if place.parent is not None:
        return Badge("info", _("已开母事件"))
    return Badge("muted", _("暂不处理"))


class ChronicTable(Table):
    """反复点位: one line a place."""

    order = ("decided_at", "-found_at")
    columns = (
        Column(
            "place",
            gettext_lazy("地点"),
            lambda row: place_of(row.first_case) or row.community.name,
            link=True,
        ),
        Column("category", gettext_lazy("小类"), lambda row: row.category.label),
        Column("times", gettext_lazy("件数"), "times", sort="times"),
        Column("state", gettext_lazy("处理情况"), chronic_badge),
        Column("found", gettext_lazy("发现时间"), "found_at", sort="found_at"),
    )

    def href(self, row: ChronicPlace) -> str:
        return reverse("cases:chronic_place", args=[row.uuid])


OUTCOMES = {Outcome.AGREEMENT: "ok", Outcome.ORAL: "ok"}
STATES = {HazardState.FOUND: "danger", HazardState.PASSED: "ok"}


def dispute_badge(row: Dispute) -> Badge:
    """Where a mediation stands."""
    if row.is_open:
        return Badge("warn", str(_("调解中")))
    return Badge(OUTCOMES.get(Outcome(row.outcome), "muted"), str(row.get_outcome_display()))


def masked_parties(row: Dispute) -> str:
    """The parties, masked."""
    return "、".join(mask_name(crypto.open_field(each, "name")) for each in row.parties.all())


class DisputeTable(Table):
    columns = (
        Column("number", gettext_lazy("事件编号"), "case.number", link=True),
        Column("category", gettext_lazy("小类"), "case.category.label"),
        Column("parties", gettext_lazy("当事人"), masked_parties),
        Column(
            "mediators",
            gettext_lazy("调解员"),
            lambda row: "、".join(u.name for u in row.mediators.all()),
        ),
        Column("outcome", gettext_lazy("状态"), dispute_badge),
        Column("opened_at", gettext_lazy("开始时间"), sort="opened_at"),
        Column("confirm_until", gettext_lazy("司法确认截止"), sort="confirm_until"),
    )
    order = ("outcome", "-opened_at")

    def href(self, row: Dispute) -> str:
        return reverse("cases:dispute", args=[row.uuid])


def hazard_badge(row: Hazard) -> Badge:
    """Where a hazard stands."""
    return Badge(STATES.get(HazardState(row.state), "warn"), str(row.get_state_display()))


def level_badge(row: Hazard) -> Badge:
    """How grave a hazard is."""
    kind = "danger" if row.level == Level.MAJOR else "muted"
    return Badge(kind, str(row.get_level_display()))


def spot_of(row: Hazard) -> str:
    """Where a hazard is: a place, a shop or a component."""
    named = [each.name for each in (row.place, row.shop) if each is not None]
    return "、".join([*named, *filter(None, [row.component])])


class HazardTable(Table):
    columns = (
        Column("what", gettext_lazy("隐患内容"), link=True),
        Column("level", gettext_lazy("隐患级别"), level_badge, sort="level"),
        Column("spot", gettext_lazy("位置"), spot_of),
        Column("state", gettext_lazy("状态"), hazard_badge, sort="state"),
        Column("rectify_by", gettext_lazy("整改期限"), sort="rectify_by"),
        Column("case", gettext_lazy("事件编号"), "case.number"),
    )
    order = ("-level", "rectify_by")

    def href(self, row: Hazard) -> str:
        return reverse("cases:hazard", args=[row.uuid])
