"""Photos and workbooks on their way in, and out for good."""

import hashlib
import io
import struct
import zlib
from datetime import UTC, datetime

import numpy as np
import pytest
from cryptography.exceptions import InvalidTag
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from linge.accounts.models import User
from linge.audit.models import AuditEntry
from linge.files import actions, queries, shelf
from linge.files.actions import storing
from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
SERIAL = b"SN-4711-0815"


@pytest.fixture
def worker():
    user = User.objects.create(phone_index="1" * 32, name="王芳", phone="12000000001")
    return Actor(user_id=user.pk, name=user.name, kind="staff", how="phone")


def picture(width=640, height=480, colour=(200, 40, 40)):
    return Image.new("RGB", (width, height), colour)


def noise(side):
    return Image.fromarray(
        np.random.default_rng(7).integers(0, 255, (side, side, 3), dtype="uint8")
    )


def camera_notes(turn=1, taken="2026:11:20 08:30:00"):
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = turn
    details = notes.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = taken
    details[ExifTags.Base.BodySerialNumber] = SERIAL.decode()
    notes.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (31.0, 14.0, 0.6)
    return notes


def encoded(image, form="JPEG", **how):
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def upload(body, name="楼道.jpg"):
    return SimpleUploadedFile(name, body)


def header_of_a_huge_png(width, height):
    facts = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", facts), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + sign + body + struct.pack(">I", zlib.crc32(sign + body))
        for sign, body in parts
    )


def refusal(body, by, name="楼道.jpg"):
    with pytest.raises(Refused) as caught:
        actions.store_photo(upload(body, name), by=by)
    assert caught.value.field == "photos"
    assert name in caught.value.message
    assert not StoredFile.objects.exists()
    return caught.value.code


def on_the_shelf(row):
    folder = shelf.path_of(row.uuid, ".jpg").parent
    return {path.name.removeprefix(str(row.uuid)) for path in folder.glob(f"{row.uuid}*")}


def test_a_photo_keeps_its_picture_and_hour_and_nothing_of_the_camera(worker):
    sent = encoded(
        picture(),
        exif=camera_notes(),
        comment=SERIAL,
        xmp=b"<x:xmpmeta>" + SERIAL + b"</x:xmpmeta>",
    )
    row = actions.store_photo(upload(sent), by=worker, has_person=True)
    for kept in (queries.photo(row), queries.photo(row, thumb=True)):
        image = Image.open(io.BytesIO(kept))
        assert (image.format, dict(image.getexif())) == ("JPEG", {})
        assert not {"exif", "comment", "xmp"} & set(image.info)
        assert SERIAL not in kept
    assert row.taken_at == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert (row.kind, row.name, row.media_type) == ("photo", "楼道.jpg", "image/jpeg")
    assert (row.width, row.height, row.has_person) == (640, 480, True)
    assert row.size == len(queries.photo(row))
    assert row.sha256 == hashlib.sha256(sent).hexdigest()
    assert row.uploaded_by_id == worker.user_id


def test_a_photo_taken_sideways_is_kept_upright(worker):
    image = picture()
    image.paste((20, 20, 200), (0, 0, 320, 480))
    row = actions.store_photo(upload(encoded(image, exif=camera_notes(turn=6))), by=worker)
    kept = Image.open(io.BytesIO(queries.photo(row)))
    assert kept.size == (row.width, row.height) == (480, 640)
    assert kept.getpixel((240, 50))[2] > 150
    assert kept.getpixel((240, 600))[0] > 150


@pytest.mark.parametrize("taken", ["", "昨天", "0000:00:00 00:00:00", "0001:01:01 00:00:00"])
def test_an_hour_no_camera_could_mean_is_left_out(worker, taken):
    row = actions.store_photo(upload(encoded(picture(), exif=camera_notes(taken=taken))), by=worker)
    assert row.taken_at is None


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF", "MPO"])
def test_what_phones_send_is_taken_by_its_content_whatever_its_name(worker, form):
    row = actions.store_photo(upload(encoded(picture(), form), "IMG_0001.txt"), by=worker)
    red, green, blue = Image.open(io.BytesIO(queries.photo(row))).getpixel((320, 240))
    assert (red > 180, green < 60, blue < 60) == (True, True, True)


def test_what_was_clear_is_white_not_what_lay_underneath(worker):
    clear = Image.new("RGBA", (60, 60), (255, 0, 0, 0))
    row = actions.store_photo(upload(encoded(clear, "PNG")), by=worker)
    assert Image.open(io.BytesIO(queries.photo(row))).getpixel((30, 30)) == (255, 255, 255)


def test_a_large_photo_is_kept_at_2560_and_its_thumbnail_is_light(worker):
    row = actions.store_photo(upload(encoded(picture(4000, 3000))), by=worker)
    assert (row.width, row.height) == (2560, 1920)
    grain = actions.store_photo(upload(encoded(noise(320))), by=worker)
    thumb = queries.photo(grain, thumb=True)
    assert len(thumb) <= 30 * 1024
    assert max(Image.open(io.BytesIO(thumb)).size) == 320


def test_nothing_is_refused_as_empty(worker):
    assert refusal(b"", worker) == "files.empty"


