"""The port to the audit trail, for rooms that stand beside `audit` and cannot import it."""

from collections.abc import Callable
from typing import Any

from .access import Actor

Recorder = Callable[..., object]
_recorder: list[Recorder] = []


def bind(recorder: Recorder) -> None:
    """`audit` binds its recorder here at start."""
    _recorder[:] = [recorder]


def record(by: Actor, deed: str, subject: Any, /, **what: Any) -> None:
    """Write the audit entry of a deed in the deed's own transaction: no entry, no deed."""
    _recorder[0](by, deed, subject, **what)
