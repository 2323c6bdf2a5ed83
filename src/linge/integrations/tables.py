"""What the lists show."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.cases.models import Case
from linge.cases.tables import case_address
from linge.ui.tables import Badge, Column, Table

from .models import SentCase


def shown(row: Case) -> Badge:
    """What the public reads of a case."""
    if row.withheld:
        return Badge("muted", str(_("不公开")))
    return Badge("ok", str(_("公开，有照片") if row.photo_shown else _("公开，无照片")))


class PublicationTable(Table):
    columns = (
        Column("number", _("事件编号"), sort="number", link=True),
        Column("category", _("小类"), "category.label"),
        Column("state", _("状态"), "get_state_display"),
        Column("reported_at", _("上报时间"), sort="reported_at"),
        Column("shown", _("公开"), shown),
    )
    order = ("-reported_at",)

    def href(self, row: Case) -> str:
        return reverse("integrations:publish", args=[row.uuid])


SENT = {"waiting": "warn", "sent": "info", "ended": "ok"}


def sent_state(row: SentCase) -> Badge:
    """Where a sent case stands, and why not further."""
    words = str(row.get_state_display())
    return Badge(SENT[row.state], f"{words}：{row.fault}" if row.fault else words)


class SentTable(Table):
    columns = (
        Column("number", _("事件编号"), "case.number", link=True),
        Column("server", _("送往"), "server.name"),
        Column("remote_id", _("对方编号")),
        Column("state", _("状态"), sent_state, sort="state"),
        Column("last_words", _("对方说明")),
        Column("asked_at", _("转出时间"), sort="asked_at"),
    )
    order = ("-asked_at",)

    def href(self, row: SentCase) -> str:
        return case_address(row.case)
