"""The draft of a division as its editor reads and saves it, as JSON."""

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from linge.accounts.doors import door
from linge.kernel.access import can
from linge.kernel.refusals import Outside, Refused
from linge.ui.pages import say

from .. import actions, permissions, queries

MOST_BYTES = 5_000_000


@require_http_methods(["GET", "POST"])
@door(permissions.VIEW)
def draft(request: HttpRequest, uuid: str) -> HttpResponse:
    """The whole draft; sent back whole, with the version it was read at."""
    division = get_object_or_404(queries.divisions(request.actor), uuid=uuid)
    if request.method == "GET":
        return JsonResponse(queries.draft_document(request.actor, division))
    if not can(request.actor, permissions.DRAFT, permissions.subject_facts(division)):
        return _refused(Refused("territory.not_yours", str(_("您不能修改这份划分。"))), 403)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _refused(Refused("territory.too_large", str(_("内容过大，请刷新页面后再试。"))), 413)
    try:
        actions.save_draft(division, by=request.actor, **_sent(request.body))
    except Outside:
        raise
    except Refused as refusal:
        if refusal.code == "territory.moved_on":
            return _refused(refusal, 409, **queries.draft_saved(division))
        return _refused(refusal, 422)
    return JsonResponse(queries.draft_answer(request.actor, division))


@require_POST
@door(permissions.DRAFT)
def new_grid(request: HttpRequest, uuid: str) -> HttpResponse:
    """Add a grid to the community of a draft, with the next code: what is split off goes there."""
    division = get_object_or_404(queries.divisions(request.actor), uuid=uuid)
    community = division.community
    try:
        name = _name_in(request.body)
        code = queries.next_grid_code(community)
        grid = actions.create_grid(community, by=request.actor, code=code, name=name)
    except Outside:
        raise
    except Refused as refusal:
        return _refused(refusal, 422)
    told = {"uuid": str(grid.uuid), "code": grid.code, "name": grid.name, "shape": None}
    return JsonResponse(told, status=201)


@require_POST
@door(permissions.DRAFT)
def swap_axes(request: HttpRequest, uuid: str) -> HttpResponse:
    """Put right the outlines whose latitude and longitude are exchanged."""
    division = get_object_or_404(queries.divisions(request.actor), uuid=uuid)
    try:
        count = actions.swap_axes(division, by=request.actor)
        words = ngettext(
            "已对调%(count)s个范围的经纬度。", "已对调%(count)s个范围的经纬度。", count
        )
        say(request, words % {"count": count})
    except Outside:
        raise
    except Refused as refusal:
        messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("territory:division", args=[uuid]))


def _sent(body: bytes) -> dict[str, Any]:
    """What ``save_draft`` takes, out of the body; refuses one that is not of that form."""
    try:
        sent = json.loads(body)
        facts: dict[str, Any] = {
            "version": int(sent["version"]),
            "shapes": {str(key): dict(shape) for key, shape in sent["shapes"].items()},
            "members": {str(key): str(grid) for key, grid in sent["members"].items()},
        }
        if "since" in sent:
            facts["since"] = date.fromisoformat(sent["since"])
        if "reason" in sent:
            facts["reason"] = str(sent["reason"])
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as fault:
        raise _unread() from fault
    return facts


def _name_in(body: bytes) -> str:
    try:
        name = str(json.loads(body)["name"]).strip()
    except (KeyError, TypeError, ValueError, RecursionError) as fault:
        raise _unread() from fault
    if not name:
        raise Refused("territory.no_name", str(_("请填写网格名称。")), "name")
    return name


def _unread() -> Refused:
    return Refused("territory.unread", str(_("内容无法识别，请刷新页面后再试。")))


def _refused(refusal: Refused, status: int, **more: str) -> JsonResponse:
    told = {"code": refusal.code, "message": refusal.message, "field": refusal.field}
    return JsonResponse(told | more, status=status)
