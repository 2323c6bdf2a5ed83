"""What a clerk decides about one case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.cases.models import Case
from linge.files.models import StoredFile
from linge.ui.forms import LingeForm


class PhotoChoice(forms.ModelChoiceField):
    """A photo of the case by when it was taken."""

    def label_from_instance(self, file: StoredFile) -> str:
        return file.name or str(file.uuid)[:8]


class PublishForm(LingeForm):
    withheld = forms.BooleanField(
        label=_("不公开"), required=False, help_text=_("其他系统和公众按编号也查不到。")
    )
    photo = PhotoChoice(
        StoredFile.objects.none(),
        label=_("公开照片"),
        required=False,
        empty_label=_("不公开照片"),
        help_text=_("请先看过：没有人脸、车牌、门牌和户内情况，才可以公开。"),
    )
    reason = forms.CharField(label=_("原因"), required=False, max_length=200)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = case.photos.filter(file__has_person=False).values("file")
        self.fields["photo"].queryset = StoredFile.objects.filter(pk__in=taken)
