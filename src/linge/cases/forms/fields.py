"""Fields that several forms of cases ask for: photos that are never lost, buildings, points."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linge.files.models import StoredFile
from linge.kernel import geo
from linge.territory import queries as territory
from linge.territory.models import Building
from linge.ui.forms import PhotosField
from linge.ui.widgets import PhotoInput, RegionSelect

from ..queries.places import Ground

KEPT = "cases.kept-photos"
KEPT_FOR = 24 * 3600


def sign_photo(photo: StoredFile) -> str:
    """A day's ticket to one photo, for the form that sent it and nobody else."""
    return signing.dumps(str(photo.uuid), salt=KEPT)


def photo_of(ticket: str) -> StoredFile | None:
    """The photo of a ticket; nothing for a ticket that is old or not ours."""
    try:
        uuid = UUID(signing.loads(ticket, salt=KEPT, max_age=KEPT_FOR))
    except (signing.BadSignature, ValueError):
        return None
    return StoredFile.objects.filter(uuid=uuid).first()


class KeptPhotoInput(PhotoInput):
    """A photo input that remembers what was sent: a form that comes back shows it again."""

    kept: Sequence[StoredFile] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = format_html_join("", KEPT_PHOTO, self._kept_ones(name))
        picker = super().render(name, value, attrs, renderer)
        return format_html('{}<ul class="photos">{}</ul>', picker, shown) if shown else picker

    def _kept_ones(self, name: str) -> list[tuple[str, str, str, str]]:
        return [
            (
                reverse("cases_public:kept_photo", args=[ticket]),
                _("已选照片"),
                f"{name}_kept",
                ticket,
            )
            for ticket in map(sign_photo, self.kept)
        ]


KEPT_PHOTO = (
    '<li class="photo"><img src="{}" alt="{}" width="96" height="96">'
    '<input type="hidden" name="{}" value="{}"></li>'
)


class CasePhotosField(PhotosField):
    """Photos of a case, together with those a faulty form already brought.

    Each is judged alone when it is stored, so that one bad photo doesn't lose the others.
    """

    def __init__(self, *, most: int = 6, **kwargs: Any) -> None:
        super().__init__(most=most, allow_empty_file=True, **kwargs)
        self.widget = KeptPhotoInput(most=most, size=self.size)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return list(data or ())


class WordsField(forms.CharField):
    """Words as people paste them: signs nobody can see are left out, not complained about."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\0", "")


class BuildingField(forms.ModelChoiceField):
    """A building by its estate and number; ``<region-cascade>`` parts the two."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Building.objects.none(),
            widget=RegionSelect,
            to_field_name="uuid",
            empty_label=_("请选择"),
            **kwargs,
        )

    def label_from_instance(self, obj: Building) -> str:
        parent = str(obj.estate or obj.lane or obj.street_front)
        return f"{parent} / {territory.building_text(obj).removeprefix(parent)}"


MAP = (
    '<place-picker class="place-picker" data-base="{base}" data-around="{around}" hidden>'
    '<button type="button" class="btn" data-opens aria-expanded="false">{opens}</button>'
    '<div class="place-frame" data-frame hidden><p class="field-hint">{hint}</p>'
    '<div class="place-canvas" data-canvas></div><p class="place-credit">'
    '<a href="https://www.openstreetmap.org/copyright" rel="noreferrer">'
    "© OpenStreetMap contributors</a> · {credit}</p></div></place-picker>"
)


def map_on(ground: Ground | None) -> SafeString:
    """A button and the map it opens, to fill the form's point by a tap; nothing without ground.

    It shows itself where script runs: typed words and numbers say the same.
    """
    if ground is None:
        return SafeString()
    return format_html(
        MAP,
        base=ground.base,
        around=",".join(f"{edge:.6f}" for edge in ground.around),
        opens=_("在地图上选点"),
        hint=_("点一下地图放下图钉，拖动可以调整。"),
        credit=_("示意图，不作为权属依据"),
    )


class PointInput(forms.TextInput):
    """A point as text, with the map to tap it on."""

    ground: Ground | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        box = super().render(name, value, attrs, renderer)
        return format_html("{}{}", box, map_on(self.ground))


class PointField(forms.CharField):
    """A point as ``121.4853,31.2335``: longitude, latitude, degrees in WGS-84.

    Swapped or impossible numbers are refused with the point that was probably meant.
    """

    widget = PointInput
    default_error_messages = {
        "unreadable": _("请按“经度,纬度”填写，例如 121.4853,31.2335。"),
        "swapped": _("经度和纬度像是写反了，请改为 %(lon)s,%(lat)s。"),
        "outside": _("这个位置不在国内，请核对经纬度，或只写明地址。"),
    }

    def clean(self, value: Any) -> tuple[float, float] | None:
        text = super().clean(value).replace("，", ",")
        if not text:
            return None
        try:
            lon, lat = (float(part) for part in text.split(","))
        except ValueError:
            raise forms.ValidationError(self.error_messages["unreadable"]) from None
        if geo.in_china(lon, lat):
            return lon, lat
        fault = "swapped" if geo.in_china(lat, lon) else "outside"
        raise forms.ValidationError(self.error_messages[fault], fault, {"lon": lat, "lat": lon})
