"""The messy workbooks: every planted fault is found at its cell, and nothing else is called wrong."""

import csv
from pathlib import Path

import pytest
from django.core.management import call_command

from linge.demo.sizes import SEED
from linge.demo.workbooks import PAIRS, write_workbooks
from linge.registry.queries.imports.checking import check_sheet, read_workbook
from linge.registry.rules.importing.findings import Severity
from linge.registry.tests.imports.town import make_community

SUBJECTS = {
    "居民登记表.xlsx": "residents",
    "房屋台账.csv": "dwellings",
    "辖区单位.xlsx": "organisations",
}


@pytest.mark.django_db
@pytest.mark.proves("X4")
def test_every_planted_fault_is_found_and_nothing_else(tmp_path: Path) -> None:
    community = make_community()
    call_command("demo", "workbooks", str(tmp_path))
    for book in write_workbooks(tmp_path / "again", community, SEED):
        data = (tmp_path / book.name).read_bytes()
        read = read_workbook(data, book.name, SUBJECTS[book.name])
        assert read.layout is not None
        checked = check_sheet(read.sheet, read.layout, community, SUBJECTS[book.name])
        wrong = {
            (finding.cell, finding.code)
            for row, _decision in checked
            for finding in row.findings
            if finding.severity is Severity.ERROR
        }
        assert wrong == set(book.truth), book.name
    with (tmp_path / "truth.csv").open(encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    assert sum(row["code"] == "same_in_file" for row in told) == PAIRS + 1
    assert (tmp_path / "truth.csv").read_bytes() == (tmp_path / "again/truth.csv").read_bytes()
