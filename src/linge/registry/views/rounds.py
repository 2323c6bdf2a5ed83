"""Collection rounds side by side, begun and closed."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor, can
from linge.territory.queries import communities
from linge.ui.pages import Crumb, FormPage, Link, Page

from .. import actions, forms, permissions, queries
from ..models import CollectionRound
from .collection import chosen_community


def collection_crumb() -> Crumb:
    return Crumb(str(_("采集进度")), reverse("registry:collection"))


class Rounds(Page):
    """Rounds in the order of time; nothing here is ranked, and nothing can be exported."""

    title = _("采集轮次")
    capability = permissions.COLLECTION
    template = "registry/rounds.html"

    def crumbs(self) -> list[Crumb]:
        return [collection_crumb()]

    def actions(self) -> list[Link]:
        new = reverse("registry:round_new")
        return [Link(_("开始新轮次"), new, "plus", capability=permissions.ROUNDS)]

    def get(self, request: HttpRequest) -> HttpResponse:
        _offered, community = chosen_community(request)
        results = queries.round_results(request.actor, community) if community else []
        may_close = can(request.actor, permissions.ROUNDS)
        context = self.frame(community=community, results=results, may_close=may_close)
        return render(request, self.template, context)


class NewRound(FormPage):
    title = _("开始新的采集轮次")
    capability = permissions.ROUNDS
    form = forms.RoundForm
    done = _("新一轮采集已开始，采集率从零计起。")

    def crumbs(self) -> list[Crumb]:
        return [collection_crumb()]

    def perform(self, form: forms.RoundForm, row: None) -> CollectionRound:
        asked = self.request.GET.get("community")
        offered = communities(self.request.actor)
        community = get_object_or_404(offered, pk=asked) if asked else offered.first()
        return actions.open_round(community, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: CollectionRound) -> str:
        return reverse("registry:collection")


def rounds(actor: Actor) -> QuerySet[CollectionRound]:
    """The rounds of the actor's communities."""
    seen = communities(actor).values("pk")
    return CollectionRound.objects.filter(community__in=seen).select_related("community")


class CloseRound(FormPage):
    """A round ends; visits after its last day count in no rate until another begins."""

    title = _("结束采集轮次")
    capability = permissions.ROUNDS
    form = forms.CloseRoundForm
    query = rounds
    submit = _("结束本轮")
    done = _("本轮采集已结束。")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(str(_("采集轮次")), reverse("registry:rounds"))]

    def perform(self, form: forms.CloseRoundForm, row: CollectionRound) -> CollectionRound:
        return actions.close_round(row, by=self.request.actor, **form.cleaned_data)

    def done_at(self, row: CollectionRound) -> str:
        return reverse("registry:rounds")
