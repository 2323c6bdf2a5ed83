"""A paper as the answer to a browser: a file to keep, or pages to print at once."""

from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _

from linge.files.papers import MIME, WRITERS, Paper
from linge.files.rules import PAPER_ROWS
from linge.kernel.refusals import Refused

ON_PAPER = ("pdf", "docx")


def paper_answer(paper: Paper, form: str, *, inline: bool = False) -> HttpResponse:
    """The paper in one form. Refuses with ``files.too_long`` what nobody would print."""
    if form in ON_PAPER and len(paper.rows) > PAPER_ROWS:
        message = _("超过%(most)s行，请导出 Excel，或按网格、楼栋分开打印。") % {"most": PAPER_ROWS}
        raise Refused("files.too_long", message)
    return file_answer(WRITERS[form](paper), paper.title, form, inline=inline)


def file_answer(body: bytes, name: str, ending: str, *, inline: bool = False) -> HttpResponse:
    """Bytes under a Chinese name; never kept by the browser."""
    response = HttpResponse(body, content_type=MIME[ending])
    way = "inline" if inline else "attachment"
    called = quote(f"{name}.{ending}")
    response["Content-Disposition"] = (
        f"{way}; filename=\"ledger.{ending}\"; filename*=UTF-8''{called}"
    )
    response["Cache-Control"] = "no-store"
    return response
