"""Households: the list, one household, forming it and changing who belongs to it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linge.territory.models import Dwelling
from linge.territory.queries import address_text
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, Tab
from linge.ui.tables import Badge

from .. import actions, filters, forms, ledgers, permissions, queries, tables
from ..models import Household, HouseholdMember, Resident
from ..queries import ties
from ..rules.kinds import HouseholdKind
from .history import HOUSEHOLD_TAB
from .taking import Taken
from .waits import MayWait


def households_crumb() -> Crumb:
    return Crumb(str(pgettext_lazy("list", "户")), reverse("registry:households"))


def title_of(household: Household) -> str:
    """A household by its head: 张桂兰户."""
    return gettext("%(name)s户") % {"name": tables.head_name(household)}


class Households(Taken):
    title = pgettext_lazy("list", "户")
    capability = permissions.VIEW
    query = queries.households
    filter = filters.HouseholdFilter
    table = tables.HouseholdTable
    ledger = ledgers.HOUSEHOLD_LIST
    nothing = _("还没有登记户。在房屋页面把现住人员组成一户，或导入名册。")

    def rows(self) -> QuerySet[Household]:
        """Counted only where the list is ordered by it: the page itself has the members at hand."""
        rows: QuerySet[Household] = super().rows()
        return queries.sized(rows) if self.request.GET.get("sort") in ("size", "-size") else rows


class HouseholdDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.household_record
    tabs = (
        Tab(
            "members",
            _("家庭成员"),
            "registry/_household.html",
            lambda row, actor: {
                "doubts": queries.household_doubts(row),
                "asked": ties.optional_kinds(row.community_id),
                "items": ties.shown_items(row),
                "may_reveal": permissions.may(actor, permissions.REVEAL, row),
                "may_edit": permissions.may(actor, permissions.EDIT, row),
            },
        ),
        HOUSEHOLD_TAB,
    )

    def crumbs(self) -> list[Crumb]:
        return [households_crumb()]

    def heading(self, row: Household) -> str:
        return title_of(row)

    def badge(self, row: Household) -> Badge:
        if row.until:
            return Badge("muted", gettext("已销户"))
        return Badge("ok", tables.household_kind(row))

    def moves(self, row: Household) -> list[Link]:
        if row.until or not permissions.may(self.request.actor, permissions.EDIT, row):
            return []
        add = Link(_("添加成员"), reverse("registry:member_new", args=[row.uuid]), "plus", True)
        if row.kind == HouseholdKind.HUKOU:
            return [add]
        move = reverse("registry:household_move", args=[row.uuid])
        return [Link(_("整户搬迁"), move, "home"), add]


def without_household(dwelling: Dwelling) -> Sequence[Resident]:
    """People who live in the dwelling and belong to no living household."""
    return queries.people_without_household(dwelling)


class NewHousehold(FormPage):
    title = _("组成一户")
    capability = permissions.EDIT
    form = forms.HouseholdForm
    query = queries.dwellings

    def crumbs(self) -> list[Crumb]:
        row = self.row()
        return [Crumb(address_text(row), reverse("registry:dwelling", args=[row.uuid]))]

    def form_facts(self, row: Dwelling) -> dict[str, Any]:
        return {"people": without_household(row)}

    def perform(self, form: forms.HouseholdForm, row: Dwelling) -> Household:
        facts = form.cleaned_data
        return actions.form_household(
            row,
            form.members(),
            by=self.request.actor,
            since=facts["since"],
            living_kind=facts["living_kind"],
            shared=facts["shared"],
        )

    def done_at(self, row: Household) -> str:
        return reverse("registry:household", args=[row.uuid])


class OfHousehold(FormPage):
    """A form about one household or one of its members; it ends on the household's page."""

    capability = permissions.EDIT

    def household(self) -> Household:
        row = self.row()
        return row if isinstance(row, Household) else row.household

    def crumbs(self) -> list[Crumb]:
        href = reverse("registry:household", args=[self.household().uuid])
        return [households_crumb(), Crumb(str(_("家庭成员")), href)]

    def done_at(self, row: HouseholdMember) -> str:
        return reverse("registry:household", args=[row.household.uuid])


class NewMember(OfHousehold):
    title = _("添加成员")
    form = forms.MemberForm
    query = queries.households

    def about(self, row: Household) -> str:
        return title_of(row)

    def form_facts(self, row: Household) -> dict[str, Any]:
        people = without_household(row.dwelling) if row.dwelling else ()
        return {"household": row, "people": people}

    def perform(self, form: forms.MemberForm, row: Household) -> HouseholdMember:
        return actions.add_member(row, by=self.request.actor, **form.told())


class OfMember(OfHousehold):
    """A form about one member, who is named beside the title."""

    def about(self, row: HouseholdMember) -> str:
        return row.person.name


class EditRelation(MayWait, OfMember):
    title = _("更改与户主关系")
    said = _("更换户主已转为变更申请，由另一人核对后生效。")
    form = forms.RelationForm
    query = queries.visible_members

    def initial(self, row: HouseholdMember) -> dict[str, Any]:
        return {"relation": row.relation, "version": row.version}

    def form_facts(self, row: HouseholdMember) -> dict[str, Any]:
        return {"member": row}

    def perform(self, form: forms.RelationForm, row: HouseholdMember) -> HouseholdMember:
        self.waits = actions.relate_member(row, by=self.request.actor, **form.told())
        return row


class LeaveHousehold(OfMember):
    title = _("登记离户")
    form = forms.LeaveForm
    query = queries.visible_members

    def perform(self, form: forms.LeaveForm, row: HouseholdMember) -> HouseholdMember:
        return actions.leave_household(row, by=self.request.actor, **form.cleaned_data)
