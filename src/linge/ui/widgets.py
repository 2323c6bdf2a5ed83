"""Inputs the browser has no own kind for. Each works as a plain input without script."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class DateInput(forms.DateInput):
    """``YYYY-MM-DD``; ``0314`` and ``20260314`` are completed when the field is left."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        base = {"data-date": "", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            attrs=base | {"placeholder": "YYYY-MM-DD"} | (attrs or {}),
            format="%Y-%m-%d",
        )


class IdNumberInput(forms.TextInput):
    """A resident identity number: shown 6-8-4 while typed, sent without gaps, never kept.

    ``attrs={"data-birth": "born", "data-sex": "sex"}`` names fields of the form that it fills; sex
    takes the values male and female.
    """

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        base = {
            "data-id-number": "",
            "data-private": "",
            "maxlength": "20",
            "autocomplete": "off",
        }
        super().__init__(attrs=base | {"autocapitalize": "characters"} | (attrs or {}))


class LongSelect(forms.Select):
    """A choice among hundreds, such as every building: written in one go.

    A template for each option would take a third of the time of the whole page.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, flatatt({"selected": str(key) in chosen}), label)
                for key, label in self.choices
            ),
        )
        shown = flatatt(self.build_attrs(self.attrs, (attrs or {}) | {"name": name}))
        return format_html("<select{}>{}</select>", shown, options)


class PhoneInput(forms.TextInput):
    """A mobile number: shown 3-4-4 while typed, sent without gaps, never kept."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        base = {
            "data-phone": "",
            "data-private": "",
            "inputmode": "tel",
            "maxlength": "20",
        }
        super().__init__(attrs=base | {"autocomplete": "tel-national"} | (attrs or {}))


class MoneyInput(forms.TextInput):
    """Yuan with two decimals; the form stores fen."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "data-unit": "元"} | (attrs or {}))


class Switch(forms.CheckboxInput):
    """A yes or no that reads as a switch."""


class PhotoInput(forms.FileInput):
    """One or several photographs; ``<photo-picker>`` adds previews where script runs.

    ``most`` photographs of at most ``size`` MB each. The camera opens on a phone.
    """

    allow_multiple_selected = True

    def __init__(
        self, *, most: int = 6, size: int = 20, attrs: dict[str, str] | None = None
    ) -> None:
        self.most, self.size = most, size
        base = {"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"}
        super().__init__(attrs=base | ({"multiple": ""} if most > 1 else {}) | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        """All the photographs sent under the name, in the order chosen."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class RegionSelect(forms.Select):
    """A place of the region tree; ``<region-cascade>`` turns the flat list into linked selects.

    Choices are ``(value, "示范区 / 示范街道 / 幸福里社区")``, each level parted by `` / ``.
    """

    def __init__(self, attrs: dict[str, str] | None = None, choices: tuple = ()) -> None:
        super().__init__(attrs={"data-cascade": ""} | (attrs or {}), choices=choices)
