"""The life of an import batch, the outcomes of its rows, and which moves are possible."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(TextChoices):
    RESIDENTS = "residents", pgettext_lazy("list", "居民")
    DWELLINGS = "dwellings", pgettext_lazy("list", "房屋")
    HOUSEHOLDS = "households", _("居住户")
    ORGANISATIONS = "organisations", _("辖区单位")
    SHOPS = "shops", _("沿街店面")
    BOOKS = "books", _("户口簿")
    TENANCIES = "tenancies", _("租赁")


class BatchState(TextChoices):
    UPLOADED = "uploaded", _("已上传")
    PARSED = "parsed", _("已解析")
    MAPPED = "mapped", _("已对应")
    CHECKED = "checked", _("已检查")
    CONFIRMED = "confirmed", _("已确认")
    APPLYING = "applying", _("写入中")
    STOPPED = "stopped", _("已暂停")
    APPLIED = "applied", _("已写入")
    ROLLING_BACK = "rolling_back", _("撤销中")
    ROLLED_BACK = "rolled_back", _("已回滚")
    FAILED = "failed", _("失败")
    DISCARDED = "discarded", _("已放弃")


class Mode(TextChoices):
    """What is written: the rows without errors, or nothing until all are right."""

    RIGHT = "right", _("仅导入正确行")
    ALL = "all", _("全部改好再导")


class RowOutcome(TextChoices):
    NEW = "new", pgettext_lazy("import outcome", "新增")
    UPDATED = "updated", pgettext_lazy("import outcome", "更新")
    SAME = "same", _("无变化")
    PARKED = "parked", _("疑似重复")
    ERROR = "error", pgettext_lazy("import outcome", "错误")
    EXCLUDED = "excluded", _("不导入")


WRITTEN = (RowOutcome.NEW, RowOutcome.UPDATED)
TO_REPAIR = (RowOutcome.PARKED, RowOutcome.ERROR)

S = BatchState
MOVES: dict[str, tuple[frozenset[BatchState], BatchState]] = {
    "map": (frozenset({S.PARSED}), S.MAPPED),
    "reopen": (frozenset({S.PARSED, S.MAPPED, S.CHECKED}), S.PARSED),
    "check": (frozenset({S.MAPPED, S.CHECKED}), S.CHECKED),
    "confirm": (frozenset({S.CHECKED}), S.CONFIRMED),
    "apply": (frozenset({S.CONFIRMED, S.APPLYING}), S.APPLYING),
    "stop": (frozenset({S.CONFIRMED, S.APPLYING}), S.STOPPED),
    "resume": (frozenset({S.STOPPED}), S.CONFIRMED),
    "finish": (frozenset({S.APPLYING}), S.APPLIED),
    "roll_back": (frozenset({S.APPLIED, S.STOPPED, S.ROLLING_BACK}), S.ROLLING_BACK),
    "rolled_back": (frozenset({S.ROLLING_BACK}), S.ROLLED_BACK),
    "stand": (frozenset({S.UPLOADED}), S.APPLIED),
    "discard": (
        frozenset({S.UPLOADED, S.PARSED, S.MAPPED, S.CHECKED, S.FAILED}),
        S.DISCARDED,
    ),
    "fail": (frozenset({S.UPLOADED, S.PARSED, S.MAPPED}), S.FAILED),
}
