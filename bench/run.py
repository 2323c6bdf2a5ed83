"""Measures the demo community as its officer meets it: search, lists, board. Run by ``make bench``.

Needs the full demo (``make demo``). Prints median and p95 in milliseconds and statements per page.
"""

import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linge.site.settings")
django.setup()

from django.db import connection  # noqa: E402  after setup
from django.test import Client  # noqa: E402  after setup
from django.test.utils import CaptureQueriesContext  # noqa: E402  after setup

from linge.accounts.models import PHONE, User  # noqa: E402  after setup
from linge.kernel import crypto  # noqa: E402  after setup

OFFICER = "12000000006"
ROUNDS = 15
SEARCHES = ("张桂兰", "桂兰", "zhangguilan", "zgl", "张gl", "3-2-501", "锦绣3-2-501", "wang", "李")
PAGES = (
    "/desk/registry/residents/",
    "/desk/registry/households/",
    "/desk/registry/dwellings/",
    "/desk/registry/collection/",
    "/desk/registry/missing/",
    "/desk/",
)


def timed(deed: Callable[[], object]) -> tuple[float, float]:
    """Median and p95 of a deed, milliseconds, after one warm-up."""
    deed()
    spans = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        deed()
        spans.append((time.perf_counter() - start) * 1000)
    spans.sort()
    return statistics.median(spans), spans[int(len(spans) * 0.95)]


def statements(client: Client, path: str) -> int:
    """How many SQL statements one page costs."""
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def main() -> None:
    """Print a table of the searches and of the pages."""
    client = Client()
    user = User.objects.get(phone_index=crypto.blind(PHONE, OFFICER))
    client.force_login(user, backend="linge.accounts.backends.PhoneBackend")
    paths = [f"/desk/registry/search/?q={words}" for words in SEARCHES] + list(PAGES)
    print(f"{'page':44} {'median':>8} {'p95':>8} {'sql':>5}")
    for path in paths:
        assert client.get(path).status_code == 200, path
        median, p95 = timed(lambda path=path: client.get(path))
        print(f"{path:44} {median:8.1f} {p95:8.1f} {statements(client, path):5}")


if __name__ == "__main__":
    main()
