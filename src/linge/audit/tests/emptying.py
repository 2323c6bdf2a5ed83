"""For tests that really commit: afterwards every table is emptied, which audit entries refuse."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import connection


@pytest.fixture(scope="module", autouse=True)
def audit_may_be_emptied(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Lift the guard of the audit trail while the tests of a module run; import it to use it."""
    final = import_module("linge.audit.migrations.0002_final_entries")
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        final.unguard(None, editor)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        final.guard(None, editor)
