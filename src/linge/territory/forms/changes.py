"""What the pages of a change of divisions ask, one form for each kind of change."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor
from linge.ui.forms import DayField, LingeForm

from .. import queries
from ..models import Region
from ..rules.changes import ChangeKind, Successor
from ..rules.codes import parent_level
from ..rules.kinds import Level

PARTS = 4  # a division is split into this many at most, in one change


class ChangeForm(LingeForm):
    """What every change has: its day and the document that orders it."""

    effective_on = DayField(label=_("生效日期"))
    document = forms.CharField(
        label=_("批准文号"), max_length=80, help_text=_("例如 示民函〔2026〕88号")
    )

    def __init__(self, *args: Any, actor: Actor, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        self.below = queries.below(region)
        self.choose(actor)

    def choose(self, actor: Actor) -> None:
        """Offer what this kind of change chooses from."""

    def deed(self) -> dict[str, Any]:
        """What ``propose_change`` takes, besides who and which kind."""
        return {
            "effective_on": self.cleaned_data["effective_on"],
            "document": self.cleaned_data["document"],
            "predecessors": [self.region],
            "successors": self.successors(),
        }

    def successors(self) -> list[Successor]:
        raise NotImplementedError

    def going_on(self, *, code: str = "", name: str = "") -> Successor:
        """The division itself, with all that lies below it."""
        return Successor(
            code or self.region.code,
            name or self.region.name,
            str(self.region.uuid),
            tuple(one.key for one in self.below),
        )


class RenameForm(ChangeForm):
    name = forms.CharField(label=_("新名称"), max_length=60)
    field_order = ("name", "effective_on", "document")

    def successors(self) -> list[Successor]:
        return [self.going_on(name=self.cleaned_data["name"])]


class RecodeForm(ChangeForm):
    code = forms.CharField(
        label=_("新代码"), max_length=12, help_text=_("下级区划的代码随之变更。")
    )
    field_order = ("code", "effective_on", "document")

    def successors(self) -> list[Successor]:
        return [self.going_on(code=self.cleaned_data["code"])]


class MoveForm(ChangeForm):
    parent = forms.ModelChoiceField(Region.objects.none(), label=_("划入"))
    code = forms.CharField(
        label=_("新代码"), max_length=12, help_text=_("以新上级的代码开头，下级代码随之变更。")
    )
    field_order = ("parent", "code", "effective_on", "document")

    def choose(self, actor: Actor) -> None:
        above = parent_level(Level(self.region.level))
        rows = queries.visible_to(actor, Region).filter(level=above, until=None)
        self.fields["parent"].queryset = rows.exclude(pk=self.region.parent_id).order_by("code")

    def successors(self) -> list[Successor]:
        return [self.going_on(code=self.cleaned_data["code"])]

    def deed(self) -> dict[str, Any]:
        return super().deed() | {"parent": self.cleaned_data["parent"]}


class MergeForm(ChangeForm):
    others = forms.ModelMultipleChoiceField(
        Region.objects.none(), label=_("与哪些区划合并"), widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(label=_("合并后名称"), max_length=60)
    code = forms.CharField(label=_("合并后代码"), max_length=12)
    goes_on = forms.BooleanField(
        label=_("沿用本区划"),
        required=False,
        initial=True,
        help_text=_("勾选后本区划继续存在，其他区划并入；不勾选则新设一个区划。"),
    )
    field_order = ("others", "name", "code", "goes_on", "effective_on", "document")

    def choose(self, actor: Actor) -> None:
        self.fields["others"].queryset = sisters(actor, self.region)

    def successors(self) -> list[Successor]:
        asked = self.cleaned_data
        keys = [one.key for region in self._all() for one in queries.below(region)]
        keeps = str(self.region.uuid) if asked["goes_on"] else ""
        return [Successor(asked["code"], asked["name"], keeps, tuple(keys))]

    def deed(self) -> dict[str, Any]:
        return super().deed() | {"predecessors": self._all()}

    def _all(self) -> list[Region]:
        return [self.region, *self.cleaned_data["others"]]


class AbolishForm(ChangeForm):
    into = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("并入"),
        required=False,
        help_text=_("下面没有任何内容时可以不选。"),
    )
    field_order = ("into", "effective_on", "document")

    def choose(self, actor: Actor) -> None:
        self.fields["into"].queryset = sisters(actor, self.region)

    def successors(self) -> list[Successor]:
        into = self.cleaned_data["into"]
        if into is None:
            return []
        keys = tuple(one.key for one in self.below)
        return [Successor(into.code, into.name, str(into.uuid), keys)]


class SplitForm(ChangeForm):
    """The parts, the first of which may go on as the division itself, and who takes what."""

    goes_on = forms.BooleanField(
        label=_("第1个沿用原区划"),
        required=False,
        initial=True,
        help_text=_("不勾选则原区划停用，各部分都是新设。"),
    )

    def choose(self, actor: Actor) -> None:
        numbers = range(1, PARTS + 1)
        for number in numbers:
            self._ask(f"name_{number}", _("第%(number)s个名称"), number, most=60)
            self._ask(f"code_{number}", _("第%(number)s个代码"), number, most=12)
        self.initial |= {"name_1": self.region.name, "code_1": self.region.code}
        parts = [(str(number), str(number)) for number in numbers]
        for one in self.below:
            self.fields[f"of_{one.key}"] = forms.ChoiceField(
                label=_("%(name)s归入第几个") % {"name": one.name}, choices=parts
            )
        asked = [f"{fact}_{number}" for number in numbers for fact in ("name", "code")]
        self.cards = (
            (_("批准"), ("effective_on", "document")),
            (_("拆分成"), ("goes_on", *asked)),
            (_("归属"), [f"of_{one.key}" for one in self.below]),
        )

    def _ask(self, name: str, label: Any, number: int, *, most: int) -> None:
        """A field of one part; the first two must be there."""
        words = label % {"number": number}
        self.fields[name] = forms.CharField(
            label=words,
            max_length=most,
            required=number <= 2,
            error_messages={"required": _("请填写%(label)s。") % {"label": words}},
        )

    def successors(self) -> list[Successor]:
        asked = self.cleaned_data
        return [
            Successor(
                asked[f"code_{number}"],
                asked[f"name_{number}"],
                str(self.region.uuid) if number == 1 and asked["goes_on"] else "",
                tuple(one.key for one in self.below if asked[f"of_{one.key}"] == str(number)),
            )
            for number in range(1, PARTS + 1)
            if number <= 2 or asked[f"name_{number}"]
        ]


FORMS: dict[str, type[ChangeForm]] = {
    ChangeKind.RENAME: RenameForm,
    ChangeKind.RECODE: RecodeForm,
    ChangeKind.SPLIT: SplitForm,
    ChangeKind.MERGE: MergeForm,
    ChangeKind.MOVE: MoveForm,
    ChangeKind.ABOLISH: AbolishForm,
}


def sisters(actor: Actor, region: Region) -> QuerySet[Region]:
    """The other open divisions of the same parent that an actor may see."""
    rows = queries.visible_to(actor, Region).filter(parent=region.parent_id, until=None)
    return rows.exclude(pk=region.pk).order_by("code")
