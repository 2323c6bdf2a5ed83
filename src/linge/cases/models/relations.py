"""How cases belong together: one report joins another, a large matter is split into parts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.models import Identified

from ..rules import State


class Voice(Identified):
    """A merged report that lends its voice to another case (附议).

    The merged case keeps its code, words, photos and reporter; the row tells whose course it follows
    and since when. A voice that follows its target elsewhere ends here and begins there.
    """

    case = models.ForeignKey(
        "cases.Case", verbose_name=_("附议事件"), on_delete=models.CASCADE, related_name="joined"
    )
    target = models.ForeignKey(
        "cases.Case", verbose_name=_("并入事件"), on_delete=models.CASCADE, related_name="voices"
    )
    before = models.CharField(_("并案前状态"), max_length=12, choices=State)
    merged_at = models.DateTimeField(_("并案时间"))
    joined_at = models.DateTimeField(_("附议开始"))
    left_at = models.DateTimeField(_("附议结束"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(left_at__isnull=True),
                name="voice_once",
                violation_error_message=_("这件事件已经并入别的事件。"),
            ),
            models.CheckConstraint(
                condition=~Q(case=models.F("target")),
                name="voice_of_another",
                violation_error_message=_("事件不能并入自己。"),
            ),
        ]
        ordering = ["joined_at", "id"]
        indexes = [models.Index(fields=["target", "left_at"], name="voice_of_target")]


class CaseLink(Identified):
    """A full case that is part of a larger one (母子事件): each runs its own course."""

    parent = models.ForeignKey(
        "cases.Case", verbose_name=_("母事件"), on_delete=models.CASCADE, related_name="part_links"
    )
    child = models.ForeignKey(
        "cases.Case", verbose_name=_("子事件"), on_delete=models.CASCADE, related_name="whole_links"
    )
    linked_at = models.DateTimeField(_("关联时间"))
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    unlinked_at = models.DateTimeField(_("解除时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(unlinked_at__isnull=True),
                name="case_has_one_parent",
                violation_error_message=_("这件事件已经有母事件。"),
            ),
            models.CheckConstraint(
                condition=~Q(parent=models.F("child")),
                name="case_link_of_two",
                violation_error_message=_("事件不能是自己的子事件。"),
            ),
        ]
        ordering = ["linked_at", "id"]
        indexes = [models.Index(fields=["parent", "unlinked_at"], name="case_link_of_parent")]
