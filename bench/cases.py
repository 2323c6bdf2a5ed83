"""Measures queues, ledger, map, search, moves and figures on any number of cases.

Needs a database made by ``linge demo cases N``. Pages are whole requests: of 陈静, 孙悦 and 何建国 in
one community, and of 吴丹, who sees the whole street. A move and a report are made and rolled back,
so the bench may run again.
"""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linge.site.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402  after setup
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.population import Deed, timed  # noqa: E402
from linge.accounts.actors import actor_of  # noqa: E402
from linge.accounts.models import User  # noqa: E402
from linge.cases import actions, queries  # noqa: E402
from linge.cases.actions.reporting import Report  # noqa: E402
from linge.cases.models import Case  # noqa: E402
from linge.cases.queries.figures import counts, figure_months, told  # noqa: E402
from linge.cases.rules import Source, State  # noqa: E402
from linge.kernel.access import Actor  # noqa: E402
from linge.territory.models import Region  # noqa: E402

TIMES = 10
PAGES = (
    ("陈静", "intake", "cases:intake", {}),
    ("孙悦", "dispatch", "cases:dispatching", {}),
    ("何建国", "ledger of 50", "cases:ledger", {"size": "50"}),
    ("何建国", "ledger, closed", "cases:ledger", {"size": "50", "state": "closed"}),
    ("何建国", "figures", "cases:figures", {}),
    ("吴丹", "ledger of 50", "cases:ledger", {"size": "50"}),
    ("吴丹", "ledger, closed", "cases:ledger", {"size": "50", "state": "closed"}),
    ("吴丹", "figures", "cases:figures", {}),
)
WORDS = ("路灯", "路灯不亮", "堆放", "消防通道", "电梯", "从没有人说过的话")


class RolledBack(Exception):
    """Ends a measured write without keeping it."""


def undone(deed: Callable[[], object]) -> None:
    """Make a write and take it back, so that the next one meets the same rows."""
    try:
        with transaction.atomic():
            deed()
            raise RolledBack
    except RolledBack:
        return


def person(name: str) -> User:
    return User.objects.filter(name=name).earliest("pk")


def browser(name: str) -> Client:
    client = Client()
    client.force_login(person(name), backend="linge.accounts.backends.PhoneBackend")
    return client


def pages() -> Iterator[tuple[str, list[Deed]]]:
    """The pages people open all day, each by those who open it."""
    for name, label, page, asked in PAGES:
        address = reverse(page)
        yield f"{name} {label}", [partial(browser(name).get, address, asked)]


def searches(names: tuple[str, ...]) -> Iterator[tuple[str, list[Deed]]]:
    """Free text in the ledger: common words, rare ones, and words nobody ever wrote."""
    for name in names:
        client, address = browser(name), reverse("cases:ledger")
        for words in WORDS:
            yield f"{name} search {words}", [partial(client.get, address, {"q": words})]


def maps(names: tuple[str, ...]) -> Iterator[tuple[str, list[Deed]]]:
    """Open cases in a box of the map."""
    for name in names:
        actor = actor_of(person(name))
        one = Case.objects.filter(state=State.DISPATCHED, lon__isnull=False).earliest("pk")
        box = (one.lon - 0.004, one.lat - 0.004, one.lon + 0.004, one.lat + 0.004)
        yield f"{name} map box", [partial(queries.case_points, actor, box=box)]


def writes(community: Region) -> Iterator[tuple[str, list[Deed]]]:
    """One move of each common kind, and a report."""
    clerk, dispatcher = actor_of(person("陈静")), actor_of(person("孙悦"))
    waiting = Case.objects.filter(community=community)
    reported = waiting.filter(state=State.REPORTED).earliest("pk")
    accepted = waiting.filter(state=State.ACCEPTED).earliest("pk")
    standard = Case.objects.exclude(standard=None).earliest("pk").standard
    agency = Case.objects.exclude(agency=None).earliest("pk").agency

    def accept() -> None:
        reported.refresh_from_db()
        actions.accept_case(reported, by=clerk, category=standard.category, standard=standard)

    def dispatch() -> None:
        accepted.refresh_from_db()
        actions.dispatch_case(accepted, by=dispatcher, agency=agency)

    def report() -> None:
        found = Report(
            community=community, source=Source.PORTAL, words="路灯不亮", place_text="3号楼"
        )
        actions.report_case(found, by=Actor.public())

    for label, deed in (("accept", accept), ("dispatch", dispatch), ("report", report)):
        yield label, [partial(undone, deed)]


def figures(names: tuple[str, ...]) -> Iterator[tuple[str, list[Deed]]]:
    """All indicators of each month on record, of everything the person sees."""
    months = [row.month for row in figure_months()[:3]]
    for name in names:
        actor = actor_of(person(name))
        yield f"{name} month", [partial(month_told, actor, month) for month in months]


def month_told(actor: Actor, month: date) -> object:
    return told(counts(actor, month))


def main() -> None:
    """Print a table: median, p95, CPU and statements of each."""
    print(f"{connection.vendor}, {Case.objects.count()} cases", file=sys.stdout)
    print(f"{'':32} {'median':>8} {'p95':>8} {'p95 cpu':>8} {'sql':>5}")
    community = Region.objects.get(name="幸福里社区")
    parts = (
        pages(),
        searches(("何建国", "吴丹")),
        maps(("何建国", "吴丹")),
        writes(community),
        figures(("何建国", "吴丹")),
    )
    for part in parts:
        for label, deeds in part:
            cost = timed(deeds, TIMES)
            spans = f"{cost.median:8.1f} {cost.p95:8.1f} {cost.cpu:8.1f}"
            print(f"{label:32} {spans} {cost.statements:5}", flush=True)


if __name__ == "__main__":
    main()
