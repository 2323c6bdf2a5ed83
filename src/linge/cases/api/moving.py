"""Moves as single calls: ``POST /cases/{number}/{action}``, one operation for each deed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from linge.kernel.access import Actor

from .deeds import DEEDS, Deed, answered, make
from .reading import case_of
from .shapes import CaseWhole, whole

router = Router()


class MovedOut(CaseWhole):
    """The case after a move; ``replayed`` when the move had been made before under this id."""

    replayed: bool


def _operation(name: str, deed: Deed) -> Callable[..., dict[str, Any]]:
    def moved(request: HttpRequest, number: str, asked: deed.asks) -> dict[str, Any]:  # type: ignore[name-defined]  # a type made at run time
        actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
        case = case_of(actor, number)
        replayed = answered(actor, asked.request_id)
        make(name, case, asked, actor)
        return whole(case_of(actor, number), actor) | {"replayed": replayed}

    moved.__name__ = f"{name}_case"
    return moved


for _name, _deed in DEEDS.items():
    router.post(
        f"/cases/{{number}}/{_name}",
        response=MovedOut,
        summary=_deed.label,
        description=_deed.action.__doc__,
        operation_id=f"{_name}_case",
    )(_operation(_name, _deed))
