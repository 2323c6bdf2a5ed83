"""Positions: WGS-84 inside, GCJ-02 and BD-09 at the edge, and distances in metres.

Maps made in China draw in GCJ-02 (国测局坐标), Baidu in BD-09. We store WGS-84 (CGCS2000 is the same
within a metre) and convert only where a position comes in or goes out. The shift is a polynomial
and a few sines of the position on the Krasovsky ellipsoid; backwards it is found by repetition.
"""

from math import asin, atan2, cos, hypot, pi, radians, sin, sqrt

KRASOVSKY_AXIS = 6_378_245.0
KRASOVSKY_ECCENTRICITY_2 = 0.006693421622965943
EARTH_RADIUS = 6_371_008.8
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
BAIDU_SHIFT = (0.0065, 0.006)
BAIDU_TURN = pi * 3000 / 180
CLOSE_ENOUGH = 1e-9
MOST_ROUNDS = 30

LonLat = tuple[float, float]


def in_china(lon: float, lat: float) -> bool:
    """Whether the shift applies: the rectangle map makers use; elsewhere positions are plain."""
    return WEST <= lon <= EAST and SOUTH <= lat <= NORTH


def wgs84_to_gcj02(lon: float, lat: float) -> LonLat:
    """The position as Chinese map makers draw it; unchanged outside China."""
    if not in_china(lon, lat):
        return lon, lat
    east, north = _shift_degrees(lon, lat)
    return lon + east, lat + north


def gcj02_to_wgs84(lon: float, lat: float) -> LonLat:
    """The true position of one drawn in GCJ-02, to well under a decimetre."""
    if not in_china(lon, lat):
        return lon, lat
    guess = lon, lat
    for _ in range(MOST_ROUNDS):
        drawn = wgs84_to_gcj02(*guess)
        error = drawn[0] - lon, drawn[1] - lat
        guess = guess[0] - error[0], guess[1] - error[1]
        if max(map(abs, error)) < CLOSE_ENOUGH:
            break
    return guess


def gcj02_to_bd09(lon: float, lat: float) -> LonLat:
    """The position as Baidu draws it."""
    radius = hypot(lon, lat) + 2e-5 * sin(lat * BAIDU_TURN)
    angle = atan2(lat, lon) + 3e-6 * cos(lon * BAIDU_TURN)
    return radius * cos(angle) + BAIDU_SHIFT[0], radius * sin(angle) + BAIDU_SHIFT[1]


def bd09_to_gcj02(lon: float, lat: float) -> LonLat:
    """The GCJ-02 position of one drawn by Baidu."""
    guess = lon - BAIDU_SHIFT[0], lat - BAIDU_SHIFT[1]
    for _ in range(MOST_ROUNDS):
        drawn = gcj02_to_bd09(*guess)
        error = drawn[0] - lon, drawn[1] - lat
        guess = guess[0] - error[0], guess[1] - error[1]
        if max(map(abs, error)) < CLOSE_ENOUGH:
            break
    return guess


def wgs84_to_bd09(lon: float, lat: float) -> LonLat:
    """The position as Baidu draws it, from a true one."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: float, lat: float) -> LonLat:
    """The true position of one drawn by Baidu."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def metres_between(one: LonLat, other: LonLat) -> float:
    """The distance along the ground between two ``(lon, lat)``, on a sphere (0.5 % at worst)."""
    south, north = radians(one[1]), radians(other[1])
    half_way = sin((north - south) / 2) ** 2
    half_way += cos(south) * cos(north) * sin(radians(other[0] - one[0]) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(half_way))


def _shift_degrees(lon: float, lat: float) -> LonLat:
    """How far GCJ-02 draws a position east and north of where it is, in degrees."""
    east, north = _shift_metres(lon - 105.0, lat - 35.0)
    latitude = radians(lat)
    bulge = 1 - KRASOVSKY_ECCENTRICITY_2 * sin(latitude) ** 2
    meridian = KRASOVSKY_AXIS * (1 - KRASOVSKY_ECCENTRICITY_2) / bulge**1.5
    parallel = KRASOVSKY_AXIS / sqrt(bulge) * cos(latitude)
    return east / parallel * 180 / pi, north / meridian * 180 / pi


def _shift_metres(x: float, y: float) -> tuple[float, float]:
    """The published polynomial with its sine terms, from the centre (105° E, 35° N)."""
    root = sqrt(abs(x))
    ripple = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    return east, north
