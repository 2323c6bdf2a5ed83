"""How a door looks on the wire: what the phone holds of a home and of those who live there."""

from datetime import date

from ninja import Schema


class PersonOut(Schema):
    """Somebody who lives there. Numbers are masked; ``number_of`` and ``phone_of`` are the rows a
    reveal opens, ``member`` the membership that carries the relation; empty where there is none."""

    uuid: str
    version: int
    name: str
    sex: str
    age: int | None
    role: str
    relation: str
    relation_words: str
    member: str
    member_version: int
    number: str
    number_of: str
    phone: str
    phone_of: str
    hukou: str
    hukou_words: str
    missing: list[str]


class DoorOut(Schema):
    """A home of the grid. ``order`` sorts as one walks; ``missing`` are item groups (F1 … P4)."""

    uuid: str
    order: str
    address: str
    building: str
    unit: str
    room: str
    use: str
    use_words: str
    collected: bool
    last_outcome: str
    last_words: str
    last_day: date | None
    household: str
    people: list[PersonOut]
    missing: list[str]
