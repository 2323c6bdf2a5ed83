"""The map page and its data: in scope, with a list that needs no map."""

import gzip
import json
from collections.abc import Callable

import pytest
from django.test import Client

from linge.kernel.access import Actor
from linge.territory.tests import actors
from linge.territory.tests.factories import (
    BuildingFactory,
    DivisionFactory,
    EstateFactory,
    GridFactory,
    GridShapeFactory,
    RegionFactory,
    centre,
    square,
)

SignIn = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    """A community of two grids side by side, a building in each."""
    community = RegionFactory(name="幸福里社区")
    division = DivisionFactory(community=community, in_force=True)
    estate = EstateFactory(community=community, name="锦绣花园")
    community.grids_made = []
    for column, name in enumerate(("第3网格", "第4网格")):
        grid = GridFactory(community=community, code=f"0{column + 3}", name=name)
        GridShapeFactory(division=division, grid=grid, polygon=square(column))
        BuildingFactory(estate=estate, grid=grid, number=str(column + 1), point=centre(column))
        community.grids_made.append(grid)
    return community


def test_the_list_says_all_without_script(place, as_actor: SignIn) -> None:
    page = as_actor(actors.officer(place)).get("/desk/map/", follow=True)
    text = page.content.decode()
    assert page.status_code == 200
    for words in (
        "第3网格",
        "第4网格",
        "锦绣花园",
        "锦绣花园2号楼",
        "© OpenStreetMap contributors",
    ):
        assert words in text
    assert "示意图，不作为权属依据" in text


def test_a_worker_is_given_the_own_grid_alone(place, as_actor: SignIn) -> None:
    browser = as_actor(actors.worker(place.grids_made[0]))
    drawn = browser.get(f"/desk/map/{place.code}/layers.json").json()
    assert [one["properties"]["name"] for one in drawn["grids"]["features"]] == ["第3网格"]
    assert [one["properties"]["number"] for one in drawn["buildings"]["features"]] == ["1"]
    page = browser.get(f"/desk/map/{place.code}/").content.decode()
    assert "第4网格" not in page


@pytest.mark.parametrize("part", ["", "layers.json", "cases.json", "base.json"])
def test_another_community_is_not_there(place, as_actor: SignIn, part: str) -> None:
    other = RegionFactory(name="桂子山社区")
    answer = as_actor(actors.officer(other)).get(f"/desk/map/{place.code}/{part}")
    assert answer.status_code == 404


def test_the_base_map_comes_from_the_data_folder(place, as_actor, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    browser = as_actor(actors.officer(place))
    assert browser.get(f"/desk/map/{place.code}/base.json").status_code == 404
    (tmp_path / "maps").mkdir()
    told = {"type": "FeatureCollection", "features": []}
    file = tmp_path / "maps" / f"{place.code}.geojson.gz"
    file.write_bytes(gzip.compress(json.dumps(told).encode()))
    answer = browser.get(f"/desk/map/{place.code}/base.json")
    assert answer["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content)) == told


def test_queries_do_not_grow_with_the_map(
    place, as_actor: SignIn, django_assert_max_num_queries
) -> None:
    browser = as_actor(actors.officer(place))
    with django_assert_max_num_queries(15):
        browser.get(f"/desk/map/{place.code}/")
