"""Measures search and the main pages on a population of any size: server time and statements.

Needs a database made by ``linge demo population N``. For each kind of search, words are taken from
people, homes and organisations on record, so every search has something to find. A search is timed
as the answer is found, without the guard against too many; a page as the whole request. ``--json``
prints the figures for ``bench.scale``, which sets two populations beside one another.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linge.site.settings")
django.setup()

from django.db import connection  # noqa: E402  after setup
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from linge.accounts.actors import actor_of  # noqa: E402
from linge.accounts.models import PHONE, User  # noqa: E402
from linge.kernel import crypto  # noqa: E402
from linge.kernel.access import Actor  # noqa: E402
from linge.registry import codes, numbers  # noqa: E402
from linge.registry.models import Household, Residency, Resident  # noqa: E402
from linge.registry.queries.search import search  # noqa: E402
from linge.registry.rules import names  # noqa: E402
from linge.territory.models import Organisation, Region, Shop  # noqa: E402

OFFICER, STREET = "12000000006", "12000000016"
TIMES = 20
PLACES = 10
Words = Callable[[Residency], str]
Deed = Callable[[], object]


def syllables(name: str) -> list[str]:
    """The first reading of a name, a syllable for each sign."""
    reading = next(iter(names.readings(name, codes.surnames())))
    return [names.spelled(syllable) for syllable in reading]


def phone(home: Residency) -> str:
    return numbers.clear(home.person.phones.all()[0])


def document(home: Residency) -> str:
    return numbers.clear(home.person.documents.all()[0])


KINDS: dict[str, Words] = {
    "characters": lambda home: home.person.name,
    "one character": lambda home: home.person.name[0],
    "part of a name": lambda home: home.person.name[1:],
    "full pinyin": lambda home: "".join(syllables(home.person.name)),
    "initials": lambda home: "".join(one[0] for one in syllables(home.person.name)),
    "two initials": lambda home: "".join(one[0] for one in syllables(home.person.name))[:2],
    "mixed": lambda home: home.person.name[0] + "".join(syllables(home.person.name)[1:]),
    "short address": lambda home: home.dwelling.key,
    "estate and address": lambda home: f"{home.dwelling.estate.name[:2]}{home.dwelling.key}",
    "last four of a phone": lambda home: phone(home)[-4:],
    "last four of an ID": lambda home: document(home)[-4:],
    "whole phone": phone,
    "whole ID number": document,
    "nobody": lambda home: home.person.name[0] + "䶮䶮",
}


def sample(region: Region, rng: Random) -> list[Residency]:
    """People at home in a region, from all over it."""
    rows = Residency.objects.filter(dwelling__path__startswith=region.path, main=True, until=None)
    first, last = (rows.order_by(order).values_list("pk", flat=True)[0] for order in ("pk", "-pk"))
    found: list[Residency] = []
    whole = rows.select_related("person", "dwelling__estate")
    while len(found) < PLACES:
        home = whole.filter(pk__gte=rng.randint(first, last)).order_by("pk").first()
        if home and home.person.phones.exists() and home.person.documents.exists():
            found.append(home)
    return found


@dataclass(frozen=True, slots=True)
class Cost:
    """Median and p95 in milliseconds, p95 of our own CPU time, and the most statements asked."""

    median: float
    p95: float
    cpu: float
    statements: int


def timed(deeds: list[Deed], times: int = TIMES) -> Cost:
    """What the deeds cost, each done once to warm up. CPU time tells the truth on a busy machine; a database
    server's own time is not in it."""
    spans, cpu, most = [], [], 0
    for deed in deeds:
        with CaptureQueriesContext(connection) as asked:
            deed()
        most = max(most, len(asked))
        for _time in range(max(1, times // len(deeds))):
            start, used = time.perf_counter(), time.process_time()
            deed()
            spans.append((time.perf_counter() - start) * 1000)
            cpu.append((time.process_time() - used) * 1000)
    spans.sort()
    cpu.sort()
    late = int(len(spans) * 0.95)
    return Cost(statistics.median(spans), spans[late], cpu[late], most)


def searches(actor: Actor, homes: list[Residency]) -> Iterator[tuple[str, list[Deed]]]:
    """Every kind of search, for people and homes from all over."""
    for kind, words in KINDS.items():
        yield kind, [partial(search, actor, words(home), tails=True) for home in homes]
    community = homes[0].dwelling.community_id
    for kind, model in (("organisation", Organisation), ("shop", Shop)):
        named = model._default_manager.filter(community=community).exclude(name="")[:PLACES]
        yield kind, [partial(search, actor, one.name[2:6] or one.name) for one in named]


def pages(client: Client, homes: list[Residency]) -> Iterator[tuple[str, list[Deed]]]:
    """The main pages of the register."""
    households = Household.objects.filter(dwelling__in=[home.dwelling_id for home in homes])
    people, doors = reverse("registry:residents"), reverse("registry:dwellings")
    addresses = {
        "person": [reverse("registry:resident", args=[home.person.uuid]) for home in homes],
        "household": [reverse("registry:household", args=[one.uuid]) for one in households],
        "dwelling": [reverse("registry:dwelling", args=[home.dwelling.uuid]) for home in homes],
        "residents, 50 of them": [f"{people}?size=50"],
        "residents by name": [f"{people}?size=50&name=zgl"],
        "residents, women of 80": [f"{people}?size=50&age=80&sex=2"],
        "residents, floating": [f"{people}?size=50&population=floating"],
        "households, 50 of them": [f"{reverse('registry:households')}?size=50"],
        "dwellings, 50 of them": [f"{doors}?size=50"],
        "dwellings to be collected": [f"{reverse('registry:missing')}?size=50"],
        "population": [reverse("registry:population")],
        "collection board": [reverse("registry:collection")],
        "item board": [reverse("registry:items")],
    }
    for label, own in addresses.items():
        yield label, [partial(client.get, address) for address in own]


Measured = Iterator[tuple[str, str, Cost]]


def measure() -> Measured:
    """Every search and page, for an officer of one community, and for the street's."""
    first = Region.objects.get(code="990101001001")
    assert first.parent is not None
    for number, region in ((OFFICER, first), (STREET, first.parent)):
        client = Client()
        user = User.objects.get(phone_index=crypto.blind(PHONE, number))
        client.force_login(user, backend="linge.accounts.backends.PhoneBackend")
        homes = sample(region, Random(7))
        for label, deeds in chain(searches(actor_of(user), homes), pages(client, homes)):
            yield region.level, label, timed(deeds)


def main() -> None:
    """Print what is measured, line by line, or as JSON at the end."""
    people = Resident.objects.count()
    rows = []
    print(f"{connection.vendor}, {people} people", file=sys.stderr)
    for level, label, cost in measure():
        rows.append({"level": level, "label": label, **asdict(cost)})
        spans = f"{cost.median:8.1f} {cost.p95:8.1f} {cost.cpu:8.1f} {cost.statements:5}"
        print(f"{level:10} {label:26} {spans}", file=sys.stderr, flush=True)
    if "--json" in sys.argv:
        print(json.dumps({"vendor": connection.vendor, "people": people, "rows": rows}))


if __name__ == "__main__":
    main()
