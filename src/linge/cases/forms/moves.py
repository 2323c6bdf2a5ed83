"""The forms of the moves at the desk, each asking what its move needs."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linge.accounts.models import User
from linge.kernel.worktime import QUARTER, Limit, Unit
from linge.staff import queries as staff
from linge.ui.forms import DayField

from .. import queries, rules
from ..models import Case, Category, Contact, Standard
from ..models.catalogue import UNIT_LABELS
from ..rules import DeclineReason, Finding, RejectReason, VerifyOutcome
from .deeds import DeedForm, PhotoForm
from .fields import CasePhotosField, WordsField
from .places import ASKED, SpotForm

LIMIT_FORM = _("时限写0.25的倍数，例如 0.5、1、2。")
LONG_HINT = _("至少10个字，对方会看到。")
REASON_HINT = _("对方会看到。")


def text(label: str, *, hint: str = "", rows: int = 3, required: bool = False) -> WordsField:
    """A few lines of words. Their length is the action's to judge."""
    area = forms.Textarea(attrs={"rows": rows, "maxlength": 1000})
    return WordsField(label=label, widget=area, help_text=hint, required=required)


class BareForm(DeedForm):
    """A deed that asks nothing: 签收, 撤销上一步."""


class StandardField(forms.ModelChoiceField):
    """A criterion with the limit that follows from it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Standard.objects.none(), widget=forms.RadioSelect, empty_label=None, **kwargs
        )

    def label_from_instance(self, obj: Standard) -> str:
        facts = {"criterion": obj.criterion, "limit": rules.limit_in_words(obj.limit)}
        return _("%(criterion)s（时限 %(limit)s）") % facts


class StandardForm(DeedForm):
    """A small category and one of its criteria; the second list follows the first."""

    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("小类"), empty_label=_("请选择")
    )
    standard = StandardField(label=_("立案条件"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = queries.smalls()
        self.fields["category"].choices = by_large
        chosen = self.chosen_category()
        if chosen is not None:
            self.fields["standard"].queryset = queries.standards_of(chosen)
            self._take_the_only_one()

    def chosen_category(self) -> Category | None:
        """The category in the form now, or the one the report came with."""
        asked = self["category"].value()
        key = str(getattr(asked, "pk", asked) or "")
        return queries.smalls().filter(pk=key).first() if key.isdecimal() else None

    def chosen_standard(self) -> Standard | None:
        """The criterion in the form now, if it belongs to the category."""
        asked = self["standard"].value()
        key = str(getattr(asked, "pk", asked) or "")
        rows = self.fields["standard"].queryset
        return rows.filter(pk=key).first() if key.isdecimal() else None

    def _take_the_only_one(self) -> None:
        rows = list(self.fields["standard"].queryset[:2])
        if len(rows) == 1:
            self.fields["standard"].initial = self.initial["standard"] = rows[0].pk


def by_large() -> list[tuple[str, Any]]:
    """The small categories under their large ones, for a select."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for small in queries.smalls():
        groups.setdefault(small.parent.label, []).append((small.pk, f"{small.code} {small.label}"))
    return [("", _("请选择")), *groups.items()]


class AcceptForm(StandardForm, SpotForm):
    """受理: what kind it is, under which criterion, how pressing; and where, while that is open."""

    urgent = forms.BooleanField(label=_("按紧急时限办理"), required=False)
    no_grid = text(
        _("定不了网格的原因"),
        hint=_("只在上面都填不出时写，例如跨社区道路、等待现场核实。"),
        rows=2,
    )
    seen_candidates = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.case is not None
        if self.case.grid_id is not None:
            for name in (*ASKED, "no_grid"):
                del self.fields[name]

    def clean_seen_candidates(self) -> list[int]:
        """The similar cases that were on the page."""
        text = self.cleaned_data["seen_candidates"]
        return [int(key) for key in text.split(",") if key.isdecimal()]


class RejectForm(DeedForm):
    reason_code = forms.ChoiceField(label=_("原因"), choices=RejectReason, widget=forms.RadioSelect)
    words = text(_("给上报人的答复"), hint=LONG_HINT, required=True)


class AskConfirmForm(DeedForm):
    worker = forms.ModelChoiceField(None, label=_("核实人"), empty_label=_("请选择"))
    words = text(_("请他看什么"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = _workers(self.case)


class ConfirmForm(PhotoForm):
    finding = forms.ChoiceField(label=_("现场情况"), choices=Finding, widget=forms.RadioSelect)
    words = text(_("说明"))
    photos = CasePhotosField(label=_("现场照片"), required=False)


class LimitForm(DeedForm):
    """A deed with a span of time: an amount in quarters and its unit."""

    limit = forms.DecimalField(
        label=_("处置时限"),
        required=False,
        min_value=QUARTER,
        max_value=999,
        step_size=QUARTER,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "step_size"), LIMIT_FORM
        ),
    )
    limit_unit = forms.ChoiceField(
        label=_("时限单位"), choices=UNIT_LABELS, required=False, initial=Unit.WORK_DAY
    )

    def limit_now(self) -> Limit | None:
        """The limit in the form now; the standard's where nothing readable stands."""
        amount, unit = (str(self[name].value() or "") for name in ("limit", "limit_unit"))
        try:
            return Limit(Decimal(amount), Unit(unit))
        except (InvalidOperation, ValueError):
            return None

    def deed(self) -> dict[str, Any]:
        asked = super().deed()
        del asked["limit_unit"]
        return asked | {"limit": self.limit_now()}


