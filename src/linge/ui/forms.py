"""Forms of the house: Chinese words for what is missing, cards, and refusals beside their field."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linge.kernel.clock import today
from linge.kernel.refusals import Outside, Refused
from linge.ui.widgets import DateInput, PhotoInput, Switch

CHOSEN = (
    forms.Select,
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
    forms.FileInput,
)
DASHES = "---------"
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True, slots=True)
class Card:
    """One subject of a form: its heading and the fields under it."""

    title: str
    fields: list[BoundField]


class HouseForm:
    """What `LingeForm` and `LingeModelForm` add.

    ``cards`` groups the fields by subject: ``((_("基本信息"), ("name", "sex")), …)``; without it
    all fields share one card. ``private`` names fields that autosave must never keep.
    """

    cards: Sequence[tuple[str, Sequence[str]]] = ()
    private: Sequence[str] = ()

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _speak(field)
            if name in self.private:
                field.widget.attrs.setdefault("data-private", "")

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn a `Refused` inside the block into words beside its field, or above the form."""
        try:
            yield
        except Outside:
            raise
        except Refused as refusal:
            field = refusal.field if refusal.field in self.fields else None
            self.add_error(field, refusal.message)

    def sections(self) -> list[Card]:
        """The visible fields, card by card; a field no card names ends up in the last."""
        shown = {field.name: field for field in self.visible_fields()}
        made = [
            Card(title, [shown.pop(name) for name in names if name in shown])
            for title, names in self.cards
        ]
        if shown and made:
            made[-1].fields.extend(shown.values())
        elif shown:
            made.append(Card("", list(shown.values())))
        return [card for card in made if card.fields]

    @property
    def mistakes(self) -> list[BoundField]:
        """Fields with errors in page order, for the summary on top."""
        return [field for field in self.visible_fields() if field.errors]


class LingeForm(HouseForm, forms.Form):
    """A form of the house."""


class LingeModelForm(HouseForm, forms.ModelForm):
    """A form whose fields come from a model; saving stays with an action."""


def _speak(field: forms.Field) -> None:
    """Ask for what is missing by its name instead of “这个字段是必填项”, choose instead of dashes."""
    label = field.label
    if getattr(field, "empty_label", None) == DASHES:
        field.empty_label = _("请选择")
    if not field.required or not label:
        return
    asks = _("请选择%(label)s。") if isinstance(field.widget, CHOSEN) else _("请填写%(label)s。")
    standard = type(field).default_error_messages.get("required")
    if standard is None or field.error_messages.get("required") in (
        standard,
        forms.Field.default_error_messages["required"],
    ):
        field.error_messages["required"] = asks % {"label": label}


class DayField(forms.DateField):
    """A calendar day: ``2026-03-14``, ``20260314``, ``2026/3/14`` or ``0314`` of this year."""

    widget = DateInput
    default_error_messages = {"invalid": _("请按年月日填写，例如 2026-03-14。")}

    def to_python(self, value) -> date | None:
        text = str(value or "").strip().replace("/", "-").replace(".", "-")
        if text.isdigit() and len(text) == 4:
            text = f"{today().year}{text}"
        if text.isdigit() and len(text) == 8:
            text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        return super().to_python(text)


class PhotosField(forms.FileField):
    """Several photographs as a list; ``most`` and ``size`` (MB) are checked here and in the page."""

    default_error_messages = {
        "too_many": _("最多%(most)s张照片，请去掉%(extra)s张。"),
        "too_big": _("照片“%(name)s”超过%(size)sMB，请换一张或让手机压缩后再传。"),
    }

    def __init__(self, *, most: int = 6, size: int = 20, **kwargs) -> None:
        self.most, self.size = most, size
        super().__init__(widget=PhotoInput(most=most, size=size), **kwargs)

    def clean(self, data, initial=None) -> list:
        photos = [super(PhotosField, self).clean(photo, initial) for photo in data or ()]
        if not photos:
            super().clean(None, initial)
        if len(photos) > self.most:
            facts = {"most": self.most, "extra": len(photos) - self.most}
            raise forms.ValidationError(self.error_messages["too_many"], "too_many", facts)
        for photo in photos:
            if photo.size > self.size * 1024 * 1024:
                facts = {"name": photo.name, "size": self.size}
                raise forms.ValidationError(self.error_messages["too_big"], "too_big", facts)
        return photos


def control_kind(field: BoundField) -> str:
    """How a field is laid out: ``group``, ``switch``, ``check``, ``photo``, ``file`` or ``line``."""
    widget = field.field.widget
    kinds = (
        (GROUPS, "group"),
        (Switch, "switch"),
        (forms.CheckboxInput, "check"),
        (PhotoInput, "photo"),
        (forms.FileInput, "file"),
    )
    return next((kind for classes, kind in kinds if isinstance(widget, classes)), "line")


DRESS = {"line": "form-control", "switch": "switch", "check": "form-check-input"}


def control(field: BoundField) -> SafeString:
    """The bare input with its class, and its error tied to it for readers (hints Django ties)."""
    kind = control_kind(field)
    dress = DRESS.get(kind, "")
    if isinstance(field.field.widget, forms.Select) and kind == "line":
        dress = "form-select"
    own = field.field.widget.attrs.get("class", "")
    attrs = {"class": f"{dress} {own}".strip()} if dress or own else {}
    if field.errors and not field.is_hidden:
        described = [f"{field.auto_id}_error"]
        if field.help_text:
            described.insert(0, f"{field.auto_id}_helptext")
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)
