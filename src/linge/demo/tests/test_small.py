"""The small demonstration: made in seconds, the same from the same seed, never over other data."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.test import override_settings

from linge.cases.models import Case, CasePhoto
from linge.demo.load import make_demo
from linge.kernel.refusals import Refused
from linge.registry.models import Resident
from linge.territory.models import Building, Grid, Region

from .conftest import made
from .fingerprint import fingerprint

At = Callable[[str], datetime]


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_world(at: At, tmp_path: Path) -> None:
    at("2026-11-24 10:30")
    prints = []
    for turn in ("one", "other"):
        with made("small", tmp_path / turn):
            prints.append(fingerprint())
    assert prints[0] == prints[1]


@pytest.mark.django_db
def test_small_raises_one_estate_and_draws_every_grid(at: At, tmp_path: Path) -> None:
    at("2026-11-24 10:30")
    with made("small", tmp_path):
        xingfuli = Region.objects.get(code="990101001001")
        assert Building.objects.filter(community=xingfuli).count() == 24
        assert Grid.objects.filter(community=xingfuli).count() == 14
        assert Case.objects.filter(community=xingfuli).count() == 120
        assert CasePhoto.objects.exists()
        assert Resident.objects.filter(name="张桂兰", residencies__dwelling__key="3-2-501").exists()
        assert (tmp_path / "maps" / "990101001001.geojson.gz").exists()


@pytest.mark.django_db
def test_a_place_with_data_is_left_alone() -> None:
    Region.objects.create(level="province", code="31", name="某市", path="0001", since="2020-01-01")
    with pytest.raises(Refused, match=r"demo\.not_empty"):
        make_demo("small")


@pytest.mark.django_db
def test_a_place_for_real_people_is_refused() -> None:
    with (
        override_settings(DEMO_IDENTITIES=False),
        pytest.raises(Refused, match=r"demo\.real_place"),
    ):
        make_demo("small")
