"""The page of a case: where it stands, what may be done, what happened, what every clock took."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linge.accounts.doors import door
from linge.files import queries as files
from linge.files.models import StoredFile
from linge.kernel import crypto
from linge.kernel.access import Actor, can
from linge.kernel.clock import now
from linge.kernel.masking import mask_name, mask_phone
from linge.territory import queries as territory
from linge.ui.pages import Crumb, DetailPage, Link, Tab
from linge.ui.tables import Badge, Due, Masked

from .. import panels, permissions, queries, tables
from ..models import Case
from ..queries.story import Story, story
from ..queries.ties import maybe, parts_of
from ..rules import PhotoPhase
from ..rules.spans import Breakdown, breakdown
from .moves import MOVES
from .moving import in_full
from .supervision import offered

MAIN_MOVES = ("accept", "dispatch", "sign", "handle", "confirm", "verify", "close")


def load_story(case: Case, actor: Actor) -> dict[str, Any]:
    """What happened, the photos of before and after, and the reporter where one may call."""
    told = story(case)
    return {
        "story": told,
        "before": told.photos[PhotoPhase.BEFORE],
        "after": told.photos[PhotoPhase.AFTER],
        "contact": contact_of(case, told, actor),
        "place": tables.place_of(case),
        "holder": tables.holder_of(case),
        "building": territory.building_text(case.building) if case.building else "",
        **ties_of(case, told),
    }


def ties_of(case: Case, told: Story) -> dict[str, Any]:
    """The cases that belong to this one in whatever way, and the agencies that share the work."""
    course = queries.followed(case)
    parts = parts_of(case) if maybe(case, "is_shared") else []
    whole, children = queries.links_of(case)
    return {
        "voices": [voice for voice in told.voices if voice.left_at is None],
        "course": course if course is not case else None,
        "whole": whole,
        "children": [(each, tables.state_badge(each)) for each in children],
        "parts": parts if any(part.role == "co" or part.rating for part in parts) else [],
    }


def load_clocks(case: Case, actor: Actor) -> dict[str, Any]:
    """The ledger of clocks with the parts of each stretch, and every due there ever was."""
    calendar = territory.workdays(case.community)
    told = queries.timeline(case)
    lines = [
        (
            line,
            breakdown(
                line.started_at,
                line.ended_at or now(),
                calendar,
                round_the_clock=line.round_the_clock,
            ),
        )
        for line in told.ledger
    ]
    totals = [(label, _sum(lines, name)) for name, label in CLOCKS]
    return {"lines": lines, "totals": totals, "dues": case.dues.order_by("-id")}


CLOCKS = (("stage", _("各环节合计")), ("agency", _("责任单位")), ("resident", _("居民等待")))


def _sum(lines: list[tuple[Any, Breakdown]], clock: str) -> Breakdown:
    counted = (parts for line, parts in lines if line.clock == clock and line.counts)
    return sum(counted, Breakdown())


def contact_of(case: Case, told: Story, actor: Actor) -> dict[str, Any] | None:
    """The reporter, masked; only for those who may call."""
    if not can(actor, permissions.CONTACT_REPORTER, permissions.subject_facts(case)):
        return None
    subject = permissions.key_of(case)
    tried = [each for each in told.contacts if each.episode == case.episode]
    name = mask_name(crypto.open_field(case, "reporter_name"))
    phone = mask_phone(crypto.open_field(case, "reporter_phone"))
    return {
        "name": Masked(name, subject, "reporter_name"),
        "phone": Masked(phone, subject, "reporter_phone"),
        "attempts": len(tried),
        "reached": any(each.reached for each in tried),
    }


class CaseDetail(DetailPage):
    """事件详情."""

    capability = permissions.VIEW
    template = "cases/case.html"
    query = in_full
    tabs = (
        Tab("story", _("办理情况"), "cases/_story.html", load_story),
        Tab("clocks", _("时限明细"), "cases/_clocks.html", load_clocks),
    )

    def crumbs(self) -> list[Crumb]:
        ledger = reverse("cases:ledger") if can(self.request.actor, permissions.LEDGER) else ""
        return [Crumb(str(_("事件台账")), ledger)]

    def heading(self, row: Case) -> str:
        return row.category.label if row.category else str(_("待定类别的事件"))

    def badge(self, row: Case) -> Badge:
        return tables.state_badge(row)

    def due(self, row: Case) -> Due | None:
        return tables.due_of(row)

    def moves(self, row: Case) -> list[Link]:
        """The moves this person may try now, the one that brings the case on first."""
        offers = [o for o in queries.moves_possible(self.request.actor, row) if o.action in MOVES]
        offers.sort(key=lambda offer: _rank(offer.action, row))
        links = [
            Link(
                offer.label,
                move_address(row, offer.action),
                primary=offer.action in MAIN_MOVES and place == 0,
                dialog=not MOVES[offer.action].whole_page,
            )
            for place, offer in enumerate(offers)
        ]
        note = Link(_("备注"), move_address(row, "note"), dialog=True, capability=permissions.NOTE)
        higher = [
            Link(title, move_address(row, action), dialog=True)
            for action, title in offered(self.request.actor, row)
        ]
        return [*links, *higher, *panels.ways_of(row, self.request.actor), note]


def _rank(action: str, row: Case) -> int:
    """What brings a case on comes first; then its place, while it has none."""
    if action in MAIN_MOVES:
        return 0
    return 1 if action == "place" and row.grid_id is None else 2


def move_address(case: Case, action: str) -> str:
    """The form of a move."""
    return reverse("cases:move", args=[case.uuid, action])


@door(permissions.VIEW)
def photo(request: HttpRequest, uuid: str, file: str) -> HttpResponse:
    """A photo of a case, for those who see the case; ``?thumb`` gives the small one."""
    case = get_object_or_404(queries.visible_to(request.actor), uuid=uuid)
    found = case.photos.filter(file__uuid=file).select_related("file").first()
    if found is None:
        raise Http404
    return picture(found.file, thumb="thumb" in request.GET)


def picture(file: StoredFile, *, thumb: bool, kept: str = "private, max-age=3600") -> HttpResponse:
    """The bytes of a photo, never sniffed, kept only by this browser."""
    body = files.photo(file, thumb=thumb)
    return HttpResponse(body, content_type="image/jpeg", headers={"Cache-Control": kept})
