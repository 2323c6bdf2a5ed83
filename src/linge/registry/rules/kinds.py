"""The closed lists of the register: each is a word people know and a code programs keep."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SEXES = (("1", _("男")), ("2", _("女")))
"""Codes of GB/T 2261.1 that a list and a form show, by their short word."""


class Source(TextChoices):
    """How we came to know a fact."""

    VISIT = "visit", _("入户走访")
    DESK = "desk", _("窗口登记")
    IMPORT = "import", _("表格导入")
    PORTAL = "portal", _("本人申报")
    EXCHANGE = "exchange", _("部门共享")


class Precision(TextChoices):
    """How much of a birth date is known; the missing part is stored as 1."""

    DAY = "day", _("年月日")
    MONTH = "month", _("年月")
    YEAR = "year", _("年")
    UNKNOWN = "unknown", _("不详")


class Life(TextChoices):
    ALIVE = "alive", _("健在")
    DEAD = "dead", _("死亡")
    MOVED = "moved", _("迁出")
    MISSING = "missing", _("下落不明")


class DocumentState(TextChoices):
    VALID = "valid", _("有效")
    SUSPECT = "suspect", _("待核")
    RETIRED = "retired", _("停用")


class PhoneKind(TextChoices):
    MOBILE = "mobile", _("手机")
    LANDLINE = "landline", _("座机")


class Usable(TextChoices):
    YES = "yes", _("可接通")
    WRONG = "wrong", _("号码有误")
    REFUSED = "refused", _("本人不愿接听")


class HukouState(TextChoices):
    HERE = "here", _("户口在本街道")
    ELSEWHERE = "elsewhere", _("户口在外地")
    PENDING = "pending", _("户口待定")
    CANCELLED = "cancelled", _("户口已注销")


class Left(TextChoices):
    """Whether a person has left the street of the hukou."""

    NO = "no", _("没有离开")
    YES = "yes", _("已离开")
    UNKNOWN = "unknown", _("未知")


class LeftReason(TextChoices):
    WORK = "work", _("务工经商")
    STUDY = "study", _("学习培训")
    MARRIAGE = "marriage", _("婚嫁")
    FAMILY = "family", _("随同家人")
    ABROAD_WORK = "abroad_work", _("出境工作")
    ABROAD_STUDY = "abroad_study", _("出境学习")
    OTHER = "other", _("其他")


class HouseholdKind(TextChoices):
    HUKOU = "hukou", _("户籍户")
    LIVING = "living", _("居住户")


class LivingKind(TextChoices):
    FAMILY = "1", _("家庭户")
    COLLECTIVE = "2", _("集体户")


class ResidencyRole(TextChoices):
    OWNER = "owner", _("产权人自住")
    FAMILY = "family", _("家庭成员")
    TENANT = "tenant", _("承租人")
    LODGER = "lodger", _("借住")
    DORMITORY = "dormitory", _("集体宿舍")
    LIVE_IN_HELP = "live_in_help", _("住家服务人员")
    REGISTERED_ONLY = "registered_only", _("空挂户")


class ScopeReason(TextChoices):
    """Why a person's record may be seen in a place."""

    RESIDENCY = "residency", _("居住")
    OWNERSHIP = "ownership", _("产权")
    TENANCY = "tenancy", _("租赁")
    HUKOU = "hukou", _("户籍")
    EMPLOYMENT = "employment", _("就业")
    RECORD = "record", _("建档")


class ContactRole(TextChoices):
    LEGAL_REP = "legal_rep", _("法定代表人")
    MANAGER = "manager", _("负责人")
    SAFETY = "safety", _("安全员")
    HR = "hr", _("人事联系人")


class Outcome(TextChoices):
    """What a home visit found (入户走访)."""

    MET = "met", _("见面登记")
    CONFIRMED = "confirmed", _("无变化")
    VACANT = "vacant", _("空置")
    NONRESIDENTIAL = "nonresidential", _("非居住")
    PHONE = "phone", _("电话核实")
    NOBODY = "nobody", _("无人")
    NO_ACCESS = "no_access", _("无法进入")
    REFUSED = "refused", _("拒访")


class ItemKind(TextChoices):
    """What a household may be asked for besides people, where its community asks."""

    VEHICLE = "vehicle", _("机动车")
    E_BIKE = "e_bike", _("电动自行车")
    PET = "pet", _("犬只")


class DayPart(TextChoices):
    """A part of the day; somebody out in one may be in at another."""

    MORNING = "morning", _("上午")
    AFTERNOON = "afternoon", _("下午")
    EVENING = "evening", _("晚上")


class HeardKind(TextChoices):
    """What people have on their minds at the door."""

    OPINION = "opinion", _("意见")
    SUGGESTION = "suggestion", _("建议")
    WISH = "wish", _("心愿")
    NEED = "need", _("需求")
    JOB_WISH = "job_wish", _("求职意愿")


class Became(TextChoices):
    """What was made of something heard."""

    CASE = "case", _("事件")
    NEED_LINE = "need_line", _("需求清单")
    CARE_QUESTION = "care_question", _("关爱问询")
    JOB_WISH = "job_wish", _("求职登记")


class SampleResult(TextChoices):
    """What a second look at an entry found."""

    RIGHT = "right", _("属实")
    WRONG = "wrong", _("不符")
    UNREACHED = "unreached", _("未能联系")


class NameKeyKind(TextChoices):
    """How a stored key spells a name, whole or from a later character on."""

    HAN = "H", _("汉字")
    FULL = "F", _("全拼")
    INITIALS = "I", _("首字母")
    HAN_REST = "h", _("汉字，从名字中间起")
    FULL_REST = "f", _("全拼，从名字中间起")
    INITIALS_REST = "i", _("首字母，从名字中间起")
    SOUND = "s", _("读音相近")


class ConsentChannel(TextChoices):
    """How a consent was given."""

    PORTAL = "portal", _("居民端确认")
    SIGNATURE = "signature", _("手机签名")
    PAPER = "paper", _("纸质签字")
