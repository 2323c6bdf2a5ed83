"""抽查: what a second look finds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..rules import SampleOutcome
from .deeds import PhotoForm
from .fields import CasePhotosField
from .moves import LONG_HINT, text


class SampleForm(PhotoForm):
    outcome = forms.ChoiceField(
        label=_("抽查结果"), choices=SampleOutcome, widget=forms.RadioSelect
    )
    photos = CasePhotosField(label=_("现场照片"), required=False)
    words = text(_("说明"), hint=LONG_HINT)
