"""The closed lists of the territory: levels, kinds, uses and states, as people read them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    DISTRICT = "district", _("区县")
    STREET = "street", _("街道")
    COMMUNITY = "community", _("社区")


CODE_DIGITS = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.DISTRICT: 6,
    Level.STREET: 9,
    Level.COMMUNITY: 12,
}


class UrbanClass(IntegerChoices):
    """Urban and rural classes of the National Bureau of Statistics (统计用城乡分类代码)."""

    CORE = 111, _("主城区")
    FRINGE = 112, _("城乡结合区")
    TOWN_CENTRE = 121, _("镇中心区")
    TOWN_FRINGE = 122, _("镇乡结合区")
    SPECIAL = 123, _("特殊区域")
    TOWNSHIP = 210, _("乡中心区")
    VILLAGE = 220, _("村庄")


class EstateState(TextChoices):
    PLANNED = "planned", _("规划中")
    UNDER_CONSTRUCTION = "under_construction", _("在建")
    HANDED_OVER = "handed_over", _("已交付")
    DEMOLISHED = "demolished", _("已拆除")


AHEAD_OF_HANDOVER = (EstateState.PLANNED, EstateState.UNDER_CONSTRUCTION)


class OrganisationKind(TextChoices):
    GOVERNMENT = "government", _("机关")
    INSTITUTION = "institution", _("事业单位")
    ENTERPRISE = "enterprise", _("企业")
    SOCIAL = "social", _("社会组织")
    SELF_EMPLOYED = "self_employed", _("个体工商户")


class OrganisationState(TextChoices):
    OPERATING = "operating", _("存续")
    SUSPENDED = "suspended", _("停业")
    DISSOLVED = "dissolved", _("注销")


class ShopState(TextChoices):
    TRADING = "trading", _("营业")
    SUSPENDED = "suspended", _("歇业")
    EMPTY = "empty", _("空铺")
    CLOSED = "closed", _("门面撤销")


class PlaceKind(TextChoices):
    SCHOOL = "school", _("学校")
    CLINIC = "clinic", _("医疗点")
    PARK = "park", _("公园绿地")
    MARKET = "market", _("市场")
    PARKING = "parking", _("停车场")
    BASEMENT = "basement", _("地下空间")
    SITE = "site", _("工地")
    OTHER = "other", _("其他场所")


class BuildingUse(TextChoices):
    RESIDENTIAL = "residential", _("住宅")
    MIXED = "mixed", _("商住")
    BUSINESS = "business", _("商业办公")
    PUBLIC = "public", _("公共服务")
    OTHER = "other", _("其他")


class DwellingUseKind(TextChoices):
    OWN_USE = "own_use", _("自住")
    LET = "let", _("出租")
    VACANT = "vacant", _("空置")
    BUSINESS = "business", _("商用")
    HOME_TO_BUSINESS = "home_to_business", _("住改商")
    DORMITORY = "dormitory", _("集体宿舍")
    DEMOLISHED = "demolished", _("已拆除")


class AliasSource(TextChoices):
    DOOR_PLATE = "door_plate", _("门牌")
    POLICE_PLATE = "police_plate", _("公安门牌")
    COLLOQUIAL = "colloquial", _("俗称")
    IMPORT = "import", _("导入")


class GridKind(TextChoices):
    BASE = "base", _("基础网格")
    SPECIAL = "special", _("专属网格")


class DivisionState(TextChoices):
    DRAFT = "draft", _("草案")
    SUBMITTED = "submitted", _("待审定")
    IN_FORCE = "in_force", _("现行")
    SUPERSEDED = "superseded", _("已替换")
    WITHDRAWN = "withdrawn", _("已撤回")


class DayKind(TextChoices):
    WORK = "work", _("上班")
    OFF = "off", _("休息")
