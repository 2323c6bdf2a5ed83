"""How a person likes to see the pages: theme and type size, kept in two cookies.

The cookies carry the choice to pages before sign-in and to error pages; the account keeps it for
the next browser (`accounts.actions.choose_appearance`, copied into cookies at sign-in by the desk).
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

THEMES = ("system", "light", "dark")
SIZES = ("normal", "big", "elder")
THEME_COOKIE = "linge_theme"
SIZE_COOKIE = "linge_size"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Appearance:
    """One of ``THEMES`` and one of ``SIZES``; anything unknown reads as the first."""

    theme: str = "system"
    size: str = "normal"

    @classmethod
    def of(cls, request: HttpRequest | None) -> "Appearance":
        cookies = request.COOKIES if request else {}
        return cls.chosen(cookies.get(THEME_COOKIE, ""), cookies.get(SIZE_COOKIE, ""))

    @classmethod
    def chosen(cls, theme: str, size: str) -> "Appearance":
        return cls(
            theme if theme in THEMES else THEMES[0],
            size if size in SIZES else SIZES[0],
        )

    def keep(self, response: HttpResponse, *, secure: bool) -> None:
        """Remember the choice in this browser for a year."""
        for name, value in ((THEME_COOKIE, self.theme), (SIZE_COOKIE, self.size)):
            response.set_cookie(
                name, value, max_age=A_YEAR, samesite="Lax", secure=secure
            )
