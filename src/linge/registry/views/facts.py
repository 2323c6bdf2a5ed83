"""One person's hukou, work, phones and death; a household that moves; its vehicles and dogs."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from linge.territory.models import Region
from linge.territory.queries import communities
from linge.ui.pages import Crumb, FormPage

from .. import actions, forms, permissions, queries
from ..models import Employment, Household, HouseholdItem, Phone, Resident
from ..queries import ties
from ..rules.kinds import ItemKind, Life, Usable
from .owned import EndPage, OwnedPage, confirm
from .waits import MayWait


class SetHukou(MayWait, OwnedPage):
    title = _("户籍登记")
    said = _("户口迁移（%(facts)s）已转为变更申请，由另一人核对后生效。")
    form = forms.HukouRecordForm
    query = queries.visible_to
    held = staticmethod(ties.held_hukou)
    done = _("已登记户籍。")

    def initial(self, row: Resident) -> dict[str, Any]:
        known = row.hukou_records.filter(until=None).first()
        if known is None:
            return {}
        names = ("state", "region_code", "no_code_reason", "left", "left_street_on", "left_reason")
        return {name: getattr(known, name) for name in names} | {"since": known.since}

    def perform(self, form: forms.HukouRecordForm, row: Resident) -> Resident:
        self.waits = actions.tell_hukou(
            row,
            form.hukou(),
            by=self.request.actor,
            version=row.version,
            reason=form.cleaned_data["reason"],
        )
        return row


class OpenBook(OwnedPage):
    title = _("登记户口簿")
    form = forms.BookForm
    query = queries.visible_to
    tab = "home"
    done = _("已登记户籍户。")

    def perform(self, form: forms.BookForm, row: Resident) -> Resident:
        actions.enter_book(row, by=self.request.actor, **form.cleaned_data)
        return row


class NewEmployment(OwnedPage):
    title = _("登记就业")
    form = forms.EmploymentForm
    query = queries.visible_to
    tab = "work"
    held = staticmethod(ties.held_employment)
    done = _("已登记就业。")

    def form_facts(self, row: Resident) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def perform(self, form: forms.EmploymentForm, row: Resident) -> Employment:
        return actions.record_employment(row, by=self.request.actor, **form.cleaned_data)


class EndEmployment(EndPage):
    title = _("结束就业")
    query = ties.visible_employments
    tab = "work"
    deed = staticmethod(actions.end_employment)


class NewPhone(OwnedPage):
    title = _("登记主要电话")
    form = forms.PhoneForm
    query = queries.visible_to
    held = staticmethod(ties.held_phones)
    done = _("已登记电话，原主要电话转为其他电话。")

    def perform(self, form: forms.PhoneForm, row: Resident) -> Resident:
        actions.set_phone(row, form.cleaned_data["number"], by=self.request.actor)
        return row


class RatePhone(OwnedPage):
    title = _("核对电话")
    form = forms.RatePhoneForm
    query = ties.visible_phones
    done = _("已核对电话。")

    def initial(self, row: Phone) -> dict[str, Any]:
        return {"version": row.version, "usable": row.usable, "main": row.is_main}

    def perform(self, form: forms.RatePhoneForm, row: Phone) -> Phone:
        facts = form.cleaned_data
        return actions.rate_phone(
            row,
            by=self.request.actor,
            usable=Usable(facts["usable"]),
            main=facts["main"],
            version=facts["version"],
        )


class RecordDeath(MayWait, OwnedPage):
    """A death is checked by a second person; then homes, households and work end with it."""

    title = _("登记死亡")
    said = _("死亡登记（%(facts)s）已转为变更申请，核对后居住、家庭和就业关系随之结束。")
    form = forms.DeathForm
    query = queries.visible_to

    def initial(self, row: Resident) -> dict[str, Any]:
        return {"version": row.version}

    def perform(self, form: forms.DeathForm, row: Resident) -> Resident:
        facts = form.cleaned_data
        self.waits = actions.correct_resident(
            row,
            by=self.request.actor,
            version=facts["version"],
            values={"life": Life.DEAD, "death_date": facts["death_date"]},
            reason=facts["reason"],
        )
        return row


class MoveHousehold(OwnedPage):
    title = _("整户搬迁")
    form = forms.MoveHouseholdForm
    query = queries.visible_households
    done = _("已登记搬迁，成员和与户主关系保持不变。")

    def form_facts(self, row: Household) -> dict[str, Any]:
        return {"actor": self.request.actor}

    def perform(self, form: forms.MoveHouseholdForm, row: Household) -> Household:
        facts = form.cleaned_data
        return actions.move_household(
            row,
            facts["address"],
            by=self.request.actor,
            on=facts["on"],
            shared=facts["shared"],
        )


class NewItem(OwnedPage):
    title = _("登记车辆、犬只")
    form = forms.ItemForm
    query = queries.visible_households
    done = _("已登记。")

    def form_facts(self, row: Household) -> dict[str, Any]:
        return {"kinds": ties.optional_kinds(row.community_id)}

    def perform(self, form: forms.ItemForm, row: Household) -> HouseholdItem:
        facts = form.cleaned_data
        return actions.record_item(
            row,
            by=self.request.actor,
            kind=ItemKind(facts["kind"]),
            number=facts["number"],
            since=facts["since"],
        )


class EndItem(EndPage):
    title = _("车辆、犬只已不在该户")
    query = ties.visible_items
    deed = staticmethod(actions.end_item)


class Options(FormPage):
    """What a community asks its households for besides people; all off at first."""

    title = _("选采项")
    capability = permissions.ROUNDS
    form = forms.OptionsForm
    query = communities
    done = _("已保存。新开启的项目从今天起在户的页面登记。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("采集进度")), reverse("registry:collection"))]

    def initial(self, row: Region) -> dict[str, Any]:
        return dict.fromkeys(ties.optional_kinds(row.pk), True)

    def perform(self, form: forms.OptionsForm, row: Region) -> Region:
        for kind, wanted in form.cleaned_data.items():
            actions.ask_for(row, ItemKind(kind), by=self.request.actor, wanted=wanted)
        return row

    def done_at(self, row: Region) -> str:
        return reverse("registry:options", args=[row.uuid])


urls = [
    path("collection/options/<uuid:uuid>/", Options.as_view(), name="options"),
    path("residents/<uuid:uuid>/hukou/", SetHukou.as_view(), name="hukou"),
    path("residents/<uuid:uuid>/book/", OpenBook.as_view(), name="book"),
    path("residents/<uuid:uuid>/work/", NewEmployment.as_view(), name="employment_new"),
    path("residents/<uuid:uuid>/phone/", NewPhone.as_view(), name="phone_new"),
    path("residents/<uuid:uuid>/death/", RecordDeath.as_view(), name="death"),
    path("employments/<uuid:uuid>/end/", EndEmployment.as_view(), name="employment_end"),
    path("phones/<uuid:uuid>/", RatePhone.as_view(), name="phone_rate"),
    path("households/<uuid:uuid>/move/", MoveHousehold.as_view(), name="household_move"),
    path("households/<uuid:uuid>/items/new/", NewItem.as_view(), name="item_new"),
    path("items/<uuid:uuid>/end/", EndItem.as_view(), name="item_end"),
    path("confirm/<slug:kind>/<uuid:uuid>/", confirm, name="confirm"),
]
