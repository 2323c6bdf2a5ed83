"""What the leader says about a place where the same trouble keeps coming back."""

from django.utils.translation import gettext_lazy as _

from linge.ui.forms import DayField, LingeForm

from .moves import text


class OpenParentForm(LingeForm):
    """开母事件: what the one case for the whole place is about."""

    words = text(_("母事件描述"), required=True)


class RestForm(LingeForm):
    """暂不处理: until when, and why."""

    until = DayField(label=_("暂不处理到"), help_text=_("最长一年。"))
    reason = text(_("原因"), hint=_("至少10个字。"), required=True)
