"""What the kit page shows: made-up people of 幸福里社区 and one of each field."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from linge.kernel.clock import now
from linge.ui.forms import DayField, LingeForm, PhotosField
from linge.ui.pages import Crumb, Link
from linge.ui.tables import Badge, Column, Due, Masked, Person, RowLink, Table
from linge.ui.templatetags.assets import BUILT
from linge.ui.widgets import IdNumberInput, PhoneInput, RegionSelect, Switch

PLACES = (
    ("", _("请选择")),
    ("990101001001", "示范区 / 示范街道 / 幸福里社区"),
    ("990101001002", "示范区 / 示范街道 / 桂子山社区"),
    ("990101002001", "示范区 / 湖滨街道 / 观湖社区"),
)
STATES = (
    ("ok", _("正常")),
    ("warn", _("将到期")),
    ("danger", _("超期")),
    ("done", _("已结")),
)
MORE_STATES = (("info", _("处置中")), ("muted", _("挂起")))


class KitForm(LingeForm):
    """One field of each kind."""

    cards = (
        (_("人员信息"), ("name", "id_number", "phone", "born", "relation", "needs")),
        (_("位置与说明"), ("place", "words", "notify", "agreed", "photos")),
    )
    private = ("id_number", "phone")

    name = forms.CharField(label=_("姓名"), max_length=30)
    id_number = forms.CharField(
        label=_("证件号码"),
        widget=IdNumberInput({"data-birth": "born"}),
        help_text=_("填写后自动带出出生日期，用于核对高龄津贴。"),
    )
    phone = forms.CharField(label=_("手机号"), widget=PhoneInput, required=False)
    born = DayField(label=_("出生日期"), required=False)
    relation = forms.ChoiceField(
        label=_("与户主关系"),
        choices=[
            ("", _("请选择")),
            ("head", _("户主")),
            ("spouse", _("配偶")),
            ("child", _("子女")),
        ],
    )
    needs = forms.MultipleChoiceField(
        label=_("关爱需求"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("visit", _("定期走访")),
            ("meal", _("助餐")),
            ("repair", _("上门维修")),
        ],
    )
    place = forms.ChoiceField(label=_("所在社区"), choices=PLACES, widget=RegionSelect)
    words = forms.CharField(
        label=_("情况说明"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    notify = forms.BooleanField(label=_("短信告知"), widget=Switch, required=False)
    agreed = forms.BooleanField(label=_("本人已同意"), required=False)
    photos = PhotosField(label=_("现场照片"), required=False, most=3)


@dataclass(frozen=True, slots=True)
class Sample:
    """A row of the kit's table."""

    pk: int
    name: str
    address: str
    phone: str
    members: int
    state: Badge
    due: Due


class SampleTable(Table):
    """Every look a cell can have."""

    columns = (
        Column(
            "name",
            _("户主"),
            value=lambda r: Person(r.name, r.address),
            link=True,
            sort="name",
        ),
        Column(
            "phone",
            _("电话"),
            value=lambda r: Masked(r.phone, "registry.phone:demo", "number"),
        ),
        Column("members", _("人数"), number=True, sort="members"),
        Column("state", _("状态")),
        Column("due", _("剩余时间"), sort="due"),
    )
    drawer = False

    def href(self, row: Any) -> str:
        return "#table"

    def links(self, row: Any) -> list[RowLink]:
        return [RowLink(_("登记"), "#table"), RowLink(_("走访"), "#table")]


def samples() -> list[Sample]:
    at = now()
    return [
        Sample(
            1,
            "张*兰",
            "3栋2单元501",
            "120****0020",
            2,
            Badge("ok", _("正常")),
            Due("ok", _("剩 2 个工作日"), at + timedelta(days=2)),
        ),
        Sample(
            2,
            "单*",
            "3栋2单元502",
            "120****0041",
            4,
            Badge("warn", _("将到期")),
            Due("warn", _("剩 1 小时 20 分"), at + timedelta(hours=1)),
        ),
        Sample(
            3,
            "欧阳*",
            "5栋1单元1103",
            "120****0042",
            3,
            Badge("danger", _("超期")),
            Due("danger", _("超期 3 小时"), at - timedelta(hours=3)),
        ),
        Sample(
            4,
            "仇**",
            "12栋601",
            "",
            1,
            Badge("muted", _("挂起")),
            Due("muted", _("已停表")),
        ),
    ]


def _happened(at: datetime) -> list[SimpleNamespace]:
    steps = (
        (
            5,
            _("核查通过"),
            _("王芳 · 第3网格 A岗"),
            _("路灯已亮，现场照片一致。"),
            "ok",
        ),
        (
            60,
            _("处置完成，待核查"),
            _("刘洋 · 城市照明所"),
            _("更换灯泡一只。"),
            "info",
        ),
        (300, _("派遣给城市照明所"), _("孙悦 · 派遣员"), "", "muted"),
        (420, _("受理"), _("陈静 · 受理员"), _("公用设施 › 路灯 › 灯不亮"), "muted"),
    )
    return [
        SimpleNamespace(at=at - timedelta(minutes=ago), title=title, by=by, note=note, kind=kind)
        for ago, title, by, note, kind in steps
    ]


def _mistaken() -> KitForm:
    """The same form as it comes back, with one refusal of an action above it."""
    form = KitForm({"id_number": "99010119900307123", "phone": "1200000002", "place": ""})
    form.add_error("phone", _("手机号应为11位，现在是10位，请补一位。"))
    form.add_error("id_number", _("证件号码应为18位，现在是17位，请对照证件补齐。"))
    form.add_error(None, _("这户刚刚被其他人改过，请刷新页面后再填。"))
    return form


def examples() -> dict[str, Any]:
    """Everything the template of the kit composes."""
    slice_ = Paginator(range(137), 20).get_page(3)
    table = SampleTable()
    return {
        "states": (*STATES, *MORE_STATES),
        "dues": [row.due for row in samples()] + [Due("done", _("按期办结"))],
        "way": [Crumb(_("人房"), "#"), Crumb(_("居民"), "#")],
        "steps": [
            (_("上报"), _("已收到")),
            (_("派遣"), ""),
            (_("处置"), ""),
            (_("评价"), ""),
        ],
        "events": _happened(now()),
        "table": table,
        "rows": table.rows(samples()),
        "slice": slice_,
        "pages": [1, 2, 3, 4, 5, slice_.paginator.ELLIPSIS, 7],
        "sizes": (10, 20, 50, 100),
        "batch": [Link(_("派遣"), "#", primary=True), Link(_("导出"), "#")],
        "form": KitForm(),
        "mistaken": _mistaken(),
        "chips": (("lamp", _("路灯")), ("waste", _("垃圾")), ("noise", _("噪声"))),
        "places": PLACES[1:],
        "colours": ("text", "muted", "brand", "link", "danger", "warn", "ok", "info"),
        "softs": (
            "bg",
            "surface",
            "brand-soft",
            "danger-soft",
            "warn-soft",
            "ok-soft",
            "info-soft",
        ),
        "icons": _icons(),
    }


def _icons() -> list[str]:
    """The signs of the sprite, in its order."""
    sprite = (BUILT.parent / "ui" / "icons.svg").read_text()
    return [line.split('"')[1] for line in sprite.splitlines() if "<symbol" in line]
