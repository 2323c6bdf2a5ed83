"""Batches of a workbook's rows on their way into the register, and remembered header mappings."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock, crypto
from linge.kernel.fields import SealedField
from linge.kernel.models import Identified

from ..rules.importing.states import BatchState, Mode, RowOutcome, Subject


class ImportBatch(Identified):
    """One workbook, from upload to writing and perhaps back (导入批次).

    ``columns`` lists ``{"index", "header", "field", "how"}``; ``dropped`` the rows that are no
    data; ``counts`` the rows by outcome; ``kept`` what a roll-back left because it was changed
    since. ``workbook`` is gone an hour after writing, the fingerprint stays.
    """

    community = models.ForeignKey("territory.Region", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("内容"), max_length=13, choices=Subject)
    state = models.CharField(
        _("状态"), max_length=12, choices=BatchState, default=BatchState.UPLOADED
    )
    filename = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    workbook = models.ForeignKey(
        "files.StoredFile",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sheet = models.CharField(_("工作表"), max_length=100, blank=True)
    header_row = models.PositiveIntegerField(_("表头行"), null=True, blank=True)
    columns = models.JSONField(_("列"), default=list)
    asks = models.JSONField(_("需变更申请的行"), default=list)
    dropped = models.JSONField(_("未当作数据的行"), default=list)
    told_on = models.DateField(_("填报日期"), null=True, blank=True)
    counts = models.JSONField(_("统计"), default=dict)
    kept = models.JSONField(_("保留的修改"), default=list)
    fault = models.CharField(_("失败原因"), max_length=300, blank=True)
    mode = models.CharField(_("导入方式"), max_length=5, choices=Mode, blank=True)
    total = models.PositiveIntegerField(_("行数"), default=0)
    done = models.PositiveIntegerField(_("已处理行数"), default=0)
    seen_event = models.BigIntegerField(_("检查时的最后变更"), default=0)
    last_event = models.BigIntegerField(_("写入时的最后变更"), default=0)
    undoes = models.ForeignKey(
        "self",
        verbose_name=_("撤销的批次"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sender_name = models.CharField(_("上传人"), max_length=50)
    uploaded_at = models.DateTimeField(_("上传时间"), default=clock.now)
    applied_at = models.DateTimeField(_("写入时间"), null=True, blank=True)
    rolled_back_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(state__in=(BatchState.APPLYING, BatchState.ROLLING_BACK)),
                name="import_one_applying",
                violation_error_message=_("本社区正在写入另一批数据，请等它完成。"),
            )
        ]
        indexes = [
            models.Index(fields=["community", "-uploaded_at"], name="import_by_community"),
            models.Index(fields=["community", "sha256"], name="import_by_fingerprint"),
        ]

    def __str__(self) -> str:
        return self.filename


class ImportRow(models.Model):
    """One row of a batch. ``payload`` holds values, findings and changes; ``undo`` what stood
    in the register before. Both are sealed, for they name people."""

    uuid = models.UUIDField(editable=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("行号"))
    block = models.PositiveIntegerField(_("户块"), default=0)
    outcome = models.CharField(_("结果"), max_length=8, choices=RowOutcome)
    payload = SealedField()
    undo = SealedField(blank=True)
    applied_at = models.DateTimeField(_("写入时间"), null=True, blank=True)

    def opened(self, column: str) -> str:
        """The clear text of a sealed column."""
        return crypto.open_field(self, column)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_number"),
        ]
        indexes = [
            models.Index(fields=["batch", "outcome", "number"], name="import_row_by_outcome"),
            models.Index(
                fields=["batch", "block", "number"],
                name="import_row_waiting",
                condition=Q(applied_at__isnull=True),
            ),
            models.Index(
                fields=["batch", "block", "number"],
                name="import_row_written",
                condition=Q(applied_at__isnull=False),
            ),
        ]


class MappingProfile(Identified):
    """What a person said the columns of a sheet mean, found again by its headers (表头方案)."""

    community = models.ForeignKey("territory.Region", on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(_("内容"), max_length=13, choices=Subject)
    name = models.CharField(_("方案名称"), max_length=60)
    fingerprint = models.CharField(_("表头指纹"), max_length=64)
    columns = models.JSONField(_("列"), default=dict)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    used_at = models.DateTimeField(_("最近使用"), default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "subject", "fingerprint"],
                name="mapping_profile_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
