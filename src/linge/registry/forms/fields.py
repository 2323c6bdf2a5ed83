"""Fields that find a row by the words people write: a dwelling, a person, an organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor
from linge.territory.models import Dwelling, Organisation
from linge.territory.queries import address_text
from linge.ui.forms import LingeForm

from .. import queries
from ..models import Resident


class AddressField(forms.CharField):
    """A dwelling by its address as people write it: ``3-2-501``, ``锦绣花园3号楼2单元501``."""

    default_error_messages = {
        "unread": _("地址写法无法识别，请写成“小区3-2-501”（楼-单元-房号）。"),
        "unknown": _("找不到房屋“%(raw)s”，请先登记楼栋房号，或核对小区、楼号、房号。"),
        "several": _("“%(raw)s”有多处相符，请写明小区和单元，例如：%(near)s。"),
    }
    actor: Actor

    def clean(self, value: Any) -> Dwelling | None:
        text = super().clean(value)
        if not text:
            return None
        found = queries.dwellings_at(self.actor, text)
        if found is None:
            raise forms.ValidationError(self.error_messages["unread"], "unread")
        homes = list(found[:4])
        if len(homes) == 1:
            return homes[0]
        code = "several" if homes else "unknown"
        near = "、".join(address_text(home) for home in homes[:3])
        raise forms.ValidationError(self.error_messages[code], code, {"raw": text, "near": near})


class PersonField(forms.CharField):
    """A resident by name, by name and home, or by document number; nobody is guessed."""

    default_error_messages = {
        "unknown": _("在您的管辖范围内没有找到“%(raw)s”，请核对姓名，或先建档。"),
        "several": _("“%(raw)s”不止一位，请在姓名后写上房屋，例如：%(near)s。"),
    }
    actor: Actor

    def clean(self, value: Any) -> Resident | Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        meant = self.meant(text)
        if len(meant) == 1:
            return meant[0]
        code = "several" if meant else "unknown"
        near = "、".join(self.worded(one) for one in meant[:3])
        raise forms.ValidationError(self.error_messages[code], code, {"raw": text, "near": near})

    def meant(self, text: str) -> list[Any]:
        return queries.people_meant(self.actor, text)

    def worded(self, one: Any) -> str:
        return queries.told_apart(one)


class OrganisationField(PersonField):
    """An organisation of the register by name or credit code."""

    default_error_messages = {
        "unknown": _("在您的管辖范围内没有找到单位“%(raw)s”，请核对名称，或先登记单位。"),
        "several": _("“%(raw)s”不止一家，请填写统一社会信用代码。"),
    }

    def meant(self, text: str) -> list[Any]:
        return queries.organisations_meant(self.actor, text)

    def worded(self, one: Any) -> str:
        return str(one.name)


class PartyField(PersonField):
    """A resident or an organisation: who owns, lets, rents or trades."""

    default_error_messages = {
        "unknown": _("在您的管辖范围内没有找到“%(raw)s”，请核对，或先建档、登记单位。"),
        "several": _("“%(raw)s”不止一个，请在姓名后写上房屋，例如：%(near)s。"),
    }

    def meant(self, text: str) -> list[Any]:
        organisations = queries.organisations_meant(self.actor, text)
        return [*organisations, *queries.people_meant(self.actor, text)]

    def worded(self, one: Any) -> str:
        return queries.told_apart(one) if isinstance(one, Resident) else str(one.name)


class ActorForm(LingeForm):
    """A form whose fields look things up in the actor's scope."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, AddressField | PersonField):
                field.actor = actor


class CheckedForm(LingeForm):
    """A form that shows what looks doubtful once, as sentences, and takes it when it was checked.

    ``doubts`` gives the sentences; they stand above the form with a box 已核对 to tick.
    """

    checked = forms.BooleanField(
        label=_("已核对以上提示，仍按填写内容保存"), required=False, widget=forms.HiddenInput
    )

    def told(self) -> dict[str, Any]:
        """The facts themselves, without the tick."""
        return {name: value for name, value in self.cleaned_data.items() if name != "checked"}

    def doubts(self) -> list[str]:
        """What looks wrong with sound facts; nothing is forbidden by it."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if self.errors or facts.get("checked"):
            return facts
        doubts = self.doubts()
        if doubts:
            self.fields["checked"].widget = forms.CheckboxInput()
            self.add_error("checked", doubts)
        return facts
