"""One person, masked; a record taken into another says where it went."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Schema, Status

from linge.accounts.doors import door
from linge.kernel.access import Actor

from .. import permissions, queries
from ..queries.matches import absorbed, survivor_of
from ..tables import register

router = Router(tags=["registry"])


class ResidentOut(Schema):
    """Somebody on record as a list shows them: an age band, no number in the clear."""

    uuid: str
    version: int
    name: str
    sex: str
    age: str
    address: str
    grid: str
    phone: str


class MergedOut(Schema):
    """The record was merged into another; ``moved_to`` is the uuid to use from now on."""

    moved_to: str


@router.get(
    "/residents/{uuid}", response={200: ResidentOut, 301: MergedOut}, summary="居民档案摘要"
)
@door(permissions.VIEW)
def resident(request: HttpRequest, uuid: UUID, response: HttpResponse) -> Any:
    """A person in scope; an absorbed uuid answers 301 with the record that holds the person."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    people = queries.residents(actor)
    if gone := absorbed(uuid):
        stays = get_object_or_404(people, pk=survivor_of(gone).pk)
        response["Location"] = reverse("api:resident", args=[stays.uuid])
        return Status(301, {"moved_to": str(stays.uuid)})
    return _resident(get_object_or_404(people, uuid=uuid))


def _resident(person: Any) -> dict[str, Any]:
    phone = next(iter(person.main_phones), None)
    return {
        "uuid": str(person.uuid),
        "version": person.version,
        "name": person.name,
        "sex": register.sex(person),
        "age": register.band(person),
        "address": register.home_of(person),
        "grid": register.grid_of(person),
        "phone": queries.shown_phone(phone) if phone else "",
    }
