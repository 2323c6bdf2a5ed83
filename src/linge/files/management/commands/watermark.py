"""`linge watermark read FILE`: which export a file came from."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from msoffcrypto.exceptions import InvalidKeyError

from linge.files import watermark
from linge.files.locking import unlocked
from linge.files.models import ExportRequest

OLE = b"\xd0\xcf\x11\xe0"


class Command(BaseCommand):
    """Read the invisible watermark of a workbook, document, PDF or text."""

    help = "Name the export a file came from."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["read"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--password", default="", help="of a locked workbook")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            body = options["file"].read_bytes()
        except OSError as fault:
            raise CommandError(f"打不开文件：{options['file']}") from fault
        found = watermark.numbers(text_of(body, options["password"]))
        if not found:
            raise CommandError("没有找到水印。")
        for number in sorted(found):
            row = ExportRequest.objects.filter(pk=number).first()
            asked = f" {row.ledger} {row.asked_at:%Y-%m-%d} {row.state} {row.uuid}" if row else ""
            self.stdout.write(f"{number}{asked}")


def text_of(body: bytes, password: str) -> str:
    """The text of a file, signs and all: parts of a workbook or document, PDF's facts, plain text."""
    if body.startswith(OLE):
        try:
            body = unlocked(body, password)
        except InvalidKeyError as fault:
            raise CommandError("文件有密码，请用 --password 给出正确的密码。") from fault
    if not zipfile.is_zipfile(BytesIO(body)):
        return body.decode("utf-8", "ignore")
    with zipfile.ZipFile(BytesIO(body)) as parts:
        names = [name for name in parts.namelist() if name.endswith(".xml")]
        return "\n".join(parts.read(name).decode("utf-8", "ignore") for name in names)
