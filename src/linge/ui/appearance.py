"""How a person likes to see the pages: theme, type size and language.

The account keeps the choice (`accounts.actions.choose_appearance`); a cookie carries it to pages
before sign-in and remembers a choice made for this browser alone. The cookie names its owner, so
that on a shared machine nobody inherits the colours of the colleague before.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

THEMES = ("system", "light", "dark")
SIZES = ("normal", "big", "elder")
COOKIE = "linge_look"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Appearance:
    """One of ``THEMES`` and one of ``SIZES``; anything unknown reads as the first."""

    theme: str = "system"
    size: str = "normal"

    @classmethod
    def of(cls, request: HttpRequest | None) -> "Appearance":
        """The cookie's choice if it is this person's, else the account's; plain without either."""
        if request is None:
            return cls()
        user = getattr(request, "user", None)
        owner, _, look = request.COOKIES.get(COOKIE, "").partition(":")
        if user and user.is_authenticated and owner != str(user.pk):
            return cls.chosen(user.theme, user.type_size)
        return cls.chosen(*look.partition(":")[::2])

    @classmethod
    def chosen(cls, theme: str, size: str) -> "Appearance":
        return cls(
            theme if theme in THEMES else THEMES[0],
            size if size in SIZES else SIZES[0],
        )

    def keep(self, response: HttpResponse, request: HttpRequest) -> None:
        """Remember the choice in this browser for a year."""
        owner = request.user.pk if request.user.is_authenticated else ""
        response.set_cookie(
            COOKIE,
            f"{owner}:{self.theme}:{self.size}",
            max_age=A_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )


def language_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """In a browser that was never told a language, the account's one holds.

    Stands after LocaleMiddleware and the one that knows the user.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        told = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if not told and request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return answer
