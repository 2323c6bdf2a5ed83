"""周敏 prints a ledger: what is on paper, in Excel, in Word, in CSV is what she saw, total and all."""

import csv
import io
import re
from datetime import date

import docx
import openpyxl
import pypdf
import pytest
from django.urls import reverse
from django.utils.translation import override

from linge.files.papers import WRITERS
from linge.kernel import clock
from linge.kernel.access import DataClass
from linge.registry import actions, ledgers
from linge.registry.ledgers import printing
from linge.registry.rules.drafts import NewHukou
from linge.registry.rules.kinds import HukouState, Left, LeftReason, ResidencyRole
from linge.registry.tests.carers import carer, need
from linge.registry.tests.factories import (
    SINCE,
    clerk,
    collection_round,
    homes,
    household,
    resident,
    visit,
)
from linge.territory.tests.factories import (
    EstateFactory,
    GridFactory,
    OrganisationFactory,
    ShopFactory,
)

HERE = NewHukou(HukouState.HERE, SINCE, left=Left.NO)
AWAY = NewHukou(
    HukouState.ELSEWHERE,
    SINCE,
    "420106",
    left=Left.YES,
    left_street_on=date(2024, 1, 1),
    left_reason=LeftReason.WORK,
)
CODES = [ledger.code for ledger in ledgers.LEDGERS]


@pytest.fixture
def carer_of_town(db):
    """Three homes with people, one let, a shop, an organisation, a site, somebody cared for."""
    grid = GridFactory()
    doors = homes(grid, floors=2, rooms=3)
    by = clerk(grid.community)
    collection_round(grid.community)
    family = household(doors[0], names=("张桂兰", "李建国"))
    lodger = resident("王强", home=doors[1], role=ResidencyRole.TENANT, born=date(1990, 1, 2))
    owner = resident("赵敏", home=doors[2], role=ResidencyRole.OWNER)
    actions.set_hukou(owner, HERE, by=by)
    actions.set_hukou(lodger, AWAY, by=by)
    visit(doors[0])
    actions.record_tenancy(doors[1], by=by, landlord=owner, tenant=lodger, since=SINCE)
    place = {"community": grid.community, "grid": grid}
    OrganisationFactory(name="幸福里小学", **place)
    shop = ShopFactory(name="+好味道", building=doors[0].building, **place)
    actions.change_operator(shop, owner, by=by, trade_name="好味道", since=SINCE, staff_count=4)
    EstateFactory(
        name="云山府",
        community=grid.community,
        state="under_construction",
        planned_units=1280,
        handover_on=date(2026, 12, 31),
    )
    need(family.members.get(person__name="张桂兰").person, "DJ", home=doors[0])
    return carer(grid.community)


def screen(client, code):
    """The rows as the page shows them, and its total line."""
    page = client.get(reverse("ledgers:ledger", args=[code]))
    assert page.status_code == 200
    rows = [[cell.text for cell in row.cells] for row in page.context["rows"]]
    assert page.context["total"] in page.content.decode()
    return [["" if text == "—" else text for text in row] for row in rows], page.context["total"]


def bare(text):
    """Words as any form may break them over lines and pages."""
    return re.sub(r"[\s\u200b\u200c\u2060]+", "", text)


def in_excel(body):
    page = openpyxl.load_workbook(io.BytesIO(body)).active
    assert page.freeze_panes == "A4"
    assert page.print_title_rows == "$3:$3"
    cells = [[_text(cell) for cell in row] for row in page.iter_rows(min_row=4)]
    end = next(at for at, row in enumerate(cells) if sum(map(bool, row)) == 1)
    return cells[:end], cells[end][0]


def _text(cell):
    if cell.value is None:
        return ""
    if cell.is_date:
        return cell.value.date().isoformat()
    if isinstance(cell.value, str):
        assert cell.data_type == "s", "text stays text"
        assert cell.number_format in ("@", "General")
    return f"{cell.value:,}" if isinstance(cell.value, int) else str(cell.value)


def in_csv(body):
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]
    return rows[:-1], rows[-1][0]


def in_pdf(body):
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def in_word(body):
    book = docx.Document(io.BytesIO(body))
    rows = [[cell.text for cell in row.cells] for table in book.tables for row in table.rows[1:]]
    return rows, [paragraph.text for paragraph in book.paragraphs]


@pytest.mark.proves("D2")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_ledger_says_the_same_everywhere(code, language, carer_of_town, as_actor):
    client = as_actor(carer_of_town)
    client.cookies["django_language"] = language
    shown, total = screen(client, code)
    assert shown, "the town has a row for every ledger"
    assert ("合计" in total) == (language == "zh-hans")
    address = reverse("ledgers:ledger", args=[code])
    ledger = next(each for each in ledgers.LEDGERS if each.code == code)

    def taken(form):
        if ledger.floor == DataClass.C4:  # leaves the house by two people's approval alone
            return WRITERS["pdf" if form == "print" else form](paper)
        answer = client.get(address, {"as": form})
        assert answer.status_code == 200, answer.content.decode()[:400]
        return answer.content

    with override(language):
        rows_again = ledger.query(carer_of_town, clock.today()).order_by(*ledger.order)
        paper = printing.paper(ledger, rows_again, unit="幸福里社区", day=clock.today())

    rows, added = in_excel(taken("xlsx"))
    assert ([[*row] for row in rows], added) == (shown, total)

    rows, added = in_csv(taken("csv"))
    plain = [[text.lstrip("'").replace(",", "") for text in row] for row in rows]
    assert plain == [[text.replace(",", "") for text in row] for row in shown]
    assert bare(added) == bare(total)

    rows, words = in_word(taken("docx"))
    assert [[text.replace(",", "") for text in row] for row in rows] == [
        [text.replace(",", "") for text in row[ledger.lead :]] for row in shown
    ]
    assert total in words

    printed = bare(in_pdf(taken("pdf")))
    at = 0
    for row in shown:
        for text in row[ledger.lead :]:
            at = printed.index(bare(text.replace(",", "")), at)
    assert bare(total) in printed
    assert taken("print").startswith(b"%PDF")


@pytest.mark.proves("D2")
def test_a_household_has_a_page_of_its_own(carer_of_town, as_actor):
    body = (
        as_actor(carer_of_town)
        .get(reverse("ledgers:ledger", args=["households"]), {"as": "pdf"})
        .content
    )
    pages = pypdf.PdfReader(io.BytesIO(body)).pages
    assert len(pages) == 1
    words = bare(pages[0].extract_text())
    assert "户主：张桂兰" in words
    assert "第1页/共1页" in words
    assert "制表人" in words


def test_numbers_stay_masked_and_a_formula_stays_text(carer_of_town, as_actor):
    client = as_actor(carer_of_town)
    shops = client.get(reverse("ledgers:ledger", args=["shops"]), {"as": "csv"})
    assert "'+好味道" in shops.content.decode("utf-8-sig")
    people = client.get(reverse("ledgers:ledger", args=["hukou"]), {"as": "csv"})
    text = people.content.decode("utf-8-sig")
    assert "99****************" in text
    assert not re.search(r"\d{11}", text)
