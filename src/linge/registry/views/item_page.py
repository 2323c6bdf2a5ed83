"""Collect once: one item group of one row, with what is on record and nothing else (D2)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Outside, Refused
from linge.territory.models import Dwelling, Grid
from linge.territory.queries import address_text
from linge.territory.queries import visible_to as territory_visible_to
from linge.ui.forms import LingeForm
from linge.ui.pages import Crumb, Link, say

from .. import actions, forms, permissions, queries
from ..models import ChangeRequest, Resident
from ..rules.items import FILLED_WHEN, ITEMS_OF, Clear, Item
from .people import precision
from .waits import MayWait

FORMS: Mapping[Item, type[LingeForm]] = {
    Item.F1: forms.UseForm,
    Item.F3: forms.HomePhoneForm,
    Item.P1: forms.PersonForm,
    Item.P2: forms.HukouForm,
    Item.P3: forms.WorkForm,
    Item.A4: forms.PlacesForm,
}
CONFIRMED = (*ITEMS_OF[Clear.HOUSEHOLD], Item.P1, Item.P2, Item.P3)


class ItemPage(MayWait):
    """One item group of one row: what is on record, 无变化, or the new answer. Nothing else."""

    capability = permissions.EDIT
    template = "registry/item.html"
    done = _("已更新这一项。")

    @property
    def item(self) -> Item:
        code = self.kwargs["item"]
        if code not in queries.items.HELD:
            raise Http404
        return Item(code)

    @property
    def title(self) -> str:  # type: ignore[override]  # the words of the item asked for
        return f"{self.item.value} {self.item.label}"

    def row(self) -> Any:
        actor, uuid = self.request.actor, self.kwargs["uuid"]
        match self.item.value[0]:
            case "F":
                return get_object_or_404(queries.dwellings(actor), uuid=uuid)
            case "P":
                return get_object_or_404(queries.resident_record(actor), uuid=uuid)
        return get_object_or_404(territory_visible_to(actor, Grid), uuid=uuid)

    def made_form(self, row: Any, sent: HttpRequest | None) -> Any:
        form = FORMS.get(self.item)
        if form is None:
            return LingeForm()
        data = (sent.POST, sent.FILES) if sent else ()
        return form(*data, initial=self.initial(row), row=row)

    def initial(self, row: Any) -> dict[str, Any]:
        if self.item != Item.P1:
            return {}
        return {name: getattr(row, name) for name in ("version", "name", "sex", "birth_date")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "unchanged" in request.POST:
            return self._unchanged(self.row())
        if self.item not in FORMS:
            raise Http404
        return super().post(request, *args, **kwargs)

    def _unchanged(self, row: Any) -> HttpResponse:
        try:
            actions.confirm_item(row, self.item, by=self.request.actor)
            say(self.request, str(_("已确认无变化。")))
        except Outside:
            raise
        except Refused as refusal:
            say(self.request, refusal.message)
        return HttpResponseRedirect(self.done_at(row))

    def perform(self, form: Any, row: Any) -> Any:
        self.waits = FILLING[self.item](row, form.cleaned_data, form, self.request.actor)
        return row

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("完整与鲜活")), reverse("registry:items"))]

    def frame(self, **more: Any) -> dict[str, Any]:
        row = more["row"]
        return super().frame(
            **more,
            item=self.item,
            subject=self._subject(row),
            values=queries.items.held_values(row, self.item),
            filled_when=FILLED_WHEN[self.item],
            may_confirm=self.item in CONFIRMED,
            has_form=self.item in FORMS,
            elsewhere=self.elsewhere(row),
        )

    def _subject(self, row: Any) -> str:
        match row:
            case Dwelling():
                return address_text(row)
            case _:
                return str(row.name)

    def elsewhere(self, row: Any) -> list[Link]:
        """The owner forms of what has no short form here."""
        if self.item == Item.F2:
            new = reverse("registry:household_new", args=[row.uuid])
            return [Link(_("组成一户"), new), Link(_("查看房屋"), self.done_at(row))]
        if self.item == Item.F3 and not row.residencies.filter(until=None).exists():
            new = f"{reverse('registry:resident_new')}?address={address_text(row)}"
            return [Link(_("先为住户建档"), new, capability=permissions.REGISTER)]
        if self.item == Item.F4:
            return [Link(_("登记租赁"), self.done_at(row) + "?tab=rights")]
        return []

    def done_at(self, row: Any) -> str:
        match row:
            case Dwelling():
                return reverse("registry:dwelling", args=[row.uuid])
            case Resident():
                return reverse("registry:resident", args=[row.uuid])
            case _:
                return reverse("territory:grid", args=[row.uuid])


def _fill_use(row: Dwelling, facts: dict[str, Any], form: Any, by: Any) -> None:
    actions.tell_use(row, facts["use"], by=by)


def _fill_phone(row: Dwelling, facts: dict[str, Any], form: Any, by: Any) -> None:
    actions.set_phone(facts["person"].person, facts["number"], by=by)


def _fill_person(row: Resident, facts: dict[str, Any], form: Any, by: Any) -> ChangeRequest | None:
    return actions.correct_resident(
        row,
        by=by,
        version=facts["version"],
        values=form.asked() | precision(facts["birth_date"], row),
        reason=facts["reason"],
    )


def _fill_hukou(row: Resident, facts: dict[str, Any], form: Any, by: Any) -> ChangeRequest | None:
    return actions.correct_resident(row, by=by, version=row.version, values=form.asked())


def _fill_work(row: Resident, facts: dict[str, Any], form: Any, by: Any) -> None:
    actions.record_employment(row, by=by, replacing=True, **facts)


def _fill_places(row: Grid, facts: dict[str, Any], form: Any, by: Any) -> None:
    actions.count_places(row, by=by, counts=facts)


FILLING: Mapping[Item, Callable[[Any, dict[str, Any], Any, Any], ChangeRequest | None]] = {
    Item.F1: _fill_use,
    Item.F3: _fill_phone,
    Item.P1: _fill_person,
    Item.P2: _fill_hukou,
    Item.P3: _fill_work,
    Item.A4: _fill_places,
}
