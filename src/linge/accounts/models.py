"""People who sign in, what they hold, and the traces of their opening what is masked."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from linge.kernel import crypto
from linge.kernel.db import path_field
from linge.kernel.fields import SealedField
from linge.kernel.models import Dated, Identified

from .tables import labels

PHONE = "accounts.user.phone"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in is by mobile number, looked up through its blind index."""
        return self.get(phone_index=crypto.blind(PHONE, username or ""))


class User(AbstractBaseUser, Identified):
    """Somebody with an account: staff, a resident, an organisation's person."""

    name = models.CharField("姓名", max_length=50)
    staff_no = models.CharField("工号", max_length=20, blank=True)
    phone = SealedField("手机号")
    phone_index = models.CharField(max_length=32, unique=True)
    is_active = models.BooleanField("启用", default=True)
    theme = models.CharField("外观", max_length=8, default="system")
    type_size = models.CharField("字号", max_length=8, default="normal")
    language = models.CharField("语言", max_length=12, blank=True, default="")
    shortcuts = models.BooleanField("键盘快捷键", default=True)

    objects = UserManager()

    USERNAME_FIELD = "phone_index"

    class Meta:
        indexes = [models.Index(fields=["name"], name="user_name")]

    def __str__(self) -> str:
        return f"u:{self.pk}"


class Grant(Dated, Identified):
    """A role on a node for some days (授权); grid teams are held in `staff`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    post = models.CharField("岗位", max_length=40)
    role = models.CharField("角色", max_length=40)
    node = path_field(blank=True, default="")
    grid_id = models.BigIntegerField(null=True, blank=True)
    agency_id = models.BigIntegerField(null=True, blank=True)
    lines = models.JSONField(default=list, blank=True)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "post", "node"],
                condition=Q(until__isnull=True, agency_id__isnull=True),
                name="grant_once",
                violation_error_message="此人已有这项授权。",
            ),
            models.UniqueConstraint(
                fields=["user", "post", "agency_id"],
                condition=Q(until__isnull=True, agency_id__isnull=False),
                name="grant_once_in_agency",
                violation_error_message="此人已在该单位任此岗位。",
            ),
        ]
        indexes = [models.Index(fields=["agency_id", "since"], name="grant_agency")]

    def __str__(self) -> str:
        return f"{self.post}@{self.node}"

    @property
    def post_label(self) -> str:
        """The post in words."""
        return labels().get(self.post, self.post)


class SignInCode(models.Model):
    """A code sent by SMS: six digits, five minutes, once, five tries."""

    phone_index = models.CharField(max_length=32, db_index=True)
    code_hash = models.CharField(max_length=64)
    session_key = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)


class Reveal(models.Model):
    """One masked value opened: counted against the day's quota, shown to the person concerned."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=120, db_index=True)
    field = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="reveal_quota")]
