"""Moves whose choices are weighed before the click: the page answers what would follow from them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Refused

from .. import actions, queries, tables
from ..actions.placing import as_placed, grid_of
from ..forms import moves as forms
from ..forms.places import ASKED, PlaceForm, SpotForm
from ..models import Case
from ..queries.previews import if_accepted
from ..queries.story import photos_before
from .moving import Move


class Weighed(Move):
    """A move that answers, in the region ``#choice``, what a form still in hand would lead to."""

    choice = "cases/_choice.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._weigh() if self._asked() else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._weigh() if self._asked() else super().post(request, *args, **kwargs)

    def frame(self, **more: Any) -> dict[str, Any]:
        case, form = more.get("row"), more.get("form")
        return super().frame(**more) | (self.outlook(case, form) if form else {})

    def outlook(self, case: Case, form: Any) -> dict[str, Any]:
        """What would follow from the choice in the form."""
        raise NotImplementedError

    def _asked(self) -> bool:
        return self.request.headers.get("HX-Target") == "choice"

    def _weigh(self) -> HttpResponse:
        case = self.row()
        context = self.frame(form=self.made_form(case, None), row=case)
        return render(self.request, self.choice, context)


class Classify(Weighed):
    """A move that puts a case under a criterion: the list of criteria follows the category, and the
    due that would follow is shown before the click."""

    part = "cases/_classify.html"

    def initial(self, row: Case) -> dict[str, Any]:
        asked = self.request.POST or self.request.GET
        return {
            "category": asked.get("category") or row.category_id,
            "standard": asked.get("standard"),
            "urgent": "urgent" in asked if asked else row.urgent,
        }

    def outlook(self, case: Case, form: forms.StandardForm) -> dict[str, Any]:
        standard = form.chosen_standard()
        if standard is None:
            return {}
        urgent = "urgent" in form.fields and bool(form["urgent"].value())
        return {"standard": standard, "preview": if_accepted(case, standard, urgent=urgent)}


class Accept(Classify):
    """受理, with the report and what may be the same beside the form; a case that lies in no grid
    yet is given one."""

    title = _("受理")
    action = "accept"
    deed = actions.accept_case
    form = forms.AcceptForm
    submit = _("受理")
    done = _("已受理，承诺时间已告知上报人。")
    template = "cases/accept.html"
    whole_page = True
    undo = True

    def form_facts(self, row: Case) -> dict[str, Any]:
        return super().form_facts(row) | {"actor": self.request.actor}

    def initial(self, row: Case) -> dict[str, Any]:
        return super().initial(row) | asked_spot(self.request)

    def outlook(self, case: Case, form: forms.AcceptForm) -> dict[str, Any]:
        weighed = weigh_spot(case, form) if case.grid_id is None else {}
        there = weighed.get("there", case)
        similar = queries.candidates(self.request.actor, there, form.chosen_category())
        others = {
            "ask_confirm": _("请网格员核实"),
            "merge": _("并入另一件"),
            "reject": _("不予受理"),
        }
        return super().outlook(case, form) | {
            **weighed,
            "candidates": similar,
            "may_merge": True,
            "seen_candidates": ",".join(str(each.case.pk) for each in similar),
            "photos": photos_before(case),
            "place": tables.place_of(case),
            "others": list(others.items()),
        }


class Place(Weighed):
    """定位: a case that lies in no grid has nobody to go and look."""

    title = _("定位")
    action = "place"
    deed = actions.place_case
    form = PlaceForm
    part = "cases/_place.html"
    choice = "cases/_spot.html"
    submit = _("定位")
    done = _("已定位，该网格的网格员能看到此事件。")

    def form_facts(self, row: Case) -> dict[str, Any]:
        return super().form_facts(row) | {"actor": self.request.actor}

    def initial(self, row: Case) -> dict[str, Any]:
        return asked_spot(self.request)

    def outlook(self, case: Case, form: PlaceForm) -> dict[str, Any]:
        return weigh_spot(case, form) | {"place": tables.place_of(case)}


def asked_spot(request: HttpRequest) -> dict[str, str]:
    """The place in a form still in hand."""
    return {name: request.POST[name] for name in ASKED if name in request.POST}


def weigh_spot(case: Case, form: SpotForm) -> dict[str, Any]:
    """The grid the case would get, and how it would stand there; or what is wrong with the spot."""
    try:
        spot = form.spot()
        if spot is None:
            return {"spot_grid": None}
        return {"spot_grid": grid_of(case, spot), "there": as_placed(case, spot)}
    except ValidationError as fault:
        return {"spot_fault": fault.messages[0]}
    except Refused as refusal:
        return {"spot_fault": refusal.message}
