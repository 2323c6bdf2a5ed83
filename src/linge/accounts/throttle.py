"""What the sign-in throttle keeps about a number: its blind index, never the number."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from linge.kernel import crypto

from .models import PHONE


def pseudonym(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The blind index of the number somebody tries to sign in with."""
    phone = (credentials or {}).get("username") or request.POST.get("phone", "")
    return crypto.blind(PHONE, phone)
