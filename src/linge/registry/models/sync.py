"""What phones sent while they were away: each edit as it came, and where two people disagreed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.fields import SealedField
from linge.kernel.models import Identified

from ..rules.syncing import EditState


class SyncEdit(Identified):
    """One edit from one phone, in the order the phone made it (``seq``).

    ``told`` is the edit as sent, ``answer`` what the phone was told, both sealed JSON. ``person``
    is whom it came to concern: a uuid born on a second phone for somebody on record leads there.
    ``device_at`` is the phone's time, ``received_at`` ours; ours decides.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    request_id = models.UUIDField(_("请求编号"))
    device = models.CharField(_("设备"), max_length=40)
    seq = models.PositiveIntegerField(_("序号"))
    subject = models.UUIDField(_("对象编号"))
    person = models.ForeignKey(
        "registry.Resident", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    told = SealedField()
    digest = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=9, choices=EditState)
    answer = SealedField(blank=True)
    out_of_order = models.BooleanField(_("乱序"), default=False)
    clock_wrong = models.BooleanField(_("手机时间不准"), default=False)
    device_at = models.DateTimeField(_("手机时间"))
    received_at = models.DateTimeField(_("收到时间"), default=clock.now)
    run_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "request_id"],
                condition=~Q(state=EditState.REUSED),
                name="sync_edit_once",
            )
        ]
        indexes = [
            models.Index(fields=["user", "device", "seq"], name="sync_edit_order"),
            models.Index(fields=["subject"], name="sync_edit_subject"),
            models.Index(
                fields=["received_at"], name="sync_edit_held", condition=Q(state=EditState.HELD)
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Conflict(Identified):
    """Two people changed one fact: the first to arrive stands, the other waits here (冲突).

    ``ours`` is what the record said then, ``mine`` what the phone sent; settled by taking mine,
    keeping ours, or typing a third value. All three are sealed.
    """

    edit = models.ForeignKey("registry.SyncEdit", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, related_name="conflicts"
    )
    member = models.ForeignKey(
        "registry.HouseholdMember",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    fact = models.CharField(_("冲突项"), max_length=20)
    base = SealedField(blank=True)
    ours = SealedField(blank=True)
    mine = SealedField(blank=True)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sender_name = models.CharField(_("提交人"), max_length=50)
    made_at = models.DateTimeField(_("产生时间"), default=clock.now)
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    settled_name = models.CharField(_("处理人"), max_length=50, blank=True)
    choice = models.CharField(_("处理结果"), max_length=4, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, choice="")
                | Q(settled_at__isnull=False) & ~Q(choice=""),
                name="conflict_settled_by_a_choice",
            )
        ]
        indexes = [
            models.Index(
                fields=["person"], name="conflict_open", condition=Q(settled_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class SyncCursor(Identified):
    """What one phone holds of a grid, as it was told last: home → digest of its card.

    A bookmark, not a place in a log: the next answer is the difference between this and the
    present state, so no writer who commits late is ever passed over. ``before`` is the bookmark
    this one was made from; it stays until this one comes back, for an answer may be lost.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    grid = models.ForeignKey("territory.Grid", on_delete=models.CASCADE, related_name="+")
    before = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    held = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("产生时间"), default=clock.now, db_index=True)

    def __str__(self) -> str:
        return str(self.uuid)
