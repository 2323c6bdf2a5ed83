"""The audit trail: written once, never changed (trust.md §6). Chain and seals come on top."""

from django.db import models

from linge.kernel.db import path_field


class AuditEntry(models.Model):
    """One deed: who, when, how, on what, for what purpose. Never a name, ID number or phone."""

    at = models.DateTimeField()
    by = models.CharField("操作人", max_length=80)
    how = models.CharField("途径", max_length=12)
    node = path_field(blank=True, default="")
    line = models.CharField("条线", max_length=30, blank=True, default="")
    act = models.CharField("行为", max_length=60)
    obj = models.CharField("对象", max_length=120, blank=True)
    ok = models.BooleanField(default=True)
    purpose = models.CharField("用途", max_length=20, blank=True, default="")
    what = models.JSONField(default=dict)
    v = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["obj", "-at"], name="audit_subject"),
            models.Index(fields=["by", "-at"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.obj}"
