"""Conflicts of offline edits: what waits, and settling one."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.ui.pages import Crumb, FormPage, ListPage
from linge.ui.tables import Column, Table

from .. import actions, forms, permissions, queries
from ..models import Conflict
from ..rules.requests import FACTS
from ..rules.syncing import Choice


class ConflictTable(Table):
    caption = _("冲突")
    order = ("made_at", "pk")
    columns = (
        Column("person", _("居民"), "person.name", link=True),
        Column("fact", _("冲突项"), lambda row: str(FACTS[row.fact].label)),
        Column("sender", _("提交人"), "sender_name"),
        Column("made", _("产生时间"), "made_at", sort="made_at"),
    )

    def href(self, row: Conflict) -> str:
        return reverse("registry:conflict", args=[row.uuid])


class Conflicts(ListPage):
    title = _("冲突")
    capability = permissions.EDIT
    query = queries.visible_conflicts
    table = ConflictTable
    nothing = _("没有待处理的冲突。两人离线改了同一项时会列在这里，两个值都保留。")

    def rows(self) -> QuerySet[Conflict]:
        rows: QuerySet[Conflict] = super().rows()
        return rows.filter(settled_at=None)


class SettleConflict(FormPage):
    """The record keeps its value until somebody chose; neither value is lost."""

    title = _("处理冲突")
    capability = permissions.EDIT
    form = forms.ConflictForm
    query = queries.visible_conflicts
    template = "registry/conflict.html"
    submit = _("按所选处理")
    done = _("已处理这项冲突。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("冲突")), reverse("registry:conflicts"))]

    def form_facts(self, row: Conflict) -> dict[str, Any]:
        return {"conflict": row}

    def frame(self, **more: Any) -> dict[str, Any]:
        return super().frame(**more, sides=queries.sides(more["row"]))

    def perform(self, form: forms.ConflictForm, row: Conflict) -> Conflict:
        facts = form.cleaned_data
        return actions.settle_conflict(
            row, by=self.request.actor, choice=Choice(facts["choice"]), value=facts["value"]
        )

    def done_at(self, row: Conflict) -> str:
        return reverse("registry:conflicts")
