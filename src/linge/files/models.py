"""Files kept outside the web root under names of their own; the bytes are served by owners' pages."""

from django.conf import settings
from django.db import models

from linge.kernel import clock
from linge.kernel.models import Identified


class StoredFile(Identified):
    """A photo, recording, document or workbook somebody sent."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        VOICE = "voice", "录音"
        VIDEO = "video", "视频"
        DOCUMENT = "document", "文档"
        WORKBOOK = "workbook", "工作簿"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField("原文件名", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    community = models.ForeignKey(
        "territory.Region", null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    has_person = models.BooleanField("画面有人", default=False)
    created_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(  # the same bytes by the same person are one photo
                fields=["uploaded_by", "sha256"],
                condition=models.Q(kind="photo", destroyed_at__isnull=True),
                name="stored_file_photo_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.uuid}"
