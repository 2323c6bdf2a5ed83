"""A ledger as pages to print: PDF, set by Typst with the fonts of the machine, without a network."""

import json
from importlib.resources import files

import typst

from .paper import Group, Paper, text_of

_TEMPLATE = files("linge.files") / "data" / "ledger.typ"


def pdf(paper: Paper) -> bytes:
    """A4 pages; where columns lead, one page for each group."""
    groups = list(paper.groups()) or [Group((), ())]
    told = {
        "title": paper.title,
        "unit": paper.unit,
        "sign": paper.sign,
        "mark": paper.mark,
        "notes": list(paper.notes),
        "total": paper.total,
        "lead": paper.lead,
        "language": paper.language,
        "page_words": paper.page_words,
        "signatures": list(paper.signatures),
        "heads": [
            {"label": head.label, "width": head.width, "number": head.number}
            for head in paper.heads
        ],
        "groups": [
            {
                "facts": [text_of(value) for value in group.facts],
                "rows": [[text_of(value) for value in row] for row in group.rows],
            }
            for group in groups
        ],
    }
    return typst.compile(
        _TEMPLATE.read_bytes(), sys_inputs={"paper": json.dumps(told, ensure_ascii=False)}
    )
