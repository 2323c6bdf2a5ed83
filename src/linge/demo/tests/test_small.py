"""The small demonstration: made in seconds, the same from the same seed, never over other data."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db.models import Model
from django.test import override_settings

from linge.cases.models import Case, CasePhoto
from linge.demo.load import make_demo, mark_demo
from linge.demo.truth import judge, read_truth
from linge.kernel import clock
from linge.kernel.refusals import Refused
from linge.registry.models import (
    AuditFinding,
    AuditSample,
    CareAnswer,
    CareVisit,
    ChangeRequest,
    Conflict,
    Employment,
    Heard,
    Household,
    ImportBatch,
    MatchCandidate,
    OrganisationContact,
    PlaceCount,
    QuietDoor,
    Resident,
    SampleCheck,
    Tenancy,
)
from linge.staff.models import FourInOne, SupervisorRating
from linge.territory.models import Building, Division, Grid, Region

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
def test_small_has_something_on_every_page_of_the_register(at: At, tmp_path: Path) -> None:
    at("2026-11-24 10:30")
    with made("small", tmp_path):
        shown: tuple[type[Model], ...] = (
            AuditFinding, AuditSample, CareAnswer, CareVisit, ChangeRequest, Conflict, Employment,
            FourInOne, Heard, MatchCandidate, PlaceCount, QuietDoor, SampleCheck, SupervisorRating,
        )  # fmt: skip
        assert [one.__name__ for one in shown if not one._default_manager.exists()] == []
        assert Household.objects.filter(kind="hukou").exists()
        assert OrganisationContact.objects.filter(shop__isnull=False).exists()
        assert Division.objects.filter(state="superseded").exists()
        assert {"applied", "checked"} <= set(ImportBatch.objects.values_list("state", flat=True))
        assert Tenancy.objects.filter(until__lt=clock.today() + timedelta(days=30)).exists()
        assert judge(read_truth(tmp_path)).precision == 1


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


def test_a_demo_directory_knows_its_people_are_invented_and_opens_nothing_else(
    tmp_path: Path,
) -> None:
    told = "from linge.site import settings as s; print(s.DEMO_IDENTITIES, s.DEMO_OUTBOX)"

    def asked(**more: str) -> str:
        bare = {name: value for name, value in os.environ.items() if name != "LINGE_DEMO"}
        return subprocess.run(
            [sys.executable, "-c", told], env={**bare, "LINGE_DATA_DIR": str(tmp_path), **more},
            capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip

    assert asked() == "False False"
    with override_settings(DATA_DIR=tmp_path):
        mark_demo()
    assert asked() == "True False"
    assert asked(LINGE_DEMO="0") == "False False"
    assert asked(LINGE_DEMO="1") == "True True"
