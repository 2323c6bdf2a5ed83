"""Files kept outside the web root under names of their own; the bytes are served by owners' pages."""

from django.conf import settings
from django.db import models

from linge.kernel import clock
from linge.kernel.db import path_field
from linge.kernel.models import Identified

from .rules import MOST_DOWNLOADS, ExportState, Seat, Way


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
    look = models.CharField("画面指纹", max_length=16, blank=True)
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


class ExportRequest(Identified):
    """A ledger that leaves the house (导出申请): what for, which columns, who agreed, what became of it.

    Its ``pk`` is the number both watermarks name. The password of the file is kept nowhere.
    """

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    path = path_field()
    ledger = models.CharField("台账", max_length=40)
    columns = models.JSONField("列", default=list)
    clear = models.JSONField("明文列", default=list)
    narrow = models.JSONField("条件", default=dict)
    lines = models.JSONField("条线", default=list)
    rows = models.PositiveIntegerField("行数")
    klass = models.CharField("数据级别", max_length=2)
    way = models.CharField("导出途径", max_length=6, choices=Way)
    state = models.CharField("状态", max_length=9, choices=ExportState)
    reason = models.CharField("用途", max_length=200, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("申请时间", default=clock.now)
    expires_on = models.DateField("用到哪一天")
    file = models.ForeignKey(
        "files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField("校验值", max_length=64, blank=True)
    link_until = models.DateTimeField("下载期限", null=True)
    downloads = models.PositiveSmallIntegerField("已下载次数", default=0)

    class Meta:
        indexes = [models.Index(fields=["path", "state"], name="export_request_queue")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(downloads__lte=MOST_DOWNLOADS), name="export_request_downloads"
            )
        ]

    def __str__(self) -> str:
        return f"export:{self.pk}"


class ExportVote(models.Model):
    """One decision on an export (审批意见); nobody decides twice, nor on the own asking."""

    request = models.ForeignKey(
        "files.ExportRequest", on_delete=models.CASCADE, related_name="votes"
    )
    seat = models.CharField("审批方", max_length=6, choices=Seat)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField("同意")
    words = models.CharField("意见", max_length=200, blank=True)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "seat"], name="export_vote_once_a_seat"),
            models.UniqueConstraint(fields=["request", "by"], name="export_vote_once_a_person"),
        ]
