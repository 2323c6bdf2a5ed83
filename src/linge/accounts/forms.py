"""What sign-in and opening a masked value ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Purpose

PURPOSE_WORDS = {
    Purpose.VISIT: _("入户走访"),
    Purpose.CASE: _("事件办理"),
    Purpose.SERVICE: _("服务事项"),
    Purpose.TASK: _("任务办理"),
    Purpose.EMERGENCY: _("应急处置"),
    Purpose.OVERSIGHT: _("监督检查"),
}


class PhoneForm(forms.Form):
    """The number a code is sent to."""

    phone = forms.CharField(label=_("手机号"), max_length=20, strip=True)


class PasswordForm(PhoneForm):
    """Number and password."""

    password = forms.CharField(
        label=_("密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(PhoneForm):
    """Number and the code from the SMS."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class RevealForm(forms.Form):
    """For what, and why, a masked value is opened."""

    subject = forms.CharField(widget=forms.HiddenInput)
    field = forms.CharField(widget=forms.HiddenInput)
    purpose = forms.ChoiceField(label=_("用途"))
    reason = forms.CharField(
        label=_("查看原因"),
        max_length=200,
        help_text=_("至少6个字。本次查看会记入审计，本人可以在“谁看过我的信息”里看到。"),
    )

    def __init__(self, *args: object, purposes: tuple[Purpose, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came
        self.fields["purpose"].choices = [(word, PURPOSE_WORDS[word]) for word in purposes]  # type: ignore[attr-defined]  # our own kind of field