class DispatchForm(LimitForm):
    """派遣: to whom, and by when; a limit may be shorter than the standard's, never longer."""

    agency = forms.ModelChoiceField(
        None,
        label=_("责任单位"),
        empty_label=_("请选择"),
        error_messages={"invalid_choice": _("所选单位已停用，请选择其他责任单位。")},
    )
    words = text(_("给责任单位的说明"), rows=2)
    field_order = ("agency", "limit", "limit_unit", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.case is not None
        self.fields["agency"].queryset = queries.agencies_for(self.case)


class ReasonForm(DeedForm):
    """收回, 重开: only why."""

    reason = text(_("原因"), hint=REASON_HINT, required=True)


class ReassignForm(DeedForm):
    handler = forms.ModelChoiceField(None, label=_("承办人"), empty_label=_("请选择"))
    reason = text(_("原因"), hint=REASON_HINT, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.case is not None and self.case.agency is not None
        self.fields["handler"].queryset = queries.people_of(self.case.agency)


class DeclineForm(DeedForm):
    reason_code = forms.ChoiceField(
        label=_("退单原因"), choices=DeclineReason, widget=forms.RadioSelect
    )
    words = text(_("说明"), hint=LONG_HINT, required=True)


class HandleForm(PhotoForm):
    """处置: what was done, what it looks like now, and that the close condition is met."""

    result = text(_("处置结果"), required=True)
    photos = CasePhotosField(label=_("处置后照片"), required=False)
    condition_met = forms.BooleanField(label=_("已达到结案条件"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tell_condition(self, self.case)


class VerifyForm(PhotoForm):
    outcome = forms.ChoiceField(
        label=_("核查结论"), choices=VerifyOutcome, widget=forms.RadioSelect, initial="pass"
    )
    photos = CasePhotosField(label=_("现场照片"), required=False)
    reason = text(_("没有现场照片或无法核查的原因"), rows=2)
    words = text(_("说明"), rows=2)


class SendBackForm(PhotoForm):
    reason = text(_("退回原因"), hint=LONG_HINT, required=True)
    photos = CasePhotosField(label=_("现场照片"), required=False)


class CloseForm(DeedForm):
    condition_met = forms.BooleanField(label=_("已达到结案条件"), required=False)
    words = text(_("给上报人的答复"), hint=_("上报人凭查询码能看到，请写明结果，不写姓名电话。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tell_condition(self, self.case)


class ForwardForm(DeedForm):
    receiver = forms.CharField(label=_("转给哪个单位"), max_length=60, required=False)
    receipt = forms.CharField(label=_("回执号"), max_length=60, required=False)
    follow_up = DayField(label=_("跟进日期"), required=False)


class TakeBackForm(StandardForm):
    urgent = forms.BooleanField(label=_("按紧急时限办理"), required=False)
    reason = text(_("取回原因"), hint=REASON_HINT, required=True)


class SelfHandleForm(StandardForm, PhotoForm):
    photo_fields = ("photos_before", "photos_after")
    result = text(_("处置结果"), required=True)
    photos_before = CasePhotosField(label=_("处置前照片"), required=False)
    photos_after = CasePhotosField(label=_("处置后照片"), required=False)


class WithdrawForm(DeedForm):
    reason = text(_("撤回原因"), rows=2)


class NoteForm(DeedForm):
    words = text(_("备注内容"), required=True)
    public = forms.BooleanField(label=_("上报人也能看到"), required=False)


class ContactForm(DeedForm):
    channel = forms.ChoiceField(
        label=_("方式"), choices=Contact.Channel, widget=forms.RadioSelect, initial="phone"
    )
    reached = forms.TypedChoiceField(
        label=_("结果"),
        choices=(("1", _("已联系上")), ("0", _("没有联系上"))),
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    words = text(_("说明"), rows=2)


def _tell_condition(form: forms.Form, case: Case | None) -> None:
    if case is not None and case.standard is not None:
        form.fields["condition_met"].help_text = case.standard.close_condition


def _workers(case: Case | None) -> QuerySet[User]:
    """Who is on duty in the grid of the case; anybody working there can look."""
    grid = case.grid if case else None
    return staff.workers_on_duty(grid) if grid else User.objects.none()
