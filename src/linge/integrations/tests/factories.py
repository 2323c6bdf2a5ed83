"""A town open to other systems, and a partner with a key."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.test import Client

from linge.cases.tests.factories import Town, make_town
from linge.integrations import actions
from linge.integrations.models import Jurisdiction, PartnerKey
from linge.kernel.access import Actor
from linge.territory.tests.factories import centre

OPERATOR = Actor.clock("case")


@dataclass
class Opened:
    """The town, its jurisdiction, and a partner at the door."""

    town: Town
    jurisdiction: Jurisdiction
    key: PartnerKey
    secret: str


def open_town(town: Town | None = None) -> Opened:
    """Open 幸福里 and give 随手拍 a key."""
    town = town or make_town()
    jurisdiction = actions.open_jurisdiction(
        town.community, by=OPERATOR, contact="值班电话 027-00000000"
    )
    made = actions.create_key("随手拍", by=OPERATOR, jurisdictions=[jurisdiction])
    return Opened(town, jurisdiction, made.key, made.secret)


def fields(opened: Opened, **changed: object) -> dict[str, object]:
    """A report of standing water in the middle of the first grid, as a form; None leaves one out."""
    lon, lat = centre(0)
    plain = {
        "api_key": opened.secret,
        "service_code": "0103",
        "lat": str(lat),
        "long": str(lon),
        "description": "3号楼门口积水",
    }
    return {name: value for name, value in (plain | changed).items() if value is not None}


def post(opened: Opened, fmt: str = "json", headers: dict | None = None, **changed: object):
    """Post a report."""
    from_form = encode(fields(opened, **changed))
    return Client().post(
        f"/open311/v2/requests.{fmt}", from_form, content_type=FORM, headers=headers
    )


def get(path: str, **asked: object):
    """Read an address of the server."""
    return Client().get(f"/open311/v2/{path}", asked)


FORM = "application/x-www-form-urlencoded"


def encode(data: dict[str, object]) -> str:
    """A form's body; a list is sent value by value."""
    return urlencode(data, doseq=True)
