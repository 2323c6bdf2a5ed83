"""What the import pages ask: the file, what columns mean, where the header is, which rows to write."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.files.sheets import ACCEPTED, MOST_BYTES, column_letters
from linge.ui.forms import LingeForm

from .. import columns
from ..models import ImportBatch
from ..rules.importing.states import Mode, Subject


class UploadForm(LingeForm):
    """A file, or cells pasted from Excel."""

    subject = forms.ChoiceField(
        label=_("导入内容"), choices=Subject.choices, widget=forms.RadioSelect
    )
    community = forms.ModelChoiceField(label=_("社区"), queryset=None, empty_label=None)
    workbook = forms.FileField(
        label=_("表格文件"),
        required=False,
        error_messages={"empty": _("这个文件是空的，请检查后重新上传。")},
        help_text=_("可以把文件拖到这里。支持 .xlsx、.xls、.csv，不超过50MB、20万行。"),
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )
    pasted = forms.CharField(
        label=_("或从 Excel 粘贴"),
        required=False,
        strip=False,
        help_text=_("在Excel里选中包含表头的区域，复制后粘贴到这里。"),
        widget=forms.Textarea(attrs={"rows": 5, "data-private": ""}),
    )

    def __init__(self, *args: Any, communities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = communities
        if communities.count() == 1:
            self.fields["community"].initial = communities.first()
            self.fields["community"].widget = forms.HiddenInput()

    def clean_workbook(self) -> Any:
        workbook = self.cleaned_data["workbook"]
        if workbook and workbook.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过50MB，请分成几个文件上传。"))
        return workbook

    def clean(self) -> Mapping[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        nothing = not cleaned.get("workbook") and not cleaned.get("pasted", "").strip()
        if nothing and "workbook" not in self.errors:
            self.add_error("workbook", _("请选择一个文件，或粘贴表格内容。"))
        return cleaned

    def content(self) -> tuple[bytes, str]:
        """The bytes and the name they came under."""
        if workbook := self.cleaned_data["workbook"]:
            return workbook.read(), workbook.name
        text = self.cleaned_data["pasted"].replace("\r\n", "\n")
        return text.encode("utf-8-sig"), str(_("粘贴的表格.csv"))


class MappingForm(LingeForm):
    """For each column of the sheet, the field it means."""

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = columns.fields(batch.subject)
        choices = [("", _("不导入这一列")), *((f.name, f.label) for f in known.shown)]
        for column in batch.columns:
            header = column["header"] or _("（无表头）")
            self.fields[f"column_{column['index']}"] = forms.ChoiceField(
                label=f"{column_letters(column['index'])} {header}",
                choices=self._with_skipped(choices, column, known),
                required=False,
                initial=column["field"],
            )

    def _with_skipped(self, choices: list[Any], column: Mapping[str, Any], known: Any) -> list[Any]:
        """Our own 序号 and 处理结果 columns keep their meaning."""
        name = column["field"]
        if name in known and known[name].kind == "skip":
            return [*choices, (name, known[name].label)]
        return choices

    def choices(self) -> dict[int, str]:
        """Column index → field."""
        return {
            int(name.removeprefix("column_")): value for name, value in self.cleaned_data.items()
        }


class HeaderForm(LingeForm):
    """The row a person points at when no header was found."""

    row = forms.IntegerField(label=_("表头在第几行"), min_value=1, max_value=1000)


class ConfirmForm(LingeForm):
    mode = forms.ChoiceField(choices=Mode.choices)
