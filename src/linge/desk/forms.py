"""What the desk's own pages ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.ui.forms import LingeForm
from linge.ui.widgets import Switch


class MeForm(LingeForm):
    """How the pages look and listen."""

    cards = (
        (_("显示"), ("theme", "type_size", "language")),
        (_("操作"), ("shortcuts",)),
    )

    theme = forms.ChoiceField(
        label=_("明暗"),
        choices=[("system", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色"))],
        widget=forms.RadioSelect,
    )
    type_size = forms.ChoiceField(
        label=_("字号"),
        choices=[("normal", _("标准")), ("big", _("大字")), ("elder", _("特大字"))],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("语言"),
        choices=[("zh-hans", "中文"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    shortcuts = forms.BooleanField(
        label=_("键盘快捷键"),
        required=False,
        widget=Switch,
        help_text=_("关闭后，单个字母键不再触发操作；Ctrl+S 保存仍可用。"),
    )
