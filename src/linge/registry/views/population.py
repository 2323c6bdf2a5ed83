"""人口: how many are permanent, of the hukou, floating, on a day, and by which definition."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.access import can
from linge.kernel.refusals import Refused
from linge.ui.pages import Link, Page

from .. import permissions, queries
from ..queries.heads import Headcount, Heads
from ..rules.population import ALL_LABELS, POPULATIONS
from .collection import chosen_community
from .days import read_day

DEFINITIONS = {
    "permanent": _(
        "住在本街道，且户口在本街道或待定，或离开户口所在街道满6个月；户口在本街道、"
        "外出不满6个月或在境外的也计入。"
    ),
    "hukou": _("户口登记在本街道，不论现住何处。"),
    "floating": _(
        "住在本街道，离开户口所在街道满6个月；户口在同一城市其他市辖区的是市内人户分离，不计入。"
    ),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, what it counts, and the list of just these people."""

    name: str
    number: int
    href: str = ""
    definition: str = ""


class Figures:
    """A line of the page. ``facts`` narrow the list of residents; None where lists stay closed."""

    def __init__(self, heads: Heads, facts: dict[str, str] | None) -> None:
        self.heads = heads
        self._facts = facts

    def populations(self) -> list[Figure]:
        """常住, 户籍 and 流动; they overlap, so they make no sum."""
        return [
            self._figure(key, str(name), str(DEFINITIONS[key])) for key, name in POPULATIONS.items()
        ]

    def labels(self) -> list[Figure]:
        """Everybody with a label is in one of these."""
        return [self._figure(label, gettext(label)) for label in ALL_LABELS]

    def _figure(self, counted: str, name: str, definition: str = "") -> Figure:
        number = self.heads.of(counted)
        if self._facts is None or not number:
            return Figure(name, number, definition=definition)
        asked = urlencode({"population": counted} | self._facts)
        return Figure(name, number, f"{reverse('registry:residents')}?{asked}", definition)


class Population(Page):
    title = _("人口统计")
    capability = permissions.COLLECTION
    template = "registry/population.html"

    def actions(self) -> list[Link]:
        return [Link(_("居民"), reverse("registry:residents"), capability=permissions.VIEW)]

    def get(self, request: HttpRequest) -> HttpResponse:
        offered, community = chosen_community(request)
        told = {"offered": offered, "community": community}
        try:
            day = read_day(request.GET.get("as_of", ""))
        except Refused as refusal:
            context = self.frame(refusal=refusal.message, **told)
            return render(request, self.template, context, status=400)
        count = community and queries.headcount(request.actor, community, day)
        shown = self._shown(count) if count else {}
        return render(request, self.template, self.frame(count=count, **shown, **told))

    def _shown(self, count: Headcount) -> dict[str, object]:
        total = self._figures(count, count.total, {})
        lines = [
            self._figures(count, heads, {"grid": str(heads.grid or "null")})
            for heads in count.grids
        ]
        return {
            "total": total,
            "lines": lines,
            "tables": [
                (caption, read(total), [(line.heads.name, read(line)) for line in lines])
                for caption, read in (
                    (_("按网格"), Figures.populations),
                    (_("按人口类别"), Figures.labels),
                )
            ],
        }

    def _figures(self, count: Headcount, heads: Heads, where: dict[str, str]) -> Figures:
        if not can(self.request.actor, permissions.VIEW):
            return Figures(heads, None)
        where = {"community": str(count.community.pk)} | where
        if count.as_of != clock.today():
            where["as_of"] = count.as_of.isoformat()
        return Figures(heads, where)
