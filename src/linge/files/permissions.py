"""Who may take a ledger away, and who may let it go."""

from typing import Any

from linge.kernel import access
from linge.kernel.access import Actor, DataClass, Subject

from .rules import Seat

EXPORT = "files.export"
APPROVE = "files.approve_export"
APPROVE_LARGE = "files.approve_large_export"
DECIDING = {Seat.LEADER: APPROVE, Seat.STREET: APPROVE_LARGE}
ASKING = ("ask", "approve_to_500")


def subject_of(path: str, lines: tuple[str, ...] = ("*",), key: str = "") -> Subject:
    """An export lies in its community; its rows are judged by the ledger that lists them."""
    return Subject(node=path, lines=lines, classes=frozenset({DataClass.C1}), key=key)


def require(by: Actor, capability: str, request: Any) -> None:
    """Refuse unless the actor may do this to the export."""
    access.require(by, capability, _subject(request))


def seats_of(by: Actor, request: Any) -> list[Seat]:
    """The seats the actor may decide from."""
    subject = _subject(request)
    return [seat for seat, deed in DECIDING.items() if access.can(by, deed, subject)]


def may_ask_clear(by: Actor) -> bool:
    """Whether some grant of the actor may ask for numbers in the clear."""
    cells = (access.tables.cells.get((grant.role, DataClass.C3)) for grant in by.grants)
    return any(cell is not None and cell.export in ASKING for cell in cells)


def _subject(request: Any) -> Subject:
    lines = tuple(request.lines) or ("*",)
    return subject_of(request.path, lines, access.subject_key(request))
