"""Organisations and shop fronts."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.files import permissions as exporting
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Tab
from linge.ui.tables import Badge, Table

from .. import actions, filters, forms, panels, permissions, queries, tables
from ..models import Organisation, Shop

KNOWN = ("name", "kind", "uscc", "industry", "legal_form", "state", "address")


def organisations_crumb() -> Crumb:
    return Crumb(str(_("辖区单位")), reverse("territory:organisations"))


def shops_crumb() -> Crumb:
    return Crumb(str(_("沿街店面")), reverse("territory:shops"))


class HandedOut(ListPage):
    """A list a floor above hands out, with whom to speak to and who trades there."""

    model: type[Model]
    export = exporting.EXPORT
    export_note = _("按当前条件导出，电话保持遮盖；改好后可以再导入。")

    def _may_export(self) -> bool:
        return panels.taker_of(self.model) is not None and super()._may_export()

    def _file(self, kind: str, table: Table, rows: QuerySet[Any]) -> HttpResponse:
        taker = panels.taker_of(self.model)
        assert taker is not None  # without one no file is offered
        return taker(self.request, kind, table.ordering(self.request.GET.get("sort", "")))


class Organisations(HandedOut):
    model = Organisation
    title = _("辖区单位")
    capability = permissions.VIEW
    template = "territory/list.html"
    section = "organisations"
    query = queries.organisations
    filter = filters.OrganisationFilter
    table = tables.OrganisationTable
    nothing = _("还没有登记辖区单位。点“登记单位”开始。")

    def actions(self) -> list[Link]:
        new = reverse("territory:organisation_new")
        return [Link(_("登记单位"), new, "plus", True, capability=permissions.SURVEY)]


class OrganisationDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.organisations
    template = "territory/detail.html"

    @property
    def tabs(self) -> tuple[Tab, ...]:
        own = Tab("facts", _("基本信息"), "territory/_organisation.html")
        return (own, *panels.tabs_of(Organisation))

    def crumbs(self) -> list[Crumb]:
        return [organisations_crumb()]

    def badge(self, row: Organisation) -> Badge:
        return tables.organisation_state(row)

    def moves(self, row: Organisation) -> list[Link]:
        edit = reverse("territory:organisation_edit", args=[row.uuid])
        return [Link(_("编辑"), edit, "edit", True, capability=permissions.SURVEY)]


class OrganisationForm(FormPage):
    title = _("辖区单位")
    capability = permissions.SURVEY
    form = forms.OrganisationForm

    def crumbs(self) -> list[Crumb]:
        return [organisations_crumb()]

    def form_facts(self, row: Organisation | None) -> dict[str, Any]:
        return {"actor": self.request.actor, "changes": row is not None}

    def done_at(self, row: Organisation) -> str:
        return reverse("territory:organisation", args=[row.uuid])


class NewOrganisation(OrganisationForm):
    title = _("登记单位")

    def perform(self, form: forms.OrganisationForm, row: None) -> Organisation:
        facts = form.cleaned_data
        return actions.register_organisation(facts.pop("community"), by=self.request.actor, **facts)


class EditOrganisation(OrganisationForm):
    title = _("编辑单位")
    query = queries.organisations

    def about(self, row: Organisation) -> str:
        return row.name

    def initial(self, row: Organisation) -> dict[str, Any]:
        return {fact: getattr(row, fact) for fact in KNOWN}

    def perform(self, form: forms.OrganisationForm, row: Organisation) -> Organisation:
        return actions.amend(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Organisation) -> str:
        return reverse("territory:organisations")


class Shops(HandedOut):
    model = Shop
    title = _("沿街店面")
    capability = permissions.VIEW
    template = "territory/list.html"
    section = "organisations"
    query = queries.shops
    filter = filters.ShopFilter
    table = tables.ShopTable
    nothing = _("还没有登记店面。点“登记店面”开始。")

    def actions(self) -> list[Link]:
        new = reverse("territory:shop_new")
        return [Link(_("登记店面"), new, "plus", True, capability=permissions.SURVEY)]


class ShopDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.shops
    template = "territory/detail.html"

    @property
    def tabs(self) -> tuple[Tab, ...]:
        own = Tab("facts", _("基本信息"), "territory/_shop.html")
        return (own, *panels.tabs_of(Shop))

    def crumbs(self) -> list[Crumb]:
        return [shops_crumb()]

    def heading(self, row: Shop) -> str:
        return tables.shop_front(row)

    def badge(self, row: Shop) -> Badge:
        return tables.shop_state(row)

    def moves(self, row: Shop) -> list[Link]:
        edit = reverse("territory:shop_edit", args=[row.uuid])
        return [Link(_("编辑"), edit, "edit", True, capability=permissions.SURVEY)]


class ShopForm(FormPage):
    title = _("沿街店面")
    capability = permissions.SURVEY
    form = forms.ShopForm

    def crumbs(self) -> list[Crumb]:
        return [shops_crumb()]

    def form_facts(self, row: Shop | None) -> dict[str, Any]:
        return {"actor": self.request.actor, "changes": row is not None}

    def done_at(self, row: Shop) -> str:
        return reverse("territory:shop", args=[row.uuid])


class NewShop(ShopForm):
    title = _("登记店面")

    def perform(self, form: forms.ShopForm, row: None) -> Shop:
        facts = form.cleaned_data
        return actions.open_shop(facts.pop("building"), by=self.request.actor, **facts)


class EditShop(ShopForm):
    title = _("编辑店面")
    query = queries.shops

    def about(self, row: Shop) -> str:
        return tables.shop_front(row)

    def initial(self, row: Shop) -> dict[str, Any]:
        return {"name": row.name, "trade": row.trade, "state": row.state}

    def perform(self, form: forms.ShopForm, row: Shop) -> Shop:
        return actions.amend(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Shop) -> str:
        return reverse("territory:shops")
