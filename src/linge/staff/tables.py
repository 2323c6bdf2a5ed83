"""What the list of agencies shows."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.ui.tables import Badge, Column, Table

from .models import Agency
from .rules import line_words


def agency_state(row: Agency) -> Badge:
    return Badge("ok", str(_("启用"))) if row.active else Badge("muted", str(_("停用")))


class AgencyTable(Table):
    order = ("name",)
    columns = (
        Column("name", _("单位名称"), sort="name", link=True),
        Column("short_name", _("简称")),
        Column("lines", _("条线"), lambda row: line_words(row.lines)),
        Column("phone", _("值班电话")),
        Column("community", _("服务区域"), "community.name", sort="community__path"),
        Column("active", _("状态"), agency_state, sort="active"),
    )

    def href(self, row: Agency) -> str:
        return reverse("staff:agency", args=[row.uuid])
