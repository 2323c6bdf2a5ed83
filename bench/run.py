"""Measures the demo community as its officer meets it: search, lists, board. Run by ``make bench``.

Needs the full demo (``make demo``). Prints median and p95 in milliseconds and statements per page.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linge.site.settings")
django.setup()

from django.core.cache import cache  # noqa: E402  after setup
from django.db import connection  # noqa: E402  after setup
from django.http import HttpResponse  # noqa: E402  after setup
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


def statements(deed: Callable[[], object]) -> int:
    """How many SQL statements one deed costs."""
    with CaptureQueriesContext(connection) as asked:
        deed()
    return len(asked)


def hurried(client: Client, words: str) -> HttpResponse:
    """A search that does not count against the sixty a minute."""
    cache.clear()
    return client.post("/desk/search/", {"q": words})


def deeds(client: Client) -> Iterator[tuple[str, Callable[[], HttpResponse]]]:
    """What is measured, by name; the words of a search are posted, faster than people may."""
    for words in SEARCHES:
        yield f"search {words}", partial(hurried, client, words)
    for path in PAGES:
        yield path, partial(client.get, path)


def main() -> None:
    """Print a table of the searches and of the pages."""
    client = Client()
    user = User.objects.get(phone_index=crypto.blind(PHONE, OFFICER))
    client.force_login(user, backend="linge.accounts.backends.PhoneBackend")
    print(f"{'page':44} {'median':>8} {'p95':>8} {'sql':>5}")
    for name, deed in deeds(client):
        assert deed().status_code == 200, name
        median, p95 = timed(deed)
        print(f"{name:44} {median:8.1f} {p95:8.1f} {statements(deed):5}")


if __name__ == "__main__":
    main()
