"""Photos for some cases: small pictures drawn here, of nothing and nobody real."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from linge.cases.models import CasePhoto
from linge.cases.rules import PhotoPhase
from linge.files.actions import store_photo
from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.territory.models import Region

from .lives import Life

SIZE = (640, 480)
SKY, NIGHT, GROUND, WALL, LIGHT, METAL = (
    "#cfe3ee", "#1b2a3d", "#9aa39c", "#e6d9c3", "#ffe9a3", "#4a5a66",
)  # fmt: skip
LATEST = 60
Pen = Any


def _street(pen: Pen, sky: str) -> None:
    pen.rectangle((0, 0, 640, 330), fill=sky)
    pen.rectangle((0, 330, 640, 480), fill=GROUND)
    pen.rectangle((40, 120, 230, 330), fill=WALL)
    for x in (65, 125, 185):
        for y in (145, 215):
            pen.rectangle((x, y, x + 30, y + 40), fill="#8fa6b3")


def _lamp(pen: Pen, lit: bool) -> None:
    _street(pen, NIGHT)
    if lit:
        pen.polygon([(430, 110), (300, 480), (580, 480)], fill="#6f6a4d")
    pen.rectangle((424, 100, 436, 400), fill=METAL)
    pen.ellipse((404, 80, 456, 120), fill=LIGHT if lit else "#39434f")


def _litter(pen: Pen, clean: bool) -> None:
    _street(pen, SKY)
    pen.rectangle((470, 260, 560, 380), fill="#2f6b4f")
    if not clean:
        for x, y, colour in ((300, 370, "#7a4b2a"), (350, 350, "#3d3d3d"), (400, 385, "#b9a26a")):
            pen.ellipse((x, y, x + 90, y + 60), fill=colour)


def _road(pen: Pen, mended: bool) -> None:
    _street(pen, SKY)
    pen.rectangle((0, 360, 640, 480), fill="#5d6468")
    hole = "#70777b" if mended else "#1f2224"
    pen.ellipse((260, 395, 420, 450), fill=hole)


def _cars(pen: Pen, clear: bool) -> None:
    _street(pen, SKY)
    pen.line((260, 480, 330, 330), fill="#f2c94c", width=8)
    pen.line((600, 480, 470, 330), fill="#f2c94c", width=8)
    for x in () if clear else (300, 420):
        pen.rounded_rectangle((x, 350, x + 110, 410), 16, fill="#a8323e")
        pen.ellipse((x + 12, 396, x + 36, 420), fill="#222222")
        pen.ellipse((x + 74, 396, x + 98, 420), fill="#222222")


DRAWN: dict[str, Callable[[Pen, bool], None]] = {
    "0201": _lamp,
    "0101": _litter,
    "0102": _litter,
    "0203": _road,
    "0202": _road,
    "0301": _cars,
    "0602": _cars,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """The same place before and after."""

    before: StoredFile
    after: StoredFile


def add_photos(lived: list[Life], community: Region, *, by: Actor) -> int:
    """Give the latest cases of drawable kinds a photo of before, and of after where handled."""
    fitting = [life for life in lived if life.standard.category.code in DRAWN][-LATEST:]
    pairs: dict[Callable[[Pen, bool], None], Pair] = {}
    photos = []
    for life in fitting:
        draw = DRAWN[life.standard.category.code]
        if draw not in pairs:
            pairs[draw] = _pair(draw, community, by)
        photos += _photos(life, pairs[draw])
    CasePhoto.objects.bulk_create(photos)
    return len(photos)


def _photos(life: Life, pair: Pair) -> list[CasePhoto]:
    first = life.steps[0]
    photos = [CasePhoto(case=life.case, file=pair.before, phase=PhotoPhase.BEFORE, step=first)]
    done = [step for step in life.steps if step.action in ("handle", "self_handle")]
    if done:
        photos.append(
            CasePhoto(case=life.case, file=pair.after, phase=PhotoPhase.AFTER, step=done[-1])
        )
    return photos


def _pair(draw: Callable[[Pen, bool], None], community: Region, by: Actor) -> Pair:
    before, after = (
        store_photo(_picture(draw, settled), by=by, community=community)
        for settled in (False, True)
    )
    return Pair(before, after)


def _picture(draw: Callable[[Pen, bool], None], settled: bool) -> SimpleUploadedFile:
    image = Image.new("RGB", SIZE, SKY)
    draw(ImageDraw.Draw(image), settled)
    kept = BytesIO()
    image.save(kept, "JPEG", quality=80)
    name = f"{draw.__name__.strip('_')}-{'after' if settled else 'before'}.jpg"
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")
