"""Photos as we keep them: decoded once, turned upright, no EXIF, at most 2560 px (trust.md §8)."""

import io
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pillow_heif
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

KINDS = {"JPEG", "PNG", "WEBP", "HEIF"}
LARGEST_SIDE = 2560
THUMB_SIDE = 320
THUMB_BYTES = 30_000
MOST_PIXELS = 40_000_000
SHANGHAI = ZoneInfo("Asia/Shanghai")
pillow_heif.register_heif_opener()


class Unreadable(Exception):  # noqa: N818  answered with words by the action
    """The bytes are no photo of a kind we take; ``why`` is ``kind``, ``broken`` or ``too_big``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo ready to keep."""

    body: bytes
    thumb: bytes
    width: int
    height: int
    taken_at: datetime | None


def read(body: bytes) -> Picture:
    """Decode, check and re-encode a photo; raises ``Unreadable``."""
    try:
        image = Image.open(io.BytesIO(body))
    except (UnidentifiedImageError, OSError, ValueError) as fault:
        raise Unreadable("kind") from fault
    if image.format not in KINDS:
        raise Unreadable("kind")
    if image.width * image.height > MOST_PIXELS:
        raise Unreadable("too_big")
    try:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        taken_at = _taken_at(image)
    except (OSError, ValueError, SyntaxError) as fault:
        raise Unreadable("broken") from fault
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    small = upright.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return Picture(_jpeg(upright, 85), _thumb(small), upright.width, upright.height, taken_at)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _thumb(image: Image.Image) -> bytes:
    return next(
        (body for quality in (80, 65, 50) if len(body := _jpeg(image, quality)) <= THUMB_BYTES),
        _jpeg(image, 35),
    )


def _taken_at(image: Image.Image) -> datetime | None:
    exif = image.getexif().get_ifd(ExifTags.IFD.Exif)
    try:
        taken = datetime.strptime(str(exif.get(ExifTags.Base.DateTimeOriginal)), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    return taken.replace(tzinfo=SHANGHAI)
