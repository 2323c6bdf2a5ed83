"""The forms of supervision: bring higher, urge, reply, whistle, report in, rate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import queries
from ..models import WhistleUnit
from .deeds import DeedForm
from .moves import text

CALLED = (
    ("", _("没有紧急情况")),
    ("110", _("已拨打110")),
    ("119", _("已拨打119")),
    ("120", _("已拨打120")),
)
RATINGS = tuple((n, str(n)) for n in range(1, 6))
WHAT = (("sign", _("签收")), ("contact", _("已联系社区")), ("arrive", _("已到现场")))


class EscalateForm(DeedForm):
    """上报上级; with fire, danger to life or crime the call comes first."""

    called = forms.ChoiceField(
        label=_("紧急情况"),
        choices=CALLED,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("火情、人身危险、违法犯罪请先打电话，再登记。"),
    )
    words = text(_("说明"), required=True)


class UrgeForm(DeedForm):
    words = text(_("督办要求"), hint=_("承办人一个工作日内答复。"), required=True)


class ReplyForm(DeedForm):
    words = text(_("答复"), hint=_("写明原因和办结时间，督办人会看到。"), required=True)


class WhistleForm(DeedForm):
    """吹哨: which units, what for, and whether it is hard."""

    agencies = forms.ModelMultipleChoiceField(
        None, label=_("请哪些单位报到"), widget=forms.CheckboxSelectMultiple
    )
    words = text(_("需要解决什么"), required=True)
    hard = forms.BooleanField(
        label=_("疑难问题"),
        required=False,
        help_text=_("一般问题3个工作日内到场，疑难问题5个工作日。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.case is not None
        self.fields["agencies"].queryset = queries.agencies_for(self.case)
        if self.case.agency is not None:
            self.initial.setdefault("agencies", [self.case.agency.pk])


class UnitForm(DeedForm):
    """A deed about one of the units that were called to the case."""

    agency = forms.ModelChoiceField(None, label=_("报到单位"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.case is not None
        called = WhistleUnit.objects.filter(whistle__case=self.case)
        units = queries.agencies_for(self.case).filter(pk__in=called.values("agency"))
        self.fields["agency"].queryset = units


class ReportInForm(UnitForm):
    what = forms.ChoiceField(label=_("到了哪一步"), choices=WHAT, widget=forms.RadioSelect)


class RateUnitForm(UnitForm):
    rating = forms.TypedChoiceField(
        label=_("评分"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
