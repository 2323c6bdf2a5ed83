"""What runs in the background: destroying exports whose time is over."""

from linge.kernel.access import Actor

from . import actions


def end_exports() -> None:
    """Destroy the files past their link, close what was not decided or fetched in time."""
    actions.end_exports(by=Actor.clock("oversight"))
