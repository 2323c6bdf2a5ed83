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
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)

THEMES = ("system", "light", "dark")
SIZES = ("normal", "big", "elder")
COOKIE = "linge_look"
A_YEAR = 365 * 24 * 3600
PROGRAMS = "/api/"


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

    A program says with each call which language it shows (Accept-Language), and is answered in it.
    Stands after LocaleMiddleware and the one that knows the user.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(PROGRAMS):
            _speak(request, _asked(request) or _of_account(request))
        elif settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            _speak(request, _of_account(request))
        return get_response(request)

    return answer


def _of_account(request: HttpRequest) -> str:
    return request.user.language if request.user.is_authenticated else ""


def _asked(request: HttpRequest) -> str:
    """The first language of Accept-Language that the house speaks."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return ""


def _speak(request: HttpRequest, language: str) -> None:
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
