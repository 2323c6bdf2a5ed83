"""A workflow as fields: which optional moves are on, the numbers, the limits of the stages."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.ui.forms import LingeForm

from .. import rules
from ..rules import Stage

NUMBER_LABELS = {
    "contact_attempts": _("联系上报人至少几次"),
    "contact_days": _("联系分在几天"),
    "decline_work_days": _("退单期限（工作日）"),
    "declines_before_leader": _("退单几次后由书记定"),
    "desk_verify_after_cannot": _("几次无法核查后可书面核查"),
    "co_agencies": _("协同单位最多几个"),
    "children": _("子事件最多几件"),
    "chronic_cases": _("反复点位：件数"),
    "chronic_days": _("反复点位：天数"),
    "chronic_metres": _("反复点位：距离（米）"),
    "merge_closed_days": _("办结几天内可并入"),
    "unmerge_days": _("几天内可撤销并案"),
    "postpone_times": _("最多延期几次"),
    "suspend_days": _("挂账最长几天"),
    "ask_reporter_days": _("等上报人补充几天"),
    "reopen_days": _("上报人几天内可重开"),
    "reopen_staff_days": _("社区几天内可重开"),
    "reopen_times": _("上报人最多重开几次"),
    "self_handle_hours": _("即时处置照片相隔几小时"),
    "self_handle_sample_percent": _("即时处置抽查百分比"),
    "verify_metres": _("核查照片离现场几米内"),
    "undo_seconds": _("几秒内可撤销上一步"),
}
UNITS = {
    "urgent_hour": _("紧急工作时"),
    "work_hour": _("工作时"),
    "work_day": _("工作日"),
    "natural_day": _("自然日"),
}


class WorkflowForm(LingeForm):
    """The common changes as fields; whoever changes more brings a file instead."""

    def __init__(self, *args: Any, base: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        self._ask_moves()
        for name, label in NUMBER_LABELS.items():
            self.fields[name] = forms.DecimalField(
                label=label, initial=base["numbers"][name], min_value=0
            )
        for stage, row in base["stages"].items():
            self._ask_limit(stage, row["normal"])
        self.fields["file"] = forms.FileField(
            label=_("改好的流程文件"),
            required=False,
            help_text=_(
                "办理权限、必填内容等要改的，下载现行流程改好后在这里上传；有文件时只看文件。"
            ),
            widget=forms.FileInput(attrs={"accept": ".json"}),
        )

    def edited(self) -> dict[str, Any]:
        """The workflow with what the fields say."""
        data, said = deepcopy(dict(self.base)), self.cleaned_data
        for action in self._optional():
            if action not in said["optional"]:
                data["moves"].pop(action, None)
            elif action not in data["moves"]:
                data["moves"][action] = rules.shipped()["moves"][action]
        for name in NUMBER_LABELS:
            value = said[name]
            whole = value == value.to_integral_value()
            kept_as_text = isinstance(self.base["numbers"][name], str)
            data["numbers"][name] = (
                f"{value.normalize():f}" if kept_as_text or not whole else int(value)
            )
        for stage in data["stages"]:
            amount = f"{said[f'{stage}_amount'].normalize():f}"
            data["stages"][stage]["normal"] = [amount, said[f"{stage}_unit"]]
        return data

    def _ask_moves(self) -> None:
        labels = rules.read_workflow(rules.shipped()).moves
        self.fields["optional"] = forms.MultipleChoiceField(
            label=_("可以开关的动作"),
            choices=[(action, labels[action].label) for action in self._optional()],
            initial=[action for action in self._optional() if action in self.base["moves"]],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _ask_limit(self, stage: str, limit: list[str]) -> None:
        known = stage in Stage.values
        label = Stage(stage).label if known else _("返工至少")
        self.fields[f"{stage}_amount"] = forms.DecimalField(
            label=_("%(stage)s时限") % {"stage": label}, initial=limit[0], min_value=0
        )
        self.fields[f"{stage}_unit"] = forms.ChoiceField(
            label=_("%(stage)s时限单位") % {"stage": label}, choices=UNITS, initial=limit[1]
        )

    @staticmethod
    def _optional() -> list[str]:
        return [name for name, line in rules.shipped()["moves"].items() if line.get("optional")]
