"""Password sign-in by mobile number (looked up by its blind index)."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from linge.kernel import crypto

from .models import PHONE, User


class PhoneBackend(BaseBackend):
    """Known and unknown numbers cost the same time and get the same words."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> User | None:
        index = crypto.blind(PHONE, username or "")
        user = User.objects.filter(phone_index=index, is_active=True).first()
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password or "") else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
