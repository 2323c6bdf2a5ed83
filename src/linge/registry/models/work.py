"""What somebody does for a living, and where."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Dated, Identified

from .records import Recorded


class Employment(Identified, Recorded, Dated):
    """A person's work or standing (就业). ``status`` is a code of GB/T 2261.4.

    The employer is an organisation of the register, or a name, or nobody: a pupil, a pensioner.
    """

    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="employments"
    )
    organisation = models.ForeignKey(
        "territory.Organisation",
        verbose_name=_("就业单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    employer = models.CharField(_("单位名称"), max_length=80, blank=True)
    status = models.CharField(_("从业状况"), max_length=2)
    occupation = models.CharField(_("职业"), max_length=40, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status=""),
                name="employment_status",
                violation_error_message=_("请选择从业状况。"),
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(employer=""),
                name="employment_one_employer",
                violation_error_message=_("就业单位请从辖区单位中选择，或填写名称，只用一种。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["status", "person"],
                name="employment_open",
                condition=Q(until__isnull=True),
            )
        ]
