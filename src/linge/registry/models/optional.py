"""What a household has besides people, asked only where a community decided to ask."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.fields import SealedField
from linge.kernel.models import Dated, Identified

from ..rules.kinds import ItemKind
from .records import Recorded


class OptionalItem(Identified, Dated):
    """A community asks for this kind of item, from a day on (选采项); without a row it does not."""

    community = models.ForeignKey("territory.Region", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("选采项"), max_length=8, choices=ItemKind)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "kind"],
                condition=Q(until__isnull=True),
                name="optional_item_open_once",
                violation_error_message=_("本社区已开启这一选采项。"),
            ),
        ]


class HouseholdItem(Identified, Recorded, Dated):
    """A vehicle, an e-bike or a pet of a household, by its plate or tag."""

    household = models.ForeignKey(
        "registry.Household", on_delete=models.CASCADE, related_name="items"
    )
    kind = models.CharField(_("类别"), max_length=8, choices=ItemKind)
    number = SealedField(_("号牌或证号"))
    number_index = models.CharField(max_length=32, editable=False)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["household", "kind", "number_index"],
                condition=Q(until__isnull=True),
                name="household_item_open_once",
                violation_error_message=_("这个号码已登记在该户。"),
            ),
        ]
