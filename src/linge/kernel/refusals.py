"""A refusal is a sentence for a tired person and a code for a program."""

from typing import Any


class Refused(Exception):
    """Something may not happen now. ``code`` is for programs, ``message`` for people."""

    def __init__(self, code: str, message: str, field: str | None = None, **facts: Any) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Outside(Refused):
    """The subject lies outside the actor's scope: to the asker it does not exist (404)."""
