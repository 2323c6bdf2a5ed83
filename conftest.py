"""What every test may use: the one clock, an actor's browser, the code of the row it proves.

pytest-django types its ``settings`` and its capture of on-commit callbacks loosely; hence the
ignores below.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_profile

from linge.accounts import middleware
from linge.accounts.models import User
from linge.cases.queries.workflows import forget_workflows
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.territory import queries as territory

SHANGHAI = ZoneInfo("Asia/Shanghai")

# A busy machine is slow, not wrong: speed is measured in bench/.
hypothesis_profile.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_profile.load_profile("house")


@pytest.fixture(autouse=True)
def _house(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Demo identities are allowed, jobs run at once, files lie in a place of the test's own."""
    settings.DEMO_IDENTITIES = True  # type: ignore[attr-defined]  # loosely typed
    settings.JOBS_INLINE = True  # type: ignore[attr-defined]  # loosely typed
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]  # loosely typed
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "files"  # type: ignore[attr-defined]  # loosely typed
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]  # loosely typed
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # type: ignore[attr-defined]  # loosely typed
    territory.forget_workdays()
    forget_workflows()


@pytest.fixture(autouse=True)
def _speak_chinese() -> Iterator[None]:
    """A page asked for in English leaves the thread in English; the next test begins in Chinese."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], datetime]:
    """``at("2026-06-15 09:00")`` sets the house's clock, Shanghai time."""

    def set_clock(words: str) -> datetime:
        moment = datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)
        monkeypatch.setattr(clock.timezone, "now", lambda: moment)
        return moment

    return set_clock


@pytest.fixture
def as_actor(monkeypatch: pytest.MonkeyPatch, db: None) -> Callable[[Actor], Client]:
    """A signed-in browser whose requests carry exactly this actor."""

    def sign_in(actor: Actor) -> Client:
        user = User.objects.filter(pk=actor.user_id).first() or _somebody()
        client = Client()
        client.force_login(user, backend="linge.accounts.backends.PhoneBackend")
        monkeypatch.setattr(middleware, "_actor", lambda request: actor)
        return client

    def _somebody() -> User:
        return User.objects.get_or_create(
            phone_index="0" * 32, defaults={"name": "王芳", "phone": "12000000001"}
        )[0]

    return sign_in


@pytest.fixture
def run_on_commit(django_capture_on_commit_callbacks: object) -> Iterator[None]:
    """Reactions run as they would after commit."""
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # loosely typed
        yield
