"""Photos as we keep them: decoded once, turned upright, no EXIF, at most 2560 px (trust.md §8)."""

import io
import re
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import pillow_heif
from PIL import ExifTags, Image, ImageOps

from linge.kernel.zone import SHANGHAI

SIGNS = re.compile(
    rb"\xff\xd8\xff"
    rb"|\x89PNG\r\n\x1a\n"
    rb"|RIFF.{4}WEBP"
    rb"|.{4}ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)",
    re.DOTALL,
)
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
SHRINKS_AS_IT_IS = ("RGB", "RGBA", "L", "CMYK")
LARGEST_SIDE = 2560
THUMB_SIDE = 320
THUMB_BYTES = 30_000
LOOK_SIDE = 8
MOST_PIXELS = 40_000_000
FIRST_CAMERA_YEAR = 1990  # a camera whose clock was never set says 0001, 1970 or 1980
SWELLS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
DAMAGE = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, struct.error, zlib.error)
pillow_heif.register_heif_opener()


class Unreadable(Exception):
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
    look: str


def read(body: bytes) -> Picture:
    """Check a photo by its content, decode it once and re-encode it; raises ``Unreadable``."""
    if not SIGNS.match(body):
        raise Unreadable("kind")
    try:
        image = Image.open(io.BytesIO(body), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise Unreadable("too_big")
        taken_at = _taken_at(image)
        upright = _upright(image)
    except SWELLS as fault:
        raise Unreadable("too_big") from fault
    except DAMAGE as fault:
        raise Unreadable("broken") from fault
    small = upright.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE))
    whole, thumb = _jpeg(upright, 85), _thumb(small)
    return Picture(whole, thumb, upright.width, upright.height, taken_at, look_of(small))


def look_of(image: Image.Image) -> str:
    """What a photo looks like in 64 bits, as 16 hex digits: brighter or darker from left to right.

    Two photos of one scene differ in few bits; the same photo sent by somebody else in none.
    """
    grey = image.convert("L").resize((LOOK_SIDE + 1, LOOK_SIDE), Image.Resampling.BILINEAR)
    wide, signs = LOOK_SIDE + 1, grey.tobytes()
    lines = [signs[at : at + wide] for at in range(0, len(signs), wide)]
    bits = "".join("1" if left > right else "0" for line in lines for left, right in pairwise(line))
    return f"{int(bits, 2):016x}"


def _upright(image: Image.Image) -> Image.Image:
    """The pixels and nothing else, at most 2560 px, turned upright, what was clear on white.

    Shrinking comes first, so that a large JPEG is never held whole. A sheet of our own carries no
    comment, position or serial number, wherever a camera may have put them.
    """
    if image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in SHRINKS_AS_IT_IS:
        image = image.convert("RGB")
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    turned = ImageOps.exif_transpose(image)
    sheet = Image.new("RGB", turned.size, "white")
    sheet.paste(turned, mask=turned if turned.mode == "RGBA" else None)
    return sheet


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
        taken = datetime.strptime(
            str(exif.get(ExifTags.Base.DateTimeOriginal)), "%Y:%m:%d %H:%M:%S"
        )
    except ValueError:
        return None
    return taken.replace(tzinfo=SHANGHAI) if taken.year >= FIRST_CAMERA_YEAR else None