@pytest.mark.parametrize(
    "body",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html>\xff\xd8\xff</html>",
        b"%PDF-1.7",
        encoded(picture().convert("P"), "GIF"),
        encoded(picture(), "TIFF"),
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(worker, body):
    assert refusal(body, worker) == "files.kind"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_half_a_photo_is_broken(worker, form):
    body = encoded(noise(200), form)
    assert refusal(body[: len(body) // 2], worker) == "files.broken"
    assert refusal(body[:40], worker) == "files.broken"


@pytest.mark.parametrize("side", [6500, 10_000, 30_000])
def test_pixels_beyond_measure_are_refused_before_they_are_decoded(worker, side):
    assert refusal(header_of_a_huge_png(side, side), worker) == "files.too_big"


def test_more_than_20_mb_is_refused_unread(worker, monkeypatch):
    monkeypatch.setattr(storing, "PHOTO_BYTES", 1000)
    assert refusal(b"\xff\xd8\xff" + b"\0" * 998, worker) == "files.too_big"


def test_the_same_photo_sent_twice_by_one_person_is_one_file(worker):
    body = encoded(picture())
    first = actions.store_photo(upload(body), by=worker)
    assert actions.store_photo(upload(body, "又一次.jpg"), by=worker) == first
    assert StoredFile.objects.count() == 1
    assert AuditEntry.objects.filter(act="files.store").count() == 1


def test_the_same_photo_by_strangers_is_two_files():
    body = encoded(picture())
    one, two = (actions.store_photo(upload(body), by=Actor.public()) for _time in range(2))
    assert one != two
    actions.destroy(one, by=Actor.clock("case"))
    assert queries.photo(two)


def test_of_two_clicks_at_once_the_second_gets_the_first_ones_file(worker, monkeypatch):
    body = encoded(picture())
    first = actions.store_photo(upload(body), by=worker)
    sought = queries.photo_sent_before
    answers = iter([lambda *_asked: None, sought])
    monkeypatch.setattr(queries, "photo_sent_before", lambda *asked: next(answers)(*asked))
    drops = []
    monkeypatch.setattr(shelf, "drop", lambda uuid, suffix: drops.append((uuid, suffix)))
    assert actions.store_photo(upload(body), by=worker) == first
    assert StoredFile.objects.count() == 1
    assert {suffix for _uuid, suffix in drops} >= {".jpg", ".thumb.jpg"}
    assert first.uuid not in {uuid for uuid, _suffix in drops}


def test_no_entry_in_the_trail_no_file(worker, monkeypatch):
    def full(*_what, **_more):
        raise OSError("disk full")

    monkeypatch.setattr(storing, "record", full)
    with pytest.raises(OSError, match="disk full"):
        actions.store_photo(upload(encoded(picture())), by=worker)
    assert not StoredFile.objects.exists()


def test_nothing_half_written_is_left_beside_a_photo(worker):
    row = actions.store_photo(upload(encoded(picture())), by=worker)
    assert on_the_shelf(row) == {".jpg", ".thumb.jpg"}


def test_a_workbook_comes_back_as_it_came_and_lies_encrypted(worker):
    sent = "姓名,身份证号\n张桂兰,990101194001010027\n".encode()
    row = actions.store_workbook(sent, name="D:/表/花名册.csv", by=worker, community=None)
    lying = shelf.path_of(row.uuid, ".sealed").read_bytes()
    assert queries.content(row) == sent
    assert "张桂兰".encode() not in lying
    assert (row.kind, row.name, row.size) == ("workbook", "花名册.csv", len(sent))
    again = actions.store_workbook(upload(sent), name="花名册.csv", by=worker, community=None)
    assert again != row


def test_a_workbook_under_another_ones_name_or_changed_does_not_open(worker):
    one, two = (
        actions.store_workbook(body, name="a.csv", by=worker, community=None)
        for body in (b"one", b"two")
    )
    swapped = shelf.path_of(one.uuid, ".sealed").read_bytes()
    shelf.put(two.uuid, ".sealed", swapped)
    with pytest.raises(InvalidTag):
        queries.content(two)


def test_a_workbook_over_50_mb_is_refused(worker, monkeypatch):
    monkeypatch.setattr(storing, "WORKBOOK_BYTES", 10)
    for sent in (b"0123456789+", upload(b"0123456789+")):
        with pytest.raises(Refused) as caught:
            actions.store_workbook(sent, name="a.csv", by=worker, community=None)
        assert (caught.value.code, caught.value.field) == ("files.too_big", "workbook")


def test_what_is_destroyed_is_gone_and_its_row_tells_when(worker, at):
    row = actions.store_photo(upload(encoded(picture())), by=worker)
    then = at("2026-11-24 09:00")
    actions.destroy(row, by=worker)
    at("2026-11-25 09:00")
    actions.destroy(row, by=worker)
    row.refresh_from_db()
    assert (row.destroyed_at, on_the_shelf(row)) == (then, set())
    assert len(row.sha256) == 64
    assert AuditEntry.objects.filter(act="files.destroy").count() == 1
    with pytest.raises(FileNotFoundError):
        queries.photo(row)


def test_a_photo_sent_again_after_its_end_is_a_new_file(worker):
    body = encoded(picture())
    gone = actions.destroy(actions.store_photo(upload(body), by=worker), by=worker)
    assert actions.store_photo(upload(body), by=worker) != gone


def test_the_trail_knows_the_hash_and_not_the_name(worker):
    row = actions.store_photo(upload(encoded(picture()), "张桂兰家.jpg"), by=worker)
    entry = AuditEntry.objects.get(act="files.store")
    assert entry.what == {"kind": "photo", "sha256": row.sha256}
    assert entry.obj == f"files.storedfile:{row.uuid}"
