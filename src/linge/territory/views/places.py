"""Estates, buildings and places: what stands where."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.kernel.access import Actor
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, ListPage, Tab
from linge.ui.tables import Badge

from .. import actions, filters, forms, panels, permissions, queries, tables
from ..models import Building, Estate, Place
from ..rules.kinds import AHEAD_OF_HANDOVER

SURVEYED = (
    *("use", "floors_up", "floors_down", "expected_dwellings"),
    *("built_on", "surveyed_on"),
)
PLANNED = ("name", "state", "planned_units", "handover_on", "developer")


def estates_crumb() -> Crumb:
    return Crumb(str(pgettext_lazy("list", "小区")), reverse("territory:estates"))


def buildings_crumb() -> Crumb:
    return Crumb(str(pgettext_lazy("list", "楼栋")), reverse("territory:buildings"))


def places_crumb() -> Crumb:
    return Crumb(str(pgettext_lazy("list", "场所")), reverse("territory:places"))


class Estates(ListPage):
    title = pgettext_lazy("list", "小区")
    capability = permissions.VIEW
    template = "territory/list.html"
    section = "housing"
    query = queries.estates
    filter = filters.EstateFilter
    table = tables.EstateTable
    export = permissions.VIEW
    nothing = _("还没有登记小区。先新建小区，再登记楼栋。")

    def actions(self) -> list[Link]:
        new = reverse("territory:estate_new")
        return [Link(_("新建小区"), new, "plus", True, capability=permissions.CHANGE)]


class EstateDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.estates
    tabs = (
        Tab("facts", _("基本信息"), "territory/_estate.html"),
        Tab(
            "buildings",
            pgettext_lazy("list", "楼栋"),
            "territory/_buildings.html",
            lambda row, actor: {"buildings": queries.buildings(actor).filter(estate=row)},
        ),
    )

    def crumbs(self) -> list[Crumb]:
        return [estates_crumb()]

    def badge(self, row: Estate) -> Badge:
        return tables.estate_state(row)

    def moves(self, row: Estate) -> list[Link]:
        edit = reverse("territory:estate_edit", args=[row.uuid])
        raise_ = f"{reverse('territory:building_new')}?estate={row.pk}"
        hand_over = reverse("territory:hand_over", args=[row.uuid])
        deed = Link(_("办理交付"), hand_over, capability=permissions.CHANGE)
        return [
            *([deed] if row.state in AHEAD_OF_HANDOVER else []),
            Link(_("登记楼栋"), raise_, "plus", capability=permissions.CHANGE),
            Link(_("编辑"), edit, "edit", True, capability=permissions.CHANGE),
        ]


class EstateForm(FormPage):
    title = _("小区")
    capability = permissions.CHANGE
    form = forms.EstateForm

    def crumbs(self) -> list[Crumb]:
        return [estates_crumb()]

    def form_facts(self, row: Estate | None) -> dict[str, Any]:
        return {"actor": self.request.actor, "changes": row is not None}

    def done_at(self, row: Estate) -> str:
        return reverse("territory:estate", args=[row.uuid])


class NewEstate(EstateForm):
    title = _("新建小区")

    def perform(self, form: forms.EstateForm, row: None) -> Estate:
        facts = form.cleaned_data
        return actions.open_estate(facts.pop("community"), by=self.request.actor, **facts)


class EditEstate(EstateForm):
    title = _("编辑小区")
    query = queries.estates

    def about(self, row: Estate) -> str:
        return row.name

    def initial(self, row: Estate) -> dict[str, Any]:
        return {fact: getattr(row, fact) for fact in PLANNED}

    def perform(self, form: forms.EstateForm, row: Estate) -> Estate:
        return actions.amend(row, by=self.request.actor, **form.cleaned_data)


class Buildings(ListPage):
    title = pgettext_lazy("list", "楼栋")
    capability = permissions.VIEW
    template = "territory/list.html"
    section = "housing"
    query = queries.buildings
    filter = filters.BuildingFilter
    table = tables.BuildingTable
    export = permissions.VIEW
    nothing = _("还没有登记楼栋。请从小区页面登记楼栋和房屋。")

    def actions(self) -> list[Link]:
        new = reverse("territory:building_new")
        return [Link(_("登记楼栋"), new, "plus", True, capability=permissions.CHANGE)]


def _building_facts(row: Building, actor: Actor) -> dict[str, Any]:
    return {
        "units": queries.units_of(row, actor),
        "shops": queries.shops(actor).filter(building=row),
        "organisations": queries.organisations(actor).filter(building=row),
    }


class BuildingDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.buildings
    template = "territory/detail.html"

    @property
    def tabs(self) -> tuple[Tab, ...]:
        own = Tab("facts", _("基本信息"), "territory/_building.html", _building_facts)
        return (own, *panels.tabs_of(Building))

    def crumbs(self) -> list[Crumb]:
        return [buildings_crumb()]

    def heading(self, row: Building) -> str:
        return queries.building_text(row)

    def moves(self, row: Building) -> list[Link]:
        edit = reverse("territory:building_edit", args=[row.uuid])
        return [Link(_("核实楼栋"), edit, "edit", True, capability=permissions.SURVEY)]

    def more(self, row: Building) -> dict[str, Any]:
        return {"heads": panels.heads_of(row, self.request.actor)}


class NewBuilding(FormPage):
    title = _("登记楼栋")
    capability = permissions.CHANGE
    form = forms.RaiseBuildingForm

    def crumbs(self) -> list[Crumb]:
        return [buildings_crumb()]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def initial(self, row: None) -> dict[str, Any]:
        return {"estate": self.request.GET.get("estate")}

    def perform(self, form: forms.RaiseBuildingForm, row: None) -> Building:
        asked = form.cleaned_data
        plan = actions.Plan(asked["units"], asked["floors"], asked["homes"], asked["lifts"])
        return actions.raise_building(
            asked["estate"],
            by=self.request.actor,
            number=asked["number"],
            plan=plan,
            use=asked["use"],
        )

    def done_at(self, row: Building) -> str:
        return reverse("territory:building", args=[row.uuid])


class EditBuilding(FormPage):
    title = _("核实楼栋")
    capability = permissions.SURVEY
    query = queries.buildings
    form = forms.BuildingForm

    def about(self, row: Building) -> str:
        return queries.building_text(row)

    def crumbs(self) -> list[Crumb]:
        return [buildings_crumb()]

    def form_facts(self, row: Building) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def initial(self, row: Building) -> dict[str, Any]:
        return {fact: getattr(row, fact) for fact in SURVEYED}

    def perform(self, form: forms.BuildingForm, row: Building) -> Building:
        return actions.amend(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Building) -> str:
        return reverse("territory:building", args=[row.uuid])


class Places(ListPage):
    title = pgettext_lazy("list", "场所")
    capability = permissions.VIEW
    template = "territory/list.html"
    section = "organisations"
    query = queries.places
    filter = filters.PlaceFilter
    table = tables.PlaceTable
    export = permissions.VIEW
    nothing = _("还没有登记场所。学校、公园、停车场、工地等都在这里登记。")

    def actions(self) -> list[Link]:
        new = reverse("territory:place_new")
        return [Link(_("登记场所"), new, "plus", True, capability=permissions.SURVEY)]


class PlaceDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.places
    tabs = (Tab("facts", _("基本信息"), "territory/_place.html"),)

    def crumbs(self) -> list[Crumb]:
        return [places_crumb()]

    def moves(self, row: Place) -> list[Link]:
        edit = reverse("territory:place_edit", args=[row.uuid])
        return [Link(_("编辑"), edit, "edit", True, capability=permissions.SURVEY)]


class PlaceForm(FormPage):
    title = _("场所")
    capability = permissions.SURVEY
    form = forms.SpotForm

    def crumbs(self) -> list[Crumb]:
        return [places_crumb()]

    def form_facts(self, row: Place | None) -> dict[str, Any]:
        return {"actor": self.request.actor, "changes": row is not None}

    def done_at(self, row: Place) -> str:
        return reverse("territory:place", args=[row.uuid])


class NewPlace(PlaceForm):
    title = _("登记场所")

    def perform(self, form: forms.SpotForm, row: None) -> Place:
        facts = form.cleaned_data
        return actions.register_place(facts.pop("community"), by=self.request.actor, **facts)


class EditPlace(PlaceForm):
    title = _("编辑场所")
    query = queries.places

    def about(self, row: Place) -> str:
        return row.name

    def initial(self, row: Place) -> dict[str, Any]:
        return {"name": row.name, "kind": row.kind, "closed_on": row.closed_on}

    def perform(self, form: forms.SpotForm, row: Place) -> Place:
        return actions.amend(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Place) -> str:
        return reverse("territory:places") if row.closed_on else super().done_at(row)
