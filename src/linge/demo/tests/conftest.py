"""The demonstration made once for a module, and taken back after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from linge.demo.load import make_demo
from linge.territory.queries import forget_workdays

MD5 = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@contextmanager
def made(size: str, folder: Path) -> Iterator[None]:
    """A demonstration of a size, gone afterwards."""
    forget_workdays()
    kept = {"DATA_DIR": folder, "MEDIA_ROOT": folder / "files", "DEMO_IDENTITIES": True}
    with override_settings(PASSWORD_HASHERS=MD5, **kept), transaction.atomic():
        make_demo(size)
        yield
        transaction.set_rollback(True)
    forget_workdays()


@pytest.fixture(scope="module")
def demo(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The demonstration of the module's ``SIZE``."""
    size: str = request.module.SIZE
    with django_db_blocker.unblock(), made(size, tmp_path_factory.mktemp("demo")):
        yield size
