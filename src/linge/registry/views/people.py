"""Residents: the list, a record, registration, corrections, moving in and out."""

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linge.files.actions import store_photo
from linge.kernel.access import Actor
from linge.ui.pages import Crumb, DetailPage, FormPage, Link, Tab
from linge.ui.tables import Badge

from .. import actions, filters, forms, ledgers, permissions, queries, tables
from ..models import Residency, Resident
from ..queries import ties
from ..queries.matches import absorbed, survivor_of
from ..rules.kinds import DocumentState, Life, Precision
from . import history
from .days import OfDay
from .taking import Taken
from .waits import MayWait

LIFE_LOOKS = {Life.DEAD: "muted", Life.MOVED: "muted", Life.MISSING: "warn"}


def residents_crumb() -> Crumb:
    return Crumb(str(pgettext_lazy("list", "居民")), reverse("registry:residents"))


def resident_crumb(person: Resident) -> Crumb:
    return Crumb(person.name, reverse("registry:resident", args=[person.uuid]))


class Residents(Taken, OfDay):
    title = pgettext_lazy("list", "居民")
    capability = permissions.VIEW
    query = queries.residents
    filter = filters.ResidentFilter
    table = tables.ResidentTable
    ledger = ledgers.RESIDENT_LIST
    template = "registry/residents.html"
    nothing = _("还没有居民档案。可以逐个建档，也可以导入名册。")

    batch = (
        Link(
            _("确认无变化"),
            reverse_lazy("registry:confirm_people"),
            capability=permissions.EDIT,
        ),
        Link(_("登记居住"), reverse_lazy("registry:move_people"), capability=permissions.EDIT),
    )

    def actions(self) -> list[Link]:
        new = reverse("registry:resident_new")
        return [
            Link(_("人口统计"), reverse("registry:population"), capability=permissions.COLLECTION),
            Link(
                pgettext_lazy("button", "建档"), new, "plus", True, capability=permissions.REGISTER
            ),
        ]


def identity_tab(person: Resident, actor: Actor) -> dict[str, Any]:
    shown = [row for row in person.documents.all() if row.state != DocumentState.RETIRED]
    return {
        "documents": [(row, queries.shown_number(row)) for row in shown],
        "phones": [(row, queries.shown_phone(row)) for row in person.phones.all()],
        "hukou": next((row for row in person.hukou_records.all() if row.until is None), None),
        "status": person.status,
        "may_edit": permissions.may(actor, permissions.EDIT, person),
        "may_reveal": permissions.may(actor, permissions.REVEAL, person),
        "asked": queries.open_requests(person),
    }


def home_tab(person: Resident, actor: Actor) -> dict[str, Any]:
    return {
        "homes": person.residencies.all(),
        "members": queries.companions(person),
        "may_edit": permissions.may(actor, permissions.EDIT, person),
    }


def work_tab(person: Resident, actor: Actor) -> dict[str, Any]:
    works = person.employments.select_related("organisation")
    return {
        "works": works.order_by(F("until").desc(nulls_first=True), "-since"),
        "may_edit": permissions.may(actor, permissions.EDIT, person),
    }


def rights_tab(person: Resident, actor: Actor) -> dict[str, Any]:
    """What the person owns, lets or rents, as far as it lies in the actor's scope."""
    leases = ties.visible_tenancies(actor).filter(Q(landlord=person) | Q(tenant=person))
    return {
        "owned": ties.visible_ownerships(actor).filter(person=person).order_by("-since"),
        "leases": leases.order_by("-since"),
    }


