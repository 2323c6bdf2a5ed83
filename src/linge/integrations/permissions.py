"""Who opens the house to other systems, and how one of them stands before a case."""

from linge.kernel import access
from linge.kernel.access import Actor, Grant, Subject
from linge.territory.models import Region

from .models import PartnerKey

KEYS = "integrations.keys"  # open a community to partners, give out keys and take them back
HOTLINE = "integrations.hotline"  # bring hotline sheets in and take their results out
PUBLISH = "integrations.publish"  # decide what of a case partners and the public may read


def require_keys(by: Actor) -> None:
    """Refuse unless the actor looks after the whole installation's ways in and out."""
    access.require(by, KEYS, Subject(key="integrations.keys"))


def require_publish(by: Actor, community: Region) -> None:
    """Refuse unless the actor decides what is public in this community."""
    access.require(by, PUBLISH, Subject(node=community.path, key="integrations.publication"))


def partner(key: PartnerKey, community: Region) -> Actor:
    """Another system at our door (其他系统): its role, below one community only."""
    return Actor(
        name=key.name,
        kind="partner",
        how="open311",
        holds=f"integrations.partnerkey:{key.uuid}",
        grants=(Grant(role="partner", post="partner", node=community.path),),
    )
