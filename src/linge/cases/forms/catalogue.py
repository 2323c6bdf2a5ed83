"""What is brought to change the catalogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.ui.forms import LingeForm


class CatalogueForm(LingeForm):
    """A workbook or CSV with the columns of the downloaded catalogue."""

    file = forms.FileField(
        label=_("目录文件"),
        help_text=_("先下载现行目录，改好再传。xlsx、csv 都可以；没有列出的类别不会消失。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
