from linge.screen.rules import HIGH, WIDE, drawn


def square(number, lon, lat, side=0.01):
    ring = [
        [lon, lat],
        [lon + side, lat],
        [lon + side, lat + side],
        [lon, lat + side],
        [lon, lat],
    ]
    return {
        "id": number,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {
            "name": f"第{number}网格",
            "code": f"990101001001{number:03d}",
            "centre": [lon + side / 2, lat + side / 2],
            "colour": 6,
        },
    }


def test_north_is_up_and_names_stand_in_their_places():
    south, north = drawn([square(1, 114.0, 30.0), square(2, 114.0, 30.01)], {2: "5"})
    assert north.y < south.y
    assert (south.label, north.label) == ("", "5")
    assert (south.sign, north.sign) == ("1", "2")
    assert 0 <= north.x <= WIDE


def test_the_picture_is_filled_and_nothing_falls_outside():
    (shape,) = drawn([square(1, 114.0, 30.0)], {})
    numbers = [float(word) for word in shape.path.strip("MZ").replace("L", " ").split()]
    assert max(numbers[1::2]) == HIGH
    assert min(numbers) >= 0
    assert max(numbers[::2]) <= WIDE


def test_colours_count_from_one_to_seven():
    assert drawn([square(1, 114.0, 30.0)], {})[0].colour == 7


def test_without_places_there_is_nothing_to_draw():
    assert drawn([], {}) == []
