"""What is checked before a file is parsed, and what is done to text before it is written."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from linge.kernel.refusals import Refused

MOST_BYTES = 50 * 2**20
MOST_ENTRIES = 2_000
MOST_UNPACKED = 2**30
MOST_RATIO = 100
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    expat.ExpatError,
    SyntaxError,  # ElementTree's ParseError is one
    EOFError,
    OSError,
    LookupError,
    ValueError,
    RuntimeError,  # NotImplementedError: a compression nobody uses
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


def refused(code: str, message: str, **facts: Any) -> Refused:
    """A refusal of a file, under the field that carries it."""
    return Refused(f"files.{code}", message % facts if facts else message, field="workbook")


def check_size(data: bytes) -> None:
    if not data:
        raise refused("empty", _("这个文件是空的，请检查后重新上传。"))
    if len(data) > MOST_BYTES:
        raise refused("too_big", _("文件超过50MB，请分成几个文件上传。"))


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The zip inside an xlsx, refused when it is broken, locked or would swell beyond measure."""
    with damage_told():
        archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise refused("bomb", _("文件解压后过大，不予打开；请只保留数据另存后再上传。"))
    if unpacked > MOST_RATIO * max(len(data), 1):
        raise refused("bomb", _("文件的压缩比例异常，不予打开；请只保留数据另存后再上传。"))
    if any(entry.flag_bits & 1 for entry in entries):
        raise locked()
    return archive


def broken() -> Refused:
    return refused("broken", _("文件不完整或已损坏，请在Excel中打开并另存后再上传。"))


@contextmanager
def damage_told() -> Iterator[None]:
    """Whatever a damaged archive or its XML makes readers raise, as one sentence."""
    try:
        yield
    except DAMAGE as fault:
        raise broken() from fault


def locked() -> Refused:
    return refused("locked", _("文件设有密码，请在Excel中取消密码后再上传。"))


def safe_parser() -> Any:
    """An XML parser that refuses every document type, so nothing can be declared or fetched."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_declared: object) -> None:
    raise refused("doctype", _("文件中含有不允许的声明，请在Excel中另存为.xlsx后再上传。"))


def plain_text(value: str) -> str:
    """Text for a CSV cell: what a spreadsheet would run as a formula gets a leading ``'``."""
    return f"'{value}" if value.startswith(_STARTS_A_FORMULA) else value
