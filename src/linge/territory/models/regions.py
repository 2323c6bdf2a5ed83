"""The administrative tree and the counters its paths come from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel.db import BytewiseCharField, path_field
from linge.kernel.models import Dated, Identified

from ..rules.kinds import Level, UrbanClass


class Region(Identified, Dated):
    """A node of the national division tree: province, city, district, street or community."""

    level = models.CharField(_("级别"), max_length=9, choices=Level)
    code = models.CharField(_("区划代码"), max_length=12, db_index=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(_("名称"), max_length=60)
    urban_class = models.PositiveSmallIntegerField(
        _("城乡分类"), choices=UrbanClass, null=True, blank=True
    )
    holder = models.BooleanField(_("待归属"), default=False)
    path = path_field(unique=True, db_index=False)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(until__isnull=True),
                name="region_open_code",
                violation_error_message=_("这个区划代码已在使用。"),
            ),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE) | Q(parent__isnull=False),
                name="region_has_parent",
                violation_error_message=_("省级以下区划要有上级。"),
            ),
        ]
        indexes = [models.Index(fields=["parent", "code"], name="region_children")]

    def __str__(self) -> str:
        return self.name

    @property
    def code12(self) -> str:
        """The code as statistics print it, right-padded with zeros to twelve digits."""
        return self.code.ljust(12, "0")


class PathCounter(models.Model):
    """How many segments a parent has given out; a segment is never given twice."""

    parent_path = BytewiseCharField(max_length=64, unique=True)
    last = models.PositiveIntegerField(default=0)


class PathHistory(Dated):
    """Where a node lay before it moved: its path then, for figures about that time.

    ``moved_to`` is the path the move gave it. A path is never given twice, so the moves since a
    day, undone backwards, tell where anything lay on it.
    """

    node = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    path = path_field()
    moved_to = path_field(db_index=False)

    class Meta(Dated.Meta):
        constraints = [*Dated.Meta.constraints]
        indexes = [models.Index(fields=["until", "id"], name="path_history_order")]
