"""What is asked when a change request is sent back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.ui.forms import LingeForm


class SendBackForm(LingeForm):
    """Why a request is not accepted. The person has a right to the ground and to a way on."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("退回说明"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明依据的规定、还缺什么材料，以及不同意时可以向哪里反映。"),
    )