class ResidentDetail(DetailPage):
    capability = permissions.VIEW
    query = queries.resident_record
    tabs = (
        Tab("identity", _("基本信息"), "registry/_identity.html", identity_tab),
        Tab("home", _("居住与家庭"), "registry/_home.html", home_tab),
        Tab("work", _("就业"), "registry/_work.html", work_tab),
        Tab("rights", _("产权与租赁"), "registry/_of_person.html", rights_tab),
        history.PERSON_TAB,
    )

    def crumbs(self) -> list[Crumb]:
        return [residents_crumb()]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The record; one that was taken into another leads there for ever."""
        gone = absorbed(kwargs["uuid"])
        if gone is None:
            return super().get(request, *args, **kwargs)
        survivor = survivor_of(gone)
        get_object_or_404(queries.visible_to(request.actor), pk=survivor.pk)
        return redirect("registry:resident", survivor.uuid, permanent=True)

    def row(self) -> Resident:
        """The record with its population label, for its head and its first tab."""
        row = super().row()
        row.status = queries.status(row)
        return row

    def heading(self, row: Resident) -> str:
        return row.name

    def more(self, row: Resident) -> dict[str, Any]:
        return history.known_then(row, self.request)

    def badge(self, row: Resident) -> Badge | None:
        if row.life in LIFE_LOOKS:
            return Badge(LIFE_LOOKS[Life(row.life)], row.get_life_display())
        return Badge("warn" if row.status.ask else "info", _now(row.status.label))

    def moves(self, row: Resident) -> list[Link]:
        care = reverse("registry:person_care", args=[row.uuid])
        links = [Link(_("关爱"), care, "star", capability=permissions.CARE_PROPOSE)]
        if not permissions.may(self.request.actor, permissions.EDIT, row):
            return links
        move = reverse("registry:move_in", args=[row.uuid])
        edit = reverse("registry:resident_edit", args=[row.uuid])
        if row.life != Life.DEAD:
            links.append(Link(_("登记死亡"), reverse("registry:death", args=[row.uuid])))
            links.append(Link(_("登记居住"), move, "home"))
        return [*links, Link(_("编辑"), edit, "edit", True)]


class NewResident(FormPage):
    title = _("建立居民档案")
    capability = permissions.REGISTER
    form = forms.RegisterForm

    def crumbs(self) -> list[Crumb]:
        return [residents_crumb()]

    def form_facts(self, row: None) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def initial(self, row: None) -> dict[str, Any]:
        return {"address": self.request.GET.get("address", "")}

    def perform(self, form: forms.RegisterForm, row: None) -> Resident:
        return actions.register_resident(
            form.person(),
            by=self.request.actor,
            community=form.cleaned_data["community"],
            home=form.home(),
        )

    def done_at(self, row: Resident) -> str:
        """Whoever came from a home goes back there: for the next of the family, or to form it."""
        home = row.residencies.select_related("dwelling").filter(until=None).first()
        if home and self.request.GET.get("address"):
            return reverse("registry:dwelling", args=[home.dwelling.uuid])
        return reverse("registry:resident", args=[row.uuid])


class EditResident(MayWait):
    title = _("编辑居民档案")
    capability = permissions.EDIT
    form = forms.ResidentForm
    query = queries.resident_record

    def crumbs(self) -> list[Crumb]:
        return [residents_crumb(), resident_crumb(self.row())]

    def initial(self, row: Resident) -> dict[str, Any]:
        facts = {name: getattr(row, name) for name in forms.CORRECTED}
        hukou = next((held for held in row.hukou_records.all() if held.until is None), None)
        if hukou:
            facts |= {"hukou_state": hukou.state, "region_code": hukou.region_code}
            facts |= {"no_code_reason": hukou.no_code_reason, "left": hukou.left}
            facts |= {"left_street_on": hukou.left_street_on, "left_reason": hukou.left_reason}
        return facts | {"version": row.version}

    def perform(self, form: forms.ResidentForm, row: Resident) -> Resident:
        facts = form.cleaned_data
        by = self.request.actor
        photos = [
            store_photo(upload, by=by, community=row.community) for upload in facts["evidence"]
        ]
        asked = form.asked()
        self.waits = actions.correct_resident(
            row,
            by=by,
            version=facts["version"],
            values=asked | precision(facts["birth_date"], row),
            reason=facts["reason"],
            evidence=[{"kind": "photo", "file": str(photo.uuid)} for photo in photos],
        )
        return row

    def done_at(self, row: Resident) -> str:
        return reverse("registry:resident", args=[row.uuid])


def precision(born: Any, row: Resident) -> dict[str, Any]:
    """A birth date typed anew is known to the day; one left as it was keeps its precision."""
    return {} if born == row.birth_date else {"birth_precision": Precision.DAY}


class MoveIn(FormPage):
    title = _("登记居住")
    capability = permissions.EDIT
    form = forms.MoveInForm
    query = queries.visible_to
    done = _("已登记居住。")

    def crumbs(self) -> list[Crumb]:
        return [residents_crumb(), resident_crumb(self.row())]

    def form_facts(self, row: Resident) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def perform(self, form: forms.MoveInForm, row: Resident) -> Resident:
        actions.move_in(
            row, form.home(), by=self.request.actor, leaving=form.cleaned_data["leaving"]
        )
        return row

    def done_at(self, row: Resident) -> str:
        return reverse("registry:resident", args=[row.uuid]) + "?tab=home"


class MoveOut(FormPage):
    title = _("登记迁出")
    capability = permissions.EDIT
    form = forms.MoveOutForm
    query = queries.visible_residencies
    done = _("已登记迁出。")

    def crumbs(self) -> list[Crumb]:
        return [residents_crumb(), resident_crumb(self.row().person)]

    def perform(self, form: forms.MoveOutForm, row: Residency) -> Residency:
        return actions.move_out(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: Residency) -> str:
        """The record, unless the person has left the actor's scope with this home."""
        seen = queries.visible_to(self.request.actor).filter(pk=row.person_id).exists()
        if not seen:
            return reverse("registry:residents")
        return reverse("registry:resident", args=[row.person.uuid]) + "?tab=home"
