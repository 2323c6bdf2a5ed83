"""Cases as the desk's own pages list them."""

from django.utils.translation import gettext_lazy as _

from linge.cases import queries as cases
from linge.cases.models import Case
from linge.ui.tables import Badge, Column, Due, Table

from .menu import address


def due(case: Case) -> Due:
    said = cases.due_words(case)
    return Due(said.colour, said.text, said.at)


class DueTable(Table):
    """What falls due, the nearest first."""

    order = ("current_due_at",)
    columns = (
        Column("number", _("事件编号"), link=True, sort="number"),
        Column("category", _("类别"), lambda case: case.category and case.category.label),
        Column("place", _("地点"), "place_text"),
        Column(
            "grid",
            _("网格"),
            lambda case: case.grid and case.grid.name,
            sort="grid__code",
        ),
        Column("state", _("状态"), lambda case: Badge("info", case.get_state_display())),
        Column("agency", _("责任单位"), lambda case: case.agency and case.agency.short_name),
        Column("due", _("剩余时间"), due, sort="current_due_at"),
    )

    def href(self, row: Case) -> str:
        return address("cases:case", row.uuid)
