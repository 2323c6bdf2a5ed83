"""The agreement of a mediation on paper (人民调解协议书): Word to work on, PDF to sign."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any

import typst
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "宋体"
_TEMPLATE = files("linge.cases") / "data" / "agreement.typ"


@dataclass(frozen=True, slots=True)
class AgreementPaper:
    """An agreement ready to print; ``parties`` are (side, name), ``signed`` lines for signatures."""

    title: str
    number: str
    version: str
    parties: tuple[tuple[str, str], ...]
    dispute: str
    dispute_head: str
    text: str
    text_head: str
    notes: tuple[str, ...]
    signatures: tuple[str, ...]


def pdf(paper: AgreementPaper) -> bytes:
    """A4 pages, set by Typst with the fonts of the machine."""
    told = {name: getattr(paper, name) for name in AgreementPaper.__slots__}
    return typst.compile(
        _TEMPLATE.read_bytes(), sys_inputs={"paper": json.dumps(told, ensure_ascii=False)}
    )


def docx(paper: AgreementPaper) -> bytes:
    """The same as a Word document."""
    book: Any = Document()  # python-docx is not typed
    normal = book.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    head = book.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(paper.title)
    run.bold, run.font.size = True, Pt(18)
    book.add_paragraph(f"{paper.number}　{paper.version}")
    for side, name in paper.parties:
        book.add_paragraph(f"{side}：{name}")
    for words, body in ((paper.dispute_head, paper.dispute), (paper.text_head, paper.text)):
        book.add_paragraph().add_run(words).bold = True
        for line in body.splitlines():
            book.add_paragraph(line)
    for note in paper.notes:
        book.add_paragraph(note)
    for line in paper.signatures:
        book.add_paragraph(f"{line}：____________________　　　　年　　月　　日")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


WRITERS: dict[str, Callable[[AgreementPaper], bytes]] = {"pdf": pdf, "docx": docx}
