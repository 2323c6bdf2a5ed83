import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.territory.rules import geometry

WEST, SOUTH = 121.485, 31.233


def box(west, south, size=0.001):
    """A square outline, ``size`` degrees wide."""
    ring = [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [[list(point) for point in ring]]}


def test_a_sound_outline_has_no_fault():
    assert geometry.fault_of_polygon(box(WEST, SOUTH)) == ""


@pytest.mark.parametrize(
    ("outline", "fault"),
    [
        (polygon((WEST, SOUTH), (WEST + 1, SOUTH), (WEST, SOUTH + 1)), "open"),
        (polygon((WEST, SOUTH), (WEST + 1, SOUTH), (WEST, SOUTH)), "open"),
        (polygon((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)), "crossing"),
        (polygon((1, 1), (1, 1), (1, 1), (1, 1)), "empty"),
        (box(SOUTH, WEST), "swapped"),
        ({"type": "Point", "coordinates": [WEST, SOUTH]}, "unreadable"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "unreadable"),
        ({"type": "Polygon", "coordinates": []}, "open"),
        ({"type": "Polygon"}, "open"),
        ("POLYGON", "unreadable"),
        (None, "unreadable"),
    ],
)
def test_a_broken_outline_says_which_way(outline, fault):
    assert geometry.fault_of_polygon(outline) == fault


def test_neighbours_that_touch_do_not_overlap():
    assert geometry.overlaps({1: box(WEST, SOUTH), 2: box(WEST + 0.001, SOUTH)}) == []


def test_an_overlap_is_measured_in_square_metres():
    [(one, other, area)] = geometry.overlaps({1: box(WEST, SOUTH), 2: box(WEST + 0.0005, SOUTH)})
    assert (one, other) == (1, 2)
    assert area == pytest.approx(55.66 * 0.8555 * 111.32, rel=0.01)


def test_a_sliver_below_a_square_metre_is_forgiven():
    sliver = 1e-8  # about a millimetre
    assert geometry.overlaps({1: box(WEST, SOUTH), 2: box(WEST + 0.001 - sliver, SOUTH)}) == []


def test_a_point_is_at_home_in_one_outline_borders_included():
    shapes = {"west": box(WEST, SOUTH), "east": box(WEST + 0.001, SOUTH)}
    assert geometry.home_of_point(shapes, WEST + 0.0005, SOUTH + 0.0005) == "west"
    assert geometry.home_of_point(shapes, WEST + 0.0015, SOUTH + 0.0005) == "east"
    assert geometry.home_of_point(shapes, WEST, SOUTH) == "west"
    assert geometry.home_of_point(shapes, WEST + 1, SOUTH) is None


def test_a_distance_outside_is_in_metres():
    ground = box(WEST, SOUTH)
    assert geometry.metres_beyond(ground, ground) == 0
    north = geometry.metres_beyond(ground, box(WEST, SOUTH + 0.011))
    assert north == pytest.approx(1224.5, abs=2)  # the farthest corner decides


def test_swapped_axes_are_put_right():
    assert geometry.fault_of_polygon(box(SOUTH, WEST)) == "swapped"
    mended = geometry.with_axes_swapped(box(SOUTH, WEST))
    assert geometry.fault_of_polygon(mended) == ""


@given(st.integers(1, 6), st.integers(1, 6))
def test_neighbours_never_share_a_colour(columns, rows):
    shapes = {
        (column, row): box(WEST + column * 0.001, SOUTH + row * 0.001)
        for column in range(columns)
        for row in range(rows)
    }
    given_colours = geometry.colours(shapes)
    for (column, row), colour in given_colours.items():
        for beside in ((column + 1, row), (column, row + 1), (column + 1, row + 1)):
            assert given_colours.get(beside) != colour


@given(st.floats(74, 135), st.floats(4, 53))
def test_only_points_that_are_chinese_when_turned_count_as_swapped(lon, lat):
    assert not geometry.swapped(lon, lat)
    if not (lat >= 73 and lon <= 54):
        assert geometry.swapped(lat, lon)


def test_the_ground_of_two_neighbours_is_one_outline():
    merged = geometry.outline_of([box(WEST, SOUTH), box(WEST + 0.001, SOUTH)])
    assert merged["type"] == "Polygon"
    assert geometry.outline_of([]) is None
