"""The desk menu: the whole table of names and their order, fixed for all.

An entry shows when its page exists and the person holds its capability in some grant. Subjects
still to come keep their line, so that their page needs only an address of that name to appear.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel.access import Actor, can

Door = tuple[str, str]
"""The name of a page and the capability that opens it ("" = everyone in)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its words, its page and capability.

    ``go`` is what the key ``g`` followed by a letter calls it: today, queue, registry or map.
    ``others`` are pages of the same subject, shown there as tabs: the entry opens at the first that
    the person may see, and stays marked on all of them.
    """

    title: str
    page: str
    capability: str = ""
    go: str = ""
    others: tuple[Door, ...] = ()

    @property
    def address(self) -> str:
        return address(self.page)

    @property
    def doors(self) -> tuple[Door, ...]:
        return ((self.page, self.capability), *self.others)


@dataclass(frozen=True, slots=True)
class Group:
    """A first-level heading with its icon."""

    title: str
    icon: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one person sees it: where it opens, and the addresses it is marked on."""

    title: str
    address: str
    go: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A heading with the entries open to one person."""

    title: str
    icon: str
    entries: tuple[Shown, ...]


def address(page: str, *args: object) -> str:
    """Where a page lives, or "" while it does not exist."""
    try:
        return reverse(page, args=args)
    except NoReverseMatch:
        return ""


MENU = (
    Group(
        _("今日"),
        "today",
        (
            Entry(_("今日待办"), "desk:today", go="today"),
            Entry(_("即将超期"), "desk:due_soon", "cases.view"),
            Entry(_("消息"), "notices:messages"),
        ),
    ),
    Group(
        pgettext_lazy("list", "事件"),
        "case",
        (
            Entry(
                _("受理台"),
                "cases:intake",
                "cases.accept",
                go="queue",
                others=(("cases:register", "cases.accept"),),
            ),
            Entry(_("派遣台"), "cases:dispatching", "cases.dispatch", go="queue"),
            Entry(
                _("我单位"),
                "cases:agency",
                "cases.handle",
                go="queue",
                others=(("cases:helping", "cases.handle"),),
            ),
            Entry(
                _("核查结案"),
                "cases:closing",
                "cases.close",
                go="queue",
                others=(
                    ("cases:verifying", "cases.verify"),
                    ("cases:desk_verifying", "cases.verify_desk"),
                    ("cases:confirming", "cases.confirm"),
                    ("cases:samples", "cases.verify"),
                    ("cases:failed_samples", "cases.reopen"),
                ),
            ),
            Entry(_("回访"), "cases:call_backs", "cases.call_back"),
            Entry(_("督办升级"), "cases:urged", "cases.urge"),
            Entry(_("反复点位"), "cases:chronic_places", "cases.chronic"),
            Entry(_("矛盾调解"), "cases:mediation", "cases.mediate"),
            Entry(_("隐患整改"), "cases:hazards", "cases.view"),
            Entry(_("事件台账"), "cases:ledger", "cases.ledger"),
        ),
    ),
    Group(
        _("人房"),
        "people",
        (
            Entry(
                pgettext_lazy("list", "居民"),
                "registry:residents",
                "registry.view",
                go="registry",
                others=(("registry:population", "registry.collection"),),
            ),
            Entry(pgettext_lazy("list", "户"), "registry:households", "registry.view"),
            Entry(
                _("房屋楼栋"),
                "territory:buildings",
                "territory.view",
                others=(
                    ("territory:estates", "territory.view"),
                    ("territory:regions", "territory.view"),
                    ("registry:dwellings", "registry.view"),
                ),
            ),
            Entry(
                _("单位商户"),
                "territory:organisations",
                "territory.view",
                others=(
                    ("territory:shops", "territory.view"),
                    ("territory:places", "territory.view"),
                ),
            ),
            Entry(
                _("采集进度"),
                "registry:collection",
                "registry.collection",
                others=(
                    ("registry:items", "registry.collection"),
                    ("registry:missing", "registry.visit"),
                    ("registry:doors", "registry.visit"),
                ),
            ),
            Entry(_("关爱对象"), "registry:care_needs", "registry.care"),
            Entry(
                _("台账"),
                "ledgers:list",
                "registry.ledgers",
                others=(
                    ("ledgers:exports", "files.export"),
                    ("ledgers:exports", "files.approve_large_export"),
                ),
            ),
            Entry(_("数据核查"), "registry:record_audit", "registry.audit"),
            Entry(_("查重"), "registry:matches", "registry.match"),
            Entry(
                _("变更申请"),
                "registry:change_requests",
                "registry.change",
                others=(("registry:conflicts", "registry.edit"),),
            ),
            Entry(_("导入"), "registry:imports", "registry.import"),
        ),
    ),
    Group(
        pgettext_lazy("list", "网格"),
        "grid",
        (
            Entry(
                _("网格地图"),
                "desk_map:map",
                "territory.view",
                go="map",
                others=(
                    ("territory:grids", "territory.view"),
                    ("territory:divisions", "territory.view"),
                ),
            ),
            Entry(_("网格规划"), "planner:runs", "planner.plan"),
            Entry(_("交付入住"), "territory:handovers", "territory.view"),
            Entry(
                _("人员排班"),
                "staff:teams",
                "staff.view",
                others=(("staff:agencies", "staff.view"),),
            ),
            Entry(_("巡查"), "patrol:board", "patrol.read"),
            Entry(
                _("走访"),
                "registry:visits",
                "registry.visit",
                others=(
                    ("registry:heard", "registry.visit"),
                    ("registry:samples", "registry.sample"),
                ),
            ),
            Entry(_("四清"), "desk:clears", "registry.collection"),
        ),
    ),
    Group(
        _("任务通知"),
        "task",
        (
            Entry(_("任务"), "tasks:board"),
            Entry(_("通知"), "notices:board"),
            Entry(_("紧急提醒"), "notices:urgent"),
            Entry(_("组织空间"), "notices:spaces"),
            Entry(_("周例会"), "tasks:meetings"),
            Entry(_("简报总结"), "tasks:briefs"),
            Entry(_("日志审批"), "tasks:logs"),
            Entry(_("培训"), "staff:courses"),
            Entry(_("文件"), "files:shelf"),
        ),
    ),
    Group(
        _("服务"),
        "service",
        (
            Entry(_("办事大厅"), "services:hall"),
            Entry(_("申请办理"), "services:applications"),
            Entry(_("服务场所"), "services:places"),
            Entry(_("预约活动"), "services:bookings"),
            Entry(_("待遇发放"), "welfare:benefits"),
            Entry(_("就业创业"), "employment:board"),
            Entry(_("落户权益"), "settlement:board"),
            Entry(_("儿童家园"), "children:board"),
            Entry(_("办事指南"), "services:handbook"),
        ),
    ),
    Group(
        _("自治"),
        "council",
        (
            Entry(_("议事会"), "participation:councils"),
            Entry(_("选举投票"), "participation:elections"),
            Entry(_("民主测评"), "participation:appraisals"),
            Entry(_("意见图谱"), "participation:opinion_maps"),
            Entry(_("公约"), "participation:conventions"),
            Entry(_("志愿与社团"), "participation:volunteers"),
            Entry(_("创建评选"), "participation:contests"),
            Entry(_("宣传公示"), "publicity:items"),
        ),
    ),
    Group(
        _("看板"),
        "chart",
        (
            Entry(_("看板"), "insight:dashboards"),
            Entry(_("指标"), "cases:figures", "cases.figures"),
            Entry(_("通报"), "insight:bulletins"),
            Entry(_("预警"), "insight:alerts"),
            Entry(_("考核"), "appraisal:schemes"),
            Entry(_("督查"), "appraisal:inspections"),
            Entry(_("台账报表"), "insight:ledgers"),
        ),
    ),
    Group(
        _("设置"),
        "settings",
        (
            Entry(_("账号授权"), "accounts_desk:users", "accounts.read"),
            Entry(_("目录时限"), "cases:catalogue", "cases.catalogue"),
            Entry(_("流程"), "cases:workflows", "cases.catalogue"),
            Entry(
                _("日历"),
                "territory:calendar",
                "territory.load",
                others=(("cases:recalculation", "cases.catalogue"),),
            ),
            Entry(_("表单"), "tasks:questionnaires"),
            Entry(
                _("对接"),
                "integrations:board",
                "integrations.keys",
                others=(
                    ("integrations:sent", "cases.forward"),
                    ("integrations:hotline", "integrations.hotline"),
                    ("integrations:publications", "integrations.publish"),
                ),
            ),
            Entry(_("审计"), "audit:entries", "audit.read"),
            Entry(_("运维"), "insight:operations"),
        ),
    ),
)


def menu_for(actor: Actor) -> list[ShownGroup]:
    """The menu as this person sees it: no empty heading, no entry behind a closed door."""
    groups = (
        ShownGroup(
            group.title,
            group.icon,
            tuple(shown for entry in group.entries if (shown := _shown(entry, actor))),
        )
        for group in MENU
    )
    return [group for group in groups if group.entries]


def _shown(entry: Entry, actor: Actor) -> Shown | None:
    open_pages = (page for page, need in entry.doors if not need or can(actor, need))
    places = tuple(found for page in open_pages if (found := address(page)))
    return Shown(entry.title, places[0], entry.go, places) if places else None


def current(groups: list[ShownGroup], path: str) -> Shown | None:
    """The entry with the longest address that ``path`` begins with; the first page is only itself."""
    home = address("desk:today")
    within = [
        (len(place), entry)
        for group in groups
        for entry in group.entries
        for place in entry.places
        if path == place or (place != home and path.startswith(place))
    ]
    return max(within, key=lambda found: found[0], default=(0, None))[1]
