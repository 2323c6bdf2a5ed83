import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.kernel import geo

IN_CHINA = st.tuples(st.floats(75, 134), st.floats(4, 53))


@pytest.mark.parametrize(
    ("true", "drawn", "metres"),
    [
        ((116.404, 39.915), (116.410244, 39.916404), 555),
        ((114.395, 30.505), (114.400541, 30.502693), 590),
    ],
)
def test_known_points_are_drawn_where_chinese_maps_draw_them(true, drawn, metres):
    found = geo.wgs84_to_gcj02(*true)
    assert found == pytest.approx(drawn, abs=1e-6)
    assert geo.metres_between(true, found) == pytest.approx(metres, abs=1)


@pytest.mark.parametrize("place", [(2.3522, 48.8566), (-74.006, 40.7128), (151.2093, -33.8688)])
def test_outside_china_nothing_moves(place):
    assert geo.wgs84_to_gcj02(*place) == place
    assert geo.gcj02_to_wgs84(*place) == place


@given(IN_CHINA)
def test_there_and_back_from_gcj02_stays_within_a_decimetre(place):
    back = geo.gcj02_to_wgs84(*geo.wgs84_to_gcj02(*place))
    assert geo.metres_between(place, back) <= 0.1


@given(IN_CHINA)
def test_there_and_back_from_baidu_stays_within_half_a_metre(place):
    back = geo.bd09_to_wgs84(*geo.wgs84_to_bd09(*place))
    assert geo.metres_between(place, back) <= 0.5


def test_a_degree_of_latitude_is_111_kilometres():
    assert geo.metres_between((114.0, 30.0), (114.0, 31.0)) == pytest.approx(111_195, abs=5)


@given(IN_CHINA, IN_CHINA)
def test_distance_is_the_same_both_ways(one, other):
    there, back = geo.metres_between(one, other), geo.metres_between(other, one)
    assert there == pytest.approx(back, abs=1e-3)
