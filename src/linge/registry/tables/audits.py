"""How the record audit lists what its rules found and what a month's sample chose."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linge.territory.queries import address_text
from linge.ui.tables import Badge, Column, RowLink, Table

from ..models import AuditFinding, SampledRecord
from ..queries import audits

FINDING_LOOKS = {"found": "warn", "assigned": "info", "fixed": "info", "closed": "ok"}
SEVERITY_LOOKS = {"error": "danger", "warning": "warn", "notice": "muted"}


class FindingTable(Table):
    """数据核查: whose record, what is wrong, where it stands."""

    caption = _("核查发现的问题")
    order = ("-found_at", "-pk")
    columns = (
        Column("who", _("档案"), lambda row: finding_name(row), link=True),
        Column("rule", _("问题"), lambda row: audits.message_of(row.rule), sort="rule", long=True),
        Column(
            "severity",
            _("级别"),
            lambda row: Badge(SEVERITY_LOOKS[row.severity], row.get_severity_display()),
            sort="severity",
        ),
        Column("grid", _("网格"), lambda row: row.grid and row.grid.name, sort="grid__code"),
        Column(
            "state",
            _("状态"),
            lambda row: Badge(FINDING_LOOKS[row.state], row.get_state_display()),
            sort="state",
        ),
        Column("assignee", _("承办人"), lambda row: row.assignee.name if row.assignee else ""),
        Column("note", _("说明"), "note", hidden=True),
        Column("found", _("发现时间"), "found_at", sort="found_at"),
    )

    def href(self, row: AuditFinding) -> str:
        if row.person_id:
            return reverse("registry:resident", args=[row.person.uuid])
        return reverse("registry:household", args=[row.household.uuid])

    def links(self, row: AuditFinding) -> list[RowLink]:
        pages = FINDING_STEPS[row.state]
        return [RowLink(str(words), reverse(page, args=[row.uuid])) for words, page in pages]


FINDING_STEPS = {
    "found": ((_("派给"), "registry:finding_assign"), (_("已改正"), "registry:finding_fix")),
    "assigned": ((_("已改正"), "registry:finding_fix"), (_("改派"), "registry:finding_assign")),
    "fixed": ((_("复查"), "registry:finding_recheck"),),
    "closed": (),
}


def finding_name(row: AuditFinding) -> str:
    """The person's name, or the address of the home."""
    if row.person_id:
        return row.person.name
    return address_text(row.household.dwelling) if row.household.dwelling else gettext("户口簿")


class SampledTable(Table):
    """按月抽查: the records a seed chose, and what was found."""

    caption = _("抽查的档案")
    order = ("answer", "-sample__month", "pk")
    columns = (
        Column("who", _("居民"), "person.name", link=True),
        Column("month", _("月份"), lambda row: f"{row.sample.month:%Y-%m}", sort="sample__month"),
        Column("community", _("社区"), "sample.community.name"),
        Column("answer", _("结论"), lambda row: answer_badge(row), sort="answer"),
        Column("by", _("核查人"), lambda row: row.checked_by.name if row.checked_by else ""),
        Column("at", _("核查时间"), "checked_at", sort="checked_at"),
    )

    def href(self, row: SampledRecord) -> str:
        return reverse("registry:resident", args=[row.person.uuid])

    def links(self, row: SampledRecord) -> list[RowLink]:
        if row.answer:
            return []
        return [
            RowLink(gettext("登记结论"), reverse("registry:audit_sample_answer", args=[row.uuid]))
        ]


def answer_badge(row: SampledRecord) -> Badge:
    if not row.answer:
        return Badge("muted", gettext("未核查"))
    return Badge("ok" if row.answer == "right" else "danger", row.get_answer_display())
