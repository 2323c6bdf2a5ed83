"""A ledger as a Word document: header repeated, pages numbered, who signs at the end."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .paper import Group, Paper, text_of

FONT = "宋体"
A4 = (Mm(297), Mm(210))


def document(paper: Paper) -> bytes:
    """One document; where columns lead, one page for each group."""
    book: Any = Document()  # python-docx is not typed
    book.core_properties.title = paper.title + paper.sign
    _set_font(book)
    _lay_out(book, paper)
    for place, group in enumerate(paper.groups() if paper.rows else [Group((), ())]):
        if place:
            book.add_page_break()
        _write_group(book, paper, group)
    book.add_paragraph().add_run(paper.total).bold = True
    book.add_paragraph("　　　　　　".join(f"{who}：" for who in paper.signatures))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _set_font(book: Any) -> None:
    normal = book.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(9)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _lay_out(book: Any, paper: Paper) -> None:
    section = book.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = Mm(15)
    section.header.paragraphs[0].text = f"{paper.title}{paper.sign}　{paper.mark}"
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _n, rest = paper.page_words.partition("{n}")
    between, _m, after = rest.partition("{m}")
    foot.add_run(before)
    _field(foot, "PAGE")
    foot.add_run(between)
    _field(foot, "NUMPAGES")
    foot.add_run(after + paper.sign)


def _field(paragraph: Any, code: str) -> None:
    """A field that Word counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _write_group(book: Any, paper: Paper, group: Group) -> None:
    title = book.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(paper.title + paper.sign)
    run.bold, run.font.size = True, Pt(16)
    book.add_paragraph("　".join([paper.unit + paper.sign, *paper.notes]))
    if group.facts:
        told = zip(paper.heads[: paper.lead], group.facts, strict=True)
        book.add_paragraph("　　".join(f"{head.label}：{text_of(fact)}" for head, fact in told))
    heads = paper.heads[paper.lead :]
    table = book.add_table(rows=1 + len(group.rows), cols=len(heads), style="Table Grid")
    _fill(table.rows[0], [head.label for head in heads], bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for line, row in zip(table.rows[1:], group.rows, strict=True):
        _fill(line, [text_of(value) for value in row])


def _fill(line: Any, words: list[str], *, bold: bool = False) -> None:
    for cell, text in zip(line.cells, words, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold = bold
