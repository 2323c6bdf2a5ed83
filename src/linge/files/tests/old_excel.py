"""A workbook of the old binary kind (BIFF8 in a compound file), just enough of it for a test."""

import struct

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def _record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def _bof(kind):
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _cell(row, column, value):
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x0204, place + text)
    return _record(0x0203, place + struct.pack("<d", value))


def _stream(rows, merges):
    name = "名单"
    sheet = _bof(0x0010)
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for row, values in enumerate(rows):
        sheet += b"".join(_cell(row, c, v) for c, v in enumerate(values) if v is not None)
    ranges = b"".join(struct.pack("<HHHH", *merge) for merge in merges)
    sheet += _record(0x00E5, struct.pack("<H", len(merges)) + ranges) + _record(0x000A)
    head = _bof(0x0005) + _record(0x0042, struct.pack("<H", 1200))
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    start = len(head) + 4 + 6 + len(title) + 4
    bound = _record(0x0085, struct.pack("<IH", start, 0) + title)
    return (head + bound + _record(0x000A) + sheet).ljust(4096, b"\0")


def _entry(name, kind, start, size, child=FREE):
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", text, len(text), kind, 1, FREE, FREE, child, b"", 0, 0, 0, start, size
    )


def workbook(*rows, merges=()):
    """An xls with one sheet; merges are (top, bottom, left, right), from 0."""
    stream = _stream(rows, merges)
    stream = stream.ljust(-(-len(stream) // SECTOR) * SECTOR, b"\0")
    sectors = len(stream) // SECTOR
    table = [FAT, END, *range(3, sectors + 2), END]
    fat = struct.pack(f"<{SECTOR // 4}I", *(table + [FREE] * (SECTOR // 4 - len(table))))
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    directory += bytes(128) * 2
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 1, 0, 4096, END, 0, END, 0, 0,
    )  # fmt: skip
    header += struct.pack("<108I", *([FREE] * 108))
    return header + fat + directory + stream
