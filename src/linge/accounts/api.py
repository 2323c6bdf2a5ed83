"""Who is signed in, for the phone."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from linge.kernel.access import tables

router = Router(tags=["accounts"])


class Me(Schema):
    """The person on the phone: name, staff number, posts in words, what they may do."""

    name: str
    staff_no: str
    posts: list[str]
    capabilities: list[str]


@router.get("/me", response=Me, summary="当前登录人")
def me(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person."""
    actor = request.actor  # type: ignore[attr-defined]
    held = {deed for grant in actor.grants for deed in tables.deeds_of(grant)}
    return {
        "name": actor.name,
        "staff_no": request.user.staff_no,
        "posts": sorted({grant.post for grant in actor.grants}),
        "capabilities": sorted(held),
    }
